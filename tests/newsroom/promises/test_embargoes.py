"""Promise 4: an embargo never leaks."""

import pytest

from dateline.newsroom.due import next_due, release_due
from dateline.newsroom.verbs import publish, release
from dateline.newsroom.visible import Shown, Unknown

from ..helpers import HOUR, NOW, arrive, article, copy, item
from .looks import LATER, at_address, shown

pytestmark = pytest.mark.django_db


def test_an_embargo_ends_by_the_clock_of_each_request_and_not_by_the_worker(wire):
    arrive(wire, copy(embargoed=NOW + HOUR))
    assert article().state == "embargoed"
    assert (shown(), shown(NOW + HOUR)) == ([], ["a"])
    assert isinstance(at_address(), Unknown)
    assert isinstance(at_address(now=NOW + HOUR), Shown)


def test_what_is_embargoed_after_it_was_published_is_withdrawn(wire):
    arrive(wire, copy(version="1"))
    arrive(wire, copy(version="2", embargoed=NOW + HOUR))
    assert shown() == []


@pytest.mark.parametrize("second", [None, NOW + HOUR / 2, NOW - HOUR])
def test_a_revision_that_drops_or_shortens_a_running_embargo_waits(wire, second):
    arrive(wire, copy(version="1", embargoed=NOW + HOUR))
    arrive(wire, copy(version="2", embargoed=second))
    assert shown(NOW + HOUR * 0.75) == []
    assert article().reason
    release(item(), by="desk")
    assert shown() == ["a"]


def test_a_released_embargo_does_not_release_a_later_one(wire):
    arrive(wire, copy(version="1", embargoed=NOW + HOUR))
    release(item(), by="desk")
    arrive(wire, copy(version="2", embargoed=NOW + 3 * HOUR), now=LATER)
    assert article().embargoed_until == NOW + 3 * HOUR


def test_copy_without_a_section_does_not_come_up_when_its_embargo_ends(wire):
    arrive(wire, copy(embargoed=NOW + HOUR, category=""))
    assert shown(NOW + 2 * HOUR) == []


def test_publishing_does_not_end_an_embargo(wire):
    arrive(wire, copy(embargoed=NOW + HOUR, usage_terms="Niet voor internet"))
    assert publish(item()).state == "embargoed"
    assert shown() == []


def test_the_worker_notes_the_end_of_an_embargo(wire):
    arrive(wire, copy(embargoed=NOW + HOUR))
    assert next_due() == NOW + HOUR
    assert release_due(NOW) == 0
    assert release_due(NOW + 2 * HOUR) == 1
    assert (article().state, next_due()) == ("published", None)
    assert article().published_at == NOW + HOUR


def test_the_worker_notes_one_end_at_least_in_a_turn_without_time(wire):
    for guid in "abc":
        arrive(wire, copy(guid, embargoed=NOW + HOUR))
    assert [release_due(NOW + 2 * HOUR, seconds=0) for _turn in range(4)] == [1, 1, 1, 0]


@pytest.mark.parametrize("order", ["abc", "bac", "cba", "bca"])
def test_a_replacement_that_drops_a_running_embargo_waits(wire, order):
    items = {
        "a": copy(embargoed=NOW + HOUR),
        "b": copy("b", signal="replacement", target="Kop van a", version_created=NOW - HOUR / 2),
        "c": copy("c", signal="replacement", target="Kop van b", version_created=NOW - HOUR / 3),
    }
    for guid in order:
        arrive(wire, items[guid])
    assert (shown(), shown(NOW + HOUR)) == ([], ["c"])
    release(item("c"))
    assert shown() == ["c"]


def test_a_replacement_of_one_of_several_waits_for_the_embargo_of_any(wire):
    arrive(wire, copy(embargoed=NOW + HOUR))
    arrive(wire, copy("b", headline="Kop van a"))
    arrive(wire, copy("c", signal="replacement", target="Kop van a", version_created=NOW - HOUR / 2))
    assert shown() == []


def test_a_replacement_goes_up_with_what_it_replaces_when_that_is_released(wire):
    arrive(wire, copy(embargoed=NOW + HOUR))
    arrive(wire, copy("b", signal="replacement", target="Kop van a", version_created=NOW - HOUR / 2))
    release_due(NOW + HOUR)
    assert article("b").state == "published"
    assert next_due() is None
