"""One file in, its outcome out: all that is printed, written, told and counted of it, as plain data."""

import os
from collections import Counter
from datetime import datetime, tzinfo

import msgspec

from dateline.convert.files import STANDARD_INPUT, file_name, shown, taken_from
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Format
from dateline.wire.formats.losses import losses_of
from dateline.wire.formats.table import FORMATS
from dateline.wire.item import NewsItem, Reading
from dateline.wire.problems import CODES, Problem
from dateline.wire.reader import read


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the files, and what their items are to become.

    `format` is a reader's name, `fetched_at` is aware. `to` is the name of the writer that makes a document of each
    item; None hands the items on as they are (`item_from` reads them), for formats that are one document of all items.
    `losses` is the name of the writer whose losses are to be told; None tells none.
    """

    format: str | None = None
    fetched_at: datetime | None = None
    zone: tzinfo | None = None
    to: str | None = "json"
    losses: str | None = None


class Outcome(msgspec.Struct, array_like=True):
    """What became of one file. All sentences are on one line, without control characters.

    `reason` says why it could not be read, `code` the same for programs (a code of Unreadable, or one of this package:
    `no-access`, `mistake`, `died`); both None where it was read. `told` has a sentence for each thing that was set
    aside. `items` are its items in their order, each a document of its own; `names` say how their files would be
    called, empty where only their place among all items could name them. `agencies` and `problems` count items. `lost`
    has a sentence for each item of which something could not be written, `losses` counts the items by its code.
    """

    reason: str | None = None
    code: str | None = None
    format: str | None = None
    told: list[str] = []
    items: list[bytes] = []
    names: list[str] = []
    agencies: dict[str, int] = {}
    problems: dict[str, int] = {}
    lost: list[str] = []
    losses: dict[str, int] = {}


ADVICE = {
    "too-large": " Have it exported in pieces; lines of JSON and mbox may be of any size.",
    "too-many": " Have it exported in pieces.",
}
"""What to do about a file that could not be read, by the code of the reason."""

_ITEM_ENCODER = msgspec.msgpack.Encoder()
_ITEM_DECODER = msgspec.msgpack.Decoder(NewsItem)


def readers() -> tuple[str, ...]:
    """The names of the formats that can be read."""
    return tuple(row.name for row in FORMATS if row.reads)


def writers() -> tuple[str, ...]:
    """The names of the formats that can be written."""
    return tuple(row.name for row in FORMATS if row.writes)


def writer(name: str) -> Format:
    """The format of that name, one of `writers`."""
    return next(row.format for row in FORMATS if row.name == name and row.writes)


def outcome_of(path: str, options: Options, data: bytes | None = None, format: str | None = None) -> Outcome:
    """Read a file, or the bytes that were taken from it already and the format they were found to be in. Whatever is
    wrong with it is in the outcome.

    No more than MAX_BYTES of a file are ever taken, and nothing but regular files is opened.
    """
    try:
        reading = read(
            taken_from(path) if data is None else data,
            name=None if path == STANDARD_INPUT else os.path.basename(path),
            format=options.format or format,
            fetched_at=options.fetched_at,
            zone=options.zone,
        )
        return _outcome(reading, options)
    except Exception as error:  # one bad file never holds up the next, whatever is wrong with it
        return refused(error)


def refused(error: Exception) -> Outcome:
    """The outcome of a file that could not be read, by what was raised."""
    if isinstance(error, Unreadable):
        code, reason = error.code, f"{error}{ADVICE.get(error.code, '')}"
    elif isinstance(error, OSError):
        code, reason = "no-access", f"It cannot be read: {error.strerror or error}."
    else:
        code, reason = "mistake", f"Dateline itself failed on it, which is a mistake of Dateline's: {error!r}."
    return Outcome(reason=one_line(reason), code=code)


def item_from(document: bytes) -> NewsItem:
    """The item in an outcome whose items were handed on as they are."""
    return _ITEM_DECODER.decode(document)


def one_line(sentence: str) -> str:
    """A sentence on one line, its control characters escaped."""
    return shown(" ".join(sentence.split()))


def _outcome(reading: Reading, options: Options) -> Outcome:
    write = writer(options.to).write if options.to is not None else None
    agencies: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    losses: Counter[str] = Counter()
    lost: list[str] = []
    for item in reading.items:
        agencies[shown(item.provider or "")] += 1
        problems.update({problem.code for problem in item.problems})
        if options.losses is not None and (found := tuple(losses_of(item, options.losses))):
            losses.update({problem.code for problem in found})
            lost.append(one_line(_lost(item, found)))
    return Outcome(
        format=reading.format,
        told=[one_line(_why(left_out)) for left_out in reading.set_aside],
        items=[write([item]) if write is not None else _ITEM_ENCODER.encode(item) for item in reading.items],
        names=[file_name(item.provider, item.guid, item.version) for item in reading.items],
        agencies=dict(agencies),
        problems=dict(problems),
        lost=lost,
        losses=dict(losses),
    )


def _lost(item: NewsItem, losses: tuple[Problem, ...]) -> str:
    """What could not be written of an item, by code: `ANP a-1: not-written (edNote, apparatus)`."""
    places: dict[str, list[str]] = {}
    for loss in losses:
        places.setdefault(loss.code, []).append(loss.where)
    told = "; ".join(f"{code} ({', '.join(dict.fromkeys(where))})" for code, where in places.items())
    return f"{' '.join(filter(None, (item.provider, item.guid))) or 'an item'}: {told}"


def _why(left_out: Problem) -> str:
    """Why a piece of a file is no item: the reader's own sentence, else what its code means, with what it is about."""
    if " " in left_out.excerpt:
        return left_out.excerpt
    about = left_out.excerpt or left_out.where
    return f"{CODES[left_out.code]} ({about})" if about else CODES[left_out.code]
