"""The index in PostgreSQL: a tsvector made of the application's own tokens and places, and a GIN index over it.

GIN gives hits in no order. So they are looked for in stretches of articles, the newest first, each as long as what was
found until then says that it takes: the first article by article, the others by the index, which has tokens for spans
of time as well.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise, starmap
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from dateline.search.document import FILLER, VERSION, Document
from dateline.search.stores.spans import spans_between, spans_of
from dateline.search.wanted import IN_HEADLINE, IN_LEAD, TIME, Clause, Hit, Scored, TooSlow, Wanted

FIRST = 400
"""Articles of the first stretch."""

SHORT = 3
"""Letters of a short word, at the most."""

_SPARE = 1.1
"""Times as many articles as would be enough if the older ones had as many hits as the newer; and more, the fewer hits
there were to tell by.
"""

_SETTINGS = {
    "statement_timeout": str(round(TIME * 1000)),
    "enable_seqscan": "off",
    "enable_indexscan": "on",
    "enable_bitmapscan": "on",
    "work_mem": "16MB",  # thousands of hits are put in order with their headlines and leads
    "max_parallel_workers_per_gather": "0",
    "jit": "off",  # takes longer than the search
    "plan_cache_mode": "force_custom_plan",
}
"""How the server is to go about it; what takes too long it stops."""

_CANCELLED = "57014"


class Postgresql:
    """See `stores.Store`."""

    version = VERSION + 1  # the tokens of spans

    def put(self, document: Document, article: int) -> None:
        with connection.cursor() as cursor:
            while True:
                cursor.execute(
                    "INSERT INTO search_document (docid, article_id, version, sha, vector, front)"
                    " VALUES (%s, %s, %s, %s, %s::text::tsvector, %s::text::tsvector) ON CONFLICT (docid) DO NOTHING",
                    [document.docid, article, self.version, document.sha(), *vectors(document)],
                )
                if cursor.rowcount:
                    return
                document = document._replace(docid=document.docid - 1)

    def take(self, docid: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE docid = %s", [docid])

    def clear(self) -> None:
        """All of it is in the table of documents."""

    def newest(self, wanted: Wanted, limit: int) -> list[Hit]:
        return list(starmap(Hit, self._found(wanted, limit, "article_id", [])))

    def ranked(self, wanted: Wanted, limit: int) -> list[Scored]:
        score, values = ["0"], []
        for clause in wanted.words:
            for weight, worth in (("A", IN_HEADLINE), ("B", IN_LEAD)):
                score.append(f"(front @@ %s::text::tsquery)::int * {worth}")
                values.append(_clause(clause, weight))
        return list(starmap(Scored, self._found(wanted, limit, " + ".join(score), values)))

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
        with _in_time() as until, connection.cursor() as cursor:
            for stretch in _stretches(cursor, wanted, limit, hits):
                if time.monotonic() > until:
                    raise TooSlow  # no stretch took so long, but all together did
                cursor.execute(
                    f"SELECT place, {what} FROM ({_EACH if stretch.is_first else _INDEX}) AS newest {has}"  # noqa: S608
                    " ORDER BY place DESC LIMIT %s",
                    [*values, stretch.low, stretch.high, _within(words, stretch), *exactly, limit - len(hits)],
                )
                hits += cursor.fetchall()
        return hits


# `IS TRUE` keeps the server from the index of words, `+ 0` from that of places.
_EACH = (
    "SELECT docid AS place, article_id, vector, front FROM search_document"
    " WHERE docid >= %s AND docid < %s AND (vector @@ %s::text::tsquery) IS TRUE ORDER BY docid DESC OFFSET 0"
)
_INDEX = (
    "SELECT docid + 0 AS place, article_id, vector, front FROM search_document"
    " WHERE docid + 0 >= %s AND docid + 0 < %s AND vector @@ %s::text::tsquery ORDER BY place DESC OFFSET 0"
)


class _Stretch(NamedTuple):
    low: int
    high: int
    is_first: bool = False
    has_spans: bool = False
    """Whether all its articles have the tokens of their spans."""


def _stretches(cursor: Any, wanted: Wanted, limit: int, hits: Sequence[object]) -> Iterator[_Stretch]:
    """From the newest on, until the hits, to which each stretch adds, are enough."""
    cursor.execute(
        "SELECT min(docid), max(docid), (SELECT min(docid) FROM search_document WHERE docid >= %s),"
        " EXISTS (SELECT FROM search_progress WHERE version = %s AND done)"
        " FROM (SELECT docid FROM search_document WHERE docid >= %s AND docid < %s ORDER BY docid DESC LIMIT %s) AS n",
        [wanted.low, Postgresql.version, wanted.low, wanted.high, FIRST],
    )
    low, newest, oldest, is_whole = cursor.fetchone()
    if low is None:
        return
    apart = (newest - low + 1) / FIRST
    looked_at = FIRST
    yield _Stretch(low, wanted.high, is_first=True)
    while len(hits) < limit and low > oldest:
        # Where there was none yet, the next one may be the first.
        each, spare = looked_at / max(len(hits), 0.5), _SPARE + 1 / max(len(hits), 1) ** 0.5
        articles = max(looked_at // 2, round(spare * each * (limit - len(hits))))
        high, low = low, max(low - round(articles * apart), oldest)
        looked_at += articles
        yield _Stretch(low, high, has_spans=is_whole)


def vectors(document: Document) -> tuple[str, str]:
    """A document as PostgreSQL writes a tsvector, and its headline and lead alone. Tokens hold no quotes."""
    pairs = {pair for part in document[1:4] for pair in _pairs(part)}
    facts = [*document.facts, *sorted(pairs), *spans_of(document.docid)]
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


def _within(words: str, stretch: _Stretch) -> str:
    """What the index is asked, in a stretch of it."""
    if not stretch.has_spans:
        return words
    return f"{words} & ({_clause(tuple((span,) for span in spans_between(stretch.low, stretch.high)))})"


def _clause(clause: Clause, weight: str = "", *, between: str = " <-> ") -> str:
    suffix = f":{weight}" if weight else ""
    phrases = (between.join(f"'{token}'{suffix}" for token in phrase) for phrase in clause)
    return " | ".join(f"({phrase})" for phrase in phrases)


@contextmanager
def _in_time() -> Iterator[float]:
    """Has the server go about it as is best for searching, and stop what takes too long; gives when that is, in seconds
    of the monotonic clock.
    """
    until = time.monotonic() + TIME
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            before = _set(cursor, _SETTINGS)
            yield until
            _set(cursor, before)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED and time.monotonic() >= until:
            raise TooSlow from error
        raise


def _set(cursor: Any, settings: dict[str, str]) -> dict[str, str]:
    """Sets these for the rest of the transaction; gives what they were."""
    asked = ", ".join("current_setting(%s), set_config(%s, %s, true)" for _name in settings)
    cursor.execute(f"SELECT {asked}", [value for name, to in settings.items() for value in (name, name, to)])
    return dict(zip(settings, cursor.fetchone()[::2], strict=True))
