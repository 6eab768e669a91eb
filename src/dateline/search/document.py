"""An article as the index has it: tokens of its headline, its lead and its text, and what else it can be found by.

Only what readers may see of an article is in it: no notes to editors, no keywords. Pure, but for the rows it is given.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import accumulate, chain
from typing import NamedTuple

from dateline.newsroom.models import Article
from dateline.search.tokens import LONGEST, fold, split, tokens
from dateline.wire.item import NewsItem

VERSION = 2
"""Of what the index has of an article. What a store has beside it makes a version of the store (`Store.version`)."""

ALL, HIDDEN = "=all", "=hidden"
"""What every article has; and what those have that are neither published nor will be when their embargo ends."""

FILLER = "="
"""Stands for an occurrence that does not count, so that the words behind it keep their places."""

MOST_TOKENS, MOST_BYTES = 16_000, 400_000
"""Words of an article that count, and their length in UTF-8: PostgreSQL takes a megabyte, with what it adds to them."""

MOST_PLACES = 255
"""Places of one word in an article that count."""

_UNITS = 1 << 20
_FURTHEST = 1 << 42


class Document(NamedTuple):
    """What the index has of an article: the tokens of each part in order, and the facts, which have no places."""

    docid: int
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    body: tuple[str, ...]
    facts: tuple[str, ...]

    def sha(self) -> str:
        """A hash of all of it but its place: what is the same need not be written again."""
        return blake2b("\n".join(" ".join(part) for part in self[1:]).encode(), digest_size=8).hexdigest()


def document(article: Article, item: NewsItem) -> Document:
    """What the index should have of an article that shows this item."""
    first, _break, rest = item.text.partition("\n\n")
    over = (item.kicker, item.subheadline, item.abstract, article.dateline, first)
    under = (rest, article.note, item.byline)
    parts = (split(article.headline), split(_joined(over)), split(_joined(under)))
    headline, lead, body = _bounded(tokens(words, article.language) for words in parts)
    return Document(docid_of(article), headline, lead, body, tuple(_facts(article, item)))


def docid_of(article: Article) -> int:
    """Where an article stands in the index: the newer the higher, and of one moment as in every list.

    What is not published stands by when it came in. Two articles may have the same one.
    """
    at = article.sort_at if article.listed else article.came_at
    tie = ((1023 - min(article.sort_place, 1023)) << 10) | (1023 - _ten_bits(article.short_id))
    return floor_of(at) + tie


def floor_of(milliseconds: int) -> int:
    """The lowest place of what was published at a moment (in milliseconds since 1970)."""
    return max(-_FURTHEST, min(milliseconds, _FURTHEST)) * _UNITS


def place_fact(place: str) -> str:
    """What copy from a place has."""
    return f"=p:{_plain(place)}"


def agency_fact(code: str) -> str:
    """What copy of an agency has, by its code."""
    return f"=a:{_plain(code)}"


def section_fact(key: int) -> str:
    """What the articles of a section have."""
    return f"=s:{key}"


def _facts(article: Article, item: NewsItem) -> Iterator[str]:
    yield ALL
    if not article.listed:
        yield HIDDEN
    if article.section_id is not None:
        yield section_fact(article.section_id)
    places = (*(item.dateline.places if item.dateline else ()), *item.places)
    yield from dict.fromkeys(place_fact(place) for place in places if split(place))
    yield from dict.fromkeys(agency_fact(code) for code in article.credit if split(code))


def _plain(name: str) -> str:
    return "-".join(fold(word) for word in split(name)[:8])[: 2 * LONGEST]


def _joined(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)


def _bounded(parts: Iterable[list[str]]) -> list[tuple[str, ...]]:
    """The parts as far as they count. What a database would drop is dropped here, so that all find the same."""
    left, room = MOST_TOKENS, MOST_BYTES
    kept = []
    for part in parts:
        ends = list(accumulate(len(token.encode()) for token in part[:left]))
        part = part[: bisect_right(ends, room)]
        kept.append(part)
        left, room = left - len(part), room - (ends[len(part) - 1] if part else 0)
    often = _too_often(kept)
    for part in kept if often else ():
        for place, token in enumerate(part):
            if token in often:
                often[token] -= 1
                if often[token] < 0:
                    part[place] = FILLER
    return [tuple(part) for part in kept]


def _too_often(parts: list[list[str]]) -> dict[str, int]:
    """The tokens that stand in these more often than counts, and how often that is."""
    if sum(map(len, parts)) <= MOST_PLACES:
        return {}
    return {token: MOST_PLACES for token, times in Counter(chain(*parts)).items() if times > MOST_PLACES}


def _ten_bits(short_id: str) -> int:
    digits = [max(_DIGITS.find(char), 0) for char in short_id[:2].ljust(2, "0")]
    return digits[0] << 5 | digits[1]


_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
