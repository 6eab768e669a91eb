"""The filter of the wire by words: what is asked as on the page of search, and found whatever its state."""

from dataclasses import dataclass

from dateline.newsroom.house import house
from dateline.search import find, telling
from dateline.search.index import is_whole
from dateline.search.query import parse
from dateline.search.wanted import TooSlow


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys of the newest articles that have the words, and what is to be said about that."""

    keys: tuple[int, ...] = ()
    told: tuple[str, ...] = ()


def keys_of(words: str) -> tuple[int, ...]:
    """The keys of the newest articles that have these words, `find.REACH` at the most."""
    return asked(words).keys


def asked(words: str) -> Asked:
    """What comes of these words."""
    query = parse(words)
    told = [telling.sentence(problem) for problem in query.problems]
    keys: list[int] = []
    if not query.is_empty:
        try:
            keys = find.for_desk(query, house())
        except TooSlow:
            told.append(telling.too_slow())
        if not is_whole():
            told.append(telling.not_whole())
    return Asked(tuple(keys), tuple(told))
