"""A short fixed run of what `make chaos` does at length: a day of deliveries, and 20 processes killed meanwhile."""

from collections.abc import Iterator

import pytest

from chaos.rounds import Ground, Round
from tests import postgres
from tests.databases import KIND, ON_POSTGRESQL, PROGRAMS

pytestmark = [pytest.mark.slow, pytest.mark.both]

SEED, KILLS, STORIES = 20, 20, 46


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    server = postgres.start(PROGRAMS[KIND](), loose=False) if ON_POSTGRESQL else None
    try:
        yield Ground(tmp_path_factory.mktemp("chaos"), server).play(SEED, KILLS, STORIES)
    finally:
        if server:
            server.stop()


def test_violence_changes_nothing_loses_nothing_and_shows_nobody_what_is_withdrawn(played: Round):
    print(played)
    assert played.violations == []


def test_it_was_violence(played: Round):
    assert played.kills.total() == KILLS
    assert len(played.kills) >= 4
    assert played.sent > played.deliveries > 100
    assert played.acknowledged > 10
    assert {200, 404, 410} <= set(played.answers)
