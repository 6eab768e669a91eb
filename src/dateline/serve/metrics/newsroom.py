"""What the database says about the newsroom: asked at most once a second, and only what an index answers at once."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from dateline.newsroom.due import next_due
from dateline.newsroom.feeds import Feed, feeds
from dateline.newsroom.models import Delivery, Number

FOR_SECONDS = 1.0
"""So long one answer of the database serves whoever asks."""

MOST = 100_000
"""Counting goes no further: so many is many, and to count more would take longer than a scrape may."""


class Newsroom(NamedTuple):
    """The newsroom at one moment. `unread` and `oldest` are by backlog: seconds, 0 where nothing waits."""

    unread: dict[bool, int]
    oldest: dict[bool, float]
    quarantined: int
    overdue: float
    change: int
    edition: int
    feeds: list[Feed]


class Asked:
    """The newsroom as it was asked within the last second."""

    def __init__(self, ask: Callable[[], Newsroom] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask or read
        self._clock = clock
        self._lock = threading.Lock()
        self._known: Newsroom | None = None
        self._at = -FOR_SECONDS

    def now(self) -> Newsroom | None:
        """The figures, or None while the database does not answer. Who asks at the same time waits for one answer."""
        with self._lock:
            if self._clock() - self._at >= FOR_SECONDS:
                try:
                    self._known = self._ask()
                except DatabaseError:
                    self._known = None
                    connection.close()
                self._at = self._clock()
            return self._known


def read() -> Newsroom:
    """Ask the database."""
    now = timezone.now()
    numbers = dict(Number.objects.values_list("name", "n"))
    due = next_due()
    return Newsroom(
        unread={backlog: counted(unread(backlog)) for backlog in (False, True)},
        oldest={backlog: _since(oldest(backlog), now) for backlog in (False, True)},
        quarantined=counted(quarantined()),
        overdue=_since(due, now),
        change=numbers.get("change", 0),
        edition=numbers.get("edition", 0),
        feeds=feeds(now),
    )


def unread(backlog: bool) -> QuerySet[Delivery]:
    """The deliveries that nobody has read yet."""
    # `__in`: what Django makes of `backlog=False`, a bare NOT, no index of SQLite's serves.
    return Delivery.objects.filter(state=Delivery.State.PENDING, backlog__in=(backlog,))


def oldest(backlog: bool) -> datetime | None:
    """When the first of them arrived."""
    return unread(backlog).order_by("id").values_list("arrived_at", flat=True).first()


def quarantined() -> QuerySet[Delivery]:
    """The deliveries in quarantine."""
    return Delivery.objects.filter(state=Delivery.State.QUARANTINED)


def counted(rows: QuerySet[Any]) -> int:
    """How many rows, up to MOST."""
    return rows.values("id")[:MOST].count()


def _since(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())
