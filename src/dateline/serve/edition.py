"""Following the edition: a web process reads every 100 ms what changed for readers, and drops it from its cache."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import structlog
from django.db import Error as DatabaseError
from django.db import OperationalError, close_old_connections, connection, connections

from dateline.newsroom.models import Number, Touch
from dateline.postgresql.patience import given_up_when, patience
from dateline.serve.cache import Cache

INTERVAL = 0.1
"""Seconds between two readings."""

FRESH = 0.5
"""A reading this old or older no longer vouches for the cache."""

GONE = 5.0
"""Seconds without a reading after which the process answers 503."""

POLL_SECONDS = 2.0
"""How long the follower waits for an answer. Then it connects anew."""

log = structlog.get_logger(__name__)


def steady() -> float:
    """Seconds that pass while the machine sleeps, too: a process that wakes up must not take its cache for fresh."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Reading(NamedTuple):
    """What one look at the database found: the number, and what changed since the number it was asked for.

    `identity` is another if the number says nothing of those before: of another era after a restore, of another
    database under the same name, or read by another way than before. `touched` has (number, tag) in order, and
    `times` for each of those when the change was made and, if it was a kill, when that was asked for (seconds since
    1970).
    """

    number: int
    touched: tuple[tuple[int, str], ...]
    identity: object = None
    times: tuple[tuple[float | None, float | None], ...] = ()


class EditionLog:
    """The edition as the database has it, read on the connection of the thread that asks."""

    def __init__(self) -> None:
        number = connection.ops.quote_name(Number._meta.db_table)
        touch = connection.ops.quote_name(Touch._meta.db_table)
        self._number = f"SELECT n, era FROM {number} WHERE name = 'edition'"  # noqa: S608
        self._touched = f"SELECT n, tag, at, asked_at FROM {touch} WHERE n > %s ORDER BY n"  # noqa: S608
        self._local = threading.local()
        self._losses = 0

    def number(self) -> int:
        """The number now."""
        if not connection.in_atomic_block:
            close_old_connections()
        self._connect()
        return self._read_number()[0]

    def read(self, last: int | None) -> Reading:
        """The number now, and what changed after `last`; without one only the number."""
        try:
            return self._read(last)
        except (DatabaseError, OSError):
            # Whatever answers next may be another server, which has not seen the last of what this one had.
            self._losses += 1
            raise

    def _read(self, last: int | None) -> Reading:
        source = self._connect()
        number, era = self._read_number()
        identity = (source, era)
        if last is None or number == last:
            return Reading(number, (), identity)
        with connection.cursor() as cursor:
            cursor.execute(self._touched, [last])
            rows = cursor.fetchall()
        touched = tuple((int(n), str(tag)) for n, tag, _, _ in rows)
        times = tuple((_seconds(at), _seconds(asked_at)) for _, _, at, asked_at in rows)
        # Rows that were committed between the two queries are taken as well.
        return Reading(max(number, touched[-1][0]) if touched else number, touched, identity, times)

    def _connect(self) -> object:
        """Let go of this thread's connection if it is from before a loss, or to a file that is no longer the database;
        gives what it now reads.
        """
        source = (_identity(), self._losses)
        if getattr(self._local, "source", None) != source and not connection.in_atomic_block:
            connection.close()
        self._local.source = source
        return source

    def _read_number(self) -> tuple[int, str]:
        with connection.cursor() as cursor:
            cursor.execute(self._number)
            row = cursor.fetchone()
        return (int(row[0]), str(row[1])) if row else (0, "")


def _seconds(moment: datetime | str | None) -> float | None:
    """A moment as either database gives it in plain SQL, in seconds since 1970."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return None if moment is None else moment.timestamp()


def _identity() -> object:
    """Which file the database is, for SQLite: a connection would go on reading one that was moved away or replaced."""
    if connection.vendor != "sqlite":
        return None
    name = connection.settings_dict["NAME"]
    try:
        found = Path(name).stat()
    except OSError as error:
        raise OperationalError(f"the database {name} cannot be found: {error.strerror}") from error
    return (found.st_dev, found.st_ino)


class Follower:
    """Keeps a cache as new as the database. `read_at` is when the last reading that succeeded began.

    `on_change` is told of each reading with changes, once the cache has dropped them.
    """

    def __init__(
        self,
        cache: Cache,
        read: Callable[[int | None], Reading],
        *,
        clock: Callable[[], float] = steady,
        pause: Callable[[float], None] = time.sleep,
        on_change: Callable[[Reading], None] = lambda reading: None,
    ) -> None:
        self.read_at = -1e9
        self.trouble = "no reading yet"
        self._cache = cache
        self._read = read
        self._clock = clock
        self._pause = pause
        self._on_change = on_change
        self._born = clock()
        self._last: int | None = None
        self._identity: object = None
        self._follows = False
        self._lock = threading.Lock()

    @property
    def age(self) -> float:
        """Seconds since the last reading, or since the start where there was none."""
        return self._clock() - max(self.read_at, self._born)

    @property
    def is_fresh(self) -> bool:
        """Whether the cache may be answered from."""
        return self._clock() - self.read_at < FRESH

    @property
    def is_gone(self) -> bool:
        """Whether the database has been away for too long."""
        return self.age >= GONE

    def ensure(self) -> bool:
        """Have a fresh reading: at once if there is one, else by reading; False after too long without a database."""
        while not self.is_fresh:
            left = GONE - self.age
            if left <= 0:
                return self._wakes()
            if not self._lock.acquire(timeout=left):
                return False
            try:
                # Once there is trouble, the follower's own thread alone tries: it does not wait for long.
                if self.is_fresh or (not (self._follows and self.trouble) and self._attempt()):
                    return True
            finally:
                self._lock.release()
            self._pause(min(0.05, left))
        return True

    def _wakes(self) -> bool:
        """Read, if nobody has tried to for so long: then it is this process that was away, and not the database."""
        if self.trouble or not self._lock.acquire(timeout=FRESH):
            return False
        try:
            return self.is_fresh or (not self.trouble and self._attempt())
        finally:
            self._lock.release()

    def poll(self) -> bool:
        """Read once; says whether that was possible."""
        with self._lock:
            return self._attempt()

    def run(self, stop: threading.Event) -> None:
        """Read again and again until `stop` is set."""
        self._follows = True
        try:
            with patience(POLL_SECONDS), given_up_when(lambda: self.is_gone):
                while not stop.is_set():
                    started = self._clock()
                    self.poll()
                    stop.wait(max(0.0, started + INTERVAL - self._clock()))
        finally:
            self._follows = False
            connections.close_all()

    def start(self) -> threading.Event:
        """Follow in a thread of its own; gives the event that ends it."""
        stop = threading.Event()
        threading.Thread(target=self.run, args=(stop,), name="edition", daemon=True).start()
        return stop

    def _attempt(self) -> bool:
        started = self._clock()
        try:
            reading = self._read(self._last)
        except (DatabaseError, OSError) as error:
            self._note_trouble(" ".join(str(error).split()))
            connection.close()
            return False
        self._take(reading)
        # Last, so that nobody takes the cache for fresh before it has been freed of what changed.
        self.read_at = started
        if self.trouble:
            self.trouble = ""
        return True

    def _take(self, reading: Reading) -> None:
        last = self._last
        if last is None or reading.identity != self._identity or not _is_whole(last, reading):
            if last is not None:
                log.warning("cache dropped whole: the numbers do not follow on", last=last, number=reading.number)
            self._cache.forget(reading.number)
        elif reading.touched:
            self._cache.advance(reading.number, reading.touched)
            self._on_change(reading)
        self._last = reading.number
        self._identity = reading.identity

    def _note_trouble(self, trouble: str) -> None:
        if trouble != self.trouble:
            log.error("the edition cannot be read", error=trouble)
        self.trouble = trouble


def _is_whole(last: int, reading: Reading) -> bool:
    """Whether a reading tells of every number from `last` to its own."""
    if reading.number == last:
        return not reading.touched
    expected = last
    for n, _ in reading.touched:
        if n == expected + 1:
            expected = n
        elif n != expected:
            return False
    return expected == reading.number and expected > last
