"""A list is made anew whenever something else is in it, and an old article leaves the lists of the newest alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.newsroom import touching
from dateline.newsroom.models import Article, House, Section, Touch
from dateline.newsroom.touching import ANY, GONE, RECENT
from dateline.newsroom.transaction import EDITION, number
from dateline.newsroom.verbs import embargo, hold, kill, publish
from dateline.newsroom.visible import REACH, newest
from dateline.site import frame, lists
from dateline.site.feeds import matter
from tests.databases import examples

from .helpers import HOUR, NOW, arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db

SMALL = 3


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists that reach no further than three articles."""
    monkeypatch.setattr(touching, "REACH", SMALL)
    House.objects.update_or_create(pk=1, defaults={"page_size": SMALL - 1, "rail_size": SMALL - 1})


def all_touched() -> set[str]:
    return set(Touch.objects.filter(n=number(EDITION)).values_list("tag", flat=True))


def touched() -> set[str]:
    """What was touched, without what every change touches: searches, feeds of agencies, news of two days, what went."""
    return {tag for tag in all_touched() if tag not in (ANY, RECENT, GONE) and not tag.startswith("agency:")}


def test_what_is_told_of_everything(small: None):
    wire = newsroom()
    comes(wire, "old", 72)
    assert {GONE, RECENT} & all_touched() == set()
    comes(wire, "new", 30)
    agency = f"agency:{article('new').provider_id}"
    assert {agency, RECENT, GONE} & all_touched() == {agency, RECENT}
    kill(article("new").item, reason="Fout")
    assert {agency, GONE} <= all_touched()


def test_what_tells_that_an_article_has_gone_is_made_anew_when_it_is_back(small: None):
    wire = newsroom()
    comes(wire, "a", 1)
    hold(item("a"), reason="x")
    publish(item("a"))
    assert GONE in all_touched()
    publish(item("a"), section=Section.objects.get(slug="binnenland"))
    assert GONE not in all_touched()
    for hours in (2, 3):
        embargo(item("a"), until=timezone.now() + hours * HOUR, reason="x")
        assert GONE in all_touched(), "it has gone; and it comes back at another moment"


def comes(wire, guid: str, hours: float, category: str = "BUI", **fields) -> None:
    arrive(wire, copy(guid, version_created=NOW - hours * HOUR, category=category, **fields))


def test_an_article_behind_the_reach_of_the_lists_leaves_them_alone(small: None):
    wire = newsroom()
    for hours in range(1, 5):
        comes(wire, f"new {hours}", hours)
    comes(wire, "old", 30)
    assert touched() == {f"item:{article('old').short_id}", "older:buitenland"}
    kill(item("old"), reason="test")
    assert touched() == {f"item:{article('old').short_id}", "older:buitenland"}


def test_an_old_article_is_new_to_a_section_that_has_few(small: None):
    wire = newsroom()
    for hours in range(1, 5):
        comes(wire, f"new {hours}", hours)
    comes(wire, "old", 30, "BIN")
    assert touched() == {f"item:{article('old').short_id}", "section:binnenland", "older:binnenland"}


def test_an_embargo_touches_the_lists_wherever_it_stands(small: None):
    wire = newsroom()
    for hours in range(1, 5):
        comes(wire, f"new {hours}", hours)
    comes(wire, "old", 30, embargoed=NOW + HOUR)
    assert {"front", "section:buitenland"} <= touched()


def test_what_is_about_to_expire_makes_no_place_count(small: None):
    wire = newsroom()
    for hours in range(1, 5):
        comes(wire, f"new {hours}", hours, expires=NOW + timedelta(minutes=30))
    comes(wire, "old", 30)
    assert {"front", "section:buitenland"} <= touched(), "a host whose clock is fast shows it already"


def test_no_list_of_the_site_reaches_further():
    assert max(matter.FEED_SIZE, frame.OPENING_SIZE, lists.LATEST_SIZE, lists.BLOCK_SIZE + lists.TOP_SIZE) < REACH


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["comes", "moves", "kill", "hold", "publish"]),
        st.integers(0, 7),
        st.integers(0, 40),
        st.sampled_from(["BUI", "BIN"]),
    ),
    min_size=4,
    max_size=16,
)


@given(ACTS)
@settings(max_examples=examples(12), deadline=None)
def test_whatever_happens_a_list_that_shows_others_is_touched(acts: list[tuple[str, int, int, str]]):
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(touching, "REACH", SMALL)
        House.objects.update_or_create(pk=1, defaults={"page_size": SMALL - 1, "rail_size": SMALL - 1})
        wire = newsroom()
        for version, act in enumerate(acts):
            before, edition = shown(), number(EDITION)
            happens(wire, version, *act)
            tags = touched() if number(EDITION) > edition else set()
            for tag, articles in shown().items():
                assert articles == before[tag] or tag in tags, (act, tag, tags)
        transaction.set_rollback(True)


def happens(wire, version: int, verb: str, n: int, hours: int, category: str) -> None:
    guid = f"item {n}"
    if verb in ("comes", "moves"):
        made = NOW - hours * HOUR
        arrive(wire, copy(guid, version_created=made, version=str(version), category=category))
    elif Article.objects.filter(item__guid=guid).exclude(state="killed").exists():
        act = {"kill": kill, "hold": hold, "publish": publish}[verb]
        act(item(guid), reason="test")


def shown() -> dict[str, list[int]]:
    """What the longest list of each tag shows now."""
    found = {"front": [row.pk for row in newest(None, SMALL, NOW)]}
    for section in Section.objects.all():
        found[f"section:{section.slug}"] = [row.pk for row in newest(section, SMALL, NOW)]
        found[f"older:{section.slug}"] = [row.pk for row in newest(section, 1000, NOW)]
    return found
