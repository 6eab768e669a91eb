"""A web process of Dateline inside the test: an application with its cache and follower, by a clock of the test's."""

import gzip
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, Protocol

from dateline.serve.application import Application, Handler
from dateline.serve.cache import Cache
from dateline.serve.edition import EditionLog, Follower
from dateline.site import page as site_page
from dateline.site.fragments import render
from dateline.site.frame import Frame
from tests.serve.asking import Reader


class Clock(Protocol):
    """The time as the test has it: the moment of the day, and seconds that only ever pass."""

    moment: datetime
    steady: float


class Got(NamedTuple):
    """What a browser has after it asked: status, where it is led, and the text, from its own store if that holds."""

    status: int
    location: str
    text: str


class WebProcess(Reader):
    """One web process. `prompt` ones read the edition at once; others only when they must, to keep their promise.

    A browser goes with it, which asks for what it has got before with the tag that it was given.
    """

    def __init__(self, clock: Clock, *, prompt: bool) -> None:
        self.prompt = prompt
        self.asked: list[str] = []
        self.rendered: list[site_page.Part] = []
        self.meanwhile: tuple[int, Callable[[], object]] | None = None
        self._stored: dict[str, tuple[str, str]] = {}
        self._seen: dict[str, Got] = {}
        self._at = -1.0
        self._clock = clock
        edition = EditionLog()
        self.cache = Cache(self._render, edition.number, clock=lambda: clock.moment.timestamp())
        self.follower = Follower(self.cache, edition.read, clock=lambda: clock.steady, pause=lambda _seconds: None)
        self.application = Application(self.cache, self.follower, Handler())

    def browse(self, address: str) -> Got:
        """What a browser has that goes to an address. Within one look it goes there once."""
        if self._at != self._clock.steady:
            self._seen.clear()
            self._at = self._clock.steady
        if address not in self._seen:
            self._seen[address] = self.ask(address)
        return self._seen[address]

    def ask(self, address: str) -> Got:
        """What a browser gets that asks now."""
        site_page.use(self.cache)
        tag, text = self._stored.get(address, ("", ""))
        asked = {"if_none_match": tag} if tag else {}
        reply = self.get(address, accept_encoding="gzip", **asked)
        if reply.status == 304:
            return Got(200, "", text)
        body = gzip.decompress(reply.body) if reply.headers.get("content-encoding") == "gzip" else reply.body
        text = body.decode()
        if reply.status == 200 and "etag" in reply.headers:
            self._stored[address] = (reply.headers["etag"], text)
        return Got(reply.status, reply.headers.get("location", ""), text)

    def _render(self, part: site_page.Part, frame: Frame) -> site_page.Rendered:
        made = render(part, frame)
        if self.meanwhile is not None:
            left, happens = self.meanwhile
            self.meanwhile = (left - 1, happens) if left else None
            if not left:
                # Between the reading of rows and the keeping of what was made of them.
                happens()
        return made
