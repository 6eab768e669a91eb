"""SQLite and PostgreSQL find the same, in the same order: both are held against what the tokens themselves say."""

from collections.abc import Iterable

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.newsroom.house import house
from dateline.newsroom.models import Article
from dateline.search import find
from dateline.search.document import ALL, FILLER, MOST_PLACES, Document
from dateline.search.models import Document as Row
from dateline.search.models import Progress
from dateline.search.query import parse
from dateline.search.stores import postgresql, store
from dateline.search.stores.spans import SHIFTS, floor, spans_between, spans_of
from dateline.search.tokens import split, tokens
from dateline.search.wanted import IN_HEADLINE, IN_LEAD, Clause, Phrase, TooSlow, Wanted
from dateline.wire.reader import read
from tests.conftest import SHARED, needs_shared
from tests.databases import examples
from tests.newsroom.helpers import arrive as arrives
from tests.newsroom.helpers import newsroom

pytestmark = pytest.mark.django_db

LETTERS = "abcd"
words = st.sampled_from([*LETTERS, "é", "日", "x-y", "dijk"])
texts = st.lists(words, max_size=12).map(lambda some: tuple(tokens(split(" ".join(some)), "")))
phrases = st.lists(st.sampled_from([*LETTERS, "e", "x", "dijk"]), min_size=1, max_size=3).map(tuple)
clauses = st.lists(phrases, min_size=1, max_size=2).map(tuple)
wants = st.builds(
    Wanted, st.lists(clauses, max_size=3).map(lambda some: (*some, ((ALL,),))), st.lists(clauses, max_size=2).map(tuple)
)


def plainly(documents: Iterable[Document], wanted: Wanted) -> list[tuple[int, int]]:
    """What has to be found, worked out by looking: the place of each, and how well it fits."""
    hits = []
    for one in documents:
        parts = (one.headline, one.lead, one.body)
        has = [any(_has_phrase(part, phrase) for part in parts for phrase in clause) for clause in wanted.all[:-1]]
        has_not = any(_has_phrase(part, phrase) for part in parts for clause in wanted.none for phrase in clause)
        if all(has) and not has_not and wanted.low <= one.docid < wanted.high:
            score = sum(
                IN_HEADLINE * _has(one.headline, clause) + IN_LEAD * _has(one.lead, clause)
                for clause in wanted.all[:-1]
            )
            hits.append((one.docid, score))
    return sorted(hits, reverse=True)


def _has(part: tuple[str, ...], clause: Clause) -> bool:
    return any(_has_phrase(part, phrase) for phrase in clause)


def _has_phrase(part: tuple[str, ...], phrase: Phrase) -> bool:
    return any(part[start : start + len(phrase)] == phrase for start in range(len(part)))


@given(
    made=st.lists(st.tuples(texts, texts, texts), max_size=12),
    wanted=wants,
    low=st.integers(0, 12),
    high=st.integers(0, 20),
    limit=st.integers(1, 14),
    first=st.sampled_from([1, 2, 400]),
    apart=st.integers(1, 2**53),
    whole=st.booleans(),
)
@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), deadline=None)
def test_what_is_found_is_what_the_tokens_say(made, wanted, low, high, limit, first, apart, whole):
    Row.objects.all().delete()
    Progress.objects.all().delete()
    Progress.objects.create(version=store().version, came_at=0, article=0, done=whole)
    store().clear()
    documents = [Document((n - 6) * apart, *parts, (ALL,)) for n, parts in enumerate(made)]
    for key, one in enumerate(documents):
        store().put(one, key)
    wanted = Wanted(wanted.all, wanted.none, low=(low - 6) * apart, high=(high - 6) * apart)
    expected = plainly(documents, wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgresql, "FIRST", first)
        assert [hit.docid for hit in store().newest(wanted, limit)] == [docid for docid, _ in expected[:limit]]
        assert list(zip(*store().ranked(wanted, limit), strict=True)) == expected[:limit]
    placed = {one.docid: key for key, one in enumerate(documents)}
    assert store().among(wanted, list(placed.values())) == {placed[docid] for docid, _score in expected}
    for one in documents[::2]:
        store().take(one.docid)
    left = [docid for docid, _score in expected if placed[docid] % 2]
    assert [hit.docid for hit in store().newest(wanted, 50)] == left


def test_a_stretch_ends_where_the_dates_that_are_asked_for_do(db):
    Progress.objects.create(version=store().version, came_at=0, article=0, done=True)
    third = 3 << SHIFTS[0]
    for n in range(10):
        store().put(Document(n * third, ("a",), (), (), (ALL,)), n)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgresql, "FIRST", 1)
        found = store().newest(Wanted(((("a",),),), low=4 * third), 20)
    assert [hit.article for hit in found] == [9, 8, 7, 6, 5, 4], "though 3 is in the same span as 4"


def test_words_that_come_too_often_count_no_more_on_either(db):
    body = ("a",) * MOST_PLACES + (FILLER, "b")
    store().put(Document(1, (), (), body, (ALL,)), 1)
    found = [
        bool(store().newest(Wanted(((phrase,), ((ALL,),))), 1)) for phrase in [("a",), ("a", "b"), ("a", "a"), ("b",)]
    ]
    assert found == [True, False, True, True]


@given(docid=st.integers(-(2**62), 2**62), before=st.integers(0, 2**60), length=st.integers(1, 2**61))
def test_every_stretch_has_a_span_of_each_of_its_articles_and_few_spans(docid, before, length):
    low = docid - before % length
    between = spans_between(low, low + length)
    assert set(between) & set(spans_of(docid))
    assert len(set(between)) == len(between) <= 34
    assert between[0] in spans_of(floor(low, low + length))


@pytest.mark.postgresql
def test_what_the_index_has_from_before_it_knew_spans_is_found():
    store().put(Document(1, ("a",), (), (), (ALL,)), 1)
    store().put(Document(2, ("b",), (), (), (ALL,)), 2)
    with connection.cursor() as cursor:
        spans = " ".join(spans_of(1))
        cursor.execute("UPDATE search_document SET version = 2, words = replace(words, %s, '')", [f" {spans}"])
    Progress.objects.update_or_create(defaults={"version": 2, "came_at": 0, "article": 0, "done": True})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgresql, "FIRST", 1)
        assert [hit.docid for hit in store().newest(Wanted(((("a",),),)), 1)] == [1]


@pytest.mark.postgresql
def test_a_search_of_many_stretches_is_stopped_after_its_time_too(monkeypatch):
    store().put(Document(1, ("a",), (), (), (ALL,)), 1)
    monkeypatch.setattr(postgresql, "TIME", 0)
    with pytest.raises(TooSlow):
        store().newest(Wanted(((("a",),),)), 1)


ASKED = (
    "president", "minister -president", '"in de"', "regering", "plaats:parijs", "agency:afp", "police", "Polizei",
    "élections", "2025", '"prime minister"', "de het", "trump", "-de", "van:2010 tot:2020", "Ukraine krieg", "l'homme",
)  # fmt: skip


@needs_shared
@pytest.mark.slow
def test_real_copy_is_found_by_its_words_on_either_as_by_looking():
    wire = newsroom()
    wire.names_make_rows = True
    wire.save()
    for file in sorted((SHARED / "wire").rglob("*.xml"))[::3][:150]:
        try:
            reading = read(file.read_bytes())
        except Exception:  # not what this is about
            continue
        for place, item in enumerate(reading.items[:5]):
            arrives(wire, item, place=place)
    articles = Article.objects.in_bulk()
    documents = [_document_of(article) for article in articles.values()]
    documents = [one for one in documents if one is not None]
    assert len(documents) > 50
    for asked in ASKED:
        wanted = find.wanted_of(parse(asked), house(), hidden=True)
        keys = [hit.article for hit in store().newest(wanted, 10_000)]
        expected = {key for key, one in documents if _looked(one, wanted)}
        assert set(keys) == expected, asked


def _document_of(article: Article) -> tuple[int, Document] | None:
    from dateline.search.index import _document

    made = _document(article, None)
    return None if made is None else (article.pk, made)


def _looked(one: Document, wanted: Wanted) -> bool:
    def has(clause: Clause) -> bool:
        return any(_has_phrase(part, phrase) for part in one[1:4] for phrase in clause) or any(
            phrase[0] in one.facts for phrase in clause
        )

    return all(map(has, wanted.all)) and not any(map(has, wanted.none)) and wanted.low <= one.docid < wanted.high
