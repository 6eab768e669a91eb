"""Nobody's flood, failure or large file holds up anybody else's copy, nor the newest of the same source."""

import errno
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from dateline.intake import aside, jobs, order
from dateline.intake import worker as module
from dateline.intake.order import BACKLOG_SHARE
from dateline.intake.store import Incoming, Known, store, store_many
from dateline.intake.worker import ATTEMPTS, DIED, Worker
from dateline.newsroom.models import Article, Delivery, Item, Source
from tests.databases import rows
from tests.serve.forked import command
from tests.serve.running import running, until

from .helpers import anp_source, newsml, outcome, work_all, write
from .pushing import set_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

BACKLOG = Known(backlog=True)


def flood(source: Source, count: int, *, known: Known | None = None, start: int = 0) -> list[Delivery]:
    """Deliveries that cost next to nothing to read, since nothing can be read in them."""
    numbers = range(start, start + count)
    files = (Incoming(f"{n}", f"nothing {n}".encode(), known=known or Known()) for n in numbers)
    return [stored.delivery for stored in store_many(source, files)]


def test_in_a_flood_the_newest_of_each_source_and_the_oldest_are_read_at_the_next_step():
    source, other = anp_source(), anp_source(slug="other")
    many = flood(source, 2000)
    kill, _ = store(source, "kill", newsml(1, version=2, status="Canceled"))
    elsewhere, _ = store(other, "elsewhere", newsml(2))
    worker = Worker()
    worker.step()
    assert outcome(kill)[0] == outcome(elsewhere)[0] == "done"
    assert outcome(many[0])[0] == "quarantined"
    assert Delivery.objects.filter(state="pending").count() > 1900
    late, _ = store(source, "late", newsml(3))
    worker.step()
    assert outcome(late)[0] == "done"


def test_few_that_wait_are_read_as_they_arrived():
    source, other = anp_source(), anp_source(slug="other")
    for n in range(8):
        store(other if n % 3 else source, str(n), newsml(n))
    assert [one.name for one in Worker()._claim(None)] == [str(n) for n in range(8)]


def test_backlog_gets_its_share_of_every_step():
    source = anp_source()
    old = flood(source, 100, known=BACKLOG)
    store_many(source, (Incoming(f"{n}", f"new {n}".encode()) for n in range(200)))
    taken = Worker()._claim(None)
    assert 1 <= sum(one.backlog for one in taken) <= len(taken) // BACKLOG_SHARE
    assert old[0].pk in {one.pk for one in taken}


def test_sources_have_their_turns_where_there_are_more_than_a_step_takes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "DELIVERIES_AT_ONCE", 3)
    monkeypatch.setattr(module, "LEAST_AT_ONCE", 1)
    monkeypatch.setattr(order, "FIRST", 1)
    sources = [anp_source(slug=f"s{n}") for n in range(7)]
    newest = {flood(source, 40)[-1].pk for source in sources}
    worker, seen = Worker(), set()
    for turn in range(80):
        seen |= {one.pk for one in worker._claim(None)}
        flood(sources[-1], 3, start=1000 + 10 * turn)
    assert newest - {max(newest)} <= seen


def test_more_sources_than_are_looked_at_together_all_have_their_turn(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(order, "SOURCES_AT_ONCE", 2)
    for n in range(6):
        store(anp_source(slug=f"s{n}"), "a", newsml(n))
    assert work_all() == 6


def beside(*parts: Callable[[], object]) -> None:
    """Does these at the same time, each on a connection of its own."""
    failures: list[BaseException] = []

    def run(part: Callable[[], object]) -> None:
        try:
            part()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_no_two_workers_have_the_same_delivery_in_hand():
    flood(anp_source(), 120)
    hands: list[set[int]] = []
    ready, done = threading.Barrier(4), threading.Barrier(4)

    def take() -> None:
        worker = Worker()
        ready.wait(20)
        hands.append({one.pk for one in worker._claim(None)})
        done.wait(20)
        worker.close()

    beside(*[take] * 4)
    assert all(hands)
    assert sum(map(len, hands)) == len(set.union(*hands))
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0, 1}


def test_side_by_side_workers_read_each_delivery_once():
    flood(anp_source(), 300)
    beside(*[work_all] * 3)
    assert set(Delivery.objects.values_list("state", "attempts")) == {("quarantined", 1)}


def test_what_a_dead_worker_had_in_hand_is_free_at_once():
    delivery, _ = store(anp_source(), "a", newsml(1))
    dead = Worker()
    assert len(dead._claim(None)) == 1
    claimed: list[int] = []
    beside(lambda: claimed.append(Worker().step()))
    assert claimed == [0]
    assert outcome(delivery)[0] == "pending"
    dead.close()
    beside(lambda: claimed.append(Worker().step()))
    assert outcome(delivery)[0] == "done"


def test_a_delivery_of_many_items_holds_up_nothing():
    source = anp_source()
    long, _ = store(source, "long", newsml(*range(100, 500)))
    worker = Worker()
    worker.step()
    assert outcome(long)[0] == "pending"
    assert Article.objects.exists(), "it has begun"
    short, _ = store(source, "short", newsml(1))
    worker.step()
    assert outcome(short)[0] == "done"
    assert outcome(long)[0] == "pending"
    work_all(worker)
    assert outcome(long)[:2] == ("done", ["published"] * 400)


def test_many_deliveries_of_many_items_are_begun_only_so_many_at_a_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "LONG_AT_ONCE", 3)
    monkeypatch.setattr(module, "DELIVERIES_AT_ONCE", 2)
    monkeypatch.setattr(module, "LEAST_AT_ONCE", 1)
    monkeypatch.setattr(module, "GOING_ON_TIME", 0.0)
    monkeypatch.setattr(jobs, "WRITING_TIME", 0.0)
    source = anp_source()
    for n in range(12):
        store(source, str(n), newsml(*range(10 * n, 10 * n + 4)))
    worker = Worker()
    for _ in range(6):
        worker.step()
        assert len(worker.long) <= 4
    monkeypatch.undo()
    work_all(worker)
    assert Item.objects.count() == 48


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Copy that is read aside, from fewer bytes than usual: to receive hundreds of items proves no more."""
    monkeypatch.setattr(module, "LARGE", 16_384)
    data = newsml(*range(1000, 1030))
    assert len(data) > module.LARGE
    return data


def test_large_copy_is_read_beside_what_is_small(large: bytes):
    source = anp_source()
    big, _ = store(source, "big", large)
    worker = Worker()
    worker.step()
    assert worker._aside.busy
    small, _ = store(source, "small", newsml(1))
    worker.step()
    assert outcome(small)[0] == "done"
    assert outcome(big)[0] == "pending"
    work_all(worker)
    state, outcomes, _ = outcome(big)
    assert (state, set(outcomes)) == ("done", {"published"})
    assert big.attempts == 1


def test_large_copy_that_cannot_be_read_has_the_reason_that_small_copy_has(large: bytes):
    big, _ = store(anp_source(), "big", large[:-100])
    work_all()
    small, _ = store(big.source, "small", newsml(1)[:-100])
    work_all()
    assert outcome(big)[0] == outcome(small)[0] == "quarantined"
    assert outcome(big)[2].rpartition("line")[0] == outcome(small)[2].rpartition("line")[0]


def test_a_file_that_kills_its_reader_three_times_is_in_quarantine_and_holds_up_nothing(
    large: bytes,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    source = anp_source()
    big, _ = store(source, "big", large)
    worker = Worker()
    for n in range(1, ATTEMPTS + 1):
        until(lambda: worker.step() and worker._aside.busy, 5)
        os.kill(worker._aside._reading.process.pid, signal.SIGKILL)
        other, _ = store(source, f"{n}", newsml(n))
        until(lambda: worker.step() is not None and not worker._aside.busy, 5)
        assert outcome(big)[0] == "pending"
        assert big.attempts == n
        assert outcome(other)[0] == "done"
    work_all(worker)
    assert outcome(big) == ("quarantined", [], DIED)


def test_to_be_told_to_stop_is_no_death_of_what_is_under_way(large: bytes, monkeypatch: pytest.MonkeyPatch):
    source = anp_source()
    keys = {store(source, "big", large)[0].pk, store(source, "long", newsml(*range(100, 500)))[0].pk}
    real, stop = Worker.step, threading.Event()

    def last(worker: Worker) -> int:
        done = real(worker)
        assert worker.in_hand == keys
        stop.set()
        return done

    monkeypatch.setattr(Worker, "step", last)
    for _ in range(ATTEMPTS + 1):
        stop.clear()
        module.work(stop)
        assert set(Delivery.objects.values_list("state", "attempts")) == {("pending", 0)}


def test_whatever_ends_a_worker_without_its_being_told_to_counts_as_a_death(monkeypatch: pytest.MonkeyPatch):
    delivery, _ = store(anp_source(), "deadly", newsml(1))

    def panics(delivery: Delivery) -> None:
        raise BaseException("as a library that is not written in Python may")

    monkeypatch.setattr(module, "read_delivery", panics)
    with pytest.raises(BaseException, match="as a library"):
        module.work(threading.Event())
    assert outcome(delivery)[0] == "pending"
    assert delivery.attempts == 1


def test_without_room_for_the_files_of_a_reading_the_worker_waits_and_costs_nobody_an_attempt(
    large: bytes,
    monkeypatch: pytest.MonkeyPatch,
):
    source = anp_source()
    big, _ = store(source, "big", large)
    tries: list[str] = []

    def full() -> None:
        tries.append("one")
        raise OSError(errno.ENOSPC, "No space left on device")

    worker = Worker()
    with monkeypatch.context() as here:
        here.setattr(aside.tempfile, "TemporaryFile", full)
        small, _ = store(source, "small", newsml(1))
        steps = [worker.step() for _ in range(20)]
        assert steps[-1] == 0, "the worker may wait"
        assert tries == ["one"]
        assert outcome(small)[0] == "done"
    worker._aside._rests_until = 0.0
    work_all(worker)
    assert outcome(big)[0] == "done"
    assert big.attempts == 1


def test_a_reader_that_is_told_to_end_with_the_service_counts_as_no_death(large: bytes):
    big, _ = store(anp_source(), "big", large)
    worker = Worker()
    worker.step()
    assert os.getpgid(worker._aside._reading.process.pid) != os.getpgid(0), "an interrupt at a terminal is not for it"
    os.kill(worker._aside._reading.process.pid, signal.SIGTERM)
    worker._aside._reading.process.wait()
    worker._go_on(0.0)
    assert outcome(big)[0] == "pending"
    assert big.attempts == 0
    work_all(worker)
    assert outcome(big)[0] == "done"


def test_a_reading_without_end_is_ended(large: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(aside, "SECONDS", 0.0)
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    big, _ = store(anp_source(), "big", large)
    work_all()
    assert outcome(big) == ("quarantined", [], DIED)


def test_a_row_that_cannot_be_written_holds_up_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    source = anp_source()
    bad, _ = store(source, "bad", b"nothing")
    good, _ = store(source, "good", newsml(1))
    real = jobs._mark

    def fails(job, *args):
        if job.delivery.pk == bad.pk:
            raise ValueError("no good")
        real(job, *args)

    monkeypatch.setattr(jobs, "_mark", fails)
    worker = Worker()
    for _ in range(3):
        worker.step()
    assert outcome(good)[0] == "done"
    assert outcome(bad)[0] == "pending"
    monkeypatch.setattr(jobs, "_mark", real)
    work_all(worker)
    assert outcome(bad)[0] == "quarantined"


@pytest.mark.slow
def test_kills_are_gone_from_the_site_within_a_second_in_the_middle_of_a_flood(tmp_path: Path):
    data = tmp_path / "data"
    set_up(data)
    ways = {slug: tmp_path / slug for slug in ("folder", "second")}
    for slug, path in ways.items():
        path.mkdir()
        (tmp_path / "setup.toml").write_text(f'[[source]]\nslug = "{slug}"\npath = "{path}"\nproviders = ["ANP"]\n')
        assert command(data, "setup", str(tmp_path / "setup.toml")).returncode == 0
    with running(data) as site:
        for n in range(10):
            write(ways["folder"] / f"{n}.xml", newsml(n))
        published = "SELECT i.guid, a.short_id FROM newsroom_article a JOIN newsroom_item i ON i.id = a.item_id"
        until(lambda: len(rows(data, f"{published} WHERE a.state = 'published'")) == 10, 10, "the articles")
        addresses = {guid[-6:]: f"/buitenland/x-{short_id}" for guid, short_id in rows(data, published)}

        def killed(n: int) -> float:
            copy = newsml(n, version=2, made="20261120T130000+0100", status="Canceled")
            write(ways["second" if n % 2 else "folder"] / f"kill {n}.xml", copy)
            return until(lambda: site.get(addresses[f"{n:06d}"]).status == 410, 20, "the page to be gone")

        calm = sorted(killed(n) for n in range(4))[2]
        place = tmp_path / "flood"
        for n in range(1000, 3500):
            write(place / f"{n}.xml", newsml(n))
        for path in list(place.iterdir()):
            path.rename(ways["folder"] / path.name)
        took = sorted(killed(n) for n in range(4, 10))
        done = rows(data, "SELECT count(*) FROM newsroom_delivery WHERE state = 'done'")[0][0]
        assert done < 2400, "it was in the middle of the flood"
        # On a machine that is busy with other things nothing takes only a second.
        assert took[3] < max(1.0, 4 * calm), (calm, took)
