"""Promise 5: any order and repetition of the same deliveries ends in the same articles, revisions and links."""

# ruff: noqa: E501
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.newsroom.models import Rule, Section, Source
from dateline.wire.item import NewsItem
from tests.databases import examples

from .helpers import HOUR, NOW, arrive, copy, newsroom, picture

pytestmark = pytest.mark.django_db

EXAMPLES = examples(15)
LATER = NOW - timedelta(minutes=20)

CASES: dict[str, list[NewsItem]] = {
    "versions": [copy(version="1"), copy(version="2", headline="Twee"), copy(version="10", headline="Tien", category="BIN")],
    "times": [copy(version_created=NOW - n * HOUR, headline=f"Van {n} uur") for n in (1, 2, 3)],
    "versions and times": [copy(version="2"), copy(version=None, version_created=NOW, headline="Zonder"), copy(version="1", headline="Een")],
    "one version twice": [copy(version="1"), copy(version="1", headline="Anders"), copy(version="1", headline="Nog anders")],
    "kill": [copy(version="1"), copy(version="2", signal="kill", headline="INGETROKKEN"), copy(version="3", headline="Drie")],
    "cancel": [copy(version="1"), copy(version="2", status="canceled", text="", body=""), copy("b", text=copy().text)],
    "embargo later": [copy(version="1"), copy(version="2", embargoed=NOW + HOUR)],
    "embargo dropped": [copy(version="1", embargoed=NOW + 2 * HOUR), copy(version="2", embargoed=NOW + HOUR), copy(version="3")],
    "embargo of what is replaced": [
        copy(version="1"),
        copy(version="2", embargoed=NOW + HOUR),
        copy("b", signal="replacement", target="Kop van a", version_created=LATER),
        copy("c", headline="Kop van a", embargoed=NOW + 2 * HOUR),
        copy("c", headline="Kop van c", signal="replacement", target="Kop van b", version_created=NOW),
    ],
    "embargo over": [copy(version="1", embargoed=NOW - HOUR / 2), copy(version="2")],
    "withheld": [copy(version="1"), copy(version="2", status="withheld"), copy(version="3", headline="Weer goed")],
    "clock of 2999": [copy(version="1"), copy(version="2", version_created=NOW + 1000 * HOUR), copy(version="3", version_created=LATER)],
    "only a clock of 2999": [copy(version_created=NOW + 1000 * HOUR), copy("b", signal="replacement", target="Kop van a")],
    "usage terms": [copy(version="1"), copy(version="2", usage_terms="Niet voor internet"), copy("b")],
    "advisory": [copy(version="1"), copy(version="2", signal="advisory"), copy("b", signal="advisory")],
    "no section": [copy(version="1", category=""), copy(version="2", category="BIN"), copy("b", category="XXX")],
    "unknown time": [copy(version_created=None), copy("b", version_created=None), copy(version_created=None, headline="B")],
    "replacement": [copy(), copy("b", signal="replacement", target="kop VAN a!", version_created=LATER)],
    "replacement of a version": [copy(version="1"), copy(version="2", headline="Nieuw"), copy("b", signal="replacement", target="Kop van a", version_created=LATER)],
    "replacement with the same headline": [
        copy(),
        copy("b", headline="Kop van a", signal="replacement", target="Kop van a", version_created=NOW - HOUR / 2),
        copy("c", headline="Kop van a", signal="replacement", target="Kop van a", version_created=LATER),
    ],
    "replacement in a chain": [
        copy(),
        copy("b", signal="replacement", target="Kop van a", version_created=NOW - HOUR / 2),
        copy("c", signal="replacement", target="Kop van b", version_created=LATER),
        copy("c", version_created=NOW, signal="kill"),
    ],
    "replacement of several": [copy(), copy("b", headline="Kop van a"), copy("c", signal="replacement", target="Kop van a", version_created=LATER)],
    "kill by headline": [copy(), copy("b", signal="kill", target="Kop van a", version_created=LATER), copy(version_created=NOW, headline="X")],
    "kill of a message of two texts": [copy("m-7#1"), copy("m-7#b"), copy("m-7", signal="kill"), copy("c", signal="kill", target="7")],
    "kill of several": [copy(), copy("b", headline="Kop van a"), copy("c", signal="kill", target="Kop van a", version_created=LATER)],
    "replacement that depends on another": [
        copy(version="1", headline="Een"),
        copy(version="2", headline="Twee", version_created=NOW - HOUR / 2),
        copy("b", headline="Twee", signal="replacement", target="Een", version_created=NOW - HOUR / 3),
        copy("c", headline="Drie", signal="replacement", target="Twee", version_created=NOW - HOUR / 4),
    ],
    "replacement of its own earlier version": [copy(version="1"), copy(version="2", signal="replacement", target="Kop van a"), copy("b", headline="Kop van a")],
    "copies of what was killed": [copy(), copy("b", text=copy().text), copy("c", text=copy().text), copy(signal="kill", version_created=NOW, text="Weg")],
    "replacement that turns out to be older": [
        copy(headline="Een", version_created=NOW - 5 * HOUR),
        copy("b", version="1", signal="replacement", target="Een", version_created=NOW - 2 * HOUR),
        copy("b", version="2", signal="replacement", target="Een", version_created=NOW - HOUR),
        copy("c", signal="replacement", target="Een", version_created=NOW - 1.5 * HOUR),
    ],
    "replacement of each other": [
        copy(headline="Een", signal="replacement", target="Twee"),
        copy("b", headline="Twee", signal="replacement", target="Een", version_created=NOW - HOUR / 2),
    ],
    "replacements without a time": [
        copy(),
        copy("b", version_created=None, headline="Kop van a", signal="replacement", target="Kop van a"),
        copy("c", version_created=None, headline="Kop van a", signal="replacement", target="Kop van a"),
    ],
    "kill without a time, of several that replace each other": [
        copy(),
        copy("b", version_created=None, headline="Kop van a", signal="replacement", target="Kop van a"),
        copy("c", version_created=None, signal="kill", target="Kop van a"),
    ],
    "times that cannot be": [
        copy(version_created=None, first_created=NOW.replace(year=9999)),
        copy("b", signal="replacement", target="Kop van a", version_created=NOW.replace(year=1)),
        copy("b", version_created=NOW.replace(year=999)),
    ],
    "expiry": [copy(version="1", expires=NOW - HOUR / 2), copy(version="2", headline="Verlengd", expires=NOW + HOUR)],
    "expiry after a correction": [copy(version="1", signal="correction", note="Nu goed."), copy(version="2", expires=NOW - HOUR / 2), copy(version="3")],
    "expiry of a correction": [copy(version="1", signal="correction", note="Nu met de goede naam.", expires=NOW - HOUR / 2), copy(version="2", expires=NOW + HOUR)],
    "expiry of one that is passed over": [copy(signal="advisory", version_created=None), copy(expires=NOW - HOUR / 2, urgency=2, language="nl", credit=("ANP",))],
    "a headline that its replacement has had": [copy(headline="Twee"), copy("c", headline="Twee", signal="replacement", target="Twee"), copy("c", headline="Twee", text="Anders."), copy("c", headline="Een"), copy(headline="Een", signal="replacement", target="Een")],
}  # fmt: skip


def end_of(items: list[NewsItem], order: list[int]) -> dict:
    """What stands in the newsroom once these have arrived in this order; nothing of it stays."""
    with transaction.atomic():
        source = newsroom()
        for second, number in enumerate(order):
            arrive(source, items[number], place=number, now=NOW + timedelta(seconds=second))
        seen = picture()
        transaction.set_rollback(True)
    return seen


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[str, list[int]]:
    name = draw(st.sampled_from(sorted(CASES)))
    every = list(range(len(CASES[name])))
    again = draw(st.lists(st.sampled_from(every), max_size=3))
    return name, draw(st.permutations(every + again))


@pytest.mark.parametrize("name", CASES)
def test_the_reverse_order_ends_the_same(name):
    every = list(range(len(CASES[name])))
    assert end_of(CASES[name], every[::-1]) == end_of(CASES[name], every)


@given(arrivals())
@example(("replacement that depends on another", [1, 2, 3, 0]))
@settings(max_examples=30)
def test_any_order_and_repetition_ends_the_same(arrival):
    name, order = arrival
    assert end_of(CASES[name], order) == end_of(CASES[name], list(range(len(CASES[name]))))


versions = st.builds(
    copy,
    st.sampled_from(["a", "b", "c"]),
    version=st.sampled_from([None, "1", "2", "3"]),
    version_created=st.sampled_from([None, NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR, NOW + 999 * HOUR]),
    headline=st.sampled_from(["Een", "Twee"]),
    text=st.sampled_from([copy("a").text, copy("b").text]),
    status=st.sampled_from(["usable", "usable", "withheld", "canceled"]),
    signal=st.sampled_from([None, None, "kill", "replacement", "advisory", "update"]),
    target=st.sampled_from([None, "Een", "Twee"]),
    embargoed=st.sampled_from([None, None, NOW - HOUR, NOW + HOUR, NOW + 2 * HOUR]),
    category=st.sampled_from(["BUI", "BIN", ""]),
)


@given(st.lists(versions, min_size=2, max_size=6, unique_by=repr), st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES)
def test_any_copy_in_any_order_ends_the_same(items, random):
    order = list(range(len(items)))
    shuffled = order + random.choices(order, k=2)
    random.shuffle(shuffled)
    # The place is part of the copy's way in; the same for equal copy, so that a repeat is one.
    assert end_of(items, shuffled) == end_of(items, order)


def test_the_same_replacement_by_two_sources_ends_the_same_in_both_orders():
    def end(slugs: list[str]) -> dict:
        with transaction.atomic():
            newsroom()
            Source.objects.create(slug="unlisted", path="/other")
            arrive(Source.objects.get(slug="wire"), copy())
            for second, slug in enumerate(slugs):
                replacement = copy("b", signal="replacement", target="Kop van a", version_created=LATER)
                arrive(Source.objects.get(slug=slug), replacement, now=NOW + timedelta(seconds=second))
            seen = picture()
            transaction.set_rollback(True)
        return seen

    assert end(["wire", "unlisted"]) == end(["unlisted", "wire"])


def test_the_same_revision_by_two_sources_ends_the_same_in_both_orders():
    def end(slugs: list[str]) -> dict:
        with transaction.atomic():
            newsroom()
            Source.objects.create(slug="unlisted", path="/other")
            Rule.objects.create(
                place=0, source=Source.objects.get(slug="unlisted"), section=Section.objects.get(slug="binnenland")
            )
            for second, slug in enumerate(slugs):
                arrive(Source.objects.get(slug=slug), copy(), now=NOW + timedelta(seconds=second))
            seen = picture()
            transaction.set_rollback(True)
        return seen

    both = end(["wire", "unlisted"])
    assert both == end(["unlisted", "wire"]) == end(["wire"])
    assert [row["state"] for row in both["articles"].values()] == ["published"]


def end_of_arrivals(items: list[NewsItem], arrivals: list[dict]) -> dict:
    """What stands in the newsroom once these have been read in this order, each with its delivery's own fields."""
    with transaction.atomic():
        source = newsroom()
        for second, (one, fields) in enumerate(zip(items, arrivals, strict=True)):
            arrive(source, one, now=NOW + 2 * HOUR + timedelta(seconds=second), **fields)
        seen = picture()
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize("signal", [None, "replacement"])
def test_copy_that_came_ahead_of_its_time_and_again_when_that_was_past_ends_the_same_in_both_orders(signal):
    early = copy("b", version_created=NOW + HOUR / 2, signal=signal, target="Kop van a" if signal else None)
    items, arrivals = [copy(), early, early], [{}, {"arrived_at": NOW}, {"arrived_at": NOW + HOUR}]
    ahead_first = end_of_arrivals(items, arrivals)
    assert ahead_first == end_of_arrivals(items, [arrivals[0], arrivals[2], arrivals[1]])
    states = sorted(row["state"] for row in ahead_first["articles"].values())
    assert states == (["published", "replaced"] if signal else ["published", "published"])


def test_an_age_on_two_pages_gives_the_same_time_in_both_orders():
    def page(made, precision):
        return copy(format="page-text", precision=precision, version_created=made)

    items = [page(NOW - HOUR / 3, "minute"), page(NOW - HOUR / 2, "hour")]
    arrivals = [{"fetched_at": NOW}, {"fetched_at": NOW + HOUR / 2}]
    seen = end_of_arrivals(items, arrivals)
    assert seen == end_of_arrivals(items[::-1], arrivals[::-1])
    assert [(row["published_at"], row["precision"]) for row in seen["articles"].values()] == [
        (NOW - HOUR / 3, "minute")
    ]


def test_a_replacement_that_only_its_second_source_may_make_ends_the_same_in_both_orders():
    def end(slugs: list[str]) -> dict:
        with transaction.atomic():
            newsroom()
            Source.objects.create(slug="unlisted", path="/other")
            replacement = {"signal": "replacement", "target": "Kop van a", "headline": "Kop van a"}
            arrive(Source.objects.get(slug="wire"), copy())
            arrive(Source.objects.get(slug="wire"), copy("k", signal="kill", target="Kop van a", version_created=NOW))
            for slug in slugs:
                arrive(Source.objects.get(slug=slug), copy("b", **replacement, version_created=LATER))
            seen = picture()
            transaction.set_rollback(True)
        return seen

    assert end(["wire", "unlisted"]) == end(["unlisted", "wire"])
