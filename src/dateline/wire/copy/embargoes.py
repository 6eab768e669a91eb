"""Embargoes that are announced in words: a line ahead of the text, a note to editors, or a prefix of the headline."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache

_LINE = re.compile(
    r"[*(\[/#!\s]*(?:(?:let\s+op|attentie|attention|achtung|note\s+to)(?:\s+(?:redacties?|editors|redaktionen|rédactions))?"
    r"\s*[:,!\-–]?\s+)?"
    r"(?:EMBARGO\b.*|(?:onder\s+|strikt\s+)?embargo(?:\s+(?:tot|t/m|jusqu|bis|until|till?|hasta|at[ée])\b.*|\s*[:!–—\-].*|[\s.!]*)"
    r"|(?:strictly\s+)?embargoed(?:\s+(?:until|till|to|for|advance)\b.*|\s*[:!.–—\-].*|[\s.!]*)|sp[eæ]rr?e?frist\b.*|julkaisuvapaa\b.{0,40}\d.*|vapaa\s+julkaistavaksi\b.*|publiceras\s+tidigast\b.*|klausuliert\s+bis\b.*|(?:sous|bajo|sob|sotto)\s+embargo\b.*"
    r"|niet\s+(?:publiceren|gebruiken|voor\s+publicatie)\s+(?:voor|v[óo][óo]r|tot)\b.*"
    r"|niet\s+v[óo][óo]r\s+[^.]{0,30}\d{1,2}[.:]\d\d\s*(?:uur)?[\s.!)]*"
    r"|(?:publicatie|publiceren)\s+(?:is\s+|pas\s+)?(?:niet\s+eerder\s+dan|(?:pas\s+)?(?:toegestaan\s+)?(?:vanaf|na))\s.{0,60}\d[.:]\d\d.{0,30}"
    r"|(?:vrij(?:gegeven)?)\s+(?:voor\s+publicatie\s+)?(?:vanaf|om|na)\s.{0,60}\d[.:]\d\d.{0,30}|embargad[oa]\s+hasta\b.*|not\s+for\s+(?:release|publication|use)\s+(?:before|until)\b.*)",
    re.DOTALL,
)
_SPACED = re.compile(r"\b(?:[Ee] [Mm] [Bb] [Aa] [Rr] [Gg] [Oo])\b")
_IGNORING_CASE = re.compile(_LINE.pattern.replace("EMBARGO\\b.*|", ""), re.IGNORECASE | re.DOTALL)


_WORDS = ("embarg", "frist", "niet ", "not for ", "publicatie ", "vrij", "julkais", "publiceras ", "klausul")


def announces_embargo(text: str) -> bool:
    """Whether a whole line announces an embargo (`EMBARGO tot 12.00 uur`), and is no sentence about one."""
    return len(text) <= 240 and _announces_embargo(text)


@lru_cache(maxsize=64)  # a short text is both the head and the foot of its copy
def _announces_embargo(text: str) -> bool:
    lower = text.lower()
    if "e m b a r g o" in lower:
        text = _SPACED.sub("EMBARGO", text)
        lower = text.lower()
    for word in _WORDS:
        if word in lower:
            break
    else:
        return False
    return _LINE.fullmatch(text) is not None or _IGNORING_CASE.fullmatch(text) is not None


_PREFIX = re.compile(
    r"(?:embargo(?:ed)?|sperrfrist)\b(?=[^:]{0,60}\d)(?:[^:–—]|:(?=\d)){0,80}?(?::(?!\d)|\s[-–—])\s+(?=\S)",
    re.IGNORECASE,
)


def embargo_ahead(headline: str) -> int:
    """How many characters ahead of a headline announce an embargo with its hour (`EMBARGO tot 12.00 uur: `)."""
    found = _PREFIX.match(headline) if headline[:1] in "EeSs" else None
    return found.end() if found is not None else 0


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januari januar",
            "february feb februari februar",
            "march mar maart mrt märz",
            "april apr",
            "may mei mai",
            "june jun juni",
            "july jul juli",
            "august aug augustus",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon maandag montag",
            "tuesday tue tues dinsdag dienstag",
            "wednesday wed woensdag mittwoch",
            "thursday thu thurs donderdag donnerstag",
            "friday fri vrijdag freitag",
            "saturday sat zaterdag samstag",
            "sunday sun zondag sonntag",
        )
    )
    for name in names.split()
}
_ZONES = {"gmt": 0, "utc": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2}
"""Zones that mean one thing wherever they are written, in hours ahead of UTC."""

_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])[.:h]?(?P<minute>[0-5]\d)(?:\s*(?:(?P<half>[ap])\.?m\b\.?|hrs|hours|uur|uhr))?"
    rf"(?:\s*(?P<zone>{'|'.join(_ZONES)}))?"
)
# Behind a day four digits alone may be its year: `Embargo until 3 June 2025`.
_NO_YEAR = rf"(?=\d{{1,2}}[.:h]|\d{{3,4}}\s*(?:hrs|hours|uur|uhr|{'|'.join(_ZONES)})\b)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_DAY = (
    rf"(?:{_WEEKDAY},?\s+)?"
    rf"(?:(?P<month>{'|'.join(_MONTHS)})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d\d?)(?:st|nd|rd|th|\.)?\s+(?P<month2>{'|'.join(_MONTHS)})\.?)(?:,?\s+(?P<year>20\d\d))?"
)


@cache
def _ends() -> list[re.Pattern[str]]:
    return [
        re.compile(
            r"[*(\[\s]*(?:strictly\s+)?(?:embargo(?:ed)?|sperrfrist)[:\s]+(?:(?:to|until|till?|tot|bis)[:\s]+)?"
            rf"(?:on\s+|op\s+)?{order}[\s.*)\]!]*",
            re.IGNORECASE,
        )
        for order in (
            rf"{_CLOCK}(?:,|\s+on)?\s+{_DAY}",
            rf"{_DAY}(?:,|\s+at|\s+om|\s+um)?\s+{_NO_YEAR}{_CLOCK}",
            rf"{_CLOCK}(?:,|\s+on)?\s+{_WEEKDAY}",
            rf"{_WEEKDAY}(?:,|\s+at|\s+om|\s+um)?\s+{_CLOCK}",
        )
    ]


_LONGEST = 100


def embargo_end(text: str, made: datetime | None, zone: tzinfo | None) -> datetime | None:
    """The moment (UTC) that a whole line gives as the end of an embargo (`Embargoed to 0001 Tuesday June 03`).

    `made` (aware) is when the copy was made, from which a year that is missing is taken; `zone` that of its agency.
    None where anything is missing or does not fit: the weekday must be that of the date, the end not before the copy.
    A weekday without a date is the next one; on that day itself the hour must be still to come.
    """
    if made is None or made.tzinfo is None or len(text) > _LONGEST:
        return None
    found = next((found for pattern in _ends() if (found := pattern.fullmatch(text.strip())) is not None), None)
    if found is None:
        return None
    written = found["zone"]
    place = timezone(timedelta(hours=_ZONES[written.lower()])) if written else zone
    if place is None:
        return None
    told = found.groupdict()
    hour = _hour(int(found["hour"]), found["half"])
    if hour is None:
        return None
    here = made.astimezone(place)
    if "day" not in told:
        ahead = (_WEEKDAYS[found["weekday"].lower()] - here.weekday()) % 7
        end = (here + timedelta(days=ahead)).replace(hour=hour, minute=int(found["minute"]), second=0, microsecond=0)
        return end.astimezone(UTC) if end > here else None
    day, month = int(found["day"] or found["day2"]), _MONTHS[(found["month"] or found["month2"]).lower()]
    first = here.year
    for year in [int(found["year"])] if found["year"] else [first, first + 1]:
        try:
            local = datetime(year, month, day, hour, int(found["minute"]), tzinfo=place)
        except ValueError:
            continue
        weekday = found["weekday"]
        if weekday is not None and local.weekday() != _WEEKDAYS[weekday.lower()]:
            continue
        end = local.astimezone(UTC)
        if timedelta(days=-1) <= end - made <= _FURTHEST:
            return end
    return None


def _hour(written: int, half: str | None) -> int | None:
    """The hour of the day: `12.01am` is in the first one. None where there is no such hour of a half."""
    if half is None:
        return written
    return written % 12 + (12 if half.lower() == "p" else 0) if 1 <= written <= 12 else None


_FURTHEST = timedelta(days=330)
"""How far behind the copy an embargo may end; of a date without a year, what is further is of the year before."""
