"""How often keys have called in this minute, counted by all web processes of a host in one small file."""

import fcntl
import os
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_SLOT = struct.Struct("<II")
"""A key's place in the file: the minute (since 1970) of its last call, and the calls in that."""


class Rates:
    """Counts calls. A file that cannot be written stops nobody: what is counted is manners and no right."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock
        self._lock = threading.Lock()
        self._descriptor: int | None = None

    def take(self, key: int, rate: int) -> int:
        """Counts a call of a key (by its number) that may make `rate` a minute, 0 for any number.

        Gives the seconds until the next may be made where there have been enough, else 0.
        """
        if not rate:
            return 0
        minute, second = divmod(int(self._clock()), 60)
        with suppress(OSError), self._lock:  # the file is locked for other processes, not for threads of this one
            if self._count(key, minute) > rate:
                return 60 - second
        return 0

    def _count(self, key: int, minute: int) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        slot, at = self._descriptor, key * _SLOT.size
        fcntl.lockf(slot, fcntl.LOCK_EX, _SLOT.size, at)
        try:
            known = os.pread(slot, _SLOT.size, at)
            last, made = _SLOT.unpack(known) if len(known) == _SLOT.size else (0, 0)
            made = made + 1 if last == minute else 1
            os.pwrite(slot, _SLOT.pack(minute, min(made, 2**32 - 1)), at)
            return int(made)
        finally:
            fcntl.lockf(slot, fcntl.LOCK_UN, _SLOT.size, at)
