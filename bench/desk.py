"""The desk with a million items: its screens, and fifty editors who follow the wire."""

import http.client
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench import installation, invented
from bench.base import Result, Row, percentile, work_folder
from tests import postgres
from tests.serve.running import Running, running

BASE, TIMES, TIMES_QUICKLY = 1_000, 1_000, 20

SCREEN = 50.0
"""Milliseconds of the server for 95 of 100 screens, at the most."""

EDITORS = 50
LIVE = 1.5
"""Seconds from the renaming of a file into a folder to its row on every screen."""

CORE = 0.1
"""Of one core, which the site takes at the most, beyond what it takes anyway, to answer so many editors while nothing
comes in.
"""

WEIGHT = 150_000
"""Bytes of the first screen with all that it loads."""


def rows() -> Iterator[tuple[str, Row]]:
    """The screens on both databases, and the life of the wire."""
    screens = "desk, 1,000,000 items: p95 of the wire with any filters, of an item with 30 versions ({})"
    target = f"p95 {SCREEN:.0f} ms"
    yield "screens", Row(screens.format("SQLite"), target, _screens_on_sqlite)
    yield "screens, PostgreSQL", Row(screens.format("PostgreSQL"), target, _screens_on_postgresql)
    yield (
        "live",
        Row(
            f"desk, {EDITORS} editors: arrival to row on every screen, CPU without news, weight of the first screen",
            f"{LIVE} s, {CORE:.0%} of a core, {WEIGHT // 1000} kB",
            _live,
        ),
    )


def archive(quick: bool) -> Path:
    """The archive of the desk on SQLite, made once."""
    times = TIMES_QUICKLY if quick else TIMES
    source = installation.archive(BASE)
    data = work_folder() / f"desk-{BASE * times}"
    mark = data / "made.txt"
    made = installation.tables(source)
    if mark.exists() and mark.read_text() == made:
        return data
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(source, data)
    subprocess.run(
        [sys.executable, "-m", "bench.desk_archive", str(times)], env=installation.environment(data), check=True
    )
    mark.write_text(made)
    return data


def _screens_on_sqlite(quick: bool) -> Result:
    return _told(installation.inside(archive(quick), "bench.desk_screens"), "SQLite")


def _screens_on_postgresql(quick: bool) -> Result:
    server = postgres.start(loose=False)
    data = work_folder() / "desk-postgresql"
    shutil.rmtree(data, ignore_errors=True)
    try:
        url = server.create("desk")
        installation.set_up(data, DATABASE_URL=url)
        installation.fill(data, BASE, DATABASE_URL=url)
        times = str(TIMES_QUICKLY if quick else TIMES)
        env = installation.environment(data, DATABASE_URL=url)
        subprocess.run([sys.executable, "-m", "bench.desk_archive", times], env=env, check=True)
        return _told(installation.inside(data, "bench.desk_screens", DATABASE_URL=url), "PostgreSQL")
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


def _told(found: dict[str, float], name: str) -> Result:
    print(json.dumps(found, indent=1), file=sys.stderr)
    worst = max(found["wire"], found["item"])
    return Result(
        f"{name}: wire {found['wire']:.1f} ms, item {found['item']:.1f} ms",
        f"a question {found['nothing new, half']:.1f} ms, with news {found['something new, half']:.1f} ms (median)",
        f"{worst / SCREEN:.2f}",
        worst <= SCREEN,
    )


class Editor(threading.Thread):
    """A screen that is open: asks each second for anything after its number, and notes when it has seen what."""

    def __init__(self, port: int, cookie: str, place: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.seen: dict[str, float] = {}
        self._port, self._cookie, self._offset, self._stop_now = port, cookie, place / EDITORS, stop

    def run(self) -> None:
        """Opens the wire and follows it."""
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)) as connection:
            page = self._ask(connection, "/desk/")
            after, top = (re.search(rf'id="{name}" value="([\d.]+)"', page) for name in ("after", "top"))
            assert after, page[:500]
            number = after[1]
            time.sleep(self._offset)
            while not self._stop_now.is_set():
                started = time.monotonic()
                page = self._ask(connection, f"/desk/changes/?after={number}&top={top[1] if top else '0.0'}")
                if page:
                    found = re.search(r'id="after" value="(\d+)"', page)
                    number = found[1] if found else number
                    for short_id in re.findall(r'id="row-(\w+)"', page):
                        self.seen.setdefault(short_id, time.monotonic())
                time.sleep(max(0.0, started + 1 - time.monotonic()))

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> str:
        connection.request("GET", path, headers={"Cookie": f"sessionid={self._cookie}"})
        return connection.getresponse().read().decode()


def _live(quick: bool) -> Result:
    data = archive(quick)
    cookie = installation.inside(data, "bench.desk_session")
    seconds = 10 if quick else 30
    with running(data) as site:
        time.sleep(3)
        without = _share(site, seconds)
        with _editors(site, cookie) as editors:
            time.sleep(5)
            share = _share(site, seconds) - without
            sent = _arrive(data.parent / f"{installation.archive(BASE).name}-in", seconds)
            time.sleep(3)
        weight = _weight(site, cookie)
    waited = [editor.seen.get(key, float("inf")) - at for editor in editors for key, at in sent.items()]
    p95, most = percentile(waited, 95), max(waited)
    return Result(
        f"{p95:.2f} s, {most:.2f} s at the most; {share:.1%} of a core; {weight / 1000:.0f} kB",
        f"1 s between two questions; {without:.1%} of a core without editors",
        f"{p95:.2f}",
        p95 <= LIVE and share <= CORE and weight <= WEIGHT,
    )


@contextmanager
def _editors(site: Running, cookie: str) -> Iterator[list[Editor]]:
    stop = threading.Event()
    editors = [Editor(site.port, cookie, place, stop) for place in range(EDITORS)]
    for editor in editors:
        editor.start()
    try:
        yield editors
    finally:
        stop.set()
        for editor in editors:
            editor.join(10)


def _share(site: Running, seconds: int) -> float:
    """The share of a core that the whole site takes for so many seconds."""
    before = _cpu(site)
    time.sleep(seconds)
    return (_cpu(site) - before) / seconds


def _cpu(site: Running) -> float:
    """Seconds of processor time that the processes of a site have taken."""
    group, total = site.process.pid, 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total / 100


def _arrive(folder: Path, seconds: int) -> dict[str, float]:
    """An item a second; gives the short id of each and when it was renamed into the folder."""
    from dateline.newsroom.identity import short_id

    aside = folder.parent / "arriving"
    aside.mkdir(exist_ok=True)
    sent: dict[str, float] = {}
    first = int(time.time()) % 10_000_000 + 20_000_000
    for n in range(first, first + seconds):
        at = datetime.now(UTC).replace(microsecond=0)
        draft = aside / f"{n}.xml"
        draft.write_bytes(invented.newsml(n, at))
        sent[short_id(invented.PROVIDER, invented.guid(n, at))] = time.monotonic()
        draft.rename(folder / draft.name)
        time.sleep(0.93)  # not in step with the questions
    return sent


def _weight(site: Running, cookie: str) -> int:
    """Bytes that a browser takes for the wire and all that it loads, packed as it asks for."""
    page = site.get("/desk/", Cookie=f"sessionid={cookie}")
    total = len(page.body)
    for path in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.body.decode())):
        total += len(site.get(path, Accept_Encoding="gzip").body)
    return total
