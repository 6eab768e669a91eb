"""Every statement of Dateline as the archive grows from 10,000 items to 1,000,000, on both databases."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench import installation
from bench.base import Result, Row, work_folder
from bench.statements import Found
from tests import postgres

BASE, TIMES, TIMES_QUICKLY = 10_000, 100, 10

SLACK = 0.5
"""Milliseconds that a statement varies by itself: only what takes more than this counts as grown."""

TARGET = 3.0
"""Times as long at the most: an index of a hundred times the rows is deeper, and less of it is in memory."""


def measure(quick: bool) -> Result:
    """The statements of everything that Dateline does, on an archive and on the same made larger by the database."""
    times = TIMES_QUICKLY if quick else TIMES
    worst: dict[str, tuple[float, str]] = {}
    for name, run in {"SQLite": _on_sqlite, "PostgreSQL": _on_postgresql}.items():
        small, large = run(times)
        worst[name] = _worst(small, large)
        _tell(name, small, large)
    return Result(
        f"{BASE:,} to {BASE * times:,} items: " + ", ".join(f"{name} {what}" for name, (_, what) in worst.items()),
        f"the same on {BASE:,} items",
        " ".join(f"{ratio:.2f}" for ratio, _what in worst.values()),
        max(ratio for ratio, _what in worst.values()) <= TARGET,
    )


def _on_sqlite(times: int) -> tuple[Found, Found]:
    source = installation.archive(BASE)
    data = work_folder() / "queries"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(source, data)
    try:
        return _both(data, times)
    finally:
        shutil.rmtree(data)


def _on_postgresql(times: int) -> tuple[Found, Found]:
    server = postgres.start(loose=False)
    data = work_folder() / "queries-postgresql"
    shutil.rmtree(data, ignore_errors=True)
    try:
        url = server.create("queries")
        installation.set_up(data, DATABASE_URL=url)
        installation.fill(data, BASE, DATABASE_URL=url)
        return _both(data, times, DATABASE_URL=url)
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


def _both(data: Path, times: int, **environ: str) -> tuple[Found, Found]:
    run: Callable[[int], Found] = lambda n: installation.inside(data, "bench.statements", str(n), **environ)  # noqa: E731
    return run(1), run(times)


def _worst(small: Found, large: Found) -> tuple[float, str]:
    """The statement that grew most, and in what."""
    grown = [
        ((took + SLACK) / (small[act].get(sql, 0.0) + SLACK), f"{act}, {small[act].get(sql, 0.0):.1f} to {took:.1f} ms")
        for act, statements in large.items()
        for sql, took in statements.items()
    ]
    return max(grown)


def _tell(name: str, small: Found, large: Found) -> None:
    """Prints what each act takes, and every statement that grew."""
    for act, statements in large.items():
        before, after = sum(small[act].values()), sum(statements.values())
        print(f"    {name}: {act}: {before:.1f} to {after:.1f} ms", file=sys.stderr)
        for sql, took in statements.items():
            if took + SLACK > TARGET * (small[act].get(sql, 0.0) + SLACK):
                print(f"      {took:.1f} ms: {json.dumps(sql)[:300]}", file=sys.stderr)


ROW = Row("every statement, 10,000 to 1,000,000 items", f"{TARGET} times", measure)
