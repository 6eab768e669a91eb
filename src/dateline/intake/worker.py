"""The worker: turns deliveries into items, new copy before backlog, and looks after what the clock brings about.

A delivery is read outside any transaction. The transaction that receives its last item also marks it done, on condition
that it was not: a crash at any point loses and doubles nothing, since whatever was received before is received again as
the same revisions. Nothing is locked or leased meanwhile, so that any number of workers may run.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import OperationalError, connection, connections
from django.db.models import F, QuerySet
from django.utils import timezone

from dateline.intake import report
from dateline.intake.reading import read_delivery
from dateline.intake.watching import Watching
from dateline.newsroom import due
from dateline.newsroom.models import Delivery
from dateline.newsroom.raw import RawMissing
from dateline.newsroom.taking import take_raw
from dateline.newsroom.transaction import Work, writing
from dateline.newsroom.verbs.receive import Received, receive
from dateline.wire.errors import Unreadable
from dateline.wire.item import Reading

log = logging.getLogger(__name__)

DELIVERIES_AT_ONCE = 50
"""Deliveries that are read before they are written, at the most."""

BYTES_AT_ONCE = 512 * 1024
"""Bytes that are read before they are written, unless one delivery alone has more."""

WRITING_TIME = 0.02
"""Seconds after which a transaction takes up no further item: with its last and the commit it stays under 50 ms."""

ATTEMPTS = 3
"""Deaths of a worker in the middle of a delivery after which nobody tries it again."""

PATIENCE = 10.0
"""Seconds for which a delivery with so many attempts is left alone before they are called deaths: as many workers may
be reading it just now. No file takes one of them so long.
"""

LOOK_EVERY = 0.2
"""Seconds between two looks for deliveries that other processes have stored. A file in a folder is heard of at once."""

DUE_EVERY = 1.0
"""Seconds between two looks at embargoes and retention."""

PAUSE = 1.0
"""Seconds to wait when the database cannot be used."""

DIED = "Dateline stopped three times while reading this file."


@dataclass(slots=True)
class Job:
    """A delivery on its way: what was read of it, and how far it has been received.

    `over` says that an item of it may not be kept, so that its bytes go. Not before the last item is received: a crash
    would leave the rest nowhere.
    """

    delivery: Delivery
    reading: Reading | None = None
    reason: str = ""
    entries: list[report.Entry] = field(default_factory=list)
    over: bool = False

    @property
    def left(self) -> int:
        """Items that are still to be received."""
        return len(self.reading.items) - len(self.entries) if self.reading else 0


class Worker:
    """Works deliveries. `in_hand` are those whose attempt is counted and that the database kept from being finished.
    `doubted` are those that others tried too often, and since when (monotonic) they are left alone.
    """

    def __init__(self) -> None:
        self.in_hand: set[int] = set()
        self.doubted: dict[int, float] = {}

    def step(self, only: Collection[int] | None = None) -> int:
        """Works the next deliveries (of those whose ids are in `only`, if given); gives how many, 0 when none waits
        that may be tried.

        Raises OperationalError when the database cannot be used just now; what is not finished then stays as it was.
        """
        batch = self._claim(only)
        if batch:
            _write([self._read(delivery) for delivery in batch])
            self.in_hand.clear()
        return len(batch)

    def _claim(self, only: Collection[int] | None) -> list[Delivery]:
        """The next deliveries, with their attempts counted and committed.

        One that was tried before goes alone: the file that kills its worker takes no other's attempts with it.
        """
        batch: list[Delivery] = []
        size = 0
        for delivery in _pending(only)[:DELIVERIES_AT_ONCE]:
            tried = delivery.attempts and delivery.pk not in self.in_hand
            if tried and delivery.attempts >= ATTEMPTS and not self._given_up(delivery.pk):
                continue
            size += delivery.size
            if batch and (size > BYTES_AT_ONCE or tried):
                break
            batch.append(delivery)
            if tried:
                break
        fresh = {delivery.pk for delivery in batch} - self.in_hand
        if fresh:
            counted = Delivery.objects.filter(pk__in=fresh, state=Delivery.State.PENDING)
            counted.update(attempts=F("attempts") + 1)
            self.in_hand |= fresh
            for delivery in batch:
                delivery.attempts += delivery.pk in fresh
        return batch

    def _given_up(self, delivery: int) -> bool:
        """Whether nobody can be reading this any more that was tried so often."""
        if time.monotonic() - self.doubted.setdefault(delivery, time.monotonic()) < PATIENCE:
            return False
        del self.doubted[delivery]
        return True

    def _read(self, delivery: Delivery) -> Job:
        # This attempt is counted already.
        if delivery.attempts > ATTEMPTS:
            return Job(delivery, reason=DIED)
        return _read(delivery)


def step(only: Collection[int] | None = None) -> int:
    """One step of a worker that has nothing in hand: see `Worker.step`."""
    return Worker().step(only)


def _pending(only: Collection[int] | None) -> QuerySet[Delivery]:
    pending = Delivery.objects.filter(state=Delivery.State.PENDING).select_related("source")
    if only is not None:
        pending = pending.filter(pk__in=only)
    return pending.order_by("backlog", "pk")


def _read(delivery: Delivery) -> Job:
    try:
        return Job(delivery, read_delivery(delivery))
    except Unreadable as error:
        return Job(delivery, reason=report.writable(str(error)))
    except RawMissing as error:
        return Job(delivery, reason=f"Its bytes cannot be read any more: {error}.")
    except OSError as error:
        return Job(delivery, reason=f"Its bytes cannot be read: {error}.")
    except Exception as error:  # one bad file never holds up the next, whatever is wrong with it
        log.exception("delivery %s (%s) could not be read", delivery.pk, delivery.name)
        return Job(delivery, reason=report.failure(error))


def _write(jobs: Sequence[Job]) -> None:
    """Receives the items of all jobs, several to a transaction as long as nothing goes wrong."""
    waiting = list(jobs)
    while waiting:
        try:
            done = _transaction(waiting)
        except Exception as error:
            if passing(error):
                raise
            if len(waiting) == 1:
                log.exception("delivery %s (%s)", waiting[0].delivery.pk, waiting[0].delivery.name)
            _write_alone(waiting.pop(0))
        else:
            del waiting[:done]


def _write_alone(job: Job) -> None:
    """Receives the items of a job each in a transaction of its own; those that fail are left out, with the reason."""
    while True:
        try:
            if _transaction([job], items=1):
                return
        except Exception as error:
            if passing(error):
                raise
            log.exception("delivery %s (%s), item %s", job.delivery.pk, job.delivery.name, len(job.entries))
            if not job.left:  # not an item: the row of the delivery itself cannot be written
                raise
            job.entries.append(report.of_failure(error))


def _transaction(jobs: Sequence[Job], items: int | None = None) -> int:
    """Receives items of these jobs for as long as a transaction may last (`items` of them at the most).

    Gives how many jobs, from the first on, are finished. A job is only changed when all is committed.
    """
    finished = 0
    taken_up: list[tuple[Job, list[report.Entry], bool]] = []
    with writing() as work:
        until = time.monotonic() + WRITING_TIME
        claimed = _still_pending(jobs)
        for job in jobs:
            if job.delivery.pk in claimed:
                received = _receive(job, work, until, items)
                entries = [report.of_item(one) for one in received]
                over = job.over or any(one.over for one in received)
                taken_up.append((job, entries, over))
                if len(entries) < job.left:
                    break
                if over:
                    take_raw({job.delivery.pk}, work)
                _finish(job, entries, work)
            finished += 1
            if time.monotonic() >= until or items is not None:
                break
    for job, entries, over in taken_up:
        job.entries += entries
        job.over = over
    return finished


def _still_pending(jobs: Sequence[Job]) -> set[int]:
    """The jobs that nobody else has finished; where the database can, nobody else can finish them now."""
    rows = Delivery.objects.filter(pk__in=[job.delivery.pk for job in jobs], state=Delivery.State.PENDING)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return set(rows.values_list("pk", flat=True))


def _receive(job: Job, work: Work, until: float, items: int | None) -> list[Received]:
    """Receives the next items of a job, one at least."""
    received: list[Received] = []
    if job.reading is None:
        return received
    start = len(job.entries)
    for place, item in enumerate(job.reading.items[start:], start):
        received.append(receive(item, job.delivery, place, work))
        if len(received) == items or time.monotonic() >= until:
            break
    return received


def _finish(job: Job, entries: list[report.Entry], work: Work) -> None:
    """Marks the delivery done, or puts it in quarantine where not all of it could be taken in."""
    became = job.entries + entries
    reason = job.reason
    if job.reading is not None:
        became += [report.of_set_aside(problem) for problem in job.reading.set_aside]
        missing = [entry for entry in became if entry["outcome"] in (report.REFUSED, report.FAILED)]
        if missing:
            reason = missing[0].get("reason", "") or missing[0]["outcome"]
            if len(became) > 1:
                reason = f"{len(missing)} of {len(became)} items were not taken in. {reason}"
    _mark(job, Delivery.State.QUARANTINED if reason else Delivery.State.DONE, reason, became, work.now)
    if reason:
        work.event("quarantine", delivery=job.delivery, reason=reason)
        log.warning("delivery %s (%s) is in quarantine: %s", job.delivery.pk, job.delivery.name, reason)
    work.change()


def _mark(job: Job, state: str, reason: str, became: list[report.Entry], now: datetime) -> None:
    # Not by Django's update(), which takes twenty times as long as this statement, once for every delivery.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsroom_delivery SET state = %s, reason = %s, report = %s, format = %s, done_at = %s"
            " WHERE id = %s AND state = 'pending'",
            [
                state,
                reason,
                json.dumps(became, ensure_ascii=False),
                job.reading.format[:40] if job.reading else "",
                connection.ops.adapt_datetimefield_value(now),
                job.delivery.pk,
            ],
        )


def passing(error: BaseException) -> bool:
    """Whether an error says that the database cannot be used just now, and nothing of the copy."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _PASSING


_PASSING = frozenset((5, 6, 7, 10, 13, 14))
"""SQLite's codes for busy, locked, no memory, I/O error, disk full and cannot open."""


def look_after_due(now: datetime | None = None) -> int:
    """Notes what embargoes and retention have brought about; gives for how many articles, a batch at the most."""
    moment = now or timezone.now()
    return due.release_due(moment, DUE_AT_ONCE) + due.expire_due(moment, DUE_AT_ONCE)


DUE_AT_ONCE = 20
"""Articles of each kind that one turn looks after at the most: new copy waits meanwhile."""


def work(stop: threading.Event) -> None:
    """Works until `stop` is set: takes in what arrives in folders, works deliveries, and looks after what is due."""
    watching = Watching()
    worker = Worker()
    due_next = 0.0
    busy = True
    try:
        while not stop.is_set():
            due_now: int | None = 0
            if time.monotonic() >= due_next:
                due_now = _tried(look_after_due)
                due_next = time.monotonic() + (0.0 if due_now else DUE_EVERY)
            stored = _tried(partial(watching.turn, 0.0 if busy else LOOK_EVERY))
            worked = _tried(worker.step)
            busy = bool(stored or worked)
            if None in (due_now, stored, worked):
                stop.wait(PAUSE)
    finally:
        watching.close()
        connections.close_all()


def _tried(part: Callable[[], int]) -> int | None:
    """What a part of the worker's turn gives; None where it failed. A worker that ended would only be started again."""
    try:
        return part()
    except Exception as error:
        if passing(error):
            log.warning("the database cannot be used just now: %s", error)
        else:
            log.exception("a part of the worker's turn failed")
        connection.close()
        return None
