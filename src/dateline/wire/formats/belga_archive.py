"""Answers of Belga's archive (`newsObjects`): items with their title, lead and body as components."""

from datetime import UTC, datetime

from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.values import keep_fact, language_of
from dateline.wire.problems import problem
from dateline.wire.text.json import parse_json

NAME = "belga-archive"

MAX_ITEMS = 2000
"""The most items of an answer that are read."""

_LATEST = 253_402_300_799_000
"""The end of the year 9999 in milliseconds."""


def looks_like(head: Head) -> bool:
    """Whether a file is an answer of Belga's archive, by its keys."""
    return head.text.startswith("{") and b'"newsObjects"' in head.data and b'"newsComponents"' in head.data


def read(source: Source) -> Drafts:
    """The items of one answer, in their order. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    for value in document.values:
        entries = value.get("newsObjects") if isinstance(value, dict) else None
        for order, entry in enumerate((entries if isinstance(entries, list) else [])[:MAX_ITEMS]):
            draft = Draft(format=NAME, provider=source.provider, problems=list(document.problems))
            if isinstance(entry, dict):
                _fill(Fields(entry, draft), draft)
            if draft.headline or draft.blocks:
                found.drafts.append(draft)
            else:
                told = "An entry without headline and text."
                found.set_aside.append(problem("not-an-item", f"newsObjects[{order}]", told))
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
