"""The texts of a file, each with where it stands: elements and attributes of XML and HTML, keys of JSON, lines."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple, cast

from lxml import etree

from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import head_of
from dateline.wire.text import charsets
from dateline.wire.text.tree import Element
from dateline.wire.text.xml import MAX_DEPTH, parse_xml

MOST = 5_000
"""Texts of a file that are looked at."""

_TAG = re.compile(r"<[^<>]*>|&(?:nbsp|#160);")
_HTML = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
_DEEP = re.compile(rb"(?:<[^<>]*>\s*){200}")


class Place(NamedTuple):
    """A text of the file. `kind` is `where` without numbers, the same for all places of a name; `name` its end."""

    where: str
    kind: str
    name: str
    text: str
    plain: str
    """The letters and digits of the text, to compare by."""


def places_of(data: bytes) -> list[Place]:
    """The texts of a file in their order, MOST at the most. Never raises."""
    head = head_of(data)
    found: Iterator[Place]
    if head.text.startswith(("{", "[")):
        found = _in_json(data)
    elif head.text.startswith("<"):
        found = _in_markup(data)
    else:
        found = _in_lines(data)
    try:
        return list(islice(found, MOST))
    except (ValueError, RecursionError, Unreadable, etree.LxmlError):
        return list(islice(_in_lines(data), MOST))


def plain(text: str) -> str:
    """The letters and digits of a text, without markup and in small letters."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    return "".join(char for char in text.casefold() if char.isalnum())


def _place(where: str, kind: str, name: str, text: str) -> Place:
    folded = " ".join(text.split())
    return Place(where, kind, name, folded, plain(text))


def _in_lines(data: bytes) -> Iterator[Place]:
    try:
        text = charsets.decode(data).text
    except Unreadable:
        text = data.decode("latin-1")
    for number, line in enumerate(re.split(r"\r\n|\r*\n|\r", text), 1):
        if line.strip():
            yield _place(f"line {number}", "lines", "line", line)


def _in_json(data: bytes) -> Iterator[Place]:
    text = charsets.decode(data, "utf-8").text
    try:
        documents = [("", json.loads(text))]
    except ValueError:
        lines = enumerate(text.split("\n"), 1)
        documents = [(f"line {number}: ", json.loads(line)) for number, line in lines if line.strip()]
    for begin, document in documents:
        yield from _below(document, begin, "")


def _below(value: Any, where: str, kind: str) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, one in value.items():
            joint = "." if kind else ""
            yield from _below(one, f"{where}{joint}{key}", f"{kind}{joint}{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _below(one, f"{where}[{number}]", kind)
    elif value is not None and value != "" and not isinstance(value, bool):
        yield _place(where, kind, kind.rpartition(".")[2], str(value))


def _in_markup(data: bytes) -> Iterator[Place]:
    try:
        root = parse_xml(data).root
    except Unreadable:
        if _DEEP.search(data):
            raise
        text = charsets.decode(data, charsets.declared_charset(data) or "utf-8").text
        page = etree.fromstring(text.encode("utf-8"), _HTML)
        if page is None:
            raise
        root = cast(Element, page)
    yield from _of_element(root, "", 0)


def _of_element(element: Element, above: str, depth: int) -> Iterator[Place]:
    """An element whose text is its own as one place with all inside, and else its attributes and what is inside."""
    if depth > MAX_DEPTH or not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    path = f"{above}/{element.tag}" if above else element.tag
    short = "/".join(path.split("/")[-2:])
    line = getattr(element, "sourceline", None)
    mark = f"{short}:{line}" if line else short
    for name, value in element.attrib.items():
        if value.strip():
            local = name.rpartition("}")[2]
            yield _place(f"{mark} @{local}", f"{short} @{local}", f"{element.tag} {local}", value)
    own = (element.text or "").strip() or any((getattr(child, "tail", None) or "").strip() for child in element)
    if own:
        yield _place(mark, short, element.tag, "".join(element.itertext()))
        return
    for child in element:
        yield from _of_element(child, path, depth + 1)
