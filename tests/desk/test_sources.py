"""The screen of sources: whether copy comes in as it should, by each way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dateline.newsroom.models import Delivery, PollMark, Source
from tests.newsroom.helpers import HOUR, arrive, copy, delivery, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def table(browser=None) -> dict[str, list[str]]:
    """Each source of the screen, and what stands in its row."""
    import lxml.html

    page = lxml.html.fromstring((browser or signed_in("viewer")).get("/desk/sources/").text)
    rows = [[cell.text_content().split() for cell in row] for row in page.iter("tr")][1:]
    return {row[0][0]: [" ".join(cell) for cell in row[1:]] for row in rows}


@pytest.fixture
def wire():
    return newsroom()


def test_a_source_shows_how_much_comes_in_and_how_much_came_a_week_ago(wire):
    now = timezone.now()
    for moment in (now, now - HOUR / 2, now - 2 * HOUR, now - WEEK - HOUR / 2, now - WEEK + HOUR / 2):
        delivery(wire, arrived_at=moment)
    delivery(wire, arrived_at=now, state=Delivery.State.QUARANTINED, reason="kapot")
    state, _last, lately, before, skipped, broken = table()["wire"]
    assert (state, lately, before, skipped, broken) == ("comes in", "3", "1", "0", "1")


def test_a_source_that_is_silent_for_too_long_is_shown_first_and_in_the_bar(wire):
    Source.objects.create(slug="a-first", path="/a").providers.set(wire.providers.all())
    wire.quiet_after = 30
    wire.save()
    delivery(wire, arrived_at=timezone.now() - HOUR / 4)
    assert list(table()) == ["a-first", "wire"]
    assert "silent" not in signed_in("viewer").get("/desk/").text
    Delivery.objects.update(arrived_at=timezone.now() - HOUR)
    assert next(iter(table())) == "wire"
    assert table()["wire"][0] == "silent"
    assert 'class="count">1<' in signed_in("viewer").get("/desk/history/").text


def test_a_numbered_service_that_skips_two_is_told_of(wire):
    for number in (41, 42, 45, 46):
        arrive(wire, copy(f"urn:newsml:anp.nl:20260302:ANPX-020326-{number:03}"), arrived_at=timezone.now())
    assert table()["wire"][4] == "… being read"
    Delivery.objects.update(state=Delivery.State.DONE)
    assert table()["wire"][4] == "1"
    assert "<b>043–044</b>" in signed_in("viewer").get("/desk/sources/wire/").text


def test_what_keeps_copy_from_coming_in_is_said(wire, monkeypatch):
    Source.objects.create(slug="push", kind="push", secret_from="env:NOT_SET").providers.set(wire.providers.all())
    api = Source.objects.create(slug="api", kind="anp-api", url="https://api.example")
    now = timezone.now()
    PollMark.objects.create(source=api, service="101", title="Web", due_at=now, failures=3, trouble="no answer <b>")
    rows = table()
    assert "NOT_SET" in rows["push"][0]
    assert "Web: 3 calls in a row failed: no answer <b>" in rows["api"][0]
    assert "no provider" in rows["api"][0]
    assert "no answer &lt;b&gt;" in signed_in("viewer").get("/desk/sources/api/").text


def test_a_source_that_is_switched_off_alarms_nobody(wire):
    Source.objects.update(active=False, quiet_after=1)
    assert table()["wire"][0] == "switched off"


def test_a_source_lists_what_of_it_could_not_be_read(wire):
    broken = delivery(wire, name="stuk.xml", state=Delivery.State.QUARANTINED, reason="het is <geen> XML")
    page = signed_in("viewer").get("/desk/sources/wire/").text
    assert f"/desk/delivery/{broken.pk}/" in page
    assert "het is &lt;geen&gt; XML" in page
    assert signed_in("viewer").get("/desk/sources/nergens/").status_code == 404


def test_the_number_of_questions_does_not_grow_with_what_came(wire, django_assert_max_num_queries):
    browser = signed_in("viewer")
    browser.get("/desk/sources/")  # the first answer of a session notes that it began
    for n in range(30):
        arrive(wire, copy(f"anp-{n:04}"), arrived_at=timezone.now())
    browser.get("/desk/sources/")
    with django_assert_max_num_queries(25):
        browser.get("/desk/sources/")
