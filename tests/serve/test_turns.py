"""One thread makes a page while the others that want it wait."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from dateline.newsroom.models import House
from dateline.serve import turns
from dateline.serve.edition import FRESH
from dateline.serve.turns import OneAtATime
from tests.serve.asking import Reader, touch


def test_one_makes_it_and_the_others_are_told_that_they_waited():
    makers, begun, told = OneAtATime(), threading.Barrier(4), []

    def ask(key: str) -> None:
        begun.wait(5)
        with makers.of(key) as waited:
            if not waited:
                done.wait(5)
            told.append((key, waited))

    done = threading.Event()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, key) for key in ("a", "a", "a", "b")]
        threading.Timer(0.2, done.set).start()
        for one in asked:
            one.result(10)
    assert sorted(told) == [("a", False), ("a", True), ("a", True), ("b", False)]


def test_who_fails_leaves_the_turn_to_the_next():
    makers = OneAtATime()
    with pytest.raises(ZeroDivisionError), makers.of("a"):
        raise ZeroDivisionError
    with makers.of("a") as waited:
        assert not waited


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    makers = OneAtATime()
    with makers.of("a"), makers.of("a") as waited:
        assert waited


class Waiting(OneAtATime):
    """As if another thread had the turn for each page, and something happened before it was done."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    @contextmanager
    def of(self, key: str) -> Iterator[bool]:
        self._meanwhile()
        yield True


def test_what_another_has_made_meanwhile_is_taken(reader: Reader, path: str):
    application, theirs = reader.application, []

    def another_asks() -> None:
        application._one_view = OneAtATime()
        theirs.append(reader.get(path))

    application._one_view = Waiting(another_asks)
    assert reader.get(path) == theirs[0]
    assert reader.asked == [path], "and no view was asked again"


def test_what_another_has_made_is_not_taken_without_a_fresh_reading(reader: Reader, path: str):
    application = reader.application

    def another_asks() -> None:
        application._one_view = OneAtATime()
        assert b"De Avondster" in reader.get(path).body
        House.objects.update(title="De Morgenster")
        touch("house")
        reader.follower.read_at -= FRESH

    application._one_view = Waiting(another_asks)
    assert b"De Morgenster" in reader.get(path).body


def test_who_waited_for_nothing_makes_it_alone(reader: Reader, path: str):
    reader.application._one_view = Waiting(lambda: None)
    assert reader.get(path).status == 200
    assert reader.get("/buitenland/no-such-thing-222222222222").status == 404
