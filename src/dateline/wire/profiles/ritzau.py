"""Ritzau: XML of its own, and NITF. See docs/profiles/ritzau.md."""

import re
from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal
from dateline.wire.profiles.profile import Profile

# What closes the copy of Ritzau's financial desk: `.\\˙ MarketWire`.
_MARKETWIRE = re.compile(r"\.\\{1,2}\S?\s*MarketWire", re.IGNORECASE)
# What stands below a press release that Ritzau hands on.
_HANDED_ON = re.compile(
    r"[*\s]*(?:Ovenstående|Denne)\s+pressemeddelelse\s+er\s+(?:videreformidlet|formidlet|udsendt)\s+(?:af|via)\s+(?:Via\s+)?Ritzau\b.{0,300}",
    re.IGNORECASE | re.DOTALL,
)
_FLASH = re.compile(r"NU[-/]FLASH\b")
_GUID = re.compile(r"(?P<guid>\d{8}:[A-Z]{2,4}:\d+):(?P<version>\d{1,2})")


def adjust(draft: Draft) -> None:
    """The revision out of the ids in NITF, beside the version that `du-key` states; flashes by their slug."""
    found = _GUID.fullmatch(draft.guid or "")
    if found is not None:
        draft.guid = found["guid"]
        draft.version = draft.version or found["version"]
    if _FLASH.match(draft.slugline or "") is not None:
        draft.signals.append(Signal(kind="flash"))


PROFILE = Profile(
    code="RITZAU",
    name="Ritzau",
    habit=Habit(agency="RITZAU", apparatus=(_MARKETWIRE, _HANDED_ON)),
    zone=ZoneInfo("Europe/Copenhagen"),
    language="da",
    quirks=adjust,
)
"""The profile of Ritzau."""
