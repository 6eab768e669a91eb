"""Which delivery is next: new copy before backlog, each source in its turn, the newest first and a share to the oldest.

A kill is nearly always the newest that a source has sent. So it goes first, however much waits, and since each source
has its turn nobody's flood holds up anybody else. A share of all that is read is what has waited longest, so that
nothing waits for ever (docs/adr/0027-the-newest-first.md).
"""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import NamedTuple, TypeVar

from django.db import connection

from dateline.newsroom.rows import marks

OLDEST_SHARE = 4
"""Every so manyth delivery is the one that has waited longest."""

BACKLOG_SHARE = 8
"""Every so manyth delivery is backlog, even while there is new copy."""

FIRST = 4
"""Sources that have their turn before others because something came from them last; the others' order is chance, so
that each is among the first now and then where there are more than are read at a time.
"""

SOURCES_AT_ONCE = 150
"""Sources that are looked at together; where more have copy waiting, chance decides which."""

NEWEST, OLDEST = 150, 60
"""Deliveries that are looked at, at either end, of all sources together, and LEAST of each: more than a few workers
have in hand.
"""

LEAST = 10

TRIED_AT_ONCE = 500

T = TypeVar("T")


class Waiting(NamedTuple):
    """A delivery that waits to be read."""

    id: int
    source: int
    size: int
    backlog: bool


@dataclass(slots=True)
class Lane:
    """What waits of one source, as it arrived: its new copy, of which the middle may be left out, and its backlog."""

    new: list[Waiting] = field(default_factory=list)
    backlog: list[Waiting] = field(default_factory=list)


def both_ends(waiting: Sequence[T]) -> Iterator[T]:
    """All that waits, the newest (the last) first, but every so manyth time the one that has waited longest."""
    first, last = 0, len(waiting)
    for place in count(1):
        if first == last:
            return
        if place % OLDEST_SHARE:
            last -= 1
            yield waiting[last]
        else:
            yield waiting[first]
            first += 1


def tried(only: Collection[int] | None = None) -> list[Waiting]:
    """Deliveries that wait although somebody began to read them, newest first; some hundred at the most."""
    return _rows(only, "attempts > 0", "id DESC", TRIED_AT_ONCE)


def fresh(only: Collection[int] | None = None, start: int = 0) -> Iterator[Waiting]:
    """Deliveries that wait and that nobody has begun to read, in the order in which they are to be.

    `start` is how many were read before (see `mixed`). Of those in `only` alone, if given: then as they arrived.
    """
    if only is not None:
        return iter(_rows(only, "attempts = 0", "backlog, id", NEWEST))
    sources = _sources()
    return mixed(_lanes(sources, {one.id for one in tried()}), start) if sources else iter(())


def _rows(only: Collection[int] | None, which: str, order: str, most: int) -> list[Waiting]:
    """Those of `only` (all, for None) of which this is so. In plain SQL: the worker asks twice a turn."""
    among = "" if only is None else f" AND id IN ({marks(list(only)) or 'NULL'})"
    sql = (
        f"SELECT id, source_id, size, backlog FROM newsroom_delivery WHERE state = 'pending' AND {which}{among}"  # noqa: S608
        f" ORDER BY {order} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(only or ()), most])
        return [Waiting(key, source, size, bool(backlog)) for key, source, size, backlog in cursor.fetchall()]


def mixed(lanes: Sequence[Lane], start: int = 0) -> Iterator[Waiting]:
    """Every delivery of these lanes once, in the order in which they are to be read.

    `start` is how many were read before: who takes few at a time keeps to the shares all the same.
    """
    turns = sorted((lane.new for lane in lanes if lane.new), key=lambda new: -new[-1].id)
    others = turns[FIRST:]
    random.shuffle(others)
    newest = _in_turn([reversed(new) for new in turns[:FIRST] + others])
    oldest = iter(sorted(one for lane in lanes for one in lane.new))
    backlog = iter(sorted(one for lane in lanes for one in lane.backlog))
    given: set[int] = set()
    for place in count(start + 1):
        if place % BACKLOG_SHARE == 0:
            ways = (backlog, newest)
        elif place % OLDEST_SHARE == 0:
            ways = (oldest, backlog)
        else:
            ways = (newest, backlog)
        found = next((one for one in chain(*ways) if one.id not in given), None)
        if found is None:
            return
        given.add(found.id)
        yield found


def _in_turn(lanes: Sequence[Iterator[Waiting]]) -> Iterator[Waiting]:
    """One of each by turns, until all are at their end."""
    left = list(lanes)
    while left:
        for lane in list(left):
            found = next(lane, None)
            if found is None:
                left.remove(lane)
            else:
                yield found


def _sources() -> list[int]:
    """The sources that have copy waiting: a look into the index for each, however much waits."""
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES)
        found = [int(row[0]) for row in cursor.fetchall()]
    return found if len(found) <= SOURCES_AT_ONCE else random.sample(found, SOURCES_AT_ONCE)


_NEXT = "SELECT MIN(source_id) FROM newsroom_delivery WHERE state = 'pending'"
_SOURCES = (
    f"WITH RECURSIVE found(source) AS ({_NEXT} UNION ALL"  # noqa: S608
    f" SELECT ({_NEXT} AND source_id > found.source) FROM found WHERE found.source IS NOT NULL)"
    " SELECT source FROM found WHERE source IS NOT NULL"
)


def _lanes(sources: Sequence[int], but: Collection[int]) -> list[Lane]:
    """What waits of these sources, without the deliveries of `but`."""
    many, few = LEAST + NEWEST // len(sources), LEAST + OLDEST // len(sources)
    parts: list[str] = []
    values: list[int | bool] = []
    for source in sources:
        for way, backlog, most in (("DESC", False, many), ("ASC", False, few), ("ASC", True, few)):
            parts.append(_END.format(way=way, place=len(parts)))
            values += [len(parts) - 1, source, backlog, most]
    found: dict[int, dict[int, Waiting]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for place, key, source, size, backlog in cursor.fetchall():
            if key not in but:
                found.setdefault(place, {})[key] = Waiting(key, source, size, bool(backlog))
    lanes = []
    for place in range(0, len(parts), 3):
        new = found.get(place, {}) | found.get(place + 1, {})
        lanes.append(Lane(sorted(new.values()), sorted(found.get(place + 2, {}).values())))
    return lanes


# The words of the condition are those of the index delivery_pending_source, which is in the order that is asked for.
_END = (
    "SELECT * FROM (SELECT %s AS place, id, source_id, size, backlog FROM newsroom_delivery"
    " WHERE state = 'pending' AND source_id = %s AND backlog = %s ORDER BY id {way} LIMIT %s) AS end{place}"
)
