"""What the database says about the newsroom: asked at most once a second, and only what an index answers at once."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError, connection
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from dateline.newsroom.due import next_due
from dateline.newsroom.models import Delivery, Number, PollMark, Source

FOR_SECONDS = 1.0
"""So long one answer of the database serves whoever asks."""

MOST = 100_000
"""Counting goes no further: so many is many, and to count more would take longer than a scrape may."""

FROM_OUTSIDE = (Source.Kind.FOLDER, Source.Kind.PUSH, Source.Kind.ANP_API)
"""Sources that an agency fills, and that can fall silent."""


class Feed(NamedTuple):
    """A source that an agency fills. `silence` is in seconds, infinite where nothing ever came; `quiet_after` too."""

    slug: str
    silence: float
    quiet_after: float
    polled: bool
    failures: int


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


def counted(rows: QuerySet[Delivery]) -> int:
    """How many rows, up to MOST."""
    return rows.values("id")[:MOST].count()


def feeds(now: datetime) -> list[Feed]:
    """Every active source that an agency fills, and how long it has been silent."""
    arrived = Delivery.objects.filter(source=OuterRef("pk")).order_by("-arrived_at").values("arrived_at")[:1]
    failures = dict(PollMark.objects.values_list("source").annotate(most=Max("failures")).order_by("source"))
    sources = Source.objects.filter(active=True, kind__in=FROM_OUTSIDE).annotate(last=Subquery(arrived))
    return [
        Feed(
            slug=source.slug,
            silence=_since(source.last, now) if source.last else float("inf"),
            quiet_after=source.quiet_after * 60.0,
            polled=source.kind == Source.Kind.ANP_API,
            failures=failures.get(source.pk, 0),
        )
        for source in sources.order_by("slug")
    ]


def _since(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, (now - moment).total_seconds())
