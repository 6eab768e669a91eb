"""How long a kill and the end of an embargo take to show everywhere: two web processes, under load, both databases."""

import http.client
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import installation
from bench.base import REPO, Result, Row, Skip, percentile, process, work_folder
from bench.killing import AGENCY, SECTIONS, begun, item
from chaos.copy import Copy, newsml
from chaos.newsroom import Installation
from dateline.newsroom.identity import short_id, slug_of
from tests import postgres
from tests.serve.running import free_port

TARGET = 1.0
TRIES, TRIES_QUICKLY = 1_000, 200
A_SECOND = 8
"""Kills a second, and as many ends of embargoes: about what all the world's agencies send."""

WAYS = ("wire", "push", "hand")
BACKLOG, PORTION = 10_000, 5_000
"""Files that lie in a folder when a worker finds it, and how many are added whenever fewer than that are left."""

MOST_A_SECOND = 450
"""More of them than a worker works off."""

LOAD = 'wrk.method = "GET"\nfunction delay() return 20 end\n'
CONNECTIONS = 16
"""With a pause of 20 ms after each answer: some 700 requests a second for each web process."""

PATIENCE = 15.0

BETWEEN_LOOKS = 0.01
"""Seconds between two looks: without them, who looks would be most of the load."""

SETUP = """
[[provider]]
code = "{agency}"
name = "Bedacht Nieuwsbureau"
retention_days = 0

[[source]]
slug = "bench"
path = "{folder}/bench"
providers = ["{agency}"]

[[source]]
slug = "backlog"
path = "{folder}/backlog"
providers = ["{agency}"]

[[source]]
slug = "pushed"
kind = "push"
rate = 100000
secret_from = "env:CHAOS_SECRET"
providers = ["{agency}"]
"""


@dataclass
class Try:
    """Something that must show at each port: what, at which path, since when (seconds since 1970), and when it did."""

    way: str
    short_id: str
    section: str
    path: str
    at: float
    shown: dict[int, float] = field(default_factory=dict)


class Looker(threading.Thread):
    """Looks in one web process at what is awaited, again and again."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.waiting: list[Try] = []
        self.stop = threading.Event()
        self._over: set[str] = set()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def run(self) -> None:
        """What the thread does."""
        while not self.stop.is_set():
            waiting = [one for one in list(self.waiting) if one.at <= time.time()]
            if not waiting:
                time.sleep(0.002)
                continue
            shown: dict[str, bytes] = {}  # one look at a list serves all that wait for it
            for one in waiting:
                if self._shows(one, shown):
                    one.shown[self.port] = time.time()
                    self.waiting.remove(one)
            time.sleep(BETWEEN_LOOKS)

    def _shows(self, one: Try, lists: dict[str, bytes]) -> bool:
        """Whether what is awaited has come about on the article's page, in its section and on the front.

        An article that has changed is not asked for again: what has gone is made anew for each who asks.
        """
        if one.short_id not in self._over:
            if self._get(one.path)[0] != (200 if one.way == "embargo" else 410):
                return False
            self._over.add(one.short_id)
        # Others may have pushed what was under embargo off the front by now.
        paths = (one.section,) if one.way == "embargo" else (one.section, "/")
        for path in paths:
            if path not in lists:
                lists[path] = self._get(path)[1]
        there = [one.short_id.encode() in lists[path] for path in paths]
        return all(there) if one.way == "embargo" else not any(there)

    def _get(self, path: str) -> tuple[int, bytes]:
        try:
            self._connection.request("GET", path)
            response = self._connection.getresponse()
            return response.status, response.read()
        except http.client.HTTPException:  # it has had enough of this connection
            self._connection.close()
            return 0, b""


def measure(quick: bool) -> Result:
    """So many kills by all ways and so many ends of embargoes, in peace and during a backlog."""
    if not shutil.which("wrk"):
        raise Skip("wrk is missing (apt install wrk)")
    tries = TRIES_QUICKLY if quick else TRIES
    figures: list[str] = []
    reached = True
    for database in ("SQLite", "PostgreSQL"):
        for backlog in (False, True):
            took = _run(database, tries, backlog=backlog)
            figures.append(f"{database}{' with a backlog' if backlog else ''}: {_figure(took)}")
            print(f"  {figures[-1]}", file=sys.stderr, flush=True)
            reached = reached and all(percentile(times, 99) < TARGET for times in took.values())
    return Result("; ".join(figures), "100 ms between two readings of the edition", "", reached)


def _figure(took: dict[str, list[float]]) -> str:
    return ", ".join(
        f"{what} p95 {percentile(times, 95) * 1000:.0f} p99 {percentile(times, 99) * 1000:.0f} ms ({len(times)})"
        for what, times in took.items()
    )


def _run(database: str, tries: int, *, backlog: bool) -> dict[str, list[float]]:
    """Seconds by what was measured: kills from their arrival and from their commit, embargoes from their end."""
    place = work_folder() / "kills"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with ExitStack() as stack:
        url = stack.enter_context(_database(database))
        at = _set_up(place, url)
        began = time.monotonic()
        _bench_killing(at, "fill", "0", str(tries + 200))
        took = time.monotonic() - began
        feeding = Feeding(at, _portions(place, tries / A_SECOND)) if backlog else None
        # The embargoes end once all is up: what is to come takes about as long again.
        start = datetime.now(UTC) + timedelta(seconds=15 + 2 * took)
        _bench_killing(at, "hold", str(10**6), str(tries), start.isoformat(), str(1 / A_SECOND))
        ports = (free_port(), free_port())
        for port in ports:
            _process(stack, at, "web", "--port", str(port))
        if feeding is not None:
            feeding.add(BACKLOG // PORTION)
        _wait_for(ports)
        _process(stack, at, "work")
        for port in ports:
            stack.enter_context(_load(place, port))
        lookers = [Looker(port) for port in ports]
        for looker in lookers:
            looker.start()
        if feeding is not None:
            stack.enter_context(_fed(feeding))
        held = _await_embargoes(lookers, tries, start)
        killed = _kill(at, lookers, ports[0], tries, start)
        _await(lookers)
        if feeding is not None and feeding.ran_out:
            raise RuntimeError("the backlog was worked off before all was measured")
        return _took(at, killed, held)


def _took(at: Installation, killed: list[Try], held: list[Try]) -> dict[str, list[float]]:
    rows = at.rows(
        "SELECT i.short_id, e.at FROM newsroom_event e JOIN newsroom_item i ON i.id = e.item_id WHERE e.verb = 'killed'"
    )
    committed = {key: _moment(moment) for key, moment in rows}
    lost = [one for one in (*killed, *held) if len(one.shown) < 2]
    if lost:
        raise RuntimeError(f"{len(lost)} were not seen within {PATIENCE:.0f} s, the first: {lost[0]}")
    took = {f"kill by {way}": [max(one.shown.values()) - one.at for one in killed if one.way == way] for way in WAYS}
    took["kill from commit"] = [max(one.shown.values()) - committed[one.short_id] for one in killed]
    took["embargo"] = [max(one.shown.values()) - one.at for one in held]
    return took


def _moment(moment: object) -> float:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert isinstance(moment, datetime)
    return moment.timestamp()


# What is measured


def _await_embargoes(lookers: list[Looker], tries: int, start: datetime) -> list[Try]:
    if datetime.now(UTC) >= start:
        raise RuntimeError("setting up took so long that the first embargoes have ended")
    first = begun(datetime.now(UTC))
    held = []
    for place in range(tries):
        held.append(_try("embargo", item(10**6 + place, first), start.timestamp() + place / A_SECOND))
    for looker in lookers:
        looker.waiting += held
    return held


def _try(way: str, copy: Copy, at: float) -> Try:
    key, section = short_id(AGENCY, copy.guid), f"/{copy.category.lower()}/"
    return Try(way, key, section, f"{section}{slug_of(copy.headline)}-{key}", at)


def _kill(at: Installation, lookers: list[Looker], port: int, tries: int, start: datetime) -> list[Try]:
    """Kills the newest items first, so that each stands on the lists until then."""
    made = begun(datetime.now(UTC))
    by_hand = subprocess.Popen(
        [sys.executable, "-m", "bench.killing", "kill"],
        env=at.environment,
        cwd=REPO,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert by_hand.stdin is not None
    assert by_hand.stdout is not None
    by_hand.stdout.readline()

    def hand(one: Try, _copy: bytes) -> None:
        by_hand.stdin.write(f"{one.short_id}\n")
        by_hand.stdin.flush()

    def wire(one: Try, copy: bytes) -> None:
        draft = at.folder("bench").parent / f"{one.short_id}.xml"
        draft.write_bytes(copy)
        draft.rename(at.folder("bench") / draft.name)

    def push(_one: Try, copy: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("POST", "/intake/pushed", copy, {"Authorization": f"Bearer {at.secret}"})
        reply = connection.getresponse()
        if reply.status != 202:
            raise RuntimeError(f"a push was answered by {reply.status}: {reply.read()!r}")
        connection.close()

    ways: dict[str, Callable[[Try, bytes], None]] = {"wire": wire, "push": push, "hand": hand}
    killed = []
    for place in range(tries):
        time.sleep(max(0.0, start.timestamp() + place / A_SECOND - time.time()))
        copy = item(tries + 199 - place, made)
        kill = newsml(replace(copy, version=2, made=copy.made + timedelta(seconds=1), status="Canceled"))
        one = _try(WAYS[place % len(WAYS)], copy, time.time())
        killed.append(one)
        for looker in lookers:
            looker.waiting.append(one)
        ways[one.way](one, kill)
    by_hand.stdin.close()
    by_hand.wait(20)
    return killed


def _await(lookers: list[Looker]) -> None:
    end = time.monotonic() + PATIENCE
    while any(looker.waiting for looker in lookers) and time.monotonic() < end:
        time.sleep(0.05)
    for looker in lookers:
        looker.stop.set()
        looker.join()


# What it is measured on


@contextmanager
def _database(name: str) -> Iterator[str | None]:
    if name == "SQLite":
        yield None
        return
    server = postgres.start(loose=False)
    try:
        yield server.create("kills")
    finally:
        server.stop()


def _set_up(place: Path, url: str | None) -> Installation:
    at = Installation(place / "data", place / "in", url)
    for source in ("bench", "backlog"):
        at.folder(source).mkdir(parents=True)
    lines = [SETUP.format(agency=AGENCY, folder=place / "in")]
    for code in SECTIONS:
        lines.append(f'[[section]]\nname = "{code}"\nslug = "{code.lower()}"\n')
        lines.append(f'[[rule]]\ncategory = "{code}"\nsection = "{code}"\n')
    (place / "setup.toml").write_text("\n".join(lines))
    done = at.run("setup", str(place / "setup.toml"))
    if done.returncode:
        raise RuntimeError(done.stderr)
    return at


def _bench_killing(at: Installation, *words: str) -> None:
    done = at.run(*words, module="bench.killing")
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def _process(stack: ExitStack, at: Installation, *words: str) -> None:
    stack.enter_context(process([*installation.COMMAND, *words], **at.environment))


@contextmanager
def _load(place: Path, port: int) -> Iterator[None]:
    script = place / "load.lua"
    script.write_text(LOAD)
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", "-d3600s", "-s", str(script), f"http://127.0.0.1:{port}/bin/"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as wrk:
        try:
            yield
        finally:
            wrk.kill()


def _wait_for(ports: tuple[int, ...]) -> None:
    end = time.monotonic() + 30
    for port in ports:
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                pass
            if time.monotonic() > end:
                raise RuntimeError(f"nothing answers at {port}")
            time.sleep(0.1)


# The backlog


class Feeding(threading.Thread):
    """Keeps the backlog up: moves a portion in whenever less than one is left."""

    def __init__(self, at: Installation, portions: Sequence[Path]) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()
        self.ran_out = False
        self._at = at
        self._portions = list(portions)
        self._added = 0

    def add(self, portions: int = 1) -> None:
        """Moves the next of those that lie ready into the source's folder."""
        for _ in range(min(portions, len(self._portions))):
            portion = self._portions.pop(0)
            portion.rename(self._at.folder("backlog") / portion.name)
            self._added += PORTION

    def run(self) -> None:
        """What the thread does."""
        while not self.stop.wait(1.0):
            left = self._added - self._done()
            self.ran_out = self.ran_out or left <= 0
            if left < PORTION:
                self.add()

    def _done(self) -> int:
        ((done,),) = self._at.rows(
            "SELECT count(*) FROM newsroom_delivery d JOIN newsroom_source s ON s.id = d.source_id "
            "WHERE s.slug = 'backlog' AND d.state <> 'pending'"
        )
        return int(done)


@contextmanager
def _fed(feeding: Feeding) -> Iterator[None]:
    feeding.start()
    try:
        yield
    finally:
        feeding.stop.set()
        feeding.join()


def _portions(place: Path, seconds: float) -> list[Path]:
    """Folders of files that were written two hours ago, which is what makes them backlog: enough for so long.

    They are on the disk before anything is measured: that of a newsroom is not as busy with writing them.
    """
    made, written = begun(datetime.now(UTC)) - timedelta(days=5), time.time() - 7200
    portions = []
    for first in range(0, BACKLOG + int(seconds * MOST_A_SECOND), PORTION):
        aside = place / f"portion-{first}"
        aside.mkdir()
        for number in range(first, first + PORTION):
            file = aside / f"{number}.xml"
            file.write_bytes(newsml(item(2 * 10**6 + number, made)))
            os.utime(file, (written, written))
        portions.append(aside)
    os.sync()
    return portions


ROW = Row(
    "kill and end of an embargo to visible at two web processes under load, also during a backlog",
    f"p99 {TARGET * 1000:.0f} ms",
    measure,
)

if __name__ == "__main__":
    print(measure("--quick" in sys.argv))
