"""What each worker has in hand: no two read the same delivery, and what a dead one held is free at once.

Whoever reads a delivery holds a lock for its number, which the kernel or the database lets go of when its holder dies:
no lease has to run out, and no clock is trusted. It is a help and not a guarantee: a delivery that is read twice all
the same (after a connection was lost, say) is received once, because it is only marked done on condition that it was
not (docs/adr/0028-locks-of-the-living.md).
"""

import fcntl
import os
import struct
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection

READING = 0x6461_0000_0000_0000
"""PostgreSQL's lock of a delivery has this number and the delivery's added."""

FILE = "reading.lock"
"""With SQLite all workers are on one machine: each delivery is a byte of this file, which itself stays empty."""


class _Locks(Protocol):
    def take(self, ids: Collection[int]) -> set[int]: ...
    def let_go(self, ids: Collection[int]) -> None: ...
    def close(self) -> None: ...


class Hands:
    """The deliveries that one worker holds."""

    def __init__(self) -> None:
        self._locks: _Locks | None = None
        self._held: set[int] = set()

    def take(self, ids: Iterable[int]) -> set[int]:
        """Takes what no living worker holds; gives which of these are in these hands now."""
        if self._locks is None:
            self._locks = _Session() if connection.vendor == "postgresql" else _Bytes()
        taken = self._locks.take(list(ids))
        self._held |= taken
        return taken

    def keep_only(self, ids: Collection[int]) -> None:
        """Lets go of everything else."""
        over = self._held - set(ids)
        if over and self._locks is not None:
            self._locks.let_go(over)
            self._held -= over

    def close(self) -> None:
        """Lets go of everything."""
        if self._locks is not None:
            self._locks.close()
            self._locks = None
        self._held.clear()


class _Session:
    """PostgreSQL's advisory locks of this session. A session that is lost has lost them all."""

    def __init__(self) -> None:
        self._session: object = None
        self._held: set[int] = set()

    def take(self, ids: Collection[int]) -> set[int]:
        with connection.cursor() as cursor:
            if self._session is not connection.connection:
                self._session = connection.connection
                self._held.clear()
            # A session gets the same lock as often as it asks, and would have to let go of it as often.
            cursor.execute(
                "SELECT id FROM unnest(%s::bigint[]) AS wanted(id) WHERE pg_try_advisory_lock(%s::bigint + id)",
                [[one for one in ids if one not in self._held], READING],
            )
            self._held |= {int(row[0]) for row in cursor.fetchall()}
        return self._held & set(ids)

    def let_go(self, ids: Collection[int]) -> None:
        over = self._held & set(ids)
        self._held -= over
        if over and self._session is connection.connection:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(%s::bigint + id) FROM unnest(%s::bigint[]) AS over(id)",
                    [READING, list(over)],
                )

    def close(self) -> None:
        self.let_go(set(self._held))


class _Bytes:
    """Locks of single bytes of a file, which belong to whoever has opened it and end with its process."""

    def __init__(self) -> None:
        path = Path(settings.DATA) / FILE
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, ids: Collection[int]) -> set[int]:
        return {one for one in ids if self._set(fcntl.F_WRLCK, one)}

    def let_go(self, ids: Collection[int]) -> None:
        for one in ids:
            self._set(fcntl.F_UNLCK, one)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()

    def _set(self, kind: int, byte: int) -> bool:
        try:
            fcntl.fcntl(self._descriptor, _SET, _FLOCK.pack(kind, os.SEEK_SET, byte, 1, 0))
        except (BlockingIOError, PermissionError):  # the two ways in which systems say that somebody has it
            return False
        return True


_SET = getattr(fcntl, "F_OFD_SETLK", fcntl.F_SETLK)
"""Of the open file where there is such a thing, else of the process, whose threads then do not keep each other off."""

_FLOCK = struct.Struct("hhqqi4x")
"""The C structure flock: kind, whence, start, length, process."""
