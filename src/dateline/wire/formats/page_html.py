"""Pages of news sites saved as HTML: the article, then the items of its rails.

Only what is the page's copy is read: menus, feet, notices and scripts are passed over. Facts come from the page's own
metadata (schema.org in JSON-LD, Open Graph, `<time datetime>`) before what it prints.
"""

import logging
import re
from typing import Any

import msgspec
from lxml import etree

from dateline.wire.copy.agencies import code_of
from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.page_body import mark_article
from dateline.wire.formats.page_drafts import drafts_of, page_guid
from dateline.wire.formats.page_lines import Line, clock_of, recognise, without_controls
from dateline.wire.formats.page_parts import Story, take_apart
from dateline.wire.formats.page_times import Clock, Mark, parse_moment
from dateline.wire.formats.page_tree import Liner, prune
from dateline.wire.item import Link
from dateline.wire.text.blocks import fold
from dateline.wire.text.charsets import decode

NAME = "page-html"

MAX_BYTES = 8 * 1024 * 1024
"""The largest page, in bytes."""

MAX_TAGS = 100_000
"""The most tags that a page may have."""

MAX_LAST_RESORT = 1024 * 1024
"""The longest page that the last resort is tried on, in characters."""

MAX_DEPTH = 200
"""How deep elements may be nested; the parser itself cuts a page off at 255."""

_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9._:-]{0,40})""", re.IGNORECASE)
_BELOW_MAX_DEPTH = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_NEWS_TYPE = re.compile(r"(?:[A-Za-z]*News)?Article|BlogPosting|LiveBlogPosting|Report")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def looks_like(head: Head) -> bool:
    """Whether a file is an HTML page, by its first element."""
    return (head.root or "").casefold() in ("html", "head", "body")


def read(source: Source) -> Drafts:
    """The article of a page, then the items of its rails.

    Raises Unreadable where there is no article, and for pages with too much in them or elements nested too deeply.
    """
    if len(source.data) > MAX_BYTES:
        raise Unreadable("too-large", f"It is a page of more than {MAX_BYTES // 1024**2} MiB.")
    declared = _CHARSET.search(source.data[:4096])
    decoded = decode(source.data, declared[1].decode("ascii") if declared else None)
    problems = list(decoded.problems)
    text = without_controls(decoded.text, problems)
    root = _tree(text)
    clock = clock_of(source)
    told = _Told(root, clock)
    liner = Liner(root, prune(root), clock)
    lines = recognise(liner.lines, clock)
    mark_article(lines, told.titles)
    page = take_apart([line for line in lines if not line.railed] + [line for line in lines if line.railed])
    if page.article is None:
        page.article = _last_resort(text, clock)
    found = drafts_of(page, NAME, source)
    if not found.drafts:
        raise Unreadable("unknown-format", "There is no article in this page: no headline with paragraphs below it.")
    if page.article is not None:
        found.drafts[0].media += liner.media
        told.complete(found.drafts[0], source)
    for draft in found.drafts:
        draft.language = told.language or draft.language
        draft.problems[:0] = problems
    return found


def _tree(text: str) -> etree._Element:
    if text.count("<") > MAX_TAGS:
        raise Unreadable("too-many", f"It has more than {MAX_TAGS:,} tags.")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Unreadable("empty", "There is nothing in this page.")
    if _BELOW_MAX_DEPTH(root):
        raise Unreadable("too-deep", f"Its elements are nested more than {MAX_DEPTH} deep.")
    return root


def _last_resort(text: str, clock: Clock) -> Story | None:
    """What trafilatura, where it is installed, takes for the article of a page that nothing else was found in."""
    if len(text) > MAX_LAST_RESORT:
        return None
    try:
        from trafilatura import bare_extraction  # the extra `pages`; slow to load
    except ImportError:
        return None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # that it finds nothing is no news
    document: Any = bare_extraction(text, include_comments=False, with_metadata=True)
    if document is None or not document.text:
        return None
    lines = [Line(fold(document.title), "title", level=1)] if document.title else []
    lines += [Line(fold(line), "text") for line in document.text.split("\n") if line.strip()]
    return take_apart(recognise(lines, clock)).article


class _Told:
    """What a page's metadata tell of its article. To be made before the tree is pruned."""

    def __init__(self, root: etree._Element, clock: Clock) -> None:
        self.clock = clock
        self.meta = _meta(root)
        self.article = _news_article(root)
        language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        self.language = language.replace("_", "-") if _LANGUAGE.fullmatch(language) else None
        title = fold("".join(root.xpath("/html/head/title[1]//text()"))[:1000])
        told = [self._text("headline"), self.meta.get("og:title"), self.meta.get("twitter:title"), title]
        self.titles = [one for one in told if one]
        canonical = root.xpath("string(//link[translate(@rel, 'CANONIL', 'canonil')='canonical']/@href)")
        self.address = str(canonical) or self.meta.get("og:url")

    def complete(self, draft: Draft, source: Source) -> None:
        """Put into the draft of the article what the page's own text does not say, or says less exactly."""
        draft.headline = draft.headline or self._text("headline") or self.meta.get("og:title")
        draft.byline = draft.byline or self._authors()
        draft.section = draft.section or self.meta.get("article:section") or self._text("articleSection")
        if self.address and re.match(r"https?://", self.address):
            draft.links.append(Link(href=self.address, rel="canonical"))
        published = self._moment(self._text("datePublished"), self.meta.get("article:published_time"))
        updated = self._moment(self._text("dateModified"), self.meta.get("article:modified_time"))
        if published is not None:
            draft.first_created = published.moment
        made = updated or published
        if made is not None:
            draft.version_created, draft.precision = made.moment, made.precision
            draft.problems = [found for found in draft.problems if found.code != "time-unknown"]
        if draft.provider is None and (code := code_of(draft.byline or "")) is not None:
            draft.provider, draft.credit = code, draft.credit or [code]
            draft.guid = page_guid(code, None, draft.blocks[0].text)

    def _text(self, key: str) -> str | None:
        value = self.article.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        return fold(value) or None if isinstance(value, str) else None

    def _authors(self) -> str | None:
        authors = self.article.get("author")
        names = [
            fold(name)
            for author in (authors if isinstance(authors, list) else [authors])
            if isinstance(name := author.get("name") if isinstance(author, dict) else author, str)
        ]
        return ", ".join(name for name in names if name) or self.meta.get("author") or None

    def _moment(self, *texts: str | None) -> Mark | None:
        marks = (parse_moment(text, self.clock) for text in texts if text)
        return next((mark for mark in marks if mark is not None and mark.moment is not None), None)


def _meta(root: etree._Element) -> dict[str, str]:
    """The first value of each name of the page's `meta` elements."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        content = fold(element.get("content", ""))
        if name and content and len(found) < 200:
            found.setdefault(name.lower(), content[:2000])
    return found


def _news_article(root: etree._Element) -> dict[str, Any]:
    """The first news article of the page's JSON-LD, as it stands there; empty where there is none."""
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = msgspec.json.decode((script.text or "").strip())
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            continue
        for entry in _entries(data):
            types = entry.get("@type")
            if any(
                isinstance(one, str) and _NEWS_TYPE.fullmatch(one)
                for one in (types if isinstance(types, list) else [types])
            ):
                return entry
    return {}


def _entries(data: object) -> list[dict[str, Any]]:
    entries = data if isinstance(data, list) else [data]
    objects = [entry for entry in entries if isinstance(entry, dict)]
    for entry in list(objects):
        graph = entry.get("@graph")
        objects += [inner for inner in graph if isinstance(inner, dict)] if isinstance(graph, list) else []
    return objects


FORMAT = Format(name=NAME, title="the page of a news site as HTML", looks_like=looks_like, read=read)
