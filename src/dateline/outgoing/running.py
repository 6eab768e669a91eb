"""The worker's part: a thread for each outlet, so that a slow one holds up no other."""

import logging
import threading

from django.db import DatabaseError, connection, connections
from django.utils import timezone

from dateline.newsroom.models import Outlet, Sending
from dateline.newsroom.transaction import CHANGE, number
from dateline.outgoing import rows
from dateline.outgoing.calls import Failed
from dateline.search.wanted import TooSlow

log = logging.getLogger(__name__)

OUTLETS_EVERY = 2.0
"""Seconds between two looks at which outlets there are."""

EVERY = 0.2
"""Seconds between two looks at what changed."""


def start(stop: threading.Event) -> threading.Thread:
    """Serves all outlets in threads that end soon after `stop` is set."""
    thread = threading.Thread(target=_serve_all, args=(stop,), name="outgoing", daemon=True)
    thread.start()
    return thread


def step(outlet: Outlet) -> bool:
    """Fills, and makes one call that is due; whether there was anything to do."""
    from dateline.outgoing.sending import prove, send  # not for workers that have no outlet

    filled = rows.fill(outlet)
    if outlet.kind == Outlet.Kind.PURGE and outlet.proved_at is None:
        now = timezone.now()
        if not Sending.objects.filter(outlet=outlet, state=Sending.State.PENDING).exists():
            Sending.objects.create(outlet=outlet, article=None, next_at=now, since=now)
    sending = rows.claim(outlet, timezone.now())
    if sending is None:
        return filled > 0
    try:
        gone, took = send(outlet, sending)
    except Failed as failure:
        rows.failed(sending, str(failure), timezone.now())
        if outlet.kind == Outlet.Kind.PURGE:
            prove(outlet, works=False)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("outgoing call %s", sending.pk)
        rows.failed(sending, f"{type(error).__name__}", timezone.now())
    else:
        rows.done(sending, gone=gone, took=took, now=timezone.now())
        if outlet.kind == Outlet.Kind.PURGE:
            prove(outlet, works=True)
    return True


def _serve_all(stop: threading.Event) -> None:
    running: dict[int, threading.Thread] = {}
    try:
        while not stop.is_set():
            try:
                for key in Outlet.objects.filter(active=True).values_list("pk", flat=True):
                    if key not in running or not running[key].is_alive():
                        running[key] = threading.Thread(
                            target=_serve, args=(key, stop), name=f"outlet {key}", daemon=True
                        )
                        running[key].start()
            except DatabaseError:
                connection.close()  # the worker says so
            stop.wait(OUTLETS_EVERY)
    finally:
        connections.close_all()


def _serve(key: int, stop: threading.Event) -> None:
    """Serves one outlet until it is no more, or no longer active."""
    seen: int | None = None
    try:
        while not stop.is_set():
            try:
                # Whatever happens to articles and outlets is a change, and all that a call waits for is its time.
                change = number(CHANGE)
                if change != seen or rows.is_due(key, timezone.now()):
                    outlet = Outlet.objects.filter(pk=key, active=True).first()
                    if outlet is None:
                        return
                    while not stop.is_set() and step(outlet):
                        outlet.refresh_from_db()
                    seen = change
            except (DatabaseError, Outlet.DoesNotExist, TooSlow):
                seen = None
                connection.close()
            stop.wait(EVERY)
    finally:
        connections.close_all()
