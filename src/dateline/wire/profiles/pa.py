"""PA Media: NITF, and JSON of its API. See docs/profiles/pa.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.profiles.profile import Profile

# `mf`: more follows, `mfl` later.
_CLOSING = re.compile(r"mfl?|more follows(?: later)?|ends?", re.IGNORECASE)
_GUID = re.compile(r"(?P<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[A-Z]{0,4})-(?P<version>\d+)-(?P<part>\d+)")


def adjust(draft: Draft) -> None:
    """PA's ids end with version and part: the version goes, and the part stays where it is not the first."""
    found = _GUID.fullmatch(draft.guid or "")
    if found is not None:
        draft.guid = found["guid"] if found["part"] == "1" else f"{found['guid']}-{found['part']}"
        draft.version = draft.version or found["version"]


PROFILE = Profile(
    code="PA",
    name="PA Media",
    habit=Habit(agency="PA", apparatus=(_CLOSING,)),
    zone=ZoneInfo("Europe/London"),
    language="en",
    quirks=adjust,
)
"""The profile of PA Media."""
