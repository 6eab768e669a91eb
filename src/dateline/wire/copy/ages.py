"""Ages in words: `1 uur geleden`, `il y a 2 heures`."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from dateline.wire.item import Precision


class Age(NamedTuple):
    """How long ago something was, in words, at the head of a text.

    `moment` is counted back exactly from the time of fetching, months and years by the calendar; None without one, and
    where the words do not say how many (`enkele dagen geleden`). `end` is the number of characters that the words take.
    `language` is that of the words, as BCP 47: empty where they are of more than one.
    """

    length: timedelta
    moment: datetime | None
    precision: Precision
    language: str
    end: int


class _Unit(NamedTuple):
    length: timedelta
    precision: Precision
    months: int = 0


_SECOND = _Unit(timedelta(seconds=1), "second")
_MINUTE = _Unit(timedelta(minutes=1), "minute")
_QUARTER = _Unit(timedelta(minutes=15), "hour")
_HALF_HOUR = _Unit(timedelta(minutes=30), "hour")
_HOUR = _Unit(timedelta(hours=1), "hour")
_DAY = _Unit(timedelta(days=1), "day")
_WEEK = _Unit(timedelta(weeks=1), "day")
_MONTH = _Unit(timedelta(days=30), "day", 1)
_YEAR = _Unit(timedelta(days=365), "day", 12)


def _units(*names: str) -> dict[str, _Unit]:
    """Each word for a unit, with the unit: the words for seconds, minutes, hours, days, weeks, months and years."""
    units = (_SECOND, _MINUTE, _HOUR, _DAY, _WEEK, _MONTH, _YEAR)
    return {name: unit for words, unit in zip(names, units, strict=True) for name in words.split()}


_UNITS: dict[str, dict[str, _Unit]] = {
    "nl": _units(
        "seconde seconden sec s",
        "minuut minuten min m",
        "uur uren u",
        "dag dagen d",
        "week weken w",
        "maand maanden mnd",
        "jaar jaren j",
    ),
    "en": _units(
        "second seconds sec secs s",
        "minute minutes min mins m",
        "hour hours hr hrs h",
        "day days d",
        "week weeks wk wks w",
        "month months mo mos",
        "year years yr yrs y",
    ),
    "de": _units(
        "sekunde sekunden sek",
        "minute minuten min",
        "stunde stunden std",
        "tag tagen",
        "woche wochen",
        "monat monaten",
        "jahr jahren",
    ),
    "fr": _units(
        "seconde secondes", "minute minutes min", "heure heures h", "jour jours j", "semaine semaines", "mois", "an ans"
    ),
    "es": _units(
        "segundo segundos", "minuto minutos min", "hora horas h", "día días", "semana semanas", "mes meses", "año años"
    ),
    "it": _units(
        "secondo secondi",
        "minuto minuti min",
        "ora ore",
        "giorno giorni",
        "settimana settimane",
        "mese mesi",
        "anno anni",
    ),
    "sv": _units(
        "sekund sekunder", "minut minuter min", "timme timmar tim", "dag dagar", "vecka veckor", "månad månader", "år"
    ),
    "dano": _units(
        "sekund sekunder",
        "minut minutt minutter min",
        "time timer",
        "dag dage dager døgn",
        "uge uger uke uker",
        "måned måneder",
        "år",
    ),
}
_FIXED: dict[str, dict[str, tuple[_Unit, int]]] = {
    "nl": {
        "kwartier": (_QUARTER, 1),
        "een kwartier": (_QUARTER, 1),
        "drie kwartier": (_QUARTER, 3),
        "half uur": (_HALF_HOUR, 1),
        "halfuur": (_HALF_HOUR, 1),
        "een half uur": (_HALF_HOUR, 1),
        "een halfuur": (_HALF_HOUR, 1),
        "anderhalf uur": (_HALF_HOUR, 3),
        "een halve minuut": (_MINUTE, 0),
    },
    "en": {"half an hour": (_HALF_HOUR, 1), "half a minute": (_MINUTE, 0), "moments": (_MINUTE, 0)},
    "de": {"einer halben stunde": (_HALF_HOUR, 1), "einer halben minute": (_MINUTE, 0), "kurzem": (_HOUR, 0)},
    "fr": {"une demi-heure": (_HALF_HOUR, 1), "un quart d'heure": (_QUARTER, 1), "un quart d’heure": (_QUARTER, 1)},
    "es": {"media hora": (_HALF_HOUR, 1), "unos instantes": (_MINUTE, 0)},
    "it": {"mezz'ora": (_HALF_HOUR, 1), "mezz’ora": (_HALF_HOUR, 1), "pochi istanti": (_MINUTE, 0)},
    "sv": {"en halvtimme": (_HALF_HOUR, 1), "en kvart": (_QUARTER, 1)},
    "dano": {"en halv time": (_HALF_HOUR, 1), "et kvarter": (_QUARTER, 1)},
}
"""Lengths that are no number of units, with the unit that they are a number of."""

_ABOUT: dict[str, str] = {
    "nl": r"ongeveer|circa|ca\.|ruim|bijna|rond|zo['’]n|meer\s+dan|iets\s+meer\s+dan|(?P<nlless>minder\s+dan)",
    "en": r"about|around|roughly|almost|nearly|over|more\s+than|(?P<enless>less\s+than)",
    "de": r"etwa|ungefähr|rund|ca\.|fast|knapp|gut|über|mehr\s+als|(?P<deless>weniger\s+als)",
    "fr": r"environ|près\s+de|presque|plus\s+d(?:e\s|['’])|(?P<frless>moins\s+d(?:e\s|['’]))",
    "es": r"unos|unas|casi|más\s+de|(?P<esless>menos\s+de)",
    "it": r"circa|quasi|oltre|più\s+di|(?P<itless>meno\s+di)",
    "sv": r"cirka|ca|ungefär|nästan|över|mer\s+än|(?P<svless>mindre\s+än)",
    "dano": r"cirka|ca\.?|omtrent|omkring|nesten|næsten|over|mer(?:e)?\s+enn?d?|(?P<danoless>mindre\s+en[nd])",
}
"""Words that programs put ahead of a number that they have rounded. What is less than one unit is none of it."""

_SOME: dict[str, str] = {
    "nl": r"enkele|(?:een\s+)?paar|een\s+aantal",
    "en": r"(?:a\s+)?few|several|a\s+couple\s+of",
    "de": r"einigen|wenigen|ein\s+paar",
    "fr": r"quelques",
    "es": r"algunos|algunas|varios|varias",
    "it": r"alcuni|alcune|pochi|poche|qualche",
    "sv": r"några|ett\s+par",
    "dano": r"noen|nogle|et\s+par",
}
_AND: dict[str, str] = {
    "nl": "en",
    "en": "and",
    "de": "und",
    "fr": "et",
    "es": "y",
    "it": "e",
    "sv": "och",
    "dano": "og",
}
_NUMBERS: dict[str, int] = {
    **dict.fromkeys("een één a an one einer einem un une una un' un’ uno en ett et ei én".split(), 1),
    **dict.fromkeys("twee two zwei deux dos due två to".split(), 2),
    **dict.fromkeys("drie three drei trois tres tre".split(), 3),
    **{word: number for number, word in enumerate("vier vijf zes zeven acht negen tien elf twaalf".split(), 4)},
    **{word: number for number, word in enumerate("four five six seven eight nine ten eleven twelve".split(), 4)},
    **{word: number for number, word in enumerate("vier fünf sechs sieben acht neun zehn elf zwölf".split(), 4)},
    **{word: number for number, word in enumerate("quatre cinq six sept huit neuf dix onze douze".split(), 4)},
}
_WORDS: dict[str, tuple[str, timedelta, Precision]] = {
    "zojuist": ("nl", timedelta(), "minute"),
    "zonet": ("nl", timedelta(), "minute"),
    "daarnet": ("nl", timedelta(), "minute"),
    "nu net": ("nl", timedelta(), "minute"),
    "vandaag": ("nl", timedelta(), "day"),
    "gisteren": ("nl", timedelta(days=1), "day"),
    "eergisteren": ("nl", timedelta(days=2), "day"),
    "just now": ("en", timedelta(), "minute"),
    "yesterday": ("en", timedelta(days=1), "day"),
    "gerade eben": ("de", timedelta(), "minute"),
    "soeben": ("de", timedelta(), "minute"),
    "gestern": ("de", timedelta(days=1), "day"),
    "vorgestern": ("de", timedelta(days=2), "day"),
    "à l’instant": ("fr", timedelta(), "minute"),
    "à l'instant": ("fr", timedelta(), "minute"),
    "hier": ("fr", timedelta(days=1), "day"),
    "avant-hier": ("fr", timedelta(days=2), "day"),
    "ayer": ("es", timedelta(days=1), "day"),
    "ieri": ("it", timedelta(days=1), "day"),
    "igår": ("sv", timedelta(days=1), "day"),
    "i går": ("dano", timedelta(days=1), "day"),
}


def _one_of(words: dict[str, _Unit]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _length(language: str) -> str:
    """The pattern of a length in one language: `ruim 1 uur`, `1 uur en 20 minuten`, `een half uur`, `enkele dagen`."""
    number = r"\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    unit = _one_of(_UNITS[language])
    fixed = "|".join(
        re.escape(words).replace(r"\ ", r"\s+") for words in sorted(_FIXED[language], key=len, reverse=True)
    )
    return (
        rf"(?:(?:{_ABOUT[language]})\s*)?(?:(?P<{language}fixed>{fixed})"
        rf"|(?:(?P<{language}some>{_SOME[language]})\s+|(?P<{language}count>{number})\s*)"
        rf"(?P<{language}>{unit})\.?"
        rf"(?:(?:\s*,\s*|\s+)(?:{_AND[language]}\s+)?(?P<{language}count2>\d{{1,4}})\s*(?P<{language}unit2>{unit})\.?)?)"
    )


# A capital may follow directly (`1 uur geledenWASHINGTON`); a small letter on the same line makes a sentence of it.
_END = r"(?![^\S\n]*[a-zß-ÿ])"


@cache
def _age() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:"
        + rf"(?i:{_length('nl')}\s*geleden){_END}"
        + rf"|(?i:{_length('en')}\s*ago){_END}"
        + rf"|(?i:vor\s+{_length('de')}){_END}"
        + rf"|(?i:il\s+y\s+a\s+{_length('fr')}){_END}"
        + rf"|(?i:hace\s+{_length('es')}){_END}"
        + rf"|(?i:{_length('it')}\s+fa){_END}"
        + rf"|(?i:(?:för\s+)?{_length('sv')}\s+sedan){_END}"
        + rf"|(?i:(?:for\s+)?{_length('dano')}\s+siden){_END}"
        + rf"|(?P<word>(?i:{'|'.join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))})){_END}"
        + ")"
    )


def parse_age(text: str, fetched_at: datetime | None) -> Age | None:
    """The age at the head of `text`, which may run straight on into other words, or None.

    A word such as `gisteren` is an age only where it stands alone on its line or other words run straight into it:
    `Gisteren werd …` begins a sentence.
    """
    found = _age().match(text)
    if found is None:
        return None
    word = found["word"]
    if word is not None:
        rest = text[found.end() :]
        if rest and not rest.startswith("\n") and rest.strip() and not rest[0].isupper():
            return None
        language, length, precision = _WORDS[word.lower()]
        moment = fetched_at - length if fetched_at is not None else None
        return Age(length, moment, precision, _spoken(language), found.end())
    for language in _UNITS:
        if found[language] is not None or found[f"{language}fixed"] is not None:
            return _age_in(language, found, fetched_at)
    return None


def _age_in(language: str, found: re.Match[str], fetched_at: datetime | None) -> Age:
    fixed = found[f"{language}fixed"]
    if fixed is not None:
        unit, number = _FIXED[language][" ".join(fixed.lower().split())]
    else:
        unit, number = _UNITS[language][found[language].lower()], _number(found[f"{language}count"])
    if found[f"{language}some"] is not None:
        return _some(unit, _spoken(language), found.end(), fetched_at)
    if found[f"{language}less"] is not None and number == 1:
        number = 0
    pieces = [(unit, number)]
    if found[f"{language}count2"] is not None:
        pieces.append((_UNITS[language][found[f"{language}unit2"].lower()], int(found[f"{language}count2"])))
    length = sum((unit.length * number for unit, number in pieces), timedelta())
    return Age(length, _back(fetched_at, pieces), pieces[-1][0].precision, _spoken(language), found.end())


def _spoken(language: str) -> str:
    """The language of a table of words, as BCP 47; empty for the words that Danish and Norwegian share."""
    return "" if language == "dano" else language


def _some(unit: _Unit, language: str, end: int, fetched_at: datetime | None) -> Age:
    """`Een paar minuten geleden` is within the hour; some hours or days ago cannot be counted back."""
    if unit in (_SECOND, _MINUTE):
        return Age(timedelta(), fetched_at, "hour", language, end)
    return Age(unit.length, None, "day", language, end)


def _number(count: str | None) -> int:
    word = (count or "0").lower()
    return int(word) if word.isdigit() else _NUMBERS[word]


def _back(fetched_at: datetime | None, pieces: list[tuple[_Unit, int]]) -> datetime | None:
    """The moment so long ago; months by the calendar: a month before 31 March is the last day of February."""
    if fetched_at is None:
        return None
    months = sum(unit.months * number for unit, number in pieces)
    rest = sum((unit.length * number for unit, number in pieces if not unit.months), timedelta())
    try:
        year, month = divmod(fetched_at.year * 12 + fetched_at.month - 1 - months, 12)
        day = min(fetched_at.day, monthrange(year, month + 1)[1])
        return fetched_at.replace(year=year, month=month + 1, day=day) - rest
    except (OverflowError, ValueError):
        return None
