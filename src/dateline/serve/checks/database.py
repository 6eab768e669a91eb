"""Checks of the database before anything is asked of its tables: it opens, is whole, and has the tables we know."""

from collections.abc import Iterator

from django.db import DatabaseError, connection

from dateline.postgresql import refusals
from dateline.serve import start
from dateline.serve.checks.finding import Finding


def database() -> Iterator[Finding]:
    """The database opens and is whole."""
    file = start.database_file()
    if file is not None and not file.exists():
        yield Finding("error", f"no database {file}", "start `dateline up` once")
        return
    if connection.vendor == "postgresql":
        reason = refusals.why_not(connection)
        yield Finding("error", reason) if reason else Finding("ok", f"{refusals.where(connection)} answers")
        return
    try:
        start.require_ours()  # before anything connects: to open a file can change it
        trouble = _integrity()
    except start.CannotStart as error:
        yield Finding("error", str(error))
        return
    except DatabaseError as error:
        yield Finding("error", f"the database cannot be read: {' '.join(str(error).split())}", "restore a backup")
        return
    where = f" {file} ({file.stat().st_size / 1e6:.0f} MB)" if file else ""
    if trouble:
        yield Finding("error", f"the database{where} is damaged ({trouble})", "stop everything and restore a backup")
    else:
        yield Finding("ok", f"database{where} is whole")


def schema() -> Iterator[Finding]:
    """The tables are those that this code knows."""
    try:
        start.require_schema()
    except start.CannotStart as error:
        yield Finding("error", str(error))
    else:
        yield Finding("ok", "tables are up to date")


def _integrity() -> str:
    """What SQLite finds wrong with its file; empty for nothing."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    return "" if said == "ok" else said.replace("\n", " ")
