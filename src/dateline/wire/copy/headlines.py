"""Headlines: what stands ahead of them, in brackets and at their end, and says something about the copy."""

import re
from functools import cache
from typing import NamedTuple

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.phrases import (
    AFTER_GENRE,
    AGED,
    ATTENTION,
    HEADLINE_WORDS,
    PLAIN_KILL_WORDS,
    respaced,
)
from dateline.wire.item import Signal, SignalKind

_REACH = 80
"""How far from the end of a headline its marks may begin."""


class HeadlineReading(NamedTuple):
    """A headline for readers, and what was taken off it."""

    headline: str
    signals: list[Signal]
    apparatus: list[str]


_KINDS: tuple[SignalKind, ...] = tuple(kind for _, kind in HEADLINE_WORDS)


def _words(suffix: str = "") -> str:
    return "|".join(f"(?P<{kind}{suffix}>{words})" for words, kind in HEADLINE_WORDS)


_KILL_ALONE = re.compile(HEADLINE_WORDS[0][0], re.IGNORECASE)
_FLASH_ALONE = re.compile(r"FLASH|ALERTE?|URGENTE?|EILMELDUNG|EIL|BULLETIN|BREAKING(?: NEWS)?|NEWS ?ALERT|ALERTA")
_COUNTED = r"(?:\s*(?:nr\.?\s*)?\d{1,2}|\s[0-2]\d[0-5]\d(?=\)))?"


_NTH = r"(?:(?:zweite|dritte|vierte|neue|\d\.|\d[eª]?)\s+)"


@cache
def _prefix() -> re.Pattern[str]:
    """Ahead of the headline: in capitals before a dash or colon, or a word of the list in brackets."""
    return re.compile(
        rf"(?P<mark>\(\s*(?i:{_NTH})?(?i:{_words()}){_COUNTED}\s*(?:[:\-–—]\s[^()]{{2,160}})?\)\s*[:\-–—]?\s*"
        rf"|(?:\d{{1,2}}(?i:ST|ND|RD|TH|ER|E|EME)\s+|\d{{1,2}}\.\s)?(?=[A-ZÀ-ÞА-ЯΑ-Ω\s]{{2,}}|Lead\b)"
        rf"(?i:{_words('2')}){_COUNTED}\s*(?:\.-|[-–—]|///?|:|\||\+{{2,3}}"
        r"|(?<=WDH)/|(?<=RPT)/|(?<=KORREKTUR)/|(?<=KORR)/|(?<=ROUNDUP)/|(?<=ROUNDUP \d)/)\s*)"
        r"(?=\S)"
    )


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?P<mark>(?i:{_words()}){_COUNTED}(?:\s*:|\s\+{{2,3}})\s+)(?=\S)")


_BOTH = r"(?:/(?:VERBETERING|RECTIFICATIF|RECTIFICATIE|CORRECTION|UPDATE|CORRECT))?"


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"\s*(?P<mark>\(\s*(?:\d{{0,2}}\.?\s?)(?i:{_words()}){_BOTH}{_COUNTED}\s*\))$")


_BARE_PREFIX = re.compile(
    r"(?P<mark>(?:(?P<update>UPDATE(?:\s\d{1,2})?|\d{1,2}(?:ST|ND|RD|TH)\s(?:LEAD|LD)(?:[\s\-]WRITETHRU)?)|(?P<flash>FLASH|URGENTE?|EILMELDUNG|EIL|BULLETIN|ALERTE|ALERT)|(?P<kill>INGETROKKEN|VERVALLEN)|(?P<repeat>HERHALING|RPT)"
    r"|(?P<correction>CORRECTIE|VERBETERING|RECTIFICATIE|RECTIFICATIF)(?:/RECTIFICATIF)?))\s+(?=[A-ZÀ-Þ0-9\"'][^A-Z\s]|[a-zà-þ0-9])"
)
_NUMBER = re.compile(r"(?:(?<=\s)|(?<=[\"'”’»]))\((?P<number>[2-9]|[1-9]\d)\)$")
# The same with what is new: `(3, met reactie oppositie)`.
_NUMBER_AND_NEWS = re.compile(
    r"(?:(?<=\s)|(?<=[\"'”’»]))\((?P<number>[2-9]|1\d)[,;:]\s(?i:met|nieuwe?|meer|reacties?|avec|plus|mit|neue?|with|adds)\s[^()]{2,60}\)$"
)
_DERDE = re.compile(
    r"\s*(?P<mark>\((?:\d(?:DER|E|EME|ÈME)|\d\s(?:et\sfin|en\sslot|ET\sFIN|EN\sSLOT)|DER|PRESS|PAPIER|FIN|SLOT)\))$"
)


@cache
def _behind_it() -> re.Pattern[str]:
    """Behind the headline, without brackets: `… - INGETROKKEN`, `… - Zusammenfassung 1745`, `…, 3rd Ld-Writethru`."""
    return re.compile(
        rf"\s+(?P<mark>[-–—]\s+(?=[A-ZÉÜÄÖÀ\s]{{4,}}$)(?i:{_words()})"
        r"|[-–—]\s+(?:\d{1,2}\.\s)?"
        r"(?:Zusammenfassung|Wiederholung|Berichtigung|Korrektur|Eilmeldung|[Hh]erhaling)(?:\s+\d{4})?)$"
    )


_LEAD = re.compile(
    r"\s*(?P<mark>,\s*(?:(?i:\d{1,2}(?:st|nd|rd|th)\s+Ld(?:-Writethru)?)|KILL|CORRECTIVE|Corrective|ADVISORY|Advisory))$"
)
_LAYOUT = re.compile(r"(?:\s+[=+*]+|(?<=\S)[=+]+|\s*///+|\s*\*{2,})$")
# How the text was made, behind it: NTB's `*** TRANSLATED ***`.
_STARRED = re.compile(r"\s*(?P<mark>\*{3}\s*(?:TRANSLATED|OVERSATT|ÖVERSATT|OVERSÆTTELSE|OVERSETTELSE)\s*\*{3})$")
_LAYOUT_ENDS = ("=", "+", "*", "/")
_STARS = re.compile(r"^[*+=/]{1,3}(?=[^\s*+=/])|^(?:[*+=]{2,3})\s+")
# The AP's desks: of regions, and of sports.
_DESKS = "US|EU|AS|AF|ML|LT|CN|UN|CB|BBN|BBA|BBO|FBN|FBC|BKN|BKC|BKL|HKN|HKO|SOC|TEN|GLF|CAR|OLY|RAC|BOX"
_ROUTE = re.compile(
    r"^(?P<route>>+\s*[A-Z][A-Z\-]{1,14}\s*/|[A-Z]{2}:(?=\s?[A-ZÀ-Þ]\S)|>{2,}"
    rf"|[A-Z]{{3,6}}/(?=\s)|\(OFFICIAL\)-|(?:(?:BC|AM|PM|AP)-[A-Z]{{2,5}}|{_DESKS})--(?=[A-Z0-9])|KORR-Bericht:)\s*"
)
# Behind a call for attention only: `ADVISORY-Bridge story is withdrawn`.
_WITHDRAWN = re.compile(
    r"\b(?:(?:story|item|alert|headline)\s+(?:is\s+|has\s+been\s+)?(?:withdrawn|killed)"
    r"|bericht\s+(?:is\s+|wordt\s+)?(?:ingetrokken|vervallen|vervalt))\W*$",
    re.IGNORECASE,
)
_LOUD = ("FLASH", "URGENT", "EIL", "BREAKING", "NEWS", "1", "2", "3")
# dpa's KORR-Bericht is a report by a correspondent, and corrects nothing.
_ROUTES = frozenset(("RL:", "KORR-Bericht:"))
_SMALL_MARKS = frozenset(
    """
    eil eilmeldung update lead neu wiederholung berichtigung korrektur zusammenfassung aktualisierung actualisation
    ampliación actualización rättelse rettelse oikaisu korjaus uppdaterad oppdatert opdateret
    herhaling herh correctie verbetering rectificatie rectificatif ingetrokken vervallen ld correct corrected
    aktualisiert gecorrigeerd gerectificeerd corrección corregida corrigé
    """.split()
)
_COUNT = re.compile(r"^\d{1,2}(?:st|nd|rd|th|de|ste|e|\.)?\s*|\s*\d{1,2}$", re.IGNORECASE)


def read_headline(text: str, version: str | None = None) -> HeadlineReading:
    """A headline without layout marks, version marks and prefixes; these as signals and apparatus.

    `version` is the item's: a number in brackets at the end counts as a version mark where it is this one, or small and
    not the age of somebody (`meisje (7)`).
    """
    headline = text.strip()
    signals: list[Signal] = []
    apparatus: list[str] = []
    if not headline:
        return HeadlineReading(headline, signals, apparatus)
    if headline.isupper() and _FLASH_ALONE.fullmatch(headline):
        return HeadlineReading("", [Signal(kind="flash", text=headline)], apparatus)
    headline = _take_back(headline, signals, apparatus, version)
    headline = _take_front(headline, signals, apparatus)
    return HeadlineReading(headline, signals, apparatus)


def _take_front(headline: str, signals: list[Signal], apparatus: list[str]) -> str:
    whole = _whole_headline(headline)
    if whole is not None:
        signals.append(whole)
        return headline
    for _ in range(4):
        route = _ROUTE.match(headline)
        if route is not None and _is_route(route["route"]) and route.end() < len(headline):
            apparatus.append(route["route"].strip())
            headline = headline[route.end() :]
            continue
        stars = _STARS.match(headline)
        if stars is not None and stars.end() < len(headline):
            headline = headline[stars.end() :]
            continue
        inner = AFTER_GENRE.match(headline)
        if inner is not None:
            signals.append(Signal(kind="update" if inner["mark"][0] in "UW" else "correction", text=inner["mark"]))
            headline = inner["genre"] + headline[inner.end() :]
            continue
        mark = _prefix_of(headline)
        if mark is None:
            break
        signals.append(Signal(kind=_kind_of(mark), text=mark["mark"].strip()))
        headline = headline[mark.end() :]
        if signals[-1].kind == "advisory" and _WITHDRAWN.search(headline, max(0, len(headline) - _REACH)):
            signals.append(Signal(kind="kill", text=mark["mark"].strip()))
    signals[:] = [_naming(signal, headline) for signal in signals]
    return headline


def _is_route(route: str) -> bool:
    """Whether what stands ahead of a headline only routes it: `>>>ANSA/`, `RL:`, `ANSA/`, the AP's `BC-US--`."""
    if route.startswith((">", "(")) or route.endswith("--") or route in _ROUTES:
        return True
    return route.endswith("/") and code_of(route[:-1]) is not None


def _naming(signal: Signal, headline: str) -> Signal:
    """A kill or replacement ahead of a headline names that headline."""
    if signal.kind not in ("kill", "replacement") or signal.target is not None or signal.text == headline:
        return signal
    if signal.kind == "kill" and _WITHDRAWN.search(headline, max(0, len(headline) - _REACH)):
        return signal  # a headline about the kill, which is not what it kills
    return Signal(kind=signal.kind, text=signal.text, target=headline)


def _prefix_of(headline: str) -> re.Match[str] | None:
    if headline[0] == "(":
        return _prefix().match(headline)
    first = headline.split(None, 1)[0]
    if first.isupper() or first[:1].isdigit() or first[:3].isupper():
        found = _prefix().match(headline)
        if found is None:
            return None if headline.isupper() else _BARE_PREFIX.match(headline)
        if (
            headline.isupper()
            and _kind_of(found) in ("flash", "advisory", "addition")
            and not found["mark"].startswith(_LOUD)
        ):
            return None
        is_mark = found["mark"].upper() == found["mark"] or found["mark"][0].isdigit()
        return found if is_mark else None
    titled = _titled().match(headline) if ":" in headline or " ++" in headline else None
    if titled is None:
        return None
    word = titled["mark"].strip(" :")
    if PLAIN_KILL_WORDS.fullmatch(word) or (_kind_of(titled) in ("correction", "update", "repeat") and _is_title(word)):
        return titled
    return titled if _kind_of(titled) == "flash" and word.lower().startswith(_FLASH_TITLES) else None


_FLASH_TITLES = ("eil", "urgent", "breaking", "newsalert", "flash", "haste", "última hora", "ultima hora")
"""How a flash is marked in small letters too; the others are words of headlines (`Alert: storm komt eraan`)."""


def _is_title(word: str) -> bool:
    """Whether a word in small letters ahead of a colon is a mark rather than a headline's own word."""
    return word.lower() not in (
        "neu",
        "neue",
        "lead",
        "amp",
        "ampl",
        "maj",
        "correct",
        "corr",
        "korr",
        "repeats",
        "repeating",
        "recast",
        "recasts",
        "roundup",
    )


def _take_back(headline: str, signals: list[Signal], apparatus: list[str], version: str | None) -> str:
    for _ in range(4):
        starred = _STARRED.search(headline, max(0, len(headline) - _REACH)) if headline.endswith("***") else None
        if starred is not None and starred.start():
            apparatus.append(starred["mark"])
            headline = headline[: starred.start()].rstrip()
            continue
        layout = _LAYOUT.search(headline, max(0, len(headline) - _REACH)) if headline.endswith(_LAYOUT_ENDS) else None
        if layout is not None and layout.start():
            headline = headline[: layout.start()].rstrip()
            continue
        behind = _behind(headline)
        if behind is not None:
            signals.append(_signal_of(behind["mark"]))
            headline = headline[: behind.start()].rstrip()
            continue
        if not headline.endswith(")"):
            break
        start = max(0, len(headline) - _REACH)
        number = _NUMBER.search(headline, start) or _NUMBER_AND_NEWS.search(headline, start)
        if number is not None and _is_version(headline[: number.start()], number["number"], version):
            signals.append(Signal(kind="update", text=number[0].strip()))
            headline = headline[: number.start()].rstrip()
            continue
        last = _DERDE.search(headline, max(0, len(headline) - _REACH))
        if last is not None and last.start():
            _take_series(last["mark"], signals, apparatus)
            headline = headline[: last.start()].rstrip()
            continue
        mark = _suffix().search(headline, max(0, len(headline) - _REACH))
        if mark is None or not mark.start() or not _is_mark(mark["mark"]):
            break
        signals.append(Signal(kind=_kind_of(mark), text=mark["mark"].strip()))
        headline = headline[: mark.start()].rstrip()
    return headline


def _behind(headline: str) -> re.Match[str] | None:
    """A mark behind the headline without brackets, but never of one that is in capitals as a whole."""
    start = max(0, len(headline) - _REACH)
    found = _LEAD.search(headline, start) if "," in headline[-24:] else None
    if found is None and (" - " in headline or " – " in headline or " — " in headline):
        found = _behind_it().search(headline, start)
    return found if found is not None and found.start() and not headline.isupper() else None


def _signal_of(mark: str) -> Signal:
    """The signal of a mark behind the headline."""
    word = mark.strip("-–—, ")
    for words, kind in HEADLINE_WORDS:
        if re.match(words, word, re.IGNORECASE):
            return Signal(kind=kind, text=mark)
    return Signal(kind="update", text=mark)


def _take_series(mark: str, signals: list[Signal], apparatus: list[str]) -> None:
    if "PRESS" in mark or "PAPIER" in mark:
        apparatus.append(mark)
    else:
        signals.append(Signal(kind="update", text=mark))


def _is_mark(mark: str) -> bool:
    """A mark in brackets is in capitals, or one of the few that agencies write in small letters."""
    inner = _COUNT.sub("", mark.strip("() "))
    return inner.upper() == inner or inner.lower() in _SMALL_MARKS


def _is_version(before: str, number: str, version: str | None) -> bool:
    words = [word.strip("\"'”’»,.:").lower() for word in before.split()]
    aged = [word for word in words if word in AGED or word.endswith(("jarige", "jongen", "meisje", "tje"))]
    if number == version:
        return len(number) == 1 or not aged
    if not words or words[-1] in aged or (aged and version is not None):
        return False
    return int(number) <= 3


def _whole_headline(headline: str) -> Signal | None:
    """A headline that is a kill as a whole: `INGETROKKEN`, `KILL`, `Bericht vervallen`."""
    plain = respaced(headline).strip(" *+=!.")
    if len(plain) > 40:
        return None
    attention = ATTENTION.match(plain)
    plain = plain[attention.end() :] if attention is not None else plain
    if (plain.isupper() or " " in plain) and _KILL_ALONE.fullmatch(plain):
        return Signal(kind="kill", text=headline)
    return None


def _kind_of(mark: re.Match[str]) -> SignalKind:
    groups = mark.groupdict()
    return next(kind for kind in _KINDS if groups.get(kind) or groups.get(f"{kind}2"))
