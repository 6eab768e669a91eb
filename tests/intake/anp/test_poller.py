"""What is listed becomes a delivery, once; what changes later another one; a mark stands for what is stored."""

import threading
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from dateline.intake.anp import asked, service
from dateline.intake.anp.poller import Poller
from dateline.newsroom import raw
from dateline.newsroom.models import Article, Delivery, Event, PolledItem, PollMark, Revision
from tests.serve.running import until

from ..helpers import work_all
from .helpers import ask_again, mark, names, poll, polled
from .standin import Handler, StandIn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_a_first_run_takes_the_last_24_hours_oldest_first(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    for n, hours in enumerate((40, 30, 25, 23, 20, 10, 5, 3, 2, 1.5, 1, 0.5)):
        api.publish("dienst-1", f"a{n}", ago=hours * 60)
    source = polled(api, monkeypatch)
    poll(source)
    assert names() == [f"dienst-1/a{n}" for n in range(3, 12)]
    assert mark().newest == "a11"
    assert mark("dienst-2").newest == ""
    assert api.most_at_once == 1


def test_what_is_older_than_a_quarter_of_an_hour_is_backlog_and_goes_last(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    for n, minutes in enumerate((600, 60, 20, 10, 1)):
        api.publish("dienst-1", f"a{n}", ago=minutes)
    poll(polled(api, monkeypatch))
    assert names() == [f"dienst-1/{item}" for item in ("a3", "a4", "a0", "a1", "a2")]
    assert [row.backlog for row in Delivery.objects.order_by("pk")] == [False, False, True, True, True]
    assert mark().newest == "a4"


def test_a_delivery_is_the_bytes_as_they_came(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    api.publish("dienst-1", "a")
    body = b'{ "hasError":false,\n "data": {"id": "a", "bodyText": "<p>\xc3\xa9</p>"} }'
    api.behave("/items/a", lambda handler: handler.send(body) is None)
    poll(polled(api, monkeypatch))
    assert raw.load(Delivery.objects.get()) == body


def test_new_items_come_with_the_next_list_and_old_ones_are_not_fetched_again(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    source = polled(api, monkeypatch)
    for n in range(7):
        api.publish("dienst-1", f"a{n}", ago=7 - n)
    poll(source)
    api.forget()
    for n in range(7, 20):
        api.publish("dienst-1", f"a{n}")
    poll(source)
    assert names() == [f"dienst-1/a{n}" for n in range(20)]
    assert sorted(api.paths("/items/")) == sorted(f"/services/sources/dienst-1/items/a{n}" for n in range(7, 20))
    assert mark().newest == "a19"


def test_an_item_that_changes_after_it_was_listed_is_another_delivery(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poll(source)
    work_all()
    api.revise("dienst-1", "a", version=2, title="Verzonnen bericht, verbeterd")
    ask_again()
    poll(source)
    work_all()
    assert names() == ["dienst-1/a"] * 2
    assert [revision.version for revision in Revision.objects.order_by("pk")] == ["1", "2"]
    assert Article.objects.get().headline == "Verzonnen bericht, verbeterd"


def test_a_withdrawal_in_the_words_of_an_item_ends_it(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poll(source)
    work_all()
    assert Article.objects.get().state == "published"
    api.revise("dienst-1", "a", version=2, title="INGETROKKEN: Verzonnen bericht a")
    ask_again()
    poll(source)
    work_all()
    assert Article.objects.get().state == "killed"


def test_what_nobody_reads_may_change_without_making_a_delivery(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poll(source)
    for n in range(3):
        api.revise("dienst-1", "a", isClipped=bool(n % 2), wordCount=n, servedBy=f"node-{n}")
        ask_again()
        poll(source)
    assert len(api.paths("/items/a")) == 4
    assert names() == ["dienst-1/a"]


def test_an_item_is_asked_again_with_growing_pauses_for_a_day(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poll(source)
    pauses = []
    age = 0.0
    while (row := PolledItem.objects.get()).ask_at is not None:
        pause = (row.ask_at - row.asked_at).total_seconds()
        pauses.append(pause)
        age += pause
        ask_again(older=pause / 3600)
        poll(source)
        assert len(pauses) < 50
    assert pauses[0] == pytest.approx(asked.SOONEST, rel=0.11)
    assert all(after >= before * 0.9 for before, after in pairwise(pauses))
    assert max(pauses) <= asked.LATEST * 1.1
    assert 23.9 * 3600 < age < 26.5 * 3600
    assert len(api.paths("/items/a")) == len(pauses) + 1
    assert names() == ["dienst-1/a"]


def test_an_item_that_is_gone_is_a_question_for_the_desk_and_no_kill(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    api.publish("dienst-1", "b")
    poll(source)
    work_all()
    api.withdraw("dienst-1", "a")
    for _ in range(3):
        ask_again()
        poll(source)
    event = Event.objects.get(verb="missing")
    assert event.item.guid == "a"
    assert "ANP 101" in event.reason
    assert "HTTP 404" in event.reason
    assert not event.act
    assert {article.state for article in Article.objects.all()} == {"published"}

    api.publish("dienst-1", "a")
    ask_again()
    poll(source)
    assert Event.objects.get(verb="returned").item.guid == "a"
    assert PolledItem.objects.get(item="a").missing == 0


def test_an_error_with_status_200_is_a_question_too(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poll(source)
    work_all()
    error = {"hasError": True, "data": {"errorCode": "GONE", "description": "niet meer beschikbaar"}}
    api.behave("/items/a", lambda handler: handler.json(error) is None)
    ask_again()
    poll(source)
    assert "GONE: niet meer beschikbaar" in Event.objects.get(verb="missing").reason


def test_what_was_killed_and_then_goes_away_is_no_question(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a", title="INGETROKKEN: Verzonnen bericht a")
    poll(source)
    work_all()
    assert Article.objects.get().state == "killed"
    api.withdraw("dienst-1", "a")
    ask_again()
    poll(source)
    assert not Event.objects.filter(verb="missing").exists()


def test_items_that_seem_gone_because_the_api_is_in_trouble_are_no_questions(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    source = polled(api, monkeypatch, every=60)
    for n in range(8):
        api.publish("dienst-1", f"a{n}")
    poller = poll(source, Poller(source, threading.Event()))
    work_all()
    error = {"hasError": True, "data": {"errorCode": "DOWN", "description": "storing"}}
    api.behave("/items", lambda handler: handler.json(error) is None)
    api.forget()
    ask_again()
    for _ in range(3):
        poller.turn()
    poller.close()
    assert [path.rpartition("/")[2][:5] for path in api.paths()] == ["a0", "a1", "a2", "items"]
    assert not Event.objects.filter(verb="missing").exists()
    assert not PolledItem.objects.filter(missing__gt=0).exists()
    assert "DOWN" in mark().trouble


def test_an_item_that_is_listed_and_never_given_holds_nothing_up_and_is_told(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    source = polled(api, monkeypatch)
    for n in range(4):
        api.publish("dienst-1", f"a{n}")
    api.withdraw("dienst-1", "a1")
    poll(source)
    assert names() == ["dienst-1/a0", "dienst-1/a2", "dienst-1/a3"]
    assert mark().newest == "a3"
    for _ in range(4):
        ask_again("a1")
        poll(source)
    event = Event.objects.get(verb="missing")
    assert event.item is None
    assert "a1" in event.reason
    api.publish("dienst-1", "a1")
    ask_again("a1")
    poll(source)
    assert names()[-1] == "dienst-1/a1"


def test_a_vanished_mark_restarts_24_hours_back_and_fetches_only_what_is_missing(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    source = polled(api, monkeypatch)
    for n, hours in enumerate((30, 20, 10, 5, 4, 3, 2)):
        api.publish("dienst-1", f"a{n}", ago=hours * 60)
    poll(source)
    assert mark().newest == "a6"
    api.withdraw("dienst-1", "a6", listed=False)
    for n in range(7, 20):
        api.publish("dienst-1", f"a{n}")
    api.forget()
    poll(source)
    assert names()[6:] == [f"dienst-1/a{n}" for n in range(7, 20)]
    assert mark().newest == "a19"
    assert len(api.paths("/items/")) == 13


def test_everything_listed_since_the_mark_is_fetched_however_long_nobody_asked(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    source = polled(api, monkeypatch)
    for n in range(3):
        api.publish("dienst-1", f"a{n}", ago=60 * 24 * 9)
    PollMark.objects.create(
        source=source, service="dienst-1", newest="a0", due_at=timezone.now(), read_at=timezone.now() - 9 * service.BACK
    )
    poll(source)
    assert names() == ["dienst-1/a1", "dienst-1/a2"]


def test_an_old_item_that_was_never_got_is_tried_again_however_old(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    for n in range(3):
        api.publish("dienst-1", f"a{n}", ago=60 * 24 * 9)
    given = {"service": "dienst-1", "newest": "a0", "due_at": timezone.now()}
    PollMark.objects.create(source=source, read_at=timezone.now() - 9 * service.BACK, **given)
    api.behave("/items/a1", Handler.reset)
    poll(source)
    assert names() == ["dienst-1/a2"]
    for _ in range(4):
        ask_again("a1")
        poll(source)
    api.calm()
    ask_again("a1")
    poll(source)
    assert names() == ["dienst-1/a2", "dienst-1/a1"]
    assert not PolledItem.objects.filter(sha256="").exists()


def test_an_item_in_the_wrong_place_of_the_list_is_fetched_too(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    api.publish("dienst-1", "c")
    poll(source)
    api.publish("dienst-1", "b")
    entries = api.services["dienst-1"].entries
    entries[0], entries[1] = entries[1], entries[0]
    poll(source)
    assert names() == ["dienst-1/a", "dienst-1/c", "dienst-1/b"]
    assert mark().newest == "c"


@pytest.mark.parametrize("chosen", [["afn"], ["dienst-2"]])
def test_services_are_chosen_by_title_or_id(api: StandIn, monkeypatch: pytest.MonkeyPatch, chosen: list[str]):
    api.publish("dienst-1", "a")
    api.publish("dienst-2", "b")
    poll(polled(api, monkeypatch, services=chosen))
    assert names() == ["dienst-2/b"]
    assert not api.paths("dienst-1")


def test_a_service_that_is_not_offered_is_told(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    api.publish("dienst-2", "b")
    poll(polled(api, monkeypatch, services=["AFN", "ANP 102"]))
    assert names() == ["dienst-2/b"]
    assert mark("").trouble == "it offers no ANP 102: it has AFN, ANP 101"


def test_the_list_is_asked_again_after_so_many_seconds_and_no_sooner(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch, every=60)
    poller = poll(source, Poller(source, threading.Event()))
    for _ in range(20):
        assert poller.turn() > 0
    poller.close()
    assert len(api.paths("dienst-1/items$")) == 1


def test_of_two_pollers_one_asks_and_the_other_takes_over(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    first, second = (Poller(source, threading.Event()) for _ in range(2))
    poll(source, first)
    asked_so_far = len(api.asked)
    for _ in range(3):
        assert second.turn() > 0
    assert len(api.asked) == asked_so_far
    api.publish("dienst-1", "b")
    first.close()
    poll(source, second)
    second.close()
    assert names() == ["dienst-1/a", "dienst-1/b"]


def test_who_lost_the_asking_meanwhile_stores_nothing(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")

    def lose(handler: Handler) -> bool:
        PollMark.objects.filter(service="").update(due_at=timezone.now() + service.YOUNG)
        connection.close()
        return False

    api.behave("/items/a", lose)
    poller = Poller(source, threading.Event())
    for _ in range(10):
        poller.turn()
    poller.close()
    assert names() == []
    assert not PolledItem.objects.exists()
    assert mark().newest == ""


def test_who_lost_the_asking_and_got_it_back_starts_anew(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")

    def lose(handler: Handler) -> bool:
        # Another process has taken it and let it go again while this one waited for an answer.
        PollMark.objects.filter(service="").update(due_at=timezone.now())
        connection.close()
        api.calm()
        return False

    api.behave("/items/a", lose)
    poller = Poller(source, threading.Event())
    until(lambda: poller.turn() >= 0 and names() == ["dienst-1/a"], 5, "the item")
    poller.close()
    assert len(api.paths("/items/a")) == 2


def test_after_a_crash_another_takes_over_within_half_a_minute(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poller = Poller(source, threading.Event())
    poller.turn()
    poller._close()  # only the connection, as by the power plug
    left = (mark("").due_at - timezone.now()).total_seconds()
    assert 0 < left <= 30
    PollMark.objects.filter(service="").update(due_at=timezone.now())
    poll(source)
    assert names() == ["dienst-1/a"]


def test_old_rows_are_forgotten(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a")
    poll(source)
    ask_again(older=73)
    api.services["dienst-1"].entries[0] = ("a", "2026-01-01T12:00:00Z")
    api.publish("dienst-1", "b")
    poll(source)
    poll(source)
    assert [row.item for row in PolledItem.objects.all()] == ["b"]
