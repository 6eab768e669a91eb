"""The header of an ANPA 1312 message, its slug line, and what the words for its take say."""

import re
from typing import NamedTuple

from dateline.wire.item import Signal, SignalKind

PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, **dict.fromkeys("ahsw", 6)}
"""Urgency by the letter of the priority: flash, bulletin, urgent, regular, deferred; advances and what may wait."""

LONGEST = 200
"""A line of more characters than this is none of a header."""

LOUD = ("f", "b")
"""Priorities of a flash."""

ADVISORIES = "v"
"""The category of advisories."""

DAY_FIRST = frozenset(("KYODO",))
"""Houses that write the day of their headers ahead of its month."""


class Header(NamedTuple):
    """The fields of a header (ANPA 1312), as written; None for what it does not give.

    `level` and `number` name the message (`W2870`), `source` is the house that some set behind it (`KYODO`), `selector`
    says to whom it goes. `tabular` is that the text is in
    columns. `keyword` and `version` are the short slug and take, `month` and `day` the date.
    """

    level: str
    number: str
    source: str
    selector: str
    priority: str
    category: str
    tabular: bool
    keyword: str
    version: str | None
    month: int | None
    day: int | None


class Slug(NamedTuple):
    """A slug line: `BC-US--Giant Lobster Death, 1st Ld-Writethru,127` without its number of words."""

    slug: str
    take: str | None


# UPI and Kyodo have a field of their own between number and separator. A transport may have dropped the separator.
_FIRST = re.compile(
    r"[\x16\x00]*(?P<level>[A-Za-z])(?P<number>\d{4})(?:(?P<source>[^\x1f\r\n]{0,12})\x1f|(?P<glued>[A-Z]{3,8})(?=[a-z\-]))?"
    r"(?P<selector>[\w\-?*.+/]{2,9})\s*"
)
_SECOND = re.compile(
    r"(?P<priority>[A-Za-z])[ ](?P<category>[A-Za-z?+*@])(?P<format>[\x11-\x14 ]*)[ ](?P<keyword>\S{1,60}?)"
    r"(?P<version>(?:[ ]\S.{0,60}?)??)[ ]+(?P<month>[0-3]\d)-(?P<day>[0-3]\d)(?:-\d\d)?(?:[ ]+(?P<words>\d{3,5}))?[ ]*"
)
_SECOND_LOOSE = re.compile(
    r"(?P<priority>[A-Za-z])[ ](?P<category>[A-Za-z?+*@])(?P<format>[\x11-\x14 ]*)(?P<keyword>\S{0,60})"
    r"(?P<version>.{0,80})(?P<month>)(?P<day>)"
)
_SLUG = re.compile(
    r"(?P<slug>.{1,160}?)(?:,\s*(?P<take>[^,]{0,60}(?:ld|lead|writethru|add|adv ?\d\d?|advisory|kill"
    r"|elimination|withdraw\w*|correct\w*|correx|clarification|sub|subs|insert|rpt|repeat\w*|urgent|bulletin|flash)\b[^,]{0,40}))?"
    r"(?:,\s*[a-z]\d{4})?(?:,\s*\d{0,5})?",
    re.IGNORECASE,
)
# UPI's, without a comma: `AM-bridge 1stld-writethru`.
_SPACED_TAKE = re.compile(
    r"(?P<slug>\S.{0,120}?) (?P<take>\d{1,2}(?:st|nd|rd|th)[ -]?(?:ld|lead|add)(?:-\S{1,20})?)", re.IGNORECASE
)
# A comma inside a number (`CAR SALES FALL TO 25,779`) is ahead of no number of words.
_SLUG_LINE = re.compile(
    r"(?:BC|AM|PM|AP|[A-Z]{2,4}-[A-Z]{2,6}-)-.{1,160}|.{2,119}(?:\D,\s?|\d,\s|\d,(?!\d{3}$))\d{0,5}", re.IGNORECASE
)
_START = r"(?<![A-Za-z])"
_UPDATES = r"(?:ld|lead|leadall|writethru|writethrough|update|subs?|insert)"
_TAKES: tuple[tuple[str, SignalKind], ...] = (
    (r"(?:(?:mandatory|bulletin)[ -])?(?:kill|elimination|withdraw(?:n|al)?)(?![a-z])", "kill"),
    (r"(?:correct(?:ion|ive|ed|s)?|correctn|correx|clarification)(?![a-z])", "correction"),
    (rf"(?:\d{{1,2}}(?:st|nd|rd|th))?[ -]?{_UPDATES}(?![a-z])", "update"),
    (r"(?:rpt|repeat(?:ing|s)?)(?![a-z])", "repeat"),
    (r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth)?[ -]?adds?(?![a-z])", "addition"),
    (r"(?:bulletin|urgent|flash|newsalert|apnewsalert)(?![a-z])", "flash"),
    (r"(?:advisory|advisories)(?![a-z])", "advisory"),
)
_TAKEN = tuple((re.compile(_START + pattern, re.IGNORECASE), kind) for pattern, kind in _TAKES)
_LEAD = re.compile(rf"{_START}(?P<number>\d{{1,2}})(?:st|nd|rd|th)[ -]?(?:ld|lead)(?![a-z])", re.IGNORECASE)
_ADVANCE = re.compile(rf"{_START}adv(?:ance)?[ -]?\d{{1,2}}(?!\d)", re.IGNORECASE)
_KEYWORD_TAKE = re.compile(
    r"-(?P<take>(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|\d(?:ST|ND|RD|TH))-(?:ADD|LEAD|LD))$", re.IGNORECASE
)


def read_header(first: str, second: str, *, loose: bool = False) -> Header | None:
    """The header in its two lines, or None. `loose` takes what STX and SOH mark as one, however it is written."""
    if len(first) > LONGEST or len(second) > LONGEST:
        return None
    top = _FIRST.fullmatch(first.rstrip("\r"))
    line = second.rstrip("\r\n ")
    below = _SECOND.fullmatch(line) or (_SECOND_LOOSE.fullmatch(line) if loose else None)
    if top is None or below is None:
        return None
    version = below["version"].strip() or None
    found = _KEYWORD_TAKE.search(below["keyword"])
    source = (top["source"] or top["glued"] or "").strip()
    month, day = (int(below[name]) if below[name] else None for name in ("month", "day"))
    if source in DAY_FIRST:
        month, day = day, month
    return Header(
        level=top["level"],
        number=top["number"],
        source=source,
        selector=top["selector"].strip("-?*."),
        priority=below["priority"].lower(),
        category=below["category"].lower(),
        tabular="\x12" in below["format"],
        keyword=below["keyword"],
        version=version or (found["take"] if found is not None else None),
        month=month,
        day=day,
    )


def is_slug_line(text: str) -> bool:
    """Whether a head line is the slug line: `BC-LT--Argentina-Cancer Beauty,466`."""
    return _SLUG_LINE.fullmatch(text) is not None


def read_slug(text: str) -> Slug:
    """The slug and the take of a slug line."""
    found = _SLUG.fullmatch(text.strip())
    spaced = _SPACED_TAKE.fullmatch(text.strip())
    if spaced is not None and (found is None or found["take"] is None):
        return Slug(spaced["slug"], spaced["take"])
    return Slug(found["slug"].strip(" ,"), found["take"]) if found is not None else Slug(text.strip(), None)


def signals_of_take(take: str) -> list[Signal]:
    """What the words for a take say: `1stLd-Writethru` is an update, `2ndAdd` an addition, `KILL` a kill."""
    return [Signal(kind=kind, text=take.strip()) for pattern, kind in _TAKEN if pattern.search(take) is not None]


def version_of_take(take: str) -> str | None:
    """The number of a lead: `3rd Ld-Writethru` is version 3."""
    found = _LEAD.search(take)
    return found["number"] if found is not None else None


def is_advance(take: str) -> bool:
    """Whether a take is copy for a later day (`Adv13`)."""
    return _ADVANCE.search(take) is not None
