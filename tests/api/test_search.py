"""The search of the content API: the site's query, its mistakes told, pages without a gap, and what changed of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dateline.newsroom import apikeys
from dateline.newsroom.addresses import public_id
from dateline.newsroom.models import Article, Edit, Provider, Section
from dateline.newsroom.transaction import writing
from dateline.search import find
from dateline.search.wanted import TooSlow
from tests.site import make

from .test_api import Api, headlines, up

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(db: None) -> Api:
    make.paper(base_url="https://nieuws.example/")
    return Api(apikeys.make("proef", rate=0, by="test"))


def shown(*articles: Article) -> None:
    with writing() as work:
        for article in articles:
            work.shows(article)


def told(api: Api, asked: str) -> dict[str, Any]:
    response = api.get(f"/search?{asked}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_it_finds_what_readers_find_as_ninjs(api: Api) -> None:
    one = up("Branden in haven", 1, places=("Gent",))
    shown(one, up("Brand", 2, state="held"), up("Ander nieuws", 3, section="sport"))
    for asked in ("q=brand", "q=place:gent", "place=Gent", "q=-ander", "q=brand&section=buitenland&from=2025"):
        assert headlines(told(api, asked)["items"]) == ["Branden in haven"]
    [item] = told(api, "q=brand")["items"]
    assert item == json.loads(api.get(f"/items/{one.short_id}").content)
    assert told(api, "q=brand&until=2024")["items"] == []
    assert not told(api, "q=brand")["whole"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("", "Nothing is asked"),
        ("q=%22open", "The quotation mark before “open” is not closed."),
        ("q=a+van:gisteren", "“gisteren” is no date"),
        ("q=a+section:verweg", "There is no section “verweg”."),
        ("q=***", "“***” has no letter or digit."),
        ("q=a&from=2026&until=2025", "The first date is later"),
        ("q=" + "a" * 301, "q is longer than 300"),
        ("q=" + "a+" * 20, "more than 16 words"),
        ("q=a&order=old", "order must be"),
        ("q=a&before=1.2.3", "before is no cursor"),
        ("q=a&after=x", "after is no cursor"),
        ("q=a&after=latest&before=1", "after goes with neither"),
        ("q=a&limit=0", "limit must be"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_reason(api: Api, asked: str, why: str) -> None:
    response = api.get(f"/search?{asked}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert why in json.loads(response.content)["title"]


def test_what_takes_too_long_is_refused_with_the_reason(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_asked: object, **_how: object) -> None:
        raise TooSlow

    monkeypatch.setattr(find, "for_readers", slow)
    assert "too long" in json.loads(api.get("/search?q=de").content)["title"]


@pytest.mark.parametrize("order", ["new", "best"])
def test_its_pages_skip_and_repeat_nothing_while_items_arrive(api: Api, order: str) -> None:
    shown(*(up(f"Brand {n}", n + 1, at=make.NOON - timedelta(hours=n)) for n in range(5)))
    seen: list[str | None] = []
    cursor: str | None = ""
    while cursor is not None:
        found = told(api, f"q=brand&order={order}&limit=2" + (f"&before={cursor}" if cursor else ""))
        seen += headlines(found["items"])
        cursor = found["cursor"]
        assert found["more"] == (cursor is not None)
        shown(up(f"Brand nieuw {len(seen)}", 10 + len(seen), at=make.NOON + timedelta(hours=len(seen))))
    assert seen == [f"Brand {n}" for n in range(5)]


def test_who_follows_a_search_is_told_what_came_what_changed_and_what_went(api: Api) -> None:
    first, second = up("Brand een", 1), up("Brand twee", 2)
    shown(first, second)
    cursor = told(api, "q=brand&section=buitenland")["follow"]
    assert told(api, f"q=brand&section=buitenland&after={cursor}")["items"] == []
    third, other = up("Brand drie", 10), up("Ander nieuws", 11)
    Article.objects.filter(pk=first.pk).update(told=12, told_at=timezone.now(), state="killed", listed=False)
    Article.objects.filter(pk=second.pk).update(
        told=13, told_at=timezone.now(), section=Section.objects.get(slug="sport")
    )
    shown(third, other, *Article.objects.filter(pk__in=(first.pk, second.pk)))
    found = told(api, f"q=brand&section=buitenland&after={cursor}&limit=3")
    more = told(api, f"q=brand&section=buitenland&after={found['cursor']}&limit=3")
    assert (found["more"], more["more"]) == (True, False)
    items = found["items"] + more["items"]
    assert [item["pubStatus"] for item in items] == ["usable", "canceled", "canceled", "canceled"]
    assert [item["uri"] for item in items] == [public_id(row.short_id) for row in (third, other, first, second)]
    assert "twee" not in json.dumps(items)
    assert told(api, "q=brand&section=buitenland&after=latest")["cursor"] == more["cursor"]


def test_a_key_finds_only_the_copy_of_its_providers(api: Api) -> None:
    shown(up("Brand een", 1), up("Brand twee", 2, provider="AFP"))
    small = Api(apikeys.make("klein", rate=0, providers=Provider.objects.filter(code="ANP"), by="test"))
    assert headlines(told(small, "q=brand")["items"]) == ["Brand een"]
    assert headlines(told(small, "q=brand&after=0-0-0")["items"]) == ["Brand een"]


def test_a_long_page_takes_as_few_queries_as_a_short_one(api: Api) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as done:
            assert api.get(path).status_code == 200
        return len(done)

    paths = ("/items", "/search?q=brand", "/search?q=brand&after=0-0-0", "/sections/buitenland/items")
    counts = []
    for n in range(6):
        row = up(f"Brand {n}", n + 1)
        row.edit = Edit.objects.create(
            item=row.item, n=1, at=timezone.now(), content=row.revision.content if row.revision else None
        )
        row.save()
        shown(row)
        if n in (1, 5):
            counts.append([queries(path) for path in paths])
    assert counts[0] == counts[1]
