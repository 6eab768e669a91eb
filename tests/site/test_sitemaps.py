"""Sitemaps: by the rules of sitemaps.org and Google News, and in constant memory whatever there is."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, Item, Provider
from dateline.site import crawlers
from tests.site import make

pytestmark = pytest.mark.django_db

SITE = "https://nieuws.example"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url=f"{SITE}/")


def body(path: str) -> bytes:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def locations(path: str, inside: str = "url") -> list[str | None]:
    return [found.findtext(f"{MAP}loc") for found in etree.fromstring(body(path)).findall(f"{MAP}{inside}")]


def archive() -> dict[str | None, str | None]:
    """What all sitemaps of the index hold: address and time of the last change."""
    found: dict[str | None, str | None] = {}
    for place in locations("/sitemap.xml", "sitemap"):
        assert place is not None
        for url in etree.fromstring(body(place.removeprefix(SITE))).findall(f"{MAP}url"):
            found[url.findtext(f"{MAP}loc")] = url.findtext(f"{MAP}lastmod")
    return found


def now() -> datetime:
    return timezone.now().replace(microsecond=0)


def test_news_of_two_days_with_all_that_google_news_asks_for() -> None:
    at = now() - timedelta(hours=1)
    row = make.article("Kop & meer", "Tekst.", at=at, language="en-GB")
    make.article("Oud", "Tekst.", at=now() - timedelta(hours=49))
    make.article("Zonder tijd", "Tekst.", at=None)
    [url] = etree.fromstring(body("/sitemap-news.xml")).findall(f"{MAP}url")
    assert url.findtext(f"{MAP}loc") == f"{SITE}{article_path(row)}"
    news = url.find(f"{NEWS}news")
    assert news is not None
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "De Avondster"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert datetime.fromisoformat(news.findtext(f"{NEWS}publication_date") or "") == at
    assert news.findtext(f"{NEWS}title") == "Kop & meer"


def test_no_more_news_than_google_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert crawlers.NEWS_SIZE == 1000
    monkeypatch.setattr(crawlers, "NEWS_SIZE", 2)
    rows = [make.article(f"Kop {n}", "Tekst.", at=now() - timedelta(hours=n)) for n in range(1, 4)]
    assert locations("/sitemap-news.xml") == [f"{SITE}{article_path(row)}" for row in rows[:2]]


def test_the_archive_holds_every_article_that_is_up_and_nothing_else() -> None:
    up = make.article("Kop", "Tekst.", updated=timedelta(hours=2))
    day = make.article("Dag", "Tekst.", precision="day")
    for state in ("killed", "expired", "replaced", "held", "desk"):
        make.article(f"Niet {state}", "Tekst.", state=state)
    make.article("Embargo", "Tekst.", embargoed_until=now() + timedelta(hours=1))
    make.article("Voorbij", "Tekst.", expires_at=now() - timedelta(hours=1))
    assert archive() == {
        f"{SITE}{article_path(up)}": "2025-11-28T14:00:00+01:00",
        f"{SITE}{article_path(day)}": "2025-11-28",
    }


@pytest.mark.parametrize("rights", [{"noindex": True}, {"canonical": "provider"}])
def test_what_search_engines_are_not_to_find_here_is_in_no_sitemap(rights: dict[str, object]) -> None:
    make.article("Kop", "Tekst.", at=now())
    Provider.objects.update(**rights)
    assert archive() == {}
    assert locations("/sitemap-news.xml") == []


def test_a_sitemap_spans_a_fixed_range_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawlers, "RANGE", 3)
    monkeypatch.setattr(crawlers, "AT_ONCE", 2)
    rows = [make.article(f"Kop {n}", "Tekst.") for n in range(8)]
    assert set(archive()) == {f"{SITE}{article_path(row)}" for row in rows}
    for place in locations("/sitemap.xml", "sitemap"):
        assert 1 <= len(locations((place or "").removeprefix(SITE))) <= 3
    number = rows[4].pk // 3
    before = body(f"/sitemap-{number}.xml")
    make.article("Nieuw", "Tekst.", at=now())
    assert body(f"/sitemap-{number}.xml") == before


def test_no_sitemap_where_there_is_nothing() -> None:
    assert locations("/sitemap.xml", "sitemap") == []
    for path in ("/sitemap-0.xml", "/sitemap-999999999999.xml", "/sitemap-00.xml"):
        assert Client().get(path).status_code == 404


@pytest.mark.sqlite  # under tracemalloc it takes longer than PostgreSQL lets a transaction of tests be idle
def test_a_long_sitemap_takes_no_more_memory_than_a_short_one() -> None:
    first = make.article("Kop", "Tekst.")
    place = f"/sitemap-{first.pk // crawlers.RANGE}.xml"
    assert body(place)  # the names of the months are loaded once
    provider = first.provider
    items = Item.objects.bulk_create(Item(provider=provider, guid=f"g{n}", short_id=f"{n:012d}") for n in range(6000))
    Article.objects.bulk_create(
        Article(
            item=item,
            short_id=item.short_id,
            provider=provider,
            section=first.section,
            listed=True,
            state="published",
            words="kop-van-een-bericht-met-heel-wat-woorden",
            published_at=datetime(2025, 1, 1, tzinfo=UTC),
        )
        for item in items
    )
    response = Client().get(place)
    tracemalloc.start()
    length = sum(len(piece) for piece in response.streaming_content)  # type: ignore[attr-defined]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length > 500_000
    assert peak < 2_000_000
