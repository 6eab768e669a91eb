"""dpa: digitalwires JSON, NewsML-G2, NITF and IPTC 7901, in several languages. See docs/profiles/dpa.md."""

import re
from zoneinfo import ZoneInfo

import msgspec

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal
from dateline.wire.profiles.profile import Profile

SECTIONS: dict[str, str] = {
    "pl": "Politik",
    "wi": "Wirtschaft",
    "vm": "Vermischtes",
    "ku": "Kultur",
    "sp": "Sport",
}
"""The desks (`dpacat`) that make a section, in German; `rs` and `dm` are service messages and make none."""

ADVISORY_GENRE = "dpatextgenre:27"
"""The genre `Achtung`: a message to newsrooms, such as what is planned."""

FLASH_URGENCY = 2
"""A text of this urgency or a higher one is an `Eilmeldung` (1 is a `Blitz`)."""

_CATEGORIES = ("desk", "category", "scope")
_CLOSING_LINE = re.compile(r"dpa(?:\s[a-zäöüß0-9]{1,4}(?:/[a-zäöüß0-9]{1,4})*){1,8}")


def adjust(draft: Draft) -> None:
    """Section from the desk, flash from the urgency, advisory from the genre, and the words of a correction.

    Read from `draft.facts`: `desk`, `category` or `scope` (`pl`, `dpacat:pl`), `genre` (its qcode), `correction` (the
    note of the role `dpaednoterole:correction`).
    """
    if draft.section is None and (draft.language or "de").startswith("de"):
        draft.section = _section(draft)
    if draft.kind == "text" and draft.urgency is not None and draft.urgency <= FLASH_URGENCY:
        draft.signals.append(Signal(kind="flash"))
    if ADVISORY_GENRE in draft.facts.get("genre", "").split("|"):
        draft.signals.append(Signal(kind="advisory"))
    note = draft.facts.get("correction")
    if note:
        draft.signals = [_with_words(signal, note) for signal in draft.signals]


def _section(draft: Draft) -> str | None:
    codes = (code for key in _CATEGORIES for code in draft.facts.get(key, "").split("|"))
    return next((SECTIONS[desk] for code in codes if (desk := code.rpartition(":")[2]) in SECTIONS), None)


def _with_words(signal: Signal, note: str) -> Signal:
    """The note of a correction is also sent with an update; it says what is new there."""
    if signal.kind not in ("correction", "update") or signal.text is not None:
        return signal
    return msgspec.structs.replace(signal, text=note)


PROFILE = Profile(
    code="DPA",
    name="dpa",
    codes=("DPA-AFX",),
    habit=Habit(agency="DPA", apparatus=(_CLOSING_LINE,)),
    zone=ZoneInfo("Europe/Berlin"),
    quirks=adjust,
)
"""The profile of dpa. It has no language: dpa sends German, English, Spanish and Arabic under one code."""
