"""A backup suits both databases, and Datelines that were older: a newsroom grows out of one without losing anything."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dateline.serve.backup.archive import opened
from dateline.serve.backup.tables import LEFT_OUT, tables
from dateline.serve.ours import known_migrations
from tests import databases, postgres
from tests.serve import kept
from tests.serve.forked import command, python
from tests.serve.running import COMMAND, environment

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def newest() -> Iterator[postgres.Server]:
    server = postgres.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def oldest() -> Iterator[postgres.Server]:
    """PostgreSQL 15, where Debian's package is there: what carries a newsroom over is the same for both."""
    server = postgres.start(postgres.DEBIAN_15 if postgres.DEBIAN_15.is_dir() else None)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A newsroom on SQLite with what is hard to carry over in it."""
    data = kept.make(tmp_path_factory.mktemp("made") / "data", *range(1, 6))
    kept.ok(data, "kill", kept.short_id(data, 2), "--reason", "onjuist")
    databases.rows(data, "UPDATE newsroom_event SET reason = ? WHERE verb = 'kill'", "é\u2028 \U0001f600 \\N\t\n'\"")
    databases.rows(data, "UPDATE newsroom_article SET published_at = '0999-01-01 00:00:00' WHERE state = 'killed'")
    databases.rows(
        data, "UPDATE newsroom_delivery SET report = ? WHERE id = 1", '[{"n": 1.5, "t": "\\u00e9\\"", "x": null}]'
    )
    return data


def run(data: Path, *words: object, url: str = "") -> str:
    more = {"DATABASE_URL": url, "DATELINE_UNSAFE_DATABASE": "1"} if url else {}
    done = command(data, *words, **more)
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done.stdout


def contents(file: Path) -> dict[str, list[Any]]:
    """The rows of every table of a backup, and the bytes of its raw copy."""
    backup = opened(file)
    found: dict[str, list[Any]] = {
        name: [row for rows in backup.rows(name) for row in rows] for name in backup.manifest.tables
    }
    found["raw"] = [b"".join(backup.raw(sha256)) for sha256 in sorted(backup.raws())]
    backup.close()
    return found


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, Any]:
    """Where two backups are not the same, but for what every restore adds."""
    found = {}
    for name in one.keys() | other.keys():
        here, there = one.get(name, []), other.get(name, [])
        if name == "newsroom_event":
            known = {row[0] for row in here}
            added = [row for row in there if row[0] not in known]
            assert all("restore" in row for row in added)
            there = [row for row in there if row[0] in known]
        if here != there and name != "newsroom_number":
            found[name] = [(a, b) for a, b in zip(here, there, strict=False) if a != b] or (len(here), len(there))
    return found


def test_from_sqlite_to_postgresql_and_back_nothing_changes(made, oldest, tmp_path):
    url = oldest.create("carried")
    run(made, "backup", tmp_path / "one")
    host, back = tmp_path / "host", tmp_path / "back"
    run(host, "restore", tmp_path / "one", "--without-log", url=url)
    run(host, "backup", tmp_path / "two", url=url)
    # In a process of its own, with tables that the migrations make then: no fork of forked.py.
    subprocess.run([*COMMAND, "restore", tmp_path / "two", "--without-log"], env=environment(back), check=True)
    run(back, "backup", tmp_path / "three")
    one, two, three = (contents(tmp_path / name) for name in ("one", "two", "three"))
    assert len(one["newsroom_item"]) == 5
    assert len(one["raw"]) == 1
    assert differences(one, two) == {}
    assert differences(two, three) == {}
    # It is not a copy to look at: it goes on.
    for data, address in ((host, url), (back, "")):
        paths = kept.write(tmp_path / "in", 50)
        assert "published" in run(data, "receive", *paths, "--provider", "ANP", "--section", "Buitenland", url=address)
        run(data, "doctor", url=address)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'dateline%'").fetchall()
    assert rows == []
    oldest.drop("carried")


def test_on_postgresql_it_is_put_back_while_others_read_and_write(made, newest, tmp_path):
    url = newest.create("busy")
    run(made, "backup", tmp_path / "one")
    host = tmp_path / "host"
    host.mkdir()
    (host / "removals.log").write_bytes((made / "removals.log").read_bytes())
    run(host, "restore", tmp_path / "one", url=url)
    code = """
import sys, time
from pathlib import Path
import psycopg
url, over = sys.argv[1], Path(sys.argv[2])
count = 0
with psycopg.connect(url, autocommit=True) as c:
    print("begun", flush=True)
    while count <= 20 or not over.exists():
        try:
            (items, events), = c.execute(
                "SELECT (SELECT count(*) FROM newsroom_item),"
                " (SELECT count(*) FROM newsroom_event WHERE verb = 'receive')"
            ).fetchall()
            assert (items, events) == (5, 5), (items, events)
            with c.transaction():
                c.execute("UPDATE newsroom_source SET zone = zone")
                c.execute("UPDATE newsroom_house SET title = title")
        except psycopg.errors.DeadlockDetected:
            continue  # passing (dateline/database.py): whoever gets it tries again
        count += 1
        time.sleep(0.01)
print(count)
"""
    others = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, tmp_path / "over"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for other in others:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
    run(host, "restore", tmp_path / "one", url=url)
    (tmp_path / "over").touch()
    for other in others:
        out, err = other.communicate(timeout=60)
        assert other.returncode == 0, err
        assert int(out) > 20
    newest.drop("busy")


def test_a_backup_of_an_older_dateline_is_brought_up_to_date(tmp_path):
    code = """
import os, sys
from pathlib import Path
from dateline.serve import start
start.set_up()
start.make_data(Path(os.environ["DATELINE_DATA"]))
start.database_file().touch()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from dateline.serve import ours
from dateline.serve.backup.tables import latest
MigrationExecutor(connection).migrate(latest(
    name for name in ours.known_migrations() if not name.startswith(("newsroom.", "search.")) or name == ours.FIRST
))
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO newsroom_section (slug, name, place, update_moves_up) VALUES ('oud', 'Oud', 1, 0)")
from dateline.serve.backup.take import backup
backup(Path(sys.argv[1]))
"""
    data = databases.empty(tmp_path / "data")
    assert python(data, code, tmp_path / "old").returncode == 0
    backup = opened(tmp_path / "old")
    assert "newsroom.0002_ways_in_and_eras" not in backup.manifest.migrations
    assert backup.manifest.era == ""
    backup.close()
    new = tmp_path / "new"
    run(new, "restore", tmp_path / "old", "--without-log")
    assert databases.rows(new, "SELECT name FROM newsroom_section") == [("Oud",)]
    assert len(kept.number(new, "edition")[1]) == 32
    assert "ok      tables are up to date" in run(new, "doctor")


def test_every_column_of_every_table_has_a_kind():
    held = {table.name: table for table in tables(known_migrations())}
    assert {"newsroom_revision", "newsroom_reference_targets", "auth_user", "auth_user_groups"} <= held.keys()
    assert held.keys() & LEFT_OUT == set()
    order = list(held)
    assert order.index("newsroom_item") < order.index("newsroom_revision") < order.index("newsroom_article")
