"""WebSub: feeds name their hub, and the hub is told when they change, once for many changes."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from dateline.newsroom.models import Article, Outlet, Sending
from dateline.outgoing import calls, running
from tests.site import make

from .listening import Listener

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    make.paper(base_url="https://nieuws.example/")
    monkeypatch.setattr("dateline.outgoing.hub.CAUGHT_UP", 0.0)
    listener = Listener(lambda heard: (202, {}))
    yield listener
    listener.close()


@pytest.fixture
def outlet(hub: Listener) -> Outlet:
    return Outlet.objects.create(slug="hub", kind="websub", url=f"{hub.url}/", private=True)


def topics(hub: Listener) -> list[set[str]]:
    """What the hub was told of, by call."""
    bodies = [parse_qsl(heard.body.decode()) for heard in hub.heard]
    assert all(("hub.mode", "publish") in body for body in bodies)
    return [{value.partition("example")[2] for name, value in body if name == "hub.url"} for body in bodies]


def work(outlet: Outlet) -> None:
    while running.step(outlet):
        outlet.refresh_from_db()


def test_feeds_name_their_hub_and_themselves(outlet: Outlet) -> None:
    make.article("Kop", "Tekst.")
    for name in ("rss", "atom"):
        response = Client().get(f"/buitenland/feed.{name}")
        own = f"https://nieuws.example/buitenland/feed.{name}"
        assert response["Link"] == f'<{outlet.url}>; rel="hub", <{own}>; rel="self"'
        links = etree.fromstring(response.content).iter("{http://www.w3.org/2005/Atom}link")
        found = {link.get("rel"): link.get("href") for link in links}
        assert (found["hub"], found["self"]) == (outlet.url, own)
    assert json.loads(Client().get("/feed.json").content)["hubs"] == [{"type": "WebSub", "url": outlet.url}]
    # Nobody tells a hub of the feeds of searches.
    assert "Link" not in Client().get("/search/feed.rss?q=kop")
    Outlet.objects.update(active=False)
    assert "Link" not in Client().get("/feed.rss")


def test_the_hub_is_told_once_of_many_changes_and_of_what_they_touch(outlet: Outlet, hub: Listener) -> None:
    for n in range(3):
        make.article(f"Kop {n}", "Tekst.", told=n + 1, told_at=timezone.now(), section="sport" if n else "buitenland")
    work(outlet)
    of_each = {f"{scope}/feed.{name}" for scope in ("", "/agency/anp") for name in ("rss", "atom", "json")}
    slugs = {f"/{slug}/feed.{name}" for slug in ("sport", "buitenland") for name in ("rss", "atom", "json")}
    assert topics(hub) == [of_each | slugs]
    Article.objects.filter(headline="Kop 0").update(told=9, state="killed", listed=False)
    work(outlet)
    assert topics(hub)[1] == of_each | {address for address in slugs if "buitenland" in address}
    work(outlet)
    assert len(hub.heard) == 2


def test_a_hub_that_is_away_is_told_later_and_stops_nothing(outlet: Outlet, hub: Listener) -> None:
    hub.answer = lambda heard: (503, {})
    row = make.article("Kop", "Tekst.", told=1, told_at=timezone.now())
    work(outlet)
    sending = Sending.objects.get()
    assert (sending.state, sending.error) == ("pending", "it answered 503")
    Article.objects.filter(pk=row.pk).update(told=2)
    hub.answer = lambda heard: (204, {})
    outlet.refresh_from_db()
    work(outlet)
    assert Sending.objects.get().state == "done"
    Outlet.objects.update(private=False)
    Article.objects.filter(pk=row.pk).update(told=3)
    outlet.refresh_from_db()
    work(outlet)
    assert "no public address" in Sending.objects.get().error
    assert calls.is_public("127.0.0.1") is False
