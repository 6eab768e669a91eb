"""Polls all sources that are polled, each in a thread of its own: a slow one never holds up another, nor the worker."""

import logging
import threading
import time
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, connections

from dateline.newsroom.models import Source

log = logging.getLogger(__name__)

SOURCES_EVERY = 2.0
"""Seconds between two looks at which sources there are."""

GRACE = 3.0
"""Seconds that pollers get to store what they have and to leave the asking to others."""


class _Running(NamedTuple):
    thread: threading.Thread
    stop: threading.Event
    made_for: tuple[Any, ...]


def poll(stop: threading.Event) -> None:
    """Polls until `stop` is set."""
    running: dict[int, _Running] = {}
    try:
        while not stop.is_set():
            try:
                _update(running)
            except DatabaseError:
                connection.close()  # the worker says so
            except Exception:
                log.exception("polling cannot go on as it should")
                connection.close()
            stop.wait(SOURCES_EVERY)
    finally:
        _stop(list(running.values()))
        connections.close_all()


def start(stop: threading.Event) -> threading.Thread:
    """Polls in a thread of its own, which ends some seconds after `stop` is set."""
    thread = threading.Thread(target=poll, args=(stop,), name="polling", daemon=True)
    thread.start()
    return thread


def _update(running: dict[int, _Running]) -> None:
    """Has a thread run for each source as it is set up now, and for no other."""
    sources = {source.pk: source for source in Source.objects.filter(kind=Source.Kind.ANP_API, active=True)}
    over = [
        key
        for key, each in running.items()
        if key not in sources or _state(sources[key]) != each.made_for or not each.thread.is_alive()
    ]
    _stop([running.pop(key) for key in over])
    for key, source in sources.items():
        if key not in running:
            running[key] = _begin(source)


def _begin(source: Source) -> _Running:
    # Loaded here and not above: who polls nothing has no use for an HTTP client.
    from dateline.intake.anp.poller import Poller

    stop = threading.Event()

    def run() -> None:
        try:
            Poller(source, stop).run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name=f"polling {source.slug}", daemon=True)
    thread.start()
    return _Running(thread, stop, _state(source))


def _stop(pollers: list[_Running]) -> None:
    for each in pollers:
        each.stop.set()
    until = time.monotonic() + GRACE
    for each in pollers:
        each.thread.join(max(0.0, until - time.monotonic()))


def _state(source: Source) -> tuple[Any, ...]:
    """What a poller is made for: anything else than before needs another one."""
    chosen = tuple(map(str, source.services))
    return (
        source.slug,
        source.url,
        source.user,
        source.auth,
        source.login,
        chosen,
        source.every,
        source.secret_from,
    )
