"""Agencies whose copy the common grammar reads as it is: their zone, their language, and how they sign."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from dateline.wire.copy.agencies import name_of
from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.item import Signal
from dateline.wire.profiles.press import business_wire, globe_newswire, press_release
from dateline.wire.profiles.profile import Profile

_AAP_CLOSING = re.compile(
    r"AAP(?: (?:BETTING|RESULTS|FIELDS|MARKETS?|WEIGHTS|RTV))?|more(?: [a-z]{2,4})?"
    r"|AAP(?:\s+[A-Z]{2,4})?(?:\s+[a-z]{2,4}(?:/[a-z]{2,4})*){1,3}"
)
# `(S E R V I C E - www.festival.example)`, `(A V I S O - …)`: what the APA tells those who print it.
_APA_CLOSING = re.compile(
    r"\((?:[A-ZÄÖÜ]\s){3,12}[A-ZÄÖÜ]?\s?[\-–:].{2,300}\)|\*{3}\s*OTS-ORIGINALTEXT\b.*"
    r"|WEB\s+https?://\S+|APA\d{4}\s\d\s[A-Z]{2}\s\d{4}\s.{5,40}",
    re.DOTALL,
)
_APA_CORRECTS = re.compile(r"(?:-{5,}\s*)?KORREKTUR-?HINWEIS\b.+", re.DOTALL)
_CP_CLOSING = re.compile(
    r"This report by The Canadian Press was (?:first )?published\b.{3,60}"
    r"|[—–\-]*\s?(?:With files from|Avec des informations d[eu])\b.{3,200}"
    r"|(?:Ce texte|Cette dépêche) de La Presse Canadienne a (?:d['’]abord )?été publiée?\b.{3,60}"
)
# `(Pol-Abc/Adnkronos)` and the number of the Adnkronos as a paper; `Rm1/Abc`, with the AGI's desk ahead of initials.
_ADN_CLOSING = re.compile(
    r"\((?:[A-Z][a-z]{1,3}[-/])+Adn\s?[Kk]ronos[^()\n]{0,30}\)|ISSN \d{4} ?- ?\d{4}|\((?:segue|SEGUE)\)"
)
_AGI_CLOSING = re.compile(
    r"(?:[A-Z][A-Za-z]{1,2}\d|[A-Z][a-z]{2})/[A-Z][A-Za-z]{1,2}(?:/[A-Z][a-z]{2})?(?:\s\(Segue\))?"
)
_BLOOMBERG_CLOSING = re.compile(
    r"To contact (?:the|Bloomberg News) (?:reporters?|editors?|staff)\b.{5,300}"
    r"|-{1,2}\s?With (?:assistance|contributions) (?:from|by)\b.{3,200}",
    re.DOTALL,
)
_BLOOMBERG_VERSION = re.compile(r"\s\((?P<number>\d)\)$")
# The initials of the ČTK's writers, without any stroke.
_CTK_CLOSING = re.compile(r"[a-z]{2,4}(?:\s[a-z]{2,4}){1,3}")
_PAP_CLOSING = re.compile(r"(?:Autor(?:ka|zy|ki)?|Oprac(?:ował[ai]?|\.)|Źródło):\s.{3,80}")
_PTI_CLOSING = re.compile(r"(?:PTI\s)?[A-Z]{2,4}(?:\s[A-Z]{2,4}){0,4}")
_KYODO_CLOSING = re.compile(r"==\s*Kyodo")


def _row(
    code: str,
    zone: str,
    language: str | None = None,
    codes: tuple[str, ...] = (),
    apparatus: tuple[re.Pattern[str], ...] = (),
    quirks: Callable[[Draft], None] | None = None,
) -> Profile:
    habit = Habit(agency=code, apparatus=apparatus)
    return Profile(
        code=code, name=name_of(code), codes=codes, habit=habit, zone=ZoneInfo(zone), language=language, quirks=quirks
    )


_ATS_SERVICES = {"bsf": "fr", "bsd": "de", "bsi": "it"}


def _ats(draft: Draft) -> None:
    """Keystone-ATS has three languages, each with a service of its own in IPTC 7901."""
    if draft.language is None:
        draft.language = _ATS_SERVICES.get(draft.facts.get("service", "").lower())
    word, line = draft.facts.get("line.CatchWord"), draft.facts.get("line.CatchLine")
    if word and line:
        draft.kicker = line
        draft.keywords.append(word)
    if word and draft.dateline_field in (word, line):
        draft.dateline_field = None  # what it is about, where another item has its place


def _apa(draft: Draft) -> None:
    """What a correction corrects stands ahead of the text, between two lines."""
    for block in draft.blocks[:_HEAD_BLOCKS]:
        if block.role == "body" and _APA_CORRECTS.fullmatch(block.text):
            block.role = "signal"
            draft.signals.append(Signal(kind="correction", text=block.text))


_HEAD_BLOCKS = 4
"""How many blocks from the start may be what the APA says of its copy."""


def _bloomberg(draft: Draft) -> None:
    """Bloomberg counts the versions of a story behind its headline, from 1."""
    found = _BLOOMBERG_VERSION.search(draft.headline or "")
    if found is not None and draft.headline is not None:
        draft.headline = draft.headline[: found.start()]
        draft.signals.append(Signal(kind="update", text=found[0].strip()))


_PAP_FORM = re.compile(r"\s\((?:aktl\.?|opis|krótka|dłuższa|synteza)\s?\d{0,2}\)$")


def _pap(draft: Draft) -> None:
    """PAP says behind a headline which form of a story this is: the short one, the long one, a later one."""
    found = _PAP_FORM.search(draft.headline or "")
    if found is not None and draft.headline is not None:
        draft.headline = draft.headline[: found.start()]
        draft.signals.append(Signal(kind="update", text=found[0].strip()))


PROFILES: tuple[Profile, ...] = (
    _row("AA", "Europe/Istanbul"),
    _row("AAP", "Australia/Sydney", "en", apparatus=(_AAP_CLOSING,)),
    _row("ADNKRONOS", "Europe/Rome", apparatus=(_ADN_CLOSING,)),
    _row("AGI", "Europe/Rome", "it", apparatus=(_AGI_CLOSING,)),
    _row("ANA-MPE", "Europe/Athens"),
    _row("APA", "Europe/Vienna", "de", apparatus=(_APA_CLOSING,), quirks=_apa),
    _row("ASKANEWS", "Europe/Rome", "it"),
    _row("ATS", "Europe/Zurich", codes=("SDA", "KEYSTONE-ATS", "KEYSTONE-SDA"), quirks=_ats),
    _row("BLOOMBERG", "UTC", apparatus=(_BLOOMBERG_CLOSING,), quirks=_bloomberg),
    _row("BOM", "Australia/Sydney", "en"),
    _row("AWP", "Europe/Zurich"),
    _row("CP", "America/Toronto", apparatus=(_CP_CLOSING,)),
    _row("BUSINESS WIRE", "America/New_York", quirks=business_wire),
    _row("CNW", "America/Toronto", quirks=press_release),
    _row("CTK", "Europe/Prague", apparatus=(_CTK_CLOSING,)),
    _row("DJ", "UTC"),
    # Europa Press states no zone in its times; its labels beside them say GMT.
    _row("EUROPA PRESS", "UTC", "es"),
    _row("GLOBE NEWSWIRE", "America/New_York", quirks=globe_newswire),
    _row("HINA", "Europe/Zagreb"),
    _row("INTERFAX", "Europe/Moscow"),
    _row("ITALPRESS", "Europe/Rome", "it"),
    _row("KAP", "Europe/Vienna", "de"),
    _row("KYODO", "Asia/Tokyo", apparatus=(_KYODO_CLOSING,)),
    _row("LAPRESSE", "Europe/Rome"),
    _row("LUSA", "Europe/Lisbon"),
    _row("MARKETWIRED", "America/Toronto", quirks=press_release),
    _row("MTI", "Europe/Budapest"),
    _row("OTS", "Europe/Berlin", apparatus=(_APA_CLOSING,), quirks=press_release),
    _row("PAP", "Europe/Warsaw", apparatus=(_PAP_CLOSING,), quirks=_pap),
    _row("PR NEWSWIRE", "America/New_York", quirks=press_release),
    _row("PTI", "Asia/Kolkata", "en", apparatus=(_PTI_CLOSING,)),
    _row("STT", "Europe/Helsinki"),
    _row("UKRINFORM", "Europe/Kyiv"),
    _row("XINHUA", "Asia/Shanghai"),
    _row("YONHAP", "Asia/Seoul"),
)
"""One row an agency. A language stands only where the agency has one."""
