"""`dateline up`, `web` and `work` as processes: started, killed, stopped, restarted."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases
from tests.serve.forked import command
from tests.serve.running import ROOM, alive, free_port, running, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One running site for the tests that leave it running."""
    with running(databases.empty(tmp_path_factory.mktemp("site") / "data")) as found:
        yield found


def test_up_makes_its_data_for_this_user_only_and_says_where_it_is(site):
    assert stat.S_IMODE(site.data.stat().st_mode) == 0o700
    assert (site.data / "dateline.sqlite3").exists() != databases.ON_POSTGRESQL
    said = site.said()
    assert f"site  http://localhost:{site.port}/\n" in said
    assert f"desk  http://localhost:{site.port}/desk/\n" in said
    assert {event["role"] for event in site.events()} >= {"up"}


@pytest.mark.sqlite
def test_the_database_is_its_owner_s_alone_also_in_a_folder_that_others_may_look_into(tmp_path):
    tmp_path.chmod(0o755)
    assert command(tmp_path, "setup", "--export").returncode == 0
    assert stat.S_IMODE((tmp_path / "dateline.sqlite3").stat().st_mode) == 0o600


def test_only_one_up_a_data_directory(site):
    second = command(site.data, "up", "--port", str(free_port()))
    assert second.returncode == 1
    assert second.stderr == (
        f"dateline up: {site.data} is in use by process {site.process.pid}, which answers at port {site.port}; "
        "one `dateline up` a data directory\n"
    )


@pytest.mark.parametrize("role", ["up", "web"])
def test_a_port_that_is_taken_is_named(site, tmp_path, role):
    data = tmp_path / "other" if role == "up" else site.data
    second = command(data, role, "--port", str(site.port))
    assert second.returncode == 1
    assert f"dateline {role}: cannot listen at 127.0.0.1:{site.port}: Address already in use" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_web_process_that_is_killed_is_started_again(site):
    before = site.pid_of("web")
    os.kill(before, signal.SIGKILL)
    until(lambda: site.pid_of("web") != before, 5, "another web process")
    site.wait_until_up(10)
    assert site.get("/").status == 200
    until(lambda: not alive(before), 5, "the end of the old one")
    assert len(site.children(site.pid_of("web"))) == 1


def test_a_server_process_that_is_killed_is_started_again(site):
    before = site.pid_of("web")
    (inner,) = site.children(before)
    os.kill(inner, signal.SIGKILL)
    until(lambda: site.pid_of("web") != before, 5, "another web process")
    site.wait_until_up(10)


def test_a_worker_that_is_killed_is_started_again(site):
    before = site.pid_of("work")
    os.kill(before, signal.SIGKILL)
    until(lambda: site.pid_of("work") != before, 5, "another worker")


def test_what_another_process_changes_shows_within_a_second(site):
    for n in range(5):
        site.get("/")
        assert f"Krant {n}".encode() not in site.get("/").body
        site.name_house(f"Krant {n}")
        until(lambda n=n: f"Krant {n}".encode() in site.get("/").body, 1.0, "the new name")


def test_what_is_not_said_to_have_changed_is_kept(site):
    site.get("/")  # kept from here on, so that the new name shows once it is known, and its page is kept in turn
    site.name_house("Gezegd")
    until(lambda: b"Gezegd" in site.get("/").body, 1.0, "the new name")
    site.name_house("Verzwegen", "item:nothing")
    time.sleep(0.4)
    assert b"Verzwegen" not in site.get("/").body, "no change of `house` was written: the page comes from the cache"
    site.change("house")
    until(lambda: b"Verzwegen" in site.get("/").body, 1.0, "the new name")


def test_what_was_committed_while_a_web_process_slept_shows_when_it_wakes(site):
    (inner,) = site.children(site.pid_of("web"))
    os.kill(inner, signal.SIGSTOP)
    site.name_house("Terwijl het sliep")
    time.sleep(1.0)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(site.get, "/", timeout=20)
        time.sleep(0.2)
        os.kill(inner, signal.SIGCONT)
        assert b"Terwijl het sliep" in asked.result().body


def test_a_gap_in_the_numbers_drops_everything(site):
    site.get("/")
    site.change("item:x", sql="UPDATE newsroom_house SET title = 'Na het gat'")
    site.change(sql="UPDATE newsroom_number SET n = n + 5 WHERE name = 'edition'")
    until(lambda: b"Na het gat" in site.get("/").body, 1.0, "the new name")


def test_no_page_is_ever_older_than_a_second(site):
    """Changes, readers and readings as they fall."""
    named: list[tuple[float, int]] = [(site.name_house("Nummer 1000."), 1000)]
    wrong: list[str] = []
    end = time.monotonic() + 4

    def read() -> int:
        count = 0
        while time.monotonic() < end:
            asked = time.monotonic()
            body = site.get("/").body
            shown = int(body.partition(b"Nummer ")[2].partition(b".")[0])
            due = [n for at, n in list(named) if at < asked - 1.0]
            if due and shown < due[-1]:
                wrong.append(f"{shown} shown, {due[-1]} was committed more than a second before")
            count += 1
        return count

    time.sleep(1)
    end = time.monotonic() + 4
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        n = 1000
        while time.monotonic() < end - 0.5:
            n += 1
            named.append((site.name_house(f"Nummer {n}."), n))
            time.sleep(0.03)
        counts = [reader.result() for reader in readers]
    assert not wrong
    assert min(counts) > 5
    until(lambda: f"Nummer {n}.".encode() in site.get("/").body, 1.0, "the last name")


def test_told_to_end_it_answers_what_is_under_way_and_leaves_nothing_behind(tmp_path):
    with running(tmp_path / "data") as site, socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        family = site.family()
        assert len(family) >= 3
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(0.2)
        started = time.monotonic()
        site.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        line.sendall(b"\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 200")
        assert site.process.wait(20) == 0
        assert time.monotonic() - started < 5 * ROOM
        assert not [pid for pid in family if alive(pid)]
        assert "process killed" not in site.said()
    with running(tmp_path / "data") as site:  # nothing of the first is in the way
        assert site.stop(signal.SIGINT) == 0


HANGS = """
import os, signal, time
from dateline.serve import web
web.load = lambda: None
parent = os.getpid()
if not os.fork():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    web._Loader(parent)()
    print(os.getpid(), flush=True)
time.sleep(60)
"""


def test_a_server_process_that_hangs_does_not_outlive_its_parent():
    """Granian's worker may hang when it is told to end; with its parent gone, nobody else would see to it."""
    with subprocess.Popen([sys.executable, "-c", HANGS], stdout=subprocess.PIPE, text=True) as outer:
        assert outer.stdout is not None
        inner = int(outer.stdout.readline())
        outer.kill()
        until(lambda: not alive(inner), 2, "its end")


def test_nothing_outlives_a_parent_that_was_killed(tmp_path):
    with running(tmp_path / "data") as site:
        family = site.family()
        os.kill(site.process.pid, signal.SIGKILL)
        site.process.wait(5)
        until(lambda: not [pid for pid in family if alive(pid)], 10, "the end of all")
    with running(tmp_path / "data") as site:
        assert site.get("/").status == 200


def test_single_roles_refuse_tables_that_are_not_there(tmp_path):
    databases.empty(tmp_path / "none")
    for role in ("web", "work"):
        said = command(tmp_path / "none", role)
        assert said.returncode == 1
        assert "holds no newsroom yet: start it once with `dateline up`" in said.stderr
    assert not (tmp_path / "none").exists()


def test_single_roles_work_beside_each_other(tmp_path):
    data = tmp_path / "data"
    with running(data):
        pass
    with running(data, role="web") as web, running(data, role="web") as other:
        for site in (web, other):
            assert site.get("/").status == 200
        web.name_house("Twee processen")
        for site in (web, other):
            until(lambda site=site: b"Twee processen" in site.get("/").body, 1.0, "the new name")
    web.change(sql="DELETE FROM django_migrations WHERE app = 'newsroom' AND name <> '0001_first'")
    older = command(data, "web", "--port", str(free_port()))
    assert older.returncode == 1
    assert "was made by an older Dateline: `dateline up` brings it up to date" in older.stderr
    web.change(sql="INSERT INTO django_migrations (app, name, applied) VALUES ('newsroom', '9999_later', '2026-01-01')")
    newer = command(data, "web", "--port", str(free_port()))
    assert "was made by a newer Dateline" in newer.stderr


@pytest.mark.sqlite
def test_a_database_that_goes_away_gives_503_and_comes_back(tmp_path):
    with running(tmp_path / "data") as site:
        site.name_house("Er weer")
        until(lambda: b"Er weer" in site.get("/").body, 1.0, "the new name")
        database = site.data / "dateline.sqlite3"
        away = site.data / "away.sqlite3"
        database.rename(away)
        gone = time.monotonic()
        was_kept = site.get("/", timeout=15).status == 200  # not where a change came while it was made
        assert not was_kept or time.monotonic() - gone < 0.6 * ROOM
        until(lambda: site.get("/", timeout=15).status == 503, 8, "503")
        assert not was_kept or time.monotonic() - gone > 4.5
        started = time.monotonic()
        reply = site.get("/")
        assert time.monotonic() - started < 0.5 * ROOM, "once it is known to be gone nobody waits"
        assert reply.headers["retry-after"] == "5"
        assert "content-security-policy" in reply.headers
        # A page that had to be made told so at once; the last reading vouches for some seconds.
        until(lambda: site.get("/healthz").status == 503, 8, "503")
        assert b"cannot be found" in site.get("/healthz").body
        assert not database.exists(), "a process that connects anew makes none in its place"
        away.rename(database)
        until(lambda: site.get("/").status == 200, 2, "the page")
        assert site.get("/healthz").status == 200


@pytest.mark.sqlite
def test_another_database_in_its_place_is_noticed(tmp_path):
    with running(tmp_path / "data") as site:
        site.name_house("De oude")
        until(lambda: b"De oude" in site.get("/").body, 1.0, "the old name")
        copy = site.data / "copy.sqlite3"
        copy_under_another_name(site.data / "dateline.sqlite3", copy)
        os.replace(copy, site.data / "dateline.sqlite3")
        for leftover in ("dateline.sqlite3-wal", "dateline.sqlite3-shm"):
            (site.data / leftover).unlink(missing_ok=True)
        until(lambda: b"De andere" in site.get("/").body, 1.5, "the other name")


def copy_under_another_name(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database)) as old:
        old.execute("VACUUM INTO ?", [str(copy)])
    with closing(sqlite3.connect(copy)) as new, new:
        new.execute("UPDATE newsroom_house SET title = 'De andere'")


def test_the_first_visitor_of_a_demonstration_sees_a_full_site(tmp_path):
    with running(tmp_path / "data", "--demo") as site:
        assert site.get("/").body.count(b"<article") + site.get("/").body.count(b"<li") > 20
        until(lambda: any(event["event"] == "receive" for event in site.events()), 5, "a line for what came in")
        started = time.monotonic()
        assert site.stop() == 0
        assert time.monotonic() - started < 5 * ROOM


def test_hundreds_of_idle_and_slow_connections_keep_nobody_waiting(site):
    idle = []
    try:
        for n in range(300):
            line = socket.create_connection(("127.0.0.1", site.port), timeout=5)
            idle.append(line)
            if n % 2:
                line.sendall(b"GET / HTTP/1.1\r\nHost: local")
        started = time.monotonic()
        assert site.get("/").status == 200
        assert time.monotonic() - started < 2 * ROOM
    finally:
        for line in idle:
            line.close()
