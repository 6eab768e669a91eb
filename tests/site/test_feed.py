"""The feeds."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.db import connection
from django.test import Client
from lxml import etree

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article
from tests.site import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url="https://nieuws.example/")


def channel(path: str) -> etree._Element:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    found = root.find("channel")
    assert found is not None
    return found


def test_a_section_as_rss() -> None:
    row = make.article("Geen deals & meer <nieuws>", "Kim sprak.", places=("Moskou",), agencies=("ANP", "RTR"))
    make.article("Sport", "Uitslag.", section="sport")
    found = channel("/buitenland/feed.rss")
    assert found.findtext("title") == "Buitenland – De Avondster"
    assert found.findtext("link") == "https://nieuws.example/buitenland/"
    assert found.findtext("language") == "nl"
    [item] = found.findall("item")
    assert item.findtext("title") == "Geen deals & meer <nieuws>"
    assert item.findtext("link") == f"https://nieuws.example{article_path(row)}"
    assert item.findtext("description") == "MOSKOU (ANP/RTR) - Kim sprak."
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == make.NOON
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert (guid.text or "").startswith("urn:uuid:")
    assert item.findall("{http://purl.org/dc/elements/1.1/}creator")[1].text == "Reuters"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}language") == "nl"


def test_the_feed_of_everything() -> None:
    make.article("Een", "Tekst.")
    make.article("Twee", "Tekst.", section="sport", at=make.NOON + timedelta(hours=1))
    assert [item.findtext("title") for item in channel("/feed.rss").findall("item")] == ["Twee", "Een"]


def test_an_id_stays_when_everything_else_changes() -> None:
    row = make.article("Kop", "Tekst.")
    before = channel("/feed.rss").findtext("item/guid")
    Article.objects.filter(pk=row.pk).update(headline="Anders", words="anders")
    assert channel("/feed.rss").findtext("item/guid") == before


def test_copy_without_a_headline_or_a_time() -> None:
    make.article(None, "Het Louvre verhoogt de toegangsprijs. " * 4, at=None)
    item = channel("/feed.rss").find("item")
    assert item is not None
    assert (item.findtext("title") or "").startswith("Het Louvre verhoogt")
    assert (item.findtext("title") or "").endswith("…")
    assert item.find("pubDate") is None


def test_characters_that_xml_forbids() -> None:
    # PostgreSQL takes no NUL: the newsroom stores none (newsroom/identity.py), but SQLite could hold one.
    nul = "\x00" if connection.vendor == "sqlite" else ""
    make.article(f"Kop\x0b met{nul} stuur\ufffetekens", "Tekst.")
    assert channel("/feed.rss").findtext("item/title") == "Kop met stuurtekens"


def test_what_is_not_for_readers_is_not_in_it() -> None:
    make.article("Ingetrokken", "Tekst.", state=Article.State.KILLED)
    make.article("Vervangen", "Tekst.", state=Article.State.REPLACED)
    assert channel("/feed.rss").findall("item") == []
    assert Client().get("/nergens/feed.rss").status_code == 404
