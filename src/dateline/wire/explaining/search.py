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

_OFTEN = 20
"""Places that are weighed against each other."""


class Search:
    """The places of one file, to be searched for many values; remembers which were found."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        self.used: set[str] = set()
        self._exact: dict[str, list[Place]] = {}
        for place in places:
            self._exact.setdefault(place.plain, []).append(place)
        self._times = [_Time(place) for place in places if _MAY_BE_TIME.search(place.text) and len(place.text) <= 60]
        # All texts in one, to be searched at the speed of `find`, and where each begins.
        self._joined = "\n".join(place.plain for place in places)
        self._starts = list(accumulate((len(place.plain) + 1 for place in places), initial=0))

    def place_of(self, key: str, value: str) -> str | None:
        """Where a value stands: as the whole text of a place, else, where it is words, within the shortest."""
        wanted = plain(value)
        if not wanted:
            return None
        same = self._exact.get(wanted, [])
        named = _named(key, same)
        if named is not None or (same and len(wanted) >= _SHORT):
            return self._take(named or same[0])
        if key not in _OF_WORDS or len(wanted) < _SHORT:
            return None
        around = self._around(wanted) or (self._around(wanted[:_ENOUGH])[:1] if len(wanted) > _ENOUGH else [])
        around.sort(key=lambda place: len(place.plain))
        return self._take(_named(key, around) or around[0]) if around else None

    def place_of_time(self, key: str, moments: list[datetime]) -> str | None:
        """Where a time stands, in any of the spellings that the digits of a time have, in any of these zones."""
        for told in (_Time.to_the_minute, _Time.in_letters, _Time.to_the_day):
            found = [time.place for time in self._times if any(told(time, moment) for moment in moments)]
            if found:
                return self._take(_named(key, found) or found[0])
        return None

    def _around(self, wanted: str) -> list[Place]:
        """The first places that hold a text within theirs."""
        found: list[Place] = []
        at = self._joined.find(wanted)
        while at >= 0 and len(found) < _OFTEN:
            number = bisect_right(self._starts, at) - 1
            found.append(self.places[number])
            at = self._joined.find(wanted, self._starts[number + 1])
        return found

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
    """A place whose text may be a time."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.digits = re.sub(r"\D", "", place.text)
        self.numbers = {int(number) for number in re.findall(r"\d{1,4}", place.text)}

    def to_the_minute(self, moment: datetime) -> bool:
        return self.digits.startswith(f"{moment:%Y%m%d%H%M}")

    def in_letters(self, moment: datetime) -> bool:
        """`Fri, 01 Sep 2023 10:15:00 GMT`: the day, the year and the clock, in any order."""
        return f"{moment:%H:%M}" in self.place.text and {moment.day, moment.year} <= self.numbers

    def to_the_day(self, moment: datetime) -> bool:
        return self.digits.startswith(f"{moment:%Y%m%d}")
