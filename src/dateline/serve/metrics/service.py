"""/metrics of a web process: its own figures, those of the others on this data directory, and the newsroom's."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.serve.cache import Cache
from dateline.serve.edition import Follower, steady
from dateline.serve.metrics import access
from dateline.serve.metrics.board import Board
from dateline.serve.metrics.figures import Figures, State
from dateline.serve.metrics.newsroom import Asked

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

ANSWERS = 2.0
"""Seconds without a reading of the edition after which the database is not asked: a scrape must not wait for it."""


class Metrics:
    """Counts for this process, and answers for all. Nothing is shared before `start`."""

    def __init__(self, data: Path, figures: Figures, cache: Cache, follower: Follower) -> None:
        self._data = data
        self._cache = cache
        self._follower = follower
        self._asked = Asked()
        self.board = Board(data, figures, self._state)

    def start(self) -> Callable[[], None]:
        """Share the figures from now on; gives what ends that."""
        return self.board.start().set

    def may_read(self, environ: "WSGIEnvironment") -> bool:
        """Whether this request may see the page."""
        return access.may_read(environ)

    def page(self) -> tuple[bytes, str]:
        """The page and its content type."""
        # Loaded at the first scrape: who has none need not carry it.
        from dateline.serve.metrics import page

        newsroom = self._asked.now() if self._follower.age < ANSWERS else None
        return page.text(self._data, self.board.read(), newsroom, steady()), page.CONTENT_TYPE

    def _state(self) -> State:
        shelves = self._cache.shelves
        return State(
            entries=float(len(self._cache.pages.entries)),
            bytes=float(sum(shelf.size for shelf in shelves)),
            edition=float(self._cache.edition),
            read_at=self._follower.read_at,
        )
