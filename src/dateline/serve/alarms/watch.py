"""The watch: looks at the newsroom, notes alarms, and makes the calls that are due.

Web and work processes all have one, so that a dead worker is told of as well; of those of a data directory one looks at
a time.
"""

import threading
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from dateline.locks import Claim
from dateline.newsroom.alarms import claim, note
from dateline.newsroom.models import OutgoingCall
from dateline.serve.alarms import looks, telling

EVERY = 10.0
"""Seconds between two looks."""

AT_ONCE = 5
"""Calls that are made after one look."""

log = structlog.get_logger(__name__)


class Watch(threading.Thread):
    """Looks until `stop` is set."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        super().__init__(name="alarms", daemon=True)
        self._stop_event = stop or threading.Event()
        self._claim = Claim(Path(settings.DATA, "alarms.lock"))
        self._since: datetime | None = None

    def run(self) -> None:
        """What the thread does."""
        try:
            while not self._stop_event.wait(EVERY):
                try:
                    if self._is_mine():
                        self.look()
                except DatabaseError:
                    connection.close()  # /healthz says so
                except Exception:
                    log.exception("the watch failed")
        finally:
            self.close()
            connections.close_all()

    def look(self) -> None:
        """Looks once, and makes the calls that are due."""
        now = timezone.now()
        self._since = self._since or now
        for alarm in note(looks.everything(now, self._since), looks.watched(), telling.ways()):
            log.warning("alarm", kind=alarm.kind, subject=alarm.subject, text=alarm.text)
        make_calls(timezone.now())

    def close(self) -> None:
        """Leave the watch to another process."""
        self._claim.let_go()

    def _is_mine(self) -> bool:
        try:
            return self._claim.is_mine()
        except OSError:
            return False


def make_calls(now: datetime) -> int:
    """Makes the calls that are due, AT_ONCE at the most; gives how many were made."""
    due = OutgoingCall.objects.filter(next_at__isnull=False, next_at__lte=now).select_related("alarm")
    made = 0
    for call in list(due.order_by("next_at")[:AT_ONCE]):
        if not claim(call, now):
            continue
        try:
            telling.tell(call)
        except telling.NotTold as error:
            log.warning("an alarm could not be told", way=call.way, attempt=call.attempts, error=str(error))
            OutgoingCall.objects.filter(pk=call.pk).update(trouble=str(error)[:300])
        else:
            OutgoingCall.objects.filter(pk=call.pk).update(done_at=timezone.now(), next_at=None, trouble="")
            made += 1
    return made
