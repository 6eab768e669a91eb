"""Dates of feeds and mail: RFC 822 and 5322 in the spellings that are really met, RFC 3339, W3CDTF, asctime."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from dateline.wire.draft import Draft
from dateline.wire.item import Precision
from dateline.wire.problems import problem

LONGEST = 80
"""No date has more characters than this."""


class Moment(NamedTuple):
    """A moment as a feed states it: naive where there is no zone, and how much of it is known."""

    time: datetime
    precision: Precision


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari januar janvier enero janv ene gennaio gen janeiro jänner jän jän",
            "feb february februari februar février fév févr fevrier febrero febbraio fev fevereiro",
            "mar march maart mrt märz mär mars marzo março mrz maerz",
            "apr april avril avr abril abr aprile",
            "may mei mai mayo maggio mag maj maio",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august augustus août aout agosto ago augusti",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott out outubro",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre déc decembre diciembre dic dicembre dezembro des",
        ),
        1,
    )
    for name in names.split()
}
_HOURS = {
    **dict.fromkeys(("z", "gmt", "ut", "utc", "wet"), 0),
    **dict.fromkeys(("cet", "mez", "bst", "west"), 1),
    **dict.fromkeys(("cest", "mesz", "eet", "sast"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **dict.fromkeys(("sgt", "hkt", "awst"), 8),
    **dict.fromkeys(("jst", "kst"), 9),
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("edt", "ast"), -4),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    **dict.fromkeys(("pst", "akdt"), -8),
    "akst": -9,
    "hst": -10,
    "adt": -3,
    "brt": -3,
}
"""Zones by name, in hours ahead of UTC: of RFC 822, of Europe, others that have one meaning (`IST` has three)."""

_MILITARY = frozenset("abcdefghiklmnopqrstuvwxy")
"""RFC 5322, 4.3: they were got wrong so often that they say nothing but UTC."""

_CLOCK = (
    r"(?:(?P<hour2>\d{2})(?P<minute2>\d{2})(?P<second2>\d{2})?(?!\d)"
    r"|(?P<hour>\d{1,2})(?:[:h.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?)"
)
_ZONE = r"(?P<zone>(?:GMT|UTC)?\s?[+\-−]\s?\d{1,2}:?(?:\d{2})?(?::?\d{2})?|[A-Za-z]{1,5})"
_REST = rf"(?:(?:\s*,\s*|\s+|T)(?:at\s+|om\s+|um\s+|à\s+)?{_CLOCK}(?:\s*{_ZONE})?(?:\s*\([^()]{{0,40}}\))?)?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?\s*,?\s*)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s\-/]\s*(?P<month>[^\W\d_]{{3,10}})\.?,?[\s\-/]\s*"
    rf"(?P<year>\d{{4}}|\d{{2}}){_REST}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<month>[^\W\d_]{{3,10}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_REST}"
)
_ASCTIME = re.compile(
    rf"{_WEEKDAY}(?P<month>[^\W\d_]{{3,10}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}(?:\s+{_ZONE})?\s+(?P<year>\d{{4}})"
)
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[\-/.]?)(?P<month>\d{{2}})(?P=mark)(?P<day>\d{{2}})"
    rf"(?:(?:\s*[Tt]\s*|\s+){_CLOCK}(?:\s*{_ZONE})?)?"
)
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST, _ASCTIME)
_WHOLE_DAY = timedelta(days=1)
_OFFSET = re.compile(r"(?P<sign>[+\-−])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")


def parse_date(text: str) -> Moment | None:
    """The moment that a date states; None for one that cannot be read, or is no day at all (31 June)."""
    return _parsed(" ".join(text.split())) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)  # a feed is read again and again, and nearly all of its dates are those of the last time
def _parsed(text: str) -> Moment | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return _moment(found)
    return None


def read_date(draft: Draft, text: str | None, where: str) -> Moment | None:
    """Like `parse_date`; a text that is no date is a `time-unreadable` problem of the draft, and so is a placeholder
    such as the year 1 or the first second of 1970."""
    if not text or text.isspace():
        return None
    moment = parse_date(text)
    if moment is None or moment.time.year < 1900 or _is_epoch(moment.time):
        draft.problems.append(problem("time-unreadable", where, text))
        return None
    if moment.time.tzinfo is None and _names_zone(text):
        draft.problems.append(problem("unknown-value", where, text))
    return moment


def _is_epoch(time: datetime) -> bool:
    return time.year == 1970 and time.replace(tzinfo=None) == datetime(1970, 1, 1)


def _names_zone(text: str) -> bool:
    """Whether a date that can be read names a zone that nothing is known of."""
    last = text.strip().rpartition(" ")[2]
    return last.isalpha() and last.lower() not in ("am", "pm")


def _moment(found: re.Match[str]) -> Moment | None:
    year, month, day, fraction, half, zone = found.group("year", "month", "day", "fraction", "half", "zone")
    hour, minute, second = found.group("hour", "minute", "second")
    if hour is None:
        hour, minute, second = found.group("hour2", "minute2", "second2")
    try:
        start = datetime(_year(year), int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0), int(day))
        if hour is None:
            return Moment(start, "day")
        hours, minutes, seconds = _hour(int(hour), half), int(minute or 0), int(second or 0)
        micros = int(fraction.ljust(6, "0")[:6]) if fraction else 0
        clock = timedelta(0, seconds, micros, 0, minutes, hours)
        if minutes > 59 or seconds > 60 or clock > _WHOLE_DAY:
            return None
        time = (start + clock).replace(tzinfo=zone_of(zone))
    except (ValueError, OverflowError):
        return None
    return Moment(time, "second" if second else "minute" if minute else "hour")


def _year(text: str) -> int:
    """Two digits are those of RFC 5322, 4.3: 49 is 2049, 50 is 1950."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "Pp" else 0)


@lru_cache(maxsize=256)
def zone_of(text: str | None) -> timezone | None:
    """The zone that an offset or a name stands for (`+0100`, `GMT+1`, `EST`); None where there is none that is known.

    Raises ValueError for an offset of a day or more.
    """
    name = (text or "").strip().lower()
    offset = _OFFSET.search(name)
    if offset is not None:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)) if minutes else UTC
    if name in _MILITARY:
        return UTC
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else None
