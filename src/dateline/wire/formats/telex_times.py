"""Times of the old line formats: day and clock without a year or a zone, fixed by the arrival where there is one."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from dateline.wire.item import Precision
from dateline.wire.text.blocks import fold

CENTURY = 70
"""Years of two digits from this one on are of the twentieth century."""

AHEAD = timedelta(days=1)
"""How far ahead of its arrival a message may be dated: the clocks of zones and of senders differ."""


class Stamp(NamedTuple):
    """When a message was made. `moment` is naive where it names no zone; None where a part of the date is unknown.

    `day` is the date as far as it is known, for the identity: `2013-11-13`, `--11-13` without a year.
    """

    moment: datetime | None
    day: str
    precision: Precision


_MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen",
            "feb fev fév",
            "mar mär mae mrt maa mrz",
            "apr avr abr",
            "may mai mei maj mag",
            "jun juin giu",
            "jul juil lug",
            "aug aou aoû ago",
            "sep set",
            "okt oct ott out",
            "nov",
            "dec dez déc dic des",
        ),
        1,
    )
    for name in names.split()
}
_OFFSETS: dict[str, int] = {
    **dict.fromkeys(("z", "gmt", "utc", "ut", "tu", "wet"), 0),
    **dict.fromkeys(("cet", "mez", "bst", "ist", "hec"), 1),
    **dict.fromkeys(("cest", "mesz", "eet"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    **dict.fromkeys(("jst", "kst"), 9),
    "edt": -4,
    "pst": -8,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
"""Hours by which a zone that messages name is ahead of UTC."""

DTG = (
    r"(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)[ \t]*"
    r"(?:(?P<zone>Z|GMT|UTC|UT|TU|HEC|C?ES?T|EE?S?T|MESZ?|MEZ|BST|MSK)\b)?"
    r"(?:[ \t]*(?P<month>[^\W\d_]{3,9})\.?(?:[ \t]*(?P<year>\d{4}|\d{2}))?)?"
)
"""The date-time group of IPTC 7901 (chapter 6.2), as a pattern: `131137 GMT Nov 13`, `150920 JUN 07`, `251100`.

The AFP sets its name ahead of it.
"""

_DTG = re.compile(rf"[\s\x00-\x20]*(?:[A-Z]{{2,6}}[ \t]+)?{DTG}[\s\x00-\x20]*")
_TRAILER = re.compile(
    r"(?P<agency>[A-Z]{2,8})(?:-[A-Z]{2})?[\s\-]+(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d{4}|\d{2})\s+"
    r"(?P<hour>\d\d)(?P<minute>\d\d)\s?(?P<zone>[A-Z]{1,4})?\s*<?"
)


# Kyodo's: `KWS-21:37-09-12-18`, the day ahead of the month.
_CLOCK_TRAILER = re.compile(
    r"(?P<agency>[A-Z]{2,6})-(?P<hour>\d\d):(?P<minute>\d\d)-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4}|\d{2})(?P<zone>)"
)
# UPI's: `upi 03-04-91 0233pes` is 14:33 Eastern Standard Time.
_UPI_TRAILER = re.compile(
    r"(?P<agency>upi)\s+(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s+(?P<hour>0\d|1[0-2]):?(?P<minute>[0-5]\d)\s?"
    r"(?P<half>[ap])(?P<zone>[ecmp][sd])t?\s?<?",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"[A-Z](?:[^\W\d_]|[.'/\- ]){2,50}(?P<hour>1[0-2]|[1-9])(?P<minute>[0-5]\d)?(?P<half>[ap])m?\s?"
    r"(?P<month>1[0-2]|0?[1-9])/(?P<day>[0-3]?\d)/(?P<year>\d\d)"
)


class Trailer(NamedTuple):
    """What stands below a message of ANPA: who sent it when (`AP-WF-11-13-13 1509GMT`)."""

    agency: str
    stamp: Stamp | None


def read_dtg(text: str, arrival: datetime | None) -> Stamp | None:
    """The moment of a date-time group that is the whole text; None where it is none or no moment of any calendar."""
    found = _DTG.fullmatch(text) if len(text) <= 80 else None
    if found is None:
        return None
    month = month_of(found["month"]) if found["month"] else None
    if found["month"] and month is None:
        return None
    year = full_year(found["year"]) if found["year"] else None
    return stamp_of(
        (year, month, int(found["day"])), (int(found["hour"]), int(found["minute"])), found["zone"], arrival
    )


_APA = re.compile(r"APA\d{3,5}\s+(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)/(?P<hour>\d\d):(?P<minute>\d\d)")


def read_apa(text: str) -> Stamp | None:
    """The moment of the line with which the APA closes a message: `APA0123 2025-11-24/10:12`."""
    found = _APA.fullmatch(text.strip()) if len(text) <= 80 else None
    if found is None:
        return None
    day = (int(found["year"]), int(found["month"]), int(found["day"]))
    return stamp_of(day, (int(found["hour"]), int(found["minute"])), None, None)


_DAY_CLOCK = re.compile(
    r"(?P<day>[0-3]?\d)-(?P<month>[^\W\d_]{3})-(?P<year>\d{4}|\d{2})\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?"
)


def read_day_clock(text: str) -> Stamp | None:
    """The moment that is the whole text, as Italy's agencies write it: `12-MAR-26 14:30`."""
    found = _DAY_CLOCK.fullmatch(text.strip()) if len(text) <= 40 else None
    month = month_of(found["month"]) if found is not None else None
    if found is None or month is None:
        return None
    day = (full_year(found["year"]), month, int(found["day"]))
    return stamp_of(day, (int(found["hour"]), int(found["minute"])), None, None)


def read_trailer(text: str) -> Trailer | None:
    """The agency and the moment of an ANPA trailer that is the whole text."""
    words = fold(text).strip() if len(text) <= 120 else ""
    upi = _UPI_TRAILER.fullmatch(words)
    if upi is not None:
        hour = int(upi["hour"]) % 12 + (12 if upi["half"].lower() == "p" else 0)
        day = (full_year(upi["year"]), int(upi["month"]), int(upi["day"]))
        return Trailer("UPI", stamp_of(day, (hour, int(upi["minute"])), f"{upi['zone']}t", None))
    found = _TRAILER.fullmatch(words) or _CLOCK_TRAILER.fullmatch(words)
    if found is None:
        return None
    day = (full_year(found["year"]), int(found["month"]), int(found["day"]))
    return Trailer(found["agency"], stamp_of(day, (int(found["hour"]), int(found["minute"])), found["zone"], None))


def closing_stamp(text: str, arrival: datetime | None) -> Stamp | None:
    """The moment that a last line is: a date-time group with its month, a trailer, or a day and a clock."""
    trailer = read_trailer(text)
    if trailer is not None:
        return trailer.stamp
    group = read_dtg(text, arrival) if any(letter.isalpha() for letter in text) else None
    return group or read_day_clock(text)


def read_sign_off(text: str) -> Stamp | None:
    """The moment in a sign-off that has one: `W.Ochoa222p4/21/95` is 14:22 on 21 April 1995."""
    found = _SIGN_OFF.fullmatch(text.strip()) if len(text) <= 80 else None
    if found is None:
        return None
    hour = int(found["hour"]) % 12 + (12 if found["half"] == "p" else 0)
    day = (full_year(found["year"]), int(found["month"]), int(found["day"]))
    return stamp_of(day, (hour, int(found["minute"] or 0)), None, None)


def stamp_of(
    day: tuple[int | None, int | None, int],
    clock: tuple[int, int] | None,
    zone: str | None,
    arrival: datetime | None,
) -> Stamp | None:
    """A Stamp of (year, month, day) and (hour, minute).

    A year or month that is None is that of the last such day before the arrival (aware), which may be AHEAD of it;
    without an arrival `moment` is None. None where there is no such day or hour.
    """
    year, month, number = day
    found = _fixed(year, month, number, arrival) if year is None or month is None else _date(year, month, number)
    precision: Precision = "minute" if clock is not None else "day"
    if found is None:
        if arrival is not None or (year is not None and month is not None) or not _may_be(month, number):
            return None
        return Stamp(None, f"--{month:02}-{number:02}" if month else f"---{number:02}", precision)
    hour, minute = clock or (0, 0)
    if hour > 23 or minute > 59:
        return None
    moment = datetime(found.year, found.month, found.day, hour, minute, tzinfo=zone_of(zone))
    return Stamp(moment, found.isoformat(), precision)


def zone_of(name: str | None) -> tzinfo | None:
    """The zone that a message names (`GMT`, `EST`, `MESZ`); None for no name and for one that is not known."""
    offset = _OFFSETS.get(name.lower()) if name else None
    return None if offset is None else UTC if offset == 0 else timezone(timedelta(hours=offset))


def month_of(name: str) -> int | None:
    """The number of a month by its name or the beginning of it, in any language of the agencies."""
    plain = name.lower()
    bare = "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
    for key in (plain[:4], plain[:3], bare[:4], bare[:3]):
        if key in _MONTHS:
            return _MONTHS[key]
    return None


def full_year(digits: str) -> int:
    """A year of two or four digits: `97` is 1997, `24` is 2024."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= CENTURY else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 9999 else None
    except ValueError:
        return None


def _may_be(month: int | None, day: int) -> bool:
    return _date(2000, month or 1, day) is not None


def _fixed(year: int | None, month: int | None, day: int, arrival: datetime | None) -> date | None:
    """The last such day that is no later than the arrival and AHEAD."""
    if arrival is None:
        return None
    latest = (arrival + AHEAD).date()
    if month is not None:
        years = (year,) if year is not None else range(latest.year, latest.year - 8, -1)
        candidates = [_date(number, month, day) for number in years]
    else:
        months = [(latest.year * 12 + latest.month - 1 - back) for back in range(14)]
        candidates = [
            _date(number // 12, number % 12 + 1, day) for number in months if year is None or number // 12 == year
        ]
    return next((found for found in candidates if found is not None and found <= latest), None)
