"""Answers of ANSA's archive of photos: documents whose facts are lists of values under ANSA's own names."""

from dateline.wire.draft import Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.flat import read_made
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.values import language_of, set_status
from dateline.wire.item import Media
from dateline.wire.problems import problem
from dateline.wire.text.json import parse_json

NAME = "ansa-photo"

MAX_ITEMS = 2000
"""The most documents of an answer that are read."""


def looks_like(head: Head) -> bool:
    """Whether a file is an answer of ANSA's archive of photos, by its keys."""
    return head.text.startswith("{") and b'"renderResult"' in head.data and b'"metadataMap"' in head.data


def read(source: Source) -> Drafts:
    """The photos of one answer, in their order. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    for value in document.values:
        answer = value.get("renderResult") if isinstance(value, dict) else None
        entries = answer.get("documents") if isinstance(answer, dict) else None
        for order, entry in enumerate((entries if isinstance(entries, list) else [])[:MAX_ITEMS]):
            draft = Draft(
                format=NAME, provider=source.provider or "ANSA", kind="picture", problems=list(document.problems)
            )
            if isinstance(entry, dict):
                _fill(Fields(entry, draft, f"documents[{order}]"), draft)
            if draft.headline or draft.blocks:
                draft.guid = draft.guid or made_guid(draft)
                found.drafts.append(draft)
            else:
                told = "A document without title and description."
                found.set_aside.append(problem("not-an-item", f"documents[{order}]", told))
    return found


def _fill(document: Fields, draft: Draft) -> None:
    facts = document.object("metadataMap")
    if facts is None:
        return
    draft.guid = _first(facts, "idAnsa") or document.text("guid", "documentId")
    draft.headline = _first(facts, "title_B")
    description = _first(facts, "description_B")
    if description:
        add_text(draft, description)
    read_made(draft, _first(facts, "pubDate_N"), "pubDate_N")
    set_status(draft, _first(facts, "status"), "status")
    draft.language = language_of(_first(facts, "language"))
    draft.byline = _first(facts, "contentBy", "authorName")
    draft.credit = _all(facts, "creditline")
    draft.places = [place for key in ("city", "statProv", "ctrName") if (place := _first(facts, key))]
    draft.keywords = [*_all(facts, "categoryAnsa"), *_all(facts, "categorySupAnsa")]
    draft.copyright, draft.usage_terms = _first(facts, "copyrightNotice", "copyright"), _first(facts, "usageTerms")
    name = _first(facts, "origfilename_B")
    draft.problems.append(problem("media-incomplete", "metadataMap", name or ""))
    draft.media = [
        Media(
            kind="picture",
            guid=name,
            headline=draft.headline,
            caption=description,
            byline=draft.byline,
            credit=draft.credit[0] if draft.credit else None,
        )
    ]


def _all(facts: Fields, key: str) -> list[str]:
    """The values of a fact."""
    held = facts.object(key)
    values = [] if held is None else held.objects("fieldValues")
    return [text for value in values if (text := value.text("value"))]


def _first(facts: Fields, *keys: str) -> str | None:
    """The first value of the first of these facts that has any."""
    return next((value for key in keys for value in _all(facts, key)), None)


FORMAT = Format(name=NAME, title="ANSA's archive of photos", looks_like=looks_like, read=read)
