"""Reads the site all the while, as readers do, and notes what nobody should have been shown.

What is withdrawn (killed, held, replaced, expired …) may show for a second after that was committed, no longer; what is
under embargo may not show at all before its end, nor may what is private, ever.
"""

import random
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg

from chaos.day import Day
from chaos.newsroom import Installation
from chaos.pages import LISTS, Answer, over_http
from chaos.words import TOKEN

READERS = 3
A_SECOND = 1.0
LOOK_EVERY = 0.03
BETWEEN = 0.004

_LINK = re.compile(rb"-([0-9a-hjkmnp-tv-z]{12})(?=[\"<?#])")
_PATH = re.compile(rb'href="(/[a-z]+/[^"?#]*-[0-9a-hjkmnp-tv-z]{12})"')
_STATES = (
    "SELECT short_id, state, embargoed_until FROM newsroom_article WHERE NOT listed OR embargoed_until IS NOT NULL"
)


class Withdrawn(NamedTuple):
    """An item that may not show: when that was seen in the database (monotonic), and until when it holds (time)."""

    since: float
    state: str
    until: float


class Suspicion(NamedTuple):
    """A page that showed what it should not, if that was so the whole time."""

    short_id: str
    began: float
    ended: float
    what: str


class Watcher:
    """Watches until it is left. `violations` are sentences; `answers` counts by status (0: no answer)."""

    def __init__(self, at: Installation, ports: Sequence[int], day: Day, rng: random.Random) -> None:
        self.violations: list[str] = []
        self.answers: Counter[int] = Counter()
        self._at, self._ports, self._day = at, ports, day
        self._hidden = {token.encode(): until.timestamp() for token, until in day.hidden.items()}
        self._private = {token.encode() for token in day.private}
        self._gone: dict[str, Withdrawn] = {}
        self._suspicions: list[Suspicion] = []
        self._paths: list[str] = []
        self._seed = rng.getrandbits(32)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._follow, daemon=True)]
        self._threads += [threading.Thread(target=self._read, args=(n,), daemon=True) for n in range(READERS)]

    def __enter__(self) -> "Watcher":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    # The database

    def _follow(self) -> None:
        """Follows what is withdrawn, on a connection of its own that is made again whenever it breaks."""
        while not self._stop.is_set():
            try:
                with closing(_connect(self._at)) as connection:
                    while not self._stop.is_set():
                        asked = time.monotonic()
                        self._note(connection.execute(_STATES).fetchall(), asked, time.monotonic())
                        self._stop.wait(LOOK_EVERY)
            except (psycopg.Error, sqlite3.Error):
                self._stop.wait(LOOK_EVERY)

    def _note(self, rows: list[tuple[Any, ...]], asked: float, seen: float) -> None:
        now: dict[str, Withdrawn] = {}
        for short_id, state, until in rows:
            end = _timestamp(until) if state == "embargoed" else float("inf")
            before = self._gone.get(short_id)
            same = before is not None and (before.state, before.until) == (state, end)
            now[short_id] = before if before is not None and same else Withdrawn(seen, state, end)
        with self._lock:
            self._gone = now
            suspicions, self._suspicions = self._suspicions, []
            for one in suspicions:
                if one.ended >= asked:  # what the page had read may be newer than this
                    self._suspicions.append(one)
                elif (found := now.get(one.short_id)) is not None and found.since + A_SECOND < one.began:
                    late = one.began - found.since
                    self.violations.append(f"{one.what}: {one.short_id} was {found.state} for {late:.2f} s already")

    # The pages

    def _read(self, number: int) -> None:
        rng = random.Random(self._seed + number)
        asks = [over_http(port) for port in self._ports]
        while not self._stop.is_set():
            path, of = self._choose(rng)
            place = rng.randrange(len(asks))
            began, began_at = time.monotonic(), time.time()
            try:
                answer = asks[place](path)
            except OSError:
                self._count(0)
                self._stop.wait(0.05)
                continue
            except Exception:  # an answer that was cut off in its head
                self._count(0)
                continue
            self._count(answer.status)
            self._look(answer, path, of, began, began_at)
            self._stop.wait(BETWEEN)

    def _choose(self, rng: random.Random) -> tuple[str, str]:
        """A path to ask for; with the item, where it is one that may not show."""
        chance = rng.random()
        with self._lock:
            gone = list(self._gone) if chance < 0.25 else []
        if gone:
            short_id = rng.choice(gone)
            return f"/any/words-{short_id}", short_id
        if chance < 0.5 and self._paths:
            return rng.choice(self._paths), ""
        return rng.choice(LISTS), ""

    def _look(self, answer: Answer, path: str, of: str, began: float, began_at: float) -> None:
        ended, ended_at = time.monotonic(), time.time()
        body = answer.body
        for token in set(TOKEN.findall(body)):
            if token in self._private or ended_at < self._hidden.get(token, 0.0):
                # Tokens of what is hidden or private stand nowhere else: no need to ask the database.
                self.violations.append(f"{path} shows {token.decode()}, which it may not ({began_at:.2f})")
        shown = {found.decode() for found in _LINK.findall(body)}
        if of and answer.status in (200, 301):  # 301 leads to its own address; what was replaced answers 302
            shown.add(of)
        with self._lock:
            for short_id in shown & self._gone.keys():
                found = self._gone[short_id]
                if found.since + A_SECOND < began and ended_at < found.until:
                    self._suspicions.append(Suspicion(short_id, began, ended, f"{path} ({answer.status})"))
        if answer.status == 200 and len(self._paths) < 500:
            self._paths += {found.decode() for found in _PATH.findall(body)} - set(self._paths)

    def _count(self, status: int) -> None:
        with self._lock:
            self.answers[status] += 1


def _connect(at: Installation) -> Any:
    if at.url:
        return psycopg.connect(at.url, autocommit=True, connect_timeout=3, options="-c statement_timeout=5s")
    return sqlite3.connect(f"file:{at.data}/dateline.sqlite3?mode=ro", uri=True, timeout=5)


def _timestamp(moment: Any) -> float:
    """A moment as a database gives it: SQLite as text in UTC."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return float(moment.timestamp()) if moment is not None else float("inf")
