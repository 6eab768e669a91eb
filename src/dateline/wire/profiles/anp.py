"""ANP and its financial wire AFN: NewsML 1.2 and the ANP News API. See docs/profiles/anp.md."""

import re
from zoneinfo import ZoneInfo

import msgspec

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import SignalKind, Subject
from dateline.wire.profiles.profile import Profile

SECTIONS: dict[str, str] = {
    "BUI": "Buitenland",
    "BIN": "Binnenland",
    "ECO": "Economie",
    "FIN": "Economie",
    "AFN": "Economie",
    "SPO": "Sport",
    "POL": "Politiek",
    "ENT": "Entertainment",
    "CUL": "Cultuur",
    "REG": "Regio",
}
"""The sections that ANP's category codes stand for."""

_CATEGORY = re.compile(r"(?:X?ANP/)?([A-Z]{3})")
_REPORTER = re.compile(r"(?P<name>[^\W\d_][\w'’.\- ]{2,60}?)\s*\((?P<initials>[a-zà-ÿ]{2,5}(?:/[a-zà-ÿ]{2,5})*)\)")
_VOCABULARY = "ANPCatCodes"
_CONTACT = re.compile(
    r"\(?(?:ANP|AFN)\b.{0,60}\b(?:redactie|desk)\b.{0,200}"
    r"|\(?(?:ANP|AFN)\s[^,.]{3,30}, (?:(?:e-?mail|mail|tel)\b|\S{1,40}@|\+?\d[\d -]{6,}).{3,200}",
    re.IGNORECASE | re.DOTALL,
)


def _spaced(word: str) -> str:
    """A pattern for a word with or without spaces between its letters, in which ANP sets what must be noticed."""
    return "(?i:" + r"\s*".join(word) + ")"


_SIGNALS: tuple[tuple[re.Pattern[str], SignalKind], ...] = (
    (re.compile(_spaced("nieuwbericht") + r"\s*[,;:]?\s*vervangt\s*:?\s*(?P<target>.+)", re.DOTALL), "replacement"),
    (re.compile(_spaced("vervallen") + r"\s*[:!]\s*(?P<target>.+)", re.DOTALL), "kill"),
)


def section_of(category: str) -> str | None:
    """The section of a category code: `ANP/BUI` is Buitenland. None for a code that nothing is known of."""
    found = _CATEGORY.fullmatch(category)
    return SECTIONS.get(found[1]) if found is not None else None


def adjust(draft: Draft) -> None:
    """Section from the categories; the reporter out of SlugLine and authors, without the initials of who sent it."""
    if draft.section is None:
        draft.section = _section(draft)
    draft.subjects = [_named(subject) for subject in draft.subjects]
    if draft.byline is None and draft.slugline is not None:
        reporter = _REPORTER.fullmatch(draft.slugline)
        draft.byline = reporter["name"] if reporter is not None else None
    elif draft.byline is not None:
        draft.byline = _REPORTER.sub(lambda found: found["name"], draft.byline)


def _section(draft: Draft) -> str | None:
    codes = draft.facts.get("categories", "").split() + [
        subject.code or "" for subject in draft.subjects if _VOCABULARY in (subject.scheme or "")
    ]
    codes.extend(keyword.partition("/")[0] for keyword in draft.keywords if "/" in keyword or keyword in SECTIONS)
    return next((section for code in codes if (section := section_of(code)) is not None), None)


def _named(subject: Subject) -> Subject:
    if subject.name is not None or subject.code is None or "anp" not in (subject.scheme or "").lower():
        return subject
    name = section_of(subject.code)
    return msgspec.structs.replace(subject, name=name) if name is not None else subject


PROFILE = Profile(
    code="ANP",
    name="Algemeen Nederlands Persbureau",
    codes=("AFN",),
    habit=Habit(agency="ANP", apparatus=(_CONTACT,), signals=_SIGNALS),
    zone=ZoneInfo("Europe/Amsterdam"),
    language="nl",
    quirks=adjust,
)
"""The profile of ANP."""
