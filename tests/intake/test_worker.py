"""The worker: new copy first, every file with an outcome, and none that holds up the next."""

import threading
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import OperationalError, connections, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.intake import jobs
from dateline.intake import worker as module
from dateline.intake.now import put_back, work_off
from dateline.intake.store import Known, store
from dateline.intake.worker import ATTEMPTS, DIED, Worker
from dateline.newsroom import raw
from dateline.newsroom.models import Article, Delivery, Event, Item, Provider, Revision, Rule, Section
from dateline.newsroom.verbs import kill, purge
from dateline.wire.problems import Problem
from tests.databases import examples
from tests.serve.running import until

from .helpers import anp_source, newsml, outcome, picture, work_all

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_delivery_becomes_articles_in_its_order():
    delivery, _ = store(anp_source(), "a.xml", newsml(1, 2, 3))
    assert work_all() == 1
    assert outcome(delivery) == ("done", ["published"] * 3, "")
    assert delivery.format.startswith("newsml")
    assert delivery.done_at is not None
    places = Revision.objects.order_by("place").values_list("place", "item__guid")
    assert [(place, guid[-6:]) for place, guid in places] == [(0, "000001"), (1, "000002"), (2, "000003")]


def test_every_file_has_an_outcome_and_none_holds_up_the_next():
    source = anp_source()
    bad = [store(source, f"{n}", data)[0] for n, data in enumerate([b"", b"<NewsML><cut", b"\x00\x01\x02", b"hello"])]
    good, _ = store(source, "good.xml", newsml(1))
    work_all()
    assert outcome(good)[0] == "done"
    for delivery in bad:
        state, _, reason = outcome(delivery)
        assert state == "quarantined"
        assert reason
        assert Event.objects.filter(verb="quarantine", delivery=delivery, reason=reason).count() == 1


def test_copy_of_an_agency_that_is_not_set_up_waits_in_quarantine_until_it_is():
    source = anp_source()
    Provider.objects.all().delete()
    delivery, _ = store(source, "a.xml", newsml(1))
    work_all()
    state, outcomes, reason = outcome(delivery)
    assert (state, outcomes) == ("quarantined", ["refused"])
    assert "ANP" in reason
    source.providers.add(Provider.objects.create(code="ANP", name="ANP", retention_days=0))
    Rule.objects.create(section=Section.objects.get())
    put_back([delivery.pk])
    work_all()
    assert outcome(delivery)[:2] == ("done", ["published"])


def test_new_copy_goes_before_backlog():
    source = anp_source()
    old, _ = store(source, "old", newsml(1), known=Known(backlog=True))
    new, _ = store(source, "new", newsml(2))
    worker = Worker()
    order = [delivery.pk for delivery in worker._claim(None)]
    assert order == [new.pk, old.pk]


def test_the_same_again_changes_nothing():
    source = anp_source()
    store(source, "a.xml", newsml(1))
    work_all()
    before = picture()
    delivery, _ = store(source, "b.xml", newsml(1) + b"\n")
    work_all()
    assert outcome(delivery)[:2] == ("done", ["repeat"])
    assert picture() == before


COPY = [
    newsml(1),
    newsml(2),
    newsml(1, version=2, made="20261120T124000+0100"),
    newsml(1, version=3, made="20261120T125000+0100", status="Canceled"),
    newsml(3, 2),
    newsml(2, version=2, headline="Kop 2 anders", made="20261120T130000+0100"),
    b"<NewsML",
]


@settings(max_examples=examples(25))
@given(order=st.permutations(COPY), again=st.lists(st.sampled_from(COPY), max_size=3), together=st.integers(1, 4))
def test_order_and_repetition_do_not_matter(order: list[bytes], again: list[bytes], together: int):
    assert _played(order + again, together) == _played(COPY, 1)


def _played(copies: list[bytes], at_once: int) -> dict[str, Any]:
    """What comes of these copies in a newsroom of their own, worked after each `at_once`."""
    with transaction.atomic():
        source = anp_source()
        for n, data in enumerate(copies):
            store(source, str(n), data)
            if n % at_once == 0:
                work_all()
        work_all()
        found = picture()
        transaction.set_rollback(True)
    del found["received"]
    return found


def test_an_item_on_which_dateline_fails_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch):
    real = jobs.receive

    def failing(item, delivery, place, work):
        if item.guid.endswith("000002"):
            work.event("half done", delivery=delivery)
            raise ValueError("no good")
        return real(item, delivery, place, work)

    source = anp_source()
    before, _ = store(source, "before", newsml(10))
    bad, _ = store(source, "bad", newsml(1, 2, 3))
    after, _ = store(source, "after", newsml(11))
    monkeypatch.setattr(jobs, "receive", failing)
    work_all()
    assert outcome(before)[0] == outcome(after)[0] == "done"
    state, outcomes, reason = outcome(bad)
    assert (state, outcomes) == ("quarantined", ["published", "failed", "published"])
    assert "1 of 3" in reason
    assert "no good" in reason
    assert not Event.objects.filter(verb="half done").exists()
    monkeypatch.undo()
    put_back([bad.pk])
    work_all()
    assert outcome(bad)[:2] == ("done", ["repeat", "published", "repeat"])
    assert Revision.objects.count() == 5


def test_an_exception_while_reading_is_quarantine_with_the_reason(monkeypatch: pytest.MonkeyPatch):
    def failing(*args, **kwargs):
        raise RecursionError("too deep")

    monkeypatch.setattr("dateline.intake.reading.read", failing)
    delivery, _ = store(anp_source(), "a", newsml(1))
    work_all()
    assert outcome(delivery)[0] == "quarantined"
    assert "too deep" in outcome(delivery)[2]


def test_many_items_are_received_in_several_short_transactions(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "WRITING_TIME", 0.0)
    delivery, _ = store(anp_source(), "a", newsml(*range(12)))
    commits = []
    real = module.receive_some
    monkeypatch.setattr(module, "receive_some", lambda *args, **kwargs: commits.append(1) or real(*args, **kwargs))
    work_all()
    assert len(commits) == 12
    assert outcome(delivery)[:2] == ("done", ["published"] * 12)


def test_a_database_out_of_reach_costs_no_attempt(monkeypatch: pytest.MonkeyPatch):
    source = anp_source()
    deliveries = [store(source, str(n), newsml(n))[0] for n in range(3)]
    worker = Worker()
    real = jobs.writing

    def locked(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "writing", locked)
    for _ in range(ATTEMPTS + 2):
        with pytest.raises(OperationalError):
            worker.step()
    monkeypatch.setattr(jobs, "writing", real)
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    work_all(worker)
    assert {outcome(delivery)[0] for delivery in deliveries} == {"done"}


def test_what_was_tried_before_goes_alone_and_the_fourth_time_to_quarantine(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    source = anp_source()
    bad, _ = store(source, "bad", newsml(1))
    other, _ = store(source, "other", newsml(2))
    Delivery.objects.filter(pk=bad.pk).update(attempts=ATTEMPTS - 1)
    worker = Worker()
    assert [one.pk for one in worker._claim(None)] == [other.pk]
    assert worker._claim_again(bad.pk).attempts == ATTEMPTS
    worker.close()  # as if it had died
    work_all()
    assert outcome(bad) == ("quarantined", [], DIED)
    assert outcome(other)[0] == "done"


def test_what_several_workers_are_reading_just_now_is_not_called_deadly(monkeypatch: pytest.MonkeyPatch):
    delivery, _ = store(anp_source(), "slow", newsml(1))
    other, _ = store(delivery.source, "other", newsml(2))
    Delivery.objects.filter(pk=delivery.pk).update(attempts=ATTEMPTS)  # by workers whose locks were lost
    worker = Worker()
    assert work_all(worker) == 1
    assert (outcome(delivery)[0], outcome(other)[0]) == ("pending", "done")
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    work_off([delivery.pk])
    assert outcome(delivery) == ("quarantined", [], DIED)


def test_bytes_are_taken_only_when_all_items_are_received(monkeypatch: pytest.MonkeyPatch):
    source = anp_source()
    Provider.objects.update(retention_days=50 * 365)
    old, new = newsml(1, made="19700101T000000+0000"), newsml(2)
    both = old.replace(b"</NewsML>", b"") + new.partition(b"</NewsEnvelope>")[2]
    delivery, _ = store(source, "both.xml", both)
    real, died = module.receive_some, []

    def dies(jobs_, items=None):
        if died:
            raise OperationalError("database is locked")
        died.append(1)
        return real(jobs_, 1)

    monkeypatch.setattr(jobs, "WRITING_TIME", 0.0)
    monkeypatch.setattr(module, "receive_some", dies)
    with pytest.raises(OperationalError):
        Worker().step()
    monkeypatch.setattr(module, "receive_some", real)
    assert Delivery.objects.get().raw is not None
    work_all()
    assert outcome(delivery)[:2] == ("done", ["repeat", "published"])
    assert Delivery.objects.get().raw is None


def test_what_no_database_takes_of_a_set_aside_piece_costs_no_item(monkeypatch: pytest.MonkeyPatch):
    source = anp_source()
    bad, _ = store(source, "bad", newsml(1))
    good, _ = store(source, "good", newsml(2))
    real = module.read_delivery

    def read(delivery):
        reading = real(delivery)
        odd = Problem("no-item", where="\ud800\0", excerpt="\ud800\0")
        return msgspec.structs.replace(reading, set_aside=(odd,)) if delivery.pk == bad.pk else reading

    monkeypatch.setattr(module, "read_delivery", read)
    work_all()
    assert [outcome(one)[0] for one in (bad, good)] == ["done", "done"]
    assert Article.objects.filter(state="published").count() == 2


def test_copy_with_zero_bytes_is_in_quarantine_at_once_with_its_own_reason():
    bad, _ = store(anp_source(), "bad", b"<NO\0TICIA><a/></NO\0TICIA>")
    work_all()
    state, _, reason = outcome(bad)
    assert (state, bad.attempts) == ("quarantined", 1)
    assert "<NO\ufffdTICIA>" in reason


def test_workers_side_by_side_do_each_delivery_once():
    source = anp_source()
    deliveries = [store(source, str(n), newsml(n, n + 500))[0] for n in range(40)]
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work_off([delivery.pk for delivery in deliveries])
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert Revision.objects.count() == 80
    assert Event.objects.filter(verb="receive").count() == 80
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}


def test_bytes_that_are_gone_are_said_to_be():
    source = anp_source()
    gone, _ = store(source, "gone", b"x" * (raw.IN_ROW + 1))
    raw.forget(gone.raw_file)
    taken, _ = store(source, "taken", newsml(1))
    Delivery.objects.filter(pk=taken.pk).update(raw=None)
    work_all()
    for delivery in (gone, taken):
        state, _, reason = outcome(delivery)
        assert state == "quarantined"
        assert "cannot be read any more" in reason


def test_replay_revives_nothing_that_was_killed_or_purged():
    source = anp_source()
    killed, _ = store(source, "killed", newsml(1))
    purged, _ = store(source, "purged", newsml(2))
    work_all()
    kill(Item.objects.get(guid__contains="000001"), by="test", reason="wrong")
    purge(Item.objects.get(guid__contains="000002"), by="test", reason="rights")
    assert put_back([killed.pk, purged.pk]) == {purged.pk}
    work_all()
    assert set(Article.objects.values_list("state", flat=True)) == {"killed", "purged"}
    store(source, "again", newsml(1) + b"\n")
    store(source, "again", newsml(2) + b"\n")
    store(source, "again", newsml(1, version=2, made="20261120T130000+0100"))
    work_all()
    assert set(Article.objects.values_list("state", flat=True)) == {"killed", "purged"}
    assert b"Bericht 2" not in b"".join(bytes(row.raw or b"") for row in Delivery.objects.all())


def test_clocks_of_1970_and_2999_lose_nothing():
    source = anp_source()
    old, _ = store(source, "old", newsml(1, made="19700101T000000+0000"))
    ahead, _ = store(source, "ahead", newsml(2, made="29991231T235959+0000"))
    work_all()
    assert outcome(old)[:2] == ("done", ["published"])
    assert outcome(ahead)[:2] == ("done", ["held"])
    assert Article.objects.get(item__guid__contains="000002").reason


def test_the_worker_works_until_it_is_told_to_stop_and_hears_of_other_processes_deliveries():
    source = anp_source()
    stop = threading.Event()
    thread = threading.Thread(target=module.work, args=(stop,))
    thread.start()
    try:
        store(source, "a", newsml(1))
        assert until(lambda: Article.objects.filter(state="published").exists(), 5) < 2
        Article.objects.update(state="embargoed", embargoed_until=timezone.now() - timedelta(seconds=1))
    finally:
        stop.set()
        thread.join(timeout=5)
    assert not thread.is_alive()


def test_the_worker_outlives_a_step_that_fails(monkeypatch: pytest.MonkeyPatch):
    source = anp_source()
    failing = [True]
    real = Worker.step

    def step(self, only=None):
        if failing[0]:
            failing[0] = False
            raise RuntimeError("once")
        return real(self, only)

    monkeypatch.setattr(Worker, "step", step)
    monkeypatch.setattr(module, "PAUSE", 0.05)
    store(source, "a", newsml(1))
    stop = threading.Event()
    thread = threading.Thread(target=module.work, args=(stop,))
    thread.start()
    try:
        until(lambda: Article.objects.exists(), 5)
    finally:
        stop.set()
        thread.join(timeout=5)
