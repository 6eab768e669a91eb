"""Times as the XML formats write them: ISO 8601, basic or extended, with a zone or without."""

from datetime import UTC, datetime

from dateline.wire.draft import Draft
from dateline.wire.item import Precision
from dateline.wire.problems import problem


def parse_time(text: str | None) -> datetime | None:
    """The moment that a text names: aware where it states a zone, else naive; a date alone is its first moment.

    None for an empty text and for one that is no time (see `read_time` for the problem).
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if 1 < moment.year < 9999 else None


def read_time(draft: Draft, text: str | None, where: str) -> datetime | None:
    """Like `parse_time`; a text that is no time is a `time-unreadable` problem of the draft."""
    if not text or text.isspace():
        return None
    moment = parse_time(text)
    if moment is None:
        draft.problems.append(problem("time-unreadable", where, text))
    return moment


def precision_of(text: str | None) -> Precision | None:
    """How much of a moment a time that can be read states."""
    if not text:
        return None
    digits = text.strip()
    _, mark, clock = digits.partition("T") if "T" in digits else digits.partition(" ")
    if not mark:
        return "day"
    hours = clock.rstrip("Zz").partition("+")[0].partition("-")[0].replace(":", "")
    return "second" if len(hours) >= 6 else "minute" if len(hours) >= 4 else "hour"


def is_later(moment: datetime, than: datetime) -> bool:
    """Whether one time of a file is later than another; where only one states a zone, the other is in it too."""
    if (moment.tzinfo is None) != (than.tzinfo is None):
        zone = moment.tzinfo or than.tzinfo or UTC
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        than = than if than.tzinfo else than.replace(tzinfo=zone)
    return moment > than
