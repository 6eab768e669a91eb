"""The words of an article: of its newest version, the notes to readers, and nothing that no database takes."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from dateline.newsroom.models import House, Item, Source
from dateline.newsroom.verbs import correct
from dateline.wire.item import Dateline, Signal

from ..helpers import HOUR, NOW, arrive, article, copy, item

pytestmark = pytest.mark.django_db

CORRECTION = copy(version="2", note="In de eerste versie stond een verkeerde naam.", signal="correction")
VERSIONS = [copy(version="1"), CORRECTION, copy(version="3", headline="Verder"), copy(version="4", signal="flash")]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_note_of_a_correction_stays_in_whatever_order(wire, order):
    for number in order:
        arrive(wire, VERSIONS[number])
    row = article()
    assert (row.note, row.signal) == ("In de eerste versie stond een verkeerde naam.", "correction")


def test_the_last_correction_counts_and_each_note_stands_once(wire):
    for one in VERSIONS[:3]:
        arrive(wire, one)
    arrive(wire, copy(version="5", note="De datum klopte niet.", signal="correction"))
    assert article().note == "De datum klopte niet."
    correct(item(), note="Ook de plaats klopte niet.", by="desk")
    arrive(wire, copy(version="6", note="Met foto"))
    assert article().note.splitlines() == ["Ook de plaats klopte niet.", "Met foto", "De datum klopte niet."]


def test_a_correction_that_may_not_show_says_nothing(wire):
    arrive(wire, VERSIONS[0])
    arrive(Source.objects.create(slug="other"), CORRECTION)
    assert (article().note, article().signal) == ("", "")


def test_what_a_correction_says_of_itself_stays_too(wire):
    arrive(wire, copy(version="1", signal=None))
    signal = Signal(kind="correction", text="corrigeert de naam in alinea twee")
    arrive(wire, replace(CORRECTION, signal=signal, note=None))
    arrive(wire, VERSIONS[2])
    assert article().note == "corrigeert de naam in alinea twee"


def test_copy_that_no_database_takes_as_it_is_comes_in_all_the_same(wire):
    odd = "a\x00b"
    arrive(
        wire,
        copy(
            odd * 300,
            version=odd * 90,
            headline=f"Kop {odd}" * 200,
            text=f"Tekst {odd}",
            note=odd,
            slugline=odd * 300,
            language=odd,
            credit=(odd,),
            dateline=Dateline(text=odd, places=(odd * 300,), agencies=(odd,)),
            usage_terms="",
            signal="replacement",
            target=f"Kop {odd}" * 300,
            ed_note=odd,
            expires=NOW + HOUR,
        ),
    )
    row = article(Item.objects.get().guid)
    assert row.state == "published"
    texts = [value for value in vars(row).values() if isinstance(value, str)] + row.credit
    assert [text for text in texts if "\x00" in text] == []


@pytest.mark.parametrize(("language", "reason"), [("nl", "Het persbureau"), ("en", "The agency")])
def test_reasons_are_in_the_language_of_the_house(wire, language, reason):
    House.objects.update(language=language)
    assert arrive(wire, copy(status="withheld")).reason.startswith(reason)
    assert article().reason.startswith(reason)
    refused = arrive(wire, copy(provider="ZZZ")).reason
    assert ("replay" in refused) == (language == "en")
