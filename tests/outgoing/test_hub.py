"""WebSub: feeds name their hub, and the hub is told when they change, once for many changes."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from dateline.newsroom.addresses import FEEDS
from dateline.newsroom.models import House, Outlet, Section, Sending, Touch
from dateline.newsroom.transaction import writing
from dateline.newsroom.verbs import kill, publish
from dateline.outgoing import rows, running
from tests.newsroom.helpers import arrive, copy, item, newsroom
from tests.site import make

from .listening import Listener

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    House.objects.update_or_create(pk=1, defaults={"title": "De Avondster", "base_url": "https://nieuws.example/"})
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
    Section.objects.create(slug="buitenland", name="Buitenland")
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


def feeds(*folders: str, formats: tuple[str, ...] = FEEDS) -> set[str]:
    return {f"{folder}/feed.{name}" for folder in folders for name in formats}


def change(*tags: str) -> None:
    with writing() as work:
        work.edition(*tags)


@pytest.fixture
def told(outlet: Outlet, hub: Listener) -> Outlet:
    """A hub that has heard of all there is: an article of Buitenland and one of Sport, both of ANP."""
    wire = newsroom()
    Section.objects.filter(slug="binnenland").update(slug="sport")
    for guid, category in (("a", "BUI"), ("b", "BIN")):
        arrive(wire, copy(guid, category=category), now=timezone.now())
    work(outlet)
    hub.heard.clear()
    return outlet


def test_the_hub_is_told_once_of_many_changes_and_of_the_feeds_that_they_touch(told: Outlet, hub: Listener) -> None:
    change("front", "item:1")
    change("section:sport", "older:sport", "any", "recent")
    work(told)
    change("corrections")
    work(told)
    assert topics(hub) == [feeds("", "/sport")]
    change("house")
    work(told)
    assert topics(hub)[1] == feeds("", "/sport", "/buitenland", "/agency/anp")


def test_the_hub_is_told_of_the_section_that_an_article_left_and_of_all_that_say_it_has_gone(
    told: Outlet, hub: Listener
) -> None:
    publish(item("a"), section=Section.objects.get(slug="sport"))
    work(told)
    assert topics(hub) == [feeds("", "/buitenland", "/sport", "/agency/anp")]
    kill(item("a"), reason="onjuist")
    work(told)
    # Subscribers of Buitenland may have it from there.
    assert topics(hub)[1] == feeds("", "/sport", "/agency/anp") | feeds("/buitenland", formats=("atom",))


def test_a_hub_is_told_of_everything_where_nobody_knows_any_more_what_changed(told: Outlet, hub: Listener) -> None:
    change("section:sport")
    Touch.objects.all().delete()
    work(told)
    everything = feeds("", "/sport", "/buitenland", "/agency/anp")
    assert topics(hub) == [everything]
    assert rows.try_now(told, timezone.now())
    work(told)
    assert topics(hub)[1] == everything


def test_a_hub_that_is_away_is_told_later_and_stops_nothing(told: Outlet, hub: Listener) -> None:
    hub.answer = lambda heard: (503, {})
    change("section:sport")
    work(told)
    sending = Sending.objects.get()
    assert (sending.state, sending.error) == ("pending", "it answered 503")
    hub.answer = lambda heard: (204, {})
    change("section:buitenland")
    work(told)
    assert Sending.objects.get().state == "done"
    assert topics(hub)[-1] == feeds("/sport", "/buitenland")
    Outlet.objects.update(private=False)
    change("front")
    told.refresh_from_db()
    work(told)
    assert "no public address" in Sending.objects.get().error
