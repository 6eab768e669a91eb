"""The text of an ANPA 1312 message: head lines behind `^`, paragraphs behind tabs, rows of tables, layout codes.

`<` ends a paragraph and `=` a line that is set on its own; `_`, `` ` `` and `{` stand for characters that seven bits
had no room for. In a row of a table (behind TLI, or in a text marked as tabular) `;` stands between the columns.
"""

import re
from dataclasses import dataclass, field

from dateline.wire.copy.bare_places import is_known_city
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.draft import Block
from dateline.wire.formats.telex_lines import blocks_of_lines, join_lines
from dateline.wire.text.blocks import escape, fold, paragraph

TLI, TTS = "\x08", "\x10"
"""Tab line indicator, ahead of a row of a table; and the space of typesetting machines."""

LONGEST_HEADLINE = 250
"""Lines ahead of the text that are longer than this together are no headline."""

FULL = 30
"""A head line of more characters than this may go on in the line below it."""

_QUOTES = re.compile(r"``|''")
_DASH = re.compile(r"(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")
_TAB = re.compile(r"\t[\t ]*")
_ROUTE = re.compile(r"\*\d{3,5}<\s*\^?")
_SLUG = re.compile(r"(?:BC|AM|PM|AP)-\S{2,80}", re.IGNORECASE)
_MARKS = ("\t", "^", TLI)


@dataclass(slots=True)
class Text:
    """A text in its parts: head lines ahead of the story with whether `<` closed them, and the blocks of the story."""

    head: list[tuple[str, bool]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def characters(text: str) -> str:
    """Layout codes as the characters that they stand for: ``` `` ``` is “, `''` is ”, `_` a dash, `{` a half."""
    if "`" in text or "''" in text:
        text = _QUOTES.sub(lambda found: "“" if found[0] == "``" else "”", text).replace("`", "‘")
    if "_" in text:
        text = _DASH.sub(lambda found: "—" * len(found[0]), text)
    return text.replace("{", "½")


def _opened(line: str) -> str:
    """A line without the `<` or `=` that closes it."""
    line = line.rstrip()
    return line[:-1].rstrip() if line.endswith(("<", "=")) else line


def _is_closed(line: str) -> bool:
    return line.rstrip().endswith(("<", "="))


def read_text(lines: list[str], *, tabular: bool = False) -> Text:
    """The parts of a text in lines, without their ends; control characters other than tab, TLI and TTS are gone."""
    lines = [characters(line.replace(TTS, " ")).rstrip() for line in lines]
    if not any(line.startswith(_MARKS) for line in lines):
        return _unmarked(lines)
    reader = _Reader(tabular, spaced=_is_spaced(lines))
    for line in lines:
        reader.take(line)
    reader.end()
    return reader.text


def _is_spaced(lines: list[str]) -> bool:
    """Whether a blank line stands below every line (Bay City's double space), so that it ends no paragraph."""
    plain = [at for at, line in enumerate(lines[:-1]) if line and not line.startswith(_MARKS)]
    return len(plain) > 2 and sum(not lines[at + 1].strip() for at in plain) * 10 >= len(plain) * 9


def _unmarked(lines: list[str]) -> Text:
    """A text without marks (Reuters of 1987): headline, then paragraphs behind spaces."""
    text = Text()
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    story = next((at for at in range(start, len(lines)) if lines[at][:2] == "  " or _is_dated(lines[at])), None)
    title = [line.strip() for line in lines[start:story] if line.strip()] if story is not None else []
    glued = _GLUED.match(" ".join(title)) if title and len(title) <= LONGEST_GLUED else None
    if glued is not None:  # the line of the headline runs on into the dateline
        whole = " ".join(title)
        at = len(glued["title"]) - len(_last_name(glued["title"]))
        text.head.append((whole[:at].rstrip(), True))
        text.blocks = [paragraph(whole[at:]), *blocks_of_lines([_opened(line) for line in lines[story:]])]
        return text
    if story is None and len([line for line in lines if line.strip()]) <= 3:
        title, story = [line.strip() for line in lines if line.strip()], len(lines)
    if title and len(title) <= 4 and sum(map(len, title)) <= LONGEST_HEADLINE:
        if len(title) > 1 and _SLUG.fullmatch(title[0]):
            text.head.append((title.pop(0), True))
        text.head.append((" ".join(title), True))
        lines = lines[story:]
    text.blocks = blocks_of_lines([_opened(line) for line in lines])
    return text


# `INVENTED BANK SAYS SO HARARE, March 3 - Its …`.
_GLUED = re.compile(
    r"(?P<title>[^a-z]{16,200}),\s(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\s\d{1,2}\s-\s(?=[\"A-Z<])"
)
LONGEST_GLUED = 8
"""How many lines the headline and the first paragraph may have, where nothing parts them."""


def _last_name(title: str) -> str:
    """The place at the end of words in capitals: a city that is known by several words, else the last word."""
    words = title.split(" ")
    several = (" ".join(words[-count:]) for count in (3, 2) if len(words) > count)
    return next((name for name in several if is_known_city(name)), words[-1])


def _is_dated(line: str) -> bool:
    return len(line) > 20 and parse_dateline(line.strip()) is not None


class _Reader:
    """Takes line by line; what has begun is ended by what cannot go on with it."""

    def __init__(self, tabular: bool, *, spaced: bool) -> None:
        self.text = Text()
        self._tabular = tabular
        self._spaced = spaced
        self._paragraph: list[str] = []
        self._mark: list[str] = []
        self._rows: list[list[str]] = []
        self._lines: list[str] = []

    def take(self, line: str) -> None:
        if line.startswith(TLI):
            self._only("rows")
            self._rows.append([cell.strip() for cell in line[1:].removeprefix("^").replace(TLI, " ").split(";")])
        elif line.startswith("^"):
            self.end()
            self._begin_mark(line[1:])
        elif line.startswith("\t"):
            self._begin_paragraph(_TAB.sub("", line.replace(TLI, " "), 1))
        elif line.strip():
            self._go_on(line.replace(TLI, " "))
        elif not self._spaced:
            self._only("rows" if self._rows else "lines")
            if self._lines:
                self._lines.append("")

    def _begin_mark(self, line: str) -> None:
        route = _ROUTE.match(line)
        line = line[route.end() :] if route is not None else line
        self._mark = [line]
        if _is_closed(line):
            self._end_mark()

    def _begin_paragraph(self, line: str) -> None:
        if self._tabular and line.count(";") > 1:
            self._only("rows")
            self._rows.append([cell.strip() for cell in _opened(line).split(";")])
            return
        self.end()
        if line.strip():
            self._paragraph = [line]
            if line.rstrip().endswith("<"):
                self.end()

    def _go_on(self, line: str) -> None:
        if self._mark and len(self._mark[-1]) > FULL:
            self._mark.append(line)
            if _is_closed(line):
                self._end_mark()
        elif self._paragraph:
            self._paragraph.append(line)
        elif not self.text.blocks and not self._lines and not self.text.head and len(line) <= LONGEST_HEADLINE:
            self._only("")
            self.text.head.append((fold(_opened(line)), True))
        else:
            self._only("lines")
            self._lines.append(_opened(line))

    def _end_mark(self) -> None:
        mark, self._mark = join_lines(self._mark, capitals=True), []
        words = fold(_opened(mark))
        if not words:
            return
        if self.text.blocks:
            self.text.blocks.append(paragraph(words, "h3"))
        else:
            self.text.head.append((words, mark.endswith("<")))

    def _only(self, kind: str) -> None:
        """Ends everything that has begun but for one kind."""
        self._end_mark()
        if self._paragraph:
            words = fold(_opened(join_lines(self._paragraph, capitals=True)))
            self._paragraph = []
            if words:
                self.text.blocks.append(paragraph(words))
        if kind != "rows" and self._rows:
            self.text.blocks.extend(table(self._rows))
            self._rows = []
        if kind != "lines" and self._lines:
            self.text.blocks.extend(blocks_of_lines(self._lines))
            self._lines = []

    def end(self) -> None:
        self._only("")


def table(rows: list[list[str]]) -> list[Block]:
    """A table as one block; nothing for rows without words."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    html = "".join(f"<tr>{''.join(f'<td>{escape(fold(cell))}</td>' for cell in row)}</tr>" for row in rows)
    text = "\n".join("\t".join(fold(cell) for cell in row) for row in rows)
    return [Block("table", f"<table>{html}</table>", text)]
