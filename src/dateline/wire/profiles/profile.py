"""The profile of an agency."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

from dateline.wire.copy.habit import COMMON, Habit
from dateline.wire.draft import Draft


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One agency: its code and name, the codes of its services, its habit, its zone for times without one, language.

    `codes` are further codes under which the same house sends (AFN is ANP's financial wire). `quirks` sets right in a
    draft what this agency does differently; None where it does nothing particular.
    """

    code: str | None
    name: str = ""
    codes: tuple[str, ...] = ()
    habit: Habit = COMMON
    zone: ZoneInfo | None = None
    language: str | None = None
    quirks: Callable[[Draft], None] | None = None

    def adjust(self, draft: Draft) -> None:
        """Sets the agency's code and language, and puts right what the agency does differently."""
        if self.code is not None:
            draft.provider = self.code
        if draft.language is None:
            draft.language = self.language
        if self.quirks is not None:
            self.quirks(draft)


UNKNOWN = Profile(code=None)
"""The profile of an agency of which nothing is known: it changes nothing."""
