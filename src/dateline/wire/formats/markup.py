"""Markup for the writers: XML put together as text, and the body of an item as a tree that is safe to write."""

import re
from datetime import datetime
from typing import Any, Literal, cast

from lxml import etree

from dateline.wire.item import NewsItem
from dateline.wire.text.blocks import escape, safe_address
from dateline.wire.text.html import blocks_of_html
from dateline.wire.text.tree import Element

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = frozenset(
    "p h2 h3 h4 ul ol dl li dt dd table caption thead tbody tfoot tr td th blockquote pre em i strong b sub sup a br"
    " span div".split()
)
_ATTRIBUTES = frozenset(("href", "colspan", "rowspan"))
_EMPTY = re.compile(r"<br>")


def clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def tag(name: str, /, *inside: str, **attributes: str | int | None) -> str:
    """An element around markup that is written already. Of an attribute's name `__` is a colon, `_` a hyphen at its
    end nothing (`class_`); one that is None is left out."""
    start = start_of(name, **attributes)
    content = "".join(inside)
    return f"{start}{content}</{name}>" if content else f"{start[:-1]}/>"


def start_of(name: str, /, **attributes: str | int | None) -> str:
    """The start tag of an element, its attributes named as those of `tag`."""
    told = "".join(
        f' {key.rstrip("_").replace("__", ":").replace("_", "-")}="{quoted(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>"


def words(text: str) -> str:
    """A text as the content of an element."""
    return escape(clean(text)).replace("\r", "&#13;")


def quoted(text: str) -> str:
    """A text as the value of an attribute."""
    text = words(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def told(name: str, text: str | None, /, **attributes: str | int | None) -> str:
    """An element with a text in it; nothing for no text."""
    return tag(name, words(text), **attributes) if text else ""


def time_of(moment: datetime | None) -> str | None:
    """A time as RFC 3339 in UTC, with `Z`."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times, where both are known."""
    return max(one, other) if one is not None and other is not None else one or other


def body_of(item: NewsItem) -> Element:
    """The body of an item as a `<div>` of XHTML elements without a namespace; only markup that this package writes."""
    root = _parsed(item.body)
    if root is None:
        root = _parsed("\n".join(block.html for block in blocks_of_html(item.body).blocks))
    if root is None:
        root = _parsed(f"<p>{escape(item.text)}</p>")
    return cast(Element, etree.Element("div") if root is None else root)


def _parsed(body: str) -> Element | None:
    try:
        root = etree.fromstring(f"<div>{_EMPTY.sub('<br/>', clean(body))}</div>", _PARSER)
    except etree.XMLSyntaxError:
        return None
    return cast(Element, root) if all(map(_is_ours, root.iter())) else None


def _is_ours(element: etree._Element) -> bool:
    if element.tag not in _TAGS or not _ATTRIBUTES.issuperset(cast(Any, element.attrib)):
        return False
    href = element.get("href")
    return href is None or safe_address(href) is not None


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def xhtml_of(body: Element) -> str:
    """What is in a body's `<div>`, as XHTML."""
    return _serialized(body, "xml")


def html_of(item: NewsItem) -> str:
    """The body of an item as HTML."""
    return _serialized(body_of(item), "html")


def _serialized(body: Element, method: Literal["xml", "html"]) -> str:
    written: str = etree.tostring(cast(Any, body), encoding="unicode", method=method)
    return "" if written in ("<div/>", "<div></div>") else written[len("<div>") : -len("</div>")]
