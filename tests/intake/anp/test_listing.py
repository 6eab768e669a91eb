"""A list is read down to what is known, whatever it says of itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.intake.anp import listing
from dateline.intake.anp.answers import Listed, Page
from dateline.intake.anp.listing import News, Reading

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY_AGO = NOW - timedelta(hours=24)


class Lists:
    """A list that is given in pages, and how often it was asked."""

    def __init__(self, entries: list[Listed], size: int = 3) -> None:
        self.entries, self.size, self.calls = entries, size, 0

    def __call__(self, before: str | None) -> Page:
        self.calls += 1
        ids = [entry.id for entry in self.entries]
        start = 0 if before is None else ids.index(before) + 1
        return Page(self.entries[start : start + self.size], start + self.size < len(ids))


def read_list(page_before: Callable[[str | None], Page], known: set[str], since: datetime) -> News:
    """Reads a list to its end."""
    reading = Reading(known, since)
    while not reading.take(page_before(reading.before)):
        pass
    return reading.news()


def entries(count: int, minutes: float = 1) -> list[Listed]:
    """So many items, the newest first, one every so many minutes."""
    return [Listed(f"a{count - n}", NOW - timedelta(minutes=minutes * n)) for n in range(count)]


def ids(found: list[Listed]) -> list[str]:
    return [entry.id for entry in found]


@given(count=st.integers(0, 40), size=st.integers(1, 15), mark=st.integers(0, 40))
def test_all_above_the_mark_is_found_in_order_and_nothing_twice(count: int, size: int, mark: int):
    known = {f"a{mark}"} if 0 < mark <= count else set()
    news = read_list(Lists(entries(count), size), known, DAY_AGO)
    assert ids(news.above) == [f"a{n}" for n in range(count, mark if known else 0, -1)]
    assert news.whole
    assert not news.trouble
    assert not set(ids(news.late)) & {*ids(news.above), *known}


def test_it_reads_no_further_than_the_mark():
    lists = Lists(entries(100))
    read_list(lists, {"a96"}, DAY_AGO)
    assert lists.calls == 2


def test_without_a_mark_it_reads_24_hours_back_and_no_further():
    lists = Lists(entries(1000, minutes=60))
    news = read_list(lists, {"vanished"}, DAY_AGO)
    assert len(news.above) == 25
    assert lists.calls == 10


def test_an_old_item_among_new_ones_does_not_end_it():
    found = entries(9)
    found[4] = Listed("old", DAY_AGO - timedelta(days=9))
    assert "a1" in ids(read_list(Lists(found), set(), DAY_AGO).above)
    assert "old" not in ids(read_list(Lists(found), set(), DAY_AGO).above)


@pytest.mark.parametrize("at", [None, NOW + timedelta(days=999)])
def test_a_list_without_times_or_with_wrong_ones_has_an_end(at: datetime | None):
    lists = Lists([Listed(f"a{n}", at) for n in range(12_000)], size=500)
    news = read_list(lists, set(), DAY_AGO)
    assert len(news.above) <= listing.MOST_ITEMS
    assert lists.calls <= listing.MOST_ITEMS / 500 + 1
    assert "10,000" in news.trouble


def test_a_page_of_a_hundred_thousand_is_cut():
    news = read_list(Lists(entries(100_000, 0), size=100_000), set(), DAY_AGO)
    assert len(news.above) == listing.MOST_ITEMS
    assert ids(news.above)[0] == "a100000"


def test_a_list_that_repeats_itself_ends_and_the_mark_stays():
    calls = []

    def same(before: str | None) -> Page:
        calls.append(before)
        return Page(entries(3), True)

    news = read_list(same, {"a0"}, DAY_AGO)
    assert calls == [None, "a1"]
    assert (ids(news.late), news.above, news.whole) == (["a3", "a2", "a1"], [], False)
    assert "repeats" in news.trouble


def test_a_list_that_goes_on_with_nothing_ends():
    news = read_list(lambda _before: Page([], True), {"a0"}, DAY_AGO)
    assert not news.whole


def test_one_new_item_a_page_for_ever_ends():
    calls = []

    def endless(_before: str | None) -> Page:
        calls.append(1)
        return Page([Listed(f"x{len(calls)}", NOW)], True)

    assert "goes on" in read_list(endless, {"a0"}, DAY_AGO).trouble
    assert len(calls) == listing.MOST_PAGES


def test_what_a_broken_list_told_before_it_broke_counts_but_not_for_the_mark():
    reading = Reading({"a0"}, DAY_AGO)
    assert not reading.take(Page(entries(3), True))
    reading.break_off("it breaks")
    news = reading.news()
    assert (ids(news.late), news.whole, news.trouble) == (["a3", "a2", "a1"], False, "it breaks")
