"""The Canadian Press' own XML (`Publish`, of its system Jimi): one text or picture a file."""

import re
from datetime import UTC

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text
from dateline.wire.formats.flat import Flat, read_made
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.times import read_embargo, read_time
from dateline.wire.formats.values import add_keywords, joined, set_urgency
from dateline.wire.item import Kind, Media, Signal, SignalKind
from dateline.wire.problems import problem
from dateline.wire.text.tree import child_of
from dateline.wire.text.xml import parse_xml

NAME = "cp-publish"

PROVIDER = "CP"
"""Whose format it is: the Canadian Press hands on the AP's copy in it as well."""

KINDS: dict[str, Kind] = {"text": "text", "photo": "picture", "graphic": "graphic", "video": "video", "audio": "audio"}
"""The content types of the format."""

LANGUAGES = {"1": "en-CA", "2": "fr-CA"}
"""The languages by their numbers."""

TYPES: dict[str, SignalKind] = {
    "writethru": "update",
    "update": "update",
    "lead": "update",
    "corrective": "correction",
    "correction": "correction",
    "clarification": "correction",
    "kill": "kill",
    "add": "addition",
    "repeat": "repeat",
}
"""What `WriteThruType` says of a revision, in lower case."""

_RESTRICTION = re.compile(r"\b(?:NO|NOT|MANDATORY|EDITORIAL|RESTRICTED)\s[A-Z]")
"""What the instructions of a picture have that say what must not be done with it: `NO SALES`, `DOES NOT ALLOW …`."""


def looks_like(head: Head) -> bool:
    """Whether a file is the Canadian Press', by its root and what is in it."""
    return head.root == "Publish" and b"<ContentItem" in head.data


def read(source: Source) -> Drafts:
    """The item of one file. Raises Unreadable."""
    document = parse_xml(source.data)
    content = child_of(document.root, "ContentItem")
    if document.root.tag != "Publish" or content is None:
        raise Unreadable("malformed", f"Its root element is <{document.root.tag}>, not <Publish> with a <ContentItem>.")
    draft = Draft(format=NAME, provider=source.provider or PROVIDER, problems=list(document.problems))
    _fill(draft, Flat(content))
    if not (draft.headline or draft.blocks or draft.media or draft.status == "canceled"):
        return Drafts(set_aside=[problem("not-an-item", "ContentItem", "It has no headline and no text.")])
    return Drafts([draft])


def _fill(draft: Draft, item: Flat) -> None:
    draft.kind = KINDS.get((item.text("ContentType") or "text").lower(), "text")
    read_made(draft, item.text("UpdatedDateTime"), "UpdatedDateTime")
    created = read_time(draft, item.text("CreatedDateTime"), "CreatedDateTime")
    draft.first_created = created.replace(tzinfo=UTC) if created is not None and created.tzinfo is None else created
    embargo = item.text("EmbargoTime")
    if embargo and not embargo.startswith("0001-"):
        read_embargo(draft, embargo, "EmbargoTime")
    draft.version = item.text("WritethruValue")
    draft.headline = item.text("Headline", "Headline2", "ExtendedHeadline")
    draft.slugline, draft.byline = item.text("SlugProper"), item.text("Byline")
    draft.section = item.text("IndexCode")
    draft.language = LANGUAGES.get(item.text("Language") or "")
    set_urgency(draft, item.text("RankingValue"), "RankingValue")
    draft.credit = [name for name in [item.text("Credit", "Source")] if name]
    instructions = item.text("SpecialInstructions")
    if draft.kind != "text" and instructions and _RESTRICTION.search(instructions):
        draft.ed_note, draft.usage_terms = item.text("UpdateNote"), instructions
    else:
        draft.ed_note = joined(item.text("UpdateNote"), instructions)
    draft.copyright = item.text("Copyright")
    add_keywords(draft, item.text("Keyword"))
    draft.places = [place for place in [item.text("City")] if place]
    kind = TYPES.get((item.text("WriteThruType") or "").lower())
    if kind is not None and (kind != "update" or draft.version not in (None, "0")):
        draft.signals.append(Signal(kind=kind))
    if kind == "kill":
        draft.status = "canceled"
    if item.text("HoldFlag") == "true":
        draft.status = "withheld"
        draft.problems.append(problem("not-published", "HoldFlag", "true"))
    _words(draft, item)
    draft.guid = item.text("SystemSlug", "FileName", "ContentItemID") or made_guid(draft)


def _words(draft: Draft, item: Flat) -> None:
    caption = item.text("EnglishCaption", "FrenchCaption")
    text = item.raw("ContentText") or caption
    if text:
        add_text(draft, text)
    if draft.kind != "text":
        name = item.text("ContentRef", "ViewFile")
        media = Media(
            kind=draft.kind, guid=name, caption=item.text("EnglishCaption", "FrenchCaption"), byline=draft.byline
        )
        draft.media.append(media)
        draft.problems.append(problem("media-incomplete", "ContentRef", name or ""))
    short = item.text("DirectoryText")
    if short and draft.kind == "text":
        draft.abstract = short


FORMAT = Format(name=NAME, title="Canadian Press XML (Publish)", looks_like=looks_like, read=read)
