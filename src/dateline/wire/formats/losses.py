"""What a writer could not write of an item, as problems: the library's caller and `dateline convert` are told."""

from collections.abc import Iterable, Iterator

import msgspec

from dateline.wire.formats.feed_writer import address_of, headline_of, id_of, is_published, is_web, others_of
from dateline.wire.formats.markup import clean
from dateline.wire.formats.ninjs import is_uri
from dateline.wire.item import NewsItem, Subject
from dateline.wire.problems import Problem, problem

_FIELDS = {field.name: field.encode_name for field in msgspec.structs.fields(NewsItem)}
_NO_PLACE_IN_FEEDS = (
    *("version", "signal", "urgency", "expires", "kicker", "subheadline", "slugline", "note", "dateline"),
    *("apparatus", "section", "places", "ed_note", "usage_terms"),
)
_NO_PLACE = {
    "rss": _NO_PLACE_IN_FEEDS,
    "atom": _NO_PLACE_IN_FEEDS,
    "jsonfeed": (*_NO_PLACE_IN_FEEDS, "copyright", "subjects"),
}
_IN_FRONT = ("kicker", "headline", "subheadline", "byline", "note", "dateline", "status", "embargoed", "text")
_SHOWN = {
    "text": frozenset(_IN_FRONT),
    "html": frozenset((*_IN_FRONT, "body", "language", "version_created", "copyright")),
}
"""What is left of an item for people; of no use to them are FOR_PROGRAMS, and how words are marked up in a text."""
_FOR_PROGRAMS = frozenset(("format", "precision", "problems", "body"))
_MEDIA = {
    "rss": ("guid", "role"),
    "atom": ("guid", "role", "caption", "byline", "credit", "width", "height", "duration"),
    "jsonfeed": ("guid", "role", "byline", "credit", "width", "height"),
}
"""What a feed has no place for of a picture, video or sound."""
_XML = ("newsml-g2", "nitf", "rss", "atom")
_OTHER_IN_NITF = ("<h3", "<h4", "<b>", "<strong>", "<i>")


def losses_of(item: NewsItem, to: str) -> Iterator[Problem]:
    """What is not written, or not as it is, where an item is made into the format of that name.

    `json` and ninjs hold all of an item.
    """
    if to in _NO_PLACE and not is_published(item):
        held = "status" if item.status != "usable" else "embargoed"
        yield problem("left-out", held, item.status if held == "status" else str(item.embargoed))
        return
    for field in _without_place(item, to):
        value = getattr(item, field)
        if value:
            yield problem("not-written", _FIELDS[field], _shown(value))
    if to in _NO_PLACE:
        yield from _in_a_feed(item, to)
    if to in _XML:
        yield from _forbidden(item)
    if to == "newsml-g2" and item.version_created is None:
        yield problem("time-unknown", "versionCreated")
    if to == "nitf":
        for markup in _OTHER_IN_NITF:
            if markup in item.body:
                yield problem("written-otherwise", "body", markup.strip("<>"))


def _without_place(item: NewsItem, to: str) -> Iterable[str]:
    if to in _SHOWN:
        return (field for field in _FIELDS if field not in _SHOWN[to] | _FOR_PROGRAMS and _is_told(item, field))
    return _NO_PLACE.get(to, ())


def _is_told(item: NewsItem, field: str) -> bool:
    """Whether a field says anything: most items are texts, and credited to their provider or the agencies ahead."""
    if field == "kind":
        return item.kind != "text"
    if field == "credit":
        return item.credit != ((item.dateline.agencies if item.dateline is not None else ()) or (item.provider,))
    return True


def _in_a_feed(item: NewsItem, to: str) -> Iterator[Problem]:
    """What a feed writes in another way than the item has it, or only in part."""
    if item.guid and id_of(item, 1) != item.guid:
        yield problem("written-otherwise", "guid", item.guid)
    if not item.headline and (to != "jsonfeed" or not item.text):
        yield problem("written-otherwise", "headline", headline_of(item))
    if item.kind != "text" or (to == "rss" and item.media and not item.text):  # read again that is a picture
        yield problem("not-written", "kind", item.kind)
    if item.credit and item.credit != (item.provider,):
        yield problem("not-written", "credit", _shown(item.credit))
    if item.version_created is not None and item.precision != "second":
        yield problem("not-written", "precision", item.precision or "")
    written = () if to == "jsonfeed" else others_of(item)
    address = address_of(item)
    for link in item.links:
        if link not in written and (link.href is None or link.href != address):
            yield problem("not-written", "links", _shown(link))
    for media in item.media:
        titled_twice = to == "jsonfeed" and media.headline and media.caption
        if not is_web(media.href) or titled_twice or any(getattr(media, field) for field in _MEDIA[to]):
            yield problem("not-written", "media", _shown(media))
    for subject in item.subjects:
        if to != "jsonfeed" and not _is_category(subject, to):
            yield problem("written-otherwise", "subjects", _shown(subject))


def _is_category(subject: Subject, to: str) -> bool:
    """Whether a category says all of a subject: in RSS a name in a scheme; in Atom a code of a URI, and its name."""
    if to == "rss":
        return bool(subject.scheme and not subject.code)
    return bool(subject.code and subject.name and subject.scheme and is_uri(subject.scheme))


def _forbidden(item: NewsItem) -> Iterator[Problem]:
    """The fields whose characters XML cannot hold."""
    for field, name in _FIELDS.items():
        value = getattr(item, field)
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and clean(text) != text for text in texts):
            yield problem("control-characters", name, clean(_shown(value)))


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
