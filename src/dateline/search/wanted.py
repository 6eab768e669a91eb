"""A query as both databases are asked: which tokens, in which part, one after the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Part = Literal["headline", "lead"]

Phrase = tuple[str, ...]
"""Tokens that stand one behind the other; most often one alone."""

Clause = tuple[Phrase, ...]
"""Phrases of which one is enough: the same words in several languages, the several names of an agency."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """All of `all`, each by one of its phrases, and none of `none`; places from `low` and below `high`."""

    all: tuple[Clause, ...]
    none: tuple[Clause, ...] = ()
    low: int = -(2**62)
    high: int = 2**62

    @property
    def is_impossible(self) -> bool:
        """Whether nothing can be it: FTS5 goes through all that has the words before it looks at the places."""
        return self.low >= self.high

    @property
    def words(self) -> list[Clause]:
        """Those of `all` that are words: facts stand in no headline and no lead."""
        return [clause for clause in self.all if not clause[0][0].startswith("=")]


class Hit(NamedTuple):
    """An article that has what is wanted: its place in the index, and its key."""

    docid: int
    article: int


class Ranked(NamedTuple):
    """Articles that have what is wanted, newest first: their places in the index, and how well each fits.

    Two columns and not a row each: of thousands of rows Python would look after each, now and then for 0.1 s.
    """

    places: Sequence[int]
    scores: Sequence[int]


class TooSlow(Exception):
    """The database was stopped: what is asked takes too long."""


IN_HEADLINE, IN_LEAD = 4, 1
"""What a clause adds to the score of an article that has it in its headline, and in its lead."""

TIME = 1.0
"""Seconds after which the database is stopped."""
