"""Atom, JSON Feed, feeds of agencies, and what feeds say of updates and of what has gone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from dateline.newsroom.addresses import public_id
from dateline.newsroom.content import encode
from dateline.newsroom.models import Article, House, Provider, Revision
from dateline.newsroom.modified import modified_at
from dateline.site.feeds import matter
from dateline.site.frame import Frame
from dateline.wire.item import NewsItem
from tests.site import make

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url="https://nieuws.example/")


def atom(path: str = "/feed.atom") -> etree._Element:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def json_feed(path: str = "/feed.json") -> dict[str, Any]:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    found: dict[str, Any] = json.loads(response.content)
    return found


def rss_items(path: str = "/feed.rss") -> list[etree._Element]:
    return etree.fromstring(Client().get(path).content).findall("channel/item")


def a_time(text: str | None) -> datetime:
    """As RFC 3339 writes it, with seconds and zone."""
    found = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    assert found.tzinfo is not None
    return found


def test_a_section_as_atom_has_all_that_rfc_4287_asks_for() -> None:
    make.article("Kop & meer", "Kim sprak.", places=("Moskou",), agencies=("ANP", "RTR"), language="en")
    make.article("Sport", "Uitslag.", section="sport")
    feed = atom("/buitenland/feed.atom")
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}title") == "Buitenland – De Avondster"
    assert (feed.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    a_time(feed.findtext(f"{ATOM}updated"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://nieuws.example/buitenland/feed.atom",
        "alternate": "https://nieuws.example/buitenland/",
    }
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Kop & meer"
    assert a_time(entry.findtext(f"{ATOM}published")) == make.NOON
    assert a_time(entry.findtext(f"{ATOM}updated")) == make.NOON
    assert [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")] == [
        "Algemeen Nederlands Persbureau",
        "Reuters",
    ]
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert summary.text == "MOSKOU (ANP/RTR) - Kim sprak."
    of_words = [one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in (entry.find(f"{ATOM}title"), summary)]
    assert of_words == ["en", "en"]


def test_an_empty_feed_is_a_feed() -> None:
    assert atom().findall(f"{ATOM}entry") == []
    assert json_feed()["items"] == []
    assert rss_items() == []


def test_a_section_as_json_feed() -> None:
    make.article("Kop", "Kim sprak.", places=("Moskou",))
    feed = json_feed("/buitenland/feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://nieuws.example/buitenland/feed.json"
    [item] = feed["items"]
    assert item["title"] == "Kop"
    assert item["content_text"] == "MOSKOU (ANP) - Kim sprak."
    assert "content_html" not in item
    assert a_time(item["date_published"]) == make.NOON
    assert "date_modified" not in item
    assert item["authors"] == [{"name": "Algemeen Nederlands Persbureau"}]
    assert item["tags"] == ["Buitenland"]


def test_the_three_formats_have_one_id_for_an_article() -> None:
    make.article("Kop", "Tekst.")
    [entry] = atom().findall(f"{ATOM}entry")
    found = {entry.findtext(f"{ATOM}id"), json_feed()["items"][0]["id"], rss_items()[0].findtext("guid")}
    assert len(found) == 1


def test_the_feed_of_an_agency_has_its_copy_of_all_sections() -> None:
    make.article("Een", "Tekst.")
    make.article("Twee", "Tekst.", section="sport", at=make.NOON + timedelta(hours=1))
    make.article("Drie", "Tekst.", provider="AFP", agencies=("AFP",))
    Provider.objects.filter(code="ANP").update(name="Noordelijk Nieuwsbureau")
    feed = json_feed("/agency/anp/feed.json")
    assert feed["title"] == "Noordelijk Nieuwsbureau – De Avondster"
    assert [item["title"] for item in feed["items"]] == ["Twee", "Een"]
    assert [item.findtext("title") for item in rss_items("/agency/afp/feed.rss")] == ["Drie"]
    assert Client().get("/agency/xyz/feed.rss").status_code == 404


def test_the_whole_text_where_the_house_gives_it_away() -> None:
    make.article("Kop", "Een <b>x</b>.", "Twee.", body="<p>Een.</p><p>Twee.</p>", places=("Moskou",), note="Let op.")
    assert rss_items()[0].find(CONTENT) is None
    House.objects.update(feed_text="full")
    html = "<p><em>Let op.</em></p><p>MOSKOU (ANP) - Een.</p><p>Twee.</p>"
    assert rss_items()[0].findtext(CONTENT) == html
    assert json_feed()["items"][0]["content_html"] == html
    content = atom().find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", html)


@pytest.mark.parametrize("scope", ["", "/buitenland", "/agency/anp"])
@pytest.mark.parametrize("name", ["rss", "atom", "json"])
def test_the_lead_and_nothing_after_it_where_the_house_gives_no_more_away(name: str, scope: str) -> None:
    text = {"body": "<p>Het begin.</p><p>Het vervolg.</p>", "note": "Let op: zo zit het."}
    make.article("Kop", "Het begin.", "Het vervolg.", places=("Moskou",), **text)
    make.article("", "Zonder kop begint het.", "En het gaat door.", at=make.NOON + timedelta(minutes=5))
    path = f"{scope}/feed.{name}"
    given = Client().get(path).content.decode()
    House.objects.update(feed_text="full")
    whole = Client().get(path).content.decode()
    for words in ("Het vervolg.", "En het gaat door.", "zo zit het"):
        assert words in whole
        assert words not in given
    for words in ("MOSKOU (ANP) - Het begin.", "Zonder kop begint het."):
        assert words in given


def version(row: Article, minutes: int, text: str) -> None:
    """A further version of an article, made so many minutes after the first."""
    at = make.NOON + timedelta(minutes=minutes)
    old = row.revision
    assert old is not None
    news = NewsItem(provider="ANP", guid=row.item.guid, format="test", headline="Kop", version_created=at, text=text)
    row.revision = Revision.objects.create(
        item=row.item,
        delivery=old.delivery,
        order_key=f"0{at:%Y%m%dt%H%M%S}",
        version_created=at,
        arrived_at=at,
        moment=at,
        status="usable",
        content=encode(news),
        content_sha256=str(minutes),
    )
    row.updated_at = at
    row.modified_at = modified_at(row)
    row.save()


def modified() -> str | None:
    item: dict[str, Any] = json_feed()["items"][0]
    return item.get("date_modified")


def test_modified_is_when_the_words_last_changed_and_not_when_they_were_sent_again() -> None:
    row = make.article("Kop", "Oud.")
    assert modified() is None
    version(row, 10, "Nieuw.")
    assert modified() == "2025-11-28T11:10:00Z"
    version(row, 20, "Nieuw.")
    assert modified() == "2025-11-28T11:10:00Z"
    version(row, 30, "Nieuwer.")
    assert modified() == "2025-11-28T11:30:00Z"
    entry = atom().find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") == "2025-11-28T11:30:00Z"
    assert entry.findtext(f"{ATOM}published") == "2025-11-28T11:00:00Z"
    assert rss_items()[0].findtext(f"{ATOM}updated") == "2025-11-28T11:30:00+00:00"


def test_words_that_were_never_others_are_not_modified() -> None:
    row = make.article("Kop", "Tekst.", language="")
    version(row, 10, "Tekst.")
    assert modified() is None


def test_what_the_desk_corrected_is_modified_then() -> None:
    make.article("Kop", "Tekst.", updated=timedelta(minutes=7))
    assert modified() == "2025-11-28T11:07:00Z"


@pytest.mark.parametrize(
    ("state", "told", "days", "is_told"),
    [
        (Article.State.KILLED, 5, 1, True),
        (Article.State.EXPIRED, 5, 1, True),
        (Article.State.REPLACED, 5, 1, True),
        (Article.State.HELD, 5, 1, True),
        (Article.State.KILLED, 0, 1, False),
        (Article.State.KILLED, 5, 8, False),
        (Article.State.PUBLISHED, 5, 1, False),
    ],
)
def test_what_has_gone_is_told_by_its_id_and_time_alone(state: str, told: int, days: int, is_told: bool) -> None:
    at = timezone.now().replace(microsecond=0) - timedelta(days=days)
    make.article("Geheim", "Tekst.", state=state, told=told, told_at=at)
    found = [dict(deleted.attrib) for deleted in atom().findall(DELETED)]
    if is_told:
        assert [set(one) for one in found] == [{"ref", "when"}]
        assert a_time(found[0]["when"]) == at
    else:
        assert found == []
    if state != Article.State.PUBLISHED:
        assert b"Geheim" not in Client().get("/feed.atom").content


def test_what_came_under_an_embargo_when_it_was_up_has_gone_until_that_ends() -> None:
    end = timezone.now() + timedelta(hours=1)
    facts = {"told_at": timezone.now(), "embargoed_until": end}
    make.article("Geheim", "Tekst.", told=5, section="sport", **facts)
    make.article("Nooit op", "Tekst.", told=0, **facts)
    for path in ("/feed.atom", "/buitenland/feed.atom"):
        [deleted] = atom(path).findall(DELETED)
        assert set(deleted.attrib) == {"ref", "when"}
    frame = Frame()
    assert matter.of_scope("section buitenland", "atom", frame).until == end, "whatever section it is of"
    Article.objects.update(embargoed_until=timezone.now())
    assert atom().find(DELETED) is None


def test_a_kill_is_told_however_much_has_expired_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter, "DEPARTED_SIZE", 3)
    now = timezone.now()
    killed = make.article("Geheim", "Tekst.", state="killed", told=1, told_at=now - timedelta(hours=1))
    for n in range(2, 7):
        make.article(f"Oud {n}", "Tekst.", state="expired", told=n, told_at=now - timedelta(minutes=9 - n))
    found = [deleted.get("ref") for deleted in atom().findall(DELETED)]
    assert len(found) == 3
    assert found[-1] == public_id(killed.short_id)


def test_the_id_of_what_has_gone_is_that_which_it_had() -> None:
    row = make.article("Kop", "Tekst.")
    before = atom().findtext(f"{ATOM}entry/{ATOM}id")
    Article.objects.filter(pk=row.pk).update(state="killed", listed=False, told=9, told_at=timezone.now())
    deleted = atom().find(DELETED)
    assert deleted is not None
    assert deleted.get("ref") == before


def test_pages_say_where_their_feeds_are() -> None:
    make.article("Kop", "Tekst.")
    page = Client().get("/buitenland/").content.decode()
    for name, kind in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
        assert f'type="application/{kind}" title="Buitenland – De Avondster" href="/buitenland/feed.{name}"' in page


UNKNOWN: list[Callable[[], Any]] = [
    lambda: make.article("Dag", "Tekst.", precision="day"),
    lambda: make.article("Geen tijd", "Tekst.", at=None, came_at=1_764_327_600_000),
]


@pytest.mark.parametrize("made", UNKNOWN)
def test_a_time_is_never_more_precise_than_it_is_known_but_atom_must_have_one(made: Callable[[], Any]) -> None:
    made()
    entry = atom().find(f"{ATOM}entry")
    assert entry is not None
    assert entry.find(f"{ATOM}published") is None
    assert a_time(entry.findtext(f"{ATOM}updated")) == datetime(2025, 11, 28, 11, tzinfo=UTC)
    assert "date_published" not in json_feed()["items"][0]
