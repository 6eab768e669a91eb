"""Feeds and pages of the API from memory beside an article from memory, one process on one core."""

import http.client
import subprocess
from pathlib import Path

from bench import installation
from bench.base import SERVER_CORE, Result, Row, on_core, process, wrk
from bench.cached import article_of, wait_for
from tests.serve.running import free_port

TARGET = 0.8
"""Of the requests a second of an article, for about as many bytes, packed."""

FEEDS = ("/feed.rss", "/feed.atom", "/feed.json", "/buitenland/feed.rss")
API = ("/api/v1/items?limit=5", "/api/v1/sections/buitenland/items?limit=5")


def measure(quick: bool) -> Result:
    """Each by turns with the article, from one `dateline web`, packed as every reader of feeds asks for it."""
    seconds, turns = (1, 2) if quick else (3, 3)
    data = installation.archive(installation.SMALL)
    port = free_port()
    web = [*on_core(SERVER_CORE), *installation.COMMAND, "web", "--port", str(port), "--data", str(data)]
    asked = {"Accept_Encoding": "gzip", "Authorization": f"Bearer {_key(data)}"}
    found: list[str] = []
    least = float("inf")
    with process(web):
        wait_for(port)
        path, _body = article_of(port)
        for other in (*FEEDS, *API):
            size = _size(port, other, asked)
            ours, articles = [], []
            for _ in range(turns):
                articles.append(wrk(f"http://127.0.0.1:{port}{path}", seconds, **asked))
                ours.append(wrk(f"http://127.0.0.1:{port}{other}", seconds, **asked))
            ratio = max(ours) / max(articles)
            least = min(least, ratio)
            found.append(f"{other} {max(ours):,.0f}/s of {size / 1024:.0f} KB ({ratio:.2f})")
    return Result("; ".join(found), f"an article {max(articles):,.0f}/s", f"{least:.2f}", least >= TARGET)


def _key(data: Path) -> str:
    """A key to the API without a limit; the one of the last time is ended."""

    def run(*words: str) -> str:
        command = [*installation.COMMAND, "key", *words, "--data", str(data)]
        return subprocess.run(command, capture_output=True, check=False, text=True).stdout

    run("--end", "bench")
    return run("bench", "--rate", "0").split()[-1]


def _size(port: int, path: str, asked: dict[str, str]) -> int:
    """Bytes of the packed answer once it comes from memory."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in range(3):
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in asked.items()})
        response = connection.getresponse()
        body = response.read()
    if response.status != 200 or response.getheader("Content-Encoding") != "gzip":
        raise RuntimeError(f"{path}: {response.status}")
    return len(body)


ROW = Row("feeds and API from memory beside an article, one process on one core", f"{TARGET} of an article", measure)
