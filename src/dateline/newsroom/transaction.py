"""One writing transaction: everything that changes the newsroom goes through `writing()`.

At its end the change number rises by one (and the edition number, if something that readers see was touched), what
was touched is written down under the new edition, and the events are stored. The lock on the number's row makes the
order of commits the order of numbers, so a reader that has seen n has seen everything up to n.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from dateline.newsroom import removals
from dateline.newsroom.catalogue import Catalogue
from dateline.newsroom.models import Article, Event, Number, Outlet, Sending, Touch
from dateline.newsroom.rows import first_value, insert_all, marks
from dateline.newsroom.visible import Cursor
from dateline.wire.item import NewsItem

CHANGE = "change"
EDITION = "edition"

KEPT_TOUCHES = 10_000
"""How many editions back the touched tags are kept; whoever is further behind finds a gap and drops everything."""

_PRUNE_EVERY = 500

WRITERS = 0x6461_7465
"""The key of PostgreSQL's lock that whoever writes the newsroom holds."""

_followers: "list[Callable[[Work], None]]" = []

By = User | str | None
"""Who acts: a user, the name of something that is none (`command line`), or None for the machine by rule."""


class Work:
    """What one transaction has done so far. Made by `writing()` only.

    `now` is the moment of everything in it. `asked_at` is when what is being done arrived: that of the delivery which
    is received; None for the act of a person, which is done as soon as it is asked.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.catalogue = Catalogue()
        self.changed = False
        self.tags: dict[str, datetime | None] = {}
        self.events: list[Event] = []
        self.numbers: dict[str, int] = {}
        self.asked_at: datetime | None = None
        self.reaches: dict[int | None, Cursor | None] = {}
        """How far the lists of a section (of all, for None) reach, as `newsroom.touching` found when it first asked.
        What changes in this transaction moves that by no more than what is touched anyway.
        """
        self.shown: dict[int, tuple[Article, NewsItem | None]] = {}
        """The articles that changed, by key, and what each shows where that is at hand: for who follows them."""
        self._removes = False

    @cached_property
    def next_change(self) -> int:
        """The change number that this transaction will have: nobody else writes until it is over."""
        return number(CHANGE) + 1

    def change(self) -> None:
        """Something in the newsroom changed that only the desk sees."""
        self.changed = True

    def edition(self, *tags: str, kill: bool = False) -> None:
        """Readers see something else now: everything that is cached under these tags is out of date. `kill` says that
        it is because something was killed: when that was asked for is noted, the earliest for each tag.
        """
        self.changed = True
        asked = (self.asked_at or self.now) if kill else None
        for tag in tags:
            before = self.tags.get(tag)
            self.tags[tag] = min(filter(None, (before, asked)), default=None)

    def whole_site(self) -> None:
        """Every page may be another now (settings changed): also those that caches in front keep are out of date."""
        self.edition("house")
        fresh = {"state": Sending.State.PENDING, "attempts": 0, "next_at": self.now, "since": self.now}
        rows = Sending.objects.filter(outlet__kind=Outlet.Kind.PURGE, article=None)
        rows.update(told=F("told") + 1, **fresh)  # one under way does not end this one

    def shows(self, article: Article, item: NewsItem | None = None) -> None:
        """An article is another now, or new: who follows articles is told at the end."""
        self.shown[article.pk] = (article, item)

    def event(self, verb: str, *, by: By = None, act: bool = False, **fields: Any) -> Event:
        """Writes down who did what to which item, when and why. `act` marks a person's act, which standing obeys."""
        user = by if isinstance(by, User) else None
        name = by if isinstance(by, str) else (user.get_username() if user else "")
        event = Event(at=self.now, verb=verb, act=act, by=user, by_name=name, **fields)
        self.events.append(event)
        self.changed = True
        if verb in removals.VERBS and not self._removes:
            self._removes = True
            self.afterwards(removals.write_down_now)
        return event

    def afterwards(self, action: Callable[[], None]) -> None:
        """Does something once the transaction is committed, and never if it is not (files to remove)."""
        transaction.on_commit(action)

    def flush_events(self) -> None:
        """Stores the events so far: before somebody reads acts back."""
        if self.events:
            insert_all(self.events)
        self.events = []

    def _finish(self) -> None:
        self.flush_events()
        for follower in _followers if self.shown else ():
            follower(self)
        if self.catalogue.made:
            self.whole_site()  # a section made from a name stands in the head of every page
        if not self.changed:
            return
        self.numbers = _raise([CHANGE, EDITION] if self.tags else [CHANGE])
        if self.tags:
            n = self.numbers[EDITION]
            insert_all([Touch(n=n, tag=tag, at=self.now, asked_at=asked) for tag, asked in self.tags.items()])
            if n % _PRUNE_EVERY == 0:
                Touch.objects.filter(n__lte=n - KEPT_TOUCHES).delete()


def follow(follower: Callable[[Work], None]) -> None:
    """Has somebody told, at the end of each transaction and as a part of it, which articles changed (`Work.shown`)."""
    if follower not in _followers:
        _followers.append(follower)


@contextmanager
def writing(work: Work | None = None) -> Iterator[Work]:
    """One transaction that changes the newsroom; inside another one (`work`) it joins that.

    `work.now` is the moment that everything in it happens at.
    """
    if work is not None:
        yield work
        return
    with transaction.atomic():
        _queue()
        work = Work(timezone.now())
        yield work
        work._finish()


def _queue() -> None:
    """Waits for its turn: the newsroom is written by one transaction at a time, on SQLite as on PostgreSQL.

    Standing is decided from all that is known of an item and of those that it refers to. Two that decided at once
    would each not know what the other is about to store (docs/adr/0013-one-writer.md).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])


def number(name: str) -> int:
    """The change or edition number as it is now."""
    # Plain SQL: every open screen of the desk asks for it each second.
    return int(first_value("SELECT n FROM newsroom_number WHERE name = %s", [name]) or 0)


def era() -> str:
    """Which run of numbers this is: another after a restore."""
    return Number.objects.filter(name=EDITION).values_list("era", flat=True).first() or ""


def _raise(names: Sequence[str]) -> dict[str, int]:
    """Raises numbers by one; gives what they are now. Their rows are locked until the commit."""
    sql = f"UPDATE newsroom_number SET n = n + 1 WHERE name IN ({marks(names)}) RETURNING name, n"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, names)
        raised = {str(name): int(n) for name, n in cursor.fetchall()}
    for name in names:
        if name not in raised:
            Number.objects.create(name=name, n=1)
            raised[name] = 1
    return raised
