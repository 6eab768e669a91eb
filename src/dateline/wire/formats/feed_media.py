"""Media RSS (`media:content`, `media:group`, `media:thumbnail`), and places of GeoRSS and the W3C's `geo`."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.formats.body import add_plain
from dateline.wire.formats.feed_parts import MAX_ENTRIES, add_category, add_link, add_media, kind_of
from dateline.wire.formats.feed_xml import Parts, plain, resolved, web_address, words_in
from dateline.wire.formats.values import number
from dateline.wire.item import Media, Subject
from dateline.wire.problems import problem
from dateline.wire.text.tree import Element, child_of

PLACES = frozenset(("georss", "gml", "geo"))
"""The modules that say where something is."""

_PHOTOGRAPHER = ("photo", "author", "graphic", "artist", "camera")
_SAYING = frozenset(("media.title", "media.description", "media.text", "media.credit", "media.copyright", "byline"))
_OBJECTS = frozenset(("media.content", "media.group", "media.keywords"))
_NUMBERS = 2
"""A place is so many numbers: latitude and longitude."""


class _Said(msgspec.Struct, frozen=True):
    """What Media RSS says of one object, or of all below an element."""

    title: str | None = None
    caption: str | None = None
    byline: str | None = None
    credit: str | None = None

    def within(self, outer: "_Said") -> "_Said":
        """This, completed by what is said further out."""
        return _Said(
            self.title or outer.title,
            self.caption or outer.caption,
            self.byline or outer.byline,
            self.credit or outer.credit,
        )


_NOTHING = _Said()


def add_media_rss(draft: Draft, parts: Parts, base: str | None) -> None:
    """Adds what Media RSS gives right in an entry or in its groups; of several sizes of one object the widest."""
    outer = _said(parts.element) if parts.has_any(_SAYING) else _NOTHING
    if parts.has_any(_OBJECTS):
        _add_objects(draft, parts, outer, base)
    if not draft.media:
        _thumbnail(draft, parts, outer, base)


def _add_objects(draft: Draft, parts: Parts, outer: _Said, base: str | None) -> None:
    found: list[Media] = []
    alone, groups = parts.all("media.content"), parts.all("media.group")
    if len(alone) + len(groups) > 1:
        outer = msgspec.structs.replace(outer, title=None)
    for content in alone:
        found.extend(_media(draft, content, _said(content).within(outer), base))
    for group in groups:
        said = _said(group).within(outer)
        inside = [media for one in group.iter("media.content") for media in _media(draft, one, said, base)]
        found.extend(_best(inside, lambda media: media.kind))
    best = _best(found, lambda media: (media.href or "").partition("?")[0])
    for media in best:
        add_media(draft, media)
    if best and best[0].caption and not draft.blocks:
        # An entry that is nothing but a picture or a video: what is said of it is its text.
        draft.kind = best[0].kind
        add_plain(draft, best[0].caption)
    for words in parts.all("media.keywords"):
        for keyword in words_in(words).split(","):
            add_category(draft, keyword)


def _said(element: Element) -> _Said:
    if not len(element):
        return _Said()
    texts: dict[str, str | None] = {}
    for child in element:
        name = child.tag
        if name == "media.credit" and any(word in child.get("role", "").lower() for word in _PHOTOGRAPHER):
            name = "byline"
        if name.startswith("media.") or name == "byline":
            texts[name] = texts.get(name) or plain(words_in(child) if not len(child) else None)
    return _Said(
        texts.get("media.title"),
        texts.get("media.description") or texts.get("media.text"),
        texts.get("byline"),
        texts.get("media.credit") or texts.get("media.copyright"),
    )


def _media(draft: Draft, content: Element, said: _Said, base: str | None) -> Iterator[Media]:
    """The object of a `media:content`; nothing for a document, which becomes a link, or where it says not where."""
    player = child_of(content, "media.player")
    href = resolved(content.get("url") or (player.get("url") if player is not None else None), base)
    if web_address(href) is None:
        draft.problems.append(problem("media-incomplete", "media:content", href or said.title or ""))
        return
    kind = kind_of(content.get("type"), href, content.get("medium"))
    if kind is None and (content.get("type") or content.get("medium")):
        add_link(draft, href, "enclosure", None, said.title)
        return
    yield Media(
        kind=kind or "picture",
        href=href,
        mime_type=content.get("type"),
        headline=said.title,
        caption=said.caption,
        byline=said.byline,
        credit=said.credit,
        width=number(content.get("width")),
        height=number(content.get("height")),
        size=number(content.get("fileSize")),
        duration=number(content.get("duration")),
    )


def _best(media: Iterable[Media], key: Callable[[Media], object]) -> list[Media]:
    """The widest of those with the same key, in the order in which the keys come."""
    best: dict[object, Media] = {}
    for one in media:
        known = best.get(key(one))
        if known is None or (one.width or 0) > (known.width or 0):
            best[key(one)] = one
    return list(best.values())


def _thumbnail(draft: Draft, parts: Parts, said: _Said, base: str | None) -> None:
    thumbnails = [*parts.element.iter("media.thumbnail")]
    if not thumbnails:
        return
    widest = max(thumbnails, key=lambda one: number(one.get("width")) or 0) if len(thumbnails) > 1 else thumbnails[0]
    href = web_address(resolved(widest.get("url") or words_in(widest), base))
    if href is not None:
        width, height = number(widest.get("width")), number(widest.get("height"))
        add_media(
            draft,
            Media(kind="picture", href=href, caption=said.caption, credit=said.credit, width=width, height=height),
        )


def add_places(draft: Draft, entry: Element) -> None:
    """Adds names of places, and points as subjects of the scheme `geo` (RFC 5870: latitude, longitude)."""
    latitude: str | None = None
    for element in entry.iter():
        name, _, local = element.tag.partition(".")
        if name not in PLACES:
            continue
        text = " ".join(words_in(element).split()) if not len(element) else ""
        if local.lower() == "featurename" and text:
            draft.places.append(text)
        elif local in ("point", "pos"):
            _add_point(draft, text.replace(",", " ").split())
        elif local == "lat":
            latitude = text
        elif local in ("long", "lon") and latitude:
            _add_point(draft, [latitude, text])
    del draft.places[MAX_ENTRIES:]


def _add_point(draft: Draft, numbers: list[str]) -> None:
    try:
        north, east = (float(one) for one in numbers[:_NUMBERS])
    except ValueError:
        return
    if len(numbers) == _NUMBERS and abs(north) <= 90 and abs(east) <= 180 and len(draft.subjects) < MAX_ENTRIES:
        draft.subjects.append(Subject(scheme="geo", code=f"{numbers[0]},{numbers[1]}"))
