"""Turns: of the threads that want the same thing made, one makes it while the others wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds for which one thread waits for another; then it makes the thing itself."""


class OneAtATime:
    """Who is making what. A thread holds one thing at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, threading.Event] = {}

    @contextmanager
    def of(self, key: str) -> Iterator[bool]:
        """The turn for a key. Gives False to who is to make it; to others True, once that one is done or has taken
        PATIENCE: then they look for what was made, and make it themselves where it does not do.
        """
        with self._lock:
            other = self._under_way.get(key)
            if other is None:
                mine = self._under_way[key] = threading.Event()
        if other is not None:
            other.wait(PATIENCE)
            yield True
            return
        try:
            yield False
        finally:
            with self._lock:
                del self._under_way[key]
            mine.set()
