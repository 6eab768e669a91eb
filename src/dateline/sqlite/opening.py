"""How SQLite files are opened."""

import sqlite3
from pathlib import Path
from typing import Any


def only_existing(file: Path) -> type[sqlite3.Connection]:
    """A kind of connection that never makes `file`.

    SQLite makes an empty database in the place of a file that went away, and a process that connects anew would go on
    with that as if nothing had ever been published. Other files (those of tests) are opened as ever.
    """

    class OnlyExisting(sqlite3.Connection):
        def __init__(self, database: Any, *more: Any, **options: Any) -> None:
            if Path(str(database)) == file:
                database = f"{file.as_uri()}?mode=rw"
            super().__init__(database, *more, **options)

    return OnlyExisting
