"""RSS 0.90 to 2.0 and RSS 1.0 (RDF) with their modules: the reader. Every item of a feed is a news item."""

import re
from functools import partial

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Head, Source
from dateline.wire.formats.feed_dates import read_date
from dateline.wire.formats.feed_media import PLACES, add_media_rss, add_places
from dateline.wire.formats.feed_parts import (
    Feed,
    Written,
    add_category,
    add_enclosure,
    add_entry,
    add_link,
    add_media,
    agency_in,
    finish,
    new_draft,
    provider_of,
    set_authors,
    set_language,
    set_texts,
    set_times,
)
from dateline.wire.formats.feed_xml import BASE, FeedDocument, Parts, parse_feed, plain, resolved, web_address, words_in
from dateline.wire.formats.values import LANG, joined, language_of
from dateline.wire.item import Media
from dateline.wire.problems import problem
from dateline.wire.text.tree import Element

NAME = "rss"

ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
"""The attribute rdf:about, as lxml names it."""

_FULL = (
    "content.encoded",
    "yandex.full-text",
    "turbo.content",
    "body",
    "content",
    "fulltext",
    "full-text",
    "atom.content",
)
_TEASER = ("description", "dc.description", "dcterms.abstract", "summary", "atom.summary")
_PUBLISHED = (
    "pubDate",
    "dcterms.issued",
    "atom.published",
    "dc.date",
    "dcterms.created",
    "prism.publicationDate",
    "published",
    "pubdate",
    "date",
)
_UPDATED = ("atom.updated", "dcterms.modified", "dc.modified", "prism.modificationDate", "updated", "modified")
_EXPIRES = ("prism.expirationDate", "expirationDate", "dcterms.expires")
_ENDS = frozenset(("prism.embargoDate", *_EXPIRES, "dcterms.valid", "dcterms.accessRights"))
_AUTHORS = ("dc.creator", "author", "creator", "dc.author", "atom.author")
_RIGHTS = ("copyright", "dc.rights", "dcterms.rights", "prism.copyright", "rights")
_LANGUAGE = ("dc.language", "language")
_SAYING = frozenset((*_ENDS, *_AUTHORS, *_RIGHTS, *_LANGUAGE, "prism.section"))
_SHOWING = frozenset(("dc.keyword", "dc.keywords", "enclosure", "image"))
_POINTING = frozenset(("comments", "cc.license", "source", "dc.source"))
"""Elements that most items have none of, so that they are asked for at once: of three functions below."""

_VALID_END = re.compile(r"\bend\s*=\s*([^;]{4,60})")


def looks_like(head: Head) -> bool:
    """Whether a file begins with `<rss>`, or with an `<rdf:RDF>` that is a feed."""
    root = (head.root or "").lower()
    return root == "rss" or (
        root == "rdf" and any(mark in head.data for mark in (b"purl.org/rss/1.0", b"netscape.com/rdf/simple"))
    )


def read(source: Source) -> Drafts:
    """The items of a feed, in its order. Raises Unreadable."""
    document = parse_feed(source.data, "rss")
    root = document.root
    if root.tag.lower() not in ("rss", "rdf.rdf", "rdf"):
        raise Unreadable("malformed", f"Its root element is <{root.tag}>, not <rss> or <rdf:RDF>.")
    feed = _feed(source, document)
    found = Drafts()
    for number, item in enumerate(root.iter("item"), 1):
        add_entry(found, f"item {number}", partial(_draft, feed, item), document.problems)
    if not found.drafts and not found.set_aside:
        found.set_aside.append(problem("not-an-item", "rss", "The feed has no items."))
    return found


def _feed(source: Source, document: FeedDocument) -> Feed:
    root = document.root
    channel = root.find("channel")
    parts = Parts(channel if channel is not None else root)
    address = resolved(parts.text("link"), parts.base)
    return Feed(
        format=NAME,
        provider=provider_of(
            source, (parts.text("dc.publisher"), parts.text("title"), parts.text("copyright")), address
        ),
        address=resolved(root.get(BASE), None) or parts.base or address,
        language=language_of(parts.text("language", "dc.language") or root.get(LANG)),
        copyright=plain(parts.text(*_RIGHTS)),
        title=plain(parts.text("title")),
        modules=document.modules,
    )


def _draft(feed: Feed, item: Element) -> Draft:
    parts = Parts(item)
    draft = new_draft(feed)
    around = resolved(parts.base, feed.address) if parts.base else None
    _set_links(draft, parts, around or feed.address)
    base = around or next((link.href for link in draft.links if link.rel == "alternate"), None) or feed.address
    draft.headline = plain(parts.markup("title", "dc.title", "media.title"))
    full, teaser = parts.markup(*_FULL), parts.markup(*_TEASER)
    set_texts(draft, Written(full) if full else None, Written(teaser) if teaser else None, base)
    set_times(draft, parts.first(*_PUBLISHED), parts.first(*_UPDATED))
    if parts.has_any(_SAYING):
        _set_facts(draft, parts, feed)
    else:
        set_language(draft, item.get(LANG), "dc:language")
    for category in parts.all("category", "dc.subject", "atom.category"):
        label = category.get("label") or (words_in(category) if not len(category) else None) or category.get("term")
        add_category(draft, label, category.get("domain") or category.get("scheme"), category.get("term"))
    if parts.has_any(_SHOWING):
        _set_media(draft, parts, base)
    if "media" in feed.modules:
        add_media_rss(draft, parts, base)
    if not PLACES.isdisjoint(feed.modules):
        add_places(draft, item)
    finish(draft)
    return draft


def _set_facts(draft: Draft, parts: Parts, feed: Feed) -> None:
    if parts.has_any(_ENDS):
        _set_ends(draft, parts)
    set_authors(draft, map(_name, parts.all(*_AUTHORS)), feed.title)
    set_language(draft, parts.text(*_LANGUAGE) or parts.element.get(LANG), "dc:language")
    draft.copyright = plain(parts.text(*_RIGHTS)) or draft.copyright
    draft.section = plain(parts.text("prism.section"))


def _name(author: Element) -> str | None:
    name = author.find("name") if len(author) else None
    if name is None:
        name = author.find("atom.name") if len(author) else None
    return words_in(name if name is not None else author)


def _set_links(draft: Draft, parts: Parts, base: str | None) -> None:
    """Guid and links: a guid that is a permanent address is also where the item is, if nothing else says so."""
    guid = parts.one("guid")
    draft.guid = (
        parts.text("guid", "atom.id") or (parts.element.get(ABOUT) or "").strip() or parts.text("dc.identifier")
    )
    address = parts.text("feedburner.origLink", "link")
    links = [*parts.all("atom.link"), *[link for link in parts.all("link") if link.get("href")]]
    if address is None and links:
        alternates = (link.get("href") for link in links if link.get("rel") in (None, "", "alternate"))
        address = next((href for href in alternates if href), None)
    if address is None and (guid is None or guid.get("isPermaLink", "true").strip().lower() != "false"):
        address = web_address(draft.guid)
    add_link(draft, address, "alternate", base)
    for link in links:
        if link.get("rel") == "enclosure":
            add_enclosure(
                draft, resolved(link.get("href"), base), link.get("type"), link.get("length"), link.get("title")
            )
        elif link.get("rel") in ("related", "via", "canonical", "license", "replies"):
            add_link(draft, link.get("href"), link.get("rel"), base, link.get("title"))
    if parts.has_any(_POINTING):
        _set_others(draft, parts, base)


def _set_others(draft: Draft, parts: Parts, base: str | None) -> None:
    """Links to what an item is not itself: answers to it, its licence, where it comes from."""
    for name, rel in (("comments", "replies"), ("cc.license", "license")):
        if (told := parts.text(name)) is not None:
            add_link(draft, told, rel, base)
    for origin in parts.all("source", "dc.source"):
        title, href = plain(words_in(origin)), resolved(origin.get("url"), base)
        if title and agency_in(title):
            draft.credit.append(title)
        add_link(draft, href or web_address(title), "via", None, title if href else None)


def _set_ends(draft: Draft, parts: Parts) -> None:
    """Embargo and expiry, in the words of PRISM and Dublin Core."""
    embargo = parts.one("prism.embargoDate")
    if embargo is not None:
        moment = read_date(draft, words_in(embargo), "prism:embargoDate")
        draft.embargoed = moment.time if moment else None
        if moment is None:
            draft.status = "withheld"
            draft.problems.append(problem("embargo-unclear", "prism:embargoDate", words_in(embargo)))
    where, text = parts.first(*_EXPIRES)
    ending = _VALID_END.search(parts.text("dcterms.valid") or "")
    expiry = read_date(draft, text or (ending[1] if ending else None), where)
    draft.expires = expiry.time if expiry else None
    terms = plain(parts.text("dcterms.accessRights"))
    draft.usage_terms = joined(draft.usage_terms, terms)


def _set_media(draft: Draft, parts: Parts, base: str | None) -> None:
    """Keywords, and what an item shows."""
    for words in parts.all("dc.keyword", "dc.keywords"):
        for keyword in words_in(words).split(","):
            add_category(draft, keyword)
    for enclosure in parts.all("enclosure"):
        address = resolved(enclosure.get("url") or enclosure.get("href"), base)
        add_enclosure(draft, address, enclosure.get("type"), enclosure.get("length"), None)
    for image in parts.all("image"):
        url = image.find("url")
        address = web_address(resolved(words_in(url if url is not None else image), base))
        if address is not None:
            add_media(draft, Media(kind="picture", href=address))
