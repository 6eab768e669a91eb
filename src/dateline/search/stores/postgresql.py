"""The index in PostgreSQL: a tsvector made of the application's own tokens and places, and a GIN index over it.

GIN gives hits in no order. So the newest are looked for in stretches that begin with the newest articles and grow: what
is common is found in the first, and what is rare is quickly found in all.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from dateline.search.document import VERSION, Document
from dateline.search.wanted import IN_HEADLINE, IN_LEAD, TIME, Clause, Hit, TooSlow, Wanted

FIRST = 400
"""Articles of the first stretch, each of which is looked at."""

_GROWS = (16, 128, 1024)
"""How many times as long as the first the next stretches are; the last one has no end."""

_CANCELLED = "57014"


class Postgresql:
    """See `stores.Store`."""

    def put(self, document: Document, article: int) -> None:
        docid = document.docid
        vector, front = _vector(document), _vector(document._replace(body=(), facts=()))
        with connection.cursor() as cursor:
            while True:
                cursor.execute(
                    "INSERT INTO search_document (docid, article_id, version, sha, vector, front)"
                    " VALUES (%s, %s, %s, %s, %s::text::tsvector, %s::text::tsvector) ON CONFLICT (docid) DO NOTHING",
                    [docid, article, VERSION, document.sha(), vector, front],
                )
                if cursor.rowcount:
                    return
                docid -= 1

    def take(self, docid: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE docid = %s", [docid])

    def clear(self) -> None:
        """All of it is in the table of documents."""

    def newest(self, wanted: Wanted, limit: int) -> list[Hit]:
        return self._found(wanted, limit, "0", [])

    def ranked(self, wanted: Wanted, limit: int) -> list[Hit]:
        score, values = ["0"], []
        for clause in wanted.all:
            for weight, worth in (("A", IN_HEADLINE), ("B", IN_LEAD)):
                score.append(f"(front @@ %s::text::tsquery)::int * {worth}")
                values.append(_clause(clause, weight))
        return self._found(wanted, limit, " + ".join(score), values)

    def among(self, wanted: Wanted, articles: list[int]) -> set[int]:
        with _in_time(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT article_id FROM search_document WHERE article_id = ANY(%s) AND vector @@ %s::text::tsquery"
                " AND docid >= %s AND docid < %s",
                [articles, _query(wanted), wanted.low, wanted.high],
            )
            return {key for (key,) in cursor.fetchall()}

    def _found(self, wanted: Wanted, limit: int, score: str, values: list[str]) -> list[Hit]:
        query = _query(wanted)
        hits: list[Hit] = []
        with _in_time(), connection.cursor() as cursor:
            # Where what is asked for is common enough, an index in no order would give far more than is wanted.
            cursor.execute("SET LOCAL enable_seqscan = off")
            for low, high, each in self._stretches(cursor, wanted):
                inner = " ORDER BY docid DESC OFFSET 0" if each else ""
                cursor.execute(
                    f"WITH stretch AS {'' if each else 'NOT '}MATERIALIZED (SELECT docid, article_id, vector, front"  # noqa: S608
                    f" FROM search_document WHERE docid >= %s AND docid < %s{inner}), hits AS MATERIALIZED"
                    " (SELECT docid, article_id, front FROM stretch WHERE vector @@ %s::text::tsquery)"
                    f" SELECT docid, article_id, {score}"
                    " FROM (SELECT * FROM hits ORDER BY docid DESC LIMIT %s) AS newest ORDER BY docid DESC",
                    [low, high, query, *values, limit - len(hits)],
                )
                hits += [Hit(*row) for row in cursor.fetchall()]
                if len(hits) >= limit:
                    break
        return hits

    def _stretches(self, cursor: Any, wanted: Wanted) -> Iterator[tuple[int, int, bool]]:
        """From the newest on: the lowest place of each stretch, the one above it, and whether to look at each in it."""
        cursor.execute(
            "SELECT min(docid), max(docid) FROM (SELECT docid FROM search_document WHERE docid >= %s AND docid < %s"
            " ORDER BY docid DESC LIMIT %s) AS newest",
            [wanted.low, wanted.high, FIRST],
        )
        first, last = cursor.fetchone()
        if first is None:
            return
        yield first, wanted.high, True
        length, high = last - first + 1, first
        for times in _GROWS:
            low = max(last - times * length, wanted.low)
            if low >= high:
                continue
            yield low, high, False
            high = low
        if high > wanted.low:
            yield wanted.low, high, False


def _vector(document: Document) -> str:
    """A document as PostgreSQL writes a tsvector. Tokens hold no quotes."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    place = 0
    for part, weight in ((document.headline, "A"), (document.lead, "B"), (document.body, "")):
        for token in part:
            place += 1
            if token != "=":  # noqa: S105
                places[token].append(f"{place}{weight}")
        place += 1  # no phrase reaches from one part into the next
    words = [f"'{token}':{','.join(found)}" for token, found in places.items()]
    return " ".join([*words, *(f"'{fact}'" for fact in document.facts)])


def _query(wanted: Wanted) -> str:
    """What is wanted as PostgreSQL writes a tsquery."""
    every = [f"({_clause(clause)})" for clause in wanted.all]
    return " & ".join([*every, *(f"!({_clause(clause)})" for clause in wanted.none)])


def _clause(clause: Clause, weight: str = "") -> str:
    suffix = f":{weight}" if weight else ""
    return " | ".join(f"({' <-> '.join(_quoted(phrase, suffix))})" for phrase in clause)


def _quoted(phrase: Sequence[str], suffix: str) -> list[str]:
    return [f"'{token}'{suffix}" for token in phrase]


@contextmanager
def _in_time() -> Iterator[None]:
    """Has the server stop what takes too long."""
    began = time.monotonic()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            (before,) = cursor.fetchone()
            cursor.execute(f"SET LOCAL statement_timeout = {round(TIME * 1000)}")
            yield
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED and time.monotonic() - began >= TIME:
            raise TooSlow from error
        raise
