"""A newsroom that is built beside the one that runs, and takes its place in one commit.

Within `built`, Django's connection is that of the new one. Where it lies depends on the database: for SQLite in a file
beside, whose pages become those of the old one; for PostgreSQL in a schema beside, whose tables become those of the old
one (docs/adr/0051). Whoever reads sees the old one until the commit and the new one from then on; no file is swapped
under an open connection.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from dateline.locks import lock
from dateline.newsroom.removals import Rows
from dateline.serve.backup.tables import Table

LOCK = "restore.lock"

Seal = Callable[[Rows], None]
"""What is done last, while nobody else can write: it gets the old newsroom to read, and writes to the new one."""


class InUse(Exception):
    """Somebody would not let go of the database; the text says for how long that was tried."""


class Beside(Protocol):
    """The newsroom that is being built."""

    def load(self, table: Table, chunks: Iterator[list[list[Any]]]) -> None:
        """Stores the rows of a table, of which only these are then there."""

    def check(self) -> None:
        """Raises DatabaseError unless every row that another refers to is there."""

    def count_from(self, table: Table, last: int) -> None:
        """Gives the next row of a table a number above `last` (and above all that are there)."""

    def counts(self, rows: Rows, table: Table) -> int:
        """The last number that a row of a table of the old newsroom got."""

    def take_over(self, seal: Seal) -> None:
        """Becomes the newsroom: locks the old one against writing, has `seal` finish, and commits. Raises InUse."""


@contextmanager
def built() -> Iterator[Beside]:
    """Begins an empty newsroom beside; what is left of one that was never finished goes, and this one at the end."""
    # Loaded here, because both are made of what stands above.
    if connection.vendor == "sqlite":
        from dateline.serve.backup import beside_sqlite

        with beside_sqlite.beside() as made:
            yield made
    else:
        from dateline.serve.backup import beside_postgresql

        with beside_postgresql.beside() as schema:
            yield schema


def clear() -> None:
    """Removes what a restore that was killed has left of its newsroom: it holds copy. Raises InUse where one is under
    way, OSError, DatabaseError.
    """
    if connection.vendor == "sqlite":
        from dateline.serve.backup import beside_sqlite

        beside_sqlite.clear()
    else:
        from dateline.serve.backup import beside_postgresql

        beside_postgresql.clear()


@contextmanager
def alone() -> Iterator[None]:
    """The only restore on this data directory. Raises InUse."""
    with (Path(settings.DATA) / LOCK).open("w") as file:
        if not lock(file):
            raise InUse("another restore is under way")
        yield


@contextmanager
def pointed(changes: Mapping[str, Any]) -> Iterator[None]:
    """Has Django connect with these settings in place of its own."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(changes)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
