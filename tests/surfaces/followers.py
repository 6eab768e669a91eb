"""Who follows the paper from outside: a partner that is called, folders of files, and a cache in front of the pages."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from dateline.newsroom.models import Outlet
from dateline.outgoing import running, sending
from dateline.outgoing.calls import Answered

if TYPE_CHECKING:
    from .history import History

FORMATS = {"archive": "ninjs", "elsewhere": "newsml-g2"}


class Followers:
    """What each of them has by now. Nobody is called: what they would get they are given here."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.partner: dict[str, str] = {}
        self.files: dict[tuple[str, str], str] = {}
        self.cache: dict[str, tuple[frozenset[str], str]] = {}
        patch.setattr(sending, "call", self._called)
        patch.setattr(sending, "_write", self._written)
        patch.setattr(sending, "CAUGHT_UP", 0.0)
        self.outlets = [
            Outlet.objects.create(slug="partner", kind=Outlet.Kind.WEBHOOK, url="https://partner.example/"),
            Outlet.objects.create(slug="cache", kind=Outlet.Kind.PURGE, url="https://cache.example/"),
            Outlet.objects.create(slug="archive", kind=Outlet.Kind.FOLDER, format=FORMATS["archive"]),
            Outlet.objects.create(slug="elsewhere", kind=Outlet.Kind.SFTP, format=FORMATS["elsewhere"]),
        ]

    def are_told(self) -> None:
        """The worker tells them all that they have not heard."""
        for outlet in self.outlets:
            outlet.refresh_from_db()
            while running.step(outlet):
                outlet.refresh_from_db()

    def read(self, history: "History") -> Iterator[tuple[str, list[str], frozenset[str]]]:
        """Of each its name, the texts that it has, and which fields of copy that is up must be in them."""
        every = frozenset({"headline", "text", "note"})
        yield "partner", list(self.partner.values()), every
        for slug in FORMATS:
            yield slug, [text for (whose, _name), text in self.files.items() if whose == slug], every
        lists = ["/", *(f"/{slug}/" for slug in history.slugs()), "/feed.atom", "/sitemap-news.xml", "/corrections"]
        yield "cache", [self._fetched(address, history) for address in (*history.addresses, *lists)], every

    def _fetched(self, address: str, history: "History") -> str:
        """What the cache answers: what it has, until that is purged."""
        if address not in self.cache:
            reply = history.webs[0].get(address)
            tags = frozenset(reply.headers.get("surrogate-key", "").split())
            if not tags:
                return reply.body.decode()
            self.cache[address] = tags, reply.body.decode()
        return self.cache[address][1]

    def _called(
        self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, **_how: Any
    ) -> Answered:
        if method == "POST":
            item = json.loads(body)["item"]
            self.partner[item["uri"]] = json.dumps(item)
        elif method == "PURGE":
            tags = set((headers or {})["Surrogate-Key"].split())
            self.cache = {address: kept for address, kept in self.cache.items() if not tags & kept[0]}
        else:
            return Answered(410, b"")
        return Answered(200, b"")

    def _written(self, outlet: Outlet, name: str, data: bytes) -> None:
        # An address in it keeps the words that it began with.
        self.files[outlet.slug, name] = re.sub(r"/[a-z]+/[a-z0-9-]+", "", data.decode())
