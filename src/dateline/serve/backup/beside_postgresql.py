"""PostgreSQL: a newsroom is built in a schema beside the one of the tables, which then are exchanged in one commit.

To move a table from one schema to another changes a line of the catalogue. Statements that wait for that find the new
table under the old name.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg import sql

from dateline.newsroom.removals import Rows
from dateline.newsroom.transaction import WRITERS
from dateline.postgresql.patience import LONG, patience
from dateline.serve.backup.beside import InUse, Seal, pointed
from dateline.serve.backup.snapshot import connect_postgresql
from dateline.serve.backup.tables import Table, to_postgresql

SCHEMA = "dateline_restore"
RESTORERS = 0x6461_7473
"""The key of the lock that a restore holds: one at a time."""

PATIENCE = 60.0
"""Seconds for which others may keep the tables from being exchanged."""

LOCK_SECONDS = 2
"""Seconds that one try waits for the tables, and everybody who reads behind it."""


@contextmanager
def beside() -> Iterator["BesidePostgresql"]:
    """See `beside.built`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        live = str(cursor.fetchone()[0])
    connection.close()
    with connection.wrap_database_errors, connect_postgresql() as own:
        _remove(own)
        try:
            own.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseError("its user may not make a schema: let that user own the database") from error
        options = dict(connection.settings_dict["OPTIONS"])
        # Of several settings of the same name the last counts.
        options["options"] = f"{options.get('options', '')} -c search_path={SCHEMA} -c statement_timeout=0"
        try:
            with pointed({"OPTIONS": options}), patience(LONG):
                yield BesidePostgresql(live)
        finally:
            with suppress(psycopg.Error):  # else whoever comes next does
                _remove(own)


def clear() -> None:
    """Removes what a restore that was killed has left, when none is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", [SCHEMA])
        if cursor.fetchone() is None:
            return
    with connection.wrap_database_errors, connect_postgresql() as own:
        _remove(own)


class BesidePostgresql:
    """See `beside.Beside`."""

    def __init__(self, live: str) -> None:
        self._live = live

    def load(self, table: Table, chunks: Iterator[list[list[Any]]]) -> None:
        kinds = [column.kind for column in table.columns]
        names = [column.name for column in table.columns]
        with connection.wrap_database_errors, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table.name}"')  # noqa: S608
            types = _types(cursor, table.name, names)
            # Whatever Django makes of values stays out of it: these are those of the database.
            with psycopg.Cursor(connection.connection) as raw, raw.copy(_copy(table.name, names)) as copy:
                copy.set_types(types)
                for chunk in chunks:
                    for row in chunk:
                        copy.write_row([to_postgresql(value, kind) for value, kind in zip(row, kinds, strict=True)])
            if table.counted:
                self._set_counter(table, 0)

    def check(self) -> None:
        """Each load was checked as it was committed."""

    def count_from(self, table: Table, last: int) -> None:
        self._set_counter(table, last)

    def counts(self, rows: Rows, table: Table) -> int:
        return int(rows(_COUNTS.format(table=table.name, key=table.key))[0][0])

    def take_over(self, seal: Seal) -> None:
        started = time.monotonic()
        while True:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    self._exchange(cursor, seal)
                return
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") not in _WAITING:
                    raise
                if time.monotonic() - started > PATIENCE:
                    raise InUse(
                        f"the tables were used by others for {PATIENCE:.0f} s on end (a backup?): nothing was restored"
                    ) from error
                time.sleep(0.5)  # those who waited behind this get their turn

    def _exchange(self, cursor: Any, seal: Seal) -> None:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        seal(lambda statement: self._read_old(cursor, statement))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        new = _tables_of(cursor, SCHEMA)
        old = [name for name in _tables_of(cursor, self._live) if name in new]
        if old:
            named = ", ".join(self._old(name) for name in old)
            cursor.execute(f"LOCK TABLE {named} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(f"DROP TABLE {named} CASCADE")
        for name in new:
            cursor.execute(f'ALTER TABLE "{SCHEMA}"."{name}" SET SCHEMA "{self._live}"')

    def _read_old(self, cursor: Any, statement: str) -> list[tuple[Any, ...]]:
        cursor.execute(f'SET LOCAL search_path = "{self._live}"')
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(f'SET LOCAL search_path = "{SCHEMA}"')
        return found

    def _old(self, name: str) -> str:
        return f'"{self._live}"."{name}"'

    def _set_counter(self, table: Table, last: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', %s),"  # noqa: S608
                f' greatest(%s, (SELECT max("{table.key}") FROM "{table.name}"), 1))',
                [table.key, last],
            )


_WAITING = frozenset(("55P03", "40P01", "57014"))
"""PostgreSQL's codes for a lock that was not to be had, for a deadlock, and for a statement that took too long."""


_COUNTS = """
    SELECT coalesce(max(last_value), 0) FROM pg_catalog.pg_sequences
    WHERE schemaname = current_schema() AND format('%I.%I', schemaname, sequencename)
        = pg_get_serial_sequence(format('%I.%I', current_schema(), '{table}'), '{key}')
"""


def _copy(table: str, names: list[str]) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    return sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table), columns)


def _types(cursor: Any, table: str, names: list[str]) -> list[int]:
    cursor.execute(
        "SELECT attname, atttypid FROM pg_catalog.pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
        [f'"{table}"'],
    )
    found = dict(cursor.fetchall())
    if missing := [name for name in names if name not in found]:
        raise DatabaseError(f"{table} has no column {missing[0]}")
    return [int(found[name]) for name in names]


def _tables_of(cursor: Any, schema: str) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = %s ORDER BY tablename",
        [schema],
    )
    return [str(row[0]) for row in cursor.fetchall()]


def _remove(own: psycopg.Connection[Any]) -> None:
    """Removes what is left of a restore that was killed. From then on this connection keeps out any other restore."""
    if own.execute("SELECT pg_try_advisory_lock(%s)", [RESTORERS]).fetchone() != (True,):
        raise InUse("another restore of this database is under way")
    own.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA)))
