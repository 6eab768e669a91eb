"""Messages between ZCZC and NNNN whose house numbers them: Italy's agencies and others that set a header of IPTC 7901.

The header is the first line with words, behind ZCZC itself or below it (`AGI0123 3 CRO 0 R01 /`); ANSA and Italpress
have headers of their own. A title follows, the text, and a line with the moment (`121430 MAR 26`, `12-MAR-26 14:30`).
"""

import re

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.formats.anpa1312_head import PRIORITIES
from dateline.wire.formats.base import Source
from dateline.wire.formats.iptc7901_head import Header, agency_of, is_slug, keywords_of, read_header
from dateline.wire.formats.iptc7901_title import read_title, take_title
from dateline.wire.formats.telex import guid_of
from dateline.wire.formats.telex_lines import blocks_of_lines
from dateline.wire.formats.telex_times import Stamp, closing_stamp
from dateline.wire.item import Subject
from dateline.wire.text.blocks import text_of_blocks

SERVICES = {
    "adn": "ADNKRONOS",
    "agi": "AGI",
    "asc": "ASKANEWS",
    "ipn": "ITALPRESS",
    "lap": "LAPRESSE",
    "lpn": "LAPRESSE",
}
"""Services of Italy's agencies, whose headers name no house."""

SUBTITLED = frozenset(("ASKANEWS",))
"""Houses with a line below the headline that is no part of it."""

EVERY_TIME = frozenset(("ASKANEWS",))
"""Houses whose priority is the same (1) in all that they send, and so says nothing."""

_ANSA = re.compile(r"(?P<number>\d{4})/(?P<service>S[A-Z0-9][A-Z])")
_ANSA_ROUTE = re.compile(r"[A-Z]{3}\d{5}_S[A-Z0-9][A-Z]_Q[A-Z]{3}")
_ANSA_HEAD = re.compile(r"(?P<priority>[FBUR]) (?P<category>[A-Z]{3}) S[A-Z0-9][A-Z] Q[A-Z]{3}")
_ITALPRESS = re.compile(r"IPN (?P<number>\d{1,5})")
_ITALPRESS_HEAD = re.compile(r"(?P<category>[A-Z]{3}) --/[A-Z]")


class Numbered(msgspec.Struct, frozen=True, kw_only=True):
    """What the header of a message says, and the lines below it. `house` is the code of an agency."""

    house: str | None
    service: str
    number: str
    urgency: int | None = None
    category: str | None = None
    language: str | None = None
    lines: list[str]


def read_numbered(lines: list[str]) -> Numbered | None:
    """The header of a message, the first of whose `lines` is what stands behind ZCZC itself; None where it has none."""
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return None
    first, below = lines[start].strip(), lines[start + 1 :]
    ansa, italpress = _ANSA.fullmatch(first), _ITALPRESS.fullmatch(first)
    if ansa is not None:
        return _ansa(ansa, below)
    if italpress is not None:
        head = _ITALPRESS_HEAD.fullmatch(below[0].strip()) if below else None
        category = head["category"] if head is not None else None
        rest = below[1:] if head is not None else below
        return Numbered(house="ITALPRESS", service="IPN", number=italpress["number"], category=category, lines=rest)
    header = read_header(first, strict=True)
    return None if header is None else _of_header(header, below)


def _ansa(found: re.Match[str], below: list[str]) -> Numbered:
    """ANSA's: number and service, to whom it is sent, priority and category, a line each."""
    urgency = category = None
    for at, line in enumerate(below):
        head = _ANSA_HEAD.fullmatch(line.strip())
        if head is not None:
            urgency, category = PRIORITIES[head["priority"].lower()], head["category"]
        elif _ANSA_ROUTE.fullmatch(line.strip()) is None:
            below = below[at:]
            break
    return Numbered(
        house="ANSA", service=found["service"], number=found["number"], urgency=urgency, category=category, lines=below
    )


def _of_header(header: Header, below: list[str]) -> Numbered:
    house = agency_of(header) or SERVICES.get(header.service.lower())
    return Numbered(
        house=house,
        service=header.service,
        number=header.number,
        urgency=None if house in EVERY_TIME else header.priority,
        category=header.category,
        language=header.language,
        lines=below,
    )


def fill(draft: Draft, message: Numbered, source: Source) -> None:
    """Fills a draft from a message with a header: title, text, time and identity."""
    if message.house is not None:
        draft.facts["party"] = message.house
    draft.facts["service"] = message.service
    draft.urgency, draft.language = message.urgency, message.language
    if message.category is not None:
        draft.subjects.append(Subject(scheme="iptc7901-category", code=message.category))
    lines = list(message.lines)
    at = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if at < len(lines) and is_slug(lines[at]):
        draft.slugline = lines.pop(at).strip(" /")
        draft.keywords = keywords_of(draft.slugline)
    stamp = _stamp(draft, lines, source)
    title, rest = take_title(lines)
    if message.house in SUBTITLED and len(title) == 2 and not title[0].endswith("="):
        draft.subheadline = title.pop()
    read_title(draft, title, stamp.moment if stamp is not None else None)
    draft.blocks.extend(blocks_of_lines(rest))
    day = stamp.day if stamp is not None else None
    words = () if day is not None else (draft.headline or text_of_blocks(draft.blocks)[:500],)
    draft.guid = guid_of("zczc", (message.house or draft.provider, f"{message.service}{message.number}", day), *words)


def _stamp(draft: Draft, lines: list[str], source: Source) -> Stamp | None:
    """Takes the line of the moment off the end of `lines`."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()), None)
    text = lines[last].strip() if last is not None else ""
    stamp = closing_stamp(text, source.fetched_at)
    if stamp is None or last is None:
        return None
    del lines[last:]
    draft.version_created, draft.precision = stamp.moment, stamp.precision if stamp.moment is not None else None
    return stamp
