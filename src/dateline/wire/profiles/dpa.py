"""dpa: digitalwires JSON, NewsML-G2, NITF and IPTC 7901, in several languages. See docs/profiles/dpa.md."""

import re
from zoneinfo import ZoneInfo

import msgspec

from dateline.wire.copy.datelines import parse_dateline
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

LANGUAGES: dict[str, str] = {
    **dict.fromkeys("bdt bid erd edi edt hfk kom ldi ndk spe tmn wap".split(), "de"),
    **dict.fromkeys("aht bay brb bwg hes hsh mbv nsb nwf rhs san thg".split(), "de"),
    **dict.fromkeys("eca ecp ien".split(), "en"),
    "dpe": "es",
}
"""The language of dpa's services, by the letters that begin the header of IPTC 7901."""

ADVISORY_GENRE = "dpatextgenre:27"
"""The genre `Achtung`: a message to newsrooms, such as what is planned."""

FLASH_URGENCY = 2
"""A text of this urgency or a higher one is an `Eilmeldung` (1 is a `Blitz`)."""

_CATEGORIES = ("desk", "category", "scope")
_CLOSING_LINE = re.compile(r"dpa(?:\s[a-zäöüß0-9]{1,4}(?:/[a-zäöüß0-9]{1,4})*){1,8}")

# dpa-AFX names the papers that a text is about below it.
_ISIN = re.compile(r"ISINs?\s*:?\s*(?:[A-Z]{2}[A-Z0-9]{9}\d[\s,]*){1,30}")


def adjust(draft: Draft) -> None:
    """Language, section from the desk, flash from the urgency, advisory from the genre, and the words of a correction.

    Read from `draft.facts`: `desk`, `category` or `scope` (`pl`, `dpacat:pl`), `genre` (its qcode), `correction` (the
    note of the role `dpaednoterole:correction`), `service` (`bdt`). IPTC 7901 has no field for the teaser.
    """
    if draft.language is None:
        draft.language = LANGUAGES.get(draft.facts.get("service", "").lower())
    if draft.format == "iptc7901" and draft.abstract is None and draft.headline is not None:
        _take_teaser(draft)
    if draft.section is None and (draft.language or "de").startswith("de"):
        draft.section = _section(draft)
    if draft.kind == "text" and draft.urgency is not None and draft.urgency <= FLASH_URGENCY:
        draft.signals.append(Signal(kind="flash"))
    if ADVISORY_GENRE in draft.facts.get("genre", "").split("|"):
        draft.signals.append(Signal(kind="advisory"))
    note = draft.facts.get("correction")
    if note:
        draft.signals = [_with_words(signal, note) for signal in draft.signals]


def _take_teaser(draft: Draft) -> None:
    """The first paragraph is the teaser where the second one begins with the dateline."""
    blocks = draft.blocks
    if len(blocks) < 2 or blocks[0].tag != "p" or blocks[1].tag != "p" or parse_dateline(blocks[0].text) is not None:
        return
    if parse_dateline(blocks[1].text) is not None:
        draft.abstract = blocks.pop(0).text


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
    habit=Habit(agency="DPA", apparatus=(_CLOSING_LINE, _ISIN)),
    zone=ZoneInfo("Europe/Berlin"),
    quirks=adjust,
)
"""The profile of dpa. It has no language: dpa sends German, English, Spanish and Arabic under one code."""
