"""Whose database it is, seen before anything is written: our own, an empty one, a damaged one, or somebody else's.

A SQLite file is looked at without Django, whose first connection would already change how the file keeps its journal.
"""

import os
import sqlite3
import stat
import struct
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from django.apps import apps
from django.db import DatabaseError, connection

FIRST = "newsroom.0001_first"
"""The migration that every database of Dateline has."""

INDEX = "search_index"
"""What the names of those tables begin with that no model has: SQLite's index of search."""

MAGIC = b"SQLite format 3\x00"
CHECK_SECONDS = 0.1
"""How long the pages of a file are checked at each start; `dateline doctor` checks all of them."""

State = Literal["none", "empty", "unfinished", "ours"]


class NotOurs(Exception):
    """The database is not one that this Dateline may write; the text says why, for the person who named it."""


class Found(NamedTuple):
    """What was found. `unfinished` is a database of Dateline's whose first migration was interrupted, with nothing in
    it. `applied` are the migrations that it has, as `app.name`.
    """

    state: State
    applied: frozenset[str] = frozenset()


class _Look(NamedTuple):
    """What a database holds, before anything is made of it."""

    tables: frozenset[str]
    applied: frozenset[str]
    has_accounts: bool


def require() -> Found:
    """Says what the database is. Raises NotOurs for one that is damaged, another program's, or a newer Dateline's."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        return _judged(_look_sqlite(file), str(file), "data directory")
    return _judged(_look_postgresql(), "the database", "database")


def known_migrations() -> frozenset[str]:
    """The migrations that this code knows, as `app.name`, by the names of their files."""
    return frozenset(
        f"{app.label}.{path.stem}"
        for app in apps.get_app_configs()
        for path in Path(app.path, "migrations").glob("[!_]*.py")
    )


def unknown_migrations(applied: Iterable[str]) -> list[str]:
    """Those of our own rooms that this code does not know: a newer Dateline's."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("dateline.")}
    return sorted(name for name in set(applied) - known_migrations() if name.partition(".")[0] in ours)


def _judged(look: _Look | None, where: str, own: str) -> Found:
    if look is None:
        return Found("none")
    if FIRST in look.applied:
        if unknown := unknown_migrations(look.applied):
            raise NotOurs(f"{where} was made by a newer Dateline (it has {unknown[-1]}): update this one")
        return Found("ours", look.applied)
    if not look.tables:
        return Found("empty")
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    foreign = sorted(name for name in look.tables - tables if not name.startswith(INDEX))
    if not foreign and look.applied <= known_migrations() and not look.has_accounts:
        return Found("unfinished", look.applied)
    names = ", ".join((foreign or sorted(look.tables))[:3])
    raise NotOurs(f"{where} holds tables of another program ({names}): give Dateline a {own} of its own")


# SQLite


def _look_sqlite(file: Path) -> _Look | None:
    """What the file holds; None where there is none. Nothing is written, and no file is made beside it."""
    if connection.connection is None:
        # Not once it is open: to close a file lets go of all locks that this process has on it, SQLite's among them.
        if not _is_there(file):
            return None
        _require_whole(file)
    wal = file.with_name(f"{file.name}-wal")
    # A database in WAL mode is opened as one that nobody changes, or its -wal and -shm would be made.
    how = "mode=ro" if wal.exists() or not _in_wal_mode(file) else "mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, timeout=5)) as database:
            return _contents(database, file)
    except sqlite3.OperationalError as error:
        raise NotOurs(f"{file} cannot be read: {error}") from error
    except sqlite3.DatabaseError as error:
        raise NotOurs(_damaged(file, str(error))) from error


def _is_there(file: Path) -> bool:
    wal = file.with_name(f"{file.name}-wal")
    try:
        about = file.stat()
    except FileNotFoundError:
        if wal.exists() and wal.stat().st_size:
            raise NotOurs(
                f"{file} is missing, but {wal.name} is there: put it back, or move that away as well"
            ) from None
        return False
    except OSError as error:
        raise NotOurs(f"{file} cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(about.st_mode):
        raise NotOurs(f"{file} is no file")
    if not os.access(file, os.R_OK | os.W_OK) or not os.access(file.parent, os.W_OK | os.X_OK):
        raise NotOurs(
            f"{file} cannot be written: run as the user who owns it, and see that its folder and disk allow it"
        )
    return True


def _require_whole(file: Path) -> None:
    """Refuses what is no database, and one that was cut off or that has lost its -wal."""
    wal = file.with_name(f"{file.name}-wal")
    pending = wal.exists() and wal.stat().st_size > 0
    size = file.stat().st_size
    with file.open("rb") as opened:
        header = opened.read(100)
    if not header and not pending:
        return
    if len(header) < 100 or not header.startswith(MAGIC):
        raise NotOurs(f"{file} is no database: move it away, and `dateline restore` a backup")
    page_size = struct.unpack(">H", header[16:18])[0]
    pages, changed, valid_for = struct.unpack(">I", header[28:32])[0], header[24:28], header[92:96]
    whole = pages * (65536 if page_size == 1 else page_size)
    if not pending and changed == valid_for and size < whole:
        raise NotOurs(_damaged(file, f"it is cut off: {size:,} of {whole:,} bytes are there"))
    if not wal.exists():
        _require_nothing_lost(file)


def _require_nothing_lost(file: Path) -> None:
    """Refuses a database whose -wal is gone while its -shm says that something in it was never copied to the file."""
    shm = file.with_name(f"{file.name}-shm")
    for attempt in range(3):
        try:
            index = shm.read_bytes()[:100]
        except OSError:
            return
        if len(index) < 100:
            return
        frames, copied = struct.unpack("=I", index[16:20])[0], struct.unpack("=I", index[96:100])[0]
        if frames <= copied or file.with_name(f"{file.name}-wal").exists():
            return
        if attempt < 2:
            time.sleep(0.05)  # somebody may be closing it just now
    raise NotOurs(
        f"{file} has lost {file.name}-wal, which held what was written last: put it back, or move the others away as "
        "well and `dateline restore` a backup"
    )


def _in_wal_mode(file: Path) -> bool:
    if connection.connection is not None:
        return False
    with file.open("rb") as opened:
        return opened.read(20)[18:20] == b"\x02\x02"


def _contents(database: sqlite3.Connection, file: Path) -> _Look:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    applied: set[str] = set()
    if "django_migrations" in tables:
        applied = {f"{app}.{name}" for app, name in database.execute("SELECT app, name FROM django_migrations")}
    accounts = "auth_user" in tables and database.execute("SELECT 1 FROM auth_user LIMIT 1").fetchone() is not None
    if trouble := _trouble(database):
        raise NotOurs(_damaged(file, trouble))
    return _Look(frozenset(name for name in tables if not name.startswith("sqlite_")), frozenset(applied), accounts)


def _trouble(database: sqlite3.Connection) -> str:
    """What is wrong with the pages of a database, as far as can be seen in a moment; empty for nothing."""
    until = time.monotonic() + CHECK_SECONDS
    database.set_progress_handler(lambda: time.monotonic() > until, 1000)
    try:
        said = str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return ""
    return "" if said == "ok" else " ".join(said.split())


def _damaged(file: Path, what: str) -> str:
    return f"{file} is damaged ({what}): stop Dateline, move it away, and `dateline restore` a backup"


# PostgreSQL

_TABLES = """
    SELECT relname FROM pg_catalog.pg_class AS class
    WHERE relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema())
      AND relkind IN ('r', 'p') AND NOT EXISTS (
        SELECT 1 FROM pg_catalog.pg_depend WHERE classid = 'pg_class'::regclass AND objid = class.oid AND deptype = 'e')
"""
"""The tables where Dateline's would be made, without those that belong to an extension."""


def _look_postgresql() -> _Look:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            if cursor.fetchone()[0] is None:
                raise NotOurs("the database has no schema that its user may use: GRANT USAGE, CREATE ON SCHEMA public")
            cursor.execute(_TABLES)
            tables = {str(row[0]) for row in cursor.fetchall()}
            applied: set[str] = set()
            if "django_migrations" in tables:
                cursor.execute("SELECT app, name FROM django_migrations")
                applied = {f"{app}.{name}" for app, name in cursor.fetchall()}
            accounts = False
            if "auth_user" in tables and FIRST not in applied:
                cursor.execute("SELECT 1 FROM auth_user LIMIT 1")
                accounts = cursor.fetchone() is not None
    except DatabaseError as error:
        connection.close()
        raise NotOurs(f"the database cannot be used: {' '.join(str(error).split())}") from error
    return _Look(frozenset(tables), frozenset(applied), accounts)
