"""A PostgreSQL server that hangs, is killed or throws us out: nothing stale is shown, nothing hangs, all comes back."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests import databases, postgres
from tests.serve.running import ROOM, Running, running, until

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server that may be hurt: the others' tests run on another."""
    made = postgres.start(databases.PROGRAMS[databases.KIND]())
    yield made
    made.stop()


@pytest.fixture(scope="module")
def site(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = databases.give(tmp_path_factory.mktemp("away") / "data", server.create("away"))
    with running(data) as found:
        yield found


@pytest.fixture(autouse=True)
def named(site: Running) -> None:
    site.name_house("Er weer")
    until(lambda: b"Er weer" in site.get("/").body, 5.0, "the name")


def comes_back(site: Running, name: str, seconds: float) -> None:
    """The site answers, and follows what is changed from now on, in every thread and in the worker."""
    until(lambda: site.get("/", timeout=20).status == 200, seconds, "a page")
    site.name_house(name)
    until(lambda: name.encode() in site.get("/").body, 1.0, "the new name")
    with ThreadPoolExecutor(8) as pool:
        for reply in pool.map(lambda n: site.get(f"/nergens-{n}"), range(16)):
            assert reply.status == 404
    assert site.get("/desk/", timeout=20).status in (200, 302)


def test_a_server_that_hangs_gives_503_after_five_seconds_and_no_stale_page(site: Running, server: postgres.Server):
    server.pause()
    paused = time.monotonic()
    try:
        with ThreadPoolExecutor(12) as pool:  # more than there are threads to answer
            waiting = [pool.submit(_asked, site, f"/?q={n}") for n in range(12)]
            replies = [future.result() for future in waiting]
        assert all(status == 503 or at - paused < 0.6 * ROOM for status, at in replies), replies
        assert max(at for _, at in replies) - paused < 6.5 * ROOM, replies
        started = time.monotonic()
        health = site.get("/healthz", timeout=20)
        assert (health.status, time.monotonic() - started < 1.0 * ROOM) == (503, True)
        assert b"has not answered" in health.body
        assert site.get("/desk/").status == 503
    finally:
        server.resume()
    comes_back(site, "Na de stilte", 5.0)


def test_requests_that_are_waiting_when_the_server_hangs_end_as_well(site: Running, server: postgres.Server):
    """The lock on a table stands for a query that is under way just when the server stops."""
    with psycopg.connect(server.url("away")) as other, ThreadPoolExecutor(4) as pool:
        other.execute("LOCK TABLE newsroom_section IN ACCESS EXCLUSIVE MODE")
        site_wide = [pool.submit(_asked, site, f"/nergens-{n}/?q=x") for n in range(4)]
        time.sleep(0.5)
        paused = time.monotonic()
        server.pause()
        try:
            for future in site_wide:
                status, at = future.result()
                assert status in (404, 503), status
                assert at - paused < 6.5
        finally:
            server.resume()
        other.rollback()
    comes_back(site, "Na het slot", 5.0)


def test_a_server_that_was_killed_and_comes_back(site: Running, server: postgres.Server):
    for name in ("Een", "Twee"):
        server.kill()
        until(lambda: site.get("/", timeout=20).status == 503, 8.0, "503")
        server.start_again()
        comes_back(site, name, 5.0)


def test_connections_that_an_administrator_ends(site: Running, server: postgres.Server):
    with psycopg.connect(server.url("postgres"), autocommit=True) as administrator:
        for n in range(5):
            administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'away'")
            assert site.get("/").status == 200
            site.name_house(f"Keer {n}")
            until(lambda n=n: f"Keer {n}".encode() in site.get("/").body, 1.0, "the new name")


def test_the_password_is_nowhere_to_be_seen(site: Running, server: postgres.Server):
    """Last: the log has seen all of the above."""
    for pid in (site.process.pid, *site.family()):
        assert postgres.PASSWORD.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
    said = site.said()
    assert "cannot be read" in said
    assert postgres.PASSWORD not in said
    assert "not%2Fto" not in said


def _asked(site: Running, path: str) -> tuple[int, float]:
    """The status of an answer, and when it had come."""
    status = site.get(path, timeout=20).status
    return status, time.monotonic()
