"""The work role: what turns deliveries into items, polls, and minds embargoes and expiry; and the demonstration."""

import importlib
import signal
import threading
from collections.abc import Callable

import structlog
from django.conf import settings

from dateline.serve import presence

log = structlog.get_logger(__name__)

POLLING_ENDS = 5.0
"""Seconds that polling gets to store what it has."""


def work() -> int:
    """Work until SIGTERM or SIGINT; gives the exit status."""
    try:
        presence.take(settings.DATA, "work")
    except OSError as error:
        log.warning("this worker cannot be counted among the others", error=str(error))
    return _until_told("dateline.intake.worker", "work", working=True)


def play() -> int:
    """Play the demonstration's copy in, piece by piece; when all is played, stay: who ends is started again."""
    return _until_told("dateline.intake.demo.player", "play", stay=True)


def _until_told(module: str, name: str, *, working: bool = False, stay: bool = False) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # Loaded here and not above: the web process has no use for it.
    run: Callable[[threading.Event], None] = getattr(importlib.import_module(module), name)
    polling: threading.Thread | None = None
    if working:
        from dateline.intake.anp import polling as anp
        from dateline.outgoing import running as outgoing
        from dateline.serve.alarms.watch import Watch
        from dateline.serve.indexing import Indexing
        from dateline.serve.journal import Journal
        from dateline.serve.removed import Removals

        Watch(stop).start()
        Journal(stop).start()
        Removals(stop).start()
        Indexing(stop).start()
        polling = anp.start(stop)
        outgoing.start(stop)
    run(stop)
    if polling is not None:
        polling.join(POLLING_ENDS)
    if stay:
        stop.wait()
    return 0
