"""What changed between two versions of a text, word by word."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_PARAGRAPH = "\n\n"
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


class _Change(NamedTuple):
    """Words that stand in both texts, and what follows on them in the older and in the newer one."""

    same: list[str]
    out: list[str]
    new: list[str]


def _pieces(old: list[str], new: list[str], between: str) -> Iterator[Piece]:
    for change in _legible(_changes(old, new)):
        for kind, words in (("same", change.same), ("out", change.out), ("in", change.new)):
            if words:
                yield Piece(kind, between.join(words))


def _changes(old: list[str], new: list[str]) -> Iterator[_Change]:
    matches = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    for (start_old, start_new, size), following in pairwise([difflib.Match(0, 0, 0), *matches]):
        yield _Change(
            same=old[start_old : start_old + size],
            out=old[start_old + size : following.a],
            new=new[start_new + size : following.b],
        )


def _legible(changes: Iterable[_Change]) -> list[_Change]:
    """Without the few words that two rewritten sentences happen to share (a "de", an "is"): nobody can read a text that
    alternates with another one word by word. Both have those words then. Paragraphs stay apart.
    """
    found: list[_Change] = []
    for change in changes:
        while found and _is_chance(found[-1], change):
            before, (same, out, new) = found.pop(), change
            change = _Change(before.same, before.out + same + out, before.new + same + new)
        found.append(change)
    return found


def _is_chance(before: _Change, after: _Change) -> bool:
    """Whether what two changes have between them is less than either of them changes."""
    around = min(max(len(one.out), len(one.new)) for one in (before, after))
    return _PARAGRAPH not in after.same and len(after.same) < around


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
