"""Promise 3: a kill is complete and final."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User

from dateline.newsroom.models import Event, Provider, Source
from dateline.newsroom.permissions import may
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import hold, kill, publish, purge, reinstate, release
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


def test_only_a_chief_reinstates(wire):
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    editor, chief = (User.objects.create_user(name) for name in ("editor", "chief"))
    editor.groups.add(Group.objects.get(name="editor"))
    chief.groups.add(Group.objects.get(name="chief"))
    with pytest.raises(NotAllowed) as refused:
        reinstate(item(), reason="toch juist", by=editor)
    assert str(refused.value)
    assert article().state == "killed"
    assert reinstate(item(), reason="toch juist", by=User.objects.get(pk=chief.pk)).state == "published"
    kill(item(), reason="toch niet", by=editor)
    assert reinstate(item(), reason="toch wel", by="dateline reinstate").state == "published"


@pytest.mark.parametrize("active", [True, False])
def test_who_has_left_may_do_nothing(wire, active):
    arrive(wire, copy())
    somebody = User.objects.create_superuser("somebody", is_active=active)
    assert may(somebody, "hold") is may(somebody, "reinstate") is active
    if not active:
        with pytest.raises(NotAllowed):
            kill(item(), reason="wraak", by=somebody)


def test_who_has_not_signed_in_may_do_nothing(wire):
    arrive(wire, copy())
    with pytest.raises(NotAllowed):
        kill(item(), reason="zomaar", by=AnonymousUser())
    assert article().state == "published"


def test_copies_stay_held_when_what_was_killed_is_purged(wire):
    arrive(wire, copy())
    arrive(wire, copy("b", text=copy().text))
    kill(item(), reason="onjuist")
    purge(item(), reason="op verzoek")
    assert article("b").state == "held"
    arrive(wire, copy("c", text=copy().text))
    assert article("c").state == "held"


def test_a_copy_that_somebody_published_before_the_kill_comes_down(wire, at):
    arrive(wire, copy())
    arrive(wire, copy("b", text=copy().text, usage_terms="Onbekend"))
    publish(item("b"), by="desk")
    at(LATER)
    kill(item(), reason="onjuist")
    assert article("b").state == "held"
    at(LATER + HOUR)
    assert publish(item("b"), by="desk", reason="nagevraagd").state == "published"


@pytest.mark.parametrize("again", [kill, purge])
def test_a_copy_that_somebody_published_comes_down_when_what_was_killed_is_killed_or_purged_once_more(wire, at, again):
    arrive(wire, copy())
    arrive(wire, copy("b", text=copy().text))
    kill(item(), reason="onjuist")
    at(LATER)
    publish(item("b"), by="desk")
    assert shown() == ["b"]
    at(LATER + HOUR)
    again(item(), reason="op verzoek")
    assert shown() == []


@pytest.mark.parametrize("target", ["Kop van urn:x:ANPX-1-041", "met de kop ‘Kop van urn:x:ANPX-1-041’", "ANP041", "41",
                                    "urn:x:ANPX-1-041"])  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_a_kill_finds_what_it_names_whichever_comes_first(wire, target, first):
    named, notice = copy("urn:x:ANPX-1-041"), copy("k", signal="kill", target=target, version_created=NOW)
    for one in (named, notice) if first else (notice, named):
        arrive(wire, one)
    assert article("urn:x:ANPX-1-041").state == "killed"


@pytest.mark.parametrize("first", [True, False])
def test_a_kill_by_a_guid_that_reads_as_a_number_finds_it_whichever_comes_first(wire, first):
    named, notice = copy("ANP041"), copy("k", signal="kill", target="ANP041", version_created=NOW)
    for one in (named, notice) if first else (notice, named):
        arrive(wire, one)
    assert article("ANP041").state == "killed"


def test_a_kill_that_names_its_own_guid_ends_no_other_item_of_that_number(wire):
    arrive(wire, copy("urn:x:ANPX-1-041"))
    arrive(wire, copy("ANP041", signal="kill", target="ANP041", version_created=NOW))
    assert article("urn:x:ANPX-1-041").state == "published"


@pytest.mark.parametrize("whole", ["urn:x:ANPX-1-041", "urn:x:strike"])
@pytest.mark.parametrize("first", [True, False])
def test_a_kill_of_a_message_ends_each_of_its_texts(wire, whole, first):
    texts, notice = [copy(f"{whole}#t1"), copy(f"{whole}#2")], copy(whole, version="2", status="canceled", text="")
    for one in [*texts, notice] if first else [notice, *texts]:
        arrive(wire, one)
    arrive(wire, copy(f"{whole}2"))
    assert shown() == [f"{whole}2"]
    reinstate(item(f"{whole}#2"), reason="toch juist", by="chef")
    assert shown() == [f"{whole}#2", f"{whole}2"]


def test_a_kill_by_guid_names_it_with_or_without_its_version(wire):
    guid = "urn:newsml:anp.nl:20260302:ANPX-020326-041"
    arrive(wire, copy("k", signal="kill", target=f"{guid}:2", version_created=NOW))
    arrive(wire, copy(guid, version_created=NOW - 100 * HOUR))
    assert article(guid).state == "killed"


@pytest.mark.parametrize(("days", "state"), [(6.9, "killed"), (7.1, "published")])
def test_a_kill_by_number_counts_for_seven_days(wire, days, state):
    arrive(wire, copy("urn:x:ANPX-1-041", version_created=NOW - days * 24 * HOUR))
    arrive(wire, copy("k", signal="kill", target="41", version_created=NOW))
    assert article("urn:x:ANPX-1-041").state == state


def test_a_kill_whose_own_time_is_over_still_finds_what_it_names(wire):
    Provider.objects.update(retention_days=1)
    arrive(wire, copy("k", signal="kill", target="Kop van a", version_created=NOW - 30 * HOUR))
    assert article("k").taken
    Provider.objects.update(retention_days=0)
    arrive(wire, copy(version_created=NOW - 31 * HOUR))
    assert article().state == "killed"


def test_a_notice_that_is_sent_again_kills_again_what_was_reinstated(wire):
    arrive(wire, copy())
    arrive(wire, copy("k", version="1", signal="kill", target="Kop van a", version_created=NOW))
    reinstate(item(), reason="vergissing")
    assert article().state == "published"
    arrive(wire, copy("k", version="2", signal="kill", target="Kop van a", version_created=NOW), now=LATER)
    assert article().state == "killed"


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


@pytest.mark.parametrize("order", ["akl", "kla", "kal"])
def test_a_second_notice_by_the_same_name_leaves_the_kill_as_it_was(wire, order):
    named = {"headline": "Kop van a", "signal": "kill", "target": "Kop van a"}
    items = {
        "a": copy(),
        "k": copy("k", **named, version_created=NOW - HOUR / 2),
        "l": copy("l", **named, version_created=NOW - HOUR / 3),
    }
    for guid in order:
        arrive(wire, items[guid])
    assert article().state == "killed"


@pytest.mark.parametrize("order", ["abk", "bak", "kba"])
def test_a_replacement_by_a_source_that_does_not_publish_the_provider_shields_nothing_from_a_kill(wire, order):
    replacement = {"signal": "replacement", "target": "Kop van a", "headline": "Kop van a"}
    items = {
        "a": (wire, copy()),
        "b": (Source.objects.create(slug="other"), copy("b", **replacement, version_created=NOW - HOUR / 2)),
        "k": (wire, copy("k", signal="kill", target="Kop van a", version_created=NOW)),
    }
    for guid in order:
        arrive(*items[guid])
    assert shown() == []


def test_what_was_put_up_again_over_its_replacement_is_among_what_a_kill_may_mean(wire):
    replacement = {"signal": "replacement", "target": "Kop van a", "headline": "Kop van a"}
    arrive(wire, copy())
    arrive(wire, copy("b", **replacement, version_created=NOW - HOUR / 2))
    publish(item(), by="desk")
    assert shown() == ["a", "b"]
    arrive(wire, copy("k", signal="kill", target="Kop van a", version_created=NOW), now=LATER)
    assert shown() == []


@pytest.mark.parametrize(("made", "state"), [(13, "killed"), (-47.5, "killed"), (-49, "published"), (26, "published")])
def test_a_kill_of_a_day_finds_copy_of_any_hour_near_that_day(wire, made, state):
    day = (NOW - 48 * HOUR).replace(hour=0)
    arrive(wire, copy(version_created=day + made * HOUR))
    arrive(wire, copy("k", signal="kill", target="Kop van a", version_created=day, precision="day"))
    assert article().state == state


@pytest.mark.parametrize(("days", "state"), [(2, "killed"), (3, "published")])
def test_a_kill_finds_copy_of_which_only_the_day_is_known(wire, days, state):
    arrive(wire, copy(version_created=(NOW - days * 24 * HOUR).replace(hour=0), precision="day"))
    arrive(wire, copy("k", signal="kill", target="Kop van a", version_created=NOW))
    assert article().state == state


@pytest.mark.parametrize(("age", "state"), [(81, "killed"), (50, "published"), (1, "killed")])
@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_kill_that_is_said_again_counts_for_what_is_near_each_time(wire, age, state, first):
    times = {"1": NOW - 80 * HOUR, "2": NOW}
    kills = [copy("k", version=n, signal="kill", target="Kop van a", version_created=at) for n, at in times.items()]
    items = [*kills, copy(version_created=NOW - age * HOUR)]
    for one in items[first:] + items[:first]:
        arrive(wire, one)
    assert article().state == state


@pytest.mark.parametrize(("minutes", "states"), [(30, ("killed", "published")), (5, ("held", "held"))])
@pytest.mark.parametrize("order", ["akb", "bka", "kba"])
def test_what_is_sent_anew_by_the_headline_of_what_was_killed_leaves_the_kill_as_it_was(wire, minutes, states, order):
    at = NOW - HOUR / 2
    items = {
        "a": copy(),
        "k": copy("k", signal="kill", target="Kop van a", version_created=at),
        "b": copy("b", headline="Kop van a", version_created=at + minutes * HOUR / 60),
    }
    for guid in order:
        arrive(wire, items[guid])
    assert (article().state, article("b").state) == states
