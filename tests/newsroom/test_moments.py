"""Moments that editors set: publication, embargo, expiry, pins. Readers see each by the clock of their own request."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from dateline.newsroom import due, transaction
from dateline.newsroom.models import Event, Section
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import ask_release, edit, embargo, expire_at, hold, kill, pin, publish, release, unpin
from dateline.newsroom.visible import Gone, Shown, Unknown, article_for, newest, next_moment, pinned, visible
from tests.desk.people import somebody

from .helpers import HOUR, NOW, arrive, article, copy, item, newsroom
from .test_editing import MINE

MINUTE = timedelta(minutes=1)


@pytest.fixture
def wire(db, monkeypatch):
    monkeypatch.setattr(transaction, "timezone", SimpleNamespace(now=lambda: NOW))
    source = newsroom()
    arrive(source, copy("a"))
    arrive(source, copy("d", category=""))
    return source


def shows(guid: str, now) -> bool:
    found = article_for(article(guid).short_id, now)
    assert isinstance(found, Shown) == visible(now).filter(item__guid=guid).exists()
    return isinstance(found, Shown)


def binnenland() -> Section:
    return Section.objects.get(slug="binnenland")


def test_published_for_later_shows_from_then_on_and_not_before(wire):
    publish(item("d"), section=binnenland(), at=NOW + HOUR, by=somebody("editor"))
    assert article("d").state == "scheduled"
    assert not shows("d", NOW + HOUR - MINUTE)
    assert next_moment(None, NOW) == NOW + HOUR
    assert shows("d", NOW + HOUR), "without waiting for a worker"
    assert due.release_due(NOW + HOUR) == 1
    assert (article("d").state, article("d").published_at) == ("published", NOW + HOUR)
    assert Event.objects.filter(verb="published", item=item("d")).exists()


def test_what_is_scheduled_can_be_published_at_once_or_held(wire):
    publish(item("d"), section=binnenland(), at=NOW + HOUR)
    publish(item("d"))
    assert article("d").state == "published"
    assert shows("d", NOW)
    hold(item("d"), reason="x")
    publish(item("d"), at=NOW + HOUR)
    hold(item("d"), reason="x")
    assert not shows("d", NOW + 2 * HOUR)


def test_an_embargo_outlasts_the_moment_of_publication(wire):
    publish(item("d"), section=binnenland(), at=NOW + HOUR)
    embargo(item("d"), until=NOW + 3 * HOUR)
    assert article("d").state == "embargoed"
    assert not shows("d", NOW + 2 * HOUR)
    release(item("d"), reason="x", by=somebody("chief"))
    assert article("d").state == "scheduled"
    assert shows("d", NOW + HOUR)


@pytest.mark.parametrize(
    "verb",
    [
        lambda: publish(item("d"), section=binnenland(), at=NOW),
        lambda: publish(item("a"), at=NOW + HOUR),
        lambda: embargo(item("a"), until=NOW - MINUTE),
        lambda: expire_at(item("a"), at=NOW),
        lambda: pin(item("a"), where="front", until=NOW),
    ],
)
def test_a_moment_that_cannot_be_is_refused(wire, verb):
    with pytest.raises(NotAllowed):
        verb()


def test_an_embargo_takes_down_what_is_up_and_is_not_shortened(wire):
    embargo(item(), until=NOW + 2 * HOUR)
    assert not shows("a", NOW)
    assert article_for(article().short_id, NOW) == Unknown()
    with pytest.raises(NotAllowed, match="langer embargo"):
        embargo(item(), until=NOW + HOUR)
    embargo(item(), until=NOW + 3 * HOUR)
    assert not shows("a", NOW + 2 * HOUR)
    assert shows("a", NOW + 3 * HOUR)


def test_lifting_an_embargo_takes_a_second_person_or_a_chief_with_a_reason(wire):
    embargo(item(), until=NOW + HOUR)
    anna, bram, chief = somebody("editor", "anna"), somebody("editor", "bram"), somebody("chief")
    with pytest.raises(NotAllowed, match="tweede"):
        release(item(), reason="het mag", by=anna)
    ask_release(item(), reason="het mag", by=anna)
    with pytest.raises(NotAllowed, match="tweede"):
        release(item(), reason="het mag", by=anna)
    with pytest.raises(NotAllowed, match="waarom"):
        release(item(), reason=" ", by=bram)
    release(item(), reason="akkoord", by=bram)
    assert article().state == "published"
    embargo(item(), until=NOW + HOUR)
    with pytest.raises(NotAllowed):
        release(item(), reason="die vraag was van toen", by=bram)
    with pytest.raises(NotAllowed, match="waarom"):
        release(item(), reason="", by=chief)
    release(item(), reason="het staat al overal", by=chief)
    told = Event.objects.filter(verb__in=("ask_release", "release")).order_by("id")
    assert [(one.verb, one.by_name, one.reason) for one in told] == [
        ("ask_release", "anna", "het mag"),
        ("release", "bram", "akkoord"),
        ("release", "chief", "het staat al overal"),
    ]


def test_what_was_asked_of_one_embargo_lifts_no_other(wire):
    arrive(wire, copy("e", version="1", embargoed=NOW + HOUR))
    ask_release(item("e"), reason="x", by=somebody("editor", "anna"))
    arrive(wire, copy("e", version="2", embargoed=NOW + 2 * HOUR))
    with pytest.raises(NotAllowed):
        release(item("e"), reason="x", by=somebody("editor", "bram"))


def test_an_article_comes_down_for_good_at_the_moment_that_was_said(wire):
    edit(item(), words=MINE)
    expire_at(item(), at=NOW + HOUR)
    assert shows("a", NOW)
    assert article_for(article().short_id, NOW + HOUR) == Gone()
    expire_at(item(), at=None)
    assert shows("a", NOW + HOUR)
    expire_at(item(), at=NOW + 2 * HOUR)
    assert due.expire_due(NOW + 2 * HOUR) == 1
    assert (article().state, article().headline) == ("expired", "")


def test_a_pin_stands_on_top_until_its_time_and_only_while_the_article_shows(wire):
    arrive(wire, copy("b", version_created=NOW - MINUTE))
    buitenland = Section.objects.get(slug="buitenland")
    assert [one.item.guid for one in newest(None, 9, NOW)] == ["b", "a"]
    pin(item(), where="front", until=NOW + HOUR)
    pin(item(), where="section", until=NOW + 2 * HOUR)
    assert [one.item.guid for one in pinned(None, NOW)] == ["a"]
    assert pinned(None, NOW + HOUR) == []
    assert [one.item.guid for one in pinned(buitenland, NOW + HOUR)] == ["a"]
    assert pinned(binnenland(), NOW) == []
    unpin(item())
    assert pinned(buitenland, NOW) == []
    pin(item(), where="front", until=NOW + HOUR)
    kill(item(), reason="x")
    assert pinned(None, NOW) == []


def test_only_who_may_sets_moments(wire):
    viewer = somebody("viewer")
    for refused in (
        lambda: pin(item(), where="front", until=NOW + HOUR, by=viewer),
        lambda: embargo(item(), until=NOW + HOUR, by=viewer),
        lambda: expire_at(item(), at=NOW + HOUR, by=viewer),
        lambda: publish(item("d"), section=binnenland(), at=NOW + HOUR, by=viewer),
    ):
        with pytest.raises(NotAllowed):
            refused()
