"""The body of a pushed delivery, read so that a sender who is slow, or goes away, harms nobody else.

The server gives a body piece by piece as it comes, and its `read` waits for as long as the sender does; where the body
was cut off it just ends. So its length is compared with what was announced, only so many bodies are read at a time that
there are always threads left for readers, and connections on which nothing comes any more are ended.
"""

import fcntl
import os
import socket
import stat
import struct
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

GRACE = 10.0
"""Seconds that a sender may take besides those for its bytes, and after which one that sends nothing is given up."""

SLOWEST = 32 * 1024
"""Bytes a second that a sender must be worth."""

AT_ONCE, LARGE_AT_ONCE = 3, 2
"""Bodies that a process reads at a time, and how many of these may be large: one fewer than it has threads."""

TURN = 0.1
"""Seconds to wait for a turn: a body of copy mostly is there as soon as its headers."""

HEARD_OUT, HEARING = 64 * 1024, 0.05
"""Bytes that somebody who is refused may be sending to be heard out, and the seconds that this takes."""

_PIECE = 64 * 1024
_LOOK = 0.5


class CutOff(Exception):
    """The body ended before it was whole."""


class TooSlow(Exception):
    """The body did not come fast enough."""


class Stream(Protocol):
    """What a WSGI server gives bodies by."""

    def read(self, size: int, /) -> bytes: ...


class Body:
    """A body that is being read. `length` is what was announced; None where the sender says nothing of it."""

    def __init__(self, stream: Stream, length: int | None, port: int) -> None:
        self.received = 0
        self.port = port
        self.given_up = False
        self._stream = stream
        self._length = length
        self._began = time.monotonic()

    @property
    def is_late(self) -> bool:
        """Whether its sender has had all the time for it."""
        return time.monotonic() > self._began + GRACE + self.received / SLOWEST

    def read(self, size: int, /) -> bytes:
        """The next bytes, no more than `size`; none at the end. Raises CutOff and TooSlow."""
        piece = self._stream.read(min(size, _PIECE))
        self.received += len(piece)
        if not piece:
            if self.given_up:
                raise TooSlow
            if self._length is not None and self.received != self._length:
                raise CutOff
        return piece


class Reading:
    """The bodies that this process reads just now: who has a turn, and who is late.

    Of each source one small and one large body is read at a time, and of all together a few.
    """

    def __init__(self) -> None:
        self._turns: set[tuple[int, bool]] = set()
        self._changed = threading.Condition()
        self._bodies: set[Body] = set()
        self._watched = False

    @contextmanager
    def turn(self, source: int, large: bool) -> Iterator[bool]:
        """A turn for as long as the block lasts; gives False where there is none to be had."""
        mine = (source, large)
        with self._changed:
            got = self._changed.wait_for(lambda: self._is_free(mine), TURN)
            if got:
                self._turns.add(mine)
        try:
            yield got
        finally:
            if got:
                with self._changed:
                    self._turns.discard(mine)
                    self._changed.notify_all()

    @contextmanager
    def watched(self, body: Body) -> Iterator[None]:
        """Looks, for as long as the block lasts, that a body comes."""
        with self._changed:
            self._bodies.add(body)
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, name="bodies", daemon=True).start()
        try:
            yield
        finally:
            with self._changed:
                self._bodies.discard(body)

    def _is_free(self, mine: tuple[int, bool]) -> bool:
        large = sum(1 for _, is_large in self._turns if is_large)
        return mine not in self._turns and len(self._turns) < AT_ONCE and not (mine[1] and large >= LARGE_AT_ONCE)

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK)
            with self._changed:
                if not self._bodies:
                    self._watched = False
                    return
                late = [body for body in self._bodies if body.is_late]
                for body in late:
                    body.given_up = True
            for port in {body.port for body in late}:
                with suppress(OSError):
                    end_stalled(port)


def end_stalled(port: int) -> None:
    """Ends what is read from connections to our port that have brought nothing for GRACE seconds and await nothing.

    Whoever reads from one finds its end, and can still answer. The server does not say which connection a request came
    by; but of all the others that this may concern none is in use.
    """
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        with suppress(OSError):  # it may have been closed just now
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                with socket.socket(fileno=os.dup(descriptor)) as connection:
                    if _is_stalled(connection, port):
                        connection.shutdown(socket.SHUT_RD)


def _is_stalled(connection: socket.socket, port: int) -> bool:
    if connection.family not in (socket.AF_INET, socket.AF_INET6) or connection.getsockname()[1] != port:
        return False
    about = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_RECEIVED.size)
    unsent = struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))[0]
    return _LAST_RECEIVED.unpack(about)[0] >= GRACE * 1000 and not unsent


_LAST_RECEIVED = struct.Struct("52xI")
"""Of the C structure tcp_info: the milliseconds since data was received last."""

_hearing = threading.Lock()


def hear_out(length: int | None) -> None:
    """Waits a moment for what somebody who is refused is just sending, if it is little, so that the server can take it
    in: whoever still sends when a connection ends may never see the answer.

    One at a time: strangers may ask for it.
    """
    if (length is None or length <= HEARD_OUT) and _hearing.acquire(blocking=False):
        try:
            time.sleep(HEARING)
        finally:
            _hearing.release()
