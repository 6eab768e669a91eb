"""An explanation as plain text for one screen: aligned, as wide as the terminal, coloured where that is wanted."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from dateline.convert.files import shown
from dateline.wire.explaining import Explanation, Field, ItemExplanation, Unused
from dateline.wire.problems import CODES, Problem

NARROWEST = 60
"""Columns below which lines are longer than the terminal rather than useless."""

KEY_WIDTH = 18
BY_WIDTH = 7

UNUSED_LINES = 12
"""Places of a file without use that are named."""

_STYLES = {"head": "1", "key": "36", "quiet": "2", "warn": "33"}


class Screen:
    """Makes lines of an explanation."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = max(width, NARROWEST)
        self.colour = colour
        self.where_width = min(34, self.width // 3)

    def lines(self, path: str, explanation: Explanation) -> Iterator[str]:
        """The lines for one file, without line breaks."""
        count = len(explanation.items) + explanation.more
        yield self._style("head", f"{shown(path)}: {explanation.title}, {count} {'item' if count == 1 else 'items'}")
        for number, item in enumerate(explanation.items, 1):
            yield ""
            yield from self._item(item, f"item {number} of {count}: " if count > 1 else "")
        if explanation.more:
            yield from ("", f"and {explanation.more:,} items more")
        if explanation.set_aside:
            yield from self._section("set aside, with the reason")
            yield from self._problems(explanation.set_aside)
        yield from self._unused(explanation.unused)

    def _item(self, one: ItemExplanation, number: str) -> Iterator[str]:
        agency = one.item.provider or "an agency without a name"
        known = f"the habits of {one.profile} are known" if one.is_known else "no habits of it are known"
        yield self._style("head", _cut(f"{number}{_cut(agency, 40)}; {known}", self.width))
        yield self._columns("in the file", "became", "value", "by", "quiet")
        for field in one.fields:
            if not (field.by == "default" or (field.key, field.value) == ("precision", "second")):
                yield self._field(field)
        yield from self._text(one)
        told = [f"{field.key} {field.value}" for field in one.fields if field.by == "default"]
        if told:
            yield from self._listed("by default", told)
        if one.missing:
            yield from self._listed("no value", one.missing)
        if one.item.problems:
            yield from self._section("problems")
            yield from self._problems(one.item.problems)

    def _field(self, field: Field) -> str:
        return self._columns(field.where or "", field.key, field.value, "" if field.by == "format" else field.by)

    def _columns(self, where: str, key: str, value: str, by: str = "", style: str | None = None) -> str:
        rest = self.width - 2 - self.where_width - 1 - KEY_WIDTH - 1 - (1 + BY_WIDTH if by else 0)
        begin = f"  {self._style('quiet', _padded(_end_of(where, self.where_width), self.where_width))} "
        middle = f"{self._style('key', _padded(_cut(key, KEY_WIDTH), KEY_WIDTH))} "
        shown_value = _padded(_cut(value, rest), rest) if by else _cut(value, rest)
        return f"{begin}{middle}{self._style(style, shown_value)}{' ' if by else ''}{self._style('quiet', by)}".rstrip()

    def _text(self, one: ItemExplanation) -> Iterator[str]:
        """The words that were taken out, and how much text stayed."""
        for taken in one.taken:
            yield self._columns(taken.where or "", f"→ {taken.role}", taken.text)
            yield self._columns("", "", f"  {taken.why}", style="quiet")
        paragraphs = [line for line in one.item.text.split("\n\n") if line]
        words = len(one.item.text.split())
        count = f"{len(paragraphs)} paragraph{'' if len(paragraphs) == 1 else 's'}, {words:,} words"
        stays = f"{count}: {paragraphs[0]}" if paragraphs else "no text"
        yield self._columns("", "text", stays)

    def _problems(self, problems: Iterable[Problem]) -> Iterator[str]:
        for problem in problems:
            about = " ".join(word for word in (problem.where, problem.excerpt) if word)
            meaning = _cut(CODES[problem.code], self.width - 4 - len(problem.code))
            yield f"  {self._style('warn', problem.code)}  {meaning}"
            if about:
                yield f"    {_cut(about, self.width - 4)}"

    def _unused(self, unused: tuple[Unused, ...]) -> Iterator[str]:
        if not unused:
            return
        yield from self._section("in the file, and in no item")
        rest = self.width - self.where_width - 3
        for one in unused[:UNUSED_LINES]:
            times = f"{one.count} times, such as: " if one.count > 1 else ""
            where = self._style("quiet", _padded(_end_of(one.where, self.where_width), self.where_width))
            yield f"  {where} {_cut(times + one.text, rest)}"
        if len(unused) > UNUSED_LINES:
            yield f"  and at {len(unused) - UNUSED_LINES} more places"

    def _section(self, title: str) -> Iterator[str]:
        yield ""
        yield self._style("head", title)

    def _listed(self, title: str, values: Iterable[str]) -> Iterator[str]:
        lines = textwrap.wrap(f"{title}: {', '.join(values)}", self.width - 2, subsequent_indent="  ")
        yield from (f"  {self._style('quiet', line)}" for line in lines)

    def _style(self, name: str | None, text: str) -> str:
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.colour and name and text else text


def _wide(char: str) -> int:
    """Columns that a character takes on a terminal."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(map(_wide, text))


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def _cut(text: str, width: int) -> str:
    """A text made safe for a terminal, and cut to so many columns."""
    found: list[str] = []
    taken = 0
    for char in shown(" ".join(text[: width * 4].split())):
        taken += _wide(char)
        if taken > width - 1:
            return "".join(found) + "…"
        found.append(char)
    return "".join(found)


def _end_of(text: str, width: int) -> str:
    """The end of a text: of a path it says more than the beginning."""
    text = shown(text)
    return text if len(text) <= width else "…" + text[1 - width :]
