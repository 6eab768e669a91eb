"""The WENN's own module in its Atom feeds: section, tags, language, what its text is signed with."""

from dateline.wire.draft import Draft
from dateline.wire.formats.feed_dates import read_date
from dateline.wire.formats.feed_parts import MAX_ENTRIES, set_language
from dateline.wire.formats.feed_xml import Parts, plain
from dateline.wire.formats.values import set_status
from dateline.wire.item import Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import squash, text_of_blocks
from dateline.wire.text.tree import Element

SCHEME = "wenn"
"""The scheme of its tags, with their kind behind it: `wenn:Website`; and of its categories, `wenn:category`."""


def add_wenn(draft: Draft, entry: Element) -> None:
    """Adds what the WENN says of an entry besides Atom; nothing for feeds of others."""
    for element in entry:
        if element.tag == "wenn.NewsManagement":
            _management(draft, Parts(element))
        elif element.tag == "wenn.ContentMetadata":
            _metadata(draft, element)


def _management(draft: Draft, parts: Parts) -> None:
    draft.section = draft.section or plain(parts.text("wenn.feedarticle_section"))
    where, published = parts.first("wenn.published")
    first = read_date(draft, published, where)
    draft.first_created = draft.first_created or (first.time if first else None)
    status = parts.text("wenn.publishing_status")
    if status and status.lower() != "published":
        set_status(draft, status, "wenn_nm:publishing_status")


def _metadata(draft: Draft, element: Element) -> None:
    parts = Parts(element)
    set_language(draft, element.get("lang"), "wenn_cm:ContentMetadata/@lang")
    slug = plain(parts.text("wenn.slug"))
    if slug is not None:
        draft.head_apparatus.append(slug)
    told = squash(text_of_blocks(draft.blocks))
    draft.abstract = draft.abstract or plain(parts.text("wenn.first_line"))
    words = parts.text("wenn.body")
    if words and squash(words) not in told:
        draft.problems.append(problem("content-unknown", "wenn_cm:body", words))
    for tag in element.iter("wenn.tag", "wenn.catagory", "wenn.category"):
        value, kind = plain(tag.get("value")), tag.get("type_value") or "category"
        if not value or len(draft.subjects) + len(draft.places) >= MAX_ENTRIES:
            continue
        if kind == "Place":
            draft.places.append(value)
        else:
            draft.subjects.append(Subject(scheme=f"{SCHEME}:{kind}", code=tag.get("id"), name=value))
