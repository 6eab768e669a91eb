"""The harness itself: it sees what it is there to see, and cries for nothing else."""

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chaos.comparing import differences
from chaos.day import Day
from chaos.newsroom import Installation
from chaos.pages import Answer
from chaos.watching import Watcher

ID, OTHER = "7r5f2ezfshqw", "0k3pxcyrsdrc"
SECRET, PRIVATE = "zq0000000001", "zq0000000002"


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    hidden = {SECRET: datetime.now(UTC) + timedelta(hours=1)}
    day = Day((), hidden, frozenset((PRIVATE,)))
    return Watcher(Installation(tmp_path / "data", tmp_path / "in"), (1, 2), day, random.Random(1))


def look(watcher: Watcher, body: str, *, began: float, status: int = 200, of: str = "") -> None:
    watcher._look(Answer(status, "", body.encode()), "/binnenland/", of, began, time.time())


def link(short_id: str) -> str:
    return f'<a href="/binnenland/brug-dicht-{short_id}">'


def test_what_was_withdrawn_may_show_for_a_second(watcher: Watcher):
    now = time.monotonic()
    watcher._note([(ID, "killed", None)], now - 5, now - 5)
    look(watcher, link(ID), began=now - 4.5)
    look(watcher, link(OTHER), began=now)
    watcher._note([(ID, "killed", None)], time.monotonic(), time.monotonic())
    assert watcher.violations == []


def test_and_no_longer(watcher: Watcher):
    now = time.monotonic()
    watcher._note([(ID, "killed", None)], now - 5, now - 5)
    look(watcher, link(ID), began=now - 2)
    watcher._note([(ID, "killed", None)], time.monotonic(), time.monotonic())
    assert watcher.violations == [f"/binnenland/ (200): {ID} was killed for 3.00 s already"]


def test_what_was_published_again_meanwhile_is_no_violation(watcher: Watcher):
    now = time.monotonic()
    watcher._note([(ID, "held", None)], now - 5, now - 5)
    look(watcher, link(ID), began=now - 2)
    watcher._note([], time.monotonic(), time.monotonic())
    assert watcher.violations == []


def test_the_page_of_what_is_gone_may_lead_nowhere(watcher: Watcher):
    now = time.monotonic()
    watcher._note([(ID, "killed", None)], now - 5, now - 5)
    for status in (301, 410, 503):
        look(watcher, "", began=now, status=status, of=ID)
    watcher._note([(ID, "killed", None)], time.monotonic(), time.monotonic())
    assert watcher.violations == [f"/binnenland/ (301): {ID} was killed for 5.00 s already"]


def test_what_is_hidden_or_private_may_not_show_at_all(watcher: Watcher):
    look(watcher, f"Over {SECRET} en {PRIVATE} en zq0000000003.", began=time.monotonic())
    assert sorted(sentence.split()[2] for sentence in watcher.violations) == [f"{SECRET},", f"{PRIVATE},"]


def test_differences_are_told():
    wanted = {"a": {"state": "killed", "place": 1}, "b": {}, "c": ["one long text", 2]}
    found = {"a": {"state": "published", "place": 1}, "c": ["one wrong text", 2], "d": {}}
    assert differences(found, wanted, "articles") == [
        "articles: b is lost",
        "articles: d is too many",
        "articles: a state: 'published' and not 'killed'",
        "articles: c 'one wrong text' and not 'one long text'",
    ]
    assert differences(wanted, dict(wanted), "articles") == []
