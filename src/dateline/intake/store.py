"""Storing what arrives: the bytes are committed before anybody is told that they arrived.

The same bytes under the same source are the same delivery, however often and under whatever name they come.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.utils import timezone

from dateline.intake.names import shown_name
from dateline.newsroom import raw
from dateline.newsroom.models import Delivery, Source
from dateline.newsroom.rows import insert_new
from dateline.wire.errors import Unreadable

FILES_AT_ONCE = 100
"""Deliveries that one transaction stores at the most: it stays well under 50 ms and costs one sync of the disk."""

BYTES_AT_ONCE = 4 * 1024 * 1024
"""Bytes that one transaction stores at the most, unless one file alone has more."""


LARGEST = 256 * 1024 * 1024
"""The largest delivery, in bytes. More than that is no news, and would fill the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What whoever took the copy in knows of it and the copy may not say."""

    fetched_at: datetime | None = None
    zone: str = ""
    provider: str = ""
    section: str = ""
    backlog: bool = False


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file or message to store: its bytes, or `kept` where they are on the disk already (`keep_large`)."""

    name: str | bytes
    data: bytes = b""
    kept: raw.Kept | None = None
    known: Known = NOTHING_KNOWN

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return self.kept.sha256 if self.kept else hashlib.sha256(self.data).hexdigest()


class Stored(NamedTuple):
    """A delivery that is committed; `new` is false for bytes that had arrived before."""

    delivery: Delivery
    new: bool


def store(
    source: Source, name: str | bytes, data: bytes, *, known: Known = NOTHING_KNOWN, now: datetime | None = None
) -> Stored:
    """Stores one delivery. When this returns, it is committed and may be acknowledged."""
    return store_many(source, [Incoming(name, data, known=known)], now=now)[0]


def store_many(
    source: Source, files: Iterable[Incoming], *, now: datetime | None = None, once: bool = False
) -> list[Stored]:
    """Stores deliveries, many to a transaction, in their order; when this returns, all are committed.

    `once` says that nobody tries the same `kept` again if this fails: what was kept is removed then.
    """
    moment = now or timezone.now()
    return [stored for batch in _batches(files) for stored in _store(source, batch, moment, once=once)]


def is_stored(source: Source, data: bytes) -> bool:
    """Whether these bytes have arrived by this source."""
    return Delivery.objects.filter(source=source, sha256=hashlib.sha256(data).hexdigest()).exists()


def keep_large(stream: raw.Readable, source: Source, *, now: datetime | None = None) -> raw.Kept:
    """Keeps bytes that are too many for memory, for `store_many`; `let_go` if they are not stored after all.

    Raises OSError when they cannot be read or written, Unreadable where there are more than LARGEST.

    Bytes that arrived before are not kept again; retention or a purge may have taken them, and nothing brings back.
    """
    kept = raw.keep_stream(_Limited(stream), now or timezone.now())
    if Delivery.objects.filter(source=source, sha256=kept.sha256).exists():
        let_go(kept)
    return kept


def refuse_larger(size: int) -> None:
    """Raises Unreadable where so many bytes are more than a delivery may have."""
    if size > LARGEST:
        raise Unreadable("too-large", f"It has more than {LARGEST:,} bytes and is not taken in.")


def let_go(kept: raw.Kept) -> None:
    """Removes what was kept, unless a delivery has it."""
    _let_go(kept.sha256, kept.raw_file)


def _let_go(sha256: str, raw_file: str) -> None:
    if raw_file and not Delivery.objects.filter(sha256=sha256, raw_file=raw_file).exists():
        raw.forget(raw_file)


def _let_go_of_all(raw_files: Iterable[str]) -> None:
    """Removes what was kept for deliveries that were not stored: whoever sends it again brings it again."""
    for raw_file in raw_files:
        with suppress(DatabaseError, OSError):  # `dateline doctor` or the sweep finds what stays
            raw.forget(raw_file)


class _Limited:
    """A stream of no more than LARGEST bytes."""

    def __init__(self, stream: raw.Readable) -> None:
        self._stream = stream
        self._size = 0

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        self._size += len(data)
        refuse_larger(self._size)
        return data


def _batches(files: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    batch: list[Incoming] = []
    size = 0
    for file in files:
        if batch and (len(batch) == FILES_AT_ONCE or size + len(file.data) > BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += len(file.data)
    if batch:
        yield batch


def _store(source: Source, files: Sequence[Incoming], now: datetime, *, once: bool) -> list[Stored]:
    hashes = [file.sha256 for file in files]
    brought = {file.kept.raw_file: file.kept.sha256 for file in files if file.kept is not None}
    fresh: dict[str, Delivery] = {}
    committing = False
    try:
        before = _known(source, hashes)
        # Bytes for the disk are written ahead of the transaction, which would last too long otherwise.
        for file, sha256 in zip(files, hashes, strict=True):
            if sha256 not in before and sha256 not in fresh:
                fresh[sha256] = _delivery(source, file, now)
        inserted: dict[str, int] = {}
        if fresh:
            with transaction.atomic():
                inserted = insert_new(list(fresh.values()), "sha256")
                # Others may have stored the same bytes in this moment.
                before |= _known(source, fresh.keys() - inserted.keys())
                committing = True
    except BaseException:
        # What fails at the commit itself may be committed all the same, and then has to be there.
        if not committing:
            own = {delivery.raw_file for delivery in fresh.values()} - brought.keys()
            _let_go_of_all(own | brought.keys() if once else own)
        raise
    for sha256, key in inserted.items():
        fresh[sha256].pk = key
    for raw_file, sha256 in (brought | {one.raw_file: sha256 for sha256, one in fresh.items()}).items():
        if sha256 not in inserted or fresh[sha256].raw_file != raw_file:
            _let_go(sha256, raw_file)
    stored: list[Stored] = []
    for sha256 in hashes:
        new = inserted.pop(sha256, None) is not None
        stored.append(Stored(before.get(sha256) or fresh[sha256], new))
    return stored


def _known(source: Source, hashes: Collection[str]) -> dict[str, Delivery]:
    if not hashes:
        return {}
    rows = Delivery.objects.filter(source=source, sha256__in=set(hashes)).defer("raw")
    return {delivery.sha256: delivery for delivery in rows}


def _delivery(source: Source, file: Incoming, now: datetime) -> Delivery:
    kept = file.kept or raw.keep(file.data, now)
    return Delivery(
        source=source,
        name=shown_name(file.name),
        sha256=kept.sha256,
        size=kept.size,
        raw=kept.raw,
        raw_file=kept.raw_file,
        arrived_at=now,
        backlog=file.known.backlog,
        fetched_at=file.known.fetched_at,
        zone=file.known.zone,
        provider_name=file.known.provider,
        section_name=file.known.section,
    )
