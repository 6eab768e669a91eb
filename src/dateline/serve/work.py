"""The work role: what turns deliveries into items and minds embargoes and expiry, and the demonstration's player."""

import importlib
import signal
import threading
from collections.abc import Callable


def work() -> int:
    """Work until SIGTERM or SIGINT; gives the exit status."""
    return _until_told("dateline.intake.worker", "work", journal=True)


def play() -> int:
    """Play the demonstration's copy in, piece by piece; when all is played, stay: who ends is started again."""
    return _until_told("dateline.intake.demo.player", "play", stay=True)


def _until_told(module: str, name: str, *, journal: bool = False, stay: bool = False) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # Loaded here and not above: the web process has no use for it.
    run: Callable[[threading.Event], None] = getattr(importlib.import_module(module), name)
    if journal:
        from dateline.serve.journal import Journal

        Journal(stop).start()
    run(stop)
    if stay:
        stop.wait()
    return 0
