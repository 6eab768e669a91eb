"""Intake on PostgreSQL, with one worker and with more: files in a folder, until all are published."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg

from bench import installation, invented
from bench.base import Result, Row, process, work_folder
from tests import postgres

WORKERS = (1, 2, 4)
LONGEST = 240


def measure(quick: bool) -> Result:
    """The same files for each number of workers, on a server that syncs to disk as in earnest."""
    count = 1_000 if quick else 10_000
    with _server() as server:
        commits = _commits(server)
        rates = {workers: _rate(server, workers, count) for workers in WORKERS}
    return Result(
        ", ".join(f"{workers}: {rate:.0f} items/s" for workers, rate in rates.items()),
        f"{commits:.0f} bare durable commits/s",
        " ".join(f"{rate / commits:.2f}" for rate in rates.values()),
        None,
    )


@contextmanager
def _server() -> Iterator[postgres.Server]:
    server = postgres.start(loose=False)
    try:
        yield server
    finally:
        server.stop()


def _rate(server: postgres.Server, workers: int, count: int) -> float:
    """Items a second; 0 if some are not published after all."""
    data = work_folder() / f"workers-{workers}"
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(data.with_name(f"{data.name}-in"), ignore_errors=True)
    url = server.create(f"workers_{workers}")
    folder = installation.set_up(data, DATABASE_URL=url)
    now = datetime.now(UTC)
    for n in range(count):
        (folder / f"{n:06}.xml").write_bytes(invented.newsml(n, now - timedelta(seconds=count - n)))
    environ = {"DATELINE_DATA": str(data), "DATABASE_URL": url}
    with ExitStack() as stack, closing(psycopg.connect(url, autocommit=True)) as connection:
        started = time.monotonic()
        for _ in range(workers):
            stack.enter_context(process([*installation.COMMAND, "work"], **environ))
        while (published := _published(connection)) < count and time.monotonic() - started < LONGEST:
            time.sleep(0.2)
        took = time.monotonic() - started
    shutil.rmtree(data)
    shutil.rmtree(folder)
    return published / took if published == count else 0.0


def _published(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM newsroom_article WHERE state = 'published'").fetchone()
    assert row is not None
    return int(row[0])


def _commits(server: postgres.Server) -> float:
    """Commits a second of one row of 6 KB each."""
    with closing(psycopg.connect(server.create("commits"), autocommit=True)) as connection:
        connection.execute("CREATE TABLE row (body bytea)")
        started, count = time.monotonic(), 0
        while time.monotonic() - started < 1.5:
            connection.execute("INSERT INTO row VALUES (%s)", [b"\0" * 6000])
            count += 1
        return count / (time.monotonic() - started)


ROW = Row(f"intake on PostgreSQL, {', '.join(map(str, WORKERS))} workers", "-", measure)
