"""Datelines in forms of their own: between strokes, in small letters."""

import re
from functools import cache

from dateline.wire.copy.agencies import code_of, codes_in
from dateline.wire.copy.bare_places import is_known_city
from dateline.wire.copy.dates import DATE
from dateline.wire.copy.place_lists import split_places
from dateline.wire.copy.places import reader_case
from dateline.wire.item import Dateline

# AFP's since 2017: `Kabul, Afghanistan | AFP | Saturday 6/3/2017 - 11:28 UTC+4.5 | 631 words`.
_PIPED = re.compile(
    r"(?P<places>[^|\n]{2,60}?)\s\|\s(?P<agency>[^\W\d_][\w \-]{1,20}?)"
    r"\s\|\s(?P<date>(?:[^\W\d_]{2,12}\s)?\d{1,2}/\d{1,2}/\d{4})"
    r"\s-\s\d{1,2}:\d\d(?:\sUTC(?:[+\-]\d{1,2}(?:[.:]\d{1,2})?)?)?(?:\s\|\s\d{1,6}\s[^\W\d_]{2,12})?\s*"
)
# All in small letters, as old printers sent it: `den haag (anp) - de minister …`.
_SMALL = re.compile(
    r"(?P<places>[^\W\d_][^\W\d_'’.\-/ ]{1,20}(?:[ /\-][^\W\d_]{2,20}){0,3})"
    r" \((?P<agencies>[a-z]{2,10}(?:/[a-z]{2,10}){0,3})\)\s[-–—=]\s"
)


@cache
def _slashed() -> re.Pattern[str]:
    """`NEW YORK, NY / ACCESSWIRE / May 3, 2024 / Acme …`."""
    return re.compile(
        rf"(?P<places>[^/\n]{{3,50}}?)\s/\s(?P<agency>[A-Za-z][A-Za-z ]{{2,20}}?)\s/\s(?P<date>{DATE})\s/\s*",
        re.IGNORECASE,
    )


_REACH = 160


def odd_dateline(text: str) -> tuple[Dateline, int] | None:
    """A dateline in one of these forms at the head of a paragraph, and how many characters it takes."""
    if text[:1].islower():
        return _small(text)
    start = text[:_REACH]
    if " | " in start:
        found = _PIPED.fullmatch(start) if len(text) <= _REACH else None
    else:
        found = _slashed().match(start) if start.count(" / ") >= 2 else None
    code = code_of(found["agency"]) if found is not None else None
    if found is None or code is None:
        return None
    places = split_places(found["places"]) or (found["places"],)
    shown = tuple(map(reader_case, places))
    return Dateline(text=found[0].strip(), places=shown, agencies=(code,), date=found["date"]), found.end()


def _small(text: str) -> tuple[Dateline, int] | None:
    """One all in small letters: only of cities that much news comes from and of agencies that are known."""
    found = _SMALL.match(text)
    codes = codes_in(found["agencies"].upper(), unknown=False) if found is not None else ()
    if found is None or len(codes) != found["agencies"].count("/") + 1:
        return None
    places = split_places(found["places"].upper())
    if not places or not all(map(is_known_city, places)):
        return None
    shown = tuple(map(reader_case, places))
    return Dateline(text=found[0].strip(), places=shown, agencies=codes), found.end()
