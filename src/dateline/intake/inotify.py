"""Linux's inotify, as far as a watched folder needs it: files renamed into place, made or closed, and new folders.

Not by way of watchdog, which holds up for half a second what follows a file that is moved away (docs/adr/0021).
"""

import ctypes
import os
import select
import struct
from typing import NamedTuple

CLOSE_WRITE = 0x8
MOVED_TO = 0x80
CREATE = 0x100
DELETE_SELF = 0x400
MOVE_SELF = 0x800
OVERFLOW = 0x4000
IGNORED = 0x8000
IS_FOLDER = 0x4000_0000

_ONLY_FOLDERS = 0x0100_0000
_DO_NOT_FOLLOW = 0x0200_0000

ARRIVALS = CLOSE_WRITE | MOVED_TO | CREATE | DELETE_SELF | MOVE_SELF
"""What is to be known of a folder that copy arrives in."""

_HEADER = struct.Struct("iIII")
_BUFFER = 256 * 1024


class Event(NamedTuple):
    """Something happened in the folder of `watch`, to the file or folder `name` in it."""

    watch: int
    mask: int
    name: str


class Inotify:
    """One inotify instance. Raises OSError where there is none, or no more may be made."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        if not hasattr(self._libc, "inotify_init1"):
            raise OSError("this system has no inotify")
        self._descriptor = self._checked(self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)

    def watch(self, folder: str, mask: int = ARRIVALS) -> int:
        """Watches one folder, without those in it; gives the number of the watch, the same for the same folder.

        Raises OSError: ENOSPC where the system allows no more watches, ENOTDIR for anything but a folder.
        """
        return self._checked(
            self._libc.inotify_add_watch(self._descriptor, os.fsencode(folder), mask | _ONLY_FOLDERS | _DO_NOT_FOLLOW)
        )

    def forget(self, watch: int) -> None:
        """Ends a watch. One that has ended already is no error."""
        self._libc.inotify_rm_watch(self._descriptor, watch)

    def events(self, seconds: float) -> list[Event]:
        """What has happened; waits for it no longer than this."""
        if not self._poll.poll(seconds * 1000):
            return []
        found: list[Event] = []
        while True:
            try:
                data = os.read(self._descriptor, _BUFFER)
            except BlockingIOError:
                return found
            at = 0
            while at < len(data):
                watch, mask, _cookie, length = _HEADER.unpack_from(data, at)
                at += _HEADER.size
                found.append(Event(watch, mask, os.fsdecode(data[at : at + length].rstrip(b"\0"))))
                at += length

    def close(self) -> None:
        """Ends all watches."""
        os.close(self._descriptor)

    def _checked(self, result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result
