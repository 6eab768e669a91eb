"""Belga: NewsML 1.2 with two languages in one item, and a telex that knows many marks. See docs/profiles/belga.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal
from dateline.wire.profiles.profile import Profile

SECTIONS: dict[str, str] = {
    "BIN": "Binnenland",
    "BTL": "Buitenland",
    "SPN": "Sport",
    "INT": "Intérieur",
    "EXT": "Extérieur",
    "SPF": "Sports",
}
"""The sections that Belga's services stand for, in the language of the service."""

_DUTCH = frozenset(("BIN", "BTL", "SPN"))
_NO_HEADLINE = re.compile(r"no headline ?!?", re.IGNORECASE)
# `./.ABC`, `ABC/DEF/./.`, and with the language that it was written in `(ABC, nl, DEF)`.
_END = re.compile(
    r"(?:\./\.?){1,3}\s*[A-Z]{0,4}|[A-Z]{2,4}(?:/[A-Z]{2,4})+/?(?:\./\.?){0,3}"
    r"|\([A-Z]{3}, ?(?:nl|fr|en|de)(?:, ?[A-Z]{3}){0,3}\)"
)


# Who sends a tip stands ahead of it: `cor 446 - BRAND GEBOUW, hemiksem`.
_SENT_BY = re.compile(r"(?P<who>cor \d{1,5}) - (?=\S)", re.IGNORECASE)

_CUES = frozenset(("***", "NewsComponentRef"))
"""What parts the pieces of a bulletin that is read out, and stands where a sound is played."""

_VERSION = re.compile(r"\((?P<number>[2-9])(?:\s?(?:DER|LEAD|et fin|en slot))?\)$", re.IGNORECASE)


# Marks in the middle of a title, or between dashes at its end: `Cup (3DER): X gagne`, `… - VERBETERING/RECTIFICATIF -`.
_INSIDE = re.compile(
    r"\s(?P<mark>\((?:(?P<number>\d)?(?:DER|LEAD)|(?P<corrects>CORRECT|RECTIFICATIF|VERBETERING)|UPDATE)\))(?=[:\s])"
    r"|\s(?P<last>-\s(?:VERBETERING|RECTIFICATIF)(?:/(?:VERBETERING|RECTIFICATIF))?\s-)$"
)


def _take_marks(draft: Draft) -> None:
    """Takes the marks that stand in the middle of a title of the telex out of it, and its version."""
    found = _INSIDE.search(draft.headline or "")
    if draft.headline is not None and found is not None and found.start():
        mark = found["mark"] or found["last"]
        draft.signals.append(Signal(kind="correction" if found["corrects"] or found["last"] else "update", text=mark))
        draft.version = draft.version or found["number"]
        draft.headline = draft.headline[: found.start()] + draft.headline[found.end() :]
    marked = _VERSION.search((draft.headline or "").rstrip())
    draft.version = draft.version or (marked["number"] if marked is not None else None)


def adjust(draft: Draft) -> None:
    """Urgency from the item's own Priority, section from its service, no headline out of `No Headline !`.

    The telex has its version only in the headline: `(2)`, `(3DER)`.
    """
    if draft.format == "iptc7901":
        _take_marks(draft)
    if draft.urgency is None:
        priority = draft.facts.get("property.Priority", "").partition("|")[0]
        if len(priority) == 1 and priority in "123456789":
            draft.urgency = int(priority)
    if draft.headline is not None and _NO_HEADLINE.fullmatch(draft.headline.strip()):
        draft.headline = None
    if (sent := _SENT_BY.match(draft.headline or "")) is not None and draft.headline is not None:
        draft.head_apparatus.append(sent["who"])
        draft.headline = draft.headline[sent.end() :]
    if draft.kind == "audio":
        for block in draft.blocks:
            if block.text in _CUES:
                block.role = "apparatus"
    if draft.section is None:
        draft.section = _section(draft)


def _section(draft: Draft) -> str | None:
    dutch = (draft.language or "").startswith("nl")
    services = draft.facts.get("property.NewsPackage.NewsService", draft.facts.get("service", "")).split("|")
    return next((SECTIONS[name] for name in services if name in SECTIONS and (name in _DUTCH) == dutch), None)


PROFILE = Profile(
    code="BELGA",
    name="Belga",
    habit=Habit(agency="BELGA", apparatus=(_END,)),
    zone=ZoneInfo("Europe/Brussels"),
    quirks=adjust,
)
"""The profile of Belga. It has no language: Belga sends Dutch and French under one code."""
