"""The log of removals: what was killed, purged, expired by hand or reinstated, in a small file beside the database.

A database that is put back to an earlier day has forgotten what was removed since. This file has not: each line names
an item and what was done with it, when, by whom and why, and never holds words of the copy. It is written from the
record, after the commit, by whoever works (`write_down`), so that it never knows of something that did not happen.

Two lines of the same act, item and moment are the same removal: `Removal.key`. What is done again after a restore
(newsroom/redo.py) keeps its moment, so that it is known however often a database was put back.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection

log = logging.getLogger(__name__)

FILE_NAME = "removals.log"

VERBS = ("kill", "killed", "reinstate", "purge", "expire", "ambiguous")
"""The events that are copied. `killed` notes a kill by the wire, or follows one by hand; `ambiguous` notes that an item
is withheld because other copy may mean it, and counts where that is a kill.
"""

ERA = "era"

ACTS = {"killed": "kill", "ambiguous": "hold"}
"""event → the act that does the same, where that has another name."""

_AT_ONCE = 500
_TAIL = 64 * 1024

_aside: ContextVar[bool] = ContextVar("removals_aside", default=False)

Rows = Callable[[str], list[tuple[Any, ...]]]
"""Carries out a query and gives its rows."""

Key = tuple[str, str, str, datetime]


class Removal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the log.

    `n` is the key of its event and `era` that of the numbers when it was logged. `words` are hashes of the item's
    words, by which copies of it are held. `files` are the deliveries (`source: name`) of a kill that names other copy.
    The verb `era` stands at the head of what was logged of an era, and is no removal.
    """

    n: int
    era: str
    at: datetime
    verb: str
    provider: str = ""
    guid: str = ""
    short_id: str = ""
    reason: str = ""
    by: str = ""
    words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """The act that this was: kill, reinstate, purge, expire or hold."""
        return ACTS.get(self.verb, self.verb)

    @property
    def key(self) -> Key:
        """What makes it the same removal as another."""
        return self.act, self.provider, self.guid, self.at


class LogUnreadable(Exception):
    """The log cannot be read; the text says where, and what to do."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Removal)


def path() -> Path:
    """Where the log is: beside the database, or in this host's data directory."""
    return Path(settings.DATA) / FILE_NAME


class Written(NamedTuple):
    """How many lines were written, and whether the log before them is of another record than they are: then the
    database was put back, here or elsewhere, and may have forgotten something.
    """

    lines: int
    is_other: bool


def write_down(rows: Rows | None = None) -> Written:
    """Copies what the record says of removals, and the log does not say yet. It is on the disk when this returns.

    `rows` reads another database than Django's. Any number of processes may call this at once. Raises OSError,
    DatabaseError, LogUnreadable.
    """
    rows = rows or _rows
    with _alone() as file:
        last = _last(file)
        era = _era(rows)
        # A record that lacks the last line is that of another database, or of this one as it was: copied whole.
        is_other = last is not None and (last.era != era or (last.verb != ERA and not _has(rows, last)))
        after = 0 if last is None or is_other else last.n
        if last is None or last.era != era:
            _append(file, _line(Removal(n=0, era=era, at=datetime.now(UTC), verb=ERA)))
            os.fsync(file)
        count = 0
        while batch := _after(rows, after, era):
            after = batch[-1].n
            _append(file, b"".join(map(_line, batch)))
            count += len(batch)
        if count:
            os.fsync(file)
        os.utime(file)  # up to this moment the log is complete
        return Written(count, is_other)


def write_down_now() -> None:
    """The same, for whoever has just committed a removal: what goes wrong is logged, since the commit stands."""
    if _aside.get():
        return
    try:
        write_down()
    except (OSError, DatabaseError, LogUnreadable) as error:
        log.error("%s cannot be written: %s", path(), error)


@contextmanager
def aside() -> Iterator[None]:
    """Within this, what is committed is not the newsroom's yet, and goes to no log: one is being built beside it."""
    token = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(token)


def lines(file: Path | None = None) -> Iterator[Removal]:
    """All lines of the log, in their order; none where there is no log. A last line that was cut off is left out.

    Raises LogUnreadable for any other that cannot be read, OSError.
    """
    where = file or path()
    if not where.exists():
        return
    with where.open("rb") as opened:
        for number, line in enumerate(opened, 1):
            if line.endswith(b"\n"):
                yield _decoded(line, f"line {number}")


def recorded(rows: Rows | None = None) -> set[Key]:
    """Every removal that the record has."""
    return {_key(row) for row in (rows or _rows)(f"{_SELECT} ORDER BY event.id")}


def missing(rows: Rows | None = None) -> list[Removal]:
    """What the log has and the record has not, the earliest first: something put the database back.

    Raises LogUnreadable, OSError, DatabaseError.
    """
    found: dict[Key, Removal] = {}
    known: set[Key] | None = None
    for line in lines():
        if line.verb == ERA:
            continue
        if known is None:
            known = recorded(rows)
        if line.key not in known:
            found.setdefault(line.key, line)
    return sorted(found.values(), key=lambda line: line.at)


def eras() -> set[str]:
    """The eras that the log knows of. Raises LogUnreadable, OSError."""
    return {line.era for line in lines()}


# The file


@contextmanager
def _alone() -> Iterator[int]:
    """The log, open and locked against other writers."""
    descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_size == 0:
            folder = os.open(path().parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _last(file: int) -> Removal | None:
    """The last line, once the piece of one that a crash has left behind it is taken off."""
    size = os.fstat(file).st_size
    start, tail = size, b""
    # A whole line, and the line break before it.
    while start and tail.count(b"\n") < 2:
        start = max(0, start - _TAIL)
        tail = os.pread(file, size - start, start)
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):
        os.ftruncate(file, start + whole)
    found = tail[:whole].splitlines(keepends=True)
    return _decoded(found[-1], "the last line") if found else None


def _append(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _line(removal: Removal) -> bytes:
    return _encoder.encode(removal) + b"\n"


def _decoded(line: bytes, which: str) -> Removal:
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LogUnreadable(
            f"{which} of {path()} cannot be read ({error}): mend it, or move the file away to have a new one written "
            "from what the database knows"
        ) from error


# The record. Plain SQL, so that it can be read of a database that is not Django's just now.

_SELECT = """
    SELECT event.id, event.at, event.verb, event.reason, event.by_name, event.item_id,
           provider.code, item.guid, item.short_id
    FROM newsroom_event AS event
    JOIN newsroom_item AS item ON item.id = event.item_id
    JOIN newsroom_provider AS provider ON provider.id = item.provider_id
    WHERE event.verb IN ('kill', 'killed', 'reinstate', 'purge', 'expire', 'ambiguous')
      AND (event.verb <> 'ambiguous' OR event.other_id IS NULL OR EXISTS (
        SELECT 1 FROM newsroom_reference AS reference
        WHERE reference.item_id = event.other_id AND reference.kind = 'kill'))
"""
"""The verbs are written out as those of the index `event_removals`: with parameters SQLite would not use it."""


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _after(rows: Rows, last: int, era: str) -> list[Removal]:
    found = rows(f"{_SELECT} AND event.id > {last:d} ORDER BY event.id LIMIT {_AT_ONCE}")
    items = sorted({row[5] for row in found})
    words, files = _words(rows, items), _files(rows, items)
    return [
        Removal(
            n=n,
            era=era,
            at=_moment(at),
            verb=verb,
            provider=provider,
            guid=guid,
            short_id=short_id,
            # The reason of a withheld item quotes the copy that withholds it.
            reason="" if verb == "ambiguous" else reason,
            by=by,
            words=words.get(item, ()),
            files=files.get(item, ()),
        )
        for n, at, verb, reason, by, item, provider, guid, short_id in found
    ]


def _key(row: tuple[Any, ...]) -> Key:
    _n, at, verb, _reason, _by, _item, provider, guid, _short_id = row
    return ACTS.get(verb, verb), provider, guid, _moment(at)


def _has(rows: Rows, line: Removal) -> bool:
    """Whether the record still has the event of a line."""
    found = rows(f"{_SELECT} AND event.id = {line.n:d}")
    return any(_key(row) == line.key for row in found)


def _era(rows: Rows) -> str:
    found = rows("SELECT era FROM newsroom_number WHERE name = 'edition'")
    return str(found[0][0]) if found else ""


def _words(rows: Rows, items: Sequence[int]) -> dict[int, tuple[str, ...]]:
    return _grouped(
        rows,
        "SELECT DISTINCT item_id, words_sha256 FROM newsroom_revision WHERE words_sha256 <> ''"
        " AND item_id IN ({}) ORDER BY item_id, words_sha256",
        items,
    )


def _files(rows: Rows, items: Sequence[int]) -> dict[int, tuple[str, ...]]:
    return _grouped(
        rows,
        """
        SELECT DISTINCT revision.item_id, source.slug || ': ' || delivery.name
        FROM newsroom_revision AS revision
        JOIN newsroom_delivery AS delivery ON delivery.id = revision.delivery_id
        JOIN newsroom_source AS source ON source.id = delivery.source_id
        WHERE revision.signal = 'kill' AND revision.item_id IN (
            SELECT item_id FROM newsroom_reference WHERE kind = 'kill' AND item_id IN ({}))
        ORDER BY 1, 2
        """,
        items,
    )


def _grouped(rows: Rows, sql: str, items: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for item, value in rows(sql.format(", ".join(map(str, items)))) if items else ():
        found[item] = (*found.get(item, ()), value)
    return found


def _moment(value: datetime | str) -> datetime:
    """A moment as either database gives it in plain SQL."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
