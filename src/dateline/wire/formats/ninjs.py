"""ninjs, the IPTC's news in JSON (https://iptc.org/standards/ninjs/): 3.1 is written, one object a line for each item.

What is read, 1.0 to 3.1, is in `ninjs_read`; 2.2 and 1.6 are written in `ninjs_older`.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from dateline.wire.formats import ninjs_read
from dateline.wire.formats.base import Format, OneByOne
from dateline.wire.formats.markup import time_of
from dateline.wire.formats.own import own_of
from dateline.wire.item import Link, Media, NewsItem, Subject

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
"""What each item says that it is."""

Json = dict[str, Any]

OWN = ("provider", "section", "precision", "links", "media", "subjects")
"""Fields that ninjs has no place for, or none in which they stay as they are."""

_ENCODER = msgspec.json.Encoder()


def line_of(item: NewsItem, position: int = 1) -> bytes:
    """A line, line break included: a valid ninjs 3.1 object, facts that are not known left out."""
    return _ENCODER.encode(ninjs_of(item, position)) + b"\n"


def ninjs_of(item: NewsItem, position: int = 1) -> Json:
    """An item as a ninjs 3.1 object. `position` stands in for the guid of an item that has none."""
    uri = uri_of(item.guid or f"item-{position}", item.provider)
    pictures = [item.media[0]] if item.kind != "text" and len(item.media) == 1 else []
    return known(
        {
            "uri": uri,
            "standard": STANDARD,
            "type": item.kind,
            "representationType": "full",
            "version": item.version,
            "firstCreated": time_of(item.first_created),
            "versionCreated": time_of(item.version_created),
            "embargoedUntil": time_of(item.embargoed),
            "expires": time_of(item.expires),
            "pubStatus": item.status,
            "urgency": item.urgency if item.urgency is not None and 1 <= item.urgency <= 9 else None,
            "language": item.language,
            "headlines": list(_headlines(item)),
            "by": item.byline,
            "slugline": item.slugline,
            "located": item.dateline.places[0] if item.dateline and item.dateline.places else None,
            "descriptions": list(_descriptions(item)),
            "bodies": _bodies(item),
            "subjects": list(_subjects(item)),
            "people": [_party(one) for one in item.subjects if party_kind(one) == "person"],
            "organisations": [_party(one) for one in item.subjects if party_kind(one) == "organisation"],
            "places": [{"name": name} for name in item.places],
            "infoSources": list(_info_sources(item)),
            "copyrightNotice": item.copyright,
            "usageTerms": item.usage_terms,
            "edNote": item.ed_note,
            "altIds": [{"role": "guid", "value": item.guid}] if item.guid and item.guid != uri else None,
            "renditions": [_rendition(one) for one in pictures],
            "associations": [
                *(_media(one, uri, number) for number, one in enumerate(item.media, 1) if one not in pictures),
                *(_link(link) for link in item.links),
            ],
        }
    )


def known(facts: Json) -> Json:
    """The facts that are known."""
    return {key: value for key, value in facts.items() if value is not None and value != [] and value != ""}


def _headlines(item: NewsItem) -> Iterator[Json]:
    for role, value in (("main", item.headline), ("kicker", item.kicker), ("subheadline", item.subheadline)):
        if value:
            yield {"role": role, "contentType": "text/plain", "value": value}


def _descriptions(item: NewsItem) -> Iterator[Json]:
    """The words of the item that ninjs has no field for, each in a role of its own, so that none gets lost."""
    told: tuple[tuple[str, str | None], ...] = (
        ("abstract", item.abstract),
        ("note", item.note),
        ("dateline", item.dateline.text if item.dateline else None),
        (f"signal:{item.signal.kind}", item.signal.text or item.signal.kind) if item.signal else ("signal", None),
        *(("apparatus", line) for line in item.apparatus),
        *own_of(item, *OWN),
        *(own_of(item, "signal") if item.signal and item.signal.target else ()),
    )
    for role, value in told:
        if value:
            yield {"role": role, "contentType": "text/plain", "value": value}


def _bodies(item: NewsItem) -> list[Json]:
    if not item.text and not item.body:
        return []
    counts = {"charCount": len(item.text), "wordCount": len(item.text.split())}
    return [
        {"role": "main", "contentType": "text/html", **counts, "value": item.body},
        {"role": "main", "contentType": "text/plain", **counts, "value": item.text},
    ]


def party_kind(subject: Subject) -> str | None:
    """`person` or `organisation`, where the last word of the subject's scheme says that it is one."""
    word = re.split(r"[:/#]", (subject.scheme or "").casefold())[-1]
    return {"person": "person", "organisation": "organisation", "organization": "organisation"}.get(word)


def _subjects(item: NewsItem) -> Iterator[Json]:
    for subject in item.subjects:
        if party_kind(subject) is None:
            yield _party(subject)
    for keyword in item.keywords:
        yield {"name": keyword, "rel": "keyword"}


def _party(subject: Subject) -> Json:
    """A subject, person or organisation: by an address where its code makes one, else by `scheme:code`."""
    scheme, code = subject.scheme or "", subject.code or ""
    joined = code if is_uri(code) else f"{scheme}{code}" if is_uri(scheme) and scheme[-1] in "/:#" else ""
    literal = None if not code else ":".join(word for word in (scheme, code) if word)
    uri = joined if code and is_uri(joined) else None
    return known({"name": subject.name, "uri": uri, "literal": None if uri else literal})


def _info_sources(item: NewsItem) -> Iterator[Json]:
    if item.provider:
        yield {"name": item.provider, "role": "provider"}
    for agency in item.credit:
        yield {"name": agency, "role": "credit"}


def _media(media: Media, item_uri: str, number: int) -> Json:
    named = media.guid or media.href or ""
    uri = named if is_uri(named) else f"{item_uri.partition('#')[0]}#media-{number}"
    texts = [{"role": "caption", "contentType": "text/plain", "value": media.caption}] if media.caption else []
    return known(
        {
            "name": media.headline or media.role or f"{media.kind} {number}",
            "uri": uri,
            "rel": "media",
            "type": media.kind,
            "headlines": [{"role": "main", "value": media.headline}] if media.headline else None,
            "descriptions": texts,
            "by": media.byline,
            "infoSources": [{"name": media.credit, "role": "credit"}] if media.credit else None,
            "usageTerms": media.usage_terms,
            "renditions": [_rendition(media)],
        }
    )


def _rendition(media: Media) -> Json:
    absolute = media.href is not None and is_uri(media.href)
    return known(
        {
            "name": media.role or "main",
            "href": media.href if absolute else None,
            "title": None if absolute else media.href,
            "contentType": media.mime_type,
            "width": media.width,
            "height": media.height,
            "sizeInBytes": media.size,
            "duration": media.duration,
        }
    )


def _link(link: Link) -> Json:
    uri = link.href if link.href and is_uri(link.href) else uri_of(link.guid or link.href or "", None)
    return known({"name": link.title or link.guid or link.href or "link", "uri": uri, "rel": link.rel})


def uri_of(guid: str, provider: str | None) -> str:
    """A guid as the absolute URI that ninjs asks for: itself where it is one, else in a URN of Dateline's own."""
    if is_uri(guid):
        return guid
    return "urn:x-dateline:" + ":".join(quote(word, safe="") for word in (provider or "", guid))


_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
"""A URI of RFC 3986 with something behind the colon; nothing like `[::1]`, which no guid holds."""


def is_uri(text: str) -> bool:
    """Whether a text is an absolute URI as ninjs asks for one."""
    return _URI.fullmatch(text) is not None


FORMAT = Format(
    name=ninjs_read.NAME,
    title="ninjs 1.0 to 3.1",
    looks_like=ninjs_read.looks_like,
    read=ninjs_read.read,
    document=lambda: OneByOne(line_of),
)
