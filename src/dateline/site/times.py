"""Times as readers see them: absolute, in the site's zone and language, and never more precise than they are known."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils.translation import gettext as _

from dateline.newsroom.models import Article, House


class Moment(NamedTuple):
    """A time for a `<time>`: its `datetime`, its words, and how precise it is."""

    iso: str
    text: str
    precision: str


class Day(NamedTuple):
    """A day for a `<time>`: its `datetime`, its words, and the moment at which it is over."""

    iso: str
    text: str
    end: datetime

    @property
    def until(self) -> str:
        """When it is over, as a script reads it."""
        return f"{self.end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def day_of(now: datetime, house: House) -> Day:
    """The day that it is where the house is."""
    zone = ZoneInfo(house.zone)
    date = now.astimezone(zone).date()
    end = datetime.combine(date + timedelta(days=1), time.min, zone)
    return Day(date.isoformat(), format_date(date, "EEEE d MMMM y", locale=house.language), end)


def correction_moment(article: Article, house: House) -> Moment | None:
    """When an article was last corrected, for readers; None if it never was."""
    milliseconds = article.corrected_at
    when = None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment(when, article.precision, house)


def moment(when: datetime | None, precision: str, house: House) -> Moment | None:
    """A time for readers, or None for one that is not known."""
    if when is None:
        return None
    local = when.astimezone(ZoneInfo(house.zone))
    date = format_datetime(local, "d MMMM y", locale=house.language)
    if precision == "day":
        return Moment(local.date().isoformat(), date, "day")
    if precision == "hour":
        text = _("%(date)s, around %(hour)s:00") % {"date": date, "hour": f"{local:%H}"}
        return Moment(local.isoformat(timespec="seconds"), text, "hour")
    return Moment(local.isoformat(timespec="seconds"), f"{date}, {local:%H:%M}", "minute")
