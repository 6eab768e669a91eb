"""Taking up in the index of search what was there before it, for as long as a worker lives."""

import threading

import structlog
from django.db import DatabaseError, connection, connections

from dateline.search import index

EVERY = 5.0
"""Seconds between two looks for whether anything is left to do: there is after a restore or a new version."""

log = structlog.get_logger(__name__)


class Indexing(threading.Thread):
    """Fills the index until `stop` is set, a few articles at a time and newest first."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="indexing", daemon=True)
        self._stop_event = stop
        self._trouble = ""

    def run(self) -> None:
        """What the thread does."""
        try:
            while not self._stop_event.wait(EVERY):
                self._fill()
        finally:
            connections.close_all()

    def _fill(self) -> None:
        try:
            index.fill(self._stop_event)
        except DatabaseError as error:
            if str(error) != self._trouble:
                log.warning("the index of search cannot be filled just now", error=str(error))
            self._trouble = str(error)
            connection.close()
        else:
            self._trouble = ""
