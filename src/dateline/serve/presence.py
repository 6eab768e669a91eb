"""Which processes of Dateline run on this data directory: each holds a lock for as long as it lives.

The kernel lets go of the lock however a process ends, so that what is found here is so. A place may carry some bytes
that its process writes and others read (serve/metrics/board.py); they stay for whoever takes the place next.
"""

import fcntl
import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dateline.locks import lock

FOLDER = "processes"
MOST_BYTES = 4096


class Place(NamedTuple):
    """A place among the processes of a role: the open file is its lock."""

    number: int
    descriptor: int


class Seen(NamedTuple):
    """A place as others see it: whether a process has it now, and what it last wrote there."""

    number: int
    alive: bool
    content: bytes


def take(data: Path, role: str) -> Place:
    """Take the first free place of a role until this process ends. Raises OSError where nothing can be written."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with _alone(folder):
        for number in itertools.count():
            descriptor = os.open(folder / f"{role}-{number}", os.O_RDWR | os.O_CREAT, 0o600)
            if lock(descriptor):
                return Place(number, descriptor)
            os.close(descriptor)
    raise AssertionError("itertools.count has no end")


def look(data: Path, role: str) -> list[Seen]:
    """All places that a role ever had here. Raises OSError if they cannot be read."""
    folder = data / FOLDER
    if not folder.is_dir():
        return []
    found = []
    with _alone(folder):
        for path in sorted(folder.iterdir()):
            name = re.fullmatch(rf"{role}-(\d+)", path.name)
            if name is None:
                continue
            descriptor = os.open(path, os.O_RDWR)
            try:
                found.append(Seen(int(name[1]), not lock(descriptor), os.pread(descriptor, MOST_BYTES, 0)))
            finally:
                os.close(descriptor)
    return found


def running(data: Path, role: str) -> int:
    """How many processes of a role run here. Raises OSError if that cannot be told."""
    return sum(seen.alive for seen in look(data, role))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Without another that looks: for as long as it does, a place that is free would seem taken."""
    with (folder / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
