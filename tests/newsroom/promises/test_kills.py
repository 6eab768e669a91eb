"""Promise 3: a kill is complete and final."""

import pytest

from dateline.newsroom.models import Event, Source
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import hold, kill, publish, reinstate, release
from dateline.newsroom.visible import Gone, Shown

from ..helpers import HOUR, NOW, arrive, article, copy, item
from .looks import LATER, at_address, shown

pytestmark = pytest.mark.django_db


def test_a_kill_by_the_wire_is_final_whatever_comes_after_or_before(wire):
    arrive(wire, copy(version="2"))
    assert isinstance(at_address(), Shown)
    arrive(wire, copy(version="3", signal="kill"))
    for version in ("1", "4"):
        arrive(wire, copy(version=version, headline="Toch"))
        assert shown() == []
        assert isinstance(at_address(), Gone)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "canceled", "signal": None},
        {"usage_terms": "Niet voor internet"},
        {"embargoed": NOW + HOUR},
        {"version_created": NOW + 1000 * HOUR},
        {"category": ""},
        {"status": "withheld"},
        {"text": "", "body": "", "headline": None},
    ],
)
def test_a_kill_passes_every_filter(wire, fields):
    arrive(wire, copy(version="1"))
    arrive(wire, copy(version="2", **{"signal": "kill"} | fields))
    assert article().state == "killed"


def test_a_kill_by_a_source_that_does_not_publish_the_provider_counts(wire):
    arrive(wire, copy())
    arrive(Source.objects.create(slug="other"), copy(version="2", signal="kill"))
    assert article().state == "killed"


def test_the_kill_of_an_unknown_item_is_remembered(wire):
    assert arrive(wire, copy(signal="kill", text="", body="")).outcome == "killed"
    assert arrive(wire, copy(version_created=NOW)).outcome == "killed"
    assert shown() == []


def test_a_kill_passes_a_hold_and_an_expiry(wire):
    arrive(wire, copy())
    hold(item(), reason="even kijken")
    kill(item(), reason="onjuist", by="desk")
    assert article().state == "killed"
    arrive(wire, copy("b", expires=NOW - HOUR))
    kill(item("b"), reason="onjuist")
    assert article("b").state == "killed"


def test_redelivery_after_a_kill_changes_nothing(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    before, events = article().__dict__, Event.objects.exclude(verb="repeat").count()
    assert arrive(wire, copy()).outcome == "repeat"
    after = article().__dict__
    assert {name: value for name, value in before.items() if not name.startswith("_")} == {
        name: value for name, value in after.items() if not name.startswith("_")
    }
    assert Event.objects.exclude(verb="repeat").count() == events


def test_word_identical_copy_of_what_was_killed_is_withheld(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    arrive(wire, copy("b", text=copy().text.upper()))
    arrive(wire, copy("c"))
    assert (article("b").state, article("c").state) == ("held", "published")
    reinstate(item(), reason="toch juist")
    assert article("b").state == "published"


def test_reinstating_puts_it_back_and_a_new_kill_counts_again(wire):
    arrive(wire, copy(version="1"))
    arrive(wire, copy(version="2", signal="kill"), now=NOW)
    reinstate(item(), reason="vergissing", by="chef")
    assert article().state == "published"
    arrive(wire, copy(version="2", signal="kill"))
    assert article().state == "published", "the same kill again is a repeat"
    arrive(wire, copy(version="5", signal="kill"), now=LATER)
    assert article().state == "killed"


def test_a_kill_that_nobody_had_read_at_the_reinstating_counts(wire):
    arrive(wire, copy(version="1"))
    kill(item(), reason="onjuist")
    reinstate(item(), reason="toch juist")
    arrive(wire, copy(version="2", signal="kill"), now=LATER, arrived_at=NOW)
    assert article().state == "killed"


@pytest.mark.parametrize("name", ["publish", "release"])
def test_what_nobody_had_read_was_neither_published_nor_released(wire, name):
    arrive(wire, copy(version="1", **{"usage_terms": "Onbekend"} if name == "publish" else {"embargoed": NOW + HOUR}))
    {"publish": publish, "release": release}[name](item())
    assert shown() == ["a"]
    later = {"status": "withheld"} if name == "publish" else {"embargoed": NOW + 2 * HOUR}
    arrive(wire, copy(version="2", **later), now=LATER, arrived_at=NOW)
    assert shown() == []


def test_only_what_was_killed_can_be_reinstated(wire):
    arrive(wire, copy())
    with pytest.raises(NotAllowed):
        reinstate(item(), reason="zomaar")


def test_a_killed_item_cannot_be_published(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    with pytest.raises(NotAllowed):
        publish(item())
    assert article().state == "killed"
