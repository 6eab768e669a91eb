"""A PostgreSQL server that cannot be used is refused with one sentence, without its password."""

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from dateline.postgresql.refusals import UNSAFE
from tests import databases, postgres
from tests.serve.running import COMMAND, Running, command, free_port, running

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

ROLES = ("web", "work", "doctor")


def refused(data: Path, url: str, *words: str, **environ: str) -> str:
    """What a command says of a database that it refuses, which is one line and nothing else."""
    databases.give(data, url)
    said = command(data, *words) if not environ else _with(data, words, environ)
    assert said.returncode == 1, said.stdout + said.stderr
    everything = said.stdout + said.stderr
    assert postgres.PASSWORD not in everything
    assert quote(postgres.PASSWORD, safe="") not in everything
    assert "Traceback" not in everything
    if words[0] == "doctor":
        return everything
    assert len(said.stderr.splitlines()) == 1, said.stderr
    assert said.stderr.startswith(f"dateline {words[0]}: ")
    return said.stderr


def _with(data: Path, words: tuple[str, ...], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    env = databases.environment(data, **environ)
    return subprocess.run([*COMMAND, *words], env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("role", ROLES)
def test_a_wrong_password(tmp_path, role):
    said = refused(tmp_path / "data", databases.server().url("postgres", password="hunter2"), role)
    assert 'password authentication failed for user "dateline" (it is named by DATABASE_URL)' in said
    assert "hunter2" not in said


@pytest.mark.parametrize("role", ROLES)
def test_a_server_that_is_not_there(tmp_path, role):
    port = free_port()
    url = postgres.Databases(port).url("news")
    said = refused(tmp_path / "data", url, role)
    assert f"the PostgreSQL database news at 127.0.0.1:{port} cannot be used: " in said


def test_a_database_that_is_not_there(tmp_path):
    said = refused(tmp_path / "data", databases.server().url("nowhere"), "up", "--port", str(free_port()))
    assert 'database "nowhere" does not exist' in said


@pytest.mark.parametrize("role", ["up", "doctor"])
def test_an_encoding_that_cannot_hold_every_word(tmp_path, role):
    if not databases.server().exists("latin"):
        databases.server().run("CREATE DATABASE {} ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'", "latin")
    said = refused(tmp_path / "data", databases.server().url("latin"), role)
    assert "has the encoding LATIN1" in said
    assert "ENCODING 'UTF8'" in said


@pytest.mark.parametrize("role", ["up", "web"])
def test_a_server_that_forgets_what_it_acknowledged(tmp_path, role):
    """As the one of these tests does."""
    databases.empty(tmp_path / "data")
    url = databases.environment(tmp_path / "data")["DATABASE_URL"]
    said = refused(tmp_path / "data", url, role, **{UNSAFE: ""})
    assert "runs with fsync = off" in said
    assert databases.rows(tmp_path / "data", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_standby(tmp_path):
    data = databases.empty(tmp_path / "data")
    (name,) = databases.rows(data, "SELECT current_database()")[0]
    databases.server().run("ALTER DATABASE {} SET default_transaction_read_only = on", name)
    said = refused(data, databases.server().url(name), "web")
    assert "is read-only, as a standby is: DATABASE_URL must name the primary" in said


def test_a_user_who_may_make_nothing(tmp_path):
    data = databases.empty(tmp_path / "data")
    (name,) = databases.rows(data, "SELECT current_database()")[0]
    with psycopg.connect(databases.server().url(name), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'guest'").fetchone():
            connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    url = f"postgresql://guest:guest@127.0.0.1:{databases.server().port}/{name}"
    assert "its user may not make tables: let that user own the database" in refused(data, url, "setup", "--export")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://dateline:se/cret@db/news", "is no address"),
        ("postgresql://dateline:7/secret@db/news", "is no address"),
        ("postgresql://dateline:7/x#secret@db/news", "is no address"),
        ("postgresql://dateline:secret@db:port/news", "is no address"),
        ("postgresql://dateline:secret@[::1/news", "is no address"),
        ("postgresql://dateline:secret@db", "must name a database"),
        ("mysql://dateline:secret@db/news", "must begin with postgresql://"),
        ("secret", "must begin with postgresql://"),
    ],
)
def test_an_address_that_is_none(tmp_path, url, why):
    said = refused(tmp_path / "data", url, "doctor" if url == "secret" else "web")
    assert f"DATABASE_URL {why}" in said
    assert "cret@" not in said
    assert "secret" not in said


def test_two_that_start_at_once_on_an_empty_database_both_come_up(tmp_path):
    """Two hosts: one makes the tables, the other waits for it."""
    one = databases.empty(tmp_path / "one")
    other = databases.give(tmp_path / "other", databases.environment(one)["DATABASE_URL"])
    sites = [Running(data, free_port()) for data in (one, other)]
    try:
        for site in sites:
            assert site.wait_until_up(60).get("/").status == 200
    finally:
        for site in sites:
            site.stop()
    assert all("Traceback" not in site.said() for site in sites)


def test_what_the_processes_are_called_by_holds_no_password(tmp_path):
    with running(tmp_path / "data") as site:
        for pid in (os.getpid(), site.process.pid, *site.family()):
            assert postgres.PASSWORD.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
        names = databases.rows(
            site.data, "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()"
        )
        assert ("dateline",) in names
        assert postgres.PASSWORD not in site.said()
