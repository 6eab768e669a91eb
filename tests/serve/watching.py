"""Looking at pages again and again, to see whether one ever shows what it must not."""

import threading
import time

from tests.serve.running import Running

EVERY = 0.03
"""Seconds between two looks at a page: asked for without pause, they took all of a machine while it restored."""


class Watch:
    """Asks for pages again and again. `seen` is when which of them had the words that it must not have; `troubles` are
    answers of 500 and above.
    """

    def __init__(self, site: Running, words: dict[str, bytes]) -> None:
        self.seen: list[tuple[float, str]] = []
        self.troubles: list[str] = []
        self.asked = 0
        self._site, self._words = site, words
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._look, args=(path,)) for path in words]

    def __enter__(self) -> "Watch":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _look(self, path: str) -> None:
        while not self._stop.is_set():
            reply = self._site.get(path)
            self.asked += 1
            if self._words[path] in reply.body:
                self.seen.append((time.monotonic(), path))
            if reply.status >= 500:
                self.troubles.append(f"{path} {reply.status} {reply.body[:200]!r}")
            time.sleep(EVERY)
