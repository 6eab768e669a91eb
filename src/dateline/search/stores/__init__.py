"""Where the index is: a module for SQLite and one for PostgreSQL, which are asked the same and answer the same."""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from dateline.search.document import Document
from dateline.search.stores.postgresql import Postgresql
from dateline.search.stores.sqlite import Sqlite
from dateline.search.wanted import Hit, Ranked, Wanted


class Store(Protocol):
    """Tokens and their places, and what is found by them."""

    @property
    def version(self) -> int:
        """Of what stands in it. Another number has the worker make every row anew."""

    def put(self, document: Document, article: int) -> None:
        """Stores what is not there yet, at a place that is free."""

    def take(self, docid: int) -> None:
        """Takes out what is there."""

    def clear(self) -> None:
        """Empties what the table of documents does not have."""

    def newest(self, wanted: Wanted, limit: int) -> list[Hit]:
        """The newest articles that have what is wanted, newest first. Raises TooSlow."""

    def ranked(self, wanted: Wanted, limit: int) -> Ranked:
        """The places of the same with their scores, still newest first. Raises TooSlow."""

    def at(self, docids: Sequence[int]) -> list[Hit]:
        """What stands at these places, in their order."""

    def among(self, wanted: Wanted, articles: list[int]) -> set[int]:
        """Which of these articles have what is wanted. Raises TooSlow."""


def store() -> Store:
    """The index of the database that is in use."""
    return Postgresql() if connection.vendor == "postgresql" else Sqlite()
