"""The words of ninjs: headlines, descriptions and bodies, under whatever key and in whatever content type they come."""

from collections.abc import Callable
from typing import NamedTuple

from dateline.wire.draft import Block, Draft
from dateline.wire.errors import Unreadable
from dateline.wire.formats import nitf_parts
from dateline.wire.formats.body import add_markup, add_text, add_tree
from dateline.wire.formats.json_fields import Fields
from dateline.wire.formats.values import joined
from dateline.wire.item import SIGNAL_STRENGTH, Media, Signal
from dateline.wire.problems import problem
from dateline.wire.text.blocks import paragraph, safe_address, squash, text_of_blocks
from dateline.wire.text.html import is_html
from dateline.wire.text.tree import child_of
from dateline.wire.text.xml import parse_xml

KICKERS = ("kicker", "vignette", "overline", "strap", "super")
SUBHEADLINES = ("subheadline", "subtitle", "sub", "subhead", "secondary", "deck", "extended")
OWN = "dateline:"
OWN_1 = "dateline_"
"""What the roles begin with under which Dateline keeps keys of its own; they are kept for whoever restores them. The
keys of ninjs 1 have no colon."""

NOTES = ("note", "signal", "apparatus", "dateline")
"""The roles of descriptions by which Dateline's own ninjs keeps what ninjs has no field for."""


SHORT = 4
"""Words of so many letters are too common to say that two bodies are different."""


OTHERS = ("ttnitf", "sportsml", "pages", "event")
"""Bodies of TT's that say the same again in a form of its own, or are no text."""


class Words(NamedTuple):
    """One of the texts of an item: the role that its key or its `role` gives it, its content type, and itself."""

    role: str
    content_type: str
    value: str


def _all(fields: Fields, key: str, many: str) -> list[Words]:
    """The texts under `key`, `key_…` (ninjs 1) and in the list `many` (ninjs 2 and 3), in their order."""
    found = []
    for name in fields.values:
        if name == key or name.startswith(f"{key}_"):
            value = None if isinstance(fields.values[name], dict) else fields.text(name)
            if value is not None:
                role = name[len(key) + 1 :]
                found.append(Words(role, _TYPES.get(role, ""), value))
    for one in fields.objects(many):
        value = one.text("value")
        if value is not None:
            found.append(Words((one.text("role") or "").lower(), (one.text("contenttype") or "").lower(), value))
    return found


_TYPES = {"text": "text/plain", "html": "text/html", "xhtml": "text/html", "nitf": "application/nitf+xml"}
"""Content types that the keys of ninjs 1 name (`body_xhtml`)."""


def _plain(words: Words) -> str:
    """A text without markup, where it says that it has some or is seen to have it."""
    if "html" in words.content_type or is_html(words.value):
        draft = Draft(format="")
        add_markup(draft, words.value)
        return "\n".join(block.text for block in draft.blocks)
    return " ".join(words.value.split()) if "\n" not in words.value else words.value


def fill_headlines(fields: Fields, draft: Draft) -> None:
    """Headline, kicker and subheadline by their roles; the title stands in for a missing headline."""
    others = []
    for words in _all(fields, "headline", "headlines"):
        if words.role in KICKERS:
            draft.kicker = draft.kicker or _plain(words)
        elif words.role in SUBHEADLINES:
            draft.subheadline = draft.subheadline or _plain(words)
        elif draft.headline is None and words.role in ("", "main", "headline"):
            draft.headline = _plain(words)
        else:
            others.append(words)
    if draft.headline is None and others:
        draft.headline = _plain(others.pop(0))
    draft.headline = draft.headline or fields.text("title")
    for words in others:
        if squash(_plain(words)) != squash(draft.headline or ""):
            draft.problems.append(problem("content-unknown", f"headlines {words.role}", words.value))


def fill_descriptions(fields: Fields, draft: Draft) -> None:
    """What describes an item: the caption of a picture is its text, that of a text its abstract."""
    told = []
    for words in _all(fields, "description", "descriptions"):
        if words.role.startswith((OWN, OWN_1)):
            draft.facts[OWN + words.role[len(OWN) :]] = words.value
        elif words.role.partition(":")[0] in NOTES:
            _note(draft, words)
        elif words.role == "usage":
            continue
        elif words.role == "writer":
            draft.byline = draft.byline or words.value
        else:
            told.append(words)
    abstract = fields.text("abstract")
    if abstract:
        told.append(Words("", "", abstract))
    texts = list({squash(text): text for text in map(_plain, told)}.values())
    if draft.kind in ("text", "composite"):
        draft.abstract = "\n".join(texts) or None
        return
    body, draft.blocks = draft.blocks, []
    for text in texts:
        add_text(draft, text)
    known = {squash(block.text) for block in draft.blocks} | {squash(draft.headline or "")}
    draft.blocks.extend(block for block in body if squash(block.text) not in known or block.role != "body")


def _note(draft: Draft, words: Words) -> None:
    role, _, kind = words.role.partition(":")
    if role == "note":
        draft.note = joined(draft.note, words.value)
    elif role == "dateline":
        draft.dateline_field = words.value
    elif role == "apparatus":
        block: Block = paragraph(words.value)
        block.role = "apparatus"
        draft.blocks.append(block)
    else:
        named = kind or words.value
        text = None if named == words.value else words.value
        known = next((one for one in SIGNAL_STRENGTH if one == named), None)
        draft.signals.append(Signal(kind=known or "advisory", text=text if known else words.value))


def fill_body(fields: Fields, draft: Draft) -> None:
    """The body in the content type that keeps most of it; other bodies only say the same again, or are told."""
    bodies = _all(fields, "body", "bodies")
    if not bodies:
        return
    best = min(bodies, key=_rank)
    _reader(best)(draft, best.value)
    known = squash(text_of_blocks(draft.blocks)) + squash(draft.headline or "")
    for other in bodies:
        if other is not best and _adds(other, known):
            draft.problems.append(problem("content-unknown", f"bodies {other.role}", other.value))


def _adds(other: Words, known: str) -> bool:
    """Whether a body has words that the one that was read does not have."""
    if _kind_of(other) == "other":
        return False
    draft = Draft(format="")
    _reader(other)(draft, other.value)
    return any(len(word) > SHORT and word not in known for block in draft.blocks for word in block.text.split())


def _rank(words: Words) -> int:
    """Markup before plain text, what the item says of itself before what is seen, the main role before others."""
    kind = _kind_of(words)
    order = ("html", "nitf", "plain", "other").index(kind)
    return order * 2 + (words.role not in ("", "main", "text", "html", "xhtml", "richtext", "html5", "nitf"))


def _kind_of(words: Words) -> str:
    content_type = words.content_type
    if words.role in OTHERS:
        return "other"
    if "nitf" in content_type or words.value.startswith(("<nitf", "<?xml")):
        return "nitf"
    if "html" in content_type:
        return "html"
    if content_type in ("", "text/plain"):
        return "html" if content_type == "" and is_html(words.value) else "plain"
    return "other"


def _reader(words: Words) -> Callable[[Draft, str], None]:
    return {"nitf": _nitf, "html": _html, "plain": _text, "other": _text}[_kind_of(words)]


def _html(draft: Draft, markup: str) -> None:
    """A body in HTML, with its pictures. Spans that touch are words of their own (TT's vignette and source)."""
    for aside in add_markup(draft, markup.replace("</span><span", "</span> <span")):
        href = safe_address(aside.get("src"))
        if href and all(one.href != href for one in draft.media):
            draft.media.append(Media(kind="picture", href=href, caption=aside.get("alt") or None))


def _text(draft: Draft, text: str) -> None:
    add_text(draft, text)


def _nitf(draft: Draft, markup: str) -> None:
    """A body that is NITF: what it says beside the text counts where the item itself says nothing."""
    try:
        root = parse_xml(markup.encode("utf-8", "replace"), "utf-8").root
    except Unreadable:
        add_text(draft, markup)
        return
    if root.tag == "nitf":
        nitf_parts.fill(draft, root, alone=False)
    elif root.tag in ("body", "body.content"):
        (nitf_parts.fill_body if root.tag == "body" else nitf_parts.fill_content)(draft, root)
    else:
        inner = child_of(root, "body")
        add_tree(draft, inner if inner is not None else root)


BODIES: dict[str, Callable[[Draft, str], None]] = {
    "text/html": _html,
    "text/plain": _text,
    "application/nitf+xml": _nitf,
}
"""How each content type is read."""
