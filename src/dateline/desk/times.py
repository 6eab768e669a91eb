"""Times at the desk: in the zone of the house, in the editor's language, as short as they can be."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.utils.translation import get_language

from dateline.newsroom.models import House


def short(when: datetime, now: datetime, house: House) -> str:
    """A time of today as `14:05`, one of another day with its date."""
    local, today = (moment.astimezone(ZoneInfo(house.zone)) for moment in (when, now))
    if local.date() == today.date():
        return f"{local:%H:%M}"
    form = "d MMM HH:mm" if local.year == today.year else "d MMM y HH:mm"
    return str(format_datetime(local, form, locale=get_language() or "en"))


def exact(when: datetime, house: House) -> str:
    """A time to the second, with its date."""
    local = when.astimezone(ZoneInfo(house.zone))
    return str(format_datetime(local, "d MMMM y HH:mm:ss", locale=get_language() or "en"))


def of_milliseconds(moment: int) -> datetime:
    """A moment given in milliseconds since 1970."""
    return datetime.fromtimestamp(moment / 1000, UTC)


def day_of(day: date, house: House) -> tuple[datetime, datetime]:
    """When a day begins in the zone of the house, and when the next one does."""
    zone = ZoneInfo(house.zone)
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def typed(text: str, house: House) -> datetime | None:
    """A moment as a browser sends what was typed (`2026-11-28T18:00`), in the zone of the house; None for no moment.

    Of an hour that comes twice it is the first.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or ZoneInfo(house.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def field(when: datetime | None, house: House) -> str:
    """A moment as the field of a form holds it."""
    return "" if when is None else f"{when.astimezone(ZoneInfo(house.zone)):%Y-%m-%dT%H:%M}"
