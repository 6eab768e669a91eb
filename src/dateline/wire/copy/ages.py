"""Ages in words: `1 uur geleden`, `il y a 2 heures`."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from dateline.wire.item import Precision


class Age(NamedTuple):
    """How long ago something was, in words, at the head of a text.

    `moment` is counted back exactly from the time of fetching, and None without one. `end` is the number of characters
    that the words take. `language` is that of the words.
    """

    length: timedelta
    moment: datetime | None
    precision: Precision
    language: str
    end: int


class _Unit(NamedTuple):
    length: timedelta
    precision: Precision


_SECOND = _Unit(timedelta(seconds=1), "second")
_MINUTE = _Unit(timedelta(minutes=1), "minute")
_HOUR = _Unit(timedelta(hours=1), "hour")
_DAY = _Unit(timedelta(days=1), "day")
_WEEK = _Unit(timedelta(weeks=1), "day")


def _units(seconds: str, minutes: str, hours: str, days: str, weeks: str) -> dict[str, _Unit]:
    """Each word for a unit, with the unit."""
    words = ((seconds, _SECOND), (minutes, _MINUTE), (hours, _HOUR), (days, _DAY), (weeks, _WEEK))
    return {name: unit for names, unit in words for name in names.split()}


_UNITS: dict[str, dict[str, _Unit]] = {
    "nl": _units("seconde seconden sec", "minuut minuten min", "uur uren", "dag dagen", "week weken"),
    "en": _units("second seconds sec secs", "minute minutes min mins", "hour hours hr hrs", "day days", "week weeks"),
    "de": _units("sekunde sekunden", "minute minuten min", "stunde stunden std", "tag tagen", "woche wochen"),
    "fr": _units("seconde secondes", "minute minutes min", "heure heures", "jour jours", "semaine semaines"),
}
_NUMBERS: dict[str, int] = {
    **dict.fromkeys("een één a an one einer einem un une".split(), 1),
    **dict.fromkeys("twee two zwei deux".split(), 2),
    **dict.fromkeys("drie three drei trois".split(), 3),
    **{word: number for number, word in enumerate("vier vijf zes zeven acht negen tien".split(), 4)},
}
_WORDS: dict[str, tuple[str, timedelta, Precision]] = {
    "zojuist": ("nl", timedelta(), "minute"),
    "zonet": ("nl", timedelta(), "minute"),
    "nu net": ("nl", timedelta(), "minute"),
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
}


def _one_of(words: dict[str, _Unit]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COUNT = r"(?P<{0}count>\d{{1,4}}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
# A capital may follow directly (`1 uur geledenWASHINGTON`); a small letter on the same line makes a sentence of it.
_END = r"(?![^\S\n]*[a-zß-ÿ])"
_AGE = re.compile(
    r"\s*(?:"
    + rf"(?i:{_COUNT.format('nl')}\s*(?P<nl>{_one_of(_UNITS['nl'])})\.?\s+geleden){_END}"
    + rf"|(?i:{_COUNT.format('en')}\s*(?P<en>{_one_of(_UNITS['en'])})\.?\s+ago){_END}"
    + rf"|(?i:vor\s+{_COUNT.format('de')}\s*(?P<de>{_one_of(_UNITS['de'])})){_END}"
    + rf"|(?i:il\s+y\s+a\s+{_COUNT.format('fr')}\s*(?P<fr>{_one_of(_UNITS['fr'])})){_END}"
    + rf"|(?P<word>(?i:{'|'.join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))})){_END}"
    + ")"
)


def parse_age(text: str, fetched_at: datetime | None) -> Age | None:
    """The age at the head of `text`, which may run straight on into other words, or None.

    A word such as `gisteren` is an age only where it stands alone on its line or other words run straight into it:
    `Gisteren werd …` begins a sentence.
    """
    found = _AGE.match(text)
    if found is None:
        return None
    word = found["word"]
    if word is not None:
        rest = text[found.end() :]
        if rest and not rest.startswith("\n") and rest.strip() and not rest[0].isupper():
            return None
        language, length, precision = _WORDS[word.lower()]
        return _age(length, precision, language, found.end(), fetched_at)
    for language, units in _UNITS.items():
        name = found[language]
        if name is not None:
            unit = units[name.lower()]
            count = found[f"{language}count"].lower()
            number = int(count) if count.isdigit() else _NUMBERS[count]
            return _age(unit.length * number, unit.precision, language, found.end(), fetched_at)
    return None


def _age(length: timedelta, precision: Precision, language: str, end: int, fetched_at: datetime | None) -> Age:
    moment: datetime | None = None
    if fetched_at is not None:
        try:
            moment = fetched_at - length
        except OverflowError:
            moment = None
    return Age(length, moment, precision, language, end)
