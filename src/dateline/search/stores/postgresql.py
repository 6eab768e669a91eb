"""The index in PostgreSQL: the application's own tokens as text, one behind the other, and a GIN index of them.

The index says which articles have the words; where these stand is looked up in the text, which lies in the row itself
and not apart from it, as a tsvector of that size would.

GIN gives hits in no order. So they are looked for in stretches of articles, the newest first, each as long as what was
found until then says that it takes: the first article by article, the others by the index, which has tokens for spans
of time as well.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from dateline.search.document import FILLER, VERSION, Document
from dateline.search.stores.spans import floor, spans_between, spans_of
from dateline.search.wanted import IN_HEADLINE, IN_LEAD, TIME, Clause, Hit, Ranked, TooSlow, Wanted

FIRST = 400
"""Articles of the first stretch."""

SHORT = 3
"""Letters of a short word, at the most."""

MANY = 300
"""Hits that may be found in vain before one stretch more costs less."""

_SETTINGS = {
    "statement_timeout": str(round(TIME * 1000)),
    "enable_seqscan": "off",
    "enable_indexscan": "on",
    "enable_bitmapscan": "on",
    "work_mem": "32MB",  # thousands of hits are put in order with their headlines and leads
    "max_parallel_workers_per_gather": "0",
    "jit": "off",  # takes longer than the search
    "plan_cache_mode": "force_custom_plan",
}
"""How the server is to go about it; what takes too long it stops."""

_CANCELLED = "57014"


class Postgresql:
    """See `stores.Store`."""

    version = VERSION + 2  # text instead of vectors, and spans

    def put(self, document: Document, article: int) -> None:
        with connection.cursor() as cursor:
            while True:
                cursor.execute(
                    "INSERT INTO search_document (docid, article_id, version, sha, headline, lead, words)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (docid) DO NOTHING",
                    [document.docid, article, self.version, document.sha(), *texts(document)],
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
        return list(map(Hit, *self._found(wanted, limit, "article_id", [])))

    def ranked(self, wanted: Wanted, limit: int) -> Ranked:
        score, values = ["0"], []
        for clause in wanted.words:
            for part, worth in (("headline", IN_HEADLINE), ("lead", IN_LEAD)):
                condition, asked = _has(part, clause)
                score.append(f"{condition}::int * {worth}")
                values += asked
        return Ranked(*self._found(wanted, limit, " + ".join(score), values))

    def at(self, docids: Sequence[int]) -> list[Hit]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT docid, article_id FROM search_document WHERE docid = ANY(%s)", [list(docids)])
            articles = dict(cursor.fetchall())
        return [Hit(docid, articles[docid]) for docid in docids if docid in articles]

    def among(self, wanted: Wanted, articles: list[int]) -> set[int]:
        conditions, values = _exactly(wanted)
        with _in_time(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT article_id FROM search_document WHERE article_id = ANY(%s) AND docid >= %s AND docid < %s"  # noqa: S608
                f" AND {' AND '.join(conditions)}",
                [articles, wanted.low, wanted.high, *values],
            )
            return {key for (key,) in cursor.fetchall()}

    def _found(self, wanted: Wanted, limit: int, what: str, values: list[str]) -> tuple[list[int], list[int]]:
        """The places of the newest, and of each what is asked of it."""
        found: tuple[list[int], list[int]] = [], []
        words = _words(wanted)
        with _in_time() as until, connection.cursor() as cursor:
            for stretch in _stretches(cursor, wanted, limit, found[0]):
                if time.monotonic() > until:
                    raise TooSlow  # no stretch took so long, but all together did
                conditions, asked = _exactly(wanted, but_for_words=not stretch.is_first)
                if stretch.is_first:
                    conditions.insert(0, _EACH)
                else:
                    conditions.insert(0, _BY_INDEX)
                    asked.insert(0, _within(words, stretch))
                cursor.execute(
                    # Two arrays, since Python would have to look after each of thousands of rows.
                    "SELECT array_agg(docid), array_agg(what) FROM"  # noqa: S608
                    f" (SELECT docid, {what} AS what FROM search_document WHERE {' AND '.join(conditions)}"
                    " ORDER BY docid + 0 DESC LIMIT %s) AS hits",
                    [*values, stretch.low, stretch.high, *asked, limit - len(found[0])],
                )
                for all_of_them, some in zip(found, cursor.fetchone(), strict=True):
                    all_of_them += some or []
        return found


# What the index is of (migration 0003), and `+ 0`, which keeps the server from that of places.
_EACH = "docid >= %s AND docid < %s"
_BY_INDEX = (
    "docid + 0 >= %s AND docid + 0 < %s AND array_to_tsvector(string_to_array(btrim(words), ' ')) @@ %s::text::tsquery"
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
    looked_at, least = FIRST, 1
    yield _Stretch(low, wanted.high, is_first=True)
    while len(hits) < limit and low > oldest:
        # Where there was none yet, the next one may be the first.
        each, missing = looked_at / max(len(hits), 0.5), limit - len(hits)
        unsure = 1 / max(len(hits), 1) ** 0.5
        share = 1 / (1 + 2 * unsure) if missing * unsure > MANY else 1.05 + 2 * unsure
        articles = max(least, round(share * each * missing))
        high, low = low, max(low - round(articles * apart), oldest)
        if is_whole:
            low = max(floor(low, high), wanted.low)
        looked_at += round((high - low) / apart)
        least = max(2 * least, looked_at // 64)  # a word of last week's is not looked for a week at a time for ever
        yield _Stretch(low, high, has_spans=is_whole)


def texts(document: Document) -> list[str]:
    """Headline, lead, and all of a document, each with its tokens between blanks. No phrase reaches across a bar."""
    headline, lead, body = (" ".join(part) for part in document[1:4])
    pairs = {pair for part in document[1:4] for pair in _pairs(part)}
    others = " ".join([*document.facts, *sorted(pairs), *spans_of(document.docid)])
    every = " | ".join(part for part in (headline, lead, body, others) if part)
    return [f" {headline} ", f" {lead} ", f" {every} "]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Short words that stand side by side, as one token.

    The most frequent words of any language are short: nearly every article has `in` and `de`, and the index does not
    know where. Without this all of them would have to be looked at for `"in de"`.
    """
    for one, other in pairwise(words):
        if len(one) <= SHORT and len(other) <= SHORT and FILLER not in (one, other):
            yield f"=2:{one}.{other}"


def _words(wanted: Wanted) -> str:
    """What the index is asked, as PostgreSQL writes a tsquery: it knows no places, and of phrases only the words."""
    every = [_any(tuple((*phrase, *_pairs(phrase)) for phrase in clause)) for clause in wanted.all]
    none = [_any(clause) for clause in wanted.none if all(len(phrase) == 1 for phrase in clause)]
    return " & ".join([*every, *(f"!{clause}" for clause in none)])


def _any(clause: Clause) -> str:
    """A clause of which one phrase is enough, anywhere. Tokens hold no quotes."""
    phrases = (" & ".join(f"'{token}'" for token in phrase) for phrase in clause)
    return f"({' | '.join(f'({phrase})' for phrase in phrases)})"


def _within(words: str, stretch: _Stretch) -> str:
    """What the index is asked in a stretch."""
    if not stretch.has_spans:
        return words
    return f"{words} & {_any(tuple((span,) for span in spans_between(stretch.low, stretch.high)))}"


def _exactly(wanted: Wanted, *, but_for_words: bool = False) -> tuple[list[str], list[str]]:
    """What a row must be like: all of it, or what the index leaves to be looked at, which is where phrases stand."""
    conditions, values = [], []
    for wants, clauses in (("", wanted.all), ("NOT ", wanted.none)):
        for clause in clauses:
            if but_for_words and all(len(phrase) == 1 for phrase in clause):
                continue
            condition, asked = _has("words", clause)
            conditions.append(wants + condition)
            values += asked
    return conditions, values


def _has(column: str, clause: Clause) -> tuple[str, list[str]]:
    """Whether a column of tokens has one of these phrases."""
    values = [f" {' '.join(phrase)} " for phrase in clause]
    return f"({' OR '.join([f'strpos({column}, %s) > 0'] * len(values))})", values


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
