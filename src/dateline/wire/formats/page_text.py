"""Pages of news sites saved as plain text: headline, dateline, paragraphs, then rails of items with their ages."""

import re
from itertools import pairwise

from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import Drafts, Format, Head, Source
from dateline.wire.formats.page_drafts import drafts_of
from dateline.wire.formats.page_lines import CONTROL, SENTENCE_END, Line, clock_of, recognise, without_controls
from dateline.wire.formats.page_parts import take_apart
from dateline.wire.formats.page_times import Clock, parse_mark
from dateline.wire.formats.page_words import rail_of
from dateline.wire.text.charsets import decode

NAME = "page-text"

MAX_BYTES = 2 * 1024 * 1024
"""The longest text that is taken for one page, in bytes."""

MAX_LINES = 10_000
"""The most lines that a page may have."""

LOOK_BYTES, LOOK_LINES = 128 * 1024, 1000
"""How much of a file is looked at to see whether it is a page."""

NARROW, WIDE = 60, 100
"""Characters of the longest line of a text that a program has broken into lines, at the least and at the most."""

_NO_CLOCK = Clock(None, None)


def looks_like(head: Head) -> bool:
    """Whether a text is a saved page: it has a rail with items, or a headline, a dateline paragraph and some time."""
    begins = head.text[:1]
    if begins in ("", "<", "{") or (begins == "[" and not _REFERENCE.match(head.text)) or CONTROL.search(head.text):
        return False
    try:
        text = decode(head.data[:LOOK_BYTES]).text
    except Unreadable:
        return False
    lines = recognise(lines_of("\n".join(without_references(text).splitlines()[:LOOK_LINES])), _NO_CLOCK)
    page = take_apart(lines)
    datelines = sum(line.dateline is not None for line in lines)
    timed = any(line.mark for line in lines)
    if any(rail.language and stories for rail, stories in page.rails) and (datelines or timed):
        return True
    return (
        page.article is not None and page.article.dateline is not None and page.article.headline is not None and timed
    )


def read(source: Source) -> Drafts:
    """The article of a page, then the items of its rails. Raises Unreadable where there is neither, or too much."""
    if len(source.data) > MAX_BYTES:
        raise Unreadable(
            "too-large", f"It is a text of more than {MAX_BYTES // 1024**2} MiB, which is no page of a site."
        )
    decoded = decode(source.data)
    if decoded.text.count("\n") > MAX_LINES:
        raise Unreadable("too-many", f"It has more than {MAX_LINES:,} lines, which is no page of a site.")
    problems = list(decoded.problems)
    text = without_references(without_controls(decoded.text, problems))
    page = take_apart(recognise(lines_of(text), clock_of(source)))
    found = drafts_of(page, NAME, source)
    if not found.drafts:
        raise Unreadable("unknown-format", "There is no article in this text: no paragraph, dateline or rail of items.")
    for draft in found.drafts:
        draft.problems[:0] = problems
    return found


_REFERENCE = re.compile(r"\[\d{1,4}\]")
_REFERENCES = re.compile(r"^References\n(?:\n| {3}Visible links:?\n){0,6} {1,8}\d{1,4}\. \S{1,20}:\S", re.MULTILINE)


def without_references(text: str) -> str:
    """A text that lynx saved without the numbers of its links (`[12]`) and the list of their addresses at its end."""
    found = _REFERENCES.search(text) if "\nReferences\n" in text else None
    return _REFERENCE.sub("", text[: found.start()]) if found is not None else text


def lines_of(text: str) -> list[Line]:
    """The lines of a text, each with its number from 1; those that a program broke at some width are joined again."""
    lines = [Line(_plain(line), f"line {number}", number) for number, line in enumerate(text.splitlines(), 1)]
    width = max((len(line.text) for line in lines), default=0)
    if all(line.text for line in lines) or not _is_broken(lines, width):
        width = 0  # no blank line between paragraphs, or none goes on below it: each line is one
    kept: list[Line] = []
    before = ""
    for line in lines:
        if line.text and before and kept and _continues(before, line.text, width):
            kept[-1].text += f" {line.text}"
        elif line.text:
            kept.append(line)
        before = line.text
    return kept


def _plain(line: str) -> str:
    """A line, white space folded, without the star of a list ahead of a dateline."""
    text = " ".join(line.split())
    return text[2:] if text.startswith(("* ", "• ", "+ ")) and parse_dateline(text[2:]) is not None else text


def _is_broken(lines: list[Line], width: int) -> bool:
    """Whether a program broke the lines: where it did, few of them end with a sentence."""
    broken = [line.text for line, below in pairwise(lines) if below.text and _continues(line.text, below.text, width)]
    return 2 * sum(SENTENCE_END.search(text) is not None for text in broken) < len(broken)


def _continues(before: str, text: str, width: int) -> bool:
    """Whether a program broke `before` because the next word did not fit: never in a text that has longer lines."""
    if not NARROW <= width <= WIDE or len(before) + 1 + len(text.split(" ", 1)[0]) <= width:
        return False
    return parse_dateline(text) is None and parse_mark(text, _NO_CLOCK) is None and rail_of(text) is None


FORMAT = Format(name=NAME, title="the page of a news site as text", looks_like=looks_like, read=read)
