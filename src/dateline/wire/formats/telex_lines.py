"""Lines of the old line formats: from lines that their sender broke at a width to paragraphs, lists and tables.

Nothing is put into another order: a block is made of lines that stand one below the other, and only the white space
between their words changes; in a table (`pre`) not even that.
"""

import re
from itertools import pairwise

from dateline.wire.draft import Block
from dateline.wire.text.blocks import escape, fold, paragraph

MAX_WIDTH = 90
"""The longest line, in characters, of a text that its sender broke at a width."""

NARROW = 40
"""Characters of the longest line of a text that is too narrow to have been broken at a width."""

LOOK = 300
"""How many characters of a line tell whether it stands in columns."""

_SLACK = 6
_DEEP = 12
# Leaders too: `Net free reserves.............644`.
_COLUMNS = re.compile(r"\S[ ]{3,}\S|\S\t+\S|^\s*\|.*\|\s*$|[\w)]\.{4,}\s?[\w$(]")
_GAP = re.compile(r"(?<![.!?:;\"'])[ ]{2,}\S")
_ITEM = re.compile(r"(?:[-–—•*·+»>#]{1,3}|\d{1,3}[.)]|\d{1,3}\.\d\d|[a-z][.)])\s+\S")
_SENTENCE_END = re.compile(r"[.:;!?…][\"'”’»)\]]*$")
_NUMBERS = re.compile(r"(?:^|\s)[\d$+\-.,/:()]*\d[\d.,/:()]*(?=\s|$)")
# What closes a message and is never the end of a sentence above it: `./.ABC`, `VDH/FUL/`, `==Kyodo`, `Reuter`.
_CLOSING = re.compile(
    r"(?:\./\.?){1,3}\s*[^\W\d_]{0,8}|[A-Z]{2,5}(?:/[A-Z]{2,5})+/?|[a-z]{2,4}(?:/ ?[a-z]{2,4}){1,4}/?"
    r"|(?:[Rr]euters?|REUTERS?)(?:\.{3})?|={2}\s?[^\W\d_]{2,20}|[A-Z]{2,6}-\d\d:\d\d-\d\d-\d\d-\d{2,4}"
)
_BROKEN_WORD = re.compile(r"[^\W_]-$")
_WORDLESS = re.compile(r"[\W_]+")
_ALONE = re.compile(r"(?:und|oder|en|of|or|and|et|ou|bzw|y|e|o)\b", re.IGNORECASE)


def blocks_of_lines(lines: list[str], *, tabular: bool = False) -> list[Block]:
    """The blocks of a text in lines, in order.

    A blank line ends a paragraph, an indented line begins one, and so does a line below one that would have had room
    for its first word. Lines in columns become one `pre`; with `tabular` (the format says so) all of them do.
    """
    lines = [line.replace("\t", "        ").rstrip() for line in lines]
    chunks = _chunks(lines)
    tables = [tabular or _is_table(chunk) for chunk in chunks]
    width = _width([line for chunk, table in zip(chunks, tables, strict=True) if not table for line in chunk])
    found: list[Block] = []
    for chunk, table in zip(chunks, tables, strict=True):
        if table:
            found.append(preformatted(chunk))
        else:
            found.extend(paragraph(words) for words in paragraphs_of(chunk, width))
    return found


def preformatted(lines: list[str]) -> Block:
    """Lines as they are, in one block."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return Block("pre", f"<pre>{escape(text)}</pre>", text)


def paragraphs_of(lines: list[str], width: int) -> list[str]:
    """The paragraphs of lines without a blank one between them. `width` is 0 where no line was broken by a program."""
    indented = _is_indented(lines)
    full = sum(_is_full(line, below, width) for line, below in pairwise(lines)) if width else 0
    wrapped = width > 0 and 5 * full >= 3 * (len(lines) - 1)
    found: list[list[str]] = []
    before = ""
    for line in lines:
        begins = line[:1].isspace() if indented else not before or not _continues(before, line, width, wrapped)
        closing = _CLOSING.fullmatch(line.strip()) is not None or _CLOSING.fullmatch(before.strip()) is not None
        if found and not begins and not closing:
            found[-1].append(line)
        else:
            found.append([line])
        before = line
    return [words for words in (fold(join_lines(piece)) for piece in found) if words]


def join_lines(lines: list[str], *, capitals: bool = False) -> str:
    """Lines as one text: a space between them, none where a compound was broken at its hyphen.

    With `capitals` also in one such as `anti-Semitic`, for languages that leave no hyphen hanging (`Landes- und …`).
    """
    pieces: list[str] = []
    for line in lines:
        line = line.strip()
        if pieces:
            broken = _BROKEN_WORD.search(pieces[-1][-2:]) is not None and line[:1].isalpha()
            broken = broken and (capitals or line[:1].islower()) and not _ALONE.match(line)
            pieces.append("" if broken else " ")
        pieces.append(line)
    return "".join(pieces)


def _chunks(lines: list[str]) -> list[list[str]]:
    """Lines without a blank one between them; lines in columns and others apart."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        if not line:
            chunks.append([])
        else:
            chunks[-1].append(line)
    return [piece for chunk in chunks if chunk for piece in _parts(chunk)]


def _parts(chunk: list[str]) -> list[list[str]]:
    """A chunk where sentences stand right above columns: the two apart."""
    marks = [_in_columns(line) for line in chunk]
    first = marks.index(True) if True in marks else 0
    if first and _is_prose(chunk[:first]) and 2 * sum(marks[first:]) >= len(chunk) - first >= 2:
        return [chunk[:first], chunk[first:]]
    return [chunk]


def _in_columns(line: str) -> bool:
    line = line[:LOOK]
    return _COLUMNS.search(line.strip()) is not None or len(line) - len(line.lstrip()) >= _DEEP


def _is_prose(lines: list[str]) -> bool:
    return sum(len(line.strip()) for line in lines) > NARROW * len(lines) or _SENTENCE_END.search(lines[-1]) is not None


def _is_table(chunk: list[str]) -> bool:
    """Whether most lines stand in columns: parted by runs of spaces, not only behind the end of a sentence."""
    marked = sum(_in_columns(line) for line in chunk)
    if len(chunk) == 1:
        return marked == 1 and _COLUMNS.search(chunk[0].strip()) is not None
    looked = [line[:LOOK].strip() for line in chunk]
    gaps = sum(_GAP.search(line) is not None and _NUMBERS.search(line) is not None for line in looked)
    return marked * 2 >= len(chunk) or (len(chunk) > 2 and gaps * 3 >= len(chunk) * 2)


def _width(lines: list[str]) -> int:
    """The width at which the lines were broken; 0 where they were not."""
    width = max((len(line.strip()) for line in lines), default=0)
    return width if NARROW <= width <= MAX_WIDTH else 0


def _is_indented(lines: list[str]) -> bool:
    """Whether paragraphs begin with an indented line: the first is, and some below it are not."""
    return lines[0][:1].isspace() and any(not line[:1].isspace() for line in lines)


def _is_full(line: str, below: str, width: int) -> bool:
    return len(line.strip()) + 1 + len(below.split(None, 1)[0]) > width - _SLACK


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _continues(before: str, line: str, width: int, wrapped: bool) -> bool:
    """Whether a line goes on with the sentence of the one above it."""
    if not width or _WORDLESS.fullmatch(line) or _WORDLESS.fullmatch(before):
        return False
    if _ITEM.match(line.strip()):
        dash = line.startswith(("- ", "– ", "— ")) and not _ITEM.match(before.strip())
        return dash and _is_full(before, line, width) and _SENTENCE_END.search(before) is None
    if _ITEM.match(before) and line[:2].isspace() and not line[:3].isspace():
        return True
    item = _ITEM.match(before, _indent(before))
    if item is not None and item.end() - 1 == _indent(line):
        return True  # right below the first letter of an item
    if line[:3].isspace() and (not before[:1].isspace() or _ITEM.match(before.strip())):
        return False
    if _is_full(before, line, width):
        return True
    return wrapped and 2 * len(before) > width and _SENTENCE_END.search(before) is None
