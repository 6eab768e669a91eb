"""Keeping the log of removals and the database in step, for as long as a worker lives.

However a database came to be put back to an earlier day (its file, a snapshot of the disk, a server's own means), what
was killed or purged since is done again: before anybody is answered, and within a second where it happens under way.
"""

import threading

import structlog
from django.db import DatabaseError, connection, connections

from dateline.newsroom import redo, removals
from dateline.serve.backup import beside

EVERY = 1.0

log = structlog.get_logger(__name__)

_TROUBLES = (OSError, DatabaseError, removals.LogUnreadable)


def clear() -> None:
    """Remove what a restore that was killed has left: it holds copy, and nothing that is removed is removed there."""
    try:
        beside.clear()
    except (*_TROUBLES, beside.InUse) as error:
        log.warning("what a restore has left cannot be removed", error=str(error))


def catch_up() -> None:
    """Do again what the database has forgotten. A log that cannot be read is told of, and stops nobody.

    Leaves no connection open: who calls this may be about to fork.
    """
    try:
        count = redo.catch_up()
    except _TROUBLES as error:
        log.error("the log of removals cannot be compared with the database", error=str(error))
    else:
        if count:
            log.warning("the database was put back: removals done again", removals=count, log=str(removals.path()))
    finally:
        connection.close()


class Removals(threading.Thread):
    """Writes removals to the log until `stop` is set, whoever has done them."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="removals", daemon=True)
        self._stop_event = stop
        self._trouble = ""

    def run(self) -> None:
        """What the thread does."""
        try:
            while not self._stop_event.wait(EVERY):
                self._write_down()
        finally:
            connections.close_all()

    def _write_down(self) -> None:
        try:
            if removals.write_down().is_other:
                catch_up()
            self._trouble = ""
        except _TROUBLES as error:
            connection.close()
            if str(error) != self._trouble:
                self._trouble = str(error)
                log.error("the log of removals cannot be written", error=self._trouble)
