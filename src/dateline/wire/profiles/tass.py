"""TASS: NewsML 1 of a dialect of its own. See docs/profiles/tass.md."""

from zoneinfo import ZoneInfo

from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal
from dateline.wire.profiles.profile import Profile

_LOUD = frozenset(("URGENT", "FLASH", "СРОЧНО", "МОЛНИЯ"))


def adjust(draft: Draft) -> None:
    """A slug that only says how urgent the copy is makes it a flash, and is no slug."""
    if draft.slugline is not None and draft.slugline.upper() in _LOUD:
        draft.signals.append(Signal(kind="flash", text=draft.slugline))
        draft.slugline = None


PROFILE = Profile(code="TASS", name="TASS", habit=Habit(agency="TASS"), zone=ZoneInfo("Europe/Moscow"), quirks=adjust)
"""The profile of TASS. It has no language: TASS sends Russian and English under one code."""
