"""What a list says is new: read from its top down to what is known already, a page at a time."""

import time
from collections.abc import Set
from datetime import datetime
from typing import NamedTuple

from dateline.intake.anp.answers import Listed, Page

MOST_PAGES = 200
MOST_ITEMS = 10_000
"""How far a list is read at the most: more than any service sends in a week."""


class News(NamedTuple):
    """What a list told, newest first.

    `above` was listed since what is known. `late` stands on the same pages below it: usually known too, but a list may
    have got an entry in the wrong place. `whole` says that nothing can be missing between `above` and what is known.
    `trouble` is what was odd, if anything.
    """

    above: list[Listed]
    late: list[Listed]
    whole: bool = True
    trouble: str = ""


class Reading:
    """A list that is being read: until a page has an item that is `known`, or none that is newer than `since`.

    `before` is the item before which the next page begins, None for the first; `began` is when (monotonic).
    """

    def __init__(self, known: Set[str], since: datetime) -> None:
        self.before: str | None = None
        self.began = time.monotonic()
        self._known = known
        self._since = since
        self._seen: dict[str, Listed] = {}
        self._pages = 0
        self._whole = True
        self._trouble = ""

    def take(self, page: Page) -> bool:
        """Takes the next page in; whether it was the last."""
        self._pages += 1
        fresh = [entry for entry in page.items if entry.id not in self._seen]
        self._seen |= {entry.id: entry for entry in fresh}
        if not page.more or not self._known.isdisjoint(self._seen):
            return True
        if not fresh:
            self.break_off("its list repeats itself instead of going on")
            return True
        if all(entry.at is not None and entry.at < self._since for entry in fresh):
            return True
        if len(self._seen) > MOST_ITEMS or self._pages == MOST_PAGES:
            # To read it again would go no further: what is older is left out for good.
            self._trouble = f"its list goes on after {MOST_ITEMS:,} items or {MOST_PAGES} pages: the rest is left out"
            return True
        self.before = fresh[-1].id
        return False

    def break_off(self, trouble: str) -> None:
        """Ends the reading before its end."""
        self._whole, self._trouble = False, trouble

    def news(self) -> News:
        """What it told so far."""
        seen = list(self._seen.values())[:MOST_ITEMS]
        recent = [entry for entry in seen if entry.at is None or entry.at >= self._since]
        place = next((place for place, entry in enumerate(seen) if entry.id in self._known), None)
        if place is not None:
            below = {entry.id for entry in seen[place:]} - self._known
            return News(seen[:place], [entry for entry in recent if entry.id in below], True, self._trouble)
        # Without what is known, only the time says how far back to go.
        if self._whole:
            return News(recent, [], True, self._trouble)
        return News([], recent, False, self._trouble)
