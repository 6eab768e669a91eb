"""The door to what readers see: pages back in time, moments, and queries that stay flat."""

import pytest
from django.db import connection

from dateline.newsroom import visible
from dateline.newsroom.due import expire_due, release_due
from dateline.newsroom.models import Article, Item, Provider, Section
from dateline.newsroom.visible import article_for, cursor, front, newest, next_moment

from .helpers import HOUR, NOW, arrive, copy, newsroom
from .plans import Plan

pytestmark = pytest.mark.django_db


def test_pages_back_in_time_neither_lose_nor_double():
    wire = newsroom()
    for n in range(23):
        # Many at one moment: only place and id tell them apart.
        arrive(wire, copy(f"g{n}", version_created=NOW - (n // 7) * HOUR), place=n % 2)
    every = [row.short_id for row in newest(None, 100, NOW)]
    assert len(set(every)) == 23
    pages, before = [], None
    while found := newest(None, 5, NOW, before):
        pages += [row.short_id for row in found]
        before = cursor(found[-1])
    assert pages == every


def test_the_front_has_the_sections_in_their_order_and_no_empty_ones():
    wire = newsroom()
    arrive(wire, copy("bin", category="BIN"))
    assert [section.slug for section, _articles in front(3, NOW)] == ["binnenland"]
    arrive(wire, copy("bui"))
    assert [section.slug for section, _articles in front(3, NOW)] == ["buitenland", "binnenland"]


def test_the_next_moment_is_the_next_embargo_or_the_expiry_of_what_is_shown():
    wire = newsroom()
    arrive(wire, copy("e", embargoed=NOW + 2 * HOUR))
    arrive(wire, copy("x", expires=NOW + HOUR))
    bui, bin_ = Section.objects.order_by("place")
    assert next_moment(bui, NOW) == next_moment(None, NOW) == NOW + 2 * HOUR
    assert next_moment(bui, NOW, newest(bui, 5, NOW)) == NOW + HOUR
    assert next_moment(bui, NOW + 2 * HOUR) is None
    assert next_moment(bin_, NOW) is None


def test_of_very_many_embargoes_the_next_moment_may_be_too_soon_and_never_too_late(monkeypatch):
    wire = newsroom()
    arrive(wire, copy("bin", category="BIN", embargoed=NOW + 9 * HOUR))
    for n in range(1, 5):
        arrive(wire, copy(f"e{n}", embargoed=NOW + n * HOUR))
    bui, bin_ = Section.objects.order_by("place")
    assert next_moment(bin_, NOW) == NOW + 9 * HOUR
    monkeypatch.setattr(visible, "EMBARGOES", 3)
    assert next_moment(bin_, NOW) == NOW + 3 * HOUR
    assert next_moment(bui, NOW) == next_moment(None, NOW) == NOW + HOUR
    assert next_moment(bin_, NOW + 2 * HOUR) == NOW + 9 * HOUR


def fill(section: str, count: int) -> None:
    """Articles of another section: with only a few of them any index would do, and PostgreSQL takes which it likes."""
    provider, where = Provider.objects.get(), Section.objects.get(slug=section)
    items = Item.objects.bulk_create(
        Item(provider=provider, guid=f"filled {n}", short_id=f"filled{n:06}") for n in range(count)
    )
    Article.objects.bulk_create(
        Article(
            item=item,
            short_id=item.short_id,
            provider=provider,
            section=where,
            state="published",
            listed=True,
            sort_at=n,
            told=n,  # one for all, and an index that begins with it would do for any key
        )
        for n, item in enumerate(items)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE newsroom_article")


def test_lists_and_pages_are_read_off_an_index():
    wire = newsroom()
    arrive(wire, copy())
    row = Article.objects.get()
    fill("binnenland", 2000)
    lists = Plan(lambda: (newest(row.section, 7, NOW), newest(row.section, 7, NOW, cursor(row))))
    assert lists.indexes.count("article_rail") == 2
    everything = Plan(lambda: (newest(None, 7, NOW), newest(None, 7, NOW, cursor(row))))
    assert everything.indexes.count("article_front") == 2
    page = Plan(lambda: article_for(row.short_id, NOW))
    moments = Plan(lambda: (next_moment(row.section, NOW), next_moment(None, NOW)))
    assert moments.indexes.count("article_embargoes") == 2
    worker = Plan(lambda: (release_due(NOW), expire_due(NOW)))
    assert {"article_embargoes", "article_expiry"} <= set(worker.indexes)
    for plan in (worker, lists, everything, page, moments):
        assert (plan.scans, plan.sorts) == ([], False)


def test_what_is_asked_for_by_its_keys_is_not_looked_for_among_all_that_is_listed():
    arrive(newsroom(), copy())
    fill("binnenland", 2000)
    keys = list(Article.objects.values_list("pk", flat=True)[:30])
    some = Plan(lambda: visible.visible(NOW).in_bulk(keys))
    stretch = Plan(lambda: list(visible.visible(NOW).filter(pk__gte=keys[0], pk__lt=keys[-1]).order_by("pk")[:9]))
    for plan in (some, stretch):
        assert set(plan.indexes) <= {"newsroom_article_pkey"}  # SQLite has none for its own keys
        assert (plan.scans, plan.sorts) == ([], False)


def test_new_copy_is_taken_in_without_looking_through_a_table():
    wire = newsroom()
    arrive(wire, copy("before"))
    Section.objects.all()

    def act() -> None:
        arrive(wire, copy("a", signal="replacement", target="Kop van before"))
        arrive(wire, copy("a", version_created=NOW))

    assert Plan(act).scans == []
