"""The order in which copy is read: everything has its turn, the newest first, and a share to the oldest."""

from collections.abc import Iterable
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.intake.order import BACKLOG_SHARE, Lane, Waiting, both_ends, mixed

pytestmark = pytest.mark.once

lanes = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=5)


def made(sizes: Iterable[tuple[int, int]]) -> list[Lane]:
    """Lanes of so much new copy and so much backlog, their numbers rising over all of them."""
    found, number = [], 0
    for source, (new, backlog) in enumerate(sizes):
        lane = Lane()
        for count, into, is_backlog in ((backlog, lane.backlog, True), (new, lane.new, False)):
            for _ in range(count):
                number += 1
                into.append(Waiting(number, source, 1, is_backlog))
        found.append(lane)
    return found


starts = st.integers(0, 50)


@given(lanes, starts)
def test_everything_that_waits_has_its_turn_once(sizes: list[tuple[int, int]], start: int):
    found = list(mixed(made(sizes), start))
    assert len(found) == len(set(found)) == sum(new + backlog for new, backlog in sizes)


@given(lanes, starts)
def test_the_newest_of_every_source_is_in_the_first_round(sizes: list[tuple[int, int]], start: int):
    ready = made(sizes)
    newest = {lane.new[-1] for lane in ready if lane.new}
    assert newest <= set(list(mixed(ready, start))[: 2 * len(newest) + 2])


@given(lanes, starts, st.integers(1, 100))
def test_backlog_waits_for_new_copy_but_for_its_share(sizes: list[tuple[int, int]], start: int, many: int):
    found = list(mixed(made(sizes), start))[:many]
    left = sum(new for new, _ in sizes) - sum(not one.backlog for one in found)
    if left:
        assert sum(one.backlog for one in found) <= len(found) // BACKLOG_SHARE + 1


@given(lanes, starts)
def test_what_came_last_of_all_is_among_the_first(sizes: list[tuple[int, int]], start: int):
    ready = made(sizes)
    new = [one for lane in ready for one in lane.new]
    if new:
        assert max(new) in list(mixed(ready, start))[:3]


@settings(max_examples=40)
@given(st.integers(1, 12), st.integers(1, 40))
def test_who_takes_few_at_a_time_keeps_to_the_shares(at_once: int, each: int):
    """Sources that go on sending more than is read: what was there first is read all the same."""
    ready = made([(each, each)] * 6)
    first = {lane.new[0] for lane in ready} | {lane.backlog[0] for lane in ready}
    last = max(lane.new[-1].id for lane in ready)
    read: set[Waiting] = set()
    while not first <= read:
        assert len(read) <= BACKLOG_SHARE * 6 * each + 2 * at_once + BACKLOG_SHARE
        for one in list(islice(mixed(ready, len(read)), at_once)):
            read.add(one)
            lane = ready[one.source]
            (lane.backlog if one.backlog else lane.new).remove(one)
            for _ in range(2):
                last += 1
                lane.new.append(Waiting(last, one.source, 1, False))


@given(st.integers(0, 200))
def test_the_oldest_is_not_left_for_last(many: int):
    found = list(both_ends(range(many)))
    assert sorted(found) == list(range(many))
    assert found[:3] == list(reversed(range(many)))[:3]
    for place in range(min(many // 5, many)):
        assert found.index(place) < 4 * (place + 1), "every fourth is the oldest that is left"
