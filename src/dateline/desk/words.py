"""The filter of the wire by words: what is asked as on the page of search, and found whatever its state."""

from dataclasses import dataclass
from functools import lru_cache

from dateline.newsroom.house import house
from dateline.newsroom.transaction import CHANGE, era, number
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
    told = telling.amiss(query)
    keys: tuple[int, ...] = ()
    if not query.is_empty:
        whole = is_whole()
        try:
            # What is searched while the index is filled is another a moment later, at the same change number.
            keys = (found if whole else found.__wrapped__)(words, (era(), number(CHANGE)))
        except TooSlow:
            told.append(telling.too_slow())
        else:
            told += [] if keys else telling.why_nothing(words, query, hidden=True)
        if not whole:
            told.append(telling.not_whole())
    return Asked(keys, tuple(told))


@lru_cache(maxsize=16)
def found(words: str, at: tuple[str, int]) -> tuple[int, ...]:
    """The keys that search gives `at` an era and change number: every open screen with these words asks for them, for
    its rows and for what is new in each view, once a second while copy comes in.
    """
    return tuple(find.for_desk(parse(words), house()))
