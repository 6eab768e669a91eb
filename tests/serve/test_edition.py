"""Following the edition in a real database, with commits, losses and restores at the worst moments."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import Error as DatabaseError
from django.db import connection, connections

from dateline.newsroom import transaction
from dateline.newsroom.models import House, Number, Touch
from dateline.newsroom.transaction import EDITION, number, writing
from dateline.serve.cache import Cache, Recipe
from dateline.serve.edition import EditionLog, Follower
from dateline.site.frame import Frame
from dateline.site.page import Page, Part, Rendered

pytestmark = pytest.mark.django_db(transaction=True)

PART = Part("house")


class Web:
    """What one web process does: it follows the edition, and keeps a page that shows the name of the house."""

    def __init__(self) -> None:
        self.during: Callable[[], None] = lambda: None
        self.rendered = 0
        log = EditionLog()
        self.cache = Cache(self._render, log.number)
        self.follower = Follower(self.cache, log.read)
        assert self.follower.poll()

    def _render(self, part: Part, frame: Frame) -> Rendered:
        title = House.objects.get().title
        self.rendered += 1
        during, self.during = self.during, lambda: None
        during()
        return Rendered(title.encode(), frozenset({"house"}))

    def ask(self) -> str:
        """The page, as a request gets it."""
        answer = self.cache.page("/")
        if answer is None:
            recipe = Recipe(Page((PART,), frozenset({"house"})), "200 OK", [])
            self.cache.keep("/", recipe, self.cache.begin())
            answer = self.cache.join("/", recipe)
        return answer.plain.body.decode()

    @property
    def keeps_the_page(self) -> bool:
        return self.cache.page("/") is not None

    @property
    def keeps_the_part(self) -> bool:
        return PART.key in self.cache.fragments.entries


@pytest.fixture
def web() -> Iterator[Web]:
    House.objects.get_or_create(pk=1)
    change("Eerst")
    made = Web()
    assert made.ask() == "Eerst"
    assert made.keeps_the_page
    yield made
    connections.close_all()


def change(title: str, *tags: str) -> int:
    """Another name for the house, as another process commits it; gives the edition."""
    with writing() as work:
        House.objects.update(title=title)
        work.edition(*(tags or ("house",)))
    return work.numbers[EDITION]


def elsewhere(action: Callable[[], object]) -> None:
    """Does something on a connection of its own, and waits for it."""

    def act() -> None:
        try:
            action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()


@contextmanager
def open_transaction(title: str) -> Iterator[Callable[[], None]]:
    """A transaction of somebody else that has written its change, and commits when told to."""
    written, commit = threading.Event(), threading.Event()

    def act() -> None:
        try:
            with writing() as work:
                House.objects.update(title=title)
                work.edition("house")
                work._finish()  # the number is raised and the tags are written
                work.changed, work.tags = False, {}
                written.set()
                assert commit.wait(10)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(act)
        assert written.wait(10)

        def end() -> None:
            commit.set()
            done.result(10)

        try:
            yield end
        finally:
            commit.set()


# Out of order


def test_a_number_is_seen_when_all_before_it_is_committed_whatever_order_transactions_began_in(web):
    """Many writers at once, and a follower that reads all the time: what it has read never has a gap."""
    gaps: list[str] = []
    stop = threading.Event()
    log = EditionLog()
    seen: dict[int, int] = {}
    first = number(EDITION)

    def follow() -> None:
        last = first
        try:
            while not stop.is_set():
                reading = log.read(last)
                for n, tag in reading.touched:
                    seen[n] = seen.get(n, 0) + 1
                    if n <= last:
                        gaps.append(f"{n} {tag} after {last}")
                missing = [n for n in range(last + 1, reading.number + 1) if n not in seen]
                gaps.extend(f"{n} missing at {reading.number}" for n in missing)
                last = reading.number
        finally:
            connections.close_all()

    def write(writer: int) -> None:
        for n in range(8):
            with writing() as work:
                work.edition(f"item:{writer}.{n}", "front")
                time.sleep(0.002 * (writer % 3))
        connections.close_all()

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    time.sleep(0.05)
    stop.set()
    follower.join()
    assert gaps == []
    assert number(EDITION) == first + 32
    assert set(seen) == set(range(first + 1, first + 33))
    assert sorted(Touch.objects.filter(n__gt=first, tag="front").values_list("n", flat=True)) == sorted(seen)


def test_who_begins_second_and_would_commit_first_gets_the_later_number(web):
    first_holds, second_began = threading.Event(), threading.Event()
    numbers: dict[str, int] = {}
    is_there: dict[str, bool] = {}

    def write(name: str) -> None:
        try:
            if name == "second":
                assert first_holds.wait(5)
                second_began.set()
            with writing() as work:
                work.edition(f"item:{name}")
                if name == "first":
                    first_holds.set()
                    assert second_began.wait(5)
                    time.sleep(0.2)  # long enough for the other one to be done, if nothing kept it
                is_there[name] = Touch.objects.filter(tag="item:first").exists()
            numbers[name] = work.numbers[EDITION]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ["first", "second"]))
    assert is_there["second"], "the first was committed before the second could do anything"
    assert numbers["second"] == numbers["first"] + 1


# In the middle of a write


def test_what_is_read_before_a_commit_and_stored_after_it_is_not_kept(web):
    with open_transaction("Daarna") as commit:
        web.cache.forget(web.cache.edition)
        web.during = lambda: (commit(), web.follower.poll())  # type: ignore[assignment,func-returns-value]
        assert web.ask() == "Eerst", "the request began before the commit"
        assert not web.keeps_the_page
        assert not web.keeps_the_part
        assert web.ask() == "Daarna"


def test_what_is_read_before_a_commit_and_stored_before_the_next_reading_is_dropped_by_that(web):
    with open_transaction("Daarna") as commit:
        web.cache.forget(web.cache.edition)
        web.during = commit
        assert web.ask() == "Eerst"
        assert web.keeps_the_page, "nobody can know yet"
        web.follower.poll()
        assert not web.keeps_the_page
        assert not web.keeps_the_part
        assert web.ask() == "Daarna"


def test_a_reading_during_a_write_sees_neither_its_number_nor_its_tags(web):
    before = number(EDITION)
    log = EditionLog()
    with open_transaction("Daarna") as commit:
        assert log.read(before - 1).number == before
        assert log.read(before).touched == ()
        commit()
        assert log.read(before).touched == ((before + 1, "house"),)


# Gaps


def test_rows_that_were_pruned_are_a_gap(web, monkeypatch):
    monkeypatch.setattr(transaction, "_PRUNE_EVERY", 1)
    monkeypatch.setattr(transaction, "KEPT_TOUCHES", 3)
    generation = web.cache.generation
    for n in range(6):
        elsewhere(lambda n=n: change(f"Naam {n}", "item:none"))
    web.follower.poll()
    assert web.cache.generation == generation + 1
    assert web.ask() == "Naam 5"


@pytest.mark.parametrize("by", [-1, 0, 1, 5])
def test_a_database_that_was_put_back_is_another_era_whatever_its_number(web, by):
    """Also where its number is the one that the follower has, or the one it expects next."""
    generation, last = web.cache.generation, web.cache.edition

    def restore() -> None:
        House.objects.update(title="Van de reservekopie")
        Touch.objects.all().delete()
        if by > 0:
            Touch.objects.bulk_create([Touch(n=n, tag="item:x") for n in range(last + 1, last + by + 1)])
        Number.objects.update(n=last + by, era="another")

    elsewhere(restore)
    web.follower.poll()
    assert web.cache.generation == generation + 1
    assert web.ask() == "Van de reservekopie"
    assert web.keeps_the_page
    web.follower.poll()
    assert web.cache.generation == generation + 1, "once is enough"


def test_what_is_begun_before_the_database_is_put_back_is_not_kept(web):
    def restore() -> None:
        House.objects.update(title="Van de reservekopie")
        Number.objects.update(era="another")

    def during() -> None:
        elsewhere(restore)
        web.follower.poll()

    web.cache.forget(web.cache.edition)
    web.during = during
    assert web.ask() == "Eerst"
    assert not web.keeps_the_page
    assert web.ask() == "Van de reservekopie"


def test_numbers_that_were_set_back_by_hand_drop_everything(web):
    generation = web.cache.generation
    elsewhere(lambda: Number.objects.filter(name=EDITION).update(n=0))
    web.follower.poll()
    assert web.cache.generation == generation + 1


# A lost connection


@pytest.mark.postgresql
def test_after_a_lost_connection_nothing_is_kept_of_what_was_before(web):
    """What answers next may be another server, put in its place a moment behind it."""
    generation = web.cache.generation
    terminate_others()
    assert not web.follower.poll()
    assert web.follower.trouble
    assert web.follower.poll()
    assert web.cache.generation == generation + 1
    elsewhere(lambda: change("Na het verlies"))
    assert web.follower.poll()
    assert web.ask() == "Na het verlies"


@pytest.mark.postgresql
def test_a_thread_that_answers_lets_go_of_its_connection_too(web):
    """Whatever server it reads, it is the one that the follower reads."""
    sessions: list[object] = []

    def session() -> None:
        web.cache.begin()
        sessions.append(connection.connection)

    follower_lost, asked = threading.Event(), threading.Event()

    def answer() -> None:
        try:
            session()
            asked.set()
            assert follower_lost.wait(5)
            session()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(answer)
        assert asked.wait(5)
        connection.connection.pgconn.finish()  # the follower's, which is this thread's
        assert not web.follower.poll()
        assert web.follower.poll()
        follower_lost.set()
        done.result(5)
    assert sessions[0] is not sessions[1]


def terminate_others() -> None:
    """Ends this thread's connection from outside, as an administrator does."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    elsewhere(act)


# A process that sleeps


def test_a_reading_counts_from_when_it_was_begun_and_not_from_when_it_came(web):
    """A process that is stopped in the middle of one takes it for as old as it is."""
    moment = [1000.0]
    log = EditionLog()

    def read(last: int | None) -> object:
        reading = log.read(last)
        moment[0] += 60.0  # the machine slept
        return reading

    follower = Follower(web.cache, read, clock=lambda: moment[0])  # type: ignore[arg-type]
    assert follower.poll()
    assert not follower.is_fresh


def test_a_process_that_slept_for_long_reads_and_answers_and_does_not_blame_the_database(web):
    moment = [1000.0]
    log = EditionLog()
    follower = Follower(web.cache, log.read, clock=lambda: moment[0])
    assert follower.poll()
    moment[0] += 3600.0
    assert follower.is_gone
    assert follower.ensure()
    assert follower.is_fresh


def test_a_process_that_wakes_without_its_database_says_so_after_one_try(web):
    moment = [1000.0]
    tries: list[int | None] = []

    def fails(last: int | None) -> object:
        tries.append(last)
        raise DatabaseError("away")

    follower = Follower(web.cache, EditionLog().read, clock=lambda: moment[0])
    assert follower.poll()
    follower._read = fails  # type: ignore[assignment]
    moment[0] += 3600.0
    assert not follower.ensure()
    assert not follower.ensure()
    assert len(tries) == 1


def test_a_database_that_cannot_be_read_is_trouble_and_no_exception(web, monkeypatch):
    def fails(last: int | None) -> object:
        raise DatabaseError("on two\nlines")

    follower = Follower(web.cache, fails)  # type: ignore[arg-type]
    assert not follower.poll()
    assert follower.trouble == "on two lines"
