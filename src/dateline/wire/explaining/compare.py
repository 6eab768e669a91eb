"""How an item came about: each key with its value, where that stands in the file, and who put it there."""

from datetime import datetime
from typing import Any

import msgspec

from dateline.wire.copy.apparatus import is_apparatus, is_editors_note, is_initials, opens_notebook
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.habit import COMMON, Habit
from dateline.wire.draft import Block, Draft
from dateline.wire.explaining.search import Search
from dateline.wire.explaining.values import By, Field, ItemExplanation, Taken
from dateline.wire.item import NewsItem
from dateline.wire.profiles import PROFILES, Profile
from dateline.wire.text.blocks import squash

_OWN_NAMES = {"precision": "version_created"}
_LEFT_OUT = {"body", "text", "apparatus", "problems", "format"}
"""Keys that are shown in ways of their own."""

_DEFAULTS = {"status": "usable", "kind": "text"}
"""What a draft has before anything is read."""

_TIMES = ("first_created", "version_created", "embargoed", "expires")


class Steps(msgspec.Struct):
    """A draft as the format left it, as the profile left it, and as the grammar left it."""

    read: Draft
    adjusted: Draft
    parsed: Draft
    profile: Profile


def compare(item: NewsItem, steps: Steps, search: Search) -> ItemExplanation:
    """The explanation of an item by the steps on the way to it."""
    fields, missing = [], []
    for name in NewsItem.__struct_fields__:
        if name in _LEFT_OUT:
            continue
        value = getattr(item, name)
        if value is None or value == ():
            missing.append(_key(name))
            continue
        for key, text in _told(name, value):
            by = _by(name, key, value, steps)
            where = _where(name, key, text, steps, search)
            if where is None and by == "format" and _DEFAULTS.get(key) == text:
                by = "default"
            fields.append(Field(key=key, value=" ".join(text.split()), where=where, by=by))
    return ItemExplanation(
        item=item,
        profile=steps.profile.code,
        is_known=any(known.code == steps.profile.code for known in PROFILES if known.code is not None),
        fields=tuple(fields),
        taken=tuple(_taken(steps, search)),
        missing=tuple(missing),
    )


def _key(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _told(name: str, value: Any) -> list[tuple[str, str]]:
    """A value as text for a person, in several lines where it has parts."""
    key = _key(name)
    if name == "dateline":
        parts = (("text", value.text), ("places", value.places), ("agencies", value.agencies), ("date", value.date))
        return [(f"{key}.{part}", _listed(one)) for part, one in parts if one]
    if name == "signal":
        words = (("kind", value.kind), ("text", value.text), ("target", value.target))
        return [(f"{key}.{part}", one) for part, one in words if one]
    if isinstance(value, datetime):
        return [(key, value.isoformat().replace("+00:00", "Z"))]
    if name == "subjects":
        return [(key, _listed(tuple(one.name or one.code or "" for one in value)))]
    if name == "links":
        return [(key, _listed(tuple(one.href or one.guid or "" for one in value)))]
    if name == "media":
        return [(key, _listed(tuple(f"{one.kind} {one.href or one.guid or ''}".strip() for one in value)))]
    return [(key, _listed(value))]


def _listed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _by(name: str, key: str, value: Any, steps: Steps) -> By:
    """The first step after which the value was there."""
    if name in ("signal", "dateline", "credit"):
        if name == "signal" and any(one.kind == value.kind for one in steps.read.signals):
            return "format"
        return "grammar"
    own = _OWN_NAMES.get(name, name)
    read, adjusted, parsed = (_value(draft, own) for draft in (steps.read, steps.adjusted, steps.parsed))
    if isinstance(value, datetime) or name == "precision":
        return "format" if read is not None else "profile" if adjusted is not None else "grammar"
    settled = value if not isinstance(value, tuple) else list(value)
    if read == settled or (name == "provider" and read is None and adjusted is None):
        return "format"
    if adjusted == settled or (name == "language" and parsed is None):
        return "profile"
    return "grammar"


def _value(draft: Draft, name: str) -> Any:
    return getattr(draft, name, None)


def _where(name: str, key: str, text: str, steps: Steps, search: Search) -> str | None:
    if name == "precision" or key in ("signal.kind", "dateline.places", "dateline.agencies"):
        return None
    if name in _TIMES:
        moments = [moment for draft in (steps.read, steps.parsed) if (moment := _value(draft, name)) is not None]
        return search.place_of_time(key, moments)
    if name == "guid":
        pieces = (text, text.partition("#")[0], text.rpartition(":")[2].partition("#")[0])
        return next((where for piece in pieces if (where := search.place_of(key, piece))), None)
    if name in ("subjects", "keywords", "places", "links", "credit", "media"):
        found = [search.place_of(key, one) for one in text.split(", ")]
        return next((where for where in found if where), None)
    written = steps.read.provider or steps.read.facts.get("party") if name == "provider" else None
    return search.place_of(key, text) or (search.place_of(key, written) if written else None)


def _taken(steps: Steps, search: Search) -> list[Taken]:
    found = []
    written, headline = steps.adjusted.headline, steps.parsed.headline
    if written and headline is not None and squash(written) != squash(headline):
        where = search.place_of("headline", written)
        found.append(Taken(role="signal", text=_marks(written, headline), where=where, why="marks on the headline"))
    for mark in steps.parsed.head_apparatus:
        where = search.place_of("headline", mark)
        found.append(Taken(role="apparatus", text=mark, where=where, why="a mark of the desk"))
    for block in steps.parsed.blocks:
        if block.role != "body":
            text, where = " ".join(block.text.split()), search.place_of("text", block.text)
            why = _why(block, steps.parsed, steps.profile.habit)
            found.append(Taken(role=block.role, text=text, where=where, why=why))
    return found


def _marks(written: str, headline: str) -> str:
    """What was taken off a headline, with `…` where the rest stood."""
    at = written.find(headline)
    if at < 0:
        return written
    before, after = written[:at].strip(), written[at + len(headline) :].strip()
    return " ".join(f"{before} … {after}".split())


def _why(block: Block, draft: Draft, habit: Habit) -> str:
    """A few words on why a block is not in the body, by the rules that the grammar goes by."""
    text = block.text
    match block.role:
        case "dateline":
            return "place and agencies ahead of the text"
        case "signal":
            kinds = dict.fromkeys(one.kind for one in draft.signals)
            return f"says what the copy is: {', '.join(kinds) or 'advisory'}"
        case "headline":
            return "repeats the headline"
        case "byline":
            return "who wrote it"
        case "note":
            return "a note for readers"
    if announces_embargo(text):
        return "announces an embargo"
    if opens_notebook(text):
        return "opens a notebook: all that follows is for editors"
    if is_editors_note(text):
        return "a note to editors"
    if is_initials(text) or is_apparatus(text, COMMON):
        return "a sign-off, contact or end of copy, as any agency has them"
    if is_apparatus(text, habit):
        return f"a habit of {draft.provider}" if draft.provider else "a habit of the agency"
    return "stands behind a heading for editors, or was marked so in the file"
