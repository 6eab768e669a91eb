"""Jobs: deliveries on their way, and the transactions that receive what was read of them."""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from dateline.database import is_passing
from dateline.intake import report
from dateline.newsroom.models import Delivery
from dateline.newsroom.rows import marks, values
from dateline.newsroom.taking import take_raw
from dateline.newsroom.transaction import Work, writing
from dateline.newsroom.verbs.receive import Received, receive
from dateline.wire.item import Reading

log = logging.getLogger(__name__)

WRITING_TIME = 0.02
"""Seconds after which a transaction takes up no further item: with its last and the commit it stays under 50 ms."""


@dataclass(slots=True)
class Job:
    """A delivery on its way: what was read of it, and how far it has been received.

    `over` says that an item of it may not be kept, so that its bytes go. Not before the last item is received: a crash
    would leave the rest nowhere. `alone` says that each item gets a transaction of its own, since something failed.
    """

    delivery: Delivery
    reading: Reading | None = None
    reason: str = ""
    entries: list[report.Entry] = field(default_factory=list)
    over: bool = False
    alone: bool = False

    @property
    def left(self) -> int:
        """Items that are still to be received."""
        return len(self.reading.items) - len(self.entries) if self.reading else 0


def receive_some(jobs: Sequence[Job], items: int | None = None) -> int:
    """Receives items of these jobs in one transaction, for as long as it may last (`items` of them at the most).

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
    keys = [job.delivery.pk for job in jobs]
    lock = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    sql = f"SELECT id FROM newsroom_delivery WHERE id IN ({marks(keys)}) AND state = 'pending'{lock}"  # noqa: S608
    return set(values(sql, keys))


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


def receive_one(job: Job) -> bool:
    """Receives the next item of a job in a transaction of its own, or leaves it out, with the reason, if that fails.

    Gives whether the job is finished.
    """
    try:
        return receive_some([job], items=1) == 1
    except Exception as error:
        if is_passing(error):
            raise
        log.exception("delivery %s (%s), item %s", job.delivery.pk, job.delivery.name, len(job.entries))
        if not job.left:  # not an item: the row of the delivery itself cannot be written
            raise
        job.entries.append(report.of_failure(error))
        return False
