"""Finding what filters ask for: the same by whatever way it is looked for, and never in more than a bounded time."""

import itertools
import random

import pytest
from django.utils import timezone

from dateline.desk import scan as scanning
from dateline.desk.filters import Filter
from dateline.desk.listing import fitting
from dateline.desk.scan import scan
from dateline.newsroom.models import Article, Section
from tests.newsroom.helpers import arrive, copy, newsroom

from .people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = timezone.now()


@pytest.fixture
def wire():
    """Sixty articles of every kind, several of them at the same moment."""
    source = newsroom("ANP", "AFP")
    chance = random.Random(1)
    sections = [None, *Section.objects.all()]
    for n in range(60):
        arrive(source, copy(f"{n:02}", provider=chance.choice(["ANP", "AFP"])))
    for place, article in enumerate(Article.objects.order_by("pk")):
        article.came_at = 1_000_000 + place // 3
        article.urgency = chance.choice([None, 1, 2, 3, 4, 5])
        article.section = chance.choice(sections)
        article.state = chance.choice(["held", "published", "killed"])
        article.signal = chance.choice(["", "", "kill", "update"])
        article.language = chance.choice(["nl", "en-GB", "EN", ""])
        article.save()
    return source


FILTERS = [
    Filter(**dict(zip(("state", "provider", "section", "urgency", "signal", "language"), asked, strict=True)))
    for asked in itertools.product(
        (None, "held"), (None, "AFP"), (None, "binnenland"), (None, 1, 2, 5), (None, "kill"), (None, "en")
    )
]


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_every_combination_of_filters_finds_what_it_asks_for_in_order(wire, monkeypatch, step):
    monkeypatch.setattr(scanning, "STEP", step)
    monkeypatch.setattr(scanning, "ENOUGH", 60)
    every = list(Article.objects.order_by("-came_at", "-pk").values_list("pk", flat=True))
    for chosen in FILTERS:
        fits = fitting(chosen, every, NOW)
        expected = [key for key in every if key in fits]
        assert scan(chosen, NOW, 100).keys == expected, chosen
        assert scan(chosen, NOW, 3).keys == expected[:3], chosen
        if len(expected) > 2:
            came_at = Article.objects.get(pk=expected[1]).came_at
            assert scan(chosen, NOW, 100, (came_at, expected[1])).keys == expected[2:], chosen


def test_when_the_time_is_up_it_says_how_far_back_it_looked_and_goes_on_from_there(wire, monkeypatch):
    monkeypatch.setattr(scanning, "STEP", 2)
    monkeypatch.setattr(scanning, "ENOUGH", -1)
    chosen, keys, before = Filter(state="held", language="en"), [], None
    looks = 0
    while True:
        found = scan(chosen, NOW, 100, before)
        keys += found.keys
        looks += 1
        if found.looked_to is None:
            break
        before = (found.looked_to, 0)
    monkeypatch.setattr(scanning, "ENOUGH", 60)
    assert keys == scan(chosen, NOW, 100).keys
    assert looks > 5


def test_a_screen_that_did_not_look_to_the_end_says_so(wire, monkeypatch):
    monkeypatch.setattr(scanning, "STEP", 2)
    monkeypatch.setattr(scanning, "ENOUGH", -1)
    page = signed_in("viewer").get("/desk/?state=held&language=xx").text
    assert "Looked back to" in page
    assert "Nothing has come in" not in page


def test_what_came_in_the_last_hours_ends_the_search(wire):
    assert scan(Filter(hours=1), NOW, 10).keys == []
    Article.objects.update(came_at=round(NOW.timestamp() * 1000) - 60_000)
    assert len(scan(Filter(hours=1), NOW, 100).keys) == 60
    assert scan(Filter(hours=1, state="held", language="xx"), NOW, 10) == scanning.Found([])


def test_what_does_not_exist_is_found_nowhere(wire):
    for chosen in (Filter(provider="X"), Filter(section="x"), Filter(source="x", state="held")):
        assert scan(chosen, NOW, 10) == scanning.Found([])
