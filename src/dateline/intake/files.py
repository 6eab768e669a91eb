"""Files of a watched folder, handled so that nobody who writes there can lead Dateline out of it.

Each folder on the way is opened by itself and never by a symbolic link, and nothing but regular files is read.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

DONE = ".done"
"""The folder within a source's folder to which files go that are done. Names with a dot are never copy."""

UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp")
"""Endings of names that transfer programs give a file until it is whole."""


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Signature(NamedTuple):
    """What tells one state of a file from another, without reading it."""

    size: int
    mtime_ns: int
    inode: int


class Ignored(Exception):
    """It is no regular file: a link, a pipe, a device. Nothing is read of it."""


def is_copy(name: str) -> bool:
    """Whether a file of this name may be copy: not hidden, and not a transfer under way."""
    return not name.startswith(".") and not name.lower().endswith(UNFINISHED)


def signature_of(about: os.stat_result) -> Signature:
    """The signature of what was looked at."""
    return Signature(about.st_size, about.st_mtime_ns, about.st_ino)


def look(root: str, relative: str) -> os.stat_result | None:
    """What the file is like, without following a link; None where there is none."""
    try:
        with folder_of(root, os.path.dirname(relative)) as folder:
            return os.stat(os.path.basename(relative), dir_fd=folder, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def opened(root: str, relative: str) -> Iterator[int]:
    """A descriptor of a regular file below `root`. Raises Ignored for anything else, OSError."""
    with folder_of(root, os.path.dirname(relative)) as folder:
        name = os.path.basename(relative)
        # Looked at before it is opened: opening a pipe waits for its writer, opening a device can do anything.
        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise Ignored(relative)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(name, flags, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Ignored(relative)
        yield descriptor
    finally:
        os.close(descriptor)


def move_to_done(root: str, relative: str, day: date) -> str:
    """Moves a file to the dated folder of those that are done; gives where it is now, relative to `root`.

    Sub-folders are kept. A name that is taken gets a number. Raises OSError.
    """
    below = os.path.dirname(relative)
    target = os.path.join(DONE, day.isoformat(), below) if below else os.path.join(DONE, day.isoformat())
    with folder_of(root, below) as source, folder_of(root, target, make=True) as folder:
        name = _reserve(folder, os.path.basename(relative))
        try:
            os.rename(os.path.basename(relative), name, src_dir_fd=source, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)
            raise
    return os.path.join(target, name)


def done_days(root: str) -> list[str]:
    """The names of the dated folders of files that are done, the oldest first."""
    try:
        with folder_of(root, DONE) as folder:
            return sorted(name for name in os.listdir(folder) if _DAY.fullmatch(name))
    except OSError:
        return []


def _reserve(folder: int, name: str) -> str:
    """Makes an empty file of this name, or of the next that is free, for another to be renamed over."""
    chosen = name
    while True:
        try:
            # Opened for reading: to close a file that was open for writing would be told as news of the folder.
            os.close(os.open(chosen, os.O_CREAT | os.O_EXCL | os.O_RDONLY | os.O_CLOEXEC, 0o600, dir_fd=folder))
        except FileExistsError:
            chosen = _numbered(name, _free_number(folder, name))
        else:
            return chosen


def _free_number(folder: int, name: str) -> int:
    """A number with which this name is free, found in few looks: an agency may give all its files of a day one name."""
    taken, free = 1, 2
    while _is_there(folder, _numbered(name, free)):
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        if _is_there(folder, _numbered(name, middle)):
            taken = middle
        else:
            free = middle
    return free


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _numbered(name: str, count: int) -> str:
    stem, ending = os.path.splitext(name)
    number = f"-{count}"
    return f"{_shortened(stem, 255 - len(os.fsencode(number + ending)))}{number}{ending}"


def _shortened(stem: str, size: int) -> str:
    """The stem in so many bytes, which is what file systems count."""
    return os.fsdecode(os.fsencode(stem)[: max(size, 1)])


@contextmanager
def folder_of(root: str, relative: str, *, make: bool = False) -> Iterator[int]:
    """A descriptor of a folder below `root`, to which no link leads."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    descriptor = os.open(root, flags)
    try:
        for name in relative.split(os.sep) if relative else ():
            if name in ("", ".", ".."):
                raise Ignored(relative)
            if make:
                with suppress(FileExistsError):
                    os.mkdir(name, dir_fd=descriptor)
            below = os.open(name, flags | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)
