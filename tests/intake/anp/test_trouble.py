"""What goes wrong is told once, tried again with growing pauses, and holds nothing else up."""

import logging
import threading
import time
from pathlib import Path

import pytest
from django.db import connections

from dateline.intake.anp import poller as poller_module
from dateline.intake.anp import polling, transport
from dateline.intake.anp import service as service_module
from dateline.intake.anp.poller import Poller
from dateline.intake.anp.troubles import NotAdmitted
from dateline.newsroom.models import Delivery, Event, PolledItem, PollMark, Source
from tests.serve.running import until

from ..helpers import work_all
from .helpers import ask_again, mark, names, poll, polled
from .standin import SECRET, Handler, StandIn, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def fail(handler: Handler) -> bool:
    handler.send(b"Internal Server Error", 500, "text/plain")
    return True


def test_a_service_in_trouble_holds_up_no_other(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    api.publish("dienst-1", "a")
    api.publish("dienst-2", "b")
    api.behave("dienst-1", fail)
    poll(polled(api, monkeypatch))
    assert names() == ["dienst-2/b"]
    assert mark("dienst-1").trouble == "its list: it answers with a fault (HTTP 500)"
    assert mark("dienst-2").trouble == ""


def test_pauses_grow_while_it_fails_and_end_when_it_goes(
    api: StandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    api.publish("dienst-1", "a")
    api.behave("dienst-1", fail)
    source = polled(api, monkeypatch)
    poller = Poller(source, threading.Event())
    pauses = []
    for n in range(1, 12):
        poll(source, poller)
        service = next(one for one in poller._services if one.mark.service == "dienst-1")
        assert service.mark.failures == mark().failures == n
        pauses.append(service.rests_until - time.monotonic())
        service.rests_until = 0
    assert pauses[0] < 8
    assert pauses[2] > 2 * pauses[0]
    assert 250 < pauses[-1] < 400
    api.calm()
    poll(source, poller)
    poller.close()
    assert names() == ["dienst-1/a"]
    assert (mark().trouble, mark().failures) == ("", 0)
    said = [record.getMessage() for record in caplog.records if "ANP 101" in record.getMessage()]
    assert said == ["anp, ANP 101: its list: it answers with a fault (HTTP 500)", "anp, ANP 101: goes on"]


def test_items_that_all_fail_are_left_alone_for_a_while_and_none_is_lost(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    for n in range(20):
        api.publish("dienst-1", f"a{n}")
    api.publish("dienst-2", "b")
    api.behave("/dienst-1/items/", fail)
    source = polled(api, monkeypatch)
    poll(source)
    assert len(api.paths("/dienst-1/items/")) == 3
    assert "3 items or more one after another" in mark().trouble
    assert names() == ["dienst-2/b"]
    assert mark().newest == "a2"
    for _ in range(4):
        ask_again()
        poll(source)
    assert not Event.objects.filter(verb="missing").exists()
    api.calm()
    ask_again()
    poll(source)
    ask_again()
    poll(source)
    assert set(names()) == {"dienst-2/b", *(f"dienst-1/a{n}" for n in range(20))}
    assert len(names()) == 21
    assert (mark().trouble, mark().newest) == ("", "a19")


@pytest.mark.parametrize(
    "odd", [Handler.reset, fail, lambda handler: handler.send(b"<html>", 200, "text/html") is None]
)
def test_one_bad_item_holds_up_none_of_the_others(api: StandIn, monkeypatch: pytest.MonkeyPatch, odd):
    for n in range(12):
        api.publish("dienst-1", f"a{n}")
    api.behave("/items/a4", odd)
    source = polled(api, monkeypatch)
    poll(source)
    assert names() == [f"dienst-1/a{n}" for n in range(12) if n != 4]
    assert (mark().newest, mark().trouble) == ("a11", "")
    for _ in range(5):
        ask_again()
        poll(source)
    assert "a4" in Event.objects.get(verb="missing").reason


def test_an_item_that_nobody_may_read_holds_up_none_of_the_others(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    for n in range(3):
        api.publish("dienst-1", f"a{n}")
    api.behave("/items/a0", lambda handler: handler.send(b"", 403) is None)
    poll(polled(api, monkeypatch))
    assert names() == ["dienst-1/a1", "dienst-1/a2"]
    assert mark("").trouble == ""


def test_a_wrong_password_is_told_and_not_tried_again_and_again(
    api: StandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    api.publish("dienst-1", "a")
    source = polled(api, monkeypatch)
    monkeypatch.setenv("ANP_SECRET", "anders")
    poller = Poller(source, threading.Event())
    for _ in range(5):
        poller.turn()
    assert len(api.asked) == 1
    assert "HTTP 401" in mark("").trouble
    assert poller._whole.rests_until - time.monotonic() > NotAdmitted.rest - 10
    assert sum("HTTP 401" in record.getMessage() for record in caplog.records) == 1
    assert not any(secret in caplog.text for secret in (SECRET, "anders"))
    # The secret is read anew with the next try.
    monkeypatch.setenv("ANP_SECRET", SECRET)
    poller._whole.rests_until = 0
    poll(source, poller)
    poller.close()
    assert names() == ["dienst-1/a"]
    assert mark("").trouble == ""


def test_a_server_that_asks_to_be_left_alone_is_left_alone(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    api.publish("dienst-1", "a")
    api.behave("dienst-1/items$", lambda handler: handler.send(b"", 429, Retry_After="120") is None)
    source = polled(api, monkeypatch)
    poller = Poller(source, threading.Event())
    for _ in range(10):
        poller.turn()
    assert 115 < poller._whole.rests_until - time.monotonic() < 160
    poller.close()
    assert len(api.asked) == 2
    assert "HTTP 429" in mark("").trouble


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"url": "http://newsapi.example"}, "use https://"),
        ({"secret_from": ""}, "secret_from"),
        ({"secret_from": "env:NOWHERE_SET"}, "NOWHERE_SET"),
        ({"url": "http://127.0.0.1:9"}, "cannot be reached: Connection refused"),
    ],
)
def test_what_is_not_set_up_is_told(api: StandIn, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str], told: str):
    source = polled(api, monkeypatch, **fields)
    poll(source)
    assert told in mark("").trouble
    assert api.asked == []


def test_nothing_is_fetched_while_the_disk_is_full(api: StandIn, monkeypatch: pytest.MonkeyPatch, settings):
    api.publish("dienst-1", "a")
    source = polled(api, monkeypatch)
    settings.MIN_FREE = 1 << 60
    poll(source)
    assert api.asked == []
    assert "room" in mark("").trouble
    settings.MIN_FREE = 0
    poll(source)
    assert names() == ["dienst-1/a"]


def test_a_list_of_services_that_breaks_leaves_those_that_are_known(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    poll(source)
    api.publish("dienst-1", "a")
    api.behave("/sources$", fail)
    poll(source)
    assert names() == ["dienst-1/a"]
    assert "its list of services" in mark("").trouble


def test_a_service_that_is_read_no_more_is_in_no_trouble(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.behave("dienst-1", fail)
    poll(source)
    assert mark().trouble
    source.services = ["AFN"]
    poll(source)
    assert (mark().trouble, mark().failures) == ("", 0)


def test_a_list_that_repeats_itself_gives_what_it_has(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    for n in range(9):
        api.publish("dienst-1", f"a{n}")
    page = {"data": {"items": [{"id": f"a{n}"} for n in (8, 7, 6)], "hasMore": True}}
    api.behave("/dienst-1/items($|.fromItem)", lambda handler: handler.json(page) is None)
    source = polled(api, monkeypatch)
    poll(source)
    poll(source)
    assert names() == [f"dienst-1/a{n}" for n in (6, 7, 8)]
    assert "repeats" in mark().trouble
    assert mark().newest == ""
    api.calm()
    poll(source)
    assert sorted(names()) == [f"dienst-1/a{n}" for n in range(9)]
    assert (mark().newest, mark().trouble) == ("a8", "")


def test_times_in_the_future_do_no_harm(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    source = polled(api, monkeypatch)
    api.publish("dienst-1", "a", at="2999-01-01T00:00:00Z")
    api.publish("dienst-1", "b", at="niets")
    poll(source)
    assert names() == ["dienst-1/a", "dienst-1/b"]
    row = PolledItem.objects.get(item="a")
    assert 0 < (row.ask_at - row.first_seen).total_seconds() < 60


def test_a_list_that_breaks_on_its_second_page_gives_what_it_told_and_is_read_again(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    for n in range(9):
        api.publish("dienst-1", f"a{n}")
    api.behave("fromItem", fail)
    source = polled(api, monkeypatch)
    poll(source)
    assert names() == [f"dienst-1/a{n}" for n in range(4, 9)]
    assert (mark().newest, mark().trouble) == ("", "its list: it answers with a fault (HTTP 500)")
    api.calm()
    poll(source)
    assert sorted(names()) == [f"dienst-1/a{n}" for n in range(9)]
    assert (mark().newest, mark().trouble) == ("a8", "")


def test_a_list_without_end_holds_up_neither_another_nor_its_own_news(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    count = [0]

    def endless(handler: Handler) -> bool:
        count[0] += 1
        item = f"x{count[0]}"
        api.items["dienst-1", item] = api.items["dienst-1", "a"] | {"id": item}
        handler.json({"data": {"items": [{"id": item}], "hasMore": True}})
        return True

    api.publish("dienst-1", "a")
    api.publish("dienst-2", "b")
    api.behave("dienst-1/items($|.from)", endless)
    monkeypatch.setattr(poller_module, "LONG_LIST", 0.0)
    source = polled(api, monkeypatch)
    poller = Poller(source, threading.Event())
    for _ in range(8):
        poller.turn()
    poller.close()
    assert "dienst-2/b" in names()
    assert "dienst-1/x1" in names()


def test_a_list_that_makes_up_items_faster_than_they_can_be_fetched_fills_no_memory(
    api: StandIn, monkeypatch: pytest.MonkeyPatch
):
    count = [0]

    def endless(handler: Handler) -> bool:
        count[0] += 100
        handler.json({"data": {"items": [{"id": f"x{count[0] + n}"} for n in range(100)], "hasMore": False}})
        return True

    api.behave("dienst-1/items($|.from)", endless)
    api.behave(
        "dienst-1/items/", lambda handler: handler.json({"data": {"id": handler.path.rpartition("/")[2]}}) is None
    )
    monkeypatch.setattr(service_module, "MOST_ITEMS", 300)
    poller = Poller(polled(api, monkeypatch), threading.Event())
    for _ in range(15):
        for service in poller._services:
            service.list_at = 0.0
        poller.turn()
    made_up = poller._services[0]
    assert 200 <= len(made_up.young) <= 400
    assert len(made_up._ahead) <= 400
    poller.close()


@pytest.mark.slow
def test_a_slow_api_holds_up_neither_another_nor_the_worker(
    api: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(transport, "TOTAL", 3.0)
    api.behave("", lambda _handler: bool(time.sleep(4)) or True)
    with serving(StandIn("Elders")) as other:
        other.publish("dienst-1", "b")
        polled(api, monkeypatch)
        polled(other, monkeypatch, slug="elders")
        stop = threading.Event()
        thread = polling.start(stop)
        try:
            until(lambda: Delivery.objects.filter(source__slug="elders").exists(), 3, "the copy of the other")
            assert work_all() == 1
        finally:
            stop.set()
            thread.join(10)
            connections.close_all()
    assert not thread.is_alive()


@pytest.mark.slow
def test_a_source_is_polled_as_it_is_set_up_now(api: StandIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(polling, "SOURCES_EVERY", 0.1)
    api.publish("dienst-1", "a")
    api.publish("dienst-2", "b")
    stop = threading.Event()
    thread = polling.start(stop)
    try:
        source = polled(api, monkeypatch, services=["ANP 101"])
        until(lambda: names() == ["dienst-1/a"], 5, "the first service")
        Source.objects.filter(pk=source.pk).update(services=["AFN"])
        until(lambda: names() == ["dienst-1/a", "dienst-2/b"], 5, "the second service")
        Source.objects.filter(pk=source.pk).update(active=False)
        until(lambda: not any("polling anp" in one.name for one in threading.enumerate()), 5, "the end")
        api.forget()
        time.sleep(1.5)
        assert api.asked == []
    finally:
        stop.set()
        thread.join(10)
    # What was let go is free at once for others.
    assert (
        PollMark.objects.get(service="").due_at - PollMark.objects.get(service="dienst-1").read_at
    ).total_seconds() < 10
