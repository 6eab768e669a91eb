"""Files in, readings out: what the command `convert` does, without its command line, its output or a database."""

import os
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from dateline.wire.errors import Unreadable
from dateline.wire.formats import FORMATS
from dateline.wire.formats.base import MAX_BYTES, Format
from dateline.wire.item import Reading
from dateline.wire.reader import read

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


class Refused(msgspec.Struct, frozen=True):
    """A path of which nothing could be read, and why: one sentence."""

    path: str
    reason: str


class Converted(msgspec.Struct, frozen=True):
    """A path that was read."""

    path: str
    reading: Reading


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the files: `format` is a reader's name, `fetched_at` is aware."""

    format: str | None = None
    fetched_at: datetime | None = None
    zone: tzinfo | None = None


def readers() -> dict[str, Format]:
    """The formats that can be read, by name."""
    return {format.name: format for format in FORMATS if format.read}


def writers() -> dict[str, Format]:
    """The formats that can be written, by name."""
    return {format.name: format for format in FORMATS if format.write}


def convert(paths: Iterable[str], options: Options, standard_input: BinaryIO) -> Iterator[Converted | Refused]:
    """Read each file in turn; a folder stands for the files below it, sorted by name.

    A file that cannot be read is a Refused, never an exception, and the next one follows. No more than MAX_BYTES of a
    file are ever taken, and nothing but regular files is opened.
    """
    for path in files_below(paths):
        if isinstance(path, Refused):
            yield path
            continue
        try:
            data = taken(standard_input) if path == STANDARD_INPUT else taken_from(path)
            yield Converted(path, _read(path, data, options))
        except Unreadable as error:
            yield Refused(path, str(error))
        except OSError as error:
            yield Refused(path, f"It cannot be read: {error.strerror or error}.")
        except Exception as error:  # one bad file never holds up the next, whatever is wrong with it
            yield Refused(path, f"Dateline itself failed on it, which is a mistake of Dateline's: {error!r}.")


def _read(path: str, data: bytes, options: Options) -> Reading:
    return read(
        data,
        name=None if path == STANDARD_INPUT else os.path.basename(path),
        format=options.format,
        fetched_at=options.fetched_at,
        zone=options.zone,
    )


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
    def note(error: OSError) -> None:
        refused.append(Refused(str(error.filename), f"The folder cannot be read: {error.strerror}."))

    for here, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield os.path.join(here, name)


def taken_from(path: str) -> bytes:
    """The bytes of a regular file. Raises Unreadable for anything else and for one over MAX_BYTES, OSError."""
    # Looked at before it is opened: opening a pipe waits for its writer, opening a device can do anything.
    _check(os.stat(path))
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        _check(os.fstat(file.fileno()))
        return taken(file)


def taken(stream: BinaryIO) -> bytes:
    """The bytes of a stream. Raises Unreadable when there are more than MAX_BYTES of them."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large()
    return data


def _check(about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        kind = next((name for test, name in _KINDS if test(about.st_mode)), "not a regular file")
        raise Unreadable("not-a-file", f"It is {kind}; only regular files are read (`-` is standard input).")
    if about.st_size > MAX_BYTES:
        raise _too_large()


_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


def _too_large() -> Unreadable:
    return Unreadable("too-large", f"It is larger than {MAX_BYTES // 1024**2} MiB, the most that is read of a file.")


def shown(text: str) -> str:
    """A text for a terminal or a log: on one line, with control and other invisible characters escaped."""
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8, as Python holds it
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


def file_name(provider: str | None, guid: str | None, version: str | None, position: int) -> str:
    """A name without ending for the file of an item: safe on any system, and the same each time.

    `position` counts the items that were written, from 1: it stands in for a guid.
    """
    words = "-".join(word for word in (provider, guid, version) if word) if guid else f"item-{position}"
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in words)
    return safe.strip("._")[:NAME_LENGTH] or f"item-{position}"


NAME_LENGTH = 150
"""Characters that `file_name` gives at the most; file systems take 255 bytes."""


def free_path(folder: Path, name: str, ending: str, used: set[str]) -> Path:
    """A path in the folder that is not in `used`, which it is added to; folding case, as some file systems do."""
    chosen, count = name, 1
    while chosen.casefold() in used:
        count += 1
        chosen = f"{name}-{count}"
    used.add(chosen.casefold())
    return folder / f"{chosen}{ending}"
