"""The content API: what it gives, to whom, in which order, and what it never gives."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dateline.api import endpoint
from dateline.api.rates import Rates
from dateline.newsroom import apikeys
from dateline.newsroom.addresses import article_path, public_id
from dateline.newsroom.models import ApiKey, Article, Number, Provider, Section
from dateline.wire.item import Media
from tests.site import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make.paper(base_url="https://nieuws.example/")
    made = Rates(tmp_path / "calls", lambda: 30.0)
    monkeypatch.setattr(endpoint, "rates", lambda: made)


@pytest.fixture
def key() -> str:
    return apikeys.make("proef", rate=0, by="test")


class Api:
    """A program that asks."""

    def __init__(self, key: str) -> None:
        self.headers = {"authorization": f"Bearer {key}"}
        self.client = Client()

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers | headers)

    def items(self, path: str = "/items") -> tuple[list[dict[str, Any]], str | None, bool]:
        response = self.get(path)
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "application/json"
        told = json.loads(response.content)
        return told["items"], told["cursor"], told["more"]


@pytest.fixture
def api(key: str) -> Api:
    return Api(key)


def up(headline: str, told: int, **more: Any) -> Article:
    return make.article(headline, f"Tekst van {headline}.", told=told, told_at=timezone.now(), **more)


def headlines(items: list[dict[str, Any]]) -> list[str | None]:
    return [item["headlines"][0]["value"] if "headlines" in item else None for item in items]


def test_an_item_is_ninjs_with_what_readers_see(api: Api) -> None:
    row = up("Kop", 3, places=("Moskou",), agencies=("ANP", "RTR"), note="Let op.", updated=timedelta(hours=1))
    [item], _cursor, more = api.items()
    assert item["standard"] == {
        "name": "ninjs",
        "version": "3.1",
        "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
    }
    assert item["uri"] == public_id(row.short_id)
    assert item["pubStatus"] == "usable"
    assert item["firstCreated"] == "2025-11-28T11:00:00Z"
    assert item["versionCreated"] == "2025-11-28T12:00:00Z"
    assert f"https://nieuws.example{article_path(row)}" in json.dumps(item)
    assert not more
    single = api.get(f"/items/{row.short_id}")
    assert json.loads(single.content) == item


def test_nothing_that_is_for_editors_goes_out(api: Api) -> None:
    hidden = {
        "ed_note": "geheim1",
        "apparatus": ("geheim2",),
        "keywords": ("geheim3",),
        "copyright": "geheim4",
        "usage_terms": "geheim5",
        "slugline": "geheim6",
        "media": (Media(kind="picture", caption="geheim7"),),
    }
    row = up("Kop", 3, fields=hidden)
    for path in ("/items", f"/items/{row.short_id}", "/sections/buitenland/items"):
        assert "geheim" not in api.get(path).content.decode()


@pytest.mark.parametrize("state", ["killed", "expired", "purged", "replaced", "held"])
def test_what_has_gone_is_told_by_its_id_and_time_alone(api: Api, state: str) -> None:
    row = up("Geheim", 7, state=state)
    [item], _cursor, _more = api.items()
    assert item["uri"] == public_id(row.short_id)
    assert item["pubStatus"] == "canceled"
    assert set(item) <= {"uri", "standard", "type", "representationType", "version", "pubStatus", "versionCreated"}
    assert item["version"] == "7", "later than the one that is canceled"
    assert row.told_at is not None
    assert item["versionCreated"].startswith(f"{row.told_at:%Y-%m-%dT%H:%M:%S}")
    if state != "held":
        return
    assert api.get(f"/items/{row.short_id}").status_code == 404


def test_who_follows_a_section_is_told_what_came_what_moved_up_and_what_left(api: Api) -> None:
    one, two, three = (up(f"Kop {n}", n, at=make.NOON - timedelta(hours=n)) for n in (1, 2, 3))
    first = json.loads(api.get("/sections/buitenland/items?limit=1").content)
    # Between two pages one is put on top by an update, and another moves to another section.
    Article.objects.filter(pk=two.pk).update(told=4, sort_at=one.sort_at + 1)
    Article.objects.filter(pk=three.pk).update(told=5, section=Section.objects.get(slug="sport"))
    up("Van sport", 6, section="sport")
    assert api.items(f"/sections/buitenland/items?before={first['cursor']}")[0] == []
    told = json.loads(api.get(f"/sections/buitenland/items?after={first['follow']}&limit=2").content)
    assert [item["pubStatus"] for item in told["items"]] == ["usable", "canceled"]
    assert [item["uri"] for item in told["items"]] == [public_id(row.short_id) for row in (two, three)]
    assert [item["pubStatus"] for item in api.items(f"/sections/buitenland/items?after={told['cursor']}")[0]] == [
        "canceled"
    ]
    assert api.get(f"/sections/buitenland/items?before={first['cursor']}&after=latest").status_code == 400


def test_what_was_never_up_is_not_told(api: Api) -> None:
    rows = [up("Geheim", 0, state="killed"), up("Later", 0, embargoed_until=timezone.now() + timedelta(hours=1))]
    assert api.items()[0] == []
    for row in rows:
        assert api.get(f"/items/{row.short_id}").status_code == 404


def test_rights_end_and_embargoes_hold_by_the_clock(api: Api) -> None:
    over = up("Voorbij", 3, expires_at=timezone.now() - timedelta(seconds=1))
    up("Alsnog embargo", 4, embargoed_until=timezone.now() + timedelta(hours=1))
    assert [item["pubStatus"] for item in api.items()[0]] == ["canceled", "canceled"]
    assert json.loads(api.get(f"/items/{over.short_id}").content)["pubStatus"] == "canceled"
    assert api.items("/sections/buitenland/items")[0] == []


def test_cursors_skip_and_repeat_nothing_while_items_arrive(api: Api) -> None:
    for n in range(5):
        up(f"Kop {n}", 10 + n // 2)  # several of one transaction
    seen: list[str | None] = []
    cursor: str | None = ""
    for turn in range(8):
        items, cursor, _more = api.items(f"/items?limit=2&after={cursor}")
        seen += headlines(items)
        if turn in (0, 2):
            up(f"Nieuw {turn}", 20 + turn)
        if turn == 1:
            Article.objects.filter(headline="Kop 0").update(headline="Kop 0", told=30)
    assert sorted(map(str, seen)) == sorted([*(f"Kop {n}" for n in range(5)), "Kop 0", "Nieuw 0", "Nieuw 2"])
    assert api.items(f"/items?after={cursor}") == ([], cursor, False)


def test_the_latest_cursor_has_what_comes_from_now_on(api: Api) -> None:
    up("Oud", 5)
    items, cursor, _more = api.items("/items?after=latest")
    assert items == []
    up("Nieuw", 6)
    assert headlines(api.items(f"/items?after={cursor}")[0]) == ["Nieuw"]


def test_after_a_restored_backup_everything_is_told_again(api: Api) -> None:
    up("Kop", 5)
    cursor = api.items()[1]
    Number.objects.update_or_create(name="edition", defaults={"era": "ab12"})
    assert headlines(api.items(f"/items?after={cursor}")[0]) == ["Kop"]


def test_sections_and_their_items_newest_first(api: Api) -> None:
    told = json.loads(api.get("/sections").content)["sections"]
    assert told[0] == {"slug": "buitenland", "name": "Buitenland", "url": "https://nieuws.example/buitenland/"}
    for n in range(5):
        up(f"Kop {n}", n + 1, at=make.NOON + timedelta(hours=n))
    up("Sport", 9, section="sport")
    seen: list[str | None] = []
    cursor: str | None = ""
    while cursor is not None:
        items, cursor, more = api.items(f"/sections/buitenland/items?limit=2&before={cursor}")
        assert more == (cursor is not None)
        seen += headlines(items)
    assert seen == [f"Kop {n}" for n in (4, 3, 2, 1, 0)]
    assert api.get("/sections/nergens/items").status_code == 404


def test_a_key_opens_only_the_copy_of_its_providers() -> None:
    up("Een", 1)
    other = up("Twee", 2, provider="AFP")
    api = Api(apikeys.make("klein", rate=0, providers=Provider.objects.filter(code="ANP"), by="test"))
    assert headlines(api.items()[0]) == ["Een"]
    assert headlines(api.items("/sections/buitenland/items")[0]) == ["Een"]
    assert api.get(f"/items/{other.short_id}").status_code == 404


def test_without_a_key_nothing_is_told(key: str) -> None:
    up("Kop", 1)
    for headers in (
        {},
        {"authorization": "Bearer fout"},
        {"authorization": f"Basic {key}"},
        {"authorization": "Bearer "},
    ):
        response = Client().get("/api/v1/items", headers=headers)
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert response["Content-Type"] == "application/problem+json"
        assert response["Content-Disposition"] == 'attachment; filename="api.json"'
        assert json.loads(response.content)["status"] == 401
    apikeys.end("proef", by="test")
    assert Api(key).get("/items").status_code == 401


def test_only_a_hash_of_a_key_is_kept(key: str) -> None:
    row = ApiKey.objects.get()
    assert len(row.key_sha256) == 64
    assert key not in str(vars(row))


def test_a_key_that_calls_too_often_waits() -> None:
    api = Api(apikeys.make("druk", rate=2, by="test"))
    assert [api.get("/sections").status_code for _ in range(3)] == [200, 200, 429]
    assert api.get("/sections")["Retry-After"] == "30"


def test_who_has_the_newest_is_told_so_in_few_bytes(api: Api) -> None:
    up("Kop", 1)
    first = api.get("/items")
    assert first["Cache-Control"] == "private, no-cache"
    again = api.get("/items", **{"if-none-match": f'"x", W/{first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    up("Nieuw", 2)
    assert api.get("/items", **{"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=-1", "after=x", "after=1-2", "limit=१"])
def test_what_cannot_be_is_refused_with_a_reason(api: Api, query: str) -> None:
    response = api.get(f"/items?{query}")
    assert response.status_code == 400
    assert json.loads(response.content)["title"]


def test_nothing_else_is_there(api: Api) -> None:
    assert api.get("/nothing").status_code == 404
    assert api.get("/nothing")["Content-Type"] == "application/problem+json"
    for method in ("post", "put", "patch", "delete"):
        response = getattr(api.client, method)("/api/v1/items", headers=api.headers)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"
