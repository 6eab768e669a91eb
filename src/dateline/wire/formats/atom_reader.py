"""Atom 0.3 and 1.0 (RFC 4287), with tombstones (RFC 6721): the reader. Every entry of a feed is a news item."""

from collections.abc import Iterator, Set
from functools import partial
from typing import Any, cast

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Head, Source
from dateline.wire.formats.feed_anp import add_anp
from dateline.wire.formats.feed_media import PLACES, add_media_rss, add_places
from dateline.wire.formats.feed_parts import (
    Feed,
    Written,
    add_category,
    add_enclosure,
    add_entry,
    add_link,
    add_media,
    finish,
    kind_of,
    new_draft,
    provider_of,
    set_authors,
    set_language,
    set_texts,
    set_times,
)
from dateline.wire.formats.feed_wenn import add_wenn
from dateline.wire.formats.feed_xml import (
    BASE,
    FeedDocument,
    Parts,
    markup_in,
    parse_feed,
    plain,
    resolved,
    unescaped,
    web_address,
    words_in,
)
from dateline.wire.formats.values import LANG, language_of
from dateline.wire.item import Media, Signal
from dateline.wire.problems import problem
from dateline.wire.text.blocks import fold
from dateline.wire.text.regular import is_regular_tree
from dateline.wire.text.tree import Element, child_of

NAME = "atom"

_NAMESPACES = ("http://www.w3.org/2005/atom", "http://purl.org/atom/ns", "https://www.w3.org/2005/atom")
_KEPT = frozenset(("alternate", "related", "via", "canonical", "license", "replies", "describedby", "author"))
_HTML = frozenset(("html", "xhtml", "text/html", "application/xhtml+xml"))
_PUBLISHED = ("published", "issued", "created", "dcterms.issued", "dc.date")
_RIGHTS = ("rights", "dc.rights", "copyright")
_UPDATED = ("updated", "modified", "dcterms.modified")


def looks_like(head: Head) -> bool:
    """Whether a file begins with a `<feed>` or `<entry>` of Atom, or a `<feed>` that states no namespace."""
    if head.root not in ("feed", "entry"):
        return False
    namespace = (head.namespace or "").lower()
    return namespace.startswith(_NAMESPACES) or (head.root == "feed" and not namespace and b"<entry" in head.data)


def read(source: Source) -> Drafts:
    """The entries of a feed, and what it says is deleted, in its order. Raises Unreadable."""
    document = parse_feed(source.data, "atom")
    root = document.root
    if root.tag not in ("feed", "entry"):
        raise Unreadable("malformed", f"Its root element is <{root.tag}>, not <feed> or <entry>.")
    feed = _feed(source, document)
    found = Drafts()
    for number, entry in enumerate([root] if root.tag == "entry" else root, 1):
        if entry.tag not in ("entry", "at.deleted-entry"):
            continue
        make = _draft if entry.tag == "entry" else _tombstone
        add_entry(found, f"entry {number}", partial(make, feed, entry), document.problems)
    if not found.drafts and not found.set_aside:
        found.set_aside.append(problem("not-an-item", "feed", "The feed has no entries."))
    return found


def _feed(source: Source, document: FeedDocument) -> Feed:
    root = document.root
    origin = root.find("source") if root.tag == "entry" else None
    about = Parts(root if origin is None else origin)
    address = resolved(_alternate(about), about.base)
    names = (_text(about, "dc.publisher"), *_authors(about), _text(about, "title"), _text(about, "rights"))
    return Feed(
        format=NAME,
        provider=provider_of(source, names, address or root.get(BASE) or _text(about, "id")),
        address=resolved(root.get(BASE), address) or address,
        language=language_of(root.get(LANG) or about.element.get(LANG) or _text(about, "dc.language")),
        copyright=_text(about, "rights") or _text(about, "copyright"),
        title=_text(about, "title"),
        authors=tuple(filter(None, _authors(about))),
        modules=document.modules,
    )


def _alternate(parts: Parts) -> str | None:
    """Where the HTML of a feed or entry is, as it stands there."""
    links = [link for link in parts.all("link") if link.get("rel") in (None, "", "alternate")]
    if len(links) == 1:
        return links[0].get("href")
    html = (link.get("href") for link in links if link.get("type", "text/html") in _HTML)
    return next(html, None) or next((link.get("href") for link in links), None)


def _authors(parts: Parts) -> Iterator[str | None]:
    for author in parts.all("author", "dc.creator"):
        name = child_of(author, "name")
        yield words_in(name) if name is not None else (words_in(author) if not len(author) else None)


def _text(parts: Parts, *names: str) -> str | None:
    """The words of the first of these elements that is there."""
    for child in parts.all(*names):
        if words := _words(child):
            return words
    return None


def _words(construct: Element) -> str | None:
    """The words of a text construct (RFC 4287, 3.1): as they stand where it is `text`, else those of its HTML.

    Many programs write HTML without saying so; references to characters are read where no type is stated.
    """
    kind = construct.get("type", "").lower()
    if kind in _HTML or len(construct) or (kind == "" and construct.get("mode") == "escaped"):
        return plain(markup_in(construct))
    words = words_in(construct)
    return fold(words if kind or "&" not in words else unescaped(words)) or None


def _draft(feed: Feed, entry: Element) -> Draft:
    draft = new_draft(feed)
    parts = Parts(entry)
    base = (resolved(parts.base, feed.address) if parts.base else None) or feed.address
    draft.guid = (_text(parts, "id") or "").strip() or None
    _set_links(draft, parts, base)
    alternate = next((link.href for link in draft.links if link.rel == "alternate"), None)
    near = base if parts.base else alternate or base
    draft.headline = _text(parts, "title")
    _set_content(draft, parts, near)
    set_times(draft, parts.first(*_PUBLISHED), parts.first(*_UPDATED))
    source = parts.one("source")
    origin = Parts(source) if source is not None else None
    names = list(filter(None, _authors(parts))) or (list(filter(None, _authors(origin))) if origin is not None else [])
    set_authors(draft, names or feed.authors, feed.title)
    content = parts.one("content")
    set_language(draft, entry.get(LANG) or (content.get(LANG) if content is not None else None), "xml:lang")
    if parts.has_any(_RIGHTS):
        draft.copyright = _text(parts, *_RIGHTS) or draft.copyright
    for category in parts.all("category", "dc.subject"):
        label = category.get("label") or (words_in(category) if not category.get("term") else None)
        add_category(draft, label or category.get("term"), category.get("scheme"), category.get("term"))
    if origin is not None:
        href = resolved(_alternate(origin) or _text(origin, "id"), base)
        add_link(draft, href, "via", None, _text(origin, "title"))
    _add_modules(draft, feed.modules, parts, near)
    finish(draft)
    return draft


def _add_modules(draft: Draft, modules: Set[str], parts: Parts, base: str | None) -> None:
    """Adds what the modules say of an entry besides Atom."""
    entry = parts.element
    if "media" in modules:
        add_media_rss(draft, parts, base)
    if not PLACES.isdisjoint(modules):
        add_places(draft, entry)
    if "wenn" in modules:
        add_wenn(draft, entry)
    if "anp" in modules:
        add_anp(draft, entry)
    if "app" in modules and any(words_in(flag).strip().lower() == "yes" for flag in entry.iter("app.draft")):
        draft.status = "withheld"
        draft.problems.append(problem("not-published", "app:draft", "yes"))


def _set_links(draft: Draft, parts: Parts, base: str | None) -> None:
    add_link(draft, _alternate(parts), "alternate", base)
    for link in parts.all("link"):
        rel = (link.get("rel") or "alternate").rpartition("/")[2].lower()
        if rel == "enclosure":
            address = resolved(link.get("href"), base)
            add_enclosure(draft, address, link.get("type"), link.get("length"), link.get("title"))
        elif rel in _KEPT and rel != "alternate":
            add_link(draft, link.get("href"), rel, base, link.get("title"))


def _set_content(draft: Draft, parts: Parts, base: str | None) -> None:
    """Body and abstract; content that lies elsewhere is media or a link."""
    full: Written | None = None
    for content in parts.all("content"):
        kind = content.get("type", "text").lower().partition(";")[0].strip()
        source = resolved(content.get("src"), base)
        if source is not None:
            medium = kind_of(kind, source)
            if medium is None:
                add_link(draft, source, "content", None)
            elif web_address(source):
                add_media(draft, Media(kind=medium, href=source, mime_type=content.get("type")))
        elif _is_text(content, kind):
            base = resolved(content.get(BASE), base) or base
            full = full or _tree(content, base) or _markup(content)
        else:
            draft.problems.append(problem("content-unknown", "content", content.get("type", "")))
    summary = parts.one("summary")
    set_texts(draft, full, _markup(summary) if summary is not None else None, base)


def _is_text(content: Element, kind: str) -> bool:
    if content.get("mode") == "base64":
        return False
    return kind in ("text", "html", "xhtml") or kind.startswith("text/") or kind in _HTML or kind.endswith("/xml")


def _markup(construct: Element) -> Written:
    """A text construct. Plain text keeps its signs (`<`); HTML in one that says nothing of a type is read."""
    kind = construct.get("type", "").lower().partition(";")[0].strip()
    if kind in ("text", "text/plain") and not len(construct) and construct.get("mode") is None:
        return Written(construct.text or "", is_plain=True)
    return Written(markup_in(construct))


def _tree(content: Element, base: str | None) -> Written | None:
    """XHTML that is regular, as the tree that it is already, its addresses absolute; None for any other."""
    if not len(content):
        return None
    elements = tuple(content.iter())
    for element in elements:
        if base and element.tag in ("a", "img"):
            name = "href" if element.tag == "a" else "src"
            address = element.get(name)
            absolute = resolved(address, base)
            if absolute and absolute != address:
                cast(Any, element).set(name, absolute)
    return Written("", tree=content, elements=elements) if is_regular_tree(content) else None


def _tombstone(feed: Feed, entry: Element) -> Draft:
    """An entry that its publisher has deleted: it ends the item."""
    draft = new_draft(feed)
    draft.guid = (entry.get("ref") or "").strip() or None
    draft.status = "canceled"
    comment = next((_words(child) for child in entry if child.tag == "at.comment"), None)
    draft.signals.append(Signal(kind="kill", text=comment, target=draft.guid))
    set_times(draft, ("at:deleted-entry/@when", None), ("at:deleted-entry/@when", entry.get("when")))
    set_language(draft, entry.get(LANG), "xml:lang")
    add_link(draft, _alternate(Parts(entry)), "alternate", feed.address)
    if draft.guid is None:
        draft.problems.append(problem("unknown-value", "at:deleted-entry/@ref", ""))
    return draft
