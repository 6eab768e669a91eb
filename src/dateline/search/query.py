"""What can be asked: words, "phrases", -without, and place:, agency:, section:, from: and until:. Pure.

Every text is a query. What could not be understood is left out and said (`Query.problems`), never an error.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from dateline.search.tokens import split

LONGEST = 300
"""Characters of a query that count."""

MOST = 16
"""Words, phrases and other conditions of a query that count."""

LONGEST_PHRASE = 12
"""Words of a phrase that count."""


class Kind(Enum):
    """What a condition is about that is no word."""

    PLACE = "place"
    AGENCY = "agency"
    SECTION = "section"


class Trouble(Enum):
    """What can be wrong with a query."""

    LONG = "long"
    MANY = "many"
    QUOTE = "quote"
    NO_WORD = "no word"
    DATE = "date"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was left out of a query: why, and the part of it that this is about."""

    trouble: Trouble
    about: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several that must stand together, as they were written."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """A place, agency or section, as it was written."""

    kind: Kind
    value: str


Condition = Words | About


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: all of `wanted` and none of `without`, published from `since` up to and including `until`."""

    wanted: tuple[Condition, ...] = ()
    without: tuple[Condition, ...] = ()
    since: date | None = None
    until: date | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing in particular."""
        return not (self.wanted or self.without or self.since or self.until)

    @property
    def phrases(self) -> tuple[Words, ...]:
        """The words and phrases that are wanted."""
        return tuple(one for one in self.wanted if isinstance(one, Words))


KINDS: dict[str, Kind] = {
    "place": Kind.PLACE,
    "plaats": Kind.PLACE,
    "agency": Kind.AGENCY,
    "persbureau": Kind.AGENCY,
    "bureau": Kind.AGENCY,
    "section": Kind.SECTION,
    "rubriek": Kind.SECTION,
}
"""The names of conditions, in English and Dutch; both may be used on any site."""

SINCE = frozenset({"from", "since", "van", "vanaf"})
UNTIL = frozenset({"until", "to", "tot"})

_PART = re.compile(
    r"(?P<minus>-(?=[^\s-]))?(?:(?P<name>[^\W\d_]{2,10}):)?"
    r'(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<bare>\S+))'
)
_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
_DATES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})"),
)


@dataclass(slots=True)
class _Parsed:
    wanted: list[Condition] = field(default_factory=list)
    without: list[Condition] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    problems: list[Problem] = field(default_factory=list)


def parse(text: str) -> Query:
    """What a text asks for."""
    parsed = _Parsed()
    text = " ".join(text.translate(_QUOTES).split())
    if len(text) > LONGEST:
        parsed.problems.append(Problem(Trouble.LONG, str(LONGEST)))
        text = text[:LONGEST]
    for part in _PART.finditer(text):
        if len(parsed.wanted) + len(parsed.without) >= MOST:
            parsed.problems.append(Problem(Trouble.MANY, str(MOST)))
            break
        _take(part, parsed)
    _put_in_order(parsed)
    return Query(
        tuple(dict.fromkeys(parsed.wanted)),
        tuple(dict.fromkeys(parsed.without)),
        parsed.since,
        parsed.until,
        tuple(dict.fromkeys(parsed.problems)),
    )


def narrowed(query: Query, abouts: dict[Kind, str], since: str = "", until: str = "") -> Query:
    """A query with what was chosen beside its text: a place, agency or section each, and days as forms give them."""
    parsed = _Parsed(list(query.wanted), list(query.without), query.since, query.until, list(query.problems))
    parsed.wanted += [About(kind, value.strip()[:LONGEST]) for kind, value in abouts.items() if split(value)]
    if since:
        parsed.since = _later(parsed.since, _day(since, parsed))
    if until:
        last = _day(until, parsed, last=True)
        parsed.until = min(filter(None, (parsed.until, last)), default=None)
    _put_in_order(parsed)
    return Query(
        tuple(dict.fromkeys(parsed.wanted)),
        query.without,
        parsed.since,
        parsed.until,
        tuple(dict.fromkeys(parsed.problems)),
    )


def _put_in_order(parsed: _Parsed) -> None:
    if parsed.since and parsed.until and parsed.since > parsed.until:
        parsed.problems.append(Problem(Trouble.ORDER))
        parsed.since, parsed.until = parsed.until, parsed.since


def _take(part: re.Match[str], parsed: _Parsed) -> None:
    name, value = (part["name"] or "").lower(), part["quoted"] if part["bare"] is None else part["bare"]
    known = name in KINDS or name in SINCE or name in UNTIL
    if part["quoted"] is not None and not part["end"]:
        parsed.problems.append(Problem(Trouble.QUOTE, value))
    if name and not known:
        value = f"{part['name']} {value}"
    written = split(value)
    if not written:
        parsed.problems.append(Problem(Trouble.NO_WORD, part[0]))
    elif name in SINCE:
        parsed.since = _later(parsed.since, _day(value, parsed))
    elif name in UNTIL:
        parsed.until = min(filter(None, (parsed.until, _day(value, parsed, last=True))), default=None)
    else:
        condition: Condition = About(KINDS[name], value) if known else Words(tuple(written[:LONGEST_PHRASE]))
        (parsed.without if part["minus"] else parsed.wanted).append(condition)


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)


def _day(text: str, parsed: _Parsed, *, last: bool = False) -> date | None:
    """The day, or the first or last day of the month or year, that a text names."""
    for shape in _DATES:
        found = shape.fullmatch(text.strip())
        if found is None:
            continue
        given = {name: int(value) for name, value in found.groupdict().items()}
        try:
            first = date(given["year"], given.get("month", 1), given.get("day", 1))
            return _last_of(first, given) if last else first
        except (ValueError, OverflowError):
            break
    parsed.problems.append(Problem(Trouble.DATE, text))
    return None


def _last_of(first: date, given: dict[str, int]) -> date:
    if "day" in given:
        return first
    if "month" not in given:
        return date(first.year, 12, 31)
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
