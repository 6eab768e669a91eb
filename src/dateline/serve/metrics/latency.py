"""How long a change takes until this process shows it: what the follower found, against the clock."""

import time
from collections.abc import Callable

from dateline.serve.edition import Reading
from dateline.serve.metrics.figures import Figures


class Latency:
    """Counts each edition once, and each that killed something, by what took longest in it.

    The times are by the clock of whoever made the change: between two hosts, as right as those agree.
    """

    def __init__(self, figures: Figures, clock: Callable[[], float] = time.time) -> None:
        self._figures = figures
        self._clock = clock

    def __call__(self, reading: Reading) -> None:
        """The cache has just dropped what this reading found."""
        now = self._clock()
        made: dict[int, float] = {}
        asked: dict[int, float] = {}
        for (n, _tag), (at, asked_at) in zip(reading.touched, reading.times, strict=True):
            if at is not None:
                made[n] = min(at, made.get(n, at))
            if asked_at is not None:
                asked[n] = min(asked_at, asked.get(n, asked_at))
        for at in made.values():
            self._figures.edition.observe(now - at)
        for at in asked.values():
            self._figures.kill.observe(now - at)
