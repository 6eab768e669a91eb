"""Locks of the living: the system lets go of them when their holder dies (ADR 28)."""

import fcntl
from typing import IO, Any


def lock(file: int | IO[Any]) -> bool:
    """Takes the lock of an open file (or descriptor) for as long as it is open; False where another holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
