"""Locks of the living: the system lets go of them when their holder dies (ADR 28)."""

import fcntl
from pathlib import Path
from typing import IO, Any


def lock(file: int | IO[Any]) -> bool:
    """Takes the lock of an open file (or descriptor) for as long as it is open; False where another holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Claim:
    """What one process of a data directory does for all: whoever asks first has it, until it lets go or dies."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._held: IO[bytes] | None = None

    def is_mine(self) -> bool:
        """Whether this process has it, or has got it now. Raises OSError where the file cannot be opened."""
        if self._held is not None:
            return True
        file = self._path.open("ab")
        if not lock(file):
            file.close()
            return False
        self._held = file
        return True

    def let_go(self) -> None:
        """Leaves it to another process."""
        if self._held is not None:
            self._held.close()
            self._held = None
