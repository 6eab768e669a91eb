"""Where in a text the words are by which it was found, and the part of it that shows them best. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.search.query import Words
from dateline.search.tokens import token, variants, words


class Piece(NamedTuple):
    """A piece of a text, and whether it is one of the words that were looked for."""

    text: str
    marked: bool


class Marker:
    """Marks in texts what a query looks for: words as the index has them, phrases only where they stand together."""

    def __init__(self, wanted: Iterable[Words]) -> None:
        self._phrases = {phrase for one in wanted for phrase in variants(one.words)}
        self._longest = max(map(len, self._phrases), default=0)

    def pieces(self, text: str, language: str) -> list[Piece]:
        """A text in pieces, which together are the text."""
        return self._cut(text, 0, len(text), self._spans(text, language))

    def excerpt(self, text: str, language: str, length: int) -> list[Piece]:
        """The part of a text, some `length` characters of whole words, that has the most of what is marked."""
        text = " ".join(text.split())
        spans = self._spans(text, language)
        if len(text) <= length:
            return self._cut(text, 0, len(text), spans)
        start = _start(spans, length)
        if start > 0:
            start = text.rfind(" ", 0, start) + 1
        end = len(text) if start + length >= len(text) else max(text.rfind(" ", start, start + length), start + 1)
        if end <= start + 1:
            end = min(start + length, len(text))
        found = self._cut(text, start, end, spans)
        return [Piece("…", False)] * (start > 0) + found + [Piece("…", False)] * (end < len(text))

    def _spans(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where what is looked for stands: begins and ends, in order, none in another."""
        found = list(words(text))
        tokens = tuple(token(word.text, language) for word in found)
        spans: list[tuple[int, int]] = []
        place = 0
        while place < len(found):
            length = self._length_at(tokens, place)
            if length:
                spans.append((found[place].start, found[place + length - 1].end))
            place += length or 1
        return spans

    def _length_at(self, tokens: tuple[str, ...], place: int) -> int:
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            if tokens[place : place + length] in self._phrases:
                return length
        return 0

    @staticmethod
    def _cut(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[Piece]:
        pieces = []
        at = start
        for first, last in spans:
            if first < at or last > end:
                continue
            pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
            at = last
        pieces.append(Piece(text[at:end], False))
        return [piece for piece in pieces if piece.text]


def _start(spans: Sequence[tuple[int, int]], length: int) -> int:
    """Where a part of that length begins that holds the most spans, the first of several; a little before its first."""
    best, most = 0, 0
    last = 0
    for first, (start, _end) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= start + length * 3 // 4:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return max(0, best - length // 4) if best > length * 3 // 4 else 0
