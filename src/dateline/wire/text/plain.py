"""Plain text: from lines to paragraphs.

Wire copy in plain text knows three ways to begin a paragraph: a blank line, an indented line, or simply a new line.
"""

import re
from itertools import pairwise

from dateline.wire.draft import Block
from dateline.wire.errors import Unreadable
from dateline.wire.text.blocks import fold, paragraph

MAX_WIDTH = 84
"""The longest line, in characters, that may be a line of text broken by its sender rather than a whole paragraph."""

MAX_CHARS = 4 * 1024 * 1024
"""The longest plain text that is read, in characters."""

MAX_LINES = 200_000
"""The most lines that a plain text may have."""

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_ITEM = re.compile(r"[-–—•*·+»>]|\d{1,3}[.)]\s|[a-zA-Z][.)]\s")
_OPEN_LINES = 0.6


def blocks_of_text(text: str) -> list[Block]:
    """The paragraphs of a plain text, in order, each with its white space folded."""
    return [paragraph(words) for words in paragraphs_of_text(text)]


def paragraphs_of_text(text: str) -> list[str]:
    """The paragraphs of a plain text as texts. Raises Unreadable past MAX_CHARS or MAX_LINES."""
    if len(text) > MAX_CHARS:
        raise Unreadable("too-large", f"A plain text in it has more than {MAX_CHARS:,} characters.")
    if text.splitlines() == [text]:  # one line, as teasers are
        words = fold(text)
        return [words] if words and not words.isspace() else []
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n\n").replace("\u2028", "\n")
    )
    if text.count("\n") > MAX_LINES:
        raise Unreadable("too-many", f"A plain text in it has more than {MAX_LINES:,} lines.")
    found = []
    for part in _BLANK_LINES.split(text.replace("\u2029", "\n\n").strip("\n")):
        for lines in _groups(part.split("\n")):
            words = fold(" ".join(lines))
            if words and not words.isspace():
                found.append(words)
    return found


_NARROW = 50
_LONGEST = 100_000
_FEWEST = 3
_SLACK = 10


def unwrap(blocks: list[Block]) -> None:
    """Joins the lines of paragraphs that their sender broke at a width (AAP's `…few days the<br>fire situation…`).

    That is so where every line but a paragraph's last is too full for the next word, and there are enough of them.
    """
    broken = [block for block in blocks if block.tag == "p" and "\n" in block.text and len(block.text) <= _LONGEST]
    if not broken:
        return
    lines = [block.text.split("\n") for block in broken]
    width = max(len(line) for paragraph in lines for line in paragraph)
    if not _NARROW <= width <= MAX_WIDTH:
        return
    wrapped = [block for block, own in zip(broken, lines, strict=True) if _is_full(own, width)]
    if sum(block.text.count("\n") for block in wrapped) < _FEWEST or len(wrapped) * 2 < len(broken):
        return
    for block in wrapped:
        block.text = block.text.replace("\n", " ")
        block.html = block.html.replace(" <br>", "<br>").replace("<br>", " ")


def _is_full(lines: list[str], width: int) -> bool:
    firsts = (len(after.partition(" ")[0]) for after in lines[1:])
    return all(len(line) + 1 + first > width - _SLACK for line, first in zip(lines, firsts, strict=False))


def _groups(lines: list[str]) -> list[list[str]]:
    """Lines without a blank one between them, those of one paragraph together."""
    lines = [line for line in lines if line and not line.isspace()]
    if len(lines) < 2:
        return [lines]
    if _is_indented(lines):
        starts = [line[0].isspace() for line in lines]
    elif _is_wrapped(lines):
        starts = [_ITEM.match(line.lstrip()) is not None for line in lines]
    else:
        return [[line] for line in lines]
    groups: list[list[str]] = [[]]
    for line, start in zip(lines, starts, strict=True):
        if start and groups[-1]:
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_indented(lines: list[str]) -> bool:
    """Whether paragraphs begin with an indented line: some lines are, the first or most of them, and some are not."""
    indented = sum(line[0].isspace() for line in lines)
    first = lines[0][0].isspace()
    widest = max(len(line) for line in lines)
    return first and 0 < indented < len(lines) and widest <= MAX_WIDTH


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one text broken at a width: most are so full that the next word would not have fitted."""
    stripped = [line.strip() for line in lines]
    width = max(len(line) for line in stripped)
    if width > MAX_WIDTH:
        return False
    full = sum(len(line) + 1 + len(after.split(None, 1)[0]) > width - 4 for line, after in pairwise(stripped))
    return full >= _OPEN_LINES * (len(stripped) - 1) and (len(stripped) > 2 or width > 40)
