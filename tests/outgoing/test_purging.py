"""Caches in front: what lets them keep pages, how they are purged, and the real Varnish."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import signals
from django.utils import timezone

from dateline.newsroom import configuring
from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, House, Outlet, Sending
from dateline.newsroom.setup.apply import apply
from dateline.newsroom.setup.read import read
from dateline.newsroom.transaction import writing
from dateline.outgoing import calls, running
from dateline.outgoing.sending import GONE_WITHIN, prove
from tests.desk.people import signed_in
from tests.serve.asking import Reader
from tests.site import make

from . import varnish as real
from .listening import Answer, Heard, Listener

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url="https://nieuws.example/")


def test_pages_are_for_caches_only_while_a_purge_is_known_to_work(monkeypatch: pytest.MonkeyPatch) -> None:
    # All is one transaction: what begins a request must not close its connection.
    for signal in (signals.request_started, signals.request_finished):
        monkeypatch.setattr(signal, "receivers", [])
    row = make.article("Kop", "Tekst.")
    reader = Reader()
    path = article_path(row)
    assert "cdn-cache-control" not in reader.get(path).headers
    outlet = Outlet.objects.create(slug="cache", kind="purge", url="http://127.0.0.1:1/", private=True)
    prove(outlet, works=True)
    reader.poll()
    headers = reader.get(path).headers
    assert headers["cdn-cache-control"] == "max-age=60"
    assert {"house", f"item:{row.short_id}", "section:buitenland"} <= set(headers["surrogate-key"].split())
    assert headers["cache-control"] == "no-cache"
    assert reader.get("/feed.rss").headers["cdn-cache-control"] == "max-age=60"
    assert "cdn-cache-control" not in reader.get("/nergens/").headers
    prove(outlet, works=False)
    reader.poll()
    assert "cdn-cache-control" not in reader.get(path).headers


def test_a_purge_names_what_changed_and_is_proved_by_its_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.outgoing.sending.CAUGHT_UP", 0.05)
    cache = Listener()
    outlet = Outlet.objects.create(slug="cache", kind="purge", url=f"{cache.url}/", private=True)
    running.step(outlet)
    outlet.refresh_from_db()
    assert outlet.proved_at is not None
    assert {heard.method for heard in cache.heard} == {"PURGE"}
    assert cache.heard[0].headers["surrogate-key"] == "house"
    row = make.article("Kop", "Tekst.", told=3, told_at=timezone.now())
    running.step(outlet)
    tags = cache.heard[-1].headers["surrogate-key"].split()
    assert {f"item:{row.short_id}", "front", "section:buitenland", "corrections"} <= set(tags)
    cache.answer = lambda heard: (500, {})
    Article.objects.update(told=4)
    running.step(outlet)
    outlet.refresh_from_db()
    assert outlet.proved_at is None
    cache.close()


def test_settings_that_change_are_purged_with_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.outgoing.sending.CAUGHT_UP", 0.0)
    cache = Listener()
    outlet = Outlet.objects.create(slug="cache", kind="purge", url=f"{cache.url}/", private=True)
    while running.step(outlet):
        outlet.refresh_from_db()
    known = len(cache.heard)
    apply(read('[site]\ntitle = "De Andere Krant"\n', "setup.toml"))
    assert running.step(outlet)
    with writing() as work:
        configuring.note(House.objects.get(), work, by=None, what="anders")
    assert running.step(outlet)
    assert not running.step(outlet)
    assert [heard.headers["surrogate-key"] for heard in cache.heard[known:]] == ["house", "house"]
    cache.close()


@pytest.fixture
def varnish(tmp_path: Path) -> Iterator[tuple[Listener, str]]:
    if not real.is_there():
        pytest.skip("varnishd is not installed")
    site = Listener()
    with real.in_front_of(site.port, tmp_path) as port:
        yield site, f"http://127.0.0.1:{port}"
    site.close()


@pytest.mark.sqlite  # Varnish is slow to start, and PostgreSQL ends a transaction of tests that is idle meanwhile
def test_a_kill_is_gone_from_varnish_and_the_desk_says_how_fast(varnish: tuple[Listener, str]) -> None:
    site, url = varnish
    House.objects.update(base_url=url)
    row = make.article("Kop", "Tekst.", told=3, told_at=timezone.now())
    killed = False

    def answer(heard: Heard) -> Answer:
        if heard.path == article_path(row) and killed:
            return 410, {"Cache-Control": "no-store"}
        keys = f"house item:{row.short_id}" if heard.path == article_path(row) else "house item:other"
        return 200, {"CDN-Cache-Control": "max-age=60", "Surrogate-Key": keys, "Cache-Control": "no-cache"}

    site.answer = answer
    outlet = Outlet.objects.create(slug="varnish", kind="purge", url=f"{url}/", private=True)
    while running.step(outlet):
        outlet.refresh_from_db()
    assert outlet.proved_at is not None

    def ask(path: str) -> int:
        return calls.call("GET", url + path, private=True).status

    for _ in range(3):
        assert ask(article_path(row)) == ask("/ander") == 200
    assert [heard.path for heard in site.heard].count(article_path(row)) == 1
    killed = True
    assert ask(article_path(row)) == 200
    Article.objects.update(state="killed", listed=False, told=4, told_at=timezone.now())
    while running.step(outlet):
        outlet.refresh_from_db()
    assert ask(article_path(row)) == 410
    assert ask("/ander") == 200
    assert [heard.path for heard in site.heard].count("/ander") == 1
    sending = Sending.objects.get(article=row)
    assert sending.state == "done"
    assert sending.took is not None
    assert sending.took < (calls.CAUGHT_UP + GONE_WITHIN) * 1000
    page = signed_in("viewer").get("/desk/outgoing/").content.decode()
    assert f"gone after {sending.took / 1000:.1f} s" in page
