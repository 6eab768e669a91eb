"""Where an article stands in lists, and what people do to it."""

import pytest

from dateline.newsroom.content import item_of
from dateline.newsroom.models import Article, Revision
from dateline.newsroom.verbs import correct, hold, publish
from dateline.newsroom.visible import newest

from ..helpers import HOUR, NOW, arrive, article, copy, delivery, item
from .looks import SOON

pytestmark = pytest.mark.django_db


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
    assert len(Article.State.values) == 9
