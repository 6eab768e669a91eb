"""Kills and replacements that match nothing or several, settled by a person."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone

from dateline.newsroom.models import Event, Reference
from dateline.newsroom.open_references import open_count, open_references
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import dismiss_reference, reinstate, settle_reference
from tests.desk.people import somebody
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db

SAME = {"headline": "Brug weer open"}


@pytest.fixture
def wire():
    return newsroom()


def several(wire, signal: str = "kill", **fields) -> Reference:
    """Copy that names a headline which two items have."""
    for guid in "ab":
        arrive(wire, copy(guid, **SAME, **fields))
    arrive(wire, copy("k", signal=signal, target=SAME["headline"], version_created=NOW - HOUR / 2))
    return Reference.objects.get()


def test_the_one_that_is_chosen_is_killed_and_the_other_is_up_again(wire):
    reference = several(wire)
    assert {article(guid).state for guid in "ab"} == {"held"}
    settle_reference(reference, item=item("a"), reason="die uit Orrelin", by=somebody("editor", "anna"))
    assert (article("a").state, article("b").state) == ("killed", "published")
    assert open_count() == 0
    told = [(one.verb, one.by_name, one.reason) for one in Event.objects.filter(by_name="anna").order_by("id")]
    assert told == [("settle", "anna", "die uit Orrelin"), ("kill", "anna", "die uit Orrelin")]
    assert Event.objects.get(verb="settle").other == item("a")


def test_the_one_that_is_chosen_leads_to_what_replaces_it(wire):
    settle_reference(several(wire, "replacement"), item=item("b"), by=somebody("editor"))
    assert (article("a").state, article("b").state, article("k").state) == ("published", "replaced", "published")
    assert article("b").replaced_by == item("k")


def test_what_is_dismissed_lets_go_of_all(wire):
    dismiss_reference(several(wire), reason="betreft een ander bericht", by=somebody("editor", "anna"))
    assert {article(guid).state for guid in "ab"} == {"published"}
    event = Event.objects.get(verb="dismiss")
    assert (event.item, event.by_name, event.reason) == (item("k"), "anna", "betreft een ander bericht")


def test_copy_that_comes_later_changes_nothing_of_what_a_person_has_said(wire):
    reference = several(wire)
    settle_reference(reference, item=item("a"), by=somebody("editor"))
    arrive(wire, copy("c", **SAME))
    assert article("c").state == "published"
    other = several_of(wire, "Tram rijdt weer", "de")
    dismiss_reference(other, reason="x", by=somebody("editor"))
    arrive(wire, copy("f", headline="Tram rijdt weer"))
    assert {article(guid).state for guid in "def"} == {"published"}


def several_of(wire, headline: str, guids: str) -> Reference:
    for guid in guids:
        arrive(wire, copy(guid, headline=headline))
    arrive(wire, copy("k2", signal="kill", target=headline, version_created=NOW - HOUR / 2))
    return Reference.objects.get(item__guid="k2")


def test_a_kill_that_was_dismissed_and_is_said_again_counts_again(wire):
    dismiss_reference(several(wire), reason="x", by=somebody("editor"))
    again = copy("k", signal="kill", target=SAME["headline"], version="2", version_created=NOW - HOUR / 4)
    arrive(wire, again)
    assert {article(guid).state for guid in "ab"} == {"held"}
    assert [one.state for one in open_references()] == ["ambiguous"]


def test_a_kill_that_matched_nothing_is_given_its_item(wire):
    arrive(wire, copy("a", headline="Brug dicht"))
    arrive(wire, copy("k", signal="kill", target="Brug is dicht"))
    assert [one.state for one in open_references()] == ["pending"]
    settle_reference(Reference.objects.get(), item=item("a"), by=somebody("editor"))
    assert article("a").state == "killed"
    reinstate(item("a"), reason="toch goed", by=somebody("chief"))
    assert article("a").state == "published"


def test_it_can_be_settled_once(wire):
    reference = several(wire)
    settle_reference(reference, item=item("a"), by=somebody("editor"))
    with pytest.raises(NotAllowed, match="al beslist"):
        settle_reference(reference, item=item("b"), by=somebody("editor"))
    with pytest.raises(NotAllowed, match="al beslist"):
        dismiss_reference(reference, reason="x", by=somebody("editor"))
    assert article("b").state == "published"


def test_it_does_not_mean_itself(wire):
    with pytest.raises(NotAllowed, match="zichzelf"):
        settle_reference(several(wire), item=item("k"), by=somebody("editor"))


@pytest.mark.parametrize("role", ["viewer", "nobody"])
def test_who_may_not_act_settles_nothing(wire, role):
    reference = several(wire)
    for do in (
        lambda by: settle_reference(reference, item=item("a"), by=by),
        lambda by: dismiss_reference(reference, reason="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            do(somebody(role))
    assert open_count() == 1
    assert {article(guid).state for guid in "ab"} == {"held"}


def test_no_embargo_is_lifted_by_who_may_not_lift_one(wire):
    """Copy that may replace what is under embargo is under it as well: until somebody who may says otherwise."""
    reference = several(wire, "replacement", embargoed=timezone.now() + HOUR)
    assert article("k").state == "embargoed"
    with pytest.raises(NotAllowed, match="chef"):
        dismiss_reference(reference, reason="x", by=somebody("editor"))
    reference.refresh_from_db()
    assert (reference.settled_at, article("k").state) == (None, "embargoed")
    settle_reference(reference, item=item("a"), by=somebody("editor"))
    assert article("k").state == "embargoed"


def test_a_chief_may(wire):
    chief: User = somebody("chief")
    dismiss_reference(several(wire, "replacement", embargoed=timezone.now() + HOUR), reason="x", by=chief)
    assert article("k").state == "published"


@pytest.mark.parametrize("later", ["kill", "replacement"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_names_the_headline_of_its_own_item_waits_for_nobody(wire, later, order):
    plain = copy("a", version="1", **SAME)
    naming = copy("a", version="2", signal=later, target=SAME["headline"], version_created=NOW - HOUR / 2)
    for place in order:
        arrive(wire, (plain, naming)[place], now=NOW + place * HOUR / 60)
    assert Reference.objects.get().state == Reference.State.OWN
    assert open_count() == 0
    assert article("a").state == ("killed" if later == "kill" else "published")


def test_what_was_there_before_and_names_its_own_item_waits_no_more_after_the_update(wire):
    arrive(wire, copy("a", version="1", **SAME))
    arrive(wire, copy("a", version="2", signal="kill", target=SAME["headline"]))
    arrive(wire, copy("b", signal="kill", target="Iets heel anders"))
    Reference.objects.update(state=Reference.State.PENDING)
    import_module("dateline.newsroom.migrations.0021_own_and_shelved").name_own(apps, None)
    assert {one.item.guid: one.state for one in Reference.objects.all()} == {"a": "own", "b": "pending"}
