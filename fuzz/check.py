"""What holds for every file, whatever is in it: `check` raises Broken where it does not."""

import json
import time
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec
from lxml import etree
from lxml import html as lxml_html

from dateline.convert.screen import Screen, columns
from dateline.wire.errors import REASONS, Unreadable
from dateline.wire.explaining import explain
from dateline.wire.formats.feed_writer import is_published
from dateline.wire.item import NewsItem, Reading
from dateline.wire.problems import CODES, Problem
from dateline.wire.reader import read
from dateline.wire.text.html import _ATTRIBUTES, _TAGS
from dateline.wire.writer import formats

SECONDS = 1.0
"""How long a file may take to be read, in seconds of the processor."""

WIDTH = 90

FETCHED_AT = datetime(2025, 11, 28, 11, 37, tzinfo=UTC)

SCHEMES = {"", "http", "https", "mailto"}
"""What an address in a body may begin with."""

FEEDS = {"rss", "atom", "jsonfeed"}
"""What is written without the items that nobody may see yet."""

LIMITS = {"too-deep", "too-large", "too-many"}
"""Reasons that are about size: what comes in one format may be too much for another."""

_ITEM = msgspec.json.Decoder(NewsItem)


class Broken(AssertionError):
    """A promise that did not hold."""


def check(data: bytes, format: str | None) -> Reading | None:
    """Read a file and hold all that comes of it to the promises; None where it was refused. Raises Broken."""
    reading, spent = _read(data, format)
    if spent > SECONDS and (spent := _read(data, format)[1]) > SECONDS:  # the first time may be that of an import
        raise Broken(f"it took {spent:.1f} s to read {len(data):,} bytes")
    if reading is not None:
        _check_reading(reading)
        _check_writers(reading.items)
        if zlib.crc32(data) % 8 == 0:  # which takes several times as long as reading
            _check_explanation(data, format, reading)
    return reading


def _read(data: bytes, format: str | None) -> tuple[Reading | None, float]:
    started = time.process_time()
    try:
        return read(data, format=format, fetched_at=FETCHED_AT), time.process_time() - started
    except Unreadable as refusal:
        _check_refusal(refusal)
        return None, time.process_time() - started


def _check_refusal(refusal: Unreadable) -> None:
    if refusal.code not in REASONS:
        raise Broken(f"no such reason: {refusal.code}")
    if refusal.__cause__ is not None and str(refusal).startswith("Reading it failed"):
        raise Broken(f"the reader broke: {refusal}") from refusal.__cause__


def _check_reading(reading: Reading) -> None:
    if not reading.items and not reading.set_aside:
        raise Broken("neither items nor a reason why there are none")
    _check_problems(reading.set_aside)
    for item in reading.items:
        _check_problems(item.problems)
        for moment in (item.first_created, item.version_created, item.embargoed, item.expires):
            if moment is not None and moment.utcoffset() != timedelta(0):
                raise Broken(f"a time that is not in UTC: {moment!r}")
        if (item.version_created is None) != (item.precision is None):
            raise Broken(f"a precision of {item.precision} for {item.version_created}")
        _check_body(item)


def _check_explanation(data: bytes, format: str | None, reading: Reading) -> None:
    """The explanation is of the items that were read, and fits a terminal."""
    found = explain(data, format=format, fetched_at=FETCHED_AT)
    if tuple(one.item for one in found.items) != reading.items[: len(found.items)]:
        raise Broken("an explanation of other items than those that were read")
    for line in list(Screen(WIDTH, False).lines("x", found))[1:]:
        if columns(line) > WIDTH or not line.isprintable():
            raise Broken(f"a line for no terminal: {line[:200]!r}")


def _check_problems(problems: Iterable[Problem]) -> None:
    for one in problems:
        if one.code not in CODES:
            raise Broken(f"no such problem: {one.code}")


def _check_body(item: NewsItem) -> None:
    """The body, parsed again by another parser, has nothing that the sanitiser does not let through."""
    if not item.body:
        return
    root = lxml_html.fragment_fromstring(item.body, create_parent="main")
    for element in root.iterdescendants():
        if not isinstance(element.tag, str):
            raise Broken(f"a comment or instruction in the body: {etree.tostring(element)[:80]!r}")
        if element.tag not in _TAGS:
            raise Broken(f"<{element.tag}> in the body")
        for name, value in element.attrib.items():
            if name not in _ATTRIBUTES.get(element.tag, ()):
                raise Broken(f"{name}= of <{element.tag}> in the body")
            if name in ("href", "src") and _scheme(value) not in SCHEMES:
                raise Broken(f"an address in the body that may do anything: {value[:80]!r}")


def _scheme(address: str) -> str:
    """The scheme of an address as a browser sees it, which takes control characters and spaces out."""
    try:
        return urlsplit("".join(char for char in address if char > " ")).scheme.casefold()
    except ValueError:
        return ""


def _check_writers(items: tuple[NewsItem, ...]) -> None:
    """Every writer takes what the reader gave, one item and all of them, and what it writes is well-formed."""
    for format in formats():
        if format.write is None or not items:
            continue
        for some in {items[:1], items}:
            try:
                written = format.write(some)
            except Exception as error:
                raise Broken(f"the writer of {format.name} broke: {type(error).__name__}: {error}") from error
            _check_written(format.name, written, some)
            if format.read is not None:
                _check_read_again(format.name, written, some)


def _check_read_again(name: str, written: bytes, items: tuple[NewsItem, ...]) -> None:
    """What Dateline writes in a format that it reads, it reads: as many items as were written."""
    several = name == "nitf" and len(items) > 1  # which are written as the parts of one NewsML-G2 message
    try:
        again = read(written, format="newsml-g2" if several else name)
    except Unreadable as refusal:
        if refusal.code in LIMITS:  # a text that was plain may be taken for markup, which is bounded more narrowly
            return
        raise Broken(f"{name} is written and cannot be read: {refusal}") from refusal
    expected = [item for item in items if is_published(item)] if name in FEEDS else items
    # What has neither headline nor text was an item for its format's own reasons, and need not be one for another's.
    least = sum(1 for item in expected if item.headline or item.text)
    most = len(items) if name == "atom" else len(expected)  # whose feed tells what was canceled, by its id
    if not least <= len(again.items) <= most:
        raise Broken(f"{len(expected)} items of {name} come back as {len(again.items)}")


def _check_written(name: str, written: bytes, items: tuple[NewsItem, ...]) -> None:
    try:
        text = written.decode("utf-8")
        if name == "text":
            return
        if name == "html":
            lxml_html.document_fromstring(text)
        elif name == "jsonfeed":
            json.loads(text)
        elif written.startswith(b"<"):
            etree.fromstring(written, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        elif written.startswith(b"{"):
            lines = [line for line in text.split("\n") if line]
            if len(lines) != len(items):
                raise Broken(f"{len(lines)} lines of {name} for {len(items)} items")
            for line in lines:
                json.loads(line)
    except (ValueError, etree.XMLSyntaxError) as error:
        raise Broken(f"{name} is not well-formed: {error}") from error
    if name == "json" and tuple(map(_ITEM.decode, written.splitlines())) != items:
        raise Broken("an item comes back from JSON as another")
