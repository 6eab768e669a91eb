"""The worker: turns deliveries into items, new copy before backlog, and looks after what the clock brings about.

A delivery is read outside any transaction. The transaction that receives its last item also marks it done, on condition
that it was not: a crash at any point loses and doubles nothing, since whatever was received before is received again as
the same revisions. Any number of workers may run; each holds what it reads (`hands`), and a dead one holds nothing.

A turn is short, whatever waits: a kill is read and received within it. What takes long goes on beside, a little in each
turn: large files are read by a process of their own (`aside`), and deliveries of many items are received in parts.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import DatabaseError, connection, connections
from django.db.models import F
from django.utils import timezone

from dateline.database import is_passing
from dateline.intake import order, report
from dateline.intake.aside import Aside, Died, Failed, Told
from dateline.intake.bounded import bounded, tell_where
from dateline.intake.hands import Hands
from dateline.intake.jobs import WRITING_TIME, Job, receive_one, receive_some
from dateline.intake.reading import known_of, read_delivery
from dateline.intake.watching import Watching
from dateline.newsroom import due, raw
from dateline.newsroom.alarms import beat
from dateline.newsroom.models import Delivery, Source
from dateline.newsroom.raw import RawMissing
from dateline.newsroom.resettle import resettle_some
from dateline.newsroom.rows import all_of, marks
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES

log = logging.getLogger(__name__)

DELIVERIES_AT_ONCE = 25
"""Deliveries that are taken in hand together, at the most; fewer where these would take longer than BATCH_TIME."""

BATCH_TIME = 0.05
"""Seconds that the deliveries that are taken in hand together should take: what is newer waits so long for its turn."""

LEAST_AT_ONCE = 4
"""The fewest, so that backlog and what has waited longest have their share."""

BYTES_AT_ONCE = 512 * 1024
"""Bytes that are taken in hand together, unless one delivery alone has more."""

LARGE = 512 * 1024
"""Deliveries of more bytes are read aside, one at a time."""

READING_TIME = 0.05
"""Seconds after which what was read is written, before more is read."""

AGAIN_TIME = 0.05
"""Seconds that a turn gives to deliveries that were tried before, one at least."""

GOING_ON_TIME = 0.04
"""Seconds that a turn gives to deliveries of many items."""

LONG_AT_ONCE = 32
"""Deliveries of many items that are under way together; until one of them is done no further ones are begun."""

ATTEMPTS = 3
"""Deaths of a worker in the middle of a delivery after which nobody tries it again."""

PATIENCE = 10.0
"""Seconds for which a delivery with so many attempts is left alone before they are called deaths: as many workers may
be reading it just now. No file takes one of them so long.
"""

LOOK_EVERY = 0.1
"""Seconds between two looks for deliveries that other processes have stored. A file in a folder is heard of at once."""

DUE_TIME = 0.04
"""Seconds that a turn gives to embargoes, and as many to retention, one article at least: new copy waits meanwhile."""

DUE_EVERY = 1.0
"""Seconds between two looks at embargoes and retention."""

BEAT_EVERY = 10.0
"""Seconds between two notes that this works."""

WAIT = 0.02
"""Seconds to wait for what is read aside when there is nothing else to do."""

SWEEP_EVERY = 3600.0
"""Seconds between two looks for raw copy that a crash left behind."""

PAUSE = 1.0
"""Seconds to wait when the database cannot be used."""

DIED = "Dateline stopped three times while reading this file."


class Worker:
    """Works deliveries. `in_hand` are those whose attempt is counted and that are not finished: they are under way, or
    the database kept them from it. `long` are those that take more than one turn. `doubted` are those that were tried
    too often, and since when (monotonic) they are left alone.
    """

    def __init__(self) -> None:
        self.in_hand: set[int] = set()
        self.long: list[Job] = []
        self.doubted: dict[int, float] = {}
        self._aside = Aside()
        self._read_aside: Delivery | None = None
        self._hands = Hands()
        self._read_before = 0
        self._at_once = DELIVERIES_AT_ONCE

    def step(self, only: Collection[int] | None = None) -> int:
        """Works the next deliveries (of those whose ids are in `only`, if given); gives how many, 0 when none waits
        that may be tried.

        Raises OperationalError when the database cannot be used just now; what is not finished then stays as it was.
        """
        batch = self._claim(only)
        began = time.monotonic()
        self._work(batch)
        if batch:
            fit = len(batch) * BATCH_TIME / (time.monotonic() - began + 0.001)
            self._at_once = max(LEAST_AT_ONCE, min(int(fit), 2 * self._at_once, DELIVERIES_AT_ONCE))
        again = self._again(only)
        busy = len(batch) + again
        under_way = self._go_on(wait=0.0 if busy else WAIT)
        self._hands.keep_only(self.in_hand)
        return busy or under_way

    def leave(self) -> None:
        """Stops because somebody said so: what is under way is left as if it had not been tried."""
        self._aside.close()
        with suppress(DatabaseError):  # then it counts as an attempt
            self._uncount(self.in_hand)
        self.close()

    def close(self) -> None:
        """Lets go of everything: another worker may take it up at once."""
        self._aside.close()
        self._hands.close()
        self.in_hand.clear()
        self.long.clear()

    # Taking in hand

    def _claim(self, only: Collection[int] | None) -> list[Delivery]:
        """The next deliveries that nobody has tried, with their attempts counted and committed."""
        if len(self.long) >= LONG_AT_ONCE:
            return []
        waiting = order.fresh(only, self._read_before)
        while wanted := self._next(waiting):
            held = self._hands.take([one.id for one in wanted])
            taken = [one for one in wanted if one.id in held]
            if taken:
                break
        else:
            return []
        self._read_before += len(taken)
        if next(waiting, None) is None:  # all that waits: then it is read as it arrived
            taken.sort(key=lambda one: (one.backlog, one.id))
        return self._count([one.id for one in taken], "attempts = 0")

    def _next(self, waiting: Iterator[order.Waiting]) -> list[order.Waiting]:
        """The next of those that wait, as many as are taken in hand together."""
        taken: list[order.Waiting] = []
        size = 0
        has_large = self._aside.busy
        for one in waiting:
            if _is_large(one.size):
                if has_large:
                    continue
                has_large = True
            else:
                size += one.size
            taken.append(one)
            if len(taken) >= self._at_once or size >= BYTES_AT_ONCE:
                break
        return taken

    def _claim_again(self, key: int) -> Delivery | None:
        """A delivery that was tried before, its attempt counted anew unless it was in these hands all the time."""
        if not self._hands.take([key]):
            return None
        found = _load([key])
        if found and key not in self.in_hand:
            if found[0].attempts >= ATTEMPTS and not self._given_up(key):
                return None
            found = self._count([key], "attempts > 0")
        return found[0] if found else None

    def _count(self, keys: Sequence[int], condition: str) -> list[Delivery]:
        """Counts an attempt for each of these that still waits, and loads them, in this order."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE newsroom_delivery SET attempts = attempts + 1 WHERE id IN ({marks(keys)})"  # noqa: S608
                f" AND state = 'pending' AND {condition} RETURNING id",
                keys,
            )
            counted = {int(row[0]) for row in cursor.fetchall()}
        self.in_hand |= counted
        return _load([key for key in keys if key in counted])

    @staticmethod
    def _uncount(keys: Iterable[int]) -> None:
        """Takes back the attempt of these as far as they still wait: they were left for a reason that is not theirs."""
        Delivery.objects.filter(pk__in=list(keys), state=Delivery.State.PENDING, attempts__gt=0).update(
            attempts=F("attempts") - 1
        )

    def _given_up(self, delivery: int) -> bool:
        """Whether nobody can be reading this any more that was tried so often."""
        if time.monotonic() - self.doubted.setdefault(delivery, time.monotonic()) < PATIENCE:
            return False
        del self.doubted[delivery]
        return True

    # Working

    def _work(self, batch: Iterable[Delivery]) -> None:
        """Reads deliveries and receives what was read; what takes long goes on in later turns."""
        left = list(batch)
        while left:
            until = time.monotonic() + READING_TIME
            jobs: list[Job] = []
            while left and (not jobs or time.monotonic() < until):
                delivery = left.pop(0)
                if _is_large(delivery.size) and delivery.attempts <= ATTEMPTS:
                    jobs += self._begin_aside(delivery)
                else:
                    jobs.append(self._read(delivery))
            self._write(jobs)

    def _again(self, only: Collection[int] | None) -> int:
        """Works deliveries that were tried before, each alone, for a while: the file that kills its worker takes no
        other's attempts with it, and no new copy waits for it. Gives how many.
        """
        under_way = {job.delivery.pk for job in self.long}
        if self._read_aside is not None:
            under_way.add(self._read_aside.pk)
        until = time.monotonic() + AGAIN_TIME
        done = 0
        for one in order.tried(only):
            if time.monotonic() >= until or len(self.long) >= LONG_AT_ONCE:
                break
            if one.id in under_way or (_is_large(one.size) and self._aside.busy):
                continue
            delivery = self._claim_again(one.id)
            if delivery is not None:
                self._work([delivery])
                done += 1
        return done

    def _read(self, delivery: Delivery) -> Job:
        # This attempt is counted already.
        if delivery.attempts > ATTEMPTS:
            return Job(delivery, reason=DIED)
        with bounded():
            return _read(delivery)

    def _begin_aside(self, delivery: Delivery) -> list[Job]:
        """Begins to read a large delivery aside; gives a job where nothing can come of it."""
        try:
            data = raw.load(delivery)
        except (RawMissing, OSError) as error:
            return [_gone(delivery, error)]
        try:
            self._aside.begin(data, known_of(delivery))
        except OSError as error:  # no room for its files, or for a process: it stays in hand
            log.warning("delivery %s (%s) cannot be read just now: %s", delivery.pk, delivery.name, error)
        else:
            self._read_aside = delivery
        return []

    def _go_on(self, wait: float) -> int:
        """Goes on with what takes long, for a while; gives how many deliveries that is or was. `wait` (seconds) is for
        what is read aside, if there is nothing else.
        """
        came = 0
        if self._read_aside is not None and self._aside.done(0.0 if self.long else wait):
            delivery, self._read_aside = self._read_aside, None
            self.long += self._from_aside(delivery)
            came = 1
        until = time.monotonic() + GOING_ON_TIME
        shortest = True
        while self.long and time.monotonic() < until:
            # By turns, so that neither many short ones nor a very long one waits for ever.
            place = min(range(len(self.long)), key=lambda n: self.long[n].left) if shortest else 0
            shortest = not shortest
            job = self.long[place]
            try:
                if self._write_some(job):
                    self._finished([self.long.pop(place)])
            except Exception as error:
                if is_passing(error):
                    raise
                # Its own row cannot be written. That is an attempt like any other, and holds up nobody else.
                log.exception("delivery %s (%s)", job.delivery.pk, job.delivery.name)
                self._finished([self.long.pop(place)])
        return came + len(self.long) + (self._read_aside is not None)

    def _from_aside(self, delivery: Delivery) -> list[Job]:
        """What came of a delivery that was read aside; nothing if that died, which counts as a death of a worker."""
        try:
            return [Job(delivery, self._aside.outcome())]
        except Unreadable as error:
            return [Job(delivery, reason=report.writable(str(error)))]
        except Failed as error:
            return [Job(delivery, reason=report.failure(str(error)))]
        except Told:
            self._uncount([delivery.pk])
            self.in_hand.discard(delivery.pk)
            return []
        except Died as error:
            log.error("delivery %s (%s): the process that read it died: %s", delivery.pk, delivery.name, error)
            self.in_hand.discard(delivery.pk)
            return []

    def _write(self, jobs: Sequence[Job]) -> None:
        """Receives the items of these jobs, several jobs to a transaction. What one does not finish is `long`."""
        waiting = list(jobs)
        while waiting:
            try:
                with bounded():
                    done = receive_some(waiting)
            except Exception as error:
                if is_passing(error):
                    raise
                if len(waiting) == 1:
                    log.exception("delivery %s (%s)", waiting[0].delivery.pk, waiting[0].delivery.name)
                waiting[0].alone = True
                self.long.append(waiting.pop(0))
            else:
                self._finished(waiting[:done])
                del waiting[:done]
                if not done:
                    self.long.append(waiting.pop(0))

    def _write_some(self, job: Job) -> bool:
        """Receives the next items of a job, as many as a transaction takes; gives whether it is finished."""
        until = time.monotonic() + WRITING_TIME
        while not job.alone:
            try:
                with bounded():
                    return receive_some([job]) == 1
            except Exception as error:
                if is_passing(error):
                    raise
                log.exception("delivery %s (%s)", job.delivery.pk, job.delivery.name)
                job.alone = True
        while True:
            with bounded():
                finished = receive_one(job)
            if finished:
                return True
            if time.monotonic() >= until:
                return False

    def _finished(self, jobs: Iterable[Job]) -> None:
        self.in_hand.difference_update(job.delivery.pk for job in jobs)


def step(only: Collection[int] | None = None) -> int:
    """One step of a worker that has nothing in hand: see `Worker.step`."""
    return Worker().step(only)


def _is_large(size: int) -> bool:
    return LARGE < size <= MAX_BYTES


def _load(keys: Sequence[int]) -> list[Delivery]:
    """These deliveries with their sources, in this order, as far as they still wait."""
    rows = {row.pk: row for row in Delivery.objects.filter(pk__in=keys, state=Delivery.State.PENDING)}
    sources = {source.pk: source for source in all_of(Source)}  # joined, they would take Django longer than the rest
    for row in rows.values():
        row.source = sources[row.source_id]
    return [rows[key] for key in keys if key in rows]


def _read(delivery: Delivery) -> Job:
    try:
        return Job(delivery, read_delivery(delivery))
    except Unreadable as error:
        return Job(delivery, reason=report.writable(str(error)))
    except (RawMissing, OSError) as error:
        return _gone(delivery, error)
    except Exception as error:  # one bad file never holds up the next, whatever is wrong with it
        log.exception("delivery %s (%s) could not be read", delivery.pk, delivery.name)
        return Job(delivery, reason=report.failure(error))


def _gone(delivery: Delivery, error: RawMissing | OSError) -> Job:
    what = "cannot be read any more" if isinstance(error, RawMissing) else "cannot be read"
    return Job(delivery, reason=f"Its bytes {what}: {error}.")


def look_after_due(now: datetime | None = None) -> int:
    """Notes what embargoes and retention have brought about, for DUE_TIME each; gives for how many articles."""
    moment = now or timezone.now()
    return due.release_due(moment, DUE_TIME) + due.expire_due(moment, DUE_TIME)


def work(stop: threading.Event) -> None:
    """Works until `stop` is set: takes in what arrives in folders, works deliveries, and looks after what is due."""
    tell_where()
    watching = Watching()
    worker = Worker()
    due_next = sweep_next = beat_next = 0.0
    busy = True
    try:
        while not stop.is_set():
            due_now: int | None = 0
            if time.monotonic() >= due_next:
                due_now = _tried(look_after_due)
                due_next = time.monotonic() + (0.0 if due_now else DUE_EVERY)
            if time.monotonic() >= sweep_next:
                _tried(lambda: raw.sweep(timezone.now()))
                sweep_next = time.monotonic() + SWEEP_EVERY
            if time.monotonic() >= beat_next:
                _tried(beat)
                beat_next = time.monotonic() + BEAT_EVERY
            stored = _tried(partial(watching.turn, 0.0 if busy else LOOK_EVERY))
            worked = _tried(worker.step)
            resettled = _tried(resettle_some)
            busy = bool(stored or worked or resettled)
            if None in (due_now, stored, worked, resettled):
                stop.wait(PAUSE)
        worker.leave()
    finally:
        worker.close()
        watching.close()
        connections.close_all()


def _tried(part: Callable[[], int]) -> int | None:
    """What a part of the worker's turn gives; None where it failed. A worker that ended would only be started again."""
    try:
        return part()
    except Exception as error:
        if is_passing(error):
            log.warning("the database cannot be used just now: %s", error)
        else:
            log.exception("a part of the worker's turn failed")
        connection.close()
        return None
