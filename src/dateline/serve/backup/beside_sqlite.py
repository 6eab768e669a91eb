"""SQLite: a newsroom is built in a file beside the database, whose pages then become those of the database.

SQLite's own backup does that in one transaction of the file that is there: processes that have it open go on with it
and find the new contents, and a crash in the middle leaves the old ones.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from dateline.newsroom.removals import Rows
from dateline.serve.backup.beside import InUse, Seal, alone, pointed
from dateline.serve.backup.tables import Table, to_sqlite

NAME = "restore.sqlite3"

PATIENCE = 60.0
"""Seconds for which others may keep the database from being written."""

PAGES_AT_ONCE = 2000
_PAGE_SIZE = 4096

_INIT = """
    PRAGMA page_size = {page_size};
    PRAGMA journal_mode = MEMORY;
    PRAGMA synchronous = OFF;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -64000;
    PRAGMA temp_store = MEMORY;
"""
"""Of the file beside: a power cut may spoil it, since it is then built again."""


@contextmanager
def beside() -> Iterator["BesideSqlite"]:
    """See `beside.built`."""
    live = Path(str(connection.settings_dict["NAME"]))
    file = live.with_name(NAME)
    _remove(file)
    options = connection.settings_dict["OPTIONS"] | {"init_command": _INIT.format(page_size=_page_size(live))}
    try:
        file.touch(0o600)  # in here: whoever is told to end at this very moment leaves none either
        with pointed({"NAME": file, "OPTIONS": options}):
            yield BesideSqlite(live, file)
    finally:
        _remove(file)


def clear() -> None:
    """Removes what a restore that was killed has left, when none is under way."""
    file = Path(str(connection.settings_dict["NAME"])).with_name(NAME)
    if file.exists():
        with alone():
            _remove(file)


class BesideSqlite:
    """See `beside.Beside`."""

    def __init__(self, live: Path, file: Path) -> None:
        self._live = live
        self._file = file

    def load(self, table: Table, chunks: Iterator[list[list[Any]]]) -> None:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        places = ", ".join("?" for _column in table.columns)
        kinds = [column.kind for column in table.columns]
        with connection.wrap_database_errors, connection.constraint_checks_disabled(), transaction.atomic():
            raw: sqlite3.Connection = connection.connection
            raw.execute(f'DELETE FROM "{table.name}"')  # noqa: S608
            statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608
            for chunk in chunks:
                rows = ([to_sqlite(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in chunk)
                raw.executemany(statement, rows)

    def check(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_key_check")
            if wrong := cursor.fetchone():
                raise DatabaseError(f"a row of {wrong[0]} refers to one of {wrong[2]} that is not there")

    def count_from(self, table: Table, last: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            row = cursor.fetchone()
            if row is None:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
            elif int(row[0]) < last:
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table.name])

    def counts(self, rows: Rows, table: Table) -> int:
        found = rows(f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'")  # noqa: S608
        return int(found[0][0]) if found else 0

    def take_over(self, seal: Seal) -> None:
        self._live.touch(0o600)  # an empty file is an empty database
        started = time.monotonic()
        sealed = False

        def step(status: int, _remaining: int, _total: int) -> None:
            nonlocal sealed
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                if time.monotonic() - started > PATIENCE:
                    raise InUse(f"{self._live} was written by others for {PATIENCE:.0f} s on end: nothing was restored")
            elif not sealed:
                # The first pages are copied: nobody else can write until the last ones are. What is written to the file
                # beside has SQLite begin with its first page again.
                sealed = True
                with closing(_opened(self._live, "ro")) as old:
                    seal(lambda statement: old.execute(statement).fetchall())

        with closing(_opened(self._file, "rw")) as source, closing(_opened(self._live, "rw")) as target:
            target.execute("PRAGMA synchronous = FULL")
            # Never all at once: the first pages lock the database, and only then can the rest be got ready.
            pages = max(1, min(PAGES_AT_ONCE, source.execute("PRAGMA page_count").fetchone()[0] // 2))
            try:
                source.backup(target, pages=pages, progress=step, sleep=0.05)
            except sqlite3.Error as error:
                raise DatabaseError(f"{self._live}: {error}: nothing was restored") from error
            with suppress(sqlite3.Error):  # somebody reads: then it is done later
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _opened(file: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode={how}", uri=True, timeout=5, isolation_level=None)


def _page_size(live: Path) -> int:
    """That of the database, whose pages can only become those of a file with the same."""
    if not live.exists() or not live.stat().st_size:
        return _PAGE_SIZE
    with closing(_opened(live, "ro")) as database:
        return int(database.execute("PRAGMA page_size").fetchone()[0])


def _remove(file: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm", "-turn"):
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
