"""What every process does first: find the data, set Django up, see that the tables are those that this code knows."""

import fcntl
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connection

from dateline.locks import lock
from dateline.postgresql import refusals
from dateline.postgresql.patience import LONG, patience
from dateline.serve import ours

LOCK = "up.lock"
TABLES_LOCK = "tables.lock"

MIGRATING = 0x6461_7466
"""The key of PostgreSQL's lock that whoever brings the tables up to date holds."""

TERMINATED = 143
"""Exit status after SIGTERM: what a shell gives for a process that it ended."""

NOT_ALLOWED = "42501"
"""PostgreSQL's code for what a user has no right to."""


class CannotStart(Exception):
    """Why a process cannot do its work; the text is for the person who started it."""


class Schema(NamedTuple):
    """How the tables differ from the code: migrations that are not applied, and applied ones that the code lacks."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def set_up() -> None:
    """Set Django up, once a process. Raises CannotStart for a setting that cannot be."""
    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.settings")
    # All that is loaded stays: to look through it for garbage again and again is an eighth of what loading takes.
    gc.disable()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CannotStart(str(error)) from None
    finally:
        gc.enable()
    gc.freeze()


def clear_away_when_told_to_end() -> None:
    """Have SIGTERM end this process as Ctrl-C does: what it has begun, which may hold copy, is removed first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))


def make_data(folder: Path) -> None:
    """Make the data directory, for this user only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"the data directory {folder} cannot be made: {error.strerror}") from error


def make_own_data() -> None:
    """Make this host's data directory, where the database is elsewhere and there is none yet."""
    make_data(settings.DATA)


@contextmanager
def claimed(folder: Path, what: str) -> Iterator[None]:
    """Be the only `dateline up` of a data directory; `what` is left there for others: who it is, and its address."""
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        if not lock(file):
            file.seek(0)
            holder = (file.read().splitlines() or ["another process"])[0]
            raise CannotStart(f"{folder} is in use by {holder}; one `dateline up` a data directory")
        file.truncate(0)
        file.write(what)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def address_in_use(folder: Path) -> str | None:
    """The base address that the `dateline up` running on a data directory works with; None where none runs."""
    try:
        with (folder / LOCK).open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        lines = (folder / LOCK).read_text(encoding="utf-8").splitlines()
        return lines[1] if len(lines) > 1 else None
    except OSError:
        pass
    return None


def database_file() -> Path | None:
    """The database's file; None where the database is not a file."""
    return Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None


def schema() -> Schema:
    """Compare the tables with the code by the names of migrations alone: to build Django's graph takes far longer."""
    known, applied = ours.known_migrations(), set(_applied())
    return Schema(tuple(sorted(known - applied)), tuple(ours.unknown_migrations(applied)))


def require_ours() -> ours.Found:
    """Refuse a database that is damaged, another program's, or a newer Dateline's, before anything is written; and a
    server that cannot be used.
    """
    reason = refusals.why_not(connection) if connection.vendor == "postgresql" else None
    if reason:
        raise CannotStart(reason)
    try:
        return ours.require()
    except ours.NotOurs as error:
        raise CannotStart(str(error)) from error


def require_schema() -> None:
    """Refuse to work on tables that are missing, older or newer than this code, or nobody's that it knows."""
    require_ours()
    found = schema()
    if found.unknown:
        raise CannotStart(f"{_where()} was made by a newer Dateline (it has {found.unknown[-1]}): update this one")
    if found.missing and not _applied():
        raise CannotStart(f"{_where()} holds no newsroom yet: start it once with `dateline up`")
    if found.missing:
        raise CannotStart(f"{_where()} was made by an older Dateline: `dateline up` brings it up to date")


def is_empty() -> bool:
    """Whether there are no tables at all, of nobody."""
    require_ours()
    file = database_file()
    return (file is not None and not file.exists()) or not connection.introspection.table_names()


def migrate() -> bool:
    """Bring the tables up to date; says whether there was anything to do. One process, on whatever host, does it at a
    time.
    """
    require_ours()
    found = schema()
    if found.unknown:
        require_schema()
    if not found.missing:
        return False
    with _alone() if connection.vendor == "postgresql" else _alone_here():
        return bool(schema().missing) and _migrate()


def _migrate() -> bool:
    from django.core.management import call_command

    file = database_file()
    if file is not None:
        file.touch(0o600)  # an empty file is an empty database; connecting makes none
    call_command("migrate", interactive=False, verbosity=0)
    return True


@contextmanager
def _alone_here() -> Iterator[None]:
    """Wait until no other process of this machine brings the tables of an SQLite file up to date: a `dateline setup`
    beside the first `dateline up` would find half of them.
    """
    file = database_file()
    if file is None:
        yield
        return
    with file.with_name(TABLES_LOCK).open("ab") as held:
        if not lock(held):
            print("another process brings the tables up to date: waiting for it", file=sys.stderr, flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        connection.close()  # what it knew of the file is from before
        yield


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other host brings the tables up to date, and keep others waiting meanwhile."""
    waits = False
    try:
        with connection.cursor() as cursor:
            # Tables of a million rows take their time.
            cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            while True:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING])
                if cursor.fetchone()[0]:
                    break
                if not waits:
                    waits = True
                    print("another host brings the tables up to date: waiting for it", file=sys.stderr, flush=True)
                time.sleep(0.2)
        with patience(LONG):
            yield
    except DatabaseError as error:
        if NOT_ALLOWED not in (getattr(cause, "sqlstate", "") for cause in _causes(error)):
            raise
        raise CannotStart(
            f"in {refusals.where(connection)} its user may not make tables: let that user own the database"
        ) from error
    finally:
        connection.close()  # and with it the lock, and what was set


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody listens on: Granian would share it, and readers would get either site."""
    try:
        family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        # Granian takes no names, and a name can have several addresses.
        raise CannotStart(
            f"{host!r} is no address to listen at: --host takes one like 127.0.0.1, or 0.0.0.0 for all of this machine"
        ) from None
    if not port:
        raise CannotStart(f"{port} is no port: they go from 1 to 65535")
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CannotStart(f"{port} is no port: they go from 1 to 65535") from None
        except OSError as error:
            raise CannotStart(
                f"cannot listen at {host}:{port}: {error.strerror}. Is another program there? Choose one with --port"
            ) from error


def _applied() -> list[str]:
    file = database_file()
    if file is not None and not file.exists():
        return []
    if "django_migrations" not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return [f"{app}.{name}" for app, name in cursor.fetchall()]


def _where() -> str:
    return str(database_file() or refusals.where(connection))
