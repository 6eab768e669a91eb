"""The screen of alarms, and the line on every screen."""

import pytest
from django.utils import timezone

from dateline.newsroom.models import Alarm, Event, OutgoingCall

from .people import signed_in

pytestmark = pytest.mark.django_db


def alarm(kind: str = "worker", **fields) -> Alarm:
    return Alarm.objects.create(kind=kind, subject="x", text="geen <werk>", began_at=timezone.now(), **fields)


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
