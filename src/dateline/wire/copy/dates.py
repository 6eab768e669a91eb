"""Dates as datelines write them: `Aug 29, 2014`, `31/07`, `12 giu.`, `25-11-2023`."""

import re
from functools import cache

_MONTH = (
    r"(?:jan(?:uar[iy]?|v(?:ier)?|ner|eiro)?|j[äa]nner|ene(?:ro)?|gen(?:naio)?|feb(?:ruar[iy]?|r|ruary|braio)?|fev(?:ereiro)?|f[ée]v(?:r(?:ier)?)?|mrt|maart|mar(?:ch|ts|s|zo|z|ço)?|m[äa]rz"
    r"|maaliskuuta|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|mei|may|mai|maj|mag(?:gio)?|mayo|maio|jun[ie]?|juin|giu(?:gno)?|jun(?:io|ho)"
    r"|jul[iy]?|juil(?:let)?|lug(?:lio)?|jul(?:io|ho)|aug(?:ust|ustus|usti)?|ago(?:sto)?|ao[ûu]t|sep(?:t|tember|tembre|tiembre)?|set(?:tembre|embro)?"
    r"|okt(?:ober)?|oct(?:ober|obre|ubre)?|ott(?:obre)?|out(?:ubro)?|nov(?:ember|embre|iembre|embro)?"
    r"|dec(?:ember)?|d[ée]c(?:embre)?|dez(?:ember|embro)?|des(?:ember)?|dic(?:iembre|embre)?"
    r"|janu[aá]ra|febru[aá]ra|marta|marca|apr[ií]la|m[aá]ja|j[uú]na|j[uú]la|avgusta|augusta|septembra|okt[oó]bra|novembra|decembra"
    r"|januarja|februarja|junija|julija|siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga?|prosinca"
    r"|sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|lapkričio|gruodžio"
    r"|janvār[iī]s?|februār[iī]s?|mart[sā]|aprīl[iī]s?|maij[sā]|jūnij[sā]|jūlij[sā]|august[sā]|septembr[iī]s?|oktobr[iī]s?|novembr[iī]s?|decembr[iī]s?"
    r"|ian|jaanuar|veebruar|märts|aprill|juuni|juuli|detsember|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie"
    r"|mac|julai|ogos|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık"
    r"|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince"
    r"|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    r"|януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември"
    r"|Ιανουαρίου|Φεβρουαρίου|Μαρτίου|Απριλίου|Μαΐου|Ιουνίου|Ιουλίου|Αυγούστου|Σεπτεμβρίου|Οκτωβρίου|Νοεμβρίου|Δεκεμβρίου"
    r"|يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يوليو|[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر|شباط|[آا]ذار|نيسان|[أا]يار|حزيران|تموز|[آا]ب|[أا]يلول"
    r"|янв|фев|мар|апр|июн|июл|авг|сент?|окт|ноя|дек|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|ma(?:an)?dag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag),?\s+"
)
_ARABIC = r"[\u0600-\u06ff]{2,12}(?:\s[\u0600-\u06ff]{2,12})?"
_YEAR = r"(?:[12]\d{3}|['’]\d\d)"
DATE = (
    rf"(?:{_WEEKDAY})?(?:"
    rf"{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th|\sd\.)?(?:,?\s+{_YEAR})?"
    rf"|\d{{1,2}}(?:\.\s?|(?:er|º|°|st|nd|rd|th)?\s+)(?:de\s+)?{_MONTH}\.?(?:,?\s+(?:de\s+)?{_YEAR}\.?)?"
    rf"|\d{{1,2}}\s{_ARABIC}/{_ARABIC}(?:\s{_YEAR})?"
    rf"|\d{{1,2}}\s[\u0600-\u06ff]{{3,8}}\s[\u0600-\u06ff]{{3,8}}(?:\s{_YEAR})?"
    r"|(?:[12]\d{3}\.\s)?(?:január|február|március|április|május|június|július|augusztus|szeptember|október|november|december)"
    r"\s\d{1,2}\.(?:,\s[^\W\d_]{4,12})?"
    r"|[12]\d{3}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:/(?:[12]\d{3}|\d\d))?|(?:[1-9]|[12]\d|3[01])\.\s(?:[1-9]|1[0-2])\."
    r"|(?:0?[1-9]|[12]\d|3[01])(?:\.(?:0?[1-9]|1[0-2])\.?|-(?:0?[1-9]|1[0-2]))(?:[.\-]?(?:[12]\d{3}|\d\d))?(?!\d))"
)
"""A date, as a pattern to be compiled without regard to case, and where it is first needed: that takes its time."""


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s,(])(?P<date>{DATE})[\s.,)\-–—]*$", re.IGNORECASE)


@cache
def _stamp() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{DATE}|\d{{8}}(?:T\d{{6}}(?:Z|[+\-]\d\d:?\d\d)?)?|[12]\d{{3}}-\d\d-\d\dT\S+)(?:[\sT]+\d\d?[:.]\d\d.*)?",
        re.IGNORECASE,
    )


@cache
def _machine() -> re.Pattern[str]:
    return re.compile(
        rf"\d{{8}}(?:T?\d{{4,6}}\S*)?|[12]\d{{3}}-\d\d-\d\dT\S+|{DATE}[\sT]+\d\d?[:.]\d\d[:.]\d\d.{{0,20}}",
        re.IGNORECASE,
    )


_DIGIT = re.compile(r"\d")
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")


def split_date(head: str) -> tuple[str, str | None]:
    """The piece of a dateline ahead of its date, and the date as written at its end (None where there is none)."""
    if _DIGIT.search(head) is None:
        return head, None
    found = _ending().search(head)
    if found is None:
        return head, None
    date = found["date"]
    # No month of Russian is written short, so the full stop behind it is the dateline's own.
    return head[: found.start("date")], date.rstrip(".") if date[-2:-1] in _CYRILLIC else date


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?P<date>{DATE})\.?,?\s+(?=[^\W\d_])", re.IGNORECASE)


def split_leading_date(head: str) -> tuple[str, str | None]:
    """The piece of a dateline behind its date, and the date as written at its start: PAP's `04.03. Warszawa`."""
    found = _leading().match(head) if head[:1].isdigit() else None
    return (head[found.end() :], found["date"]) if found is not None else (head, None)


def is_stamp(text: str) -> bool:
    """Whether a text is a moment as machines write it: `20150921T080200+0000`, `2.4.2019 16:02:09 CEST`."""
    return (text[:1].isdigit() or ":" in text) and _machine().fullmatch(text.strip()) is not None


def is_date(text: str) -> bool:
    """Whether a text is a date, with or without a time of day, and nothing else."""
    return _stamp().fullmatch(text.strip()) is not None
