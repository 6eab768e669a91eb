"""What a numbered service skipped, told by the guids alone."""

import pytest

from dateline.newsroom.gaps import holes, holes_of
from dateline.newsroom.models import Delivery, Source
from tests.newsroom.helpers import HOUR, NOW, arrive, copy, newsroom

ANP = "urn:newsml:anp.nl:20260302:ANPX-020326-{:03}"


def told(guids):
    return [(hole.series, hole.numbers) for hole in holes(guids)]


def test_a_number_that_is_missing_between_others_is_a_hole():
    assert told([ANP.format(n) for n in (41, 42, 45, 46)]) == [
        ("urn:newsml:anp.nl:20260302:ANPX-020326-…", "043–044"),
    ]
    assert told([ANP.format(n) for n in (9, 10, 12, 13)]) == [("urn:newsml:anp.nl:20260302:ANPX-020326-…", "011")]


def test_the_number_may_stand_in_the_middle():
    assert told([f"iptc7901:DPA:bdt{n:04}:2026-03-02" for n in (7, 8, 10, 11)]) == [
        ("iptc7901:DPA:bdt…:2026-03-02", "0009")
    ]
    slugs = {1: "BC-A", 2: "BC-B", 4: "BC-C", 5: "BC-D"}
    assert told([f"anpa1312:AP:W{n:04}:2026-03-02:{slug}" for n, slug in slugs.items()]) == [
        ("anpa1312:AP:W…:2026-03-02", "0003")
    ]


def test_the_single_texts_of_a_message_are_one_number():
    texts = [ANP.format(1), ANP.format(2) + "#t1", ANP.format(2) + "#t2", ANP.format(3), ANP.format(4)]
    assert told(texts) == []


@pytest.mark.parametrize(
    "guids",
    [
        [ANP.format(n) for n in (1, 2, 4)],  # too few to tell
        [ANP.format(n) for n in (1, 2, 3, 4, 90, 91, 92, 93)],  # two runs of numbers
        [ANP.format(n) for n in (1, 9, 17, 25, 33)],  # most are missing: a part of the service alone comes
        [f"urn:newsml:efe.com:20260302T10{n:02}00:2541{n:04}" for n in (2, 4, 6, 8)],
        ["https://www.example.org/?p=11", "https://www.example.org/?p=19", "een", "", "00ff"],
    ],
)
def test_what_makes_no_series_has_no_holes(guids):
    assert told(guids) == []


@pytest.mark.django_db
def test_only_what_came_in_the_last_day_counts_and_what_came_otherwise_is_not_missing():
    source = newsroom()
    other = Source.objects.create(slug="other", path="/other", names_make_rows=True)
    for number in (41, 42, 45, 46):
        arrive(source, copy(ANP.format(number)), arrived_at=NOW)
    arrive(other, copy(ANP.format(43)), arrived_at=NOW)
    Delivery.objects.update(state=Delivery.State.DONE)
    assert [hole.numbers for hole in holes_of(source, NOW)] == ["044"]
    assert holes_of(source, NOW + 25 * HOUR) == []
    replayed = Delivery.objects.filter(source=source).order_by("pk")[:1]
    Delivery.objects.filter(pk__in=replayed).update(state=Delivery.State.PENDING)
    assert holes_of(source, NOW) is None, "what is missing may be in what waits to be read"
    Delivery.objects.update(state=Delivery.State.DONE)
    arrive(source, copy(ANP.format(44)), arrived_at=NOW)
    assert holes_of(source, NOW) == []
