"""The journal: what the newsroom writes down about items goes to the log as well, a line an event.

It is read back from the events, so that it tells of what every process did, and only of what was committed. It names
items and deliveries and never quotes them: copy that must vanish would stay in the logs.
"""

import threading
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.models import Max

from dateline.locks import Claim
from dateline.newsroom.models import Event

EVERY = 1.0
AT_ONCE = 500

log = structlog.get_logger(__name__)


class Journal(threading.Thread):
    """Logs new events until `stop` is set. Of several workers on a data directory only one does."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="journal", daemon=True)
        self._stop_event = stop
        self._last: int | None = None
        self._claim = Claim(Path(settings.DATA, "journal.lock"))
        self._trouble = ""
        if self._is_mine():
            try:
                self.catch_up()  # now, and not in the thread: what the worker does next is new
            except DatabaseError:
                connection.close()  # the thread catches up; a worker that ended for this would be started late

    def run(self) -> None:
        """What the thread does."""
        try:
            while not self._stop_event.wait(EVERY):
                try:
                    if self._is_mine():
                        self.catch_up()
                except DatabaseError:
                    connection.close()  # the worker says so, and this goes on where it was
        finally:
            self.close()
            connections.close_all()

    def catch_up(self) -> None:
        """Log what was written down since the last time; the first time nothing."""
        if self._last is None:
            self._last = Event.objects.aggregate(last=Max("id"))["last"] or 0
            return
        while not self._stop_event.is_set():
            rows = Event.objects.filter(id__gt=self._last).order_by("id")
            found = list(rows.values("id", "at", "verb", "delivery_id", "by_name", "item__short_id")[:AT_ONCE])
            for row in found:
                log.info(
                    row["verb"],
                    item=row["item__short_id"],
                    delivery=row["delivery_id"],
                    by=row["by_name"] or None,
                    at=row["at"].isoformat(timespec="milliseconds"),
                )
                self._last = row["id"]
            if len(found) < AT_ONCE:
                return

    def close(self) -> None:
        """Leave the journal to another worker."""
        self._claim.let_go()

    def _is_mine(self) -> bool:
        try:
            return self._claim.is_mine()
        except OSError as error:  # the work goes on without a journal
            if str(error) != self._trouble:
                self._trouble = str(error)
                log.warning("the journal cannot be kept", error=self._trouble)
            return False
