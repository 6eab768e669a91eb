"""Which database the tests run on, and the way to that of a Dateline in processes of its own.

DATELINE_TEST_DATABASE chooses: `sqlite` (the default), `postgresql` (the newest that the wheel brings) or
`postgresql-15` (Debian's package). One server serves all processes of pytest-xdist; each has a database of its own,
and so has each data directory that a test starts `dateline` on (`environment`).
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from dateline.postgresql.refusals import UNSAFE
from tests import postgres

CHOICE = "DATELINE_TEST_DATABASE"
SERVER = "DATELINE_TEST_SERVER"
"""Where pytest-xdist's processes find the port of the server."""

PROGRAMS = {"postgresql": postgres.newest, "postgresql-15": lambda: postgres.DEBIAN_15}

KIND = os.environ.get(CHOICE, "").strip() or "sqlite"
ON_POSTGRESQL = KIND in PROGRAMS

WITHOUT = Path(__file__).parent / "without"
"""What stands in for what is here only because tests need it: the processes that they start do without."""

MIGRATED = "dateline_migrated"
MIGRATE = "from dateline.serve import start; start.set_up(); start.migrate()"

_urls: dict[Path, str] = {}
_begun: set[Path] = set()
"""Data directories that are as their tests made them: they get no tables."""


def examples(usual: int) -> int:
    """How many examples a long property tries: the environment's EXAMPLES, else as usual.

    On PostgreSQL a third: each takes three times as long there, and what it says of the newsroom SQLite has said.
    """
    return int(os.environ.get("EXAMPLES") or (usual // 3 if ON_POSTGRESQL else usual))


def begin() -> postgres.Server | None:
    """Starts the server that was chosen, in the first process of a run; whoever gets it stops it."""
    if KIND != "sqlite" and not ON_POSTGRESQL:
        pytest.exit(f"{CHOICE} is {KIND!r}, but must be sqlite, {' or '.join(PROGRAMS)}", returncode=2)
    if not ON_POSTGRESQL or SERVER in os.environ:
        return None
    server = postgres.start(PROGRAMS[KIND]())
    os.environ[SERVER] = str(server.port)
    return server


def server() -> postgres.Databases:
    """The databases of the server that the tests run on."""
    return postgres.Databases(int(os.environ[SERVER]))


def url() -> str:
    """DATABASE_URL for Django in this process; Django's tests make a database of another name beside it."""
    return server().url("dateline")


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a `dateline` on a data directory; nothing of the developer's own is in it.

    The directory gets a database with tables the first time, unless it has one; `empty` makes it without.
    """
    found = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "DJANGO_"))}
    found.pop("DATABASE_URL", None)
    found["DATELINE_DATA"] = str(data)
    found["PYTHONPATH"] = os.pathsep.join(filter(None, [str(WITHOUT), found.get("PYTHONPATH")]))
    if not ON_POSTGRESQL:
        _begin_with_tables(data)
    if url := _url_of(data):
        found |= {"DATABASE_URL": url, UNSAFE: "1"}
    return found | more


def empty(data: Path) -> Path:
    """A data directory whose database has no tables yet, as an administrator makes one."""
    if ON_POSTGRESQL:
        give(data, server().create(_name_of(data)))
    else:
        _begun.add(data.resolve())
    return data


def copy(data: Path, to: Path) -> None:
    """Gives a data directory, which was copied, a copy of the other's database. Nobody may be using that."""
    if ON_POSTGRESQL:
        give(to, server().create(_name_of(to), _name_of(data)))


def give(data: Path, url: str) -> Path:
    """Gives a data directory a database that is made already, of whatever server; gives the directory."""
    _urls[data.resolve()] = url
    return data


class Connection:
    """A connection to the database of a data directory. Its SQL has `?` for values, on PostgreSQL as well."""

    def __init__(self, data: Path, *, timeout: float = 10) -> None:
        url = _url_of(data)
        self._is_sqlite = not url
        if url:
            options = f"-c lock_timeout={timeout:.0f}s"
            self._connection: Any = psycopg.connect(url, autocommit=True, options=options)
        else:
            file = f"file:{data}/dateline.sqlite3?mode=rw"
            self._connection = sqlite3.connect(file, uri=True, timeout=timeout, isolation_level=None)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Carries out a statement; gives its rows, moments as SQLite writes them."""
        if self._is_sqlite:
            return self._connection.execute(statement, values).fetchall()
        cursor = self._connection.execute(statement.replace("%", "%%").replace("?", "%s"), values)
        return [tuple(map(_as_sqlite, row)) for row in cursor.fetchall()] if cursor.description else []

    @contextmanager
    def writing(self) -> "Iterator[Connection]":
        """One transaction, as those of `newsroom.transaction`: one at a time."""
        if not self._is_sqlite:
            from dateline.newsroom.transaction import WRITERS

            with self._connection.transaction():
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
                yield self
            return
        self.rows("BEGIN IMMEDIATE")
        try:
            yield self
        except BaseException:
            self.rows("ROLLBACK")
            raise
        self.rows("COMMIT")

    def close(self) -> None:
        self._connection.close()


def rows(data: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Carries out one statement (`?` for values) on the database of a data directory; gives its rows."""
    with closing(Connection(data)) as connection:
        return connection.rows(statement, *values)


@contextmanager
def tables_are_copies() -> Iterator[None]:
    """Meanwhile Django makes a database for tests with a copy of the tables that the migrations made once."""
    if ON_POSTGRESQL:
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = migrated()
    template = "" if ON_POSTGRESQL else _with_tables()

    def handle(_self: migrate.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        connection.ensure_connection()
        if template:
            with closing(sqlite3.connect(f"file:{template}?mode=ro", uri=True)) as tables:
                tables.backup(connection.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", handle)
        yield


def touches_database(item: pytest.Item) -> bool:
    """Whether a test has anything to do with a database: of the rooms that have none, only what asks for one."""
    if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
        return True
    place = item.path.relative_to(Path(__file__).parent).parts
    return len(place) > 1 and place[0] != "wire"


def _as_sqlite(value: object) -> object:
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value


def _name_of(data: Path) -> str:
    return f"data_{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:20]}"


def _url_of(data: Path) -> str:
    """The DATABASE_URL of a data directory, empty for SQLite. The first time a database with tables is made."""
    known = _urls.get(data.resolve(), "")
    if not known and ON_POSTGRESQL:
        known = _urls[data.resolve()] = server().create(_name_of(data), migrated())
    return known


def _begin_with_tables(data: Path) -> None:
    """Gives a data directory without a database, the first time, a copy of one with tables: making those takes most
    of what a command in a new directory takes.
    """
    place = data.resolve()
    if place in _begun:
        return
    _begun.add(place)
    file = place / "dateline.sqlite3"
    if not file.exists() and not any(place.glob("*")):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(_with_tables(), file)
        file.chmod(0o600)


def _with_tables() -> Path:
    """The SQLite file with tables that others are copies of: made by the first process that needs it."""
    repo = Path(__file__).parent.parent
    of_others = (repo / "requirements/site.txt", repo / "src/dateline/settings.py")
    told = hashlib.sha256()
    for file in (*of_others, *sorted(repo.glob("src/dateline/*/migrations/*.py"))):
        told.update(file.read_bytes())
    made = Path(tempfile.gettempdir()) / f"dateline-tests-{os.getuid()}-{told.hexdigest()[:16]}.sqlite3"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with tempfile.TemporaryDirectory(prefix="dateline-tests-") as folder:
                environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
                subprocess.run([sys.executable, "-c", MIGRATE], env=environ | {"DATELINE_DATA": folder}, check=True)
                with closing(sqlite3.connect(f"{folder}/dateline.sqlite3")) as database:
                    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    database.execute("PRAGMA journal_mode = DELETE")
                shutil.move(f"{folder}/dateline.sqlite3", made)
    return made


def migrated() -> str:
    """The database with tables that others are copies of: made by the first process that needs one."""
    with psycopg.connect(server().url("postgres"), autocommit=True) as others:
        others.execute("SELECT pg_advisory_lock(1)")
        if server().exists(MIGRATED):
            return MIGRATED
        with tempfile.TemporaryDirectory(prefix="dateline-tests-") as folder:
            making = server().create("dateline_making")
            subprocess.run(
                [sys.executable, "-c", MIGRATE],
                env=os.environ | {"DATABASE_URL": making, "DATELINE_DATA": folder, UNSAFE: "1"},
                check=True,
            )
        server().run("ALTER DATABASE {} RENAME TO {}", "dateline_making", MIGRATED)
    return MIGRATED
