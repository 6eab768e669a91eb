"""Pictures, videos, sounds and related items of ninjs: associations and renditions."""

import re

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.ninjs_rules import association_faults
from dateline.wire.formats.values import joined, kind_of_media
from dateline.wire.item import Kind, Link, Media
from dateline.wire.problems import problem
from dateline.wire.text.blocks import safe_address, squash

MEDIA: dict[str, Kind] = {"picture": "picture", "graphic": "graphic", "video": "video", "audio": "audio"}
"""The types of associations that are media; the others are items of their own, and links."""


_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|mov|wav)(?:\?|$)", re.IGNORECASE)
"""How the address of a picture, video or sound itself ends."""


def fill_associations(fields: Fields, draft: Draft) -> None:
    """Adds the media and links that an item has as associations, in their order."""
    listed = isinstance(fields.values.get("associations"), list)
    for name, one in fields.entries("associations"):
        draft.problems.extend(association_faults(one.values, f"associations.{name}", listed=listed and "id" not in one))
        rel = one.text("rel") or (None if listed else name)
        kind = MEDIA.get((one.text("type") or "").lower())
        best = _best(one)
        if kind is None and best is not None and one.text("type") is None:
            kind = kind_of_media(best.text("contenttype", "mimetype")) or "picture"
        if kind is not None:
            _drop_shown(draft, one)
            draft.media.append(msgspec.structs.replace(_media(one, kind, best), usage_terms=usage_of(one)))
        else:
            _link(draft, one, rel)
    _drop_captions(draft)


def own_media(fields: Fields, draft: Draft) -> None:
    """Adds what the renditions of an item are: the picture itself, or other forms of a text."""
    renditions = fields.entries("renditions")
    if not renditions:
        return
    if draft.kind in ("text", "composite"):
        for name, one in renditions:
            href = safe_address(one.text("href"))
            if href:
                draft.links.append(Link(href=href, rel="rendition", title=one.text("title", "name") or name))
        return
    media = _media(fields, draft.kind, _best(fields))
    caption = "\n".join(block.text for block in draft.blocks if block.role == "body") or None
    draft.media.insert(0, msgspec.structs.replace(media, caption=media.caption or caption))


def _drop_shown(draft: Draft, one: Fields) -> None:
    """Takes out what the text shows of an association: it comes with all that is known of it."""
    addresses = {rendition.text("href") for _, rendition in one.entries("renditions")}
    draft.media[:] = [known for known in draft.media if known.guid or known.href not in addresses]


def _drop_captions(draft: Draft) -> None:
    """Takes captions out of a text that also shows its pictures: their words are those of the pictures."""
    if draft.kind not in ("text", "composite") or not draft.media:
        return
    told = {squash(text) for one in draft.media for text in (one.caption, one.byline, one.credit) if text}
    draft.blocks[:] = [block for block in draft.blocks if block.role != "body" or squash(block.text) not in told]


def _best(fields: Fields) -> Fields | None:
    """The largest of the renditions; without sizes the original, else the first."""
    renditions = [(name, one) for name, one in fields.entries("renditions") if one.text("href")]
    if not renditions:
        return None

    def size(entry: tuple[str, Fields]) -> tuple[float, bool]:
        name, one = entry
        named = (one.text("name") or name).lower()
        return (one.decimal("width") or 0.0, named in ("original", "main", "highres", "hires", "baseimage"))

    return max(renditions, key=size)[1]


def _media(one: Fields, kind: Kind, best: Fields | None) -> Media:
    guid = one.text("uri", "guid", "_id", "id")
    href = safe_address(best.text("href")) if best is not None else None
    if href is None:
        one.draft.problems.append(
            problem("media-incomplete", one.where or "renditions", one.text("headline", "uri") or "")
        )
    return Media(
        kind=kind,
        href=href,
        guid=guid,
        mime_type=(best.text("contenttype", "mimetype") if best is not None else None) or one.text("mimetype"),
        role=best.text("name") if best is not None else None,
        headline=_first(one, "headline", "headlines"),
        caption=_first(one, "description_text", "descriptions") or one.text("description", "caption"),
        byline=one.text("byline", "by"),
        credit=next((name for party in one.objects("infosources") if (name := party.text("name"))), None)
        or one.text("creditline", "credit", "source", "copyrightholder"),
        width=best.number("width") if best is not None else None,
        height=best.number("height") if best is not None else None,
        size=best.number("sizeinbytes") if best is not None else None,
        duration=best.decimal("duration") if best is not None else None,
    )


def usage_of(one: Fields) -> str | None:
    """What an item or an association says of how it may be used."""
    rights = one.object("rightsinfo")
    terms = (rights.text("usageterms") or rights.text("linkedrights")) if rights is not None else None
    if rights is not None and (encoded := rights.text("encodedrights")):
        one.draft.problems.append(problem("content-unknown", f"{rights.where}.encodedrights", encoded))
    return joined(one.text("usageterms"), terms)


def _first(one: Fields, key: str, many: str) -> str | None:
    return one.text(key) or next((value for entry in one.objects(many) if (value := entry.text("value"))), None)


def _link(draft: Draft, one: Fields, rel: str | None) -> None:
    uri = one.text("uri", "guid", "_id", "id")
    title = _first(one, "headline", "headlines") or one.text("title", "name")
    href = safe_address(uri)
    if uri or title:
        draft.links.append(Link(href=href, guid=None if href else uri, rel=rel, title=title))
