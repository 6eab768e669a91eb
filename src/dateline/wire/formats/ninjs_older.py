"""ninjs 2.2 and 1.6, for customers whose programs do not know 3: an object a line for each item, as 3.1 is written.

2 has the keys of 3 in lower case. 1 has texts as keys of the item itself (`headline_kicker`, `body_html`), and objects
where 2 has lists.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from dateline.wire.formats.base import Format, OneByOne
from dateline.wire.formats.markup import time_of
from dateline.wire.formats.ninjs import OWN, Json, is_uri, known, ninjs_of, party_kind, uri_of
from dateline.wire.formats.own import PREFIX, own_of
from dateline.wire.item import Link, Media, NewsItem, Subject

_ENCODER = msgspec.json.Encoder()
_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_{}.json#"


def line_2(item: NewsItem, position: int = 1) -> bytes:
    """A line, line break included: a valid ninjs 2.2 object."""
    return _ENCODER.encode(ninjs_2_of(item, position)) + b"\n"


def line_1(item: NewsItem, position: int = 1) -> bytes:
    """A line, line break included: a valid ninjs 1.6 object."""
    return _ENCODER.encode(ninjs_1_of(item, position)) + b"\n"


def ninjs_2_of(item: NewsItem, position: int = 1) -> Json:
    """An item as a ninjs 2.2 object. `position` stands in for the guid of an item that has none."""
    found: Json = _lower(ninjs_of(item, position))
    for one in found.get("associations", ()):
        one.pop("rel", None)
    found["standard"] = {"name": "ninjs", "version": "2.2", "schema": _SCHEMA.format("2.2")}
    return {"embargoed" if key == "embargoeduntil" else key: value for key, value in found.items()}


def _lower(value: Any) -> Any:
    """A value with the keys of ninjs 2: in lower case, without titles of renditions."""
    if isinstance(value, list):
        return [_lower(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key.lower(): _lower(inner) for key, inner in value.items() if key != "title"}


def ninjs_1_of(item: NewsItem, position: int = 1) -> Json:
    """An item as a ninjs 1.6 object. `position` stands in for the guid of an item that has none."""
    uri = uri_of(item.guid or f"item-{position}", item.provider)
    about = [(party_kind(one), _coded(one)) for one in item.subjects]
    single = item.media[0] if item.kind != "text" and len(item.media) == 1 else None
    linked = {f"link_{number}": _link(link) for number, link in enumerate(item.links, 1)}
    shown = {f"media_{number}": _media(one) for number, one in enumerate(item.media, 1) if one is not single}
    return known(
        {
            "uri": uri,
            "$standard": {"name": "ninjs", "version": "1.6", "schema": _SCHEMA.format("1.6")},
            "type": item.kind,
            "representationtype": "complete",
            "version": item.version,
            "firstcreated": time_of(item.first_created),
            "versioncreated": time_of(item.version_created),
            "embargoed": time_of(item.embargoed),
            "expires": time_of(item.expires),
            "pubstatus": item.status,
            "urgency": item.urgency if item.urgency is not None and 1 <= item.urgency <= 9 else None,
            "language": item.language,
            "headline": item.headline,
            "headline_kicker": item.kicker,
            "headline_subheadline": item.subheadline,
            "byline": item.byline,
            "slugline": item.slugline,
            "located": item.dateline.places[0] if item.dateline and item.dateline.places else None,
            **dict(_descriptions(item)),
            "body_html": item.body,
            "body_text": item.text,
            "charcount": len(item.text) or None,
            "wordcount": len(item.text.split()) or None,
            "subject": [
                *(party for kind, party in about if kind is None),
                *({"name": keyword, "rel": "keyword"} for keyword in item.keywords),
            ],
            "person": [party for kind, party in about if kind == "person"],
            "organisation": [party for kind, party in about if kind == "organisation"],
            "place": [{"name": name} for name in item.places],
            "infosource": [
                *([{"name": item.provider, "rel": "provider"}] if item.provider else []),
                *({"name": agency, "rel": "credit"} for agency in item.credit),
            ],
            "copyrightnotice": item.copyright,
            "usageterms": item.usage_terms,
            "ednote": item.ed_note,
            "altids": {"guid": item.guid} if item.guid and item.guid != uri else None,
            "renditions": dict([_rendition(single)]) if single is not None else None,
            "associations": shown | linked or None,
        }
    )


def _descriptions(item: NewsItem) -> Iterator[tuple[str, str]]:
    """The words of the item that ninjs 1 has no key for, each under a key of its own."""
    told = (
        ("abstract", item.abstract),
        ("note", item.note),
        ("dateline", item.dateline.text if item.dateline else None),
    )
    yield from ((f"description_{role}", text) for role, text in told if text)
    for name, value in own_of(item, *OWN, "signal", "apparatus", "places"):
        yield f"description_dateline_{name.removeprefix(PREFIX).lower()}", value


def _coded(subject: Subject) -> Json:
    """A subject, person or organisation; a scheme that is no URI stands before the code."""
    scheme = subject.scheme if subject.scheme and is_uri(subject.scheme) else None
    code = subject.code if scheme else ":".join(word for word in (subject.scheme, subject.code) if word)
    return known({"name": subject.name, "scheme": scheme, "code": code})


def _media(media: Media) -> Json:
    named = media.guid or media.href or ""
    return known(
        {
            "uri": uri_of(named or "media", None),
            "type": media.kind,
            "headline": media.headline,
            "description_caption": media.caption,
            "byline": media.byline,
            "infosource": [{"name": media.credit, "rel": "credit"}] if media.credit else None,
            "usageterms": media.usage_terms,
            "renditions": dict([_rendition(media)]),
        }
    )


def _rendition(media: Media) -> tuple[str, Json]:
    absolute = media.href is not None and is_uri(media.href)
    name = "".join(char if char.isascii() and char.isalnum() else "_" for char in media.role or "main")
    return name, known(
        {
            "href": media.href if absolute else None,
            "title": None if absolute else media.href,
            "mimetype": media.mime_type,
            "width": media.width,
            "height": media.height,
            "sizeinbytes": media.size,
            "duration": media.duration,
        }
    )


def _link(link: Link) -> Json:
    uri = link.href if link.href and is_uri(link.href) else uri_of(link.guid or link.href or "link", None)
    return known({"uri": uri, "headline": link.title})


FORMAT_2 = Format(name="ninjs@2.2", title="ninjs 2.2", document=lambda: OneByOne(line_2))
FORMAT_1 = Format(name="ninjs@1.6", title="ninjs 1.6", document=lambda: OneByOne(line_1))
