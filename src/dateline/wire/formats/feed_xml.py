"""The tree of a feed: elements of a module keep its prefix (`media.title`), whatever prefix the feed itself uses."""

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from html import unescape
from typing import Any, cast
from urllib.parse import urljoin

import msgspec
from lxml import etree

from dateline.wire.errors import Unreadable
from dateline.wire.problems import Problem
from dateline.wire.text.blocks import fold
from dateline.wire.text.html import blocks_of_html, is_html
from dateline.wire.text.tree import Element
from dateline.wire.text.xml import UNDECLARED, parse_xml

BASE = "{http://www.w3.org/XML/1998/namespace}base"
"""The attribute xml:base, as lxml names it."""

_MODULES: tuple[tuple[str, str], ...] = (
    (r"https?://purl\.org/dc/elements/", "dc"),
    (r"https?://purl\.org/dc/terms", "dcterms"),
    (r"https?://purl\.org/rss/1\.0/modules/content", "content"),
    (r"https?://purl\.org/rss/1\.0/modules/", "other"),
    (r"https?://search\.yahoo\.com/mrss|https?://(?:www\.)?rssboard\.org/media-rss", "media"),
    (r"https?://purl\.org/atompub/tombstones", "at"),
    (r"https?://(?:www\.w3\.org/2007/app|purl\.org/atom/app)", "app"),
    (r"https?://(?:www\.)?w3\.org/2005/atom|https?://purl\.org/atom/ns|https?://purl\.org/net/atom", "atom"),
    (r"https?://(?:www\.)?w3\.org/(?:1999|TR)/xhtml", ""),
    (r"https?://(?:www\.)?w3\.org/1999/02/22-rdf-syntax-ns", "rdf"),
    (r"https?://purl\.org/rss/|https?://purl\.org/net/rss1\.1", "rss"),
    (r"https?://(?:my|channel)\.netscape\.com|https?://backend\.userland\.com", "rss"),
    (r"https?://(?:blogs|cyber)\.law\.harvard\.edu|https?://www\.rssboard\.org/rss", "rss"),
    (r"https?://(?:www\.)?georss\.org/georss", "georss"),
    (r"https?://(?:www\.)?opengis\.net/gml", "gml"),
    (r"https?://(?:www\.)?w3\.org/2003/01/geo", "geo"),
    (r"https?://(?:www\.)?prismstandard\.org", "prism"),
    (r"https?://news\.yandex\.ru", "yandex"),
    (r"https?://feed\.wenn\.com/xmlns", "wenn"),
    (r"https?://(?:[\w.-]{1,60}\.)?anp\.nl\b|urn:anp\b", "anp"),
    (r"https?://turbo\.yandex\.ru", "turbo"),
    (r"https?://rssnamespace\.org/feedburner", "feedburner"),
    (r"https?://wordpress\.org/export/[\d.]+/excerpt", "excerpt"),
    (r"https?://wordpress\.org/export", "wp"),
    (r"https?://(?:web\.resource\.org/cc|creativecommons\.org/ns|backend\.userland\.com/creativecommons)", "cc"),
)
"""Namespaces of feeds, as they are met, and the prefix that their elements get."""

_KNOWN = tuple((re.compile(pattern, re.IGNORECASE), prefix) for pattern, prefix in _MODULES)
_PREFIXES = frozenset(prefix for _, prefix in _MODULES)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# An address that is absolute and has nothing to unescape stays as it is.
_ADDRESS = re.compile(
    r"(<(?:a|img|source|audio|video|iframe|embed)\s[^<>]{0,2000}?\b(?:href|src)\s*=\s*)"
    r"(?!\"(?-i:https?)://[^\s\"<>&]{0,2000}\")(?:\"([^\"<>]{0,2000})\"|'([^'<>]{0,2000})')",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"<br\b[^<>]{0,100}>(?:\s|&nbsp;|\u00a0)*<br\b[^<>]{0,100}>(?:(?:\s|&nbsp;|\u00a0)*<br\b[^<>]{0,100}>)*", re.I
)
# What a feed declares, which its elements have no use for here.
_DECLARATIONS = re.compile(r"^(\s*<[A-Za-z][A-Za-z0-9]*)(?:\sxmlns(?::[\w.-]+)?=\"[^\"<>]*\")+")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,4000}$", re.IGNORECASE)
_ESCAPED = 3
"""How often the words of a title may have been escaped for HTML beyond what XML asks for."""


class FeedDocument(msgspec.Struct, frozen=True):
    """The tree of a feed, and the modules that it has elements of (`media`, `dc`): others need not be looked for."""

    root: Element
    problems: tuple[Problem, ...]
    modules: Set[str]


def parse_feed(data: bytes, home: str) -> FeedDocument:
    """The tree of a feed whose own elements are those of the module `home` (`rss` or `atom`) and have no prefix.

    Raises Unreadable (see `parse_xml`).
    """
    modules: set[str] = set()

    def prefix_of(namespace: str) -> str:
        module = _module(namespace)
        modules.add(module)
        return "" if module in ("", home) else f"{module}."

    document = parse_xml(data, prefix_of=prefix_of)
    return FeedDocument(document.root, document.problems, modules)


@lru_cache(maxsize=256)
def _module(namespace: str) -> str:
    if namespace.startswith(UNDECLARED):
        prefix = namespace.removeprefix(UNDECLARED)
        return prefix if prefix in _PREFIXES else "other"
    return next((prefix for pattern, prefix in _KNOWN if pattern.match(namespace)), "other")


def plain(text: str | None) -> str | None:
    """The words of a title or name, which may be escaped HTML once or twice more than it should; None without any.

    One that is no HTML within bounds stays as it is: it must not hold up its entry.
    """
    for _ in range(_ESCAPED):
        if text is None or not ("<" in text or "&" in text):
            break
        if is_html(text):
            try:
                text = " ".join(block.text for block in blocks_of_html(text).blocks)
            except Unreadable:
                break
        elif _REFERENCE.search(text):
            text = unescaped(text)
        else:
            break
    return fold(text or "") or None


def unescaped(text: str) -> str:
    """A text with the characters that references stand for; what only looks like one (`?a=1&copy=2`) stays."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), text)


def has_references(text: str) -> bool:
    """Whether a text has references to characters in it (`&#8217;`, `&eacute;`)."""
    return "&" in text and _REFERENCE.search(text) is not None


def words_in(element: Element | None) -> str:
    """The text of an element as it stands, with that of elements in it."""
    if element is None:
        return ""
    return "".join(element.itertext()) if len(element) else element.text or ""


def markup_in(element: Element) -> str:
    """What an element holds as HTML: its text, or the elements in it (XHTML that was not escaped)."""
    if not len(element):
        return element.text or ""
    pieces = [element.text.replace("&", "&amp;").replace("<", "&lt;") if element.text else ""]
    pieces += [etree.tostring(cast(Any, child), method="html", encoding="unicode", with_tail=True) for child in element]
    return _DECLARATIONS.sub(r"\1", "".join(pieces), 1)


def prepared(markup: str, base: str | None) -> str:
    """HTML of a feed made ready for the sanitiser: its addresses absolute, two breaks in a row a new paragraph."""
    if base:
        markup = _ADDRESS.sub(lambda found: f'{found[1]}"{_joined(base, found[2] or found[3] or "")}"', markup)
    return _BREAKS.sub("</p><p>", markup) if "<b" in markup or "<B" in markup else markup


def _joined(base: str, address: str) -> str:
    absolute = resolved(unescaped(address), base) or address
    return absolute.replace("&", "&amp;").replace('"', "&quot;")


def resolved(address: str | None, base: str | None) -> str | None:
    """An address made absolute, white space and the references of HTML out of it; None where there is nothing."""
    address = "".join((address or "").split())
    if not address or address.startswith(("https://", "http://")):
        return address or None
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def web_address(address: str | None) -> str | None:
    """An address of http or https; None for any other text."""
    stripped = (address or "").strip()
    return stripped if _WEB_ADDRESS.match(stripped) is not None else None


class Parts:
    """The elements right in an item or channel, by name. `base` is its xml:base, as it stands."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.base = element.get(BASE)
        found: dict[str, list[Element]] = {}
        for child in element:
            name = child.tag
            if name in found:
                found[name].append(child)
            else:
                found[name] = [child]
        self._found = found

    def all(self, *names: str) -> Sequence[Element]:
        """The elements of these names, in the order of the names."""
        found = self._found
        if found.keys().isdisjoint(names):
            return ()
        return [element for name in names if name in found for element in found[name]]

    def one(self, name: str) -> Element | None:
        """The first element of this name."""
        found = self._found.get(name)
        return found[0] if found else None

    def first(self, *names: str) -> tuple[str, str | None]:
        """The first of these names that has words, and its words as they stand."""
        found = self._found
        if names[0] in found or not found.keys().isdisjoint(names):
            for name in names:
                for element in found.get(name, ()):
                    words = words_in(element)
                    if words and not words.isspace():
                        return name, words
        return names[0], None

    def text(self, *names: str) -> str | None:
        """The words of the first of these names that has some, without white space around them."""
        found = self._found
        for name in names:
            for element in found.get(name, ()):
                if words := words_in(element).strip():
                    return words
        return None

    def markup(self, *names: str) -> str | None:
        """What the first of these names that has something in it holds, as HTML."""
        found = self._found
        if names[0] in found or not found.keys().isdisjoint(names):
            for name in names:
                for element in found.get(name, ()):
                    markup = markup_in(element)
                    if markup and not markup.isspace():
                        return markup
        return None

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether there is an element of one of these names."""
        return not self._found.keys().isdisjoint(names)
