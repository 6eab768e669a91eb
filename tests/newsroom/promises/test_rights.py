"""Promise 6: rights are kept."""

from datetime import timedelta

import pytest

from dateline.newsroom import raw
from dateline.newsroom.due import expire_due
from dateline.newsroom.models import Delivery, Event, Provider, Revision, Source
from dateline.newsroom.verbs import expire, kill, publish, purge
from dateline.newsroom.visible import Gone
from dateline.wire.item import Subject

from ..helpers import HOUR, NOW, arrive, article, copy, item
from .looks import LATER, at_address, shown

pytestmark = pytest.mark.django_db


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
    assert all(len(hash) == 64 for hash in Revision.objects.values_list("content_sha256", flat=True))


@pytest.mark.parametrize("ends", ["expired", "purged", "killed"])
def test_what_was_shown_before_the_copy_was_taken_leaves_no_trace_of_its_version(wire, ends):
    """Which version showed last, and so its signal and urgency, depends on the order in which they came."""
    Provider.objects.update(retention_days=30)
    arrive(wire, copy(urgency=2, signal="flash", language="nl", credit=("ANP", "AFP"), note="Eerst stond hier iets."))
    if ends == "purged":
        purge(item(), reason="namen")
    elif ends == "killed":
        kill(item(), reason="onjuist")
    expire_due(NOW + timedelta(days=31))
    row = article()
    assert row.state == ends
    assert (row.urgency, row.signal, row.language, row.credit, row.note, row.precision) == (None, "", "", [], "", "")


def test_a_purge_takes_everything_and_redelivery_revives_nothing(wire, django_capture_on_commit_callbacks):
    large = b"x" * (raw.IN_ROW + 1)
    kept = raw.keep(large, NOW)
    arrive(wire, copy(version="1"))
    arrive(wire, copy(version="1"), data=large, raw=None, raw_file=kept.raw_file)
    assert b"".join(raw.pieces(kept.raw_file)) == large
    with django_capture_on_commit_callbacks(execute=True):
        purge(item(), reason="rechter", by="desk")
    with pytest.raises(raw.RawMissing):
        raw.pieces(kept.raw_file)
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


def test_what_was_expired_by_hand_keeps_nothing_of_what_comes_after(wire):
    arrive(wire, copy(version="1"))
    expire(item(), reason="contract")
    arrive(wire, copy(version="2"), now=LATER)
    arrive(wire, copy(version="3", signal="kill"), now=LATER)
    assert_taken("killed")


def test_what_is_over_when_it_comes_takes_the_earlier_bytes_with_it(wire):
    arrive(wire, copy(version="1"))
    arrive(wire, copy(version="2", expires=NOW - HOUR))
    assert_taken("expired")


def test_an_old_date_by_a_source_that_does_not_publish_the_provider_ends_nothing(wire):
    Provider.objects.update(retention_days=30)
    arrive(wire, copy())
    arrive(Source.objects.create(slug="other"), copy(version_created=NOW - timedelta(days=99)))
    assert article().state == "published"


def test_copy_that_such_a_source_had_outdated_comes_up_by_one_that_publishes_it(wire):
    Provider.objects.update(retention_days=30)
    other = Source.objects.create(slug="other")
    arrive(other, copy(version_created=NOW - timedelta(days=99)))
    arrive(other, copy())
    assert article().state == "expired"
    arrive(wire, copy(), now=LATER)
    assert (article().state, article().headline) == ("published", "Kop van a")
    purge(item(), reason="rechter")
    arrive(wire, copy(), now=LATER)
    assert_taken("purged")


def test_a_purge_leaves_no_word_of_what_it_was_about(wire):
    arrive(wire, copy(usage_terms="Niet over Jansen", section="Jansen", subjects=(Subject(name="Jansen"),)))
    purge(item(), reason="rechter")
    arrive(wire, copy(version="2", usage_terms="Niet over Jansen", section="Jansen"))
    assert all("Jansen" not in facts for facts in Revision.objects.values_list("facts", flat=True))


def test_rights_that_end_after_all_time_end_never(wire):
    Provider.objects.update(retention_days=2**31 - 1)
    assert arrive(wire, copy()).outcome == "published"
    assert article().expires_at is None


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
