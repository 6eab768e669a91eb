"""Intake: files in a folder, until all are published."""

import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import installation, invented
from bench.base import Result, Row, process, work_folder

TARGET = 250
LONGEST = 180


def measure(quick: bool) -> Result:
    """10,000 files lie in the folder when the worker is started; the clock stops when all are published."""
    count = 2_000 if quick else 10_000
    data = work_folder() / "intake"
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(data.with_name("intake-in"), ignore_errors=True)
    folder = installation.set_up(data)
    now = datetime.now(UTC)
    for n in range(count):
        (folder / f"{n:06}.xml").write_bytes(invented.newsml(n, now - timedelta(seconds=count - n)))
    commits = _commits(data.parent)
    started = time.monotonic()
    with process([*installation.COMMAND, "work"], DATELINE_DATA=str(data)):
        while (published := _published(data)) < count:
            if time.monotonic() - started > LONGEST:
                break
            time.sleep(0.25)
        took = time.monotonic() - started
    shutil.rmtree(data)
    shutil.rmtree(folder)
    rate = published / took
    return Result(
        f"{rate:.0f} items/s ({published:,} in {took:.0f} s)",
        f"{commits:.0f} bare durable commits/s",
        f"{rate / commits:.2f}",
        published == count and rate >= TARGET,
    )


def _published(data: Path) -> int:
    with closing(sqlite3.connect(data / "dateline.sqlite3", timeout=5)) as database:
        row = database.execute("SELECT count(*) FROM newsroom_article WHERE state = 'published'").fetchone()
    return int(row[0])


def _commits(folder: Path) -> float:
    """Commits a second of one row of 6 KB each, with SQLite set as Dateline has it."""
    file = folder / "commits.sqlite3"
    for leftover in folder.glob("commits.sqlite3*"):
        leftover.unlink()
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE row (body BLOB)")
        started, count = time.monotonic(), 0
        while time.monotonic() - started < 1.5:
            database.execute("INSERT INTO row VALUES (zeroblob(6000))")
            count += 1
        rate = count / (time.monotonic() - started)
    for leftover in folder.glob("commits.sqlite3*"):
        leftover.unlink()
    return rate


ROW = Row("intake from a folder, durable, to published, SQLite", f"{TARGET} items/s", measure)
