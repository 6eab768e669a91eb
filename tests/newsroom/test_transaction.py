"""The two numbers: they rise by one a transaction, with what was touched, or not at all."""

from datetime import datetime

import pytest

from dateline.newsroom import transaction
from dateline.newsroom.house import house
from dateline.newsroom.models import Event, House, Number, Provider, Touch
from dateline.newsroom.transaction import CHANGE, EDITION, number, writing
from dateline.newsroom.verbs import kill

from .helpers import HOUR, NOW, arrive, article, copy, item, newsroom

pytestmark = pytest.mark.django_db


def touched(n: int) -> set[str]:
    return set(Touch.objects.filter(n=n).values_list("tag", flat=True))


def lists(section: str) -> set[str]:
    """The tags of all lists that show what is new in a section: its own, the front's, those of the agency, of two days
    and of anything.
    """
    return {"any", "front", "recent", f"agency:{Provider.objects.get().pk}", f"section:{section}", f"older:{section}"}


def test_one_transaction_raises_each_number_once():
    before = number(CHANGE), number(EDITION)
    with writing() as work:
        work.edition("front", "item:a")
        work.edition("front", "section:x")
        work.event("test")
    assert (number(CHANGE), number(EDITION)) == (before[0] + 1, before[1] + 1)
    assert touched(number(EDITION)) == {"front", "item:a", "section:x"}
    assert work.numbers == {CHANGE: number(CHANGE), EDITION: number(EDITION)}


def test_what_only_the_desk_sees_is_no_edition_and_nothing_is_no_change():
    edition, change = number(EDITION), number(CHANGE)
    with writing():
        pass
    assert number(CHANGE) == change
    with writing() as work:
        work.change()
    assert (number(EDITION), number(CHANGE)) == (edition, change + 1)


def test_a_transaction_that_fails_leaves_nothing():
    edition = number(EDITION)

    def fail() -> None:
        with writing() as work:
            work.edition("front")
            work.event("test")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert number(EDITION) == edition
    assert not Event.objects.filter(verb="test").exists()


def test_a_verb_joins_the_transaction_that_it_is_given():
    wire = newsroom()
    arrive(wire, copy())
    before = number(CHANGE)
    with writing() as work:
        kill(item(), reason="test", work=work)
        assert number(CHANGE) == before
    assert number(CHANGE) == before + 1


def test_numbers_come_back_where_their_rows_are_gone():
    Number.objects.all().delete()
    with writing() as work:
        work.edition("front")
    assert number(EDITION) == 1


def test_old_touches_are_pruned_with_a_gap_that_shows(monkeypatch):
    monkeypatch.setattr(transaction, "_PRUNE_EVERY", 1)
    monkeypatch.setattr(transaction, "KEPT_TOUCHES", 3)
    for _n in range(6):
        with writing() as work:
            work.edition("front")
    last = number(EDITION)
    assert list(Touch.objects.order_by("n").values_list("n", flat=True)) == [last - 2, last - 1, last]


def test_what_readers_see_touches_the_item_its_sections_and_the_front():
    wire = newsroom()
    arrive(wire, copy(version="1"))
    short = item().short_id
    assert touched(number(EDITION)) == {f"item:{short}", *lists("buitenland")}
    arrive(wire, copy(version="2", category="BIN"))
    assert touched(number(EDITION)) == {f"item:{short}", *lists("buitenland"), *lists("binnenland")}
    before = number(EDITION)
    arrive(wire, copy(version="2", category="BIN"))
    arrive(wire, copy(version="1", headline="Te laat"))
    arrive(wire, copy("hidden", category=""))
    assert number(EDITION) == before, "readers see nothing of these"
    kill(item(), reason="test")
    assert touched(number(EDITION)) == {f"item:{short}", "gone", *lists("binnenland")} - {"recent"}


def test_a_kill_by_wire_was_asked_for_when_its_delivery_arrived():
    wire = newsroom()
    arrive(wire, copy(), now=NOW)
    assert asked() == {None}
    arrive(wire, copy(signal="kill", version_created=NOW), now=NOW + HOUR, arrived_at=NOW + HOUR / 2)
    assert article().state == "killed"
    assert asked() == {NOW + HOUR / 2}
    assert set(Touch.objects.filter(n=number(EDITION)).values_list("at", flat=True)) == {NOW + HOUR}


def test_a_kill_by_hand_was_asked_for_when_it_is_done_and_what_was_not_up_for_nobody():
    wire = newsroom()
    arrive(wire, copy())
    arrive(wire, copy("hidden", category=""))
    with writing() as work:
        kill(item(), reason="test", work=work)
        work.edition("section:other")
    assert set(Touch.objects.filter(n=number(EDITION)).values_list("tag", "asked_at")) == {
        (f"item:{item().short_id}", work.now),
        *((tag, work.now) for tag in {"gone", *lists("buitenland")} - {"recent"}),
        ("section:other", None),
    }
    kill(item("hidden"), reason="test")
    assert asked() == {None}, "no reader ever saw it"


def asked() -> set[datetime | None]:
    """When what the last edition changed was asked for."""
    return set(Touch.objects.filter(n=number(EDITION)).values_list("asked_at", flat=True))


def test_the_house_is_there_even_without_its_row():
    House.objects.update(title="De Krant")
    assert house().title == "De Krant"
    House.objects.all().delete()
    assert house().title == "Dateline"
