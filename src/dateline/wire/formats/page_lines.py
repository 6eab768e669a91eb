"""The page of a news site as lines. What page_text and page_html have in common.

A page comes here as a list of Lines in reading order. Each is taken for a rail's title, a time, or words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from dateline.wire.copy.datelines import FoundDateline, parse_dateline
from dateline.wire.draft import Block
from dateline.wire.formats.base import Source
from dateline.wire.formats.page_times import Clock, Mark, parse_mark
from dateline.wire.formats.page_words import LONGEST, Rail, is_label, rail_of
from dateline.wire.problems import Problem, problem


@dataclass(slots=True)
class Line:
    """One line of a page, white space folded: a paragraph, a headline, a label, a rail's title or a time.

    `number` is that of the line in a text, where lines right below each other tell something.
    `blocks` are the same words with their markup, where the page had any, and `holder` is the element that they stand
    in; `linked` is the share of them that are links, and `href` where the first one leads. `mark` is the time that is
    then all that the line holds. `level` is that of a heading, from 1, and 0 for everything else. `item` is the number,
    from 1, of the element that holds an item of a rail, and `railed` that of the rail, 0 in the article. `body` says
    that the line may be the article's text, `aside` that it is a caption or the like, `headline` that the page's own
    data give it as the headline.
    """

    text: str
    where: str
    number: int | None = None
    blocks: list[Block] | None = None
    mark: Mark | None = None
    level: int = 0
    item: int = 0
    rail: Rail | None = None
    dateline: FoundDateline | None = None
    holder: etree._Element | None = None
    linked: float = 0.0
    href: str | None = None
    railed: int = 0
    body: bool = True
    aside: bool = False
    headline: bool = False


CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that are in no text; the form feed is white space here."""

SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]」』]*$")
"""What a line ends with that ends a sentence."""

PARAGRAPH = 90
"""Characters from which on a line without the end of a sentence counts as a paragraph, not as a headline or label."""


UNSPACED = 20
"""Characters from which on a sentence counts as a paragraph in scripts without spaces between words."""


def without_controls(text: str, problems: list[Problem]) -> str:
    """A text without control characters, which no copy means and no tree takes; they are noted as a problem."""
    found = CONTROL.search(text)
    if found is None:
        return text
    problems.append(problem("control-characters", f"line {text.count(chr(10), 0, found.start()) + 1}", repr(found[0])))
    return CONTROL.sub("", text)


def clock_of(source: Source) -> Clock:
    """What the page's times stand on: those without a zone are in that of the source, else of the time of fetching."""
    zone = source.zone or (source.fetched_at.tzinfo if source.fetched_at else None)
    return Clock(source.fetched_at, zone)


def is_paragraph(line: Line) -> bool:
    """Whether a line reads as running text, not as a headline or a label."""
    if line.level or line.mark:
        return False
    if line.dateline is not None or len(line.text) >= PARAGRAPH:
        return True
    if SENTENCE_END.search(line.text) is None:
        return False
    return len(line.text.split()) >= 5 or (len(line.text) >= UNSPACED and line.text[0] >= "\u0e00")


def recognise(lines: list[Line], clock: Clock) -> list[Line]:
    """Each line for what it is. A time that runs straight into the next words is taken apart from them."""
    known: list[Line] = []
    for line in _without_ages_inside(lines, clock):
        if line.mark is not None:
            known.append(line)
            continue
        parts = _parts(line, clock)
        if parts:
            known += parts
            continue
        rest = line
        for _ in range(MOST_TIMES):
            mark = parse_mark(rest.text, clock)
            text = rest.text[mark.end :] if mark is not None else ""
            if mark is None or not _stands_alone(mark, text) or _is_of_dateline(rest.text, mark):
                break
            known.append(replace(rest, text=rest.text[: mark.end].strip(), blocks=None, mark=mark, level=0))
            rest = replace(rest, text=text.strip(_AROUND), blocks=None)
            if not rest.text:
                break
        if rest.text:
            rest.rail = rail_of(rest.text)
            rest.dateline = parse_dateline(rest.text)
            known.append(rest)
    return known


def _without_ages_inside(lines: list[Line], clock: Clock) -> Iterator[Line]:
    """Lines in two where an item of a rail ends with its age on its own line: `… kust. 1 uur geledenOSLO (ANP) - …`."""
    left = MOST_INSIDE
    for line in lines:
        for _ in range(min(MOST_TIMES, left) if line.mark is None and line.blocks is None else 0):
            found = _INSIDE.search(line.text, 0, LONGEST_ITEM)
            mark = parse_mark(line.text[found.end() :], clock) if found is not None else None
            if found is None or mark is None or mark.language is None:
                break
            after = line.text[found.end() + mark.end :].strip(_AROUND)
            own = parse_mark(line.text, clock)
            item = after or line.text[own.end if own else 0 :].strip(_AROUND)
            if parse_dateline(item) is None:
                break
            yield replace(line, text=line.text[: found.start()].rstrip())
            line = replace(line, text=line.text[found.end() :])
            left -= 1
        yield line


MOST_TIMES = 50
"""How many times are taken out of one line."""

MOST_INSIDE = 1000
"""How many lines of a page are made of lines that hold an age inside."""

LONGEST_ITEM = 20_000
"""How far into a line the age of an item is looked for."""

_INSIDE = re.compile(r"(?<=[.!?…\"'”’»)])\s*(?=(?:[^\s.!?]{1,12}\s){1,5}(?i:geleden|ago)(?![^\S\n]*[a-zß-ÿ]))")
"""Where an age may begin behind the end of a sentence."""


def _parts(line: Line, clock: Clock) -> list[Line]:
    """The lines that one stands for that only holds times and labels: `ANP · 2 uur geleden · 3 reacties`."""
    if line.level or len(line.text) > LONGEST or not _PARTED.search(line.text):
        return []
    parts = []
    for text in _PARTED.split(line.text):
        mark = parse_mark(text, clock)
        whole = mark is not None and mark.end == len(text)
        if not whole and not is_label(text):
            return []
        parts.append(replace(line, text=text, blocks=None, mark=mark if whole else None))
    return parts


_AROUND = " |·•–-\u200b\u200e\u200f\ufeff"
"""What stands around a time besides words, also what nobody sees."""

_QUOTES = ('"', "“", "„", "«", "‘", ",,")

_PARTED = re.compile(r"\s+[|·•]\s+")


def _is_of_dateline(text: str, mark: Mark) -> bool:
    """Whether a date at the head of a line is that of a dateline, behind its place: `PARIS, 4 mars 2024 (AFP) - …`."""
    found = parse_dateline(text) if text[:1].isalpha() else None
    if found is None or not found.dateline.places or not found.dateline.date or found.end <= mark.end:
        return False
    return text.casefold().startswith(found.dateline.places[0].casefold())


def _stands_alone(mark: Mark, after: str) -> bool:
    """Whether what is left of a line after a time is none of the time's own sentence."""
    rest = after.strip(_AROUND)
    if not rest or (not after[0].isspace() and (rest[0].isupper() or rest[0].isdigit() or rest.startswith(_QUOTES))):
        return True
    if parse_dateline(rest) is not None:
        return True
    return mark.role is not None and parse_mark(rest, Clock(None, None)) is not None
