"""NewsML-G2 2.35, power conformance: one item alone, several in a news message."""

from collections.abc import Callable, Iterator
from datetime import datetime

from dateline.wire.formats.markup import DECLARATION, body_of, latest, start_of, tag, time_of, told, words, xhtml_of
from dateline.wire.formats.newsml_g2_meta import NO_TIME
from dateline.wire.formats.ninjs import uri_of
from dateline.wire.formats.own import NAMESPACE, no_version_time, own_of
from dateline.wire.formats.values import language_of
from dateline.wire.item import Link, Media, NewsItem, SignalKind, Subject

_NAR = "http://iptc.org/std/nar/2006-10-01/"
_CATALOG = (
    ("dateline", NAMESPACE + ":"),
    ("stat", "http://cv.iptc.org/newscodes/pubstatusg2/"),
    ("ninat", "http://cv.iptc.org/newscodes/ninature/"),
    ("sig", "http://cv.iptc.org/newscodes/signal/"),
    ("rnd", "http://cv.iptc.org/newscodes/rendition/"),
    ("grp", "urn:x-dateline:group:"),
    ("irel", "http://cv.iptc.org/newscodes/itemrelation/"),
    ("hlrole", "urn:x-dateline:headline:"),
    ("edrole", "urn:x-dateline:note:"),
)
_SIGNALS: dict[SignalKind, str] = {"correction": "sig:correction", "update": "sig:update"}
_OWN = (
    *("precision", "signal", "kicker", "subheadline", "note", "section", "apparatus", "credit", "places", "abstract"),
    *("links", "media", "subjects"),
)
"""Fields that NewsML-G2 has no place for, or none in which they stay as they are."""


def page_of(item: NewsItem) -> str:
    """The text of an item as a page of XHTML."""
    return tag(
        "html",
        tag("head", tag("title", words(item.headline or "-"))),
        tag("body", xhtml_of(body_of(item))),
        xmlns="http://www.w3.org/1999/xhtml",
    )


class NewsMessage:
    """The item itself, or a `newsMessage` of several; nothing for none (a message must have an item).

    `text_of` makes the element in which the text of each stands.
    """

    def __init__(self, text_of: Callable[[NewsItem], str] = page_of) -> None:
        self.text_of = text_of
        self.count = 0
        self.sent: datetime | None = None

    def add(self, item: NewsItem) -> bytes:
        """A `<newsItem>` or `<packageItem>`."""
        self.count += 1
        self.sent = latest(self.sent, item.version_created)
        return f"{_item(item, self.count, self.text_of)}\n".encode()

    def head(self) -> bytes:
        """The message is as new as its newest item."""
        if self.count == 0:
            return b""
        if self.count == 1:
            return DECLARATION.encode()
        header = tag("header", told("sent", time_of(self.sent or NO_TIME)))
        return f"{DECLARATION}{start_of('newsMessage', xmlns=_NAR)}{header}<itemSet>".encode()

    def foot(self) -> bytes:
        return b"</itemSet></newsMessage>\n" if self.count > 1 else b""


def _item(item: NewsItem, number: int, text_of: Callable[[NewsItem], str]) -> str:
    package = item.kind == "composite"
    version = item.version if _is_version(item.version) else None
    return tag(
        "packageItem" if package else "newsItem",
        tag("catalog", *(tag("scheme", alias=alias, uri=uri) for alias, uri in _CATALOG)),
        _rights(item),
        tag("itemMeta", *_item_meta(item)),
        tag("contentMeta", *_content_meta(item)),
        _groups(item, number) if package else _content(item, text_of),
        xmlns=_NAR,
        guid=uri_of(item.guid or f"item-{number}", item.provider),
        version=version,
        standard="NewsML-G2",
        standardversion="2.35",
        conformance="power",
        xml__lang=item.language,
    )


def _is_version(version: str | None) -> bool:
    return version is not None and version.isascii() and version.isdigit() and version[0] != "0" and len(version) < 10


def _rights(item: NewsItem) -> str:
    inside = told("copyrightNotice", item.copyright), told("usageTerms", item.usage_terms)
    return tag("rightsInfo", *inside) if any(inside) else ""


def _item_meta(item: NewsItem) -> Iterator[str]:
    yield tag("itemClass", qcode=f"ninat:{item.kind}")
    yield tag("provider", told("name", item.provider), literal=item.provider or "unknown")
    yield told("versionCreated", time_of(item.version_created or item.first_created or NO_TIME))
    yield told("firstCreated", time_of(item.first_created))
    yield told("embargoed", time_of(item.embargoed))
    yield tag("pubStatus", qcode=f"stat:{item.status}")
    yield told("edNote", item.ed_note)
    if item.signal is not None:
        code = _SIGNALS.get(item.signal.kind)
        yield tag("signal", qcode=code) if code else tag("signal", literal=item.signal.kind)
    yield told("expires", time_of(item.expires))
    if item.kind != "composite":
        for link in item.links:
            yield _link(link)
    for name, value in (*own_of(item, *_OWN, *_identity(item)), *no_version_time(item)):
        yield tag("itemMetaExtProperty", type=name, value=value)


def _identity(item: NewsItem) -> Iterator[str]:
    """What the attributes of an item cannot say as it is."""
    if item.provider:
        yield "provider"
    if item.version is not None:
        yield "version"
    if item.guid is not None:
        yield "guid"


def _link(link: Link) -> str:
    return tag(
        "link",
        told("title", link.title),
        rel=None if link.rel is None else f"irel:{_code(link.rel)}",
        href=link.href,
        residref=link.guid,
    )


def _code(text: str) -> str:
    """A word as the code of a QCode, which has no white space in it."""
    return "".join(text.split()) or "none"


def _content_meta(item: NewsItem) -> Iterator[str]:
    yield told("urgency", str(item.urgency) if item.urgency is not None and 1 <= item.urgency <= 9 else None)
    for place in item.places:
        yield tag("located", told("name", place), literal=place)
    if item.language and language_of(item.language) is not None:
        yield tag("language", tag=item.language)
    for keyword in item.keywords:
        yield told("keyword", keyword)
    for subject in item.subjects:
        yield _subject(subject)
    yield told("slugline", item.slugline)
    yield told("headline", item.headline)
    yield told("headline", item.subheadline, role="hlrole:subheadline")
    yield told("headline", item.kicker, role="hlrole:kicker")
    yield told("dateline", item.dateline.text if item.dateline else None)
    yield told("by", item.byline)
    for name in item.credit:
        yield told("creditline", name)
    yield told("description", item.abstract)


def _subject(subject: Subject) -> str:
    scheme, code = subject.scheme or "", subject.code or ""
    name = told("name", subject.name)
    if scheme and code and scheme.endswith(("/", "#", ":")) and uri_of(scheme + code, None) == scheme + code:
        return tag("subject", name, uri=scheme + code)
    if scheme.isidentifier() and code and not any(map(str.isspace, code)):
        return tag("subject", name, qcode=f"{scheme}:{code}")
    return tag("subject", name, literal=":".join(filter(None, (scheme, code))) or subject.name or "none")


def _content(item: NewsItem, text_of: Callable[[NewsItem], str]) -> str:
    inside = list(map(_media, item.media))
    if item.body:
        # What it is in is known by its namespace; rendition and type are those of a reader's text.
        kind = "application/xhtml+xml" if text_of is page_of else "application/nitf+xml"
        inside.insert(0, tag("inlineXML", text_of(item), contenttype=kind, rendition="rnd:main"))
    return tag("contentSet", *inside) if inside else ""


def _media(media: Media) -> str:
    return tag(
        "remoteContent",
        href=media.href,
        residref=media.guid or (None if media.href else "none"),
        contenttype=media.mime_type or _TYPES.get(media.kind),
        rendition=f"rnd:{_code(media.role)}" if media.role else None,
        width=media.width,
        height=media.height,
        size=media.size,
        duration=None if media.duration is None else f"{media.duration:g}",
        durationunit=None if media.duration is None else "http://cv.iptc.org/newscodes/timeunit/seconds",
    )


_TYPES = {"picture": "image/*", "graphic": "image/*", "video": "video/*", "audio": "audio/*", "text": "text/*"}


def _groups(item: NewsItem, place: int) -> str:
    """A package's links, a group for each run of the same role."""
    roles = list(dict.fromkeys(link.rel for link in item.links))
    groups = [
        tag(
            "group",
            *(_reference(link) for link in item.links if link.rel == rel),
            id=f"g{place}.{number}",
            role=f"grp:{_code(rel or 'main')}",
        )
        for number, rel in enumerate(roles or [None], 1)
    ]
    root = tag(
        "group",
        *(tag("groupRef", idref=f"g{place}.{number}") for number in range(1, len(groups) + 1)),
        id=f"root{place}",
        role="grp:root",
    )
    return tag("groupSet", root, *groups, root=f"root{place}")


def _reference(link: Link) -> str:
    return tag(
        "itemRef", told("title", link.title), href=link.href, residref=link.guid or (None if link.href else "none")
    )
