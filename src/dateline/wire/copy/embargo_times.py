"""The moment at which an embargo that is announced in words ends: `Embargoed to 0001 Tuesday June 03`."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januari januar jänner jaenner janvier janv enero ene gennaio gen janeiro",
            "february feb februari februar feber février fevrier fév febrero febbraio fevereiro",
            "march mar maart mrt märz mars marzo março marts",
            "april apr avril avr abril abr aprile",
            "may mei mai mayo mag maggio maio maj",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juillet julio luglio lug julho",
            "august aug augustus août aout agosto ago augusti",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre diciembre dic dicembre dezembro desember",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon maandag montag lundi lunes lunedì mandag måndag",
            "tuesday tue tues dinsdag dienstag mardi martes martedì tirsdag tisdag",
            "wednesday wed woensdag mittwoch mercredi miércoles mercoledì onsdag",
            "thursday thu thurs donderdag donnerstag jeudi jueves giovedì torsdag",
            "friday fri vrijdag freitag vendredi viernes venerdì fredag",
            "saturday sat zaterdag samstag samedi sábado sabato lørdag lördag",
            "sunday sun zondag sonntag dimanche domingo domenica søndag söndag",
        )
    )
    for name in names.split()
}
_ZONES = {
    **dict.fromkeys(("gmt", "utc"), 0),
    **dict.fromkeys(("bst", "cet", "mez"), 1),
    **dict.fromkeys(("cest", "mesz", "eet"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    "jst": 9,
    "aest": 10,
    "aedt": 11,
}
"""Zones that mean one thing wherever they are written, in hours ahead of UTC."""

_AMERICAN = {"est": -5, "edt": -4, "pst": -8, "pdt": -7}
"""Zones that mean something else in Australia."""

_UNIT = r"(?:hrs|hours|uur|uhr|heures|horas|ore)"
_AT = r"(?:(?:at|om|um|kl\.?|klo|klokken|klockan|à|a\s+las|las|alle(?:\s+ore)?|ore)\s+)?"
_CLOCK = (
    rf"{_AT}(?P<hour>[01]?\d|2[0-3])(?:(?:[.:]|\s?h\s?)?(?P<minute>[0-5]\d)(?!\d)|(?=\s?{_UNIT}\b|\s?h\b|\s?[ap]\.?m\b))"
    rf"(?:\s*(?:(?P<half>[ap])\.?m\b\.?|{_UNIT}|h))?(?:\s*\(?(?P<zone>{'|'.join((*_ZONES, *_AMERICAN))})\b\)?)?"
)
# Behind a day four digits alone may be its year: `Embargo until 3 June 2025`.
_NO_YEAR = (
    rf"(?={_AT}\d{{1,2}}\s?[.:hap]|{_AT}\d{{1,2}}\s?{_UNIT}|(?:kl|klo|klokken|klockan|at|om|um)\b"
    rf"|\d{{3,4}}\s*(?:{_UNIT}|{'|'.join(_ZONES)})\b)"
)
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_ON = r"(?:(?:on|op|am|den|le|el|il|the|på)\s+)?"
_DAY = (
    rf"{_ON}(?:{_WEEKDAY}\.?,?\s+(?:den\s+|the\s+|le\s+)?)?"
    rf"(?:(?P<month>{'|'.join(_MONTHS)})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d\d?)(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?P<month2>{'|'.join(_MONTHS)})\.?"
    r"|(?P<day3>\d\d?)\.\s?(?P<month3>\d\d?)\.?(?=\s|,|20\d\d))(?:,?\s*(?:de\s+)?(?P<year>20\d\d))?"
)
_BETWEEN = r"(?:\s*[,\-–]\s*|\s+)"
_LEAD = (
    r"[*(\[\s]*(?:(?:achtung|attention|let\s+op|strictly|onder|sous|bajo|sotto|sob|strikt)[\s:,!]+)*"
    r"(?:embargo(?:ed)?|embargad[oa]|sp[eæ]rr?e?frist|klausul(?:iert|eret|ert|erat)|julkaisuvapaa"
    r"|(?:embargo:\s*)?f[åa]r\s+publiceras\s+tidigast|m[åa]\s+tidligst\s+(?:offentligg\w{2,8}|publi[sc]eres)"
    r"|(?:hold\s+)?for\s+release"
    r"|niet\s+(?:publiceren|voor\s+publicatie)\s+v(?:oor|óór)|not\s+for\s+(?:publication|release)\s+before"
    r"|vrij\s+voor\s+publicatie\s+vanaf|ne\s+pas\s+(?:publier|diffuser)\s+avant|no\s+(?:publicar|difundir)\s+antes\s+de)[*\s:!]+"
    r"(?:(?:to|until|till?|tot|bis|jusqu['’](?:à|au)|hasta(?:\s+las)?|fino\s+a(?:l|lle)?|até(?:\s+às)?)[:\s]+)?"
)


@cache
def _ends() -> list[re.Pattern[str]]:
    return [
        re.compile(rf"{_LEAD}{order}[\s.*)\]!]*", re.IGNORECASE)
        for order in (
            rf"{_CLOCK}{_BETWEEN}{_DAY}",
            rf"{_DAY}{_BETWEEN}{_NO_YEAR}{_CLOCK}",
            rf"{_CLOCK}{_BETWEEN}{_ON}{_WEEKDAY}",
            rf"{_ON}{_WEEKDAY}{_BETWEEN}{_CLOCK}",
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
    place = _place(found["zone"], zone)
    if place is None:
        return None
    told = found.groupdict()
    clock = _clock(int(found["hour"]), int(found["minute"] or 0), found["half"])
    if clock is None:
        return None
    here = made.astimezone(place)
    if "day" not in told:
        ahead = (_WEEKDAYS[found["weekday"].lower()] - here.weekday()) % 7
        end = (here + timedelta(days=ahead)).replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
        return end.astimezone(UTC) if end > here else None
    return _on_day(found, clock, made, place)


def _place(written: str | None, zone: tzinfo | None) -> tzinfo | None:
    """The zone of a clock: the one written beside it, else that of the agency. Who keeps to UTC may write America's."""
    if written is None:
        return zone
    hours = _ZONES.get(written.lower())
    if hours is None and str(zone).startswith(("UTC", "America/")):
        hours = _AMERICAN[written.lower()]
    return None if hours is None else timezone(timedelta(hours=hours))


def _on_day(found: re.Match[str], clock: tuple[int, int], made: datetime, place: tzinfo) -> datetime | None:
    """The hour on the day that a line names, in the first year that fits."""
    day = int(found["day"] or found["day2"] or found["day3"])
    name = found["month"] or found["month2"]
    month = _MONTHS[name.lower()] if name else int(found["month3"])
    first = made.astimezone(place).year
    for year in [int(found["year"])] if found["year"] else [first, first + 1]:
        try:
            local = datetime(year, month, day, *clock, tzinfo=place)
        except ValueError:
            continue
        weekday = found["weekday"]
        if weekday is not None and local.weekday() != _WEEKDAYS[weekday.lower()]:
            continue
        end = local.astimezone(UTC)
        if timedelta(days=-1) <= end - made <= _FURTHEST:
            return end
    return None


def _clock(hour: int, minute: int, half: str | None) -> tuple[int, int] | None:
    """Hour and minute of the day: `12.01am` is in the first hour. None where a half of the day has no such hour."""
    if half is None:
        return hour, minute
    return (hour % 12 + (12 if half.lower() == "p" else 0), minute) if 1 <= hour <= 12 else None


_FURTHEST = timedelta(days=330)
"""How far behind the copy an embargo may end; of a date without a year, what is further is of the year before."""
