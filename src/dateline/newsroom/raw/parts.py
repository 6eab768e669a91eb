"""Large raw copy in rows of a database that several hosts share (PostgreSQL): no folder is theirs together.

Pieces are committed before the delivery that names them, and are of that one alone. Those that no delivery names, of a
crash in between, are swept once nobody can be about to store it any more.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr
from django.utils import timezone

from dateline.newsroom.models import Delivery, RawPart
from dateline.newsroom.raw.kept import PIECE, Kept, RawMissing, Readable, own_name

LEFT_BEHIND = timedelta(hours=6)
"""The age at which pieces that no delivery names are of nobody: no file takes so long to arrive."""

HASH_AT, HASH_LENGTH = len("2026/03/02/") + 1, 64
"""Where the hash stands in a name, counted from 1; deliveries have an index by it."""


def keep(data: bytes, sha256: str, at: datetime) -> str:
    """Keeps bytes, which are committed when this returns; gives their name."""
    name = own_name(sha256, at)
    with transaction.atomic():
        _insert(name, (data[start : start + PIECE] for start in range(0, len(data), PIECE)))
    return name


def keep_stream(stream: Readable, at: datetime) -> Kept:
    """Keeps what a stream gives; it is committed when this returns."""
    draft = f"draft.{secrets.token_hex(16)}"
    digest, size = hashlib.sha256(), 0
    try:
        # Each piece by itself: a stream may take longer than a transaction may last.
        for n, chunk in enumerate(iter(lambda: stream.read(PIECE), b"")):
            digest.update(chunk)
            size += len(chunk)
            RawPart.objects.create(name=draft, n=n, data=chunk, kept_at=timezone.now())
        if not size:
            _insert(draft, [b""])
        name = own_name(digest.hexdigest(), at)
        RawPart.objects.filter(name=draft).update(name=name, kept_at=timezone.now())
    except BaseException:
        with suppress(DatabaseError):  # the sweep takes it, if this cannot
            forget(draft)
        raise
    return Kept(None, name, digest.hexdigest(), size)


def pieces(name: str) -> Iterator[bytes]:
    """The bytes of a name, some at a time. Raises RawMissing at once where they are gone."""
    count = RawPart.objects.filter(name=name).count()
    if not count:
        raise RawMissing(f"{name} is missing from the database")
    return (_piece(name, n) for n in range(count))


def _piece(name: str, n: int) -> bytes:
    data = RawPart.objects.filter(name=name, n=n).values_list("data", flat=True).first()
    if data is None:
        raise RawMissing(f"{name} was taken from the database")
    return bytes(data)


def put(name: str, data: Iterable[bytes]) -> None:
    """Puts bytes back under the name that they had, whatever lies there; when this returns, they are committed."""
    with transaction.atomic():
        RawPart.objects.filter(name=name).delete()
        _insert(name, data)


def take(name: str, _afterwards: Callable[[Callable[[], None]], None]) -> None:
    """Removes the bytes, in the transaction of whoever calls."""
    forget(name)


def forget(name: str) -> None:
    """Removes the bytes of a name."""
    RawPart.objects.filter(name=name).delete()


def sweep(now: datetime) -> int:
    """Removes what no delivery names; gives how many pieces."""
    named = Delivery.objects.filter(sha256=Substr(OuterRef("name"), HASH_AT, HASH_LENGTH), raw_file=OuterRef("name"))
    return RawPart.objects.filter(~Exists(named), kept_at__lt=now - LEFT_BEHIND).delete()[0]


def _insert(name: str, data: Iterable[bytes]) -> None:
    for n, piece in enumerate(data):
        RawPart.objects.create(name=name, n=n, data=piece, kept_at=timezone.now())
