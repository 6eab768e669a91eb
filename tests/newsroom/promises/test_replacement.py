"""Replacements and references: what leads where."""

from itertools import permutations

import pytest

from dateline.newsroom import due
from dateline.newsroom.due import release_due
from dateline.newsroom.models import Event, Source
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import hold, kill, publish, replace
from dateline.newsroom.visible import Gone, Moved, Unknown

from ..helpers import HOUR, NOW, arrive, article, copy, item, newsroom
from .looks import at_address, shown

pytestmark = pytest.mark.django_db


def test_a_replaced_address_leads_along_the_chain(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b", signal="replacement", target="Kop van a", version_created=NOW - HOUR / 2))
    arrive(wire, copy("c", signal="replacement", target="Kop van b", version_created=NOW - HOUR / 3))
    found = at_address("a")
    assert isinstance(found, Moved)
    assert found.article.item.guid == "c"
    kill(item("c"), reason="onjuist")
    assert isinstance(at_address("a"), Gone)


def test_a_replaced_address_never_tells_of_a_replacement_that_is_not_up(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b", signal="replacement", target="Kop van a", embargoed=NOW + HOUR, version_created=NOW))
    assert isinstance(at_address("a"), Unknown)
    assert isinstance(at_address("a", NOW + HOUR), Moved)


def test_a_replacement_by_a_source_that_does_not_publish_the_provider_changes_nothing(wire):
    arrive(wire, copy())
    arrive(Source.objects.create(slug="other"), copy("b", signal="replacement", target="Kop van a"))
    assert shown() == ["a"]


def test_two_that_replace_each_other_do_not_both_vanish(wire):
    arrive(wire, copy("a", headline="Een", signal="replacement", target="Twee"))
    arrive(wire, copy("b", headline="Twee", signal="replacement", target="Een", version_created=NOW - HOUR / 2))
    assert shown() == ["b"]


RING = {
    "a": copy("a", headline="Een", signal="replacement", target="Twee", version_created=NOW - HOUR),
    "b": copy("b", headline="Twee", signal="replacement", target="Drie", version_created=NOW - HOUR / 2),
    "c": copy("c", headline="Drie", signal="replacement", target="Een", version_created=NOW - HOUR / 3),
}


@pytest.mark.parametrize("order", list(permutations("abc")), ids="".join)
def test_of_a_ring_of_replacements_the_latest_stays(wire, order):
    for guid in order:
        arrive(wire, RING[guid])
    assert shown() == ["c"]
    for guid in "ab":
        found = at_address(guid)
        assert isinstance(found, Moved)
        assert found.article.item.guid == "c"


def test_a_ring_that_is_broken_is_a_chain(wire):
    for one in RING.values():
        arrive(wire, one)
    publish(item("a"))
    assert shown() == ["a"], "c is replaced by b, which is replaced by a"
    hold(item("a"), reason="even kijken")
    assert shown() == []
    assert isinstance(at_address("c"), Unknown)


def test_a_ring_that_a_kill_closes_ends_in_it(wire):
    for one in RING.values():
        arrive(wire, one)
    kill(item("c"), reason="onjuist")
    assert shown() == []
    assert {type(at_address(guid)) for guid in "abc"} == {Gone}


def test_a_source_that_does_not_publish_the_provider_adds_no_target_to_a_replacement(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b"))
    arrive(wire, copy("c", version="1", signal="replacement", target="Kop van a", version_created=NOW))
    other = Source.objects.create(slug="other")
    arrive(other, copy("c", version="2", signal="replacement", target="Kop van b", version_created=NOW))
    assert shown() == ["b", "c"]


def test_what_is_noted_of_several_quotes_no_copy(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b", headline="Kop van a"))
    arrive(wire, copy("c", signal="replacement", target="Kop van a", version_created=NOW))
    reasons = Event.objects.filter(verb="ambiguous").values_list("reason", flat=True)
    assert {reason for reason in reasons if "Kop van a" in reason} == set()
    assert all("2" in reason for reason in reasons)


def test_headlines_that_come_back_are_told_of_once(wire):
    arrive(wire, copy("r", signal="replacement", target="Weer", version_created=NOW))
    for n in range(6):
        arrive(wire, copy(str(n), headline="Weer"))
    assert Event.objects.filter(verb="ambiguous").count() == 6
    assert shown() == ["r"]


def test_a_reference_to_several_withholds_them_loudly(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b", headline="Kop van a"))
    arrive(wire, copy("c", signal="replacement", target="Kop van a", version_created=NOW))
    assert {article(guid).state for guid in "ab"} == {"held"}
    assert Event.objects.filter(verb="ambiguous").count() == 2


@pytest.mark.parametrize(("hours", "state"), [(47, "replaced"), (49, "published")])
def test_a_reference_means_copy_of_two_days_at_the_most(wire, hours, state):
    arrive(wire, copy("a", version_created=NOW - hours * HOUR))
    arrive(wire, copy("b", signal="replacement", target="Kop van a", version_created=NOW))
    assert article("a").state == state


def test_a_reference_does_not_mean_copy_that_is_made_long_after_it(wire):
    arrive(wire, copy("b", signal="replacement", target="Weerbericht", version_created=NOW - 20 * HOUR))
    arrive(wire, copy("a", headline="Weerbericht", version_created=NOW))
    assert article("a").state == "published"


def test_a_version_that_replaces_its_own_earlier_one_replaces_nothing_else(wire):
    arrive(wire, copy("other", headline="Kop van a"))
    arrive(wire, copy(version="2", signal="replacement", target="Kop van a"))
    assert article("other").state == "replaced"
    arrive(wire, copy(version="1"))
    assert (article("other").state, article().state) == ("published", "published")


def test_a_reference_stays_with_its_provider():
    wire = newsroom("ANP", "AFP")
    arrive(wire, copy("a", provider="AFP"))
    arrive(wire, copy("b", signal="replacement", target="Kop van a", version_created=NOW))
    assert article("a").state == "published"


def test_a_slug_and_a_number_are_references_too(wire):
    arrive(wire, copy("urn:x:ANPX-1-041", slugline="Brug-dicht"))
    arrive(wire, copy("urn:x:ANPX-1-042"))
    arrive(wire, copy("k1", signal="kill", target="BRUG DICHT", version_created=NOW))
    arrive(wire, copy("k2", signal="kill", target="42", version_created=NOW))
    assert {article(f"urn:x:ANPX-1-04{n}").state for n in (1, 2)} == {"killed"}


def test_an_item_on_which_the_clock_fails_holds_up_no_other(wire, monkeypatch):
    for guid in "abc":
        arrive(wire, copy(guid, embargoed=NOW + HOUR))
    bad, real = item("a").pk, due.settle

    def settle(item, work):
        if item.pk == bad:
            raise RuntimeError("once")
        return real(item, work)

    monkeypatch.setattr(due, "settle", settle)
    assert release_due(NOW + 2 * HOUR) == 2
    assert [article(guid).state for guid in "abc"] == ["embargoed", "published", "published"]


def test_items_can_be_replaced_by_hand_but_not_in_a_ring(wire):
    arrive(wire, copy("a"))
    arrive(wire, copy("b"))
    replace(item("a"), with_item=item("b"), by="desk")
    assert isinstance(at_address("a"), Moved)
    with pytest.raises(NotAllowed):
        replace(item("b"), with_item=item("a"))
