"""Large raw copy in files of the data directory, where one host has the database for itself (SQLite)."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from dateline.newsroom.raw.kept import PIECE, Kept, RawMissing, Readable, own_name


def keep(data: bytes, sha256: str, at: datetime) -> str:
    """Keeps bytes, which are on the disk when this returns; gives their name."""
    name = own_name(sha256, at)
    _write(_folder() / name, [data])
    return name


def keep_stream(stream: Readable, at: datetime) -> Kept:
    """Keeps what a stream gives; it is on the disk when this returns."""
    folder = _folder()
    _make_folder(folder)
    draft = folder / f"draft.{os.getpid()}.{secrets.token_hex(4)}"
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as file:
            while chunk := stream.read(PIECE):
                digest.update(chunk)
                file.write(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        name = own_name(digest.hexdigest(), at)
        path = folder / name
        _make_folder(path.parent)
        draft.rename(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return Kept(None, name, digest.hexdigest(), size)


def pieces(name: str) -> Iterator[bytes]:
    """The bytes of a name, some at a time. Raises RawMissing at once where they are gone."""
    try:
        file = (_folder() / name).open("rb")
    except FileNotFoundError:
        raise RawMissing(f"the file {name} is missing") from None
    return _read(file)


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(PIECE), b"")


def put(name: str, data: Iterable[bytes]) -> None:
    """Puts bytes back under the name that they had, whatever lies there; when this returns, they are on the disk."""
    _write(_folder() / name, data)


def take(name: str, afterwards: Callable[[Callable[[], None]], None]) -> None:
    """Has the file removed once the transaction is committed."""
    afterwards(lambda: forget(name))


def forget(name: str) -> None:
    """Removes a file that no delivery names."""
    (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "raw"


def _write(path: Path, data: Iterable[bytes]) -> None:
    """Puts the bytes at `path` whole or not at all, and lasting: file, folder and every new folder above are synced."""
    _make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.writelines(data)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """Makes a folder that lasts: each folder that got a new one in it is synced."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in new:
        _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
