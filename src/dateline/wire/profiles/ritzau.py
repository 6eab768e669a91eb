"""Ritzau: XML of its own, and NITF. See docs/profiles/ritzau.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.profiles.profile import Profile

# What closes the copy of Ritzau's financial desk: `.\\˙ MarketWire`.
_MARKETWIRE = re.compile(r"\.\\{1,2}\S?\s*MarketWire", re.IGNORECASE)
_GUID = re.compile(r"(?P<guid>\d{8}:[A-Z]{2,4}:\d+):(?P<version>\d{1,2})")


def adjust(draft: Draft) -> None:
    """Ritzau's ids in NITF end with a number of the revision, beside the version that `du-key` states."""
    found = _GUID.fullmatch(draft.guid or "")
    if found is not None:
        draft.guid = found["guid"]
        draft.version = draft.version or found["version"]


PROFILE = Profile(
    code="RITZAU",
    name="Ritzau",
    habit=Habit(agency="RITZAU", apparatus=(_MARKETWIRE,)),
    zone=ZoneInfo("Europe/Copenhagen"),
    language="da",
    quirks=adjust,
)
"""The profile of Ritzau."""
