"""Two hosts with web and work processes against one PostgreSQL; one of them is cut off, and comes back."""

import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tests import postgres
from tests.databases import KIND, PROGRAMS, environment
from tests.postgres import Server
from tests.serve.running import COMMAND, until
from tests.whole.conftest import SETUP
from tests.whole.helpers import anp, send
from tests.whole.hosts import Host, hosts

pytestmark = pytest.mark.postgresql

PORT = 8000
A_SECOND = 1.0
BETWEEN = 0.15
"""Seconds between two versions of the article that is looked at."""


class Seen(NamedTuple):
    """What a reader got: when it was asked for and answered (monotonic), the status, and which version it was."""

    began: float
    ended: float
    status: int
    version: int


class Newsroom:
    """One database, two hosts with all processes each, and the folder that both of them watch."""

    def __init__(self, server: Server, both: list[Host], place: Path) -> None:
        self.server, self.hosts, self.place = server, both, place
        self.folder = place / "in"
        self.folder.mkdir()
        self.processes: list[subprocess.Popen[bytes]] = []
        file = place / "setup.toml"
        file.write_text(SETUP.format(folder=self.folder))
        done = subprocess.run([*COMMAND, "setup", str(file)], env=self.environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def environment(self, host: Host | None = None) -> dict[str, str]:
        url = self.server.url("hosts")
        if host is None:
            return environment(self.place / "here", DATABASE_URL=url)
        return environment(
            self.place / host.name,
            DATABASE_URL=url.replace("@127.0.0.1:", f"@{host.here}:"),
            DATELINE_HOSTS=host.asked,
            DATELINE_SECRET_KEY="the same on all hosts, and known to nobody else 0123456789",
        )

    def start(self, host: Host, role: str, *words: str) -> None:
        (self.place / host.name).mkdir(mode=0o700, exist_ok=True)
        with (self.place / f"{host.name}.{role}.log").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    host.within(*COMMAND, role, *words), env=self.environment(host), stdout=log, stderr=log
                )
            )

    def rows(self, question: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.server.url("hosts"), autocommit=True) as connection:
            return connection.execute(question, values).fetchall()

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with hosts(2) as both:
        addresses = ",".join(["127.0.0.1", *(host.here for host in both)])
        server = postgres.start(PROGRAMS[KIND](), listen_addresses=addresses)
        try:
            hba = server.folder / "data" / "pg_hba.conf"
            with hba.open("a") as file:
                file.writelines(f"host all all {host.there}/32 scram-sha-256\n" for host in both)
            server.run("SELECT pg_reload_conf()")
            server.create("hosts")
            found = Newsroom(server, both, tmp_path)
            try:
                yield found
            finally:
                found.stop()
        finally:
            server.stop()


@contextmanager
def running(newsroom: Newsroom) -> Iterator[None]:
    for host in newsroom.hosts:
        newsroom.start(host, "web", "--host", "0.0.0.0", "--port", str(PORT))
        newsroom.start(host, "work")
    for host in newsroom.hosts:
        until(lambda host=host: _status(host, "/healthz") == 200, 30, f"an answer of {host.name}")
    yield


class Wire(threading.Thread):
    """Sends one version after another of an article, and notes when each was first seen in the database."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(daemon=True)
        self.committed: dict[int, float] = {}
        self.sent = 0
        self._newsroom = newsroom
        self._enough = threading.Event()

    def run(self) -> None:
        due = time.monotonic()
        with psycopg.connect(self._newsroom.server.url("hosts"), autocommit=True) as connection:
            while not self._enough.is_set():
                if time.monotonic() >= due:
                    due += BETWEEN
                    self.sent += 1
                    send(self._newsroom.folder, f"{self.sent:05d}.xml", _stand(self.sent))
                self._look(connection)
                time.sleep(0.01)

    def _look(self, connection: psycopg.Connection) -> None:
        row = connection.execute("SELECT max(version::int) FROM newsroom_revision").fetchone()
        newest = (row and row[0]) or 0
        if newest and newest not in self.committed:
            self.committed[newest] = time.monotonic()

    def finish(self) -> None:
        self._enough.set()
        self.join()

    def due(self, at: float) -> int:
        """The newest version that had been committed by a moment."""
        return max((version for version, seen in self.committed.items() if seen <= at), default=0)


class Reader(threading.Thread):
    """Asks a host for the article again and again."""

    def __init__(self, host: Host, path: str) -> None:
        super().__init__(daemon=True)
        self.seen: list[Seen] = []
        self._host, self._path = host, path
        self._enough = threading.Event()

    def run(self) -> None:
        while not self._enough.is_set():
            began = time.monotonic()
            try:
                status, body = _get(self._host, self._path)
            except OSError:
                status, body = 0, b""
            found = re.search(rb"Stand (\d+)\.", body)
            self.seen.append(Seen(began, time.monotonic(), status, int(found[1]) if found else 0))
            time.sleep(0.02)

    def finish(self) -> None:
        self._enough.set()
        self.join()


def _get(host: Host, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host.asked, PORT, timeout=15)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _status(host: Host, path: str) -> int:
    with suppress(OSError):
        return _get(host, path)[0]
    return 0


def _stand(version: int) -> bytes:
    text = f"EDE (ANP) - Het is nu Stand {version}. en dat blijft zo tot de volgende stand bekend is."
    return anp(7, "De stand van zaken", text, version=version, minutes=60 * 24)


@pytest.mark.parametrize("cut", ["unplugged", "silent"])
def test_a_host_that_is_cut_off_serves_nothing_stale_and_nothing_is_lost(newsroom: Newsroom, cut: str):
    near, far = newsroom.hosts
    with running(newsroom):
        wire = Wire(newsroom)
        wire.start()
        until(lambda: wire.committed, 10, "a first version")
        path = _path_of(newsroom)
        readers = [Reader(host, path) for host in (near, far)]
        for reader in readers:
            reader.start()
        time.sleep(2)
        cut_at = time.monotonic()
        far.unplug() if cut == "unplugged" else far.silence()
        time.sleep(9)
        back_at = time.monotonic()
        far.mend()
        until(lambda: _status(far, path) == 200, 15, "the host's return")
        returned = time.monotonic() - back_at
        time.sleep(2)
        for reader in readers:
            reader.finish()
        wire.finish()
        until(lambda: not list(newsroom.folder.glob("*.xml")) and _settled(newsroom), 20, "all copy")
    of_near, of_far = (reader.seen for reader in readers)

    # Nothing stale, neither while it was cut off nor when it came back.
    for seen in (*of_near, *of_far):
        assert seen.status in (200, 503), seen
        if seen.status == 200:
            assert seen.version >= wire.due(seen.began - A_SECOND), (seen, seen.began - cut_at, seen.began - back_at)
    away = [seen for seen in of_far if cut_at + 5.5 < seen.began < back_at]
    assert away
    assert {seen.status for seen in away} == {503}
    assert max(seen.ended - seen.began for seen in away) < 0.5, "once the database is known to be gone nobody waits"
    assert max(seen.ended - seen.began for seen in of_far) < 6.0
    assert returned < 8.0
    print(f"{cut}: {len(of_far)} answers of the host, back after {returned:.1f} s")

    # Nobody else noticed.
    assert {seen.status for seen in of_near} == {200}
    pauses = [later - earlier for earlier, later in pairwise(sorted(wire.committed.values()))]
    print(f"the longest pause of the other host's worker was {max(pauses):.1f} s")
    assert max(pauses) < 5.0

    # Nothing lost, nothing doubled.
    every = [(str(version), 1) for version in range(1, wire.sent + 1)]
    found = newsroom.rows("SELECT version, count(*) FROM newsroom_revision GROUP BY 1 ORDER BY version::int")
    assert found == every
    assert newsroom.rows("SELECT DISTINCT state FROM newsroom_delivery") == [("done",)]
    received = newsroom.rows("SELECT count(*), count(DISTINCT revision_id) FROM newsroom_event WHERE verb = 'receive'")
    assert received == [(wire.sent, wire.sent)]


IN_A_TRANSACTION = """
import sys, time
from dateline.serve import start
start.set_up()
from dateline.newsroom.transaction import writing
with writing() as work:
    print("in it", flush=True)
    time.sleep(60)
"""


def test_a_worker_that_is_cut_off_in_the_middle_of_a_transaction_holds_nobody_up_for_long(newsroom: Newsroom):
    near, far = newsroom.hosts
    newsroom.start(near, "work")
    send(newsroom.folder, "first.xml", _stand(1))
    until(lambda: newsroom.rows("SELECT 1 FROM newsroom_revision"), 20, "a worker that works")
    (newsroom.place / far.name).mkdir(mode=0o700)
    holder = subprocess.Popen(
        far.within(sys.executable, "-c", IN_A_TRANSACTION), env=newsroom.environment(far), stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"in it\n"
        far.silence()
        cut_at = time.monotonic()
        send(newsroom.folder, "second.xml", _stand(2))
        until(lambda: newsroom.rows("SELECT 1 FROM newsroom_revision WHERE version = '2'"), 20, "the next version")
        waited = time.monotonic() - cut_at
        print(f"the others waited for {waited:.1f} s")
        assert 0.5 < waited < 5.0, "it held the lock, and lost it"
    finally:
        holder.kill()
        holder.communicate()


def _path_of(newsroom: Newsroom) -> str:
    ((short_id, words, section),) = newsroom.rows(
        "SELECT a.short_id, a.words, s.slug FROM newsroom_article a JOIN newsroom_section s ON s.id = a.section_id"
    )
    return f"/{section}/{words}-{short_id}"


def _settled(newsroom: Newsroom) -> bool:
    return not newsroom.rows("SELECT 1 FROM newsroom_delivery WHERE state = 'pending'")
