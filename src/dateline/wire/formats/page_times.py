"""Times as the pages of news sites print them: `Gepubliceerd: 28 november 2025 12:00`, `1 uur geleden`."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, NamedTuple

from dateline.wire.copy.ages import parse_age
from dateline.wire.item import Precision

TimeRole = Literal["published", "updated"]


class Clock(NamedTuple):
    """What the times of a page stand on: when it was fetched (aware), and the zone of times that state none."""

    fetched_at: datetime | None
    zone: tzinfo | None


class Mark(NamedTuple):
    """A time at the head of a text, which takes `end` characters of it.

    `moment` is aware, and None where it can't be known: an age or a time without a zone, and nothing to reckon from.
    `language` is that of the words of an age; `role` is what a label ahead of the time says of it. `counted` says that
    the moment was counted back from an age, and so is no fact of the copy.
    """

    moment: datetime | None
    precision: Precision
    role: TimeRole | None
    language: str | None
    end: int
    counted: bool = False


REACH = 200
"""Characters at the head of a text in which a time has to stand."""


def parse_mark(text: str, clock: Clock) -> Mark | None:
    """The time at the head of a text, its label included: an age in words, or a date with or without a time of day."""
    head = text[:REACH]
    label = _LABEL.match(head)
    start = label.end() if label else 0
    role = role_of(label[0]) if label else None
    age = parse_age(head[start:], clock.fetched_at)
    if age is not None:
        return Mark(age.moment, age.precision, role, age.language, start + age.end, counted=True)
    day = _day(head, start, clock)
    if day is None:
        return _without_year(head, start, role, clock)
    moment, precision, end = _with_time_of_day(head, *day, clock)
    return Mark(moment, precision, role, None, end)


def role_of(label: str) -> TimeRole | None:
    """What a label such as `Gepubliceerd op:` says of the time behind it; None where the text is no such label."""
    found = _LABEL.fullmatch(f"{label.rstrip(' :')} ") if len(label) <= 60 else None
    if found is None:
        return None
    return "updated" if found["updated"] else "published"


def parse_moment(text: str, clock: Clock) -> Mark | None:
    """A time of a page's metadata, which is to be ISO 8601 but may be anything that `parse_mark` knows."""
    try:
        if _ISO_WITH_TIME.match(text):
            found = datetime.fromisoformat(text.strip())
            if not _is_of_our_time(found.year):
                return None
            moment = found if found.tzinfo else _placed(found, clock.zone)
            return Mark(moment, "second" if text.count(":") > 1 else "minute", None, None, len(text))
    except ValueError:
        pass
    return parse_mark(text, clock)


_ISO_WITH_TIME = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")

_LABEL = re.compile(
    r"""(?ix) \s* (?:
      (?P<updated> (?:laatst\s|voor\shet\slaatst\s)?(?:bijgewerkt|aangepast|gewijzigd) | (?:laatste\s)?update
        | (?:last\s)?updated | mis\sà\sjour|modifié|(?:zuletzt\s)?aktualisiert|stand|actualizado
        | aggiornato|oppdatert|opdateret|uppdaterad )
    | (?P<published> gepubliceerd|geplaatst|verschenen|(?:first\s)?published|posted|publié|veröffentlicht|erschienen
        | publicado|pubblicato|publisert|udgivet|publicerad )
    ) (?:\s+(?:op|om|on|at|le|am|um|el|il))? (?:\s*:\s*|\s+) """
)

_MONTH_NAMES = (
    "januari january januar jänner janvier enero gennaio janeiro jan janv jän ene gen",
    "februari february februar février febrero febbraio fevereiro feb févr fév",
    "maart march märz mars marzo março marts mrt mar mär",
    "april avril abril aprile apr avr abr",
    "mei may mai mayo maggio maio maj mag",
    "juni june juin junio giugno junho jun giu",
    "juli july juillet julio luglio julho jul juil lug",
    "augustus august août agosto augusti aug ago",
    "september septembre septiembre settembre setembro sep sept set",
    "oktober october octobre octubre ottobre outubro okt oct ott out",
    "november novembre noviembre nov",
    "december dezember décembre diciembre dicembre dezembro desember dec dez déc dic des",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

_RELATIVE = {
    "vandaag": 0,
    "today": 0,
    "heute": 0,
    "aujourd'hui": 0,
    "aujourd’hui": 0,
    "gisteren": 1,
    "yesterday": 1,
    "gestern": 1,
    "hier": 1,
    "eergisteren": 2,
    "vorgestern": 2,
}

_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(
        _WEEKDAY + r"(?P<d>\d{1,2})(?:\.|er|e|st|nd|rd|th|º)?\s+(?:de\s+)?(?P<name>[^\W\d_]{3,10})\.?,?\s+(?:del?\s+)?"
        r"(?P<y>\d{4})(?!\d)"
    ),
    re.compile(_WEEKDAY + r"(?P<name>[^\W\d_]{3,10})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?!\d)"),
    re.compile(_WEEKDAY + r"(?P<d>\d{1,2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)"),
)

_NO_YEAR = re.compile(_WEEKDAY + r"(?P<d>\d{1,2})(?:\.|er|e|st|nd|rd|th)?\s+(?P<name>[^\W\d_]{3,10})\.?(?=[\s,|·•–-])")

_TIME = re.compile(
    r"(?:T|\s*(?:[,|·•–-]|\b(?:om|at|à|um|kl\.))?\s*(?P<about>rond|omstreeks|circa|around|about|gegen|vers)?\s*)(?P<h>\d{1,2})(?:[:.]|\s?h\s?)(?P<min>\d\d)(?::(?P<s>\d\d)(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap]\.?m\.?)(?![a-z])|\s*(?:uur|Uhr|h)(?![a-z]))?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|CEST|CET|MESZ|MEZ|[+-]\d\d:?\d\d)(?![A-Za-z]))?",
    re.IGNORECASE,
)

_ZONES = {"z": 0, "utc": 0, "gmt": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120}
"""Minutes ahead of UTC."""


def _day(head: str, start: int, clock: Clock) -> tuple[date, int] | None:
    """The day that stands at `start`, and where its words end."""
    word = _WORD.match(head, start)
    if word and word.group().casefold() in _RELATIVE and clock.fetched_at is not None:
        # `Hier` and `Today` begin sentences: they are a time only with a time of day behind them.
        if not _TIME.match(head, word.end()):
            return None
        today = clock.fetched_at.astimezone(clock.zone) if clock.zone else clock.fetched_at
        return today.date() - timedelta(days=_RELATIVE[word.group().casefold()]), word.end()
    for pattern in _DAYS:
        found = pattern.match(head, start)
        if found:
            return _date_of(found, found.end())
    return None


def _without_year(head: str, start: int, role: TimeRole | None, clock: Clock) -> Mark | None:
    """A time of day that states no year or no day: the last such moment before the page was fetched.

    It is a time behind a label (`Bijgewerkt om 12:45`) or where nothing else is on its line; behind a day and a month
    (`28 nov. 11:00`) the next words may run straight into it.
    """
    found = _NO_YEAR.match(head, start)
    month = _MONTHS.get(found["name"].casefold(), 0) if found else 0
    at = found.end() if found and month else start
    time_of_day = _TIME.match(head, at)
    if time_of_day is None or int(time_of_day["h"]) > 23 or int(time_of_day["min"]) > 59:
        return None
    rest = head[time_of_day.end() :]
    if role is None and rest.strip() and not (month and rest[0].isupper()):
        return None
    fetched = clock.fetched_at
    if fetched is None:
        _, precision, end = _with_time_of_day(head, date(2000, 1, 1), at, clock)
        return Mark(None, precision, role, None, end, counted=True)
    today = (fetched.astimezone(clock.zone) if clock.zone else fetched).date()
    for back in range(2):
        try:
            day = date(today.year - back, month, int(found["d"])) if found and month else today - timedelta(days=back)
        except ValueError:
            continue  # 29 February, of another year
        moment, precision, end = _with_time_of_day(head, day, at, clock)
        if moment is None or moment <= fetched:
            return Mark(moment, precision, role, None, end, counted=True)
    return None


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _date_of(found: re.Match[str], end: int) -> tuple[date, int] | None:
    parts = found.groupdict()
    day, year = int(parts["d"]), int(parts["y"])
    month = _MONTHS.get(parts["name"].casefold(), 0) if parts.get("name") else int(parts["m"])
    if parts.get("s") == "/" and max(day, month) <= 12 and day != month:
        return None  # 11/12 is a day in November here and in December there
    if parts.get("s") == "/" and month > 12:
        day, month = month, day
    try:
        return (date(year, month, day), end) if _is_of_our_time(year) else None
    except ValueError:
        return None


def _is_of_our_time(year: int) -> bool:
    return 1900 <= year <= 2200


def _with_time_of_day(head: str, day: date, end: int, clock: Clock) -> tuple[datetime | None, Precision, int]:
    found = _TIME.match(head, end)
    hour = int(found["h"]) if found else 0
    if found and found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if not found or hour > 23 or int(found["min"]) > 59:
        return _placed(datetime.combine(day, time()), clock.zone), "day", end
    second = min(int(found["s"] or 0), 59)
    moment = datetime.combine(day, time(hour, int(found["min"]), second))
    zone = _zone(found["zone"]) if found["zone"] else clock.zone
    precision: Precision = "hour" if found["about"] else "second" if found["s"] else "minute"
    return _placed(moment, zone), precision, found.end()


def _zone(text: str) -> tzinfo:
    minutes = _ZONES.get(text.casefold())
    if minutes is None:
        digits = text[1:].replace(":", "")
        minutes = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if text[0] == "-" else 1)
    return timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else UTC


def _placed(moment: datetime, zone: tzinfo | None) -> datetime | None:
    return None if zone is None else moment.replace(tzinfo=zone)
