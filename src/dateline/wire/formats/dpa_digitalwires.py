"""dpa's digitalwires (0.5 to 0.9): an entry a file, a list of entries, or the answer of the wireQ API (`entries`).

A composite text holds its article, info box, link box and notepad as HTML, and its pictures as associations; a picture,
video or sound of its own has no article, and its words are the caption.
"""

import re
from html import unescape

from dateline.wire.draft import Block, Draft
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.body import add_markup, add_text
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.times import precision_of, read_embargo, read_time
from dateline.wire.formats.values import joined, keep_fact, kind_of_media, language_of, set_status, set_urgency
from dateline.wire.item import Kind, Link, Media, Signal, SignalKind, Subject
from dateline.wire.problems import problem
from dateline.wire.text.blocks import paragraph, safe_address, squash, text_of_blocks
from dateline.wire.text.json import Object, parse_json

NAME = "dpa-digitalwires"

PROVIDER = "DPA"
"""Whose format it is: where an entry names no provider, dpa delivers it."""

MAX_ITEMS = 10_000
"""The most entries of a file that are read."""

SIGNALS: dict[str, SignalKind] = {
    "sig:correction": "correction",
    "sig:update": "update",
    "sig:repeat": "repeat",
    "sig:kill": "kill",
    "sig:canceled": "kill",
}
"""The signals of the format. `dpasig:isplanned` and the like say nothing about the copy."""

CLOSING_LINE = "closingline"
"""The role of the line with the initials of those who wrote and sent a piece."""

AUTHOR = "Autor/in: "
"""What begins a note of the contact of an author; the notepad says it once for all of them."""

CORRECTIONS = ("correction", "correctionshort")

_NOTEPAD = ("header_html", "public_html", "nonpublic_html")
_ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_EMBED = re.compile(r"<dnl-([a-z]{1,30})\s+src=[\"']([^\"'<>]{1,2000})[\"']")
_TAG = re.compile(r"<[^>]*>")


def looks_like(head: Head) -> bool:
    """Whether a file is digitalwires: by what it says that it is, or by its keys."""
    if not head.text.startswith(("{", "[")):
        return False
    if '"digitalwires@' in head.text:
        return True
    data = head.data
    return b'"entry_id"' in data and b'"version_created"' in data and b'"urn"' in data


def read(source: Source) -> Drafts:
    """The items of one file. Raises Unreadable."""
    document = parse_json(source.data)
    found = Drafts(set_aside=list(document.broken))
    entries = [entry for value in document.values for entry in _entries(value)]
    for order, entry in enumerate(entries[:MAX_ITEMS]):
        draft = Draft(format=NAME, provider=source.provider)
        _fill(Fields(entry, draft), draft)
        if not (draft.headline or draft.blocks or draft.media or draft.status == "canceled"):
            found.set_aside.append(problem("not-an-item", f"[{order}]", "An entry without headline, text and picture."))
            continue
        draft.problems[:0] = document.problems
        found.drafts.append(draft)
    if len(entries) > MAX_ITEMS:
        found.set_aside.append(problem("not-an-item", f"[{MAX_ITEMS}]", f"{MAX_ITEMS:,} entries are read, not more."))
    if not entries:
        found.set_aside.append(problem("not-an-item", "", "It holds no entry."))
    return found


def _entries(value: object) -> list[Object]:
    if isinstance(value, dict) and isinstance(value.get("entries"), list) and "urn" not in value:
        value = value["entries"]
    return [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]


def _fill(fields: Fields, draft: Draft) -> None:
    _identity(fields, draft)
    draft.kicker, draft.headline, draft.subheadline = map(fields.text, ("kicker", "headline", "subhead"))
    draft.abstract, draft.byline, draft.dateline_field = map(fields.text, ("teaser", "byline", "dateline"))
    if draft.abstract == draft.headline:
        draft.abstract = None
    draft.copyright = fields.text("copyrightnotice")
    draft.usage_terms = fields.text("usageterms")
    credit = fields.text("creditline")
    if credit:
        draft.credit = [credit]
    _categories(fields, draft)
    pictures = _associations(fields)
    if "article_html" in fields or not pictures:
        draft.media.extend(pictures)
        _article(fields, draft)
    else:
        _picture(fields, draft, pictures)
    _notes(fields, draft)


def _identity(fields: Fields, draft: Draft) -> None:
    draft.guid = fields.text("urn", "entry_id")
    draft.version = fields.text("version")
    made = fields.text("version_created")
    draft.version_created = read_time(draft, made, "version_created")
    draft.precision = precision_of(made) if draft.version_created is not None else None
    draft.language = language_of(fields.text("language"))
    set_urgency(draft, fields.text("urgency"), "urgency")
    announced = set_status(draft, fields.text("pubstatus"), "pubstatus")
    read_embargo(draft, fields.stated("embargoed"), "embargoed")
    if announced and draft.embargoed is None:
        draft.status = "withheld"
        draft.problems.append(problem("embargo-unclear", "pubstatus", "embargoed"))
    if draft.status == "canceled":
        draft.signals.append(Signal(kind="kill"))
    for code in fields.texts("signal"):
        kind = SIGNALS.get(code)
        if kind is not None:
            draft.signals.append(Signal(kind=kind))
        elif code.startswith("sig:"):
            draft.problems.append(problem("unknown-value", "signal", code))


def _article(fields: Fields, draft: Draft) -> None:
    """The article, then what stands in boxes beside it."""
    for key in ("article_html", "infobox_html"):
        markup = fields.text(key)
        if markup is None:
            continue
        for address in add_markup(draft, markup):
            href = safe_address(address.get("src"))
            if href:
                draft.media.append(Media(kind="picture", href=href, caption=address.get("alt") or None))
        for name, source in _EMBED.findall(markup):
            draft.links.append(Link(href=unescape(source), rel=name))
    markup = fields.text("linkbox_html")
    if markup is None:
        return
    box = Draft(format=NAME)
    add_markup(box, markup)
    for block in box.blocks:
        draft.links.extend(
            Link(href=unescape(href), rel="seeAlso", title=unescape(_TAG.sub("", title)) or None)
            for href, title in _ANCHOR.findall(block.html)
        )
    if squash(text_of_blocks(box.blocks)) not in squash(text_of_blocks(_notepad(fields, draft).blocks)):
        draft.blocks.extend(box.blocks)


def _picture(fields: Fields, draft: Draft, pictures: list[Media]) -> None:
    """An item that is a picture, video or sound: its caption is its text."""
    draft.kind = pictures[0].kind
    captions = [text for one in fields.objects("descriptions") if (text := one.text("description"))]
    for caption in captions or [picture.caption for picture in pictures[:1] if picture.caption]:
        add_text(draft, caption)
    draft.media.extend(pictures)


def _associations(fields: Fields) -> list[Media]:
    return [_media(one) for one in fields.objects("associations")]


def _media(fields: Fields) -> Media:
    """A picture, video or sound, in the largest of its renditions."""
    renditions = fields.objects("renditions")
    best = max(renditions, key=lambda one: one.decimal("width") or one.decimal("size") or 0, default=None)
    href = safe_address(best.text("url")) if best is not None else None
    if href is None:
        fields.draft.problems.append(problem("media-incomplete", "associations", fields.text("headline", "urn") or ""))
    mime = best.text("mimetype") if best is not None else None
    kind: Kind = kind_of_media(fields.text("type"), mime) or "picture"
    return Media(
        kind=kind,
        href=href,
        guid=fields.text("urn"),
        mime_type=mime,
        headline=fields.text("headline"),
        caption=fields.text("caption"),
        credit=fields.text("creditline"),
        width=best.number("width") if best is not None else None,
        height=best.number("height") if best is not None else None,
        usage_terms=fields.text("usageterms"),
    )


def _categories(fields: Fields, draft: Draft) -> None:
    for one in fields.objects("categories"):
        kind = (one.text("type") or "").rpartition(":")[2]
        name, code = one.text("name"), one.text("qcode")
        if kind in ("dpasubject", "desk", "genre"):
            scheme, _, bare = (code or "").rpartition(":")
            if name or code:
                draft.subjects.append(Subject(scheme=scheme or None, code=bare or None, name=name))
            keep_fact(draft, kind, code or name)
        elif kind == "keyword" and name:
            draft.keywords.append(name)
        elif kind in ("geosubject", "poi", "locationcreated") and name:
            draft.places.append(_place(one, name) if kind != "geosubject" else name)
        elif kind == "provider":
            keep_fact(draft, "party", name)
    keep_fact(draft, "party", PROVIDER)


def _place(one: Fields, name: str) -> str:
    """The name of a point on the map: as it is called, else its town."""
    geo = one.object("geojson")
    properties = geo.object("properties") if geo is not None else None
    return (properties.text("name", "locality") if properties is not None else None) or name.partition(",")[0]


def _notepad(fields: Fields, draft: Draft) -> Draft:
    """The notepad as a draft of its own, all of it apparatus."""
    found = Draft(format=NAME)
    notepad = fields.object("notepad")
    for key in _NOTEPAD if notepad is not None else ():
        markup = notepad.text(key) if notepad is not None else None
        if markup is not None:
            add_markup(found, markup, "apparatus")
    return found


def _notes(fields: Fields, draft: Draft) -> None:
    """Notepad, notes and closing line. A note that the notepad holds too is not said twice."""
    notepad = _notepad(fields, draft)
    draft.blocks.extend(notepad.blocks)
    draft.problems.extend(notepad.problems)
    told = squash(text_of_blocks(notepad.blocks))
    notes: dict[str, list[str]] = {}
    for one in fields.objects("ednotes"):
        text = one.text("ednote")
        if text:
            notes.setdefault((one.text("role") or "").rpartition(":")[2], []).append(text)
    correction = notes.get("correctionshort") or notes.get("correction")
    if correction:
        draft.facts["correction"] = "\n".join(dict.fromkeys(correction))
    for role, texts in notes.items():
        for text in texts:
            if role == CLOSING_LINE:
                draft.blocks.append(_line(text))
            elif role not in CORRECTIONS and squash(text.removeprefix(AUTHOR)) not in told:
                draft.ed_note = joined(draft.ed_note, text)
    notice = fields.text("autopublishnotice")
    if notice:
        draft.blocks.append(_line(notice))


def _line(text: str) -> Block:
    block = paragraph(" ".join(text.split()))
    block.role = "apparatus"
    return block


FORMAT = Format(name=NAME, title="dpa digitalwires", looks_like=looks_like, read=read)
