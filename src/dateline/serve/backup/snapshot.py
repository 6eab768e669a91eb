"""One moment of the database, read row by row while everybody else goes on reading and writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connection

from dateline.serve.backup.tables import Table, from_database

BYTES_AT_ONCE = 1024 * 1024
"""About so many bytes of rows are held at a time."""


class Snapshot(Protocol):
    """One moment of a database."""

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a query, all at once."""

    def stream(self, statement: str, ahead: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one after the other; `ahead` are fetched at once where that makes a difference."""


def rows(snapshot: Snapshot, table: Table) -> Iterator[list[list[Any]]]:
    """The rows of a table in the order of its key, many at a time, as they are in a backup."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    kinds = [column.kind for column in table.columns]
    chunk: list[list[Any]] = []
    size = 0
    ahead = 40 if "bytes" in kinds else 2000
    for row in snapshot.stream(f'SELECT {columns} FROM "{table.name}" ORDER BY "{table.key}"', ahead):  # noqa: S608
        chunk.append([from_database(value, kind) for value, kind in zip(row, kinds, strict=True)])
        size += 16 * len(row) + sum(len(value) for value in row if isinstance(value, str | bytes))
        if size >= BYTES_AT_ONCE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """The database as it is now, for as long as this lasts. Nobody waits for it. Raises DatabaseError."""
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            with _of_sqlite(Path(str(connection.settings_dict["NAME"]))) as found:
                yield found
        else:
            with _of_postgresql() as found:
                yield found


class _Sqlite:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        return self._database.execute(statement).fetchall()

    def stream(self, statement: str, ahead: int) -> Iterator[tuple[Any, ...]]:
        return iter(self._database.execute(statement))


@contextmanager
def _of_sqlite(file: Path) -> Iterator[Snapshot]:
    address = f"{file.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=10, isolation_level=None)) as database:
        # In WAL mode whoever reads holds up nobody who writes, and sees what was committed when it began to read.
        database.execute("BEGIN")
        database.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield _Sqlite(database)


class _Postgresql:
    def __init__(self, database: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._database = database

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        return self._database.execute(statement.encode()).fetchall()

    def stream(self, statement: str, ahead: int) -> Iterator[tuple[Any, ...]]:
        with self._database.cursor("backup") as cursor:
            cursor.itersize = ahead
            cursor.execute(statement.encode())
            yield from cursor


@contextmanager
def _of_postgresql() -> Iterator[Snapshot]:
    with connect_postgresql() as database:
        database.execute("SET statement_timeout = 0")
        database.execute("SET idle_in_transaction_session_timeout = 0")
        database.autocommit = False
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        database.read_only = True
        yield _Postgresql(database)


@contextmanager
def connect_postgresql() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection of its own, without what Django makes of one."""
    parameters = {
        name: value
        for name, value in connection.get_connection_params().items()
        if name not in ("context", "cursor_factory", "prepare_threshold", "client_encoding")
    }
    with psycopg.connect(**parameters, autocommit=True) as database:
        yield database
