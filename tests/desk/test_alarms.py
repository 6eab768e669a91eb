"""The screen of alarms, and the line on every screen."""

import re

import pytest
from django.utils import timezone

from dateline.newsroom.models import Alarm, Event, OutgoingCall, Source
from dateline.newsroom.transaction import writing
from tests.newsroom.helpers import HOUR, delivery, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db


def alarm(kind: str = "worker", **fields) -> Alarm:
    plain = {"subject": "x", "text": "geen <werk>", "began_at": timezone.now()}
    with writing() as work:
        work.event("alarm")
        return Alarm.objects.create(kind=kind, **plain | fields)


def test_an_alarm_stands_on_every_screen_until_it_is_over():
    one, browser = alarm(), signed_in("viewer")
    for page in ("/desk/", "/desk/history/", "/desk/alarms/"):
        assert "geen &lt;werk&gt;" in browser.get(page).text
    one.ended_at = timezone.now()
    one.save()
    assert "geen &lt;werk&gt;" not in browser.get("/desk/").text
    assert "geen &lt;werk&gt;" in browser.get("/desk/alarms/").text


def test_a_call_that_was_given_up_is_listed_and_tried_again():
    call = OutgoingCall.objects.create(alarm=alarm(), way="webhook", attempts=12, trouble="it answered 500")
    assert "it answered 500" in signed_in("viewer").get("/desk/alarms/").text
    browser = signed_in("editor", "anna")
    assert browser.post(f"/desk/alarms/{call.pk}/retry/").status_code == 302
    call.refresh_from_db()
    assert (call.attempts, call.next_at is not None) == (0, True)
    assert Event.objects.get(verb="retry").by_name == "anna"
    OutgoingCall.objects.update(done_at=timezone.now(), next_at=None)
    browser.post(f"/desk/alarms/{call.pk}/retry/")
    call.refresh_from_db()
    assert call.next_at is None


def test_an_open_screen_is_told_of_an_alarm_once_and_of_its_end():
    browser = signed_in("viewer")
    for path in ("/desk/changes/", "/desk/columns/changes/", "/desk/flashes/"):
        one = alarm(text="de schijf is vol")
        answer = browser.get(f"{path}?after=0&alarms=").text
        assert re.search(r'<div id="alarms" hx-swap-oob="true">.*de schijf is vol', answer, re.DOTALL)
        shown = re.search(r'id="alarms-shown" value="([^"]+)"', answer)[1]
        assert 'id="alarms"' not in browser.get(f"{path}?after=0&alarms={shown}").text
        Alarm.objects.filter(pk=one.pk).update(ended_at=timezone.now())
        answer = browser.get(f"{path}?after=0&alarms={shown}").text
        assert 'id="alarms" hx-swap-oob="true"' in answer
        assert "de schijf is vol" not in answer


def test_a_silent_source_is_counted_on_an_open_screen():
    source = newsroom()
    Source.objects.update(quiet_after=30)
    delivery(source, arrived_at=timezone.now() - HOUR)
    alarm("silence")
    answer = signed_in("viewer").get("/desk/flashes/?after=0").text
    assert re.search(r'id="quiet-count" class="count" hx-swap-oob="true">1<', answer)
    assert 'class="trouble"' not in answer, "it is counted, and not told in red"
