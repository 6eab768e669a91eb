"""Times as the XML formats write them: ISO 8601, basic or extended, with a zone or without, and what is met for it."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from dateline.wire.draft import Draft
from dateline.wire.item import Precision
from dateline.wire.problems import problem

_LONGEST = 60
# `20180716T093012+0200` and all its kin: with spaces or nothing for the T, without seconds, with a zone by name.
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?P<dash>[-/.]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
    r"(?:[T\s]*(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,:](?P<fraction>\d{1,9}))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|UT|(?:GMT|UTC)?(?P<sign>[+\-\u2212\s])(?P<hours>\d\d):?(?P<minutes>\d\d)?)?)?",
    re.IGNORECASE,
)
_PARTS: tuple[Precision, ...] = ("second", "minute", "hour")
_BY_NAME = re.compile(r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d{1,2}:\d\d(?P<seconds>:\d\d)?.{0,20}")


def parse_time(text: str | None) -> datetime | None:
    """The moment that a text names: aware where it states a zone, else naive; a date alone is its first moment.

    None for an empty text and for one that is no time (see `read_time` for the problem).
    """
    found = _read(text)
    return None if found is None else found[0]


def read_time(draft: Draft, text: str | None, where: str) -> datetime | None:
    """Like `parse_time`; a text that is no time is a `time-unreadable` problem of the draft."""
    if not text or text.isspace():
        return None
    moment = parse_time(text)
    if moment is None:
        draft.problems.append(problem("time-unreadable", where, text))
    return moment


def read_embargo(draft: Draft, text: str | None, where: str) -> None:
    """Sets the end of an embargo where there is none yet. One that is stated and cannot be read, or is empty, is for a
    person to ask after: it holds the item."""
    if text is None or draft.embargoed is not None:
        return
    draft.embargoed = parse_time(text)
    if draft.embargoed is None:
        draft.status = "withheld" if draft.status == "usable" else draft.status
        draft.problems.append(problem("embargo-unclear", where, text))


def precision_of(text: str | None) -> Precision | None:
    """How much of a moment a time that can be read states."""
    found = _read(text)
    return None if found is None else found[1]


def _read(text: str | None) -> tuple[datetime, Precision] | None:
    words = text.strip() if text else ""
    return _read_words(words) if words and len(words) <= _LONGEST else None


@lru_cache(maxsize=256)
def _read_words(words: str) -> tuple[datetime, Precision] | None:
    """One item gives the same time in several places, and each is asked for its precision too."""
    found = _WRITTEN.fullmatch(words)
    if found is not None:
        return _moment(found)
    named = _BY_NAME.fullmatch(words)
    if named is None:
        return None
    try:
        return parsedate_to_datetime(words), "second" if named["seconds"] else "minute"
    except (ValueError, TypeError, IndexError):
        return None


def _moment(found: re.Match[str]) -> tuple[datetime, Precision] | None:
    precision: Precision = next((part for part in _PARTS if found[part] is not None), "day")
    hour = int(found["hour"] or 0)
    try:
        moment = datetime(
            int(found["year"]),
            int(found["month"]),
            int(found["day"]),
            hour % 24 if hour == 24 else hour,
            int(found["minute"] or 0),
            int(found["second"] or 0),
            int((found["fraction"] or "0").ljust(6, "0")[:6]),
            tzinfo=_zone(found),
        )
        moment += timedelta(days=1) if hour == 24 else timedelta()
    except (ValueError, OverflowError):
        return None
    return (moment, precision) if 1 < moment.year < 9999 else None


def _zone(found: re.Match[str]) -> timezone | None:
    if found["zone"] is None:
        return None
    if found["hours"] is None:
        return UTC
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-ahead if found["sign"] in "-\u2212" else ahead)


def is_later(moment: datetime, than: datetime) -> bool:
    """Whether one time of a file is later than another; where only one states a zone, the other is in it too."""
    if (moment.tzinfo is None) != (than.tzinfo is None):
        zone = moment.tzinfo or than.tzinfo or UTC
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        than = than if than.tzinfo else than.replace(tzinfo=zone)
    return moment > than
