"""The figures of all web processes on a data directory, for whichever of them is asked.

Each writes its own to its place (serve/presence.py) once a second, and when it is asked itself. A count is only read
from there, never from memory: it would be newer in the process that happens to answer, and a sum that falls from one
scrape to the next looks like a restart. Who takes the place of a process that died counts on from where that was.
"""

import os
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import structlog

from dateline.serve import presence
from dateline.serve.metrics import figures
from dateline.serve.metrics.figures import Counts, Figures, State

ROLE = "web"
EVERY = 1.0
"""Seconds between two times that a process writes its figures down."""

_NUMBERS = figures.RISING + len(State._fields)
_FORM = struct.Struct(f"<II{_NUMBERS}d")
# Another version of Dateline may count other things: what it wrote is not to be taken for these.
_SHAPE = zlib.crc32(repr((figures.ANSWERED_BY, figures.KILL_BOUNDS, figures.EDITION_BOUNDS, State._fields)).encode())

log = structlog.get_logger(__name__)


class Overview(NamedTuple):
    """All web processes together: what they ever counted, and the state of each that is alive."""

    counts: Counts
    states: list[State]


class Board:
    """The place of this process, and a look at those of all. `state` tells how this process is now."""

    def __init__(self, data: Path, own: Figures, state: Callable[[], State]) -> None:
        self._data = data
        self._own = own
        self._state = state
        self._lock = threading.Lock()
        self._place: presence.Place | None = None
        self._before = [0.0] * figures.RISING
        try:
            self._place = presence.take(data, ROLE)
        except OSError as error:
            log.warning("this process counts for itself alone: it cannot share its figures", error=str(error))
        else:
            row = _unpack(os.pread(self._place.descriptor, presence.MOST_BYTES, 0))
            if row is not None:
                self._before = row[: figures.RISING]
            self.publish()

    def publish(self) -> None:
        """Write the figures of this process down."""
        with self._lock:  # an older row must not be written over a newer one
            if self._place is not None:
                os.pwrite(self._place.descriptor, _FORM.pack(_SHAPE, _NUMBERS, *self._row()), 0)

    def read(self) -> Overview:
        """The figures of all processes, this one's as they are now."""
        if self._place is None:
            rows = [(True, self._row())]
        else:
            self.publish()
            seen = ((place.alive, _unpack(place.content)) for place in presence.look(self._data, ROLE))
            rows = [(alive, row) for alive, row in seen if row is not None]
        return Overview(
            figures.together(row[: figures.RISING] for _, row in rows),
            [State(*row[figures.RISING :]) for alive, row in rows if alive],
        )

    def start(self) -> threading.Event:
        """Publish in a thread of its own; gives the event that ends it."""
        stop = threading.Event()
        threading.Thread(target=self._run, args=(stop,), name="figures", daemon=True).start()
        return stop

    def leave(self) -> None:
        """Give the place up. A process that ends need not."""
        self.publish()
        with self._lock:
            if self._place is not None:
                os.close(self._place.descriptor)
                self._place = None

    def _run(self, stop: threading.Event) -> None:
        said = ""
        while not stop.wait(EVERY):
            try:
                self.publish()
            except OSError as error:  # a disk that is full, and will not be for ever
                if str(error) != said:
                    log.warning("figures not written down", error=str(error))
                said = str(error)

    def _row(self) -> list[float]:
        rising = [one + other for one, other in zip(self._before, self._own.rising(), strict=True)]
        return [*rising, *self._state()]


def states(data: Path) -> list[State]:
    """The state of each web process that is alive on a data directory, as it last wrote it down."""
    seen = ((place.alive, _unpack(place.content)) for place in presence.look(data, ROLE))
    return [State(*row[figures.RISING :]) for alive, row in seen if alive and row is not None]


def _unpack(content: bytes) -> list[float] | None:
    """What a process wrote; None where nothing or something else is there."""
    if len(content) != _FORM.size:
        return None
    shape, count, *row = _FORM.unpack(content)
    return list(row) if (shape, count) == (_SHAPE, _NUMBERS) else None
