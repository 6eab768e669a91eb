"""Paths in, bytes out: which files are read, in which order and how much of them; names for files that are written."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


class Refused(msgspec.Struct, frozen=True):
    """A path of which nothing could be read, and why: one sentence."""

    path: str
    reason: str


def files_below(paths: Iterable[str]) -> Iterator[str | Refused]:
    """The paths themselves, and for a folder the files below it in the order of their names.

    Names that begin with a dot are passed over below a folder, links to folders are not followed.
    """
    for path in paths:
        if path == STANDARD_INPUT or not os.path.isdir(path):
            yield path
            continue
        refused: list[Refused] = []
        found = False
        for below in _walk(path, refused):
            found = True
            yield below
        yield from refused
        if not found and not refused:
            yield Refused(path, "There is no file in this folder.")


def _walk(folder: str, refused: list[Refused]) -> Iterator[str]:
    """The files below a folder: its own first, then those of each folder in it; the names of one folder at a time."""
    ahead = [folder]
    while ahead:
        here = ahead.pop()
        names: list[str] = []
        folders: list[str] = []
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        (folders if _is_folder(entry) else names).append(entry.name)
        except OSError as error:
            refused.append(Refused(here, f"The folder cannot be read: {error.strerror}."))
            continue
        for name in sorted(names):
            yield os.path.join(here, name)
        for name in sorted(folders, reverse=True):
            path = os.path.join(here, name)
            if not os.path.islink(path):
                ahead.append(path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def taken_from(path: str) -> bytes:
    """The bytes of a regular file. Raises Unreadable for anything else and for one over MAX_BYTES, OSError."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES:
            raise too_large()
        return taken(file)


def opened(path: str) -> BinaryIO:
    """A regular file to read. Raises Unreadable for anything else, OSError."""
    # Looked at before it is opened: opening a pipe waits for its writer, opening a device can do anything.
    try:
        about = os.stat(path)
    except FileNotFoundError:
        if _ADDRESS.match(path):
            raise Unreadable("no-access", "It is an address and no file; nothing is fetched here.") from None
        raise
    _check(about)
    file = open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")  # noqa: SIM115 -- the caller closes it
    try:
        _check(os.fstat(file.fileno()))
    except Unreadable:
        file.close()
        raise
    return file


def taken(stream: BinaryIO, head: bytes = b"") -> bytes:
    """The bytes of a stream of which `head` was taken. Raises Unreadable when there are more than MAX_BYTES of them."""
    data = head + stream.read(MAX_BYTES + 1 - len(head))
    if len(data) > MAX_BYTES:
        raise too_large()
    return data


_ADDRESS = re.compile(r"(https?|ftp|sftp|file)://", re.IGNORECASE)


def _check(about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        kind = next((name for test, name in _KINDS if test(about.st_mode)), "not a regular file")
        raise Unreadable("not-a-file", f"It is {kind}; only regular files are read (`-` is standard input).")


_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


def too_large() -> Unreadable:
    """What is raised of a file, or one document of several in it, that has more than MAX_BYTES."""
    return Unreadable("too-large", f"It is larger than {MAX_BYTES // 1024**2} MiB, the most that is read of a file.")


def shown(text: str) -> str:
    """A text for a terminal or a log: on one line, with control and other invisible characters escaped."""
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8, as Python holds it
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


def file_name(provider: str | None, guid: str | None, version: str | None) -> str:
    """A name without ending for the file of an item: safe on any system, the same each time; empty without a guid."""
    if not guid:
        return ""
    words = "-".join(word for word in (provider, guid, version) if word)
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in words)
    return safe.strip("._")[:NAME_LENGTH]


NAME_LENGTH = 150
"""Characters that `file_name` gives at the most; file systems take 255 bytes."""


def free_path(folder: Path, name: str, ending: str, used: dict[str, int]) -> Path:
    """A path in the folder that is not in `used`, which it is added to; folding case, as some file systems do.

    `used` has each name with the number that was last put behind it.
    """
    count = used.get(name.casefold(), 0) + 1
    chosen = name if count == 1 else f"{name}-{count}"
    while count > 1 and chosen.casefold() in used:
        count += 1
        chosen = f"{name}-{count}"
    used[name.casefold()] = count
    used.setdefault(chosen.casefold(), 1)
    return folder / f"{chosen}{ending}"
