"""Django's backend for SQLite, in which those who wait to write have their turns. Django finds it by its name.

SQLite has one writer and no queue: who finds it busy looks again after ever longer pauses, of up to 100 ms, and a
worker that writes one batch of a backlog after another leaves it free for less than a millisecond. Whoever wants to
write therefore takes the turn first (a lock on a file beside the database), gives it back once its transaction has
begun or its single statement is done, and looks often meanwhile. So the worker, after a batch, comes after the editor's
kill that waited, and not before it.

It is a courtesy and no more: what keeps writers apart is SQLite's own lock, and who did not get the turn in time goes
on without.
"""

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from dateline.locks import lock

PATIENCE = 5.0
"""Seconds to wait for other writers before it is said that the database is locked."""

_LOOK = 0.001
"""Seconds between two looks whether it is one's turn."""

_SHORTLY = 8
"""Milliseconds that SQLite itself looks whether it is free: after 1, 2 and 5 of them."""

_WRITES = re.compile(r"\s*(BEGIN IMMEDIATE|INSERT|UPDATE|DELETE|REPLACE|WITH)\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for its cursors."""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor as Django's, in which what begins to write has its turn."""
        turn = f"{self.settings_dict['NAME']}-turn"
        return self.connection.cursor(factory=lambda connection: _Cursor(connection, turn))


class _Cursor(base.SQLiteCursorWrapper):
    def __init__(self, connection: sqlite3.Connection, turn: str) -> None:
        super().__init__(connection)
        self._file = turn

    def execute(self, query: Any, params: Any = None) -> Any:
        return self._in_turn(query, lambda: super(_Cursor, self).execute(query, params))

    def executemany(self, query: Any, param_list: Any) -> Any:
        return self._in_turn(query, lambda: super(_Cursor, self).executemany(query, param_list))

    def _in_turn(self, query: Any, execute: Callable[[], Any]) -> Any:
        if self.connection.in_transaction or not _WRITES.match(str(query)):
            return execute()
        end = time.monotonic() + PATIENCE
        with _turn(self._file, end):
            self._set_patience(_SHORTLY)
            try:
                return _tried_until(end, execute)
            finally:
                self._set_patience(round(PATIENCE * 1000))

    def _set_patience(self, milliseconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")


def _tried_until(end: float, execute: Callable[[], Any]) -> Any:
    """Executes a statement as soon as nobody else writes. Raises what SQLite says at the end."""
    while True:
        try:
            return execute()
        except sqlite3.OperationalError as error:  # nothing of it was done
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise


@contextmanager
def _turn(file: str, end: float) -> Iterator[None]:
    """Takes the turn for a while. Opened anew each time: a lock that a fork inherits is held by both."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # a full disk, say, of which the transaction itself will tell
        yield
        return
    try:
        while not lock(handle) and time.monotonic() < end:
            time.sleep(_LOOK)
        yield
    finally:
        os.close(handle)
