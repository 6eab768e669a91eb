"""Fills an installation with articles and their index, and searches it: run by `bench.search`.

The words of the articles are made up, as often as words are in a language: the nth most frequent is n times as rare.
There are names in them, of words that come together far more often than by chance: they are what phrases ask for.
"""

import gc
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from bench.base import percentile
from dateline.postgresql.patience import LONG, patience
from dateline.serve.start import set_up

POOL = 10_000
"""Articles that differ in their words; all others have those of one of these."""

HEADLINE, LEAD, BODY = 8, 25, 170
"""Words of each part."""

VOCABULARY, FREQUENT = 60_000, 100
NAMES, NAMED = 5_000, 4
"""Names that there are, and how many of them stand in an article."""

NEWEST = datetime(2026, 11, 28, tzinfo=UTC)
AT_ONCE = 2000
SEARCHES = 300
NEW = 200
_LETTERS = "bdfgklmnprst", "aeiou"


def main(what: str, size: int) -> None:
    """Fill it, with articles alone or with their index too, or measure it and print what was found."""
    set_up()
    print(json.dumps({"fill": fill, "articles": articles, "measure": measure}[what](size)))


def vocabulary() -> list[str]:
    """Words that can be spoken, the most frequent first: short ones, as `de` and `in`."""
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        length = chance.randint(2, 3) if len(found) < FREQUENT else chance.randint(3, 10)
        found["".join(chance.choice(_LETTERS[n % 2]) for n in range(length))] = None
    return list(found)


def pool() -> list[list[str]]:
    """The words of the articles that differ."""
    chance = random.Random(2)
    words, named = vocabulary(), names()
    often, known = _as_often(VOCABULARY), _as_often(NAMES)
    found = [chance.choices(words, cum_weights=often, k=HEADLINE + LEAD + BODY) for _ in range(POOL)]
    for text in found:
        for name in chance.choices(named, cum_weights=known, k=NAMED):
            start = chance.randrange(len(text) - len(name))
            text[start : start + len(name)] = name
    return found


def names() -> list[list[str]]:
    """Two or three words that stand together, the most frequent first; now and then with a short one between them."""
    chance = random.Random(4)
    words = vocabulary()
    found = [[words[int(10 ** chance.uniform(2, 4.5))] for _ in range(2)] for _ in range(NAMES)]
    return [
        [one, chance.choice(words[:FREQUENT]), other] if n % 4 == 0 else [one, other]
        for n, (one, other) in enumerate(found)
    ]


def _as_often(count: int) -> list[float]:
    return list(accumulate(1 / (n + 1) for n in range(count)))


def document(written: list[str], n: int) -> Any:
    """The nth article as the index has it."""
    from dateline.search.document import ALL, Document, floor_of, section_fact
    from dateline.search.tokens import tokens

    found = tuple(tokens(written, "nl"))
    facts = (ALL, section_fact(n % 5 + 1), "=a:anp")
    lead = HEADLINE + LEAD
    return Document(floor_of(_moment(n)), found[:HEADLINE], found[HEADLINE:lead], found[lead:], facts)


def articles(size: int) -> dict[str, int]:
    """Articles a minute apart."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with patience(LONG), connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            _articles(size)
            cursor.execute("VACUUM ANALYZE newsroom_article")
    else:
        _articles(size)
    return {"articles": size}


def fill(size: int) -> dict[str, int]:
    """Articles a minute apart, and the index as ten thousand transactions a day would have made it."""
    from django.db import connection

    from dateline.search.models import Progress
    from dateline.search.stores import store

    texts = pool()
    made = [document(text, n) for n, text in enumerate(texts)]
    if connection.vendor == "postgresql":
        with patience(LONG):
            _fill_postgresql(size, made)
    else:
        _fill_sqlite(size, made)
    Progress.objects.create(version=store().version, came_at=0, article=0, done=True)
    return {"articles": size}


def _moment(n: int) -> int:
    return round((NEWEST - timedelta(days=700) + timedelta(minutes=n)).timestamp() * 1000)


def _articles(size: int) -> None:
    """Rows of articles, without the items and revisions that they would have."""
    from django.db import connection

    from dateline.newsroom.models import Article, Provider, Section

    section, provider = Section.objects.order_by("pk").first(), Provider.objects.get()
    row = Article(section=section, provider=provider, state="published", listed=True, headline="x", lead="x")
    own = {"id": "n", "item_id": "n", "short_id": "'s' || n", "sort_at": f"{_moment(0)} + n * CAST(60000 AS BIGINT)"}
    own["came_at"] = own["sort_at"]
    fields = [field for field in Article._meta.concrete_fields if field.column not in own]
    values = {field.column: field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields}
    values = {name: value for name, value in values.items() if value is not None}
    columns = ", ".join([*own, *values])
    chosen = ", ".join([*own.values(), *["%s"] * len(values)])
    with connection.cursor() as cursor:
        off = "SET session_replication_role = replica"
        cursor.execute(off if connection.vendor == "postgresql" else "PRAGMA foreign_keys = OFF")
        cursor.execute(
            f"WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < {size - 1})"
            f" INSERT INTO newsroom_article ({columns}) SELECT {chosen} FROM series",
            list(values.values()),
        )


def _fill_sqlite(size: int, made: list[Any]) -> None:
    import zlib

    from django.db import connection, transaction

    from dateline.search.stores.sqlite import Sqlite

    _articles(size)
    columns = [[" ".join(part) for part in one[1:]] for one in made]
    kept = [(f" {head} ", f" {lead} ", zlib.compress("\n".join(rest).encode(), 1)) for head, lead, *rest in columns]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    for numbers in _in_turn(size):
        with transaction.atomic():
            raw = connection.connection
            raw.executemany(
                "INSERT INTO search_index (rowid, headline, lead, body, facts) VALUES (?, ?, ?, ?, ?)",
                ([_docid(n), *columns[n % POOL]] for n in numbers),
            )
            raw.executemany(
                "INSERT INTO search_document (docid, article_id, version, sha, headline, lead, packed)"
                f" VALUES (?, ?, {Sqlite.version}, 'x', ?, ?, ?)",
                ((_docid(n), n, *kept[n % POOL]) for n in numbers),
            )


def _fill_postgresql(size: int, made: list[Any]) -> None:
    import psycopg
    from django.db import connection

    from dateline.search.stores.postgresql import Postgresql, texts
    from dateline.search.stores.spans import spans_of

    def spans(docid: int) -> str:
        return f"{' '.join(spans_of(docid))} "

    written = [(head, lead, words.removesuffix(spans(one.docid))) for one in made for head, lead, words in [texts(one)]]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        _articles(size)
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_document_words'")
        (index,) = cursor.fetchone()
        cursor.execute("DROP INDEX search_document_words")
        for numbers in _in_turn(size):
            with (
                psycopg.Cursor(connection.connection) as raw,
                raw.copy(
                    "COPY search_document (docid, article_id, version, sha, headline, lead, words) FROM STDIN"
                ) as copy,
            ):
                for n in numbers:
                    *front, words = written[n % POOL]
                    copy.write_row((_docid(n), n, Postgresql.version, "x", *front, words + spans(_docid(n))))
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(index)
        cursor.execute("VACUUM ANALYZE search_document")
        cursor.execute("VACUUM ANALYZE newsroom_article")


def _docid(n: int) -> int:
    from dateline.search.document import floor_of

    return floor_of(_moment(n))


def _in_turn(size: int) -> Iterator[range]:
    for first in range(0, size, AT_ONCE):
        yield range(first, min(first + AT_ONCE, size))


def queries(seed: int = 3) -> list[str]:
    """What readers ask: frequent and rare words, several together, names and now and then other phrases, and what
    they do not want.
    """
    chance = random.Random(seed)
    words, texts, named = vocabulary(), pool(), names()
    known = _as_often(NAMES)
    found = []
    for n in range(SEARCHES):
        one, other, rare = (words[int(10 ** chance.uniform(0, 4.5))] for _ in range(3))
        start = chance.randrange(BODY)
        (phrase,) = chance.choices(named, cum_weights=known)
        if n % 24 == 3:
            phrase = chance.choice(texts)[start : start + chance.randint(2, 3)]
        quoted = f'"{" ".join(phrase)}"'
        kinds = (one, f"{one} {other}", f"{one} {other} {rare}", quoted, f"{one} -{other}", f"{one} agency:anp")
        found.append(kinds[n % len(kinds)])
    return found


def measure(size: int) -> dict[str, Any]:
    """How long searches take in milliseconds, how many bytes there are, and what an article costs intake."""
    from django.utils import timezone

    from dateline.newsroom.house import house
    from dateline.search import find
    from dateline.search.query import parse
    from dateline.search.wanted import TooSlow

    own, now = house(), timezone.now()
    found: dict[str, Any] = {}
    # Where people search all day the database has in memory what it needs: others have searched before.
    for asked in queries(seed=5):
        with suppress(TooSlow):
            find.for_readers(parse(asked), now, own, limit=30, order="best")
    gc.collect()
    gc.freeze()  # as the web process does
    for order in ("new", "best"):
        taken, slow = [], 0
        for asked in queries():
            started = time.perf_counter()
            try:
                find.for_readers(parse(asked), now, own, limit=30, order=order)
            except TooSlow:
                slow += 1
            taken.append((1000 * (time.perf_counter() - started), asked))
        times = [took for took, _asked in taken]
        found[order] = {"p50": percentile(times, 50), "p95": percentile(times, 95), "max": max(times), "stopped": slow}
        found[f"slowest {order}"] = sorted(taken)[-5:]
    letters = sum(len(" ".join(text)) for text in pool())
    return found | {"text": letters * size // POOL, "index": _bytes(), "intake": _intake(size)}


def _bytes() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_document')")
        else:
            cursor.execute(
                "SELECT (SELECT sum(length(block)) FROM search_index_data)"
                " + (SELECT sum(length(headline) + length(lead) + length(packed) + 60) FROM search_document)"
            )
        return int(cursor.fetchone()[0])


def _intake(size: int) -> float:
    """Milliseconds for an article, ten in a transaction, splitting and stemming and all."""
    from django.db import transaction

    from dateline.search.stores import store

    texts = pool()[:NEW]
    started = time.perf_counter()
    for first in range(0, NEW, 10):
        with transaction.atomic():
            for n in range(first, first + 10):
                store().put(document(texts[n], size + n), size + n)
    return 1000 * (time.perf_counter() - started) / NEW


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
