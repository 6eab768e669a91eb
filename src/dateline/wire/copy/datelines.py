"""Datelines: place(s), date and agencies ahead of the text, in the habits of many agencies."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dateline.wire.copy.agencies import NOT_AGENCIES, code_of, codes_in
from dateline.wire.copy.bare_places import is_known_city
from dateline.wire.copy.dates import DATE, is_date, is_stamp, split_date, split_leading_date
from dateline.wire.copy.eastern import eastern_dateline
from dateline.wire.copy.odd_datelines import odd_dateline
from dateline.wire.copy.place_lists import LONGEST_LIST, is_name, is_place, split_places
from dateline.wire.copy.places import QUOTES, is_short, reader_case
from dateline.wire.item import Dateline

REACH = 160
"""How far into a paragraph a dateline may go, in characters."""


class FoundDateline(NamedTuple):
    """A dateline at the head of a paragraph; `end` is the number of characters of the paragraph that it takes.

    Those include the white space after its dash.
    """

    dateline: Dateline
    end: int


class _Head(NamedTuple):
    """What stands ahead of the agencies: places and a date."""

    places: tuple[str, ...] = ()
    date: str | None = None
    capitals: bool = False


_BRACKET = re.compile(
    r"\(([^()]{2,60})\)|(?:(?<!\S)|(?<=[12]\d{3}))/([^/()\s][^/()]{1,20}(?:/[^/()\s][^/()]{1,20}){0,3})/"
)
_DASH = re.compile(
    r"[\s\u200e\u200f]*"
    r"(?:\.\s?-{1,2}|[-–—―−_=]{1,3}(?=[\s\u200e\u200f]|$)|--|[–—―−_](?=\S)|[-=:](?=[\s\"“„«'‘A-Z0-9,]|$)|[.](?=\s|$))"
    r"[\s\u200e\u200f]*"
)


@cache
def _late_date() -> re.Pattern[str]:
    """The date behind the agencies: `WENEN (ANP) 5 januari - `."""
    return re.compile(rf",?\s+(?P<date>{DATE})(?=[\s.,\-–—=])", re.IGNORECASE)


_CODE_FIRST = re.compile(r"\s*[-–—]{1,2}\s*(?P<head>[^()\n]{2,60}?)\s*[-–—]{1,2}\s+")
_BARE_DASH = re.compile(
    r"(?:\s+|(?<=\d))(?:[-–—―]{1,2}|_)\s+|(?<=\d)\s+-(?=[A-Z<])|(?<=[A-ZÀ-Þ.])(?:--|—)(?=[A-Z\"“])|(?<=[A-Z]{3})-\s+"
)


@cache
def _dated_dash() -> re.Pattern[str]:
    """The date behind the agency, between dashes: `SAN FRANCISCO--(BUSINESS WIRE)--May 3, 2019--`."""
    return re.compile(rf"\s*--\s*(?P<date>{DATE})\s*--\s*", re.IGNORECASE)


# The agency behind a comma and ahead of a full stop: `Rīga, 4. marts, LETA. `, `КИЇВ. 4 березня. УНН. `.
_STOPPED = re.compile(r"(?P<head>[^()/\n]{4,60}?)[,.]\s(?P<agency>[^\W\d_]{2,12})\.\s+(?=\S)")
_STOP = (8, 75)
"""Where the second full stop of _STOPPED may stand."""

_ANY_DASH = frozenset("-–—―_")
"""What _BARE_DASH and _LAST_DASH cannot do without."""


@cache
def _dated_agency() -> re.Pattern[str]:
    """The date with the agency: `TORONTO, ONTARIO--(Marketwired - March 3, 2014) - `."""
    return re.compile(rf"(?P<agency>[A-Za-z][A-Za-z. ]{{2,20}}?)\s-\s(?P<date>{DATE})", re.IGNORECASE)


# The agency behind the dash, perhaps with who wrote: `МОСКВА, 3 мая - РИА Новости, Имя Имя. `.
_LATE_AGENCY = re.compile(
    r"(?P<agency>[^\W\d_][\w\- ]{1,20})(?:,\s[^\W\d_][\w\-]{1,20}\s[^\W\d_][\w\-]{1,20}){0,2}\.\s+(?=\S)"
)
# The same where the dateline is all that the paragraph holds: `SANTA CRUZ, Calif., Feb 26 -`.
_LAST_DASH = re.compile(r"\s*[-–—―]{1,2}\s*$")
_PLAIN_FIELD = re.compile(r"[^\W\d_]{2,30}(?: [^\W\d_]{2,20})?")
_FIELD_BRACKET = re.compile(r"\s*\(([^()]+)\)$")
_SMALL_S = tuple(f"{quote}s-" for quote in QUOTES)
_DAY = re.compile(r"(?P<before>.{2,80}),\s*(?P<day>(?:0?[1-9]|[12]\d|3[01]))")
# `MONTRÉAL, le 5 janv.`, `BERLIN, den 5. Januar`.
_ARTICLE = re.compile(r",\s+(?:le|den|el|the|am|il)$")
_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f]")
_UNDASHED = frozenset(("EPD", "KNA", "SID", "SDA", "ATS", "AWP", "KEYSTONE-SDA", "KEYSTONE-ATS"))
"""Agencies that set no dash behind their name: `Köln (SID) Der …`, `Berlin (epd). Der …`."""

_PICTURES = frozenset(("Foto", "Fotos", "Photo", "Photos", "Picture", "Bild", "Beeld", "Video", "Grafik", "Bron"))
_PREPOSITIONS = (
    "By ",
    "Door ",
    "Von ",
    "Par ",
    "Por ",
    "In ",
    "Op ",
    "Bij ",
    "Volgens ",
    "Aan ",
    "At ",
    "On ",
    "From ",
    "Nach ",
    "Selon ",
    "Según ",
)


def parse_dateline(text: str, known: tuple[str, ...] = ()) -> FoundDateline | None:
    """The dateline at the head of a paragraph, or None where the paragraph begins with its own words.

    `known` are places of the item: one of them in capitals ahead of a dash is a dateline without any agency.
    """
    start = text[:REACH]
    eastern = None if start.isascii() else eastern_dateline(start)
    if eastern is not None:
        codes = tuple(code_of(name) or name for name in eastern.agencies)
        return FoundDateline(Dateline(eastern.text, eastern.places, codes, eastern.date), eastern.end)
    odd = odd_dateline(text)
    if odd is not None:
        return FoundDateline(*odd)
    if "(" in start or "/" in start:
        found = _bracketed(text, start)
        if found is not None:
            return found
    return _without_bracket(text, start, known) or (_alone(text) if len(text) <= _LONGEST_ALONE else None)


# A whole paragraph: `Stockholm/TT`, `دمشق-سانا`.
_ALONE = re.compile(r"(?P<head>[^()/\-\n]{2,30}?)\s?[/\-]\s?(?P<agency>[^\W\d_a-z]{2,12})")
_LONGEST_ALONE = 44
"""How many characters a dateline may have that is a whole paragraph without a bracket."""


def _alone(text: str) -> FoundDateline | None:
    """A place and an agency that are a whole paragraph; in Latin letters a known city (`Ann Other/TT`)."""
    found = _ALONE.fullmatch(text.strip())
    code = code_of(found["agency"]) if found is not None else None
    if found is None or code is None:
        return None
    head = _head(found["head"])
    name = found["head"].strip()
    if head is None or not head.places or not (is_known_city(name.upper()) or name.upper() == name.lower()):
        return None
    return FoundDateline(_dateline(text, head, (code,)), len(text))


def colon_dateline(text: str, place: str) -> FoundDateline | None:
    """The dateline of a place that is known to be one, ahead of a colon: `OSLO: Det …`."""
    before, colon, after = text[:_LONGEST_ALONE].partition(": ")
    if not colon or not after:
        return None
    return FoundDateline(Dateline(text=f"{before}:", places=(place,)), len(before) + 2)


def _bracketed(text: str, start: str) -> FoundDateline | None:
    for bracket in _BRACKET.finditer(start):
        if bracket.start() > 100:
            return None
        agencies = codes_in(bracket[1] or bracket[2])
        dash, behind = _DASH.match(text, bracket.end()), None
        inside = _dated_agency().fullmatch(bracket[1]) if not agencies and dash is not None and bracket[1] else None
        if inside is not None and (code := code_of(inside["agency"])) is not None:
            agencies, behind = (code,), inside["date"]
        dated = _dated_dash().match(text, bracket.end()) if dash is not None and "--" in dash[0] else None
        if dated is not None:
            dash, behind = dated, dated["date"]
        if dash is None and agencies and (late := _late_date().match(text, bracket.end())) is not None:
            dash, behind = _DASH.match(text, late.end()), late["date"]
        if bracket.start() == 0 and agencies and bracket[1]:
            return _code_first(text, bracket, agencies)
        head = _head(start[: bracket.start()], day=bool(agencies))
        if head is None:
            if bracket.start() and not start[: bracket.start()].rstrip(" -–—_")[-1:].isalpha():
                return None
            continue
        if not agencies and head.date and dash is not None:
            name = (bracket[1] or bracket[2]).strip()
            agencies = (name,) if is_name(name) else ()
        if not agencies or not _credible(head, agencies):
            continue
        if dash is None:
            found = _undashed(text, bracket.end(), head, agencies)
            if found is None:
                continue
            return found
        is_dated = bool(head.places and head.date)
        if "." in dash[0] and "-" not in dash[0] and not (bracket[2] or is_dated or _UNDASHED.issuperset(agencies)):
            return None
        if behind is not None:
            head = head._replace(date=head.date or behind)
        return FoundDateline(_dateline(text[: dash.end()], head, agencies), dash.end())
    return None


def _undashed(text: str, end: int, head: _Head, agencies: tuple[str, ...]) -> FoundDateline | None:
    """`AMSTERDAM (ANP) De minister …`: only behind capitals or a date, with agencies that are known.

    It may also be the whole paragraph: `SEVILLA, 2 (EUROPA PRESS)`.
    """
    after = text[end:].lstrip()
    alone = not after and not any(place in _PICTURES for place in head.places)
    if (
        not (head.capitals or alone or (head.date and head.places) or (head.places and _UNDASHED.issuperset(agencies)))
        or not (all(map(code_of, agencies)) or (head.places and _names_month(head.date)) or _is_dated(head, agencies))
        or not (after[:1].isupper() or after[:1] in "\"“„‘'«,")
    ):
        return None
    taken = len(text) - len(after)
    return FoundDateline(_dateline(text[:taken], head, agencies), taken)


def _is_dated(head: _Head, agencies: tuple[str, ...]) -> bool:
    """`NUEVA YORK, 5 (DPA/EP) El …`: a place, a day and an agency that is known."""
    return bool(head.capitals and head.date and code_of(agencies[0]))


def _names_month(date: str | None) -> bool:
    return date is not None and any(letter.isalpha() for letter in date)


def _code_first(text: str, bracket: re.Match[str], agencies: tuple[str, ...]) -> FoundDateline | None:
    """`(ANSA) - ROMA, 1 LUG - …`, or only `(ANP) - …`."""
    if not all(code_of(code) for code in agencies):
        return None
    inner = _CODE_FIRST.match(text, bracket.end())
    if inner is not None:
        head = _head(inner["head"])
        if head is not None and head.places and (head.date or head.capitals):
            return FoundDateline(_dateline(text[: inner.end()], head, agencies), inner.end())
    dash = _DASH.match(text, bracket.end())
    if dash is None and text[bracket.end() :].lstrip()[:1].isupper():
        end = len(text) - len(text[bracket.end() :].lstrip())  # `(Belga) De politie …`
        return FoundDateline(_dateline(text[:end], _Head(), agencies), end)
    if dash is None or "." in dash[0]:
        return None
    return FoundDateline(_dateline(text[: dash.end()], _Head(), agencies), dash.end())


def _credible(head: _Head, agencies: tuple[str, ...]) -> bool:
    """Unknown agencies need a place in capitals or a date ahead of them, and must not be a party or a state."""
    if not (head.places or head.date):
        return False
    if any(_is_agency(place, agencies) or place.capitalize() in _PICTURES for place in head.places):
        return False
    unknown = [code for code in agencies if code_of(code) is None]
    if len(unknown) == len(agencies) and not (head.capitals or head.date):
        return False
    # In small letters behind an agency it is a wire of its own: `dpa/sa` is that for Saxony-Anhalt.
    suspects = [code for code in unknown if not (code.islower() and code_of(agencies[0]))]
    return not any(code.upper() in NOT_AGENCIES or is_short(code) for code in suspects)


def _is_agency(place: str, agencies: tuple[str, ...]) -> bool:
    """Whether what stands for a place is an agency, or names one: `Het ANP (Algemeen Nederlands Persbureau) - …`.

    A qualifier is none: `HARRISBURG, PA` is in Pennsylvania.
    """
    name = place.partition(",")[0]
    if code_of(name) is not None or place.upper() in agencies:
        return True
    codes = ((word, code_of(word)) for word in name.split()) if " " in name else ()
    return any(code is not None and (word.isupper() or code in agencies) for word, code in codes)


def _without_bracket(text: str, start: str, known: tuple[str, ...]) -> FoundDateline | None:
    """`Sydney, Oct 3 AAP - …`, `BEIJING, July 23 - …`, and `OTTAWA - …` where the item is known to be from there."""
    stopped = _STOPPED.match(start) if start.find(".", *_STOP) >= 0 and ". " in start else None
    if stopped is not None and (code := code_of(stopped["agency"])) is not None:
        head = _head(stopped["head"])
        if head is not None and head.places and _names_month(head.date):
            return FoundDateline(_dateline(text[: stopped.end()], head, (code,)), stopped.end())
    if not start[:1].isupper() or _ANY_DASH.isdisjoint(start[2:64]):
        return None
    dash = _BARE_DASH.search(start, 2, 64) or (_LAST_DASH.search(text, 2) if len(text) <= 64 else None)
    if dash is None:
        return None
    before = start[: dash.start()]
    words = before.split()
    code = code_of(words[-1]) if len(words) > 1 else None
    head = _head(before[: before.rindex(words[-1])] if code else before)
    if head is None or not head.places:
        return None
    # Behind a place in small letters only a long one: `Teheran, IRNA – …`; `Harrisburg, PA – …` is in Pennsylvania.
    capitals = head.capitals or len(words[-1]) > _SHORT_CODE
    if code and (head.date or (capitals and words[-1].isupper() and words[-2].endswith(","))):
        return FoundDateline(_dateline(text[: dash.end()], head, (code,)), dash.end())
    named = _names_month(head.date)
    after = text[dash.end() : dash.end() + 1]
    if not (code or head.capitals or head.date) and _is_confirmed(head, text, dash, known):
        return FoundDateline(_dateline(text[: dash.end()], head, ()), dash.end())
    if code or not (head.capitals or (named and "," in before and (after.isupper() or after in "\"“„«'‘<"))):
        return None
    late = _LATE_AGENCY.match(text, dash.end()) if named else None
    agency = code_of(late["agency"]) if late is not None else None
    if late is not None and agency is not None:
        return FoundDateline(_dateline(text[: late.end()], head, (agency,)), late.end())
    if named or (head.date and "/" in head.date) or any(_same_place(place, head.places[0]) for place in known):
        return FoundDateline(_dateline(text[: dash.end()], head, ()), dash.end())
    return None


def _is_confirmed(head: _Head, text: str, dash: re.Match[str], known: tuple[str, ...]) -> bool:
    """Whether a place in small letters (`Den Haag - De minister …`) is one of the item's own, and ahead of a sentence.

    A line or a route is none: `Rotterdam - Antwerpen`.
    """
    places = [place.casefold() for place in known if place]
    after = text[dash.end() :].lstrip("\"“„«'‘").casefold()
    return (
        len(text) > _SENTENCE
        and text[dash.end()] in _OPENINGS
        and all(place.casefold() in places for place in head.places)
        and not after.startswith(tuple(places))
    )


_SHORT_CODE = 3
"""How many letters a code may have that could also be a state."""

_SENTENCE = 60
"""What is shorter, in characters, may be a caption, a score or a line of a table."""

_OPENINGS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÅÆÈÉÊËÍÎÏÑÓÔÖØÚÛÜ0123456789\"“„«'‘")
"""What a sentence begins with."""


def _same_place(place: str, found: str) -> bool:
    wanted, name = place.casefold(), found.casefold()
    return wanted == name or wanted.startswith((name + ",", name + " ")) or name.startswith(wanted + ",")


@lru_cache(maxsize=2048)
def _head(text: str, *, day: bool = False) -> _Head | None:
    """Places and date out of what stands ahead of the agencies; None where these are ordinary words.

    With `day` the date may be the day of the month alone (`SEVILLA, 2`).
    """
    text = (text if text.isascii() else _SPACE.sub(" ", text)).strip(" \t\u200e\u200f")
    if not text or "\n" in text or text.startswith(_PREPOSITIONS):
        return None
    before, date = split_date(text)
    if day and date is None:
        before, date = split_leading_date(text)
    alone = _DAY.fullmatch(text) if day and date is None and "," in text else None
    if alone is not None:
        before, date = alone["before"], alone["day"]
    before = _ARTICLE.sub("", before.strip(" ,-–—_")) if date else before.strip(" ,-–—_")
    if date and before.endswith(".") and _is_whole_name(before):
        before = before[:-1]
    if not before:
        return _Head(date=date, capitals=False) if date else None
    places = split_places(before)
    if not places:
        return None
    return _Head(tuple(reader_case(place) for place in places), date, _is_capitals(before))


def _is_whole_name(before: str) -> bool:
    """Whether a full stop behind a name ends it (`MOSCOW. May 3`) and shortens no word (`MILWAUKEE, Wis. March 2`)."""
    last = before.rpartition(" ")[2][:-1]
    return last.isalpha() and (
        (before[-3:-1].isupper() and not ("," in before and len(last) <= _SHORTENED))
        or ("," not in before and (len(last) > 5 or "а" <= last[-1] <= "ї"))
    )


_SHORTENED = 5
"""How many letters of a state a dateline in capitals gives at the most (`SOUTHFIELD, MICH. March 4`)."""


def _is_capitals(head: str) -> bool:
    """Whether the names are in capitals; what stands after a comma (`CHEYENNE, Wyo.`) need not be."""
    first = head.split(",", 1)[0]
    letters = [letter for letter in first if letter.isalpha()]
    small = sum(letter.islower() for letter in letters)
    return len(letters) > 1 and (
        not small or (small == 1 and first.startswith(("Mc", "Mac"))) or first.startswith(_SMALL_S)
    )


def _dateline(text: str, head: _Head, agencies: tuple[str, ...]) -> Dateline:
    places = tuple(place for place in head.places if place != "Undated")
    return Dateline(text=text.strip(), places=places, agencies=agencies, date=head.date)


def parse_dateline_field(text: str) -> Dateline | None:
    """The dateline in a format's own field: a place, a date, or a whole dateline; None for a machine's time."""
    written = " ".join(text.split())
    return _dateline_of(written) if len(written) <= LONGEST_LIST else Dateline(text=written)


@lru_cache(maxsize=1024)
def _dateline_of(written: str) -> Dateline | None:
    if not written or is_stamp(written):
        return None
    if _PLAIN_FIELD.fullmatch(written) is not None and is_place(written):
        return Dateline(text=written, places=(reader_case(written),))
    if is_date(written):
        return Dateline(text=written, date=written)
    odd = odd_dateline(written)
    if odd is not None:
        return odd[0]
    found = parse_dateline(f"{written.rstrip(' -–—=_')} - ")
    if found is not None and found.end >= len(written.rstrip(" -–—=_")):
        return Dateline(
            text=written, places=found.dateline.places, agencies=found.dateline.agencies, date=found.dateline.date
        )
    plain = written.strip(" -–—=_")
    agencies, plain = _leading_agency(plain)
    before, date = split_date(plain)
    before = before.rstrip(" ,-–—")
    bracket = _FIELD_BRACKET.search(before)
    if bracket is not None and codes_in(bracket[1]):
        agencies, before = codes_in(bracket[1]), before[: bracket.start()]
    if not agencies:
        agencies, before = _agencies_behind(before.strip())
    names = split_places(before.strip(" ,-–—")) or tuple(piece for piece in (before.strip(" ,-–—"),) if piece)
    return Dateline(text=written, places=tuple(reader_case(name) for name in names), agencies=agencies, date=date)


def _agencies_behind(text: str) -> tuple[tuple[str, ...], str]:
    """Agencies that stand behind a place and a stroke (`Bryssel/TT`, `BONN/dpa`), and the rest."""
    found: tuple[str, ...] = ()
    while "/" in text:
        rest, _, last = text.rpartition("/")
        codes = codes_in(last)
        if not (last.isupper() or last.islower()) or not codes or not all(map(code_of, codes)) or not rest.strip():
            break
        found, text = codes + found, rest
    return found, text


def _leading_agency(text: str) -> tuple[tuple[str, ...], str]:
    """An agency ahead of a dash (`ANSA - ROMA`), and the rest."""
    first, dash, rest = text.partition(" - ")
    word = first.split(" ", 1)[0]
    code = code_of(first) or code_of(word) if dash else None
    return ((code,), rest) if code else ((), text)


def render_dateline(places: tuple[str, ...], agencies: tuple[str, ...], date: str | None = None) -> str:
    """A dateline in the one way in which Dateline shows them: `MOSKOU (ANP/AFP/RTR) - `."""
    names = "/".join(place.upper() for place in places)
    head = ", ".join(piece for piece in (names, date) if piece)
    bracket = f"({'/'.join(agencies)})" if agencies else ""
    shown = " ".join(piece for piece in (head, bracket) if piece)
    return f"{shown} - " if shown else ""
