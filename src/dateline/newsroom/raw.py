"""Where the bytes of a delivery lie: small ones in its row, larger ones in a file that is safe before the row is."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings
from django.utils import timezone

from dateline.newsroom.models import Delivery

IN_ROW = 256 * 1024
"""The most bytes that are kept in the row itself."""


class Kept(NamedTuple):
    """Bytes that are kept: the fields of a Delivery that say where and what they are."""

    raw: bytes | None
    raw_file: str
    sha256: str
    size: int


class Readable(Protocol):
    """What bytes are read from, some at a time."""

    def read(self, size: int, /) -> bytes: ...


class RawMissing(Exception):
    """The bytes of a delivery are not there: taken by retention or a purge, or the file is gone or was changed."""


def keep(data: bytes, at: datetime | None = None) -> Kept:
    """Keeps bytes. When this returns, larger ones are on the disk, so the row may be committed."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) <= IN_ROW:
        return Kept(data, "", sha256, len(data))
    name = f"{at or timezone.now():%Y/%m/%d}/{sha256}"
    path = _folder() / name
    if not path.exists():
        _write(path, data)
    return Kept(None, name, sha256, len(data))


def keep_stream(stream: Readable, at: datetime) -> Kept:
    """Keeps bytes that are too many for memory: always in a file, which is on the disk when this returns."""
    folder = _folder()
    _make_folder(folder)
    draft = folder / f"draft.{os.getpid()}.{secrets.token_hex(4)}"
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as file:
            while chunk := stream.read(1024 * 1024):
                digest.update(chunk)
                file.write(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        name = f"{at:%Y/%m/%d}/{digest.hexdigest()}"
        path = folder / name
        if not path.exists():
            _make_folder(path.parent)
            draft.rename(path)
            _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return Kept(None, name, digest.hexdigest(), size)


def load(delivery: Delivery) -> bytes:
    """The bytes of a delivery, unchanged. Raises RawMissing where they are gone or are not what arrived."""
    if delivery.raw is not None:
        data = bytes(delivery.raw)
    elif delivery.raw_file:
        try:
            data = (_folder() / delivery.raw_file).read_bytes()
        except FileNotFoundError:
            raise RawMissing(f"the file {delivery.raw_file} is missing") from None
    else:
        raise RawMissing("the bytes were taken by retention or a purge")
    if hashlib.sha256(data).hexdigest() != delivery.sha256:
        raise RawMissing("the bytes are not those that arrived")
    return data


def forget(raw_file: str) -> None:
    """Removes the file of a delivery whose row no longer names it. Call it after the commit."""
    if raw_file:
        (_folder() / raw_file).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "raw"


def _write(path: Path, data: bytes) -> None:
    """Puts the bytes at `path` whole or not at all, and lasting: file, folder and every new folder above are synced."""
    _make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
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
