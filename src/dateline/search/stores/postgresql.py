"""The index in PostgreSQL: a tsvector made of the application's own tokens and places, and a GIN index over it.

GIN gives hits in no order. So they are looked for in stretches of articles, the newest first, each as long as what was
found until then says that it takes: a short one article by article, a long one by what both indexes have of it.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from dateline.search.document import FILLER, VERSION, Document
from dateline.search.wanted import IN_HEADLINE, IN_LEAD, TIME, Clause, Hit, Scored, TooSlow, Wanted

FIRST = 400
"""Articles of the first stretch."""

EACH = 16_000
"""Articles that are sooner looked at one by one than all that the index has of a common word."""

SHORT = 3
"""Letters of a short word, at the most."""

_SPARE = 1.2
"""Times as many articles as would be enough if the older ones had as many hits as the newer."""

_SETTINGS = {
    "statement_timeout": str(round(TIME * 1000)),
    "enable_seqscan": "off",
    "enable_indexscan": "on",
    "enable_bitmapscan": "on",
    "work_mem": "16MB",  # thousands of hits are put in order with their headlines and leads
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_custom_plan",
}
"""How the server is to go about it; what takes too long it stops."""

_CANCELLED = "57014"


class Postgresql:
    """See `stores.Store`."""

    def put(self, document: Document, article: int) -> None:
        docid = document.docid
        vector, front = vectors(document)
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
        return [Hit(*row) for row in self._found(wanted, limit, "article_id", [])]

    def ranked(self, wanted: Wanted, limit: int) -> list[Scored]:
        score, values = ["0"], []
        for clause in wanted.words:
            for weight, worth in (("A", IN_HEADLINE), ("B", IN_LEAD)):
                score.append(f"(front @@ %s::text::tsquery)::int * {worth}")
                values.append(_clause(clause, weight))
        return [Scored(*row) for row in self._found(wanted, limit, " + ".join(score), values)]

    def at(self, docids: Sequence[int]) -> list[Hit]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT docid, article_id FROM search_document WHERE docid = ANY(%s)", [list(docids)])
            articles = dict(cursor.fetchall())
        return [Hit(docid, articles[docid]) for docid in docids if docid in articles]

    def among(self, wanted: Wanted, articles: list[int]) -> set[int]:
        with _in_time(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT article_id FROM search_document WHERE article_id = ANY(%s) AND docid >= %s AND docid < %s"
                " AND (vector @@ %s::text::tsquery) IS TRUE",
                [articles, wanted.low, wanted.high, _query(wanted.all, wanted.none)],
            )
            return {key for (key,) in cursor.fetchall()}

    def _found(self, wanted: Wanted, limit: int, what: str, values: list[str]) -> list[tuple[int, int]]:
        """The places of the newest, and with each what is asked of it."""
        hits: list[tuple[int, int]] = []
        words, exactly = _queries(wanted)
        has = "WHERE vector @@ %s::text::tsquery" if exactly else ""
        with _in_time(), connection.cursor() as cursor:
            for stretch in _stretches(cursor, wanted, limit, hits):
                by_index, one_by_one = ("off", "on") if stretch.articles <= EACH else ("on", "off")
                _set(cursor, {"enable_bitmapscan": by_index, "enable_indexscan": one_by_one})
                cursor.execute(
                    f"SELECT docid, {what} FROM (SELECT docid, article_id, vector, front FROM search_document"  # noqa: S608
                    " WHERE docid >= %s AND docid < %s AND vector @@ %s::text::tsquery ORDER BY docid DESC OFFSET 0)"
                    f" AS newest {has} ORDER BY docid DESC LIMIT %s",
                    [*values, stretch.low, stretch.high, words, *exactly, limit - len(hits)],
                )
                hits += cursor.fetchall()
        return hits


class _Stretch(NamedTuple):
    low: int
    high: int
    articles: float
    """About how many are in it."""


def _stretches(cursor: Any, wanted: Wanted, limit: int, hits: Sequence[object]) -> Iterator[_Stretch]:
    """From the newest on, until the hits, to which each stretch adds, are enough."""
    cursor.execute(
        "SELECT min(docid), max(docid), (SELECT min(docid) FROM search_document WHERE docid >= %s)"
        " FROM (SELECT docid FROM search_document WHERE docid >= %s AND docid < %s ORDER BY docid DESC LIMIT %s) AS n",
        [wanted.low, wanted.low, wanted.high, FIRST],
    )
    low, newest, oldest = cursor.fetchone()
    if low is None:
        return
    apart = (newest - low + 1) / FIRST
    stretch = _Stretch(low, wanted.high, FIRST)
    looked_at = 0.0
    while True:
        yield stretch
        looked_at += stretch.articles
        if len(hits) >= limit or stretch.low <= oldest:
            return
        # Where there was none yet, the next one may be the first.
        articles = max(looked_at, _SPARE * (limit - len(hits)) * looked_at / max(len(hits), 0.5))
        low = max(stretch.low - round(articles * apart), oldest)
        stretch = _Stretch(low, stretch.low, (stretch.low - low) / apart)


def vectors(document: Document) -> tuple[str, str]:
    """A document as PostgreSQL writes a tsvector, and its headline and lead alone. Tokens hold no quotes."""
    facts = [*document.facts, *sorted({pair for part in document[1:4] for pair in _pairs(part)})]
    return _vector(document[1:4], facts), _vector(document[1:3], ())


def _vector(parts: Sequence[Sequence[str]], facts: Iterable[str]) -> str:
    places: defaultdict[str, list[str]] = defaultdict(list)
    place = 0
    for part, weight in zip(parts, ("A", "B", ""), strict=False):
        for token in part:
            place += 1
            if token != FILLER:
                places[token].append(f"{place}{weight}")
        place += 1  # no phrase reaches from one part into the next
    words = [f"'{token}':{','.join(found)}" for token, found in places.items()]
    return " ".join([*words, *(f"'{fact}'" for fact in facts)])


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Short words that stand side by side, as one token.

    The most frequent words of any language are short: nearly every article has `in` and `de`, and the index does not
    know where. Without this all of them would have to be looked at for `"in de"`.
    """
    for one, other in pairwise(words):
        if len(one) <= SHORT and len(other) <= SHORT and FILLER not in (one, other):
            yield f"=2:{one}.{other}"


def _queries(wanted: Wanted) -> tuple[str, list[str]]:
    """What the index is asked, and what is asked of each article that it gives, from the newest on, where that is more.

    The index knows no places: it is asked for the words, and phrases are looked for in as many articles as it takes.
    """
    exactly = _query(wanted.all, wanted.none)
    if not any(len(phrase) > 1 for clause in (*wanted.all, *wanted.none) for phrase in clause):
        return exactly, []
    every = tuple(tuple((*phrase, *_pairs(phrase)) for phrase in clause) for clause in wanted.all)
    none = tuple(clause for clause in wanted.none if all(len(phrase) == 1 for phrase in clause))
    return _query(every, none, between=" & "), [exactly]


def _query(every: Iterable[Clause], none: Iterable[Clause], *, between: str = " <-> ") -> str:
    """What is wanted as PostgreSQL writes a tsquery: of a phrase, its words next to each other or anywhere."""
    found = [f"({_clause(clause, between=between)})" for clause in every]
    return " & ".join([*found, *(f"!({_clause(clause, between=between)})" for clause in none)])


def _clause(clause: Clause, weight: str = "", *, between: str = " <-> ") -> str:
    suffix = f":{weight}" if weight else ""
    phrases = (between.join(f"'{token}'{suffix}" for token in phrase) for phrase in clause)
    return " | ".join(f"({phrase})" for phrase in phrases)


@contextmanager
def _in_time() -> Iterator[None]:
    """Has the server go about it as is best for searching, and stop what takes too long."""
    began = time.monotonic()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            before = _set(cursor, _SETTINGS)
            yield
            _set(cursor, before)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED and time.monotonic() - began >= TIME:
            raise TooSlow from error
        raise


def _set(cursor: Any, settings: dict[str, str]) -> dict[str, str]:
    """Sets these for the rest of the transaction; gives what they were."""
    asked = ", ".join("current_setting(%s), set_config(%s, %s, true)" for _name in settings)
    cursor.execute(f"SELECT {asked}", [value for name, to in settings.items() for value in (name, name, to)])
    return dict(zip(settings, cursor.fetchone()[::2], strict=True))
