"""Numbers that a service skipped: an agency that numbers its messages shows by a hole that something did not come.

A series is told by its members alone: guids that differ in one run of digits, and in it by little. Nobody has to say
which services are numbered, and what is not numbered one after the other makes no series.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from dateline.newsroom.identity import whole_of
from dateline.newsroom.models import Article, Item, Source
from dateline.newsroom.rows import values

WINDOW = timedelta(hours=24)
"""How far back a series is looked at."""

MOST_ITEMS = 500
"""How many of the newest items of a source are looked at."""

FEWEST = 4
"""The fewest numbers that make a series."""

WIDEST = 20
"""The most numbers in a row that can be a hole: what lies further apart are two series."""

MOST_GUID = 200
MOST_HOLES = 50
MOST_MISSING = 1000

_UNREAD = "SELECT id FROM newsroom_delivery WHERE state = 'pending' AND source_id = %s AND id < %s LIMIT 1"
"""Written out as the condition of the index `delivery_pending_source`: with parameters SQLite would not use it."""

_RUN = re.compile(r"\d{1,8}")
_LEADING_PARTS = ("anpa1312:",)
"""Guids whose number stands in their first four parts, and whose last parts are different in each."""


class Hole(NamedTuple):
    """Numbers of a series that did not come, from `first` to `last`. The guid of each is `before` number `after`."""

    before: str
    after: str
    first: int
    last: int
    width: int

    @property
    def numbers(self) -> str:
        """The numbers as the service writes them: `043` or `043–044`."""
        written = [f"{number:0{self.width}d}" for number in (self.first, self.last)]
        return "–".join(dict.fromkeys(written))

    @property
    def series(self) -> str:
        """What the numbers are of, `…` for the number."""
        return f"{self.before}…{self.after}"

    def guids(self) -> list[str]:
        """The guids that are missing."""
        return [f"{self.before}{number:0{self.width}d}{self.after}" for number in range(self.first, self.last + 1)]


def holes_of(source: Source, now: datetime) -> list[Hole] | None:
    """What the services of a source skipped among its newest items of a day; None while something that came before
    the last of them has yet to be read: after a replay it may be what is missing.
    """
    since = round((now - WINDOW).timestamp() * 1000)
    newest = Article.objects.filter(source=source, came_at__gte=since).order_by("-came_at", "-id")
    rows = list(newest.values_list("provider", "item__guid", "revision__delivery")[:MOST_ITEMS])
    last = max((delivery or 0 for _provider, _guid, delivery in rows), default=0)
    if values(_UNREAD, [source.pk, last]):
        return None
    found: list[Hole] = []
    for provider in sorted({provider for provider, _guid, _delivery in rows}):
        guids = [guid for owner, guid, _delivery in rows if owner == provider]
        missing = [guid for hole in holes(guids) for guid in hole.guids()][:MOST_MISSING]
        # What came by another source, or before the newest of this one, is not missing.
        known = Item.objects.filter(provider=provider, guid__in=missing).values_list("guid", flat=True)
        found += holes([*guids, *known])
    return found[:MOST_HOLES]


def holes(guids: Iterable[str]) -> list[Hole]:
    """The holes in the series that these guids of one provider make."""
    series: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for guid in guids:
        plain = _plain(guid)
        for run in _RUN.finditer(plain[:MOST_GUID]):
            width = len(run[0]) if run[0].startswith("0") or len(run[0]) > 2 else 0
            series[plain[: run.start()], plain[run.end() :], width].add(int(run[0]))
    return [
        Hole(before, after, first, last, width)
        for (before, after, width), numbers in sorted(series.items())
        for first, last in _skipped(sorted(numbers))
    ]


def _plain(guid: str) -> str:
    whole = whole_of(guid) or guid
    return ":".join(whole.split(":")[:4]) if whole.startswith(_LEADING_PARTS) else whole


def _skipped(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """What is missing between numbers that lie near each other, where most are there."""
    for group in _groups(numbers):
        missing = group[-1] - group[0] + 1 - len(group)
        if len(group) >= FEWEST and missing * 2 <= len(group):
            for one, other in pairwise(group):
                if other - one > 1:
                    yield one + 1, other - 1


def _groups(numbers: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for number in numbers:
        if group and number - group[-1] > WIDEST + 1:
            yield group
            group = []
        group.append(number)
    if group:
        yield group
