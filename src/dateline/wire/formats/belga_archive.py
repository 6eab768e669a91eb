"""Answers of Belga's archive (`newsObjects`: items with their title, lead and body as components), and of its searches
for pictures (`images`) and in the press (`data`)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.flat import read_made
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.times import read_time
from dateline.wire.formats.values import add_keywords, keep_fact, language_of
from dateline.wire.item import Media
from dateline.wire.problems import problem
from dateline.wire.text.blocks import safe_address
from dateline.wire.text.json import parse_json

NAME = "belga-archive"

MAX_ITEMS = 2000
"""The most items of an answer that are read."""

_LATEST = 253_402_300_799_000
"""The end of the year 9999 in milliseconds."""


_KEYS = (
    (b'"newsObjects"', b'"newsComponents"'),
    (b'"nrImages"', b'"imageId"'),
    (b'"uuid"', b'"mediumTypeGroup"'),
)
"""Keys that nothing else has together: those of the archive, the search for pictures and the one in the press."""

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|tiff?|gif)", re.IGNORECASE)


def looks_like(head: Head) -> bool:
    """Whether a file is an answer of Belga's archive, by its keys."""
    data = head.data
    return head.text.startswith("{") and any(all(key in data for key in keys) for keys in _KEYS)


def read(source: Source) -> Drafts:
    """The items of one answer, in their order. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    for value in document.values:
        for name, fill in _FILLS.items():
            entries = value.get(name) if isinstance(value, dict) else None
            for order, entry in enumerate((entries if isinstance(entries, list) else [])[:MAX_ITEMS]):
                draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
                if isinstance(entry, dict):
                    fill(Fields(entry, draft), draft)
                if draft.headline or draft.blocks:
                    found.drafts.append(draft)
                else:
                    told = "An entry without headline and text."
                    found.set_aside.append(problem("not-an-item", f"{name}[{order}]", told))
    return found


def _fill(fields: Fields, draft: Draft) -> None:
    draft.guid = fields.text("newsObjectId", "newsItemId")
    draft.first_created = _moment(fields, "createDate")
    draft.version_created = _moment(fields, "validateDate") or draft.first_created
    draft.headline, draft.slugline = fields.text("headLine"), fields.text("topic")
    draft.language = language_of(fields.text("language"))
    draft.ed_note = fields.text("editorialInfo")
    draft.keywords = fields.texts("keywords")
    draft.places = [place for place in [fields.text("city"), fields.text("country")] if place]
    keep_fact(draft, "party", fields.text("source") or "BELGA")
    draft.credit = [name for name in [fields.text("credit")] if name]
    for one in fields.objects("packages"):
        keep_fact(draft, "property.NewsPackage.NewsService", one.text("newsService"))
    # Belga's archive names its authors by their initials, which no reader needs.
    draft.head_apparatus = [name for one in fields.objects("authors") if (name := one.text("name"))]
    for one in fields.objects("newsComponents"):
        text = next(
            (words for proxy in one.objects("proxies") if (words := proxy.text("varcharData", "clobData"))), None
        )
        if text is None:
            continue
        kind = one.text("assetType")
        if kind == "Title":
            draft.headline = text
        elif kind in ("Lead", "Body", "Text"):
            add_text(draft, text)


def _fill_image(fields: Fields, draft: Draft) -> None:
    """A picture of the search for pictures; of its addresses the largest preview."""
    draft.kind, draft.guid = "picture", fields.text("imageId")
    read_made(draft, fields.text("createDate"), "createDate")
    name, caption = fields.text("name"), fields.text("caption")
    draft.headline = None if name is None or _FILE_NAME.fullmatch(name) else name
    if caption:
        add_text(draft, caption)
    draft.byline = fields.text("author")
    draft.credit = [text for key in ("credit", "source") if (text := fields.text(key))][:1]
    draft.places = [place for key in ("city", "country") if (place := fields.text(key))]
    add_keywords(draft, fields.text("keywords"))
    keep_fact(draft, "party", "BELGA")
    href = fields.text("detailUrl", "previewUrl", "thumbnailUrl")
    draft.media = [
        Media(
            kind="picture",
            href=safe_address(href),
            guid=draft.guid,
            headline=draft.headline,
            caption=caption,
            byline=draft.byline,
            credit=draft.credit[0] if draft.credit else None,
            width=fields.number("width"),
            height=fields.number("height"),
        )
    ]


def _fill_press(fields: Fields, draft: Draft) -> None:
    """An article that somebody else published, as Belga's watch of the press has it."""
    draft.guid, draft.headline = fields.text("uuid"), fields.text("title")
    read_made(draft, fields.text("publishDate"), "publishDate")
    draft.first_created = read_time(draft, fields.text("createDate"), "createDate")
    draft.language = language_of(fields.text("language"))
    lead, body = fields.text("lead"), fields.text("body")
    add_text(draft, body or lead or "")
    if body and lead:
        teaser = Draft(format=NAME)
        add_text(teaser, lead)
        draft.abstract = "\n".join(block.text for block in teaser.blocks) or None
    draft.byline = ", ".join(name for one in fields.objects("authors") if (name := one.text("name"))) or None
    draft.credit = [name for name in [fields.text("source")] if name]
    keep_fact(draft, "party", "BELGA")


_FILLS: dict[str, Callable[[Fields, Draft], None]] = {
    "newsObjects": _fill,
    "images": _fill_image,
    "data": _fill_press,
}
"""The lists of an answer, and how their entries are read."""


def _moment(fields: Fields, key: str) -> datetime | None:
    """A time in milliseconds since 1970."""
    value = fields.values.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _LATEST:
        fields.unknown(key)
        return None
    return datetime.fromtimestamp(value / 1000, UTC)


FORMAT = Format(name=NAME, title="Belga's archive", looks_like=looks_like, read=read)
