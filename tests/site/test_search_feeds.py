"""The feeds of searches: what they hold, and what the page of the search says of them."""

import json

import pytest
from django.test import Client
from lxml import etree, html

from dateline.newsroom.addresses import public_id
from dateline.newsroom.models import Article
from dateline.search import find
from dateline.search.index import fill_some
from dateline.search.wanted import TooSlow
from tests.site import make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url="https://nieuws.example/")


def taken_up(*_made: Article) -> None:
    while fill_some():
        pass


def test_a_search_has_a_feed_in_each_format_with_the_same_ids_as_every_feed() -> None:
    row, _other = make.article("Branden & meer", "Rook."), make.article("Sport", "Uitslag.")
    taken_up()
    atom = etree.fromstring(Client().get("/search/feed.atom?q=brand&section=buitenland").content)
    assert atom.findtext(f"{ATOM}title") == "Zoeken: brand – De Avondster"
    assert atom.findtext(f"{ATOM}entry/{ATOM}id") == public_id(row.short_id)
    assert {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")} == {
        "self": "https://nieuws.example/search/feed.atom?q=brand&section=buitenland",
        "alternate": "https://nieuws.example/search?q=brand&section=buitenland",
    }
    rss = etree.fromstring(Client().get("/search/feed.rss?q=brand").content)
    assert rss.xpath("//item/guid/text()") == [public_id(row.short_id)]
    found = json.loads(Client().get("/search/feed.json?section=buitenland&q=brand").content)
    assert [item["id"] for item in found["items"]] == [public_id(row.short_id)]
    # Whatever the order of its fields: one search, one feed.
    assert found["feed_url"] == "https://nieuws.example/search/feed.json?q=brand&section=buitenland"


def test_the_page_of_a_search_links_to_its_feeds() -> None:
    taken_up()
    found = html.fromstring(Client().get("/search?section=&q=%22rode+haan%22&order=best").content)
    links = found.xpath("//link[@rel='alternate']")
    assert [link.get("href") for link in links] == [
        f"/search/feed.{name}?q=%22rode+haan%22" for name in ("rss", "atom", "json")
    ]
    assert {link.get("title") for link in links} == {'Zoeken: "rode haan" – De Avondster'}
    assert html.fromstring(Client().get("/search").content).xpath("//link[@rel='alternate']/@href")[0] == "/feed.rss"


def test_without_a_question_there_is_no_feed_and_a_slow_one_is_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_up()
    for address in ("/search/feed.rss", "/search/feed.rss?q=***", "/search/feed.atom?order=best"):
        assert Client().get(address).status_code == 404

    def slow(*_asked: object, **_how: object) -> None:
        raise TooSlow

    monkeypatch.setattr(find, "for_readers", slow)
    response = Client().get("/search/feed.rss?q=de")
    assert (response.status_code, response["Retry-After"]) == (503, "3600")
