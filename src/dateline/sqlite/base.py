"""Django's backend for SQLite, in which those who wait to write have their turns. Django finds it by its name.

SQLite has one writer and no queue: who finds it busy looks again after ever longer pauses, of up to 100 ms, and a
worker that writes one batch of a backlog after another leaves it free for less than a millisecond. Whoever wants to
write therefore takes the turn first (a lock on a file beside the database), gives it back once its transaction has
begun, and looks often meanwhile. So the worker, after a batch, comes after the editor's kill that waited, and not
before it.

It is a courtesy and no more: what keeps writers apart is SQLite's own lock. A statement outside a transaction takes no
turn, and who did not get it in time goes on without.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

PATIENCE = 5.0
"""Seconds to wait for other writers before it is said that the database is locked."""

_LOOK = 0.001
"""Seconds between two looks whether it is one's turn."""

_SHORTLY = 8
"""Milliseconds that SQLite itself looks whether it is free: after 1, 2 and 5 of them."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction begins."""

    def _start_transaction_under_autocommit(self) -> None:
        end = time.monotonic() + PATIENCE
        with _turn(Path(f"{self.settings_dict['NAME']}-turn"), end):
            self._set_patience(_SHORTLY)
            try:
                while not self._began(end):
                    pass
            finally:
                self._set_patience(round(PATIENCE * 1000))

    def _began(self, end: float) -> bool:
        """Whether the transaction has begun; False where another still writes. Raises OperationalError at the end."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # which the stubs do not know
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlite_errorcode", None)
            if code != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            return False
        return True

    def _set_patience(self, milliseconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


@contextmanager
def _turn(file: Path, end: float) -> Iterator[None]:
    """Takes the turn for a while. Opened anew each time: a lock that a fork inherits is held by both."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # a full disk, say, of which the transaction itself will tell
        yield
        return
    try:
        while not _taken(handle) and time.monotonic() < end:
            time.sleep(_LOOK)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
