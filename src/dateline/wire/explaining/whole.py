"""The explanation of a whole file, what of it is in no item included."""

import copy
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, tzinfo

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.explaining.compare import Steps, compare
from dateline.wire.explaining.places import Place, places_of, plain
from dateline.wire.explaining.search import Search
from dateline.wire.explaining.values import Explanation, ItemExplanation, Unused
from dateline.wire.formats.base import Source
from dateline.wire.item import NewsItem
from dateline.wire.problems import Problem
from dateline.wire.profiles import profile_for
from dateline.wire.reader import as_unreadable, drafts_of, item_of, set_aside_of

MOST_ITEMS = 50
"""Items of a file that are explained; of the others it is only said how many there are."""

_EDGE = 40
"""Letters of a long text, at its beginning and end, by which it is found again."""

_FEWEST = 3
"""Letters below which a text says nothing (`1.2`, `N`)."""


def explain(
    data: bytes,
    *,
    name: str | None = None,
    format: str | None = None,
    fetched_at: datetime | None = None,
    zone: tzinfo | None = None,
    provider: str | None = None,
) -> Explanation:
    """Where each part of a file went. Takes what `read` takes; raises Unreadable and nothing else.

    The items are those that `read` gives, the first MOST_ITEMS of them. Takes several times as long as reading.
    """
    source = Source(data=data, name=name, fetched_at=fetched_at, zone=zone, provider=provider)
    search = Search(places_of(data))
    with as_unreadable():
        found, drafts = drafts_of(source, format)
        several = len(drafts.drafts) > 1
        explained, near = [], 0
        for draft in drafts.drafts[:MOST_ITEMS]:
            if several:
                first = [block.text for block in draft.blocks[:1]]
                near = search.go_to([draft.guid or "", draft.headline or "", *first], near)
            explained.append(_explained(draft, zone, search))
        rest = [item_of(draft, zone) for draft in drafts.drafts[MOST_ITEMS:]]
    set_aside = set_aside_of(found, drafts)
    unused = _unused(search, [*(one.item for one in explained), *rest], set_aside)
    return Explanation(
        format=found.name,
        title=found.title,
        items=tuple(explained),
        more=len(rest),
        set_aside=set_aside,
        unused=unused,
    )


def _explained(draft: Draft, zone: tzinfo | None, search: Search) -> ItemExplanation:
    seen: list[Draft] = []
    item = item_of(draft, zone, lambda one: seen.append(copy.deepcopy(one)))
    read, adjusted = seen
    return compare(item, Steps(read=read, adjusted=adjusted, parsed=draft, profile=profile_for(read)), search)


def _unused(search: Search, items: list[NewsItem], set_aside: Iterable[Problem]) -> tuple[Unused, ...]:
    """The texts of a file that are in no item, those of one name together, in the order of the file."""
    whole, words = _held(items, set_aside)
    first: dict[str, Place] = {}
    counts: Counter[str] = Counter()
    for place in search.places:
        if place.where in search.used or place.plain in whole or not _says_something(place) or _stands_in(place, words):
            continue
        first.setdefault(place.kind, place)
        counts[place.kind] += 1
    return tuple(Unused(where=place.where, text=place.text, count=counts[kind]) for kind, place in first.items())


def _held(items: list[NewsItem], set_aside: Iterable[Problem]) -> tuple[set[str], str]:
    """All values of the items as they are compared: each by itself, and joined."""
    texts: list[str] = [one.excerpt for one in set_aside]
    ahead: list[object] = [msgspec.to_builtins(item) for item in items]
    while ahead:
        one = ahead.pop()
        if isinstance(one, dict):
            ahead.extend(value for key, value in one.items() if key not in ("body", "problems"))
        elif isinstance(one, list | tuple):
            ahead.extend(one)
        elif one is not None:
            texts.append(str(one))
    found = [plain(text) for text in texts]
    for item in items:  # a paragraph that lost its dateline or sign-off is whole only together with them
        parts = (item.dateline.text if item.dateline else "", item.text, *item.apparatus)
        found.append(plain("".join(parts)))
    return set(found), "\n".join(found)


def _says_something(place: Place) -> bool:
    return sum(char.isalpha() for char in place.plain) >= _FEWEST and not place.plain.isdigit()


def _stands_in(place: Place, words: str) -> bool:
    if len(place.plain) <= 2 * _EDGE:
        return place.plain in words
    return place.plain[:_EDGE] in words or place.plain[-_EDGE:] in words
