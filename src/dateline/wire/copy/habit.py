"""Habits: what the grammar does otherwise for the copy of one agency."""

import re
from datetime import tzinfo

import msgspec

from dateline.wire.item import SignalKind


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """How one agency writes, where it differs from the common grammar. Patterns are matched against whole paragraphs.

    `agency` is the agency's own code, which makes its name at the end of the last sentence (`… EFE`) a sign-off; `zone`
    that of the times in its copy.
    """

    agency: str | None = None
    zone: tzinfo | None = None
    apparatus: tuple[re.Pattern[str], ...] = ()
    head_apparatus: tuple[re.Pattern[str], ...] = ()
    signals: tuple[tuple[re.Pattern[str], SignalKind], ...] = ()


COMMON = Habit()
"""The habit of an agency of which nothing particular is known."""
