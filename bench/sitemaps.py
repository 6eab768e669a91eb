"""The sitemaps of an archive of 1,000,000 articles, read by a search engine: memory of the web process meanwhile."""

import http.client
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench import installation
from bench.base import Result, Row, process, pss, work_folder
from bench.cached import wait_for
from dateline.postgresql.refusals import UNSAFE
from tests import postgres
from tests.serve.running import free_port

SIZE, SIZE_QUICKLY = 1_000_000, 100_000
TARGET = 10
"""Megabytes by which the process grows at the most once a half has been read, which fills what the connections of its
threads keep of a database (16 MB of SQLite's pages each); a list of half a million addresses is fifty.
"""


def rows() -> Iterator[tuple[str, Row]]:
    """A row for each database."""
    what = f"memory that a web process takes more after the first half of {SIZE:,} addresses ({{}})"
    yield "SQLite", Row(what.format("SQLite"), f"{TARGET} MB", _on_sqlite)
    yield "PostgreSQL", Row(what.format("PostgreSQL"), f"{TARGET} MB", _on_postgresql)


def _on_sqlite(quick: bool) -> Result:
    return _measured(quick)


def _on_postgresql(quick: bool) -> Result:
    server = postgres.start()
    try:
        return _measured(quick, DATABASE_URL=server.create("sitemaps"), **{UNSAFE: "1"})
    finally:
        server.stop()


def _measured(quick: bool, **environ: str) -> Result:
    size = SIZE_QUICKLY if quick else SIZE
    data = work_folder() / "sitemaps"
    shutil.rmtree(data, ignore_errors=True)
    try:
        installation.set_up(data, **environ)
        installation.inside(data, "bench.searching", "articles", str(size), **environ)
        port = free_port()
        command = [*installation.COMMAND, "web", "--port", str(port), "--data", str(data)]
        with process(command, **installation.environment(data, **environ)) as web:
            wait_for(port)
            return _read(port, lambda: _memory(web.pid), size)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _read(port: int, memory: Callable[[], float], size: int) -> Result:
    sitemaps = _sitemaps(port)
    started_with = memory()
    for path in sitemaps[: len(sitemaps) // 2]:
        _addresses(port, path)
    before, most, stop = memory(), [0.0], threading.Event()

    def look() -> None:
        while not stop.wait(0.05):
            most[0] = max(most[0], memory())

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    started = time.monotonic()
    found = sum(_addresses(port, path) for path in sitemaps)
    took = time.monotonic() - started
    stop.set()
    looking.join()
    if found != size:
        raise RuntimeError(f"{found} of {size} addresses")
    grown = max(0.0, most[0] - before)
    return Result(
        f"{grown:.1f} MB more for {found:,} addresses in {len(sitemaps)} sitemaps",
        f"{started_with:.0f} MB at first, {before:.0f} after a half; {found / took:,.0f} addresses/s",
        f"{(before + grown) / before:.2f}",
        grown <= TARGET,
    )


def _sitemaps(port: int) -> list[str]:
    body = b"".join(_pieces(port, "/sitemap.xml")).decode()
    return re.findall(r"<loc>[a-z]+://[^/]+(/sitemap-\d+\.xml)</loc>", body)


def _addresses(port: int, path: str) -> int:
    """How many addresses a sitemap has; of a search engine that keeps nothing of it."""
    count, end = 0, b""
    for piece in _pieces(port, path):
        text = end + piece
        count += text.count(b"<url>")
        end = text[-4:] if not text.endswith(b"<url>") else b""
    return count


def _pieces(port: int, path: str) -> Iterator[bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response: Any = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    while piece := response.read(65536):
        yield piece
    connection.close()


def _memory(pid: int) -> float:
    """Megabytes of a process and all that it started."""
    total, ahead = 0, [pid]
    while ahead:
        one = ahead.pop()
        total += pss(one)
        with open(f"/proc/{one}/task/{one}/children") as children:
            ahead += map(int, children.read().split())
    return total / 1e6


if __name__ == "__main__":
    print(_on_sqlite("--quick" in sys.argv))
