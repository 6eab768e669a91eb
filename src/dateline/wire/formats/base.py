"""What a format is: the types that every reader and writer of this package shares.

A format's module holds its reader beside its writer and exports one row, a `Format`, for the table FORMATS.
"""

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.item import NewsItem
from dateline.wire.problems import Problem

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that any reader looks at, in bytes."""

HEAD_BYTES = 8192
"""How much of a file detection looks at, in bytes."""

_PROLOG_BYTES = 2 * 1024 * 1024
"""How far into a file the root element is looked for, where a comment or DOCTYPE comes before it, in bytes."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One file to read, and what is known of where it came from.

    `name` is the file's name, for messages only: it decides nothing. `fetched_at` is aware. `zone` is the zone of times
    that state none; `provider` the code of the agency, where whoever took the file in knows it; `depth` how many files
    it lies in (an attachment of a mail in one).
    """

    data: bytes
    name: str | None = None
    fetched_at: datetime | None = None
    zone: tzinfo | None = None
    provider: str | None = None
    depth: int = 0


@dataclass(slots=True)
class Drafts:
    """What a format's reader found in one file: its items in their order, and what was recognised and is no item.

    A time that stands in the file without a zone is left naive in its Draft; `dateline.wire.reader` gives it the zone
    of the source, else of the agency's profile, else UTC with a problem.
    """

    drafts: list[Draft] = field(default_factory=list)
    set_aside: list[Problem] = field(default_factory=list)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What detection knows of a file.

    `text` is its first HEAD_BYTES bytes as text, without a byte order mark and white space ahead of it (bytes that are
    not UTF-8 stand as Latin-1 characters: enough to recognise markup). `root` and `namespace` are those of the root
    element, as spelt, where the file begins like XML or HTML. `data` is the whole file, for formats whose head says too
    little.
    """

    text: str
    root: str | None = None
    namespace: str | None = None
    data: bytes = b""


class Document(Protocol):
    """One document of many items, written item by item: it never holds more of them than one.

    The document is `head()`, then what `add` gave for each item in their order, then `foot()`. Head and foot are asked
    for when all items have been added, since they tell what is true of all of them.
    """

    def add(self, item: NewsItem) -> bytes:
        """The part of the next item; empty where it has none (yet)."""

    def head(self) -> bytes:
        """What stands ahead of the parts."""

    def foot(self) -> bytes:
        """What stands behind them."""


def written(document: Document, items: Iterable[NewsItem]) -> bytes:
    """The whole document of these items."""
    parts = [document.add(item) for item in items]
    return b"".join((document.head(), *parts, document.foot()))


class OneByOne:
    """A document that is the parts of its items and nothing around them.

    `part` makes that of an item and its number, from 1; `between` stands between two.
    """

    def __init__(self, part: Callable[[NewsItem, int], bytes], between: bytes = b"") -> None:
        self.part = part
        self.between = between
        self.count = 0

    def add(self, item: NewsItem) -> bytes:
        self.count += 1
        part = self.part(item, self.count)
        return self.between + part if self.count > 1 else part

    def head(self) -> bytes:
        return b""

    def foot(self) -> bytes:
        return b""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One row of FORMATS.

    `name` is the value of the item's `format` and of `--from`/`--to`; `title` is its name for a person. `looks_like`
    says whether a file is in this format; `read` makes drafts of it and raises Unreadable where it cannot; `document`
    begins a document to write. None where Dateline does not do that.
    """

    name: str
    title: str
    looks_like: Callable[[Head], bool] | None = None
    read: Callable[[Source], Drafts] | None = None
    document: Callable[[], Document] | None = None

    @property
    def write(self) -> Callable[[Iterable[NewsItem]], bytes] | None:
        """Makes one document of items."""
        begin = self.document
        return None if begin is None else lambda items: written(begin(), items)


def head_of(data: bytes) -> Head:
    """The Head of a file, in linear time; never raises."""
    text = _head_text(data[:HEAD_BYTES]).lstrip()
    root, namespace = _root_of(text) if text.startswith("<") else (None, None)
    if root is None and text.startswith("<") and len(data) > HEAD_BYTES:
        root, namespace = _root_of(_head_text(data[:_PROLOG_BYTES]).lstrip())
    return Head(text=text, root=root, namespace=namespace, data=data)


def _head_text(start: bytes) -> str:
    if start.startswith(_NOT_PLAIN):
        for mark, charset in _MARKS:
            if start.startswith(mark):
                return start[len(mark) :].decode(charset, "replace")
        for begin, charset in _UNMARKED:
            if start.startswith(begin):
                return start.decode(charset, "replace")
    try:
        return codecs.utf_8_decode(start, "strict", False)[0]  # a character cut off at the end is left out
    except UnicodeDecodeError:
        return start.decode("latin-1")


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
"""How XML begins in UTF-16 without a byte order mark."""

_NOT_PLAIN = tuple(begin for begin, _ in (*_MARKS, *_UNMARKED))


def _root_of(text: str) -> tuple[str | None, str | None]:
    """Name (without prefix) and namespace of the first element in a text that begins with `<`."""
    at = 0
    while True:
        at = text.find("<", at)
        if at < 0:
            return None, None
        if text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at + 4)
        elif text.startswith("<!", at):
            at = _after_doctype(text, at)
        else:
            break
    return _name_and_namespace(text[at + 1 : _after(text, ">", at)].rstrip(">/"))


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _after_doctype(text: str, start: int) -> int:
    """Where a DOCTYPE that begins at `start` ends, an internal subset in brackets included."""
    close = text.find(">", start)
    bracket = text.find("[", start)
    if close < 0:
        return len(text)
    if bracket < 0 or bracket > close:
        return close + 1
    return _after(text, ">", _after(text, "]", bracket))


def _name_and_namespace(tag: str) -> tuple[str | None, str | None]:
    words = tag.split(None, 1)
    if not words:
        return None, None
    prefix, _, local = words[0].rpartition(":")
    attribute = f"xmlns:{prefix}" if prefix else "xmlns"
    rest = words[1] if len(words) > 1 else ""
    if "xmlns" not in rest:
        return local, None
    for quote in "\"'":
        for equals in ("=", " = "):
            mark = f"{attribute}{equals}{quote}"
            found = f" {rest}".find(f" {mark}")
            if found >= 0:
                start = found + len(mark)
                return local, rest[start : rest.find(quote, start)]
    return local, None
