"""One service of a polled source: what is still to be fetched, how far its mark may move, and when it is asked next."""

import logging
import random
import time
from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from dateline.intake.anp import answers
from dateline.intake.anp.answers import Listed
from dateline.intake.anp.listing import MOST_ITEMS, News, Reading
from dateline.newsroom.models import PolledItem, PollMark, Source

log = logging.getLogger(__name__)

BACK = timedelta(hours=24)
"""How far back a first run goes, and one whose mark is gone; and how long an item is asked for again."""

YOUNG = timedelta(minutes=15)
"""What came longer ago when it is fetched for the first time is backlog: newer copy goes first."""

SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds between two tries of what fails, from the second to the last: each pause is twice as long as the one before.
"""

IN_A_ROW = 3
"""Items of a service that fail one after another before the service is left alone for a while."""


class Progress:
    """A row of PollMark with what this process knows besides: how it goes, and when to try again."""

    def __init__(self, source: Source, mark: PollMark) -> None:
        self.source = source
        self.mark = mark
        self.rests_until = 0.0

    @property
    def called(self) -> str:
        """What people call it."""
        name = self.mark.title or self.mark.service
        return f"{self.source.slug}, {name}" if name else self.source.slug

    @property
    def rests(self) -> bool:
        """Whether it is left alone just now."""
        return time.monotonic() < self.rests_until

    def fail(self, told: str, rest: float = 0.0) -> None:
        """Notes a trouble, and rests: for `rest` seconds at the least, longer the more often it failed in a row."""
        mark = self.mark
        mark.failures += 1
        pause = max(float(self.source.every), SHORTEST_PAUSE) * 2.0 ** min(mark.failures - 1, 20)
        pause = max(rest, min(pause, LONGEST_PAUSE)) * random.uniform(1.0, 1.25)  # noqa: S311  # not a secret
        self.rests_until = time.monotonic() + pause
        rows = PollMark.objects.filter(pk=mark.pk)
        if mark.service:
            rows.update(failures=mark.failures, due_at=timezone.now() + timedelta(seconds=pause))
        else:
            rows.update(failures=mark.failures)  # when the source itself is due is the lease
        self.note(told)

    def recover(self, told: str = "") -> None:
        """Notes that it goes well again, if it did not; `told` is what is odd all the same."""
        if self.mark.failures:
            self.mark.failures = 0
            PollMark.objects.filter(pk=self.mark.pk).update(failures=0)
        self.note(told)

    def note(self, told: str) -> None:
        """Has the mark say what the trouble is; the log says it once."""
        if told == self.mark.trouble:
            return
        if told:
            log.warning("%s: %s", self.called, told)
        else:
            log.info("%s: goes on", self.called)
        self.mark.trouble = told
        PollMark.objects.filter(pk=self.mark.pk).update(trouble=told)


class ServiceProgress(Progress):
    """A service: `young` and `backlog` are to be fetched, oldest first.

    `failed_in_a_row` counts items; `given_since` says whether it has given any since it was last known to fail.
    """

    def __init__(self, source: Source, mark: PollMark) -> None:
        super().__init__(source, mark)
        # Whoever asked last may have been another process, a moment ago.
        wait = min((mark.due_at - timezone.now()).total_seconds(), LONGEST_PAUSE)
        self.list_at = time.monotonic() + max(0.0, wait)
        self.young: deque[Listed] = deque()
        self.backlog: deque[Listed] = deque()
        self.failed_in_a_row = 0
        self.given_since = not mark.failures
        self.read_at = self.fetched_at = 0.0
        self.reading: Reading | None = None
        self._ahead: deque[str] = deque()
        self._open: set[str] = set()

    @property
    def has_plenty(self) -> bool:
        """Whether more is to be fetched than an honest list ever tells of: then it is not read before that is less."""
        return len(self._open) >= MOST_ITEMS

    def begin(self) -> Reading:
        """A reading of the list: down to the mark or to what is to be fetched before the mark can move on.

        Where neither stands in it, until 24 hours before it was read the last time.
        """
        now = timezone.now()
        return Reading({*self._ahead, self.mark.newest} - {""}, min(self.mark.read_at or now, now) - BACK)

    def take_in(self, news: News) -> None:
        """Notes what a list told; what has been fetched before is not fetched again."""
        wanted = [entry for entry in (*news.above, *news.late) if entry.id not in self._open]
        there = known_items(self.source, self.mark.service, [entry.id for entry in wanted])
        wanted = [entry for entry in wanted if entry.id not in there]
        self._open.update(entry.id for entry in wanted)
        if news.whole:
            self._ahead.extend(entry.id for entry in reversed(news.above))
        now = timezone.now()
        # A list is newest first; an entry in the wrong place goes where its time says.
        wanted.reverse()
        wanted.sort(key=lambda entry: min(entry.at or now, now))
        for entry in wanted:
            (self.young if is_young(entry, now) else self.backlog).append(entry)
        self.stored(())

    def newest_without(self, done: Collection[str]) -> str:
        """What the mark is once these are stored: the newest item such that it and all before it are."""
        newest = self.mark.newest
        for item in self._ahead:
            if item in self._open and item not in done:
                break
            newest = item
        return newest

    def stored(self, done: Iterable[str]) -> None:
        """Notes that these are stored and committed, with the mark that `newest_without` gave."""
        self._open.difference_update(done)
        while self._ahead and self._ahead[0] not in self._open:
            self.mark.newest = self._ahead.popleft()

    def listed(self, trouble: str) -> None:
        """Notes that the list was read."""
        now = timezone.now()
        every = max(1, self.source.every)
        self.list_at = time.monotonic() + every
        self.mark.read_at, self.mark.due_at = now, now + timedelta(seconds=every)
        PollMark.objects.filter(pk=self.mark.pk).update(
            read_at=now, due_at=self.mark.due_at, newest=self.mark.newest, title=self.mark.title
        )
        if self.failed_in_a_row < IN_A_ROW:
            self.recover(trouble)


def is_young(entry: Listed, now: datetime) -> bool:
    """Whether an item is news, and no backlog."""
    return entry.at is None or entry.at > now - YOUNG


def known_items(source: Source, service: str, items: list[str]) -> set[str]:
    """Those of these items that were asked for before."""
    rows = PolledItem.objects.filter(source=source, service=service)
    found: set[str] = set()
    for start in range(0, len(items), 500):
        found.update(rows.filter(item__in=items[start : start + 500]).values_list("item", flat=True))
    return found


def marks(source: Source, offered: list[answers.Service] | None) -> tuple[list[PollMark], str]:
    """The marks of the services to read, made where they are new, and what is wrong with the choice, if anything.

    `offered` is what the API has; None where it does not say, and then only those are read that were read before.
    """
    there = {mark.service: mark for mark in PollMark.objects.filter(source=source).exclude(service="")}
    if offered is None:
        offered = [answers.Service(mark.service, mark.title) for mark in there.values()]
    chosen = {str(name).casefold() for name in source.services}
    found: list[PollMark] = []
    missing = [str(name) for name in source.services]
    for service in offered:
        names = {service.id.casefold(), service.title.casefold()}
        if chosen and not chosen & names:
            continue
        missing = [name for name in missing if name.casefold() not in names]
        mark = there.get(service.id)
        if mark is None:
            fresh = {"title": service.title, "due_at": timezone.now()}
            mark, _made = PollMark.objects.get_or_create(source=source, service=service.id, defaults=fresh)
        mark.title = service.title or mark.title
        found.append(mark)
    # What is not read any more is in no trouble either.
    over = [mark.pk for mark in there.values() if mark.service not in {mark.service for mark in found}]
    PollMark.objects.filter(pk__in=over).exclude(trouble="", failures=0).update(trouble="", failures=0)
    if not missing:
        return found, "" if found else "it offers this user no services"
    have = ", ".join(sorted(service.title or service.id for service in offered)) or "none"
    return found, f"it offers no {', '.join(missing)}: it has {have[:500]}"
