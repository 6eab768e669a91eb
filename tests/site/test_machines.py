"""What pages say to machines: structured data by schema.org's and Google's rules, Open Graph, rights."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Provider
from tests.site import make

pytestmark = pytest.mark.django_db

SITE = "https://nieuws.example"


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url=f"{SITE}/")


def page(path: str) -> html.HtmlElement:
    response = Client().get(path)
    assert response.status_code == 200
    return html.fromstring(response.content)


def data(path: str) -> dict[str, dict[str, Any]]:
    """The structured data of a page by its types. Every script of it must be sound."""
    found: dict[str, dict[str, Any]] = {}
    for script in page(path).iter("script"):
        if script.get("type") == "application/ld+json":
            told = json.loads(script.text or "")
            assert told["@context"] == "https://schema.org"
            for thing in told["@graph"]:
                assert all(value not in (None, "", []) for value in thing.values())
                assert thing["@type"] not in found
                found[thing["@type"]] = thing
    return found


def metas(path: str) -> dict[str, str]:
    tags = page(path).iter("meta")
    return {tag.get("property") or tag.get("name") or "": tag.get("content") or "" for tag in tags}


def test_an_article_is_a_news_article() -> None:
    row = make.article(
        "Geen deals </script><b>", "Kim sprak.", places=("Moskou",), agencies=("ANP", "RTR"), updated=timedelta(hours=1)
    )
    found = data(article_path(row))["NewsArticle"]
    assert found["headline"] == "Geen deals </script><b>"
    assert found["dateline"] == "MOSKOU (ANP/RTR)"
    assert found["datePublished"] == "2025-11-28T12:00:00+01:00"
    assert found["dateModified"] == "2025-11-28T13:00:00+01:00"
    assert [author["name"] for author in found["author"]] == ["Algemeen Nederlands Persbureau", "Reuters"]
    assert found["creditText"] == "Algemeen Nederlands Persbureau/Reuters"
    assert found["articleSection"] == "Buitenland"
    assert found["inLanguage"] == "nl"
    assert found["publisher"]["name"] == "De Avondster"
    assert found["publisher"]["logo"]["url"].startswith(f"{SITE}/static/")
    assert found["url"] == found["mainEntityOfPage"] == f"{SITE}{article_path(row)}"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found["identifier"])
    assert "correction" not in found


def test_what_was_not_modified_says_when_it_was_published_and_no_time_is_made_up() -> None:
    row = make.article("Kop", "Tekst.", precision="day")
    found = data(article_path(row))["NewsArticle"]
    assert found["datePublished"] == found["dateModified"] == "2025-11-28"
    row = make.article("Kop twee", "Tekst.", at=None)
    assert {"datePublished", "dateModified"} & data(article_path(row))["NewsArticle"].keys() == set()


def test_a_correction_says_what_it_corrects() -> None:
    facts: dict[str, Any] = {"note": "Het was maart, niet mei.", "corrected_at": 1_764_331_200_000}
    row = make.article("Kop", "Tekst.", signal="correction", **facts)
    correction = data(article_path(row))["NewsArticle"]["correction"]
    at = {"datePublished": "2025-11-28T13:00:00+01:00"}
    assert correction == {"@type": "CorrectionComment", "text": facts["note"], **at}


def test_a_headline_is_no_longer_than_search_engines_take() -> None:
    row = make.article("Lang " * 60, "Tekst.")
    assert len(data(article_path(row))["NewsArticle"]["headline"]) <= 110


def test_the_way_to_an_article_and_to_a_section() -> None:
    row = make.article("Kop", "Tekst.")
    trail = data(article_path(row))["BreadcrumbList"]["itemListElement"]
    assert [(crumb["position"], crumb["name"]) for crumb in trail] == [
        (1, "De Avondster"),
        (2, "Buitenland"),
        (3, "Kop"),
    ]
    assert [crumb["item"] for crumb in trail] == [f"{SITE}/", f"{SITE}/buitenland/", f"{SITE}{article_path(row)}"]
    assert len(data("/buitenland/")["BreadcrumbList"]["itemListElement"]) == 2


def test_lists_name_their_newest_articles_in_order() -> None:
    rows = [make.article(f"Kop {n}", "Tekst.", at=make.NOON + timedelta(hours=n)) for n in range(12)]
    for path in ("/", "/buitenland/"):
        entries = data(path)["ItemList"]["itemListElement"]
        assert [entry["position"] for entry in entries] == list(range(1, 11))
        assert [entry["url"] for entry in entries] == [f"{SITE}{article_path(row)}" for row in reversed(rows[2:])]
    assert data("/")["WebSite"]["url"] == f"{SITE}/"
    assert "ItemList" not in data("/sport/")


def test_open_graph_and_what_search_engines_may_show() -> None:
    row = make.article("Kop", "Kim sprak.", places=("Moskou",), updated=timedelta(hours=1), language="nl-NL")
    found = metas(article_path(row))
    assert found["og:type"] == "article"
    assert found["og:title"] == "Kop"
    assert found["og:description"] == "MOSKOU (ANP) - Kim sprak."
    assert found["og:url"] == f"{SITE}{article_path(row)}"
    assert found["og:site_name"] == "De Avondster"
    assert found["og:locale"] == "nl_NL"
    assert found["article:published_time"] == "2025-11-28T12:00:00+01:00"
    assert found["article:modified_time"] == "2025-11-28T13:00:00+01:00"
    assert found["article:section"] == "Buitenland"
    assert found["robots"] == "max-image-preview:large"
    assert metas("/")["og:locale"] == "nl_NL"
    languages = ("en", "de-AT", "ar", "")
    countries = [
        metas(article_path(make.article(f"Kop {one}", "Tekst.", language=one)))["og:locale"] for one in languages
    ]
    assert countries == ["en_US", "de_AT", "ar_EG", "nl_NL"]
    assert metas("/")["og:type"] == metas("/buitenland/")["og:type"] == "website"
    assert metas("/")["robots"] == "max-image-preview:large"
    assert metas("/")["description"] == "Het laatste nieuws van De Avondster"
    assert metas("/buitenland/")["description"] == "Buitenland: het laatste nieuws van De Avondster"
    assert "og:type" not in {
        tag.get("property") for tag in html.fromstring(Client().get("/niets/").content).iter("meta")
    }


def test_search_engines_are_told_when_the_right_to_show_an_article_ends() -> None:
    row = make.article("Kop", "Tekst.", expires_at=make.NOON + timedelta(days=3650))
    assert metas(article_path(row))["robots"] == "max-image-preview:large, unavailable_after: 2035-11-26T11:00:00+00:00"


def test_a_provider_keeps_its_articles_out_of_search_engines_and_from_learning_machines() -> None:
    row = make.article("Kop", "Tekst.")
    response = Client().get(article_path(row))
    assert response["tdm-reservation"] == "1"
    assert metas(article_path(row))["tdm-reservation"] == "1"
    Provider.objects.update(noindex=True, machine_reading=True)
    response = Client().get(article_path(row))
    assert response["tdm-reservation"] == "0", "where tdmrep.json reserves what others sent, this counts before that"
    found = metas(article_path(row))
    assert found["robots"] == "noindex"
    assert found["tdm-reservation"] == "0"
    assert "tdm-reservation" not in metas("/")


def test_what_stands_for_the_whole_site_is_reserved_unless_all_providers_allow_it() -> None:
    make.article("Een", "Tekst.")
    make.article("Twee", "Tekst.", provider="AFP")

    def reserved() -> tuple[int, bool]:
        told = json.loads(Client().get("/.well-known/tdmrep.json").content)
        robots = Client().get("/robots.txt").content.decode()
        return told[0]["tdm-reservation"], "User-agent: GPTBot\n" in robots

    assert reserved() == (1, True)
    Provider.objects.filter(code="ANP").update(machine_reading=True)
    assert reserved() == (1, True)
    Provider.objects.update(machine_reading=True)
    assert reserved() == (0, False)


def test_who_asks_for_an_icon_by_its_old_name_is_led_to_it() -> None:
    response = Client().get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].encode() in Client().get("/").content


def test_robots_txt_names_the_sitemaps_and_what_is_no_page() -> None:
    response = Client().get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /desk/", "Disallow: /api/", "Disallow: /intake/", "Disallow: /search/"} <= set(lines)
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert f"Sitemap: {SITE}/sitemap-news.xml" in lines
