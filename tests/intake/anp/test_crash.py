"""A poller that is killed at any moment loses and doubles nothing, and its mark is right; so do several at once."""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import databases
from tests.databases import rows
from tests.serve import forked
from tests.serve.running import until

from .standin import SECRET, StandIn

pytestmark = [pytest.mark.slow, pytest.mark.once]

ITEMS = 30

CRASH = "import sys; from tests.intake.anp import crash; crash"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a newsroom with one polled source, for each test to copy."""
    data = tmp_path_factory.mktemp("made") / "data"
    data.mkdir()
    done = forked.python(data, f"{CRASH}.make(sys.argv[1])", "http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def data(made: Path, api: StandIn, tmp_path: Path) -> Path:
    """A newsroom that polls the stand-in, which has something to give."""
    data = tmp_path / "data"
    shutil.copytree(made, data)
    databases.copy(made, data)
    rows(data, "UPDATE newsroom_source SET url = ? WHERE slug = 'anp'", api.url)
    for n in range(ITEMS):
        api.publish("dienst-1", f"a{n:02d}", ago=ITEMS - n)
    api.publish("dienst-2", "b")
    return data


@contextmanager
def polling(data: Path, *words: str) -> Iterator[forked.Process]:
    """A process that polls; at the end it is told to end."""
    with forked.Process(data, f"{CRASH}.poll(sys.argv[1:])", *words, ANP_SECRET=SECRET) as process:
        yield process
        process.terminate()
        assert process.wait(20) in (0, -signal.SIGTERM, -signal.SIGKILL), process.said()
        assert "Traceback" not in process.said()


def finish(data: Path, api: StandIn, last: str) -> None:
    """Polls until all is there, and is sure that it is there once."""
    with polling(data):
        until(lambda: newest(data) == [(last,), ("b",)], 30, "the last item")
        time.sleep(0.5)
    look(data, api)


def newest(data: Path) -> list[tuple[str]]:
    return rows(data, "SELECT newest FROM newsroom_pollmark WHERE service <> '' ORDER BY service")


def look(data: Path, api: StandIn) -> None:
    wanted = sorted(f"anp-api/{service}/{item}" for service, item in api.items)
    assert [name for (name,) in rows(data, "SELECT name FROM newsroom_delivery ORDER BY name")] == wanted
    assert rows(data, "SELECT count(*) FROM newsroom_polleditem") == [(len(wanted),)]
    assert rows(data, "SELECT count(*) FROM newsroom_polleditem WHERE sha256 = '' OR missing > 0") == [(0,)]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("before a list", 3),
        ("before an item", 17),
        ("before the transaction", 2),
        ("between deliveries and rows", 2),
        ("before the commit", 9),
        ("before the commit", 20),
        ("after the commit", 3),
        ("while taking a list in", 1),
        ("after a list", 1),
    ],
)
def test_every_item_is_a_delivery_once_and_the_mark_is_right(data: Path, api: StandIn, moment: str, count: int):
    # Every answer has other bytes (`isRead`): an item that was fetched twice would show.
    with polling(data, moment, str(count)) as process:
        process.wait(30)
        assert process.returncode == -signal.SIGKILL
    stored = {name for (name,) in rows(data, "SELECT name FROM newsroom_delivery")}
    for service, mark in rows(data, "SELECT service, newest FROM newsroom_pollmark WHERE newest <> ''"):
        # A mark never stands for what is not there.
        older = {f"anp-api/{service}/{item}" for at, item in api.items if at == service and item <= mark}
        assert older <= stored
    finish(data, api, f"a{ITEMS - 1:02d}")


def test_killed_again_and_again_at_random_while_items_come_and_change(data: Path, api: StandIn):
    chance = random.Random(7)
    for round_ in range(4):
        with polling(data) as process:
            count = len(api.asked)
            until(lambda before=count: len(api.asked) > before, 20, "a request")
            for n in range(5):
                api.publish("dienst-1", f"c{round_}{n}")
                time.sleep(chance.uniform(0, 0.15))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    finish(data, api, "c34")
    assert api.most_at_once == 1


def test_three_at_once_ask_as_one_and_go_on_when_one_is_killed(data: Path, api: StandIn):
    with polling(data) as first, polling(data), polling(data):
        until(lambda: len(api.asked) > 10, 20, "requests")
        os.kill(first.pid, signal.SIGKILL)
        api.publish("dienst-1", "c")
        until(lambda: newest(data) == [("c",), ("b",)], 20, "the last item")
        time.sleep(0.5)
    look(data, api)
    assert api.most_at_once == 1
