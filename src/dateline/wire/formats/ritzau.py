"""Ritzau's own XML (`RBNews`): one item a file, or several under one root."""

import re
from html import unescape
from itertools import islice

from dateline.wire.draft import Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_text, add_tree
from dateline.wire.formats.identity import made_guid
from dateline.wire.formats.times import precision_of, read_embargo, read_time
from dateline.wire.formats.values import joined, set_urgency, text_of
from dateline.wire.item import Link, Media, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import safe_address, squash, text_of_blocks
from dateline.wire.text.html import is_html
from dateline.wire.text.tree import Element, child_of
from dateline.wire.text.xml import parse_xml

NAME = "ritzau"

PROVIDER = "RITZAU"
"""Whose format it is."""

ROOTS = ("RBNews", "ArrayOfRBNews", "XMLNewsQueuedResponse")
"""The roots of an item, of several, and of an answer of the queue that holds several."""

MAX_ITEMS = 2000
"""The most items of a file that are read."""

TITLES = ("headline", "subtitle")

FLAGS: dict[str, SignalKind] = {
    "Annuleret": "kill",
    "Korrektion": "correction",
    "NyVersion": "update",
    "InfoFlash": "flash",
}
"""The elements that say `true` about an item, and what they signal."""

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
# What releases that are handed on have once too often: no sign of a reader's text.
_TWICE = re.compile(r"&amp;(?=(?:apos|quot|nbsp|#39);)")


def looks_like(head: Head) -> bool:
    """Whether a file is Ritzau's, by its root."""
    return head.root in ROOTS


def read(source: Source) -> Drafts:
    """The items of one file. Raises Unreadable."""
    document = parse_xml(source.data)
    root = document.root
    if root.tag not in ROOTS:
        raise Unreadable("malformed", f"Its root element is <{root.tag}>, not <RBNews>.")
    items = list(islice(root.iter("RBNews"), MAX_ITEMS))
    found = Drafts()
    for item in items:
        draft = Draft(format=NAME, provider=source.provider or PROVIDER, problems=list(document.problems))
        _fill(draft, item)
        if draft.headline or draft.blocks or draft.media or draft.status == "canceled":
            found.drafts.append(draft)
        else:
            found.set_aside.append(problem("not-an-item", "RBNews", "It has no headline and no text."))
    if not items:
        found.set_aside.append(problem("not-an-item", root.tag, "It holds no item."))
    return found


def _fill(draft: Draft, item: Element) -> None:
    def text(name: str) -> str | None:
        return _text(item, name)

    draft.guid, draft.version = text("NewsID"), text("version")
    made = text("PublishDate")
    draft.version_created = read_time(draft, made, "PublishDate")
    draft.precision = precision_of(made) if draft.version_created is not None else None
    read_embargo(draft, text("Embargo") or text("EmbargoDate"), "Embargo")
    draft.headline, draft.subheadline = (unescape(title) if (title := text(name)) else None for name in TITLES)
    draft.slugline, draft.byline, draft.section = text("strapline"), text("byLine"), text("section")
    draft.ed_note = _plain(text("TilRedaktionen"))
    set_urgency(draft, text("Priority"), "Priority")
    _place(draft, text("town"), text("origin"))
    _signals(draft, {name: text(name) or "" for name in (*FLAGS, "format")}, _former(item))
    _body(draft, child_of(item, "content"))
    short = text("ContentShort")
    if short and squash(short.rstrip(". …")) not in squash(f"{draft.headline} {text_of_blocks(draft.blocks)}"):
        draft.abstract = short
    _lists(draft, item)
    contact = [part for part in (text("byLineEmail"), text("byLinePhone")) if part]
    draft.ed_note = joined(draft.ed_note, f"{draft.byline or ''} {', '.join(contact)}".strip() if contact else None)
    draft.guid = draft.guid or made_guid(draft)


def _place(draft: Draft, town: str | None, origin: str | None) -> None:
    """The dateline: the town and, between slashes, the agencies. An origin in words (`Marketwire`) is none of it."""
    if origin and not origin.startswith("/"):
        draft.head_apparatus.append(origin)
        origin = None
    draft.dateline_field = " ".join(part for part in (town, origin) if part) or None


def _body(draft: Draft, content: Element | None) -> None:
    """The text: HTML that is escaped, or elements as they are."""
    if content is not None and len(content):
        add_tree(draft, content)
    elif content is not None and (words := content.text or "").strip():
        once = _TWICE.sub("&", words)
        if once != words:
            draft.problems.append(problem("markup-repaired", "content", "escaped twice"))
        add_text(draft, once)


def _former(item: Element) -> list[Link]:
    """What an item replaces, the newest first: bare ids, or for each former version its id and headline."""
    return [*_linked(item, "replacedID", "replaces"), *_linked(item, "Replaces", "replaces")]


def _linked(item: Element, name: str, rel: str) -> list[Link]:
    """The items that a list names, each by its id alone or as a `RelatedNews`."""
    holder = child_of(item, name)
    news = list(islice(holder.iter("RelatedNews"), MAX_ITEMS)) if holder is not None else []
    if not news:
        return [Link(guid=one, rel=rel) for one in _texts(item, name)]
    found = [(_text(one, "NewsID"), _text(one, "Headline")) for one in news]
    return [Link(guid=guid, rel=rel, title=title) for guid, title in found if guid]


def _plain(text: str | None) -> str | None:
    """The words of a note, which is HTML, a line for each of its paragraphs."""
    if text is None or not is_html(text):
        return text
    note = Draft(format=NAME)
    add_text(note, text)
    return "\n".join(block.text for block in note.blocks) or None


def _signals(draft: Draft, facts: dict[str, str], former: list[Link]) -> None:
    for name, kind in FLAGS.items():
        if facts[name].lower() == "true":
            draft.signals.append(Signal(kind=kind))
    if former:
        draft.signals.append(Signal(kind="replacement", target=former[0].guid))
        draft.links.extend(former)
    if facts["format"].lower() == "flash":
        draft.signals.append(Signal(kind="flash"))
    if any(signal.kind == "kill" for signal in draft.signals):
        draft.status = "canceled"


def _lists(draft: Draft, item: Element) -> None:
    """The lists at the end of an item: subjects, keywords, companies, related items, pictures."""
    records = [(_text(one, "IptcMedtop"), _text(one, "IptcName")) for one in item.iter("IPTCRecord")]
    names = {code: name for code, name in records if code}
    for name, scheme in (("IPTCList", "IPTC"), ("ISIN", "ISIN"), ("Companies", "company")):
        for code in _texts(item, name):
            draft.subjects.append(Subject(scheme=scheme, code=code, name=names.get(code)))
    draft.keywords.extend(_texts(item, "SubjectKeyword"))
    draft.links.extend(_linked(item, "Related", "related"))
    media = child_of(item, "MultimedieList")
    for one in media if media is not None else ():
        parts = {part.tag.lower(): text_of(part) for part in one.iter()}
        href = next((safe_address(parts[key]) for key in ("url", "href", "link", "file") if parts.get(key)), None)
        caption = next(
            (parts[key] for key in ("caption", "text", "description", "billedtekst") if parts.get(key)), None
        )
        draft.media.append(Media(kind="picture", href=href, caption=caption))
        if href is None:
            draft.problems.append(problem("media-incomplete", "MultimedieList", text_of(one) or ""))


def _text(item: Element, name: str) -> str | None:
    element = child_of(item, name)
    return None if element is None or element.get(_NIL) == "true" else text_of(element)


def _texts(item: Element, name: str) -> list[str]:
    holder = child_of(item, name)
    if holder is None or holder.get(_NIL) == "true":
        return []
    leaves = [text_of(part) for part in holder.iter() if not len(part)]
    return [text for text in leaves if text]


FORMAT = Format(name=NAME, title="Ritzau's XML", looks_like=looks_like, read=read)
