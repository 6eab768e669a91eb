"""What is not plainly for readers waits for a person, with a reason."""

from datetime import timedelta

import pytest

from dateline.newsroom.house import command_source
from dateline.newsroom.models import Delivery, Event, Provider, Source
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import publish, purge

from ..helpers import HOUR, NOW, arrive, article, copy, delivery, item
from .looks import LATER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"category": ""}, "desk"),
        ({"category": "XXX"}, "desk"),
        ({"status": "withheld"}, "held"),
        ({"version_created": NOW + HOUR}, "held"),
        ({"version_created": NOW + timedelta(minutes=9)}, "published"),
        ({"signal": "advisory"}, "desk"),
        ({"text": "", "body": "", "headline": None}, "desk"),
        ({"kind": "picture"}, "desk"),
        ({"signal": "flash"}, "published"),
    ],
)
def test_what_is_not_plainly_for_readers_waits_with_a_reason(wire, fields, state):
    received = arrive(wire, copy(**fields))
    assert received.outcome == state
    assert bool(received.reason) == (state != "published")


def test_a_rule_can_leave_copy_to_the_desk(wire):
    from dateline.newsroom.models import Rule

    Rule.objects.update(action="desk")
    arrive(wire, copy(version="1"))
    assert article().state == "desk"
    publish(item(), by="desk")
    arrive(wire, copy(version="2", headline="Nieuw"), now=LATER)
    assert (article().state, article().headline) == ("published", "Nieuw")


def test_a_source_publishes_only_the_providers_listed_for_it(wire):
    Provider.objects.create(code="AFP", name="AFP", retention_days=0)
    assert arrive(wire, copy(provider="AFP")).outcome == "desk"


def test_an_update_by_a_source_that_does_not_publish_the_provider_changes_nothing(wire):
    arrive(wire, copy(version="1"))
    publish(item(), section=article().section, by="desk")
    arrive(Source.objects.create(slug="other"), copy(version="2", headline="Vals"), now=LATER)
    assert (article().state, article().headline) == ("published", "Kop van a")


def test_a_purge_takes_the_same_bytes_wherever_they_came_in(wire):
    data = b"the very bytes"
    arrive(wire, copy(), data=data)
    waiting = delivery(Source.objects.create(slug="other"), data)
    purge(item(), reason="rechter")
    assert Delivery.objects.get(pk=waiting.pk).raw is None


def test_a_provider_that_nobody_set_up_is_refused_with_a_reason(wire):
    received = arrive(wire, copy(provider="ZZZ"))
    assert (received.outcome, received.item) == ("refused", None)
    assert "ZZZ" in received.reason
    assert arrive(wire, copy(provider=None)).outcome == "published", "a source of one provider needs no name"


def test_names_from_outside_make_providers_and_sections_that_can_be_shown():
    source = command_source()
    names = ["Persbureau " * 5, "Persbureau " * 6, "\u202eANP\x00\n Nieuws", "Persbureau " * 5]
    codes = [arrive(source, copy(str(n), provider=name)).item.provider.code for n, name in enumerate(names)]
    assert codes[0] == codes[3] != codes[1]
    assert all(len(code) <= 40 for code in codes)
    assert codes[2] == "ANP Nieuws"
    assert arrive(source, copy(provider=" \x00")).outcome == "refused"
    names = ["Sectie " * 20, "Sectie " * 21, " ", "feed", "\u202e"]
    slugs = [arrive(source, copy(f"s{n}", section=name)).article.section.slug for n, name in enumerate(names)]
    assert slugs[0] == slugs[1]
    assert slugs[2:] == ["nieuws", "feed-2", "nieuws"]


def test_one_clock_in_2999_blocks_nothing(wire):
    arrive(wire, copy(version="2", version_created=NOW.replace(year=2999)))
    arrive(wire, copy(version="1"))
    assert article().state == "published"
    arrive(wire, copy(version="3", version_created=NOW - HOUR / 2, headline="Drie"))
    assert article().headline == "Drie"


def test_the_section_is_that_of_the_newest_revision_unless_the_desk_moved_it(wire):
    from dateline.newsroom.models import Section

    arrive(wire, copy(version="1", category="BUI"))
    arrive(wire, copy(version="2", category="BIN"))
    assert article().section.slug == "binnenland"
    publish(item(), section=Section.objects.get(slug="buitenland"))
    arrive(wire, copy(version="3", category="BIN"))
    assert article().section.slug == "buitenland"


def test_what_has_no_section_cannot_be_published_without_one(wire):
    arrive(wire, copy(category=""))
    with pytest.raises(NotAllowed):
        publish(item())
    assert not Event.objects.filter(verb="publish").exists()
