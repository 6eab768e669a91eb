"""Promises 3, 4 and 6, and what a kill, an embargo and rights mean to readers."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from dateline.newsroom import due, raw, transaction
from dateline.newsroom.content import item_of
from dateline.newsroom.due import expire_due, next_due, release_due
from dateline.newsroom.house import command_source
from dateline.newsroom.models import Article, Delivery, Event, Provider, Revision, Source
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs import correct, expire, hold, kill, publish, purge, reinstate, release, replace
from dateline.newsroom.visible import Gone, Moved, Shown, Unknown, article_for, newest, visible

from .helpers import HOUR, NOW, arrive, article, copy, delivery, item, newsroom

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(seconds=1)
LATER = NOW + timedelta(seconds=2)


@pytest.fixture(autouse=True)
def acts_are_a_second_later(monkeypatch):
    """What people do in these tests happens at SOON, whatever the clock of the machine says."""
    monkeypatch.setattr(transaction, "timezone", SimpleNamespace(now=lambda: SOON))


@pytest.fixture
def wire() -> Source:
    return newsroom()


def shown(now=NOW) -> list[str]:
    return sorted(visible(now).values_list("item__guid", flat=True))


def at_address(guid: str = "a", now=NOW):
    return article_for(item(guid).short_id, now)


# Kills


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


# Embargoes


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


# Rights


def test_retention_is_counted_from_the_time_of_the_item(wire):
    Provider.objects.update(retention_days=30)
    arrive(wire, copy(version_created=NOW - timedelta(days=29)))
    arrive(wire, copy("old", version_created=NOW - timedelta(days=31)))
    assert (article().state, article("old").state) == ("published", "expired")
    assert shown(NOW + timedelta(days=2)) == [], "no worker has to notice"
    assert isinstance(at_address(now=NOW + timedelta(days=2)), Gone)


def test_expiry_takes_the_copy_and_redelivery_does_not_bring_it_back(wire):
    Provider.objects.update(retention_days=30)
    data = b"the very bytes"
    arrive(wire, copy(), data=data)
    assert expire_due(NOW + timedelta(days=31)) == 1
    assert expire_due(NOW + timedelta(days=31)) == 0
    assert_taken("expired")
    other = Source.objects.create(slug="other")
    arrive(other, copy(), data=data, now=NOW + timedelta(days=31))
    assert_taken("expired")


def test_what_was_killed_loses_its_words_with_its_rights(wire):
    Provider.objects.update(retention_days=30)
    arrive(wire, copy())
    kill(item(), reason="onjuist")
    assert article().headline
    expire_due(NOW + timedelta(days=31))
    assert_taken("killed")
    assert isinstance(at_address(), Gone)


def assert_taken(state: str) -> None:
    row = article()
    assert row.state == state
    assert (row.headline, row.lead, row.dateline, row.words) == ("", "", "", "")
    assert not Revision.objects.exclude(content=None).exists()
    assert not Delivery.objects.exclude(raw=None).exists()
    assert not Delivery.objects.exclude(raw_file="").exists()
    assert not Revision.objects.exclude(headline_key="").exists()
    assert all(len(hash) == 64 for hash in Revision.objects.values_list("content_sha256", flat=True))


def test_a_purge_takes_everything_and_redelivery_revives_nothing(wire, django_capture_on_commit_callbacks):
    large = b"x" * (raw.IN_ROW + 1)
    kept = raw.keep(large, NOW)
    path = Path(settings.DATA) / "raw" / kept.raw_file
    arrive(wire, copy(version="1"))
    arrive(wire, copy(version="1"), data=large, raw=None, raw_file=kept.raw_file)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        purge(item(), reason="rechter", by="desk")
    assert not path.exists()
    assert_taken("purged")
    for version in ("1", "2"):
        arrive(wire, copy(version=version))
        assert_taken("purged")
    assert isinstance(at_address(), Gone)
    assert Event.objects.filter(verb="purge", reason="rechter", by_name="desk").exists()


def test_a_new_revision_can_extend_the_right_to_show_it(wire):
    arrive(wire, copy(version="1", expires=NOW - HOUR))
    assert article().taken
    arrive(wire, copy(version="2", expires=NOW + HOUR))
    assert (article().state, article().taken) == ("published", False)


def test_an_item_can_be_expired_by_hand(wire):
    arrive(wire, copy())
    expire(item(), reason="contract")
    assert_taken("expired")
    assert arrive(wire, copy(version="9")).outcome == "expired"


def test_terms_that_nobody_knows_hold_the_item(wire):
    terms = "Niet  voor\ninternet"
    arrive(wire, copy(usage_terms=terms))
    assert article().state == "held"
    arrive(wire, copy("b", usage_terms="© 2026. Alle rechten voorbehouden."))
    assert article("b").state == "published"
    Provider.objects.update(known_terms="iets anders\nniet voor internet")
    arrive(wire, copy("c", usage_terms=terms))
    assert article("c").state == "published"


def test_published_terms_stay_approved_for_the_next_version_and_new_ones_are_not(wire):
    arrive(wire, copy(version="1", usage_terms="Niet voor Friesland"))
    publish(item(), by="desk")
    arrive(wire, copy(version="2", usage_terms="Niet voor Friesland"), now=LATER)
    assert article().state == "published"
    arrive(wire, copy(version="3", usage_terms="Niet voor Groningen"), now=LATER)
    assert article().state == "held"


def test_private_notes_never_reach_the_article(wire):
    arrive(wire, copy(ed_note="Niet publiceren: bron is anoniem", note="Met foto"))
    row = article()
    assert row.note == "Met foto"
    assert all("anoniem" not in str(value) for value in row.__dict__.values())


# What waits


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


# Replacement


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


# Lists


def test_the_first_publication_decides_the_place_and_an_update_does_not_move_it(wire):
    arrive(wire, copy("old", version="1", version_created=NOW - 3 * HOUR))
    arrive(wire, copy("new", version_created=NOW - 2 * HOUR))
    arrive(wire, copy("old", version="2", version_created=NOW))
    assert [row.item.guid for row in newest(None, 5, NOW)] == ["new", "old"]
    assert article("old").updated_at == NOW
    from dateline.newsroom.models import Section

    Section.objects.update(update_moves_up=True)
    arrive(wire, copy("old", version="3", version_created=NOW))
    assert [row.item.guid for row in newest(None, 5, NOW)] == ["old", "new"]


def test_copy_without_a_date_shows_none_and_is_ordered_by_when_it_was_fetched(wire):
    arrive(wire, copy("dated"))
    arrive(wire, copy("fetched", version_created=None), fetched_at=NOW)
    arrive(wire, copy("nothing-2", version_created=None), place=2)
    arrive(wire, copy("nothing-1", version_created=None), place=1)
    assert [row.item.guid for row in newest(None, 9, NOW)] == ["fetched", "dated", "nothing-1", "nothing-2"]
    assert article("fetched").published_at is None


def test_a_time_known_only_by_its_age_makes_no_revision(wire):
    page = {"format": "page-text", "precision": "hour"}
    arrive(wire, copy(version_created=NOW - 4 * HOUR, **page), fetched_at=NOW)
    again = arrive(wire, copy(version_created=NOW - 3.5 * HOUR, **page), fetched_at=NOW + HOUR / 2)
    assert again.outcome == "repeat"


def test_a_correction_by_hand_puts_a_note_to_the_article(wire):
    arrive(wire, copy(note="Met foto"))
    correct(item(), note="De brug heet anders.", by="desk")
    row = article()
    assert row.note == "De brug heet anders.\nMet foto"
    assert row.updated_at == SOON


def test_a_hold_takes_down_and_publishing_puts_up(wire):
    arrive(wire, copy())
    assert hold(item(), reason="even kijken", by="desk").state == "held"
    assert publish(item(), by="desk").state == "published"


def test_a_replay_that_reads_better_counts(wire):
    bytes_of = delivery(wire)
    from dateline.newsroom.transaction import writing
    from dateline.newsroom.verbs import receive

    for headline in ("Zz mislezen", "Aa goed", "Mm beter"):
        with writing() as work:
            work.now = NOW
            receive(copy(headline=headline), bytes_of, 0, work)
        assert article().headline == headline


def test_every_revision_is_kept_as_it_came(wire):
    arrive(wire, copy(version="1", headline="Een"))
    arrive(wire, copy(version="2", headline="Twee"))
    read = [item_of(revision) for revision in Revision.objects.order_by("id")]
    assert read == [copy(version="1", headline="Een"), copy(version="2", headline="Twee")]


def test_states_of_articles_are_those_of_the_model():
    assert len(Article.State.values) == 8
