"""What changed between two versions of a text, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\n\n|\S+")
_MOST_WORDS = 8000
"""Past so many words a comparison goes by paragraphs: by words it would take seconds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts (`same`), in the older alone (`out`) or in the newer alone (`in`)."""

    kind: str
    text: str


def difference(older: str, newer: str) -> list[list[Piece]]:
    """The pieces of both texts in order, by paragraph of the result."""
    if len(older) + len(newer) > _MOST_WORDS * 6:
        old, new = older.split("\n\n"), newer.split("\n\n")
        joined = [Piece(piece.kind, part) for piece in _pieces(old, new, "\n\n") for part in piece.text.split("\n\n")]
        return [[piece] for piece in joined]
    return list(_by_paragraph(_pieces(_WORD.findall(older), _WORD.findall(newer), " ")))


def _pieces(old: list[str], new: list[str], between: str) -> Iterator[Piece]:
    matches = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    for (start_old, start_new, size), following in pairwise([difflib.Match(0, 0, 0), *matches]):
        same = old[start_old : start_old + size]
        out = old[start_old + size : following.a]
        new_words = new[start_new + size : following.b]
        for kind, words in (("same", same), ("out", out), ("in", new_words)):
            if words:
                yield Piece(kind, between.join(words))


def _by_paragraph(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    paragraph: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n\n")
        if first.strip():
            paragraph.append(Piece(piece.kind, first.strip()))
        for text in rest:
            if paragraph:
                yield paragraph
            paragraph = [Piece(piece.kind, text.strip())] if text.strip() else []
    if paragraph:
        yield paragraph
