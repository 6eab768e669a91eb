"""Search over 1,000,000 articles on both databases: how long it takes, how large the index is, what it costs intake."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import installation
from bench.base import Result, Row, work_folder
from dateline.postgresql.refusals import UNSAFE
from tests import postgres

SIZE, SIZE_QUICKLY = 1_000_000, 50_000

NEWEST, BEST = 50.0, 100.0
"""Milliseconds at the 95th percentile, newest first and best first."""


def rows() -> Iterator[tuple[str, Row]]:
    """A row for each database."""
    target = f"p95 {NEWEST:.0f} ms newest first, {BEST:.0f} ms best first"
    for name, run in {"SQLite": _on_sqlite, "PostgreSQL": _on_postgresql}.items():
        yield name, Row(f"search over {SIZE:,} articles, {name}", target, _measured(run))


def _measured(run: Callable[[int], dict[str, Any]]) -> Callable[[bool], Result]:
    def measure(quick: bool) -> Result:
        found = run(SIZE_QUICKLY if quick else SIZE)
        for name, value in found.items():
            print(f"    {name}: {value}", file=sys.stderr)
        newest, best = found["new"]["p95"], found["best"]["p95"]
        return Result(
            f"newest first p95 {newest:.1f} ms (most {found['new']['max']:.0f}), best first p95 {best:.1f} ms"
            f" (most {found['best']['max']:.0f}); intake {found['intake']:.2f} ms an article",
            f"index {found['index'] / 1e6:,.0f} MB beside {found['text'] / 1e6:,.0f} MB of text",
            f"{found['index'] / found['text']:.2f}",
            newest <= NEWEST and best <= BEST,
        )

    return measure


def _on_sqlite(size: int) -> dict[str, Any]:
    data = work_folder() / "search"
    shutil.rmtree(data, ignore_errors=True)
    try:
        installation.set_up(data)
        return _run(data, size, data)
    finally:
        shutil.rmtree(data, ignore_errors=True)


MEMORY = "6GB"
"""Of PostgreSQL (`shared_buffers`): a quarter of this machine's, as its manual has it, so that the index is in it."""


def _on_postgresql(size: int) -> dict[str, Any]:
    server = postgres.start(shared_buffers=MEMORY)
    data = work_folder() / "search-postgresql"
    shutil.rmtree(data, ignore_errors=True)
    try:
        url = server.create("search")
        environ = {"DATABASE_URL": url, UNSAFE: "1"}  # fsync is off: it is thrown away
        installation.set_up(data, **environ)
        return _run(data, size, server.folder, **environ)
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


def _run(data: Path, size: int, stored: Path, **environ: str) -> dict[str, Any]:
    installation.inside(data, "bench.searching", "fill", str(size), **environ)
    # Where people search all day the index is in the machine's memory.
    for file in stored.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                while opened.read(2**20):
                    pass
    found: dict[str, Any] = installation.inside(data, "bench.searching", "measure", str(size), **environ)
    return found
