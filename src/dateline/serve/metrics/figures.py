"""What one web process knows about itself, as a row of numbers that other processes can read."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dateline.serve.metrics.tally import Histogram, Tally

ANSWERED_BY = ("memory", "parts", "view", "desk", "intake", "static", "itself")
"""Who answered: a page from memory, one joined from parts, a view that made a page, a view of the desk or the API, the
address for pushed copy, a static file, or this room itself (an error, /healthz, /metrics)."""

CLASSES = ("2xx", "3xx", "4xx", "5xx")

MEMORY, PARTS, VIEW, DESK, INTAKE, STATIC, ITSELF = range(0, len(ANSWERED_BY) * len(CLASSES), len(CLASSES))
"""Where the four counts of each of them begin."""

KILL_BOUNDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 60.0)
EDITION_BOUNDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)

_REQUESTS = len(ANSWERED_BY) * len(CLASSES)
_KILL = len(KILL_BOUNDS) + 2
_EDITION = len(EDITION_BOUNDS) + 2

RISING = _REQUESTS + _KILL + _EDITION
"""How many numbers of a process only rise."""


class State(NamedTuple):
    """How a process is now. `read_at` is when its last reading of the edition began (`serve.edition.steady`)."""

    entries: float
    bytes: float
    edition: float
    read_at: float


class Figures:
    """The counts of this process. `up[MEMORY + class]` and so on are to be called, once for each answer."""

    def __init__(self) -> None:
        self._tallies = [Tally() for _ in range(_REQUESTS)]
        self.up: list[Callable[[], int]] = [tally.up for tally in self._tallies]
        self.kill = Histogram(KILL_BOUNDS)
        self.edition = Histogram(EDITION_BOUNDS)

    def rising(self) -> list[float]:
        """All counts, RISING of them."""
        requests = [float(tally.value()) for tally in self._tallies]
        return [*requests, *self.kill.values(), *self.edition.values()]


class Counts(NamedTuple):
    """The counts of several processes together."""

    requests: list[tuple[str, str, float]]
    """(answered by, status class, how many)"""
    kill: list[float]
    edition: list[float]
    """As Histogram.values gives them."""


def together(rows: Iterable[Sequence[float]]) -> Counts:
    """The sum of what `Figures.rising` gave in each process."""
    total = [0.0] * RISING
    for row in rows:
        total = [one + other for one, other in zip(total, row, strict=True)]
    names = [(by, status) for by in ANSWERED_BY for status in CLASSES]
    requests = [(by, status, n) for (by, status), n in zip(names, total[:_REQUESTS], strict=True)]
    return Counts(requests, total[_REQUESTS : _REQUESTS + _KILL], total[_REQUESTS + _KILL :])
