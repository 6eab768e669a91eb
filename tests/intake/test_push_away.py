"""Pushes while PostgreSQL is killed or hangs: 503 in a few seconds, and nothing that was acknowledged is missing."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import databases, postgres
from tests.serve.running import Running, running, until

from .helpers import newsml
from .pushing import Said, Sender, set_up

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server that may be hurt: the others' tests run on another."""
    made = postgres.start(databases.PROGRAMS[databases.KIND]())
    yield made
    made.stop()


@pytest.fixture(scope="module")
def place(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Sender]]:
    data = databases.give(tmp_path_factory.mktemp("away") / "data", server.create("away"))
    secrets = set_up(data)
    with running(data) as site:
        yield site, Sender(site, secrets["push"])


def timed(sender: Sender, data: bytes) -> tuple[Said, float]:
    began = time.monotonic()
    return sender.push(data), time.monotonic() - began


@pytest.mark.parametrize("harm", ["killed", "hanging"])
def test_what_is_acknowledged_while_the_database_goes_and_comes_is_there(
    place: tuple[Running, Sender], server: postgres.Server, harm: str
):
    site, sender = place
    start = 1000 if harm == "killed" else 2000
    copies = [newsml(start + n) for n in range(60)]
    with ThreadPoolExecutor(4) as pool:
        under_way = [pool.submit(timed, sender, copy) for copy in copies]
        until(lambda: under_way[8].done(), 30, "the first answers")
        server.kill() if harm == "killed" else server.pause()
        time.sleep(2.0)
        server.start_again() if harm == "killed" else server.resume()
        answers = [future.result() for future in under_way]
    assert {said.status for said, _ in answers} <= {202, 503}
    assert all(int(said.headers["retry-after"]) > 0 for said, _ in answers if said.status == 503)
    assert max(seconds for _, seconds in answers) < 15
    acknowledged = {said.json["sha256"] for said, _ in answers if said.status == 202}
    until(lambda: sender.push(newsml(start + 500)).status == 202, 30, "pushes to be taken in again")
    stored = {sha256 for (sha256,) in databases.rows(site.data, "SELECT sha256 FROM newsroom_delivery")}
    assert acknowledged
    assert acknowledged <= stored
    for copy in copies:
        until(lambda copy=copy: sender.push(copy).status == 202, 10, "whoever sends again to be acknowledged")
    waiting = "SELECT count(*) FROM newsroom_delivery WHERE state <> 'done'"
    until(lambda: databases.rows(site.data, waiting) == [(0,)], 60, "all to be published")
