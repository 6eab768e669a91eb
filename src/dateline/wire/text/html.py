"""The one sanitiser for HTML from outside: html5ever (nh3) makes sense of it, the walker of `blocks` writes it anew.

HTML that leaves nothing to make sense of goes to the walker as it is (ADR 37).
Scripts, styles, handlers, frames and addresses other than http, https and mailto do not get through; the words do.
"""

import re
from html import unescape
from typing import cast

import msgspec
import nh3
from lxml import etree

from dateline.wire.draft import Block
from dateline.wire.errors import Unreadable
from dateline.wire.text.blocks import NAMES, blocks_of_tree, escape, paragraph, words_of, words_without
from dateline.wire.text.plain import paragraphs_of_text
from dateline.wire.text.regular import is_regular
from dateline.wire.text.tree import Element, child_of
from dateline.wire.text.xml import MAX_DEPTH, parse_xml

MAX_CHARS = 4 * 1024 * 1024
"""The longest HTML text, in characters, that is read as HTML."""


MAX_OPEN = 500
"""The most elements of an HTML text that may be open at once."""


class HtmlBody(msgspec.Struct, frozen=True):
    """The blocks of an HTML text, and its words as they are found without the walker."""

    blocks: list[Block]
    words: str


_BLOCK_NAMES = (
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td "
    "tfoot th thead tr ul"
).split()
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp script small span "
    "strike strong style sub sup time title tt u var caption col colgroup head link meta"
).split()
_TAGS = {
    name for name in (*_BLOCK_NAMES, *_INLINE_NAMES, "img") if name not in ("script", "style", "title", "link", "meta")
}
_CONTENT_GOES = {"script", "style", "title", "template", "iframe", "object", "noembed", "noframes", "textarea"}
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "img": {"src", "alt", "width", "height"},
}
# Made once: of a short text, making it takes longer than cleaning does.
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_CONTENT_GOES,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)
_ANY_TAG = re.compile(rf"</?(?:{'|'.join((*_BLOCK_NAMES, *_INLINE_NAMES))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(_BLOCK_NAMES)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ATTRIBUTE_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9.:-]*\s+[A-Za-z:-]+\s*=\s*[\"'][^<>]*>")
_CODE = re.compile(r"<(?=[A-Z0-9.=^/_-]+>)")
_EMPTY_RAW = re.compile(r"<(title|script|style|textarea|iframe|noscript)\b([^<>]*)/>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
_NEVER_OPEN = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param source td tbody tfoot th thead tr".split()
)
"""Elements that hold nothing, or that end by themselves where the next one begins."""

_NO_FIGURE = frozenset(("table", "blockquote", "pre", "ul", "ol", "dl", "h1", "h2", "h3"))
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
_DEEPER = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")


def is_html(text: str) -> bool:
    """Whether a text is HTML rather than plain: it has a tag of HTML in it, or one with an attribute."""
    return "<" in text and (_ANY_TAG.search(text) is not None or _ATTRIBUTE_TAG.search(text) is not None)


def blocks_of_html(markup: str, aside: list[Element] | None = None, *, figures: bool = False) -> HtmlBody:
    """The blocks of an HTML text from outside, whatever is in it; `aside` collects its pictures.

    With `figures` a `<figure>` around pictures goes there with its caption, under the name `media` as in NITF.
    Markup that has no paragraphs of its own (only `<b>` or links) keeps the paragraphs of its lines. Raises
    Unreadable("too-large") past MAX_CHARS.
    """
    if len(markup) > MAX_CHARS:
        raise Unreadable("too-large", f"A text in HTML has more than {MAX_CHARS:,} characters.")
    root = _xhtml(markup) if "xhtml" in markup[:400] and markup.lstrip()[:1] == "<" else None
    is_clean = root is None
    if root is None:
        clean = _clean(markup)
        page = etree.fromstring(f"<html><body>{clean}</body></html>".encode(), _PARSER)
        root = child_of(cast(Element, page), "body")
        if root is None or (clean.count("</") > MAX_DEPTH // 2 and _DEEPER(page)):
            return _words_only(clean)
    if figures and "figure" in markup.lower():
        mark_figures(root)
    found: list[Element] = []
    blocks = blocks_of_tree(root, NAMES, found)
    if aside is not None:
        aside.extend(found)
    # The sanitiser has left no scripts and the like, whose words are to be left out.
    return HtmlBody(blocks, words_without(root, found) if is_clean else words_of(root, found))


def mark_figures(root: Element) -> None:
    """Makes the figures that hold pictures with a caption, and no table or quotation, what NITF calls media."""
    for figure in list(root.iter("figure")):
        names = {element.tag for element in figure.iter()}
        if "img" in names and sum(1 for _ in figure.iter("figure")) == 1 and not names & _NO_FIGURE:
            figure.tag = "media"


def _xhtml(markup: str) -> Element | None:
    """The body of well-formed XHTML, which an HTML parser would misread (`<title/>` swallows all after it)."""
    try:
        root = parse_xml(markup.encode("utf-8"), "utf-8").root
    except Unreadable:
        return None
    body = root.find("body") if root.tag == "html" else None
    return body if body is not None else root


def _check_depth(markup: str) -> None:
    """Refuses HTML whose elements are nested so deeply that making sense of them would take quadratic time."""
    if markup.count("<") <= MAX_OPEN:
        return
    left_open: dict[str, int] = {}
    total = 0
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        known = left_open.get(name, 0)
        if name in _NEVER_OPEN or (tag[1] and not known):
            continue
        step = -1 if tag[1] else 1
        left_open[name] = known + step
        total += step
        if total > MAX_OPEN:
            raise Unreadable("too-deep", f"A text in HTML has more than {MAX_OPEN} elements inside each other.")


def _clean(markup: str) -> str:
    """HTML as html5ever understands it, with no more than the elements that the walker knows."""
    _check_depth(markup)
    markup = markup.replace("\0", "")
    if "/>" in markup:
        markup = _EMPTY_RAW.sub(r"<\1\2></\1>", markup)
    markup = _CODE.sub(_as_text, markup)
    if not _BLOCK_TAG.search(markup):
        markup = "".join(f"<p>{part}</p>" for part in paragraphs_of_text(markup))
    return markup if is_regular(markup) else _CLEANER.clean(markup)


def _words_only(clean: str) -> HtmlBody:
    """The words of HTML that is nested too deeply for a tree."""
    words = " ".join(unescape(nh3.clean(clean, tags=set())).split())
    return HtmlBody([paragraph(words)] if words else [], words)


def _as_text(found: re.Match[str]) -> str:
    """The `<` of something like a stock code (`<ABC.N>`): no tag, but words."""
    end = found.string.find(">", found.end())
    name = found.string[found.end() : end].strip("/").lower()
    return found[0] if name in _TAGS or name in _CONTENT_GOES else escape(found[0])
