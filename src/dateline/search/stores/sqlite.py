"""The index in SQLite: a table of FTS5 that holds tokens and their places, and no text."""

import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

from dateline.newsroom.rows import marks
from dateline.search.document import VERSION, Document
from dateline.search.wanted import IN_HEADLINE, IN_LEAD, TIME, Clause, Hit, Ranked, TooSlow, Wanted

_STEPS = 20_000
"""Steps of SQLite's machine after which the clock is looked at: well under a millisecond."""

_AT_ONCE = 5000


class Sqlite:
    """See `stores.Store`."""

    version = VERSION

    def put(self, document: Document, article: int) -> None:
        columns = [" ".join(part) for part in document[1:]]
        headline, lead = _padded(columns[:2])
        packed = zlib.compress("\n".join(columns[2:]).encode(), 1)
        docid = document.docid
        with connection.cursor() as cursor:
            while True:
                cursor.execute(_PUT, [docid, article, self.version, document.sha(), headline, lead, packed])
                if cursor.fetchone():
                    break
                docid -= 1  # another stands there
            cursor.execute(
                "INSERT INTO search_index (rowid, headline, lead, body, facts) VALUES (%s, %s, %s, %s, %s)",
                [docid, *columns],
            )

    def take(self, docid: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE docid = %s RETURNING headline, lead, packed", [docid])
            *front, packed = cursor.fetchall()[0]
            rest = zlib.decompress(packed).decode().split("\n")
            cursor.execute(
                "INSERT INTO search_index (search_index, rowid, headline, lead, body, facts)"
                " VALUES ('delete', %s, %s, %s, %s, %s)",
                [docid, *(part.strip() for part in front if part is not None), *rest],  # all were packed once
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")

    def newest(self, wanted: Wanted, limit: int) -> list[Hit]:
        if wanted.is_impossible:
            return []
        with _in_time(), connection.cursor() as cursor:
            cursor.execute(_NEWEST, [_match(wanted), wanted.low, wanted.high, limit])
            return self.at([docid for (docid,) in cursor.fetchall()])

    def ranked(self, wanted: Wanted, limit: int) -> Ranked:
        if wanted.is_impossible:
            return Ranked((), ())
        score, values = ["0"], []
        for clause in wanted.words:
            for part, worth in (("headline", IN_HEADLINE), ("lead", IN_LEAD)):
                score.append(f"({' OR '.join(f'instr({part}, %s) > 0' for _phrase in clause)}) * {worth}")
                values += _padded(" ".join(phrase) for phrase in clause)
        with _in_time(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT docid, coalesce({' + '.join(score)}, 0) FROM ({_NEWEST}) AS newest"  # noqa: S608
                " CROSS JOIN search_document ON docid = newest.rowid",
                [*values, _match(wanted), wanted.low, wanted.high, limit],
            )
            places, scores = list(zip(*cursor.fetchall(), strict=True)) or ((), ())
            return Ranked(places, scores)

    def at(self, docids: Sequence[int]) -> list[Hit]:
        articles: dict[int, int] = {}
        with connection.cursor() as cursor:
            for some in _in_turn(docids):
                cursor.execute(
                    f"SELECT docid, article_id FROM search_document WHERE docid IN ({marks(some)})",  # noqa: S608
                    some,
                )
                articles.update(cursor.fetchall())
        return [Hit(docid, articles[docid]) for docid in docids if docid in articles]

    def among(self, wanted: Wanted, articles: list[int]) -> set[int]:
        found: set[int] = set()
        with _in_time(), connection.cursor() as cursor:
            for some in _in_turn(articles):
                cursor.execute(
                    "SELECT article_id FROM search_document CROSS JOIN search_index ON search_index.rowid = docid"  # noqa: S608
                    f" WHERE search_index MATCH %s AND article_id IN ({marks(some)}) AND docid >= %s AND docid < %s",
                    [_match(wanted), *some, wanted.low, wanted.high],
                )
                found.update(key for (key,) in cursor.fetchall())
        return found


_PUT = (
    "INSERT INTO search_document (docid, article_id, version, sha, headline, lead, packed)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (docid) DO NOTHING RETURNING docid"
)

_NEWEST = (
    "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid >= %s AND rowid < %s"
    " ORDER BY rowid DESC LIMIT %s"
)


def _padded(parts: Iterable[str]) -> list[str]:
    """Tokens between two blanks, so that each is found whole."""
    return [f" {part} " for part in parts]


def _match(wanted: Wanted) -> str:
    """What is wanted in the language of FTS5. Tokens hold no quotes."""
    every = " AND ".join(f"({_clause(clause)})" for clause in wanted.all)
    if not wanted.none:
        return every
    return f"({every}) NOT ({' OR '.join(_clause(clause) for clause in wanted.none)})"


def _clause(clause: Clause) -> str:
    return " OR ".join(f'"{" ".join(phrase)}"' for phrase in clause)


def _in_turn(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


@contextmanager
def _in_time() -> Iterator[None]:
    """Has SQLite stop what takes too long."""
    connection.ensure_connection()
    raw: Any = connection.connection
    until = time.monotonic() + TIME
    raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise TooSlow from error
        raise
    finally:
        raw.set_progress_handler(None, 0)
