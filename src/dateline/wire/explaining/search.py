"""Which place of a file holds a value: by its words, and by what the places are called where the words are too few."""

import re
from bisect import bisect_right
from datetime import datetime
from itertools import accumulate

from dateline.wire.explaining.places import Place, plain

_NAMES: dict[str, str] = {
    "provider": r"provider|party|source|agency|credit|distributor|org|sent",
    "credit": r"credit|source|provider|party|creator|distributor",
    "guid": r"guid|\bid\b|id$|ident|uri",
    "version": r"version|revision|ver",
    "status": r"status|stat",
    "urgency": r"urg|prior",
    "language": r"lang",
    "kind": r"type|class|kind|genre",
    "firstCreated": r"first|issue|created|publi",
    "versionCreated": r"this|version|modif|updat|revis|issue|publi|sent|created|date",
    "embargoed": r"embargo|release|lift|until|status",
    "expires": r"expir|until|remove",
    "headline": r"head|title|hl1",
    "kicker": r"kick|over|head|title",
    "subheadline": r"sub|hl2|deck",
    "abstract": r"abstract|summary|desc|teaser|intro|lead",
    "slugline": r"slug|key|title|name",
    "byline": r"by|author|creator",
    "section": r"section|categor|service|product|desk|channel|subject",
    "subjects": r"subject|categor|topic|tag|keyword",
    "keywords": r"keyword|tag|subject",
    "places": r"loc|city|countr|place|state|area|dateline",
    "edNote": r"note|instruct|ed",
    "usageTerms": r"usage|rights|terms|restrict",
    "copyright": r"copy|rights",
    "dateline.text": r"dateline|located|place",
}
"""What the elements, attributes and keys that hold a key's value tend to be called, what says most first."""

_OF_WORDS = frozenset(
    "headline kicker subheadline abstract slugline byline note edNote usageTerms copyright text "
    "dateline.text dateline.date signal.text signal.target".split()
)
"""Keys whose values may be a part of a longer text."""

_SHORT = 4
"""Letters and digits below which a value says too little by itself."""


_ENOUGH = 24
"""Letters and digits of a long value by which its beginning is found, where no place holds all of it."""

_BEFORE = 40
"""Places of an item that may come before the one that it is known by."""

_LONGEST_TIME = 60

_OFTEN = 20
"""Places that are weighed against each other."""


class Search:
    """The places of one file, to be searched for many values; remembers which were found."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        self.used: set[str] = set()
        self._near: int | None = None
        self._exact: dict[str, list[int]] = {}
        for number, place in enumerate(places):
            self._exact.setdefault(place.plain, []).append(number)
        self._times = [
            _Time(number, place.text)
            for number, place in enumerate(places)
            if len(place.text) <= _LONGEST_TIME and _MAY_BE_TIME.search(place.text)
        ]
        # All texts in one, to be searched at the speed of `find`, and where each begins.
        self._joined = "\n".join(place.plain for place in places)
        self._starts = list(accumulate((len(place.plain) + 1 for place in places), initial=0))

    def go_to(self, words: list[str], behind: int) -> int:
        """Prefer what is near the first place, behind a number of places, that holds one of these texts; its number."""
        self._near = behind
        for wanted in filter(None, map(plain, words)):
            at = self._joined.find(wanted[:_ENOUGH], self._starts[min(behind, len(self.places))])
            if at >= 0:
                self._near = bisect_right(self._starts, at) - 1
                break
        return self._near

    def place_of(self, key: str, value: str) -> str | None:
        """Where a value stands: as the whole text of a place, else, where it is words, within the shortest."""
        wanted = plain(value)
        if not wanted:
            return None
        same = self._nearest(self._exact.get(wanted, []))
        named = _named(key, same)
        if named is not None or (same and len(wanted) >= _SHORT):
            return self._take(named or same[0])
        if key not in _OF_WORDS or len(wanted) < _SHORT:
            return None
        around = self._around(wanted) or (self._around(wanted[:_ENOUGH])[:1] if len(wanted) > _ENOUGH else [])
        return self._take(_named(key, around) or around[0]) if around else None

    def place_of_time(self, key: str, moments: list[datetime]) -> str | None:
        """Where a time stands, in any of the spellings that the digits of a time have, in any of these zones."""
        for told in (_Time.to_the_minute, _Time.in_letters, _Time.to_the_day):
            found = self._nearest([time.number for time in self._times if any(told(time, one) for one in moments)])
            if found:
                return self._take(_named(key, found) or found[0])
        return None

    def _nearest(self, numbers: list[int]) -> list[Place]:
        """The places of these numbers, in ascending order: the first of them, or the nearest ones, nearest first."""
        near = self._near
        if near is None:
            return [self.places[number] for number in numbers[:_OFTEN]]
        middle = bisect_right(numbers, near)
        some = numbers[max(0, middle - _OFTEN // 2) : middle + _OFTEN // 2]
        # An item is known by what comes early in it: what comes before that may belong to the item before.
        return [
            self.places[one] for one in sorted(some, key=lambda one: one - near if one >= near else 4 * (near - one))
        ]

    def _around(self, wanted: str) -> list[Place]:
        """Places that hold a text within theirs: the shortest first, or the nearest."""
        from_here = self._starts[max(0, self._near - _BEFORE)] if self._near is not None else 0
        at = self._joined.find(wanted, from_here)
        if at < 0:
            at = self._joined.find(wanted)
        found: list[int] = []
        while at >= 0 and len(found) < _OFTEN:
            found.append(bisect_right(self._starts, at) - 1)
            at = self._joined.find(wanted, self._starts[found[-1] + 1])
        places = self._nearest(found)
        return places if self._near is not None else sorted(places, key=lambda place: len(place.plain))

    def _take(self, place: Place) -> str:
        self.used.add(place.where)
        return place.where


def _named(key: str, places: list[Place]) -> Place | None:
    """The place whose name says most that it holds this key's value."""
    for word in _NAMES.get(key, key).split("|"):
        for place in places:
            if re.search(word, place.name, re.IGNORECASE):
                return place
    return None


_MAY_BE_TIME = re.compile(r"\d.*\d.*\d.*\d")


class _Time:
    """A text that may be a time, and the number of its place."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text
        self.digits = re.sub(r"\D", "", text)
        self.numbers = {int(number) for number in re.findall(r"\d{1,4}", text)}

    def to_the_minute(self, moment: datetime) -> bool:
        return self.digits.startswith(f"{moment:%Y%m%d%H%M}")

    def in_letters(self, moment: datetime) -> bool:
        """`Fri, 01 Sep 2023 10:15:00 GMT`: the day, the year and the clock, in any order."""
        return f"{moment:%H:%M}" in self.text and {moment.day, moment.year} <= self.numbers

    def to_the_day(self, moment: datetime) -> bool:
        return self.digits.startswith(f"{moment:%Y%m%d}")
