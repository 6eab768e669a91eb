"""A database that is damaged, or that is not ours, is refused by every command before anything of it is written."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases
from tests.databases import environment
from tests.serve.forked import command, python

FILE = "dateline.sqlite3"
COMMANDS = {
    "up": ["up", "--port", "1"],
    "web": ["web", "--port", "1"],
    "work": ["work"],
    "receive": ["receive", "copy.xml"],
    "setup": ["setup", "--export"],
    "kill": ["kill", "a", "--reason", "b"],
    "backup": ["backup", "out.backup"],
    "restore": ["restore", "in.backup"],
    "doctor": ["doctor"],
}
EACH = """
import contextlib, io, json, os, sys
from dateline.cli import main
found = {}
for name, words in json.loads(sys.argv[1]).items():
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    found[name] = [status, out.getvalue(), err.getvalue()]
print(json.dumps(found))
"""


def said(data: Path, *names: str, as_whom: Sequence[str] = ()) -> dict[str, str]:
    """What each command says of a database that it has to refuse, and it must end with status 1."""
    wanted = {name: COMMANDS[name] for name in names or COMMANDS}
    if as_whom:
        done = subprocess.run(
            [*as_whom, sys.executable, "-c", EACH, json.dumps(wanted)],
            env=environment(data),
            cwd=data.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    else:
        done = python(data, EACH, json.dumps(wanted), cwd=data.parent)
    assert done.returncode == 0, done.stderr
    found = {}
    for name, (status, out, err) in json.loads(done.stdout).items():
        assert status == 1, (name, out, err)
        lines = (
            [line for line in out.splitlines() if line.startswith("error")] if name == "doctor" else err.splitlines()
        )
        assert len(lines) == 1, (name, out, err)
        found[name] = lines[0].removeprefix("error   ").removeprefix(f"dateline {name}: ")
    return found


def picture(data: Path) -> dict[str, str]:
    """Every file of the database, by its hash."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.iterdir()
        if path.name.startswith(FILE)
    }


def refused(data: Path, reason: str, *names: str, as_whom: Sequence[str] = ()) -> None:
    before = picture(data)
    for name, line in said(data, *names, as_whom=as_whom).items():
        assert reason in line, (name, line)
    assert picture(data) == before


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory) -> Path:
    """A small newsroom, closed in order."""
    data = tmp_path_factory.mktemp("newsroom") / "data"
    done = command(data, "setup", "--export")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def data(newsroom, tmp_path) -> Path:
    shutil.copytree(newsroom, tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.sqlite
class TestFile:
    def test_one_that_was_cut_off(self, data):
        os.truncate(data / FILE, (data / FILE).stat().st_size // 2)
        refused(data, "it is cut off")

    @pytest.mark.parametrize("bytes_", [b"no database at all, this is. " * 200, b"short", bytes(5000)])
    def test_garbage(self, data, bytes_):
        (data / FILE).write_bytes(bytes_)
        refused(data, "is no database")

    def test_one_with_a_page_overwritten(self, data):
        with (data / FILE).open("r+b") as file:
            file.seek(4096 * 3)
            file.write(os.urandom(4096 * 4))
        refused(data, "is damaged")

    @pytest.mark.parametrize("journal", ["wal", "delete"])
    def test_another_program_s(self, data, journal):
        (data / FILE).unlink()
        with closing(sqlite3.connect(data / FILE)) as other:
            other.execute(f"PRAGMA journal_mode = {journal}")
            other.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY, name TEXT)")
            other.execute("INSERT INTO recipes (name) VALUES ('soup')")
            other.commit()
        refused(data, "holds tables of another program (recipes): give Dateline a data directory of its own")

    def test_another_project_of_django_s(self, data):
        with closing(sqlite3.connect(data / FILE)) as other:
            other.execute("DELETE FROM django_migrations WHERE app = 'newsroom'")
            other.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0001_initial', '')")
            ours = "SELECT name FROM sqlite_master WHERE name LIKE 'newsroom_%' AND type = 'table'"
            for (name,) in other.execute(ours).fetchall():
                other.execute(f"DROP TABLE {name}")
            other.execute("PRAGMA user_version = 7")
            other.commit()
        refused(data, "holds tables of another program")

    def test_a_newer_dateline_s(self, data):
        with closing(sqlite3.connect(data / FILE)) as newer:
            newer.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '9999_later', '')")
            newer.commit()
        refused(data, "was made by a newer Dateline (it has newsroom.9999_later): update this one")

    def test_one_whose_wal_is_gone(self, newsroom, tmp_path):
        data = tmp_path / "data"
        _copy_of_one_that_died(newsroom, data)
        (data / f"{FILE}-wal").unlink()
        refused(data, f"has lost {FILE}-wal")

    def test_a_wal_whose_database_is_gone(self, newsroom, tmp_path):
        data = tmp_path / "data"
        _copy_of_one_that_died(newsroom, data)
        (data / FILE).unlink()
        refused(data, "is missing, but", *(COMMANDS.keys() - {"doctor"}))

    def test_one_that_died_with_its_wal_is_ours(self, newsroom, tmp_path):
        data = tmp_path / "data"
        _copy_of_one_that_died(newsroom, data)
        done = command(data, "setup", "--export")
        assert done.returncode == 0, done.stderr

    def test_one_that_may_not_be_written(self, data):
        (data / FILE).chmod(0o444)
        # Root may write everything, unless that is taken from it.
        without = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
        refused(data, "cannot be written", as_whom=without)

    def test_a_folder_in_its_place(self, data):
        (data / FILE).unlink()
        (data / FILE).mkdir()
        for line in said(data, *(COMMANDS.keys() - {"doctor"})).values():
            assert "is no file" in line

    def test_what_was_begun_and_never_finished_is_gone_on_with(self, tmp_path):
        data = tmp_path / "data"
        data.mkdir()
        (data / FILE).touch()
        with closing(sqlite3.connect(data / FILE)) as begun:
            begun.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        done = command(data, "setup", "--export")
        assert done.returncode == 0, done.stderr


def _copy_of_one_that_died(newsroom: Path, data: Path) -> None:
    """A newsroom with something committed that is in its -wal alone, as a power cut leaves it."""
    shutil.copytree(newsroom, data)
    child = (
        f"import sqlite3, time\n"
        f"c = sqlite3.connect({str(data / FILE)!r}, isolation_level=None)\n"
        f"c.execute('PRAGMA wal_autocheckpoint = 0')\n"
        f"c.execute(\"UPDATE newsroom_house SET title = 'Later'\")\n"
        f"print('done', flush=True)\n"
        f"time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as output:
        assert output.readline() == "done\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert (data / f"{FILE}-wal").stat().st_size > 0


@pytest.mark.sqlite
def test_a_start_looks_at_a_large_database_for_a_moment_only(data):
    with closing(sqlite3.connect(data / FILE)) as large:
        large.execute("CREATE TABLE newsroom_padding (x BLOB)")
        large.executemany("INSERT INTO newsroom_padding VALUES (?)", ((os.urandom(1000),) for _ in range(100_000)))
        large.commit()
    code = (
        "from dateline.serve import start, ours; start.set_up(); import time; b = time.monotonic();"
        "assert ours.require().state == 'ours'; print(time.monotonic() - b)"
    )
    done = python(data, code)
    assert float(done.stdout) < 1.0


@pytest.mark.postgresql
class TestSchema:
    def test_another_program_s(self, tmp_path):
        data = tmp_path / "data"
        data.mkdir()
        databases.empty(data)
        databases.rows(data, "CREATE TABLE recipes (id int)")
        before = _tables(data)
        for line in said(data).values():
            assert "holds tables of another program (recipes): give Dateline a database of its own" in line
        assert _tables(data) == before

    def test_another_project_of_django_s(self, tmp_path):
        data = tmp_path / "data"
        data.mkdir()
        databases.empty(data)
        databases.rows(data, "CREATE TABLE django_migrations (app text, name text)")
        databases.rows(data, "INSERT INTO django_migrations VALUES ('shop', '0001_initial')")
        for line in said(data).values():
            assert "holds tables of another program" in line

    def test_a_newer_dateline_s(self, tmp_path):
        data = tmp_path / "data"
        data.mkdir()
        databases.rows(
            data, "INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '9999_later', now())"
        )
        for line in said(data).values():
            assert "was made by a newer Dateline (it has newsroom.9999_later): update this one" in line

    def test_what_belongs_to_an_extension_is_nobody_s(self, tmp_path):
        data = tmp_path / "data"
        data.mkdir()
        databases.empty(data)
        databases.rows(data, "CREATE TABLE spatial (id int)")
        databases.rows(data, "ALTER EXTENSION plpgsql ADD TABLE spatial")
        done = command(data, "setup", "--export")
        assert done.returncode == 0, done.stderr


def _tables(data: Path) -> list[tuple[object, ...]]:
    return databases.rows(data, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
