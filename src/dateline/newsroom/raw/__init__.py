"""Where the bytes of a delivery lie: small ones in its row; larger ones apart, under a name, safe before the row is.

With SQLite they lie in files of the data directory (`files`), with PostgreSQL in rows of their own (`parts`).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import ModuleType

from django.db import connection
from django.utils import timezone

from dateline.newsroom.models import Delivery
from dateline.newsroom.raw import files, parts
from dateline.newsroom.raw.kept import Kept, RawMissing, Readable

__all__ = ["Kept", "RawMissing", "Readable"]

IN_ROW = 256 * 1024
"""The most bytes that are kept in the row itself."""


def keep(data: bytes, at: datetime | None = None) -> Kept:
    """Keeps bytes. When this returns, larger ones are safe, so the row may be committed. Raises OSError."""
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) <= IN_ROW:
        return Kept(data, "", sha256, len(data))
    return Kept(None, _place().keep(data, sha256, at or timezone.now()), sha256, len(data))


def keep_stream(stream: Readable, at: datetime) -> Kept:
    """Keeps bytes that are too many for memory: always apart, where they are safe when this returns. Raises OSError."""
    kept: Kept = _place().keep_stream(stream, at)
    return kept


def load(delivery: Delivery) -> bytes:
    """The bytes of a delivery, unchanged. Raises RawMissing where they are gone or are not what arrived."""
    if delivery.raw is not None:
        data = bytes(delivery.raw)
    elif delivery.raw_file:
        data = b"".join(pieces(delivery.raw_file))
    else:
        raise RawMissing("the bytes were taken by retention or a purge")
    if hashlib.sha256(data).hexdigest() != delivery.sha256:
        raise RawMissing("the bytes are not those that arrived")
    return data


def pieces(raw_file: str) -> Iterator[bytes]:
    """Bytes that are kept apart, some at a time. Raises RawMissing at once where they are gone."""
    found: Iterator[bytes] = _place().pieces(raw_file)
    return found


def put(raw_file: str, data: Iterable[bytes]) -> None:
    """Puts bytes back under the name that they had, whatever lies there; when this returns, they are safe."""
    _place().put(raw_file, data)


def take(raw_file: str, afterwards: Callable[[Callable[[], None]], None]) -> None:
    """Removes bytes whose delivery is emptied in this transaction: with it, or right `afterwards`."""
    _place().take(raw_file, afterwards)


def forget(raw_file: str) -> None:
    """Removes bytes that were kept and that no delivery names."""
    if raw_file:
        _place().forget(raw_file)


def sweep(now: datetime) -> int:
    """Removes what a crash has left in the database; gives how many pieces. (`dateline doctor` tells of files.)"""
    return parts.sweep(now) if connection.vendor == "postgresql" else 0


def _place() -> ModuleType:
    return parts if connection.vendor == "postgresql" else files
