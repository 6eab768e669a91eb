"""Pages of news sites saved as HTML: the article, then the items of its rails.

Only what is the page's copy is read: menus, feet, notices and scripts are passed over. Facts come from the page's own
metadata (schema.org in JSON-LD, Open Graph, `<time datetime>`) before what it prints.
"""

import importlib.util
import logging
import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from lxml import etree
from msgspec.structs import replace

from dateline.wire.copy.agencies import code_of, codes_in
from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.feed_xml import resolved, web_address
from dateline.wire.formats.page_body import mark_article
from dateline.wire.formats.page_data import PageData
from dateline.wire.formats.page_drafts import drafts_of, page_guid
from dateline.wire.formats.page_lines import Line, clock_of, recognise, without_controls
from dateline.wire.formats.page_parts import Story, take_apart
from dateline.wire.formats.page_times import Clock, Mark, parse_moment
from dateline.wire.formats.page_tree import Liner, prune
from dateline.wire.item import Link
from dateline.wire.problems import problem
from dateline.wire.text.blocks import fold, squash
from dateline.wire.text.charsets import decode
from dateline.wire.text.html import blocks_of_html, is_html

NAME = "page-html"

MAX_BYTES = 8 * 1024 * 1024
"""The largest page, in bytes."""

MAX_TAGS = 100_000
"""The most tags that a page may have."""

MAX_LAST_RESORT = 1024 * 1024
"""The longest page that the last resort is tried on, in characters."""

MAX_DEPTH = 200
"""How deep elements may be nested; the parser itself cuts a page off at 255."""

MAX_SQUARES = 2_000_000_000
"""How much the parser may be given to do with attributes: it compares each one of an element with all others."""

LONGEST_ADDRESS = 4000
"""Characters of an address that is made absolute."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#")
_TAG = re.compile(r"""<[A-Za-z](?>[^"'>]+|"[^"]*"|'[^']*')*+""")
_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][A-Za-z0-9._:-]{0,40})""", re.IGNORECASE)
_BELOW_MAX_DEPTH = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
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
    data = PageData(root)
    _make_absolute(root, data.base)
    liner = Liner(root, prune(root), clock)
    lines = recognise(liner.lines, clock)
    mark_article(lines, data.titles())
    page = take_apart([line for line in lines if not line.railed] + [line for line in lines if line.railed])
    if page.article is None:
        page.article = _told_article(data, clock) or _last_resort(text, clock)
    found = drafts_of(page, NAME, source, data.base)
    if not found.drafts:
        raise Unreadable("unknown-format", f"{_NO_ARTICLE}{'' if _has_last_resort() else _NO_LAST_RESORT}")
    language = _language(root, data)
    for draft in found.drafts:
        draft.language = language or draft.language
        if draft.section is not None and data.is_site(draft.section):
            draft.section = None  # `More from The Verge` names the site
        draft.problems[:0] = problems
    if page.article is not None:
        found.drafts[0].media += [replace(one, href=resolved(one.href, data.base)) for one in liner.media]
        _complete(found.drafts[0], data, clock)
    return found


def _make_absolute(root: etree._Element, base: str | None) -> None:
    """Addresses of links as they are from outside the page, where it says what its own address is."""
    if web_address(base) is None:
        return
    for link in root.iter("a"):
        address = link.get("href", "")
        if address and len(address) < LONGEST_ADDRESS and not _ABSOLUTE.match(address):
            link.set("href", resolved(address, base) or address)


def _tree(text: str) -> etree._Element:
    if text.count("<") > MAX_TAGS:
        raise Unreadable("too-many", f"It has more than {MAX_TAGS:,} tags.")
    if sum((tag[0].count("=") + len(tag[0].split())) ** 2 for tag in _TAG.finditer(text)) > MAX_SQUARES:
        raise Unreadable("too-many", "An element of it has too many attributes.")
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


def _language(root: etree._Element, data: PageData) -> str | None:
    """What the page says its language is, as BCP 47."""
    attributes = ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang")
    told = [*(root.get(name) for name in attributes), data.language()]
    return next((one.replace("_", "-") for one in told if one and _LANGUAGE.fullmatch(one)), None)


def _told_article(data: PageData, clock: Clock) -> Story | None:
    """The article as the page's own data hold it, where its markup has none: its words, without markup."""
    body = data.article_text()
    if body is None or len(body) > MAX_LAST_RESORT:
        return None
    if is_html(body):
        body = "\n".join(block.text for block in blocks_of_html(body).blocks)
    headline = data.text("headline")
    lines = [Line(headline, "JSON-LD", level=1)] if headline else []
    lines += [Line(fold(unescape(line)), "JSON-LD articleBody") for line in body.splitlines() if line.strip()]
    return take_apart(recognise(lines, clock)).article


_NO_ARTICLE = "There is no article in this page: no headline with paragraphs below it."
_NO_LAST_RESORT = " The last resort for such pages is not installed: pip install 'dateline[pages]'."


def _has_last_resort() -> bool:
    try:
        return importlib.util.find_spec("trafilatura") is not None
    except ValueError:  # something stands in for it
        return False


def _last_resort(text: str, clock: Clock) -> Story | None:
    """What trafilatura, where it is installed, takes for the article of a page that nothing else was found in."""
    if len(text) > MAX_LAST_RESORT:
        return None
    try:
        from trafilatura import bare_extraction  # the extra `pages`; slow to load
    except ImportError:
        return None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # that it finds nothing is no news
    try:
        document: Any = bare_extraction(text, include_comments=False, with_metadata=True)
    except Exception:  # odd trees trip it up (htmldate drops a root): it finds nothing then
        return None
    if document is None or not document.text:
        return None
    lines = [Line(fold(document.title), "title", level=1)] if document.title else []
    page = squash("".join(str(piece) for piece in _tree(text).itertext()))
    found = [fold(line.lstrip("-| ")) for line in document.text.split("\n")]
    lines += [Line(line, "text") for line in found if line and squash(line) in page]  # no words but the page's own
    return take_apart(recognise(lines, clock)).article


def _complete(draft: Draft, data: PageData, clock: Clock) -> None:
    """Put into the draft of the article what the page's own text does not say, or says less exactly."""
    draft.headline = draft.headline or data.text("headline")
    second = data.text("subheadline")
    draft.subheadline = draft.subheadline or (second if second != draft.headline else None)
    draft.dateline_field = data.text("dateline")
    told = data.section()
    draft.section = draft.section or (None if told is None or data.is_site(told) else told)
    draft.keywords += data.keywords()
    if not draft.media and (picture := data.picture()) is not None:
        draft.media.append(picture)
    if (address := web_address(resolved(data.address, data.base))) is not None:
        draft.links.append(Link(href=address, rel="canonical"))
    _complete_times(draft, data, clock)
    _complete_names(draft, data)
    if data.is_live_blog():
        draft.problems.append(problem("live-blog", "JSON-LD", draft.headline or ""))
    if data.is_for_subscribers():
        draft.problems.append(problem("for-subscribers", "JSON-LD", draft.headline or ""))


def _complete_times(draft: Draft, data: PageData, clock: Clock) -> None:
    published = _moment(data.texts("published"), clock)
    updated = _moment(data.texts("updated"), clock)
    if published is not None:
        draft.first_created = published.moment
    if updated is not None and draft.first_created and updated.moment and updated.moment < draft.first_created:
        updated = None  # no article was changed before it was there
    made = updated or published
    if made is not None:
        draft.version_created, draft.precision = made.moment, made.precision
        draft.problems = [found for found in draft.problems if found.code != "time-unknown"]


def _moment(texts: Iterable[str], clock: Clock) -> Mark | None:
    marks = (parse_moment(text, clock) for text in texts)
    return next((mark for mark in marks if mark is not None and mark.moment is not None), None)


def _complete_names(draft: Draft, data: PageData) -> None:
    """Byline, and provider and credit of copy that names no agency itself: its author, else a publisher that is one."""
    authors = data.authors()
    agencies = [code for name in authors for code in codes_in(name, unknown=False)]
    people = [name for name in authors if not codes_in(name, unknown=False)]
    draft.byline = draft.byline or ", ".join(people) or None
    if draft.provider is not None or (draft.credit and not agencies):
        return
    codes = agencies or [code for name in data.publishers() if (code := code_of(name)) is not None][:1]
    if codes:
        draft.provider, draft.credit = codes[0], draft.credit or list(dict.fromkeys(codes))
        draft.guid = page_guid(draft.provider, None, draft.blocks[0].text)


FORMAT = Format(name=NAME, title="the page of a news site as HTML", looks_like=looks_like, read=read)
