"""Who follows the paper with nothing of ours: a reader of feeds, and a program with an HTTP client."""

import threading
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any

import feedparser
import requests

from dateline.newsroom.apikeys import fingerprint
from tests import databases

EVERY = 0.3
"""Seconds between two looks. Readers wait longer; the demonstration is played faster, too."""


def key_to(data: Path) -> str:
    """A key to the content API of a Dateline that has not run yet, put where `dateline key` puts it."""
    databases.environment(data)
    row = "INSERT INTO newsroom_apikey (name, key_sha256, rate, active, made_at) VALUES ('lezer', ?, 0, TRUE, ?)"
    databases.rows(data, row, fingerprint("dl_lezer"), datetime.now(UTC).isoformat(" "))
    return "dl_lezer"


class Follower(threading.Thread):
    """Asks for the feed of each section and for what changed, whatever happens to the site meanwhile."""

    def __init__(self, port: int, key: str) -> None:
        super().__init__(daemon=True)
        self.entries: dict[str, str] = {}
        self.items: dict[str, str] = {}
        self.unchanged = 0
        self._base = f"http://localhost:{port}"
        self._tags: dict[str, str] = {}
        self._cursor = ""
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {key}"
        self._over = threading.Event()

    def run(self) -> None:
        """Look until it is over; a site that is away is asked again."""
        while not self._over.is_set():
            try:
                for section in self._ask("/sections")["sections"]:
                    self._read(f"{section['url']}feed.atom")
                self._follow()
            except (OSError, HTTPException):  # those of requests are OSErrors; feedparser lets urllib's through
                pass
            self._over.wait(EVERY)

    def stop(self) -> None:
        """Have it end."""
        self._over.set()
        self.join()

    def _read(self, address: str) -> None:
        feed = feedparser.parse(address, etag=self._tags.get(address))
        self.unchanged += feed.get("status") == 304
        if feed.get("status") == 200 and not feed.bozo:
            self.entries |= {entry.id: entry.title for entry in feed.entries}
            self._tags[address] = feed.etag

    def _follow(self) -> None:
        more = True
        while more:
            told = self._ask(f"/items?after={self._cursor}")
            self.items |= {item["uri"]: item["pubStatus"] for item in told["items"]}
            self._cursor, more = told["cursor"], told["more"]

    def _ask(self, path: str) -> Any:
        response = self._session.get(f"{self._base}/api/v1{path}", timeout=5)
        response.raise_for_status()
        return response.json()
