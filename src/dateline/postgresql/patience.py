"""How long a thread waits for PostgreSQL.

TCP's timeouts notice a host that is gone. A server that hangs while its host goes on acknowledging what arrives is
noticed here: nothing else would ever end the wait of a thread.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from dateline.postgresql import STATEMENT_SECONDS

PATIENCE = STATEMENT_SECONDS + 10.0
"""Seconds for which a thread waits for a sign of life: longer than the server lets a statement take."""

LONG = 24 * 3600.0
"""Seconds for what may take as long as it takes: an index over a million rows."""

_mine = threading.local()
_given_up: list[Callable[[], bool]] = []


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Has this thread wait so many seconds for a sign of life from the server, whatever others have given up."""
    _mine.seconds = seconds
    try:
        yield
    finally:
        del _mine.seconds


@contextmanager
def given_up_when(gone: Callable[[], bool]) -> Iterator[None]:
    """Has the other threads of this process stop waiting as soon as `gone` says that the server is away."""
    _given_up.append(gone)
    try:
        yield
    finally:
        _given_up.remove(gone)


class Wait:
    """One wait of this thread, which begins now."""

    def __init__(self) -> None:
        own: float | None = getattr(_mine, "seconds", None)
        self._seconds = PATIENCE if own is None else own
        self._given_up = _given_up if own is None else []
        self._end = monotonic() + self._seconds

    def goes_on(self) -> None:
        """The server has shown a sign of life."""
        self._end = monotonic() + self._seconds

    @property
    def is_over(self) -> bool:
        """Whether to wait no longer."""
        return monotonic() >= self._end or any(gone() for gone in self._given_up)
