"""ANSA: NITF whose byline is a line below the headline. See docs/profiles/ansa.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.profiles.profile import Profile

_CLOSING = re.compile(r"[A-Z0-9]{2,4}-[A-Z0-9]{2,3}|[A-Z]{3}|N{3,4}")
# The moment of a message of old: `04-MAR-26 10:00 NNNN`.
_MOMENT = re.compile(r"\d\d-[A-Z]{3}-\d\d\s+\d\d:\d\d(?:\s+N{2,4})?")
# `51 77 03 CRO01 1113 APE4800 GEST LOC03 QBXBSXB`: to whom the copy is sent.
_ROUTING = re.compile(r"\d{2}\s\d{2}(?:\s[A-Z0-9]{2,8}){3,30}")
_WRITTEN_BY = re.compile(r"\(?\s*(?:di|by|dell['’]inviat[oa]|del corrispondente)\s", re.IGNORECASE)


def adjust(draft: Draft) -> None:
    """NITF's `byline` holds the line below the headline of a text, unless it says who wrote."""
    is_below = draft.format == "nitf" and draft.kind == "text" and draft.subheadline is None
    if is_below and draft.byline and not _WRITTEN_BY.match(draft.byline):
        draft.subheadline, draft.byline = draft.byline, None


PROFILE = Profile(
    code="ANSA",
    name="ANSA",
    habit=Habit(agency="ANSA", apparatus=(_CLOSING, _MOMENT, _ROUTING)),
    zone=ZoneInfo("Europe/Rome"),
    quirks=adjust,
)
"""The profile of ANSA. It has no language: ANSA sends Italian, English, Spanish and others under one code."""
