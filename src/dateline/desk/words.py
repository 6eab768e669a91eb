"""The filter of the wire by words: what is asked as on the page of search, and found whatever its state."""

from functools import lru_cache

from dateline.newsroom.house import house
from dateline.newsroom.transaction import CHANGE, era, number
from dateline.search import find, telling
from dateline.search.index import is_whole
from dateline.search.query import parse
from dateline.search.wanted import TooSlow


def keys_of(words: str) -> tuple[int, ...]:
    """The keys of the newest articles that have these words, `find.REACH` at the most."""
    try:
        return _keys(words, whole=is_whole())
    except TooSlow:
        return ()


def told_of(words: str) -> list[str]:
    """What is to be said of these words, and of what they find."""
    query = parse(words)
    told = telling.amiss(query)
    if query.is_empty:
        return told
    whole = is_whole()
    try:
        keys = _keys(words, whole=whole)
    except TooSlow:
        told.append(telling.too_slow())
    else:
        told += [] if keys else telling.why_nothing(words, query, house(), hidden=True)
    if not whole:
        told.append(telling.not_whole())
    return told


def _keys(words: str, *, whole: bool) -> tuple[int, ...]:
    if parse(words).is_empty:
        return ()
    # What is searched while the index is filled is another a moment later, at the same change number.
    return (found if whole else found.__wrapped__)(words, (era(), number(CHANGE)))


@lru_cache(maxsize=16)
def found(words: str, at: tuple[str, int]) -> tuple[int, ...]:
    """The keys that search gives `at` an era and change number: every open screen with these words asks for them, for
    its rows and for what is new in each view, once a second while copy comes in.
    """
    return tuple(find.for_desk(parse(words), house()))
