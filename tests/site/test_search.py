"""The page of search: it works as a form alone, shows what was found with its marks, and explains what it left out."""

import re

import pytest
from django.test import Client
from lxml import html

from dateline.newsroom.models import Article
from dateline.search import find
from dateline.search.index import fill_some
from dateline.search.wanted import TooSlow
from dateline.serve.application import known_query
from tests.site import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(page_size=2)


def taken_up(*made: Article) -> None:
    while fill_some():
        pass


def page(address: str) -> html.HtmlElement:
    answer = Client().get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def headlines(found: html.HtmlElement) -> list[str]:
    return [" ".join(entry.text_content().split()) for entry in found.cssselect(".found .headline")]


def test_every_page_has_a_form_that_leads_to_search() -> None:
    form = page("/").cssselect("header form")[0]
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert [field.get("name") for field in form.cssselect("input")] == ["q"]


def test_what_is_found_is_marked_in_headline_and_text() -> None:
    taken_up(make.article("Branden in <haven>", "Rook.", "De brand & de rook zijn weg.", places=("Gent",)))
    found = page("/search?q=brand")
    assert [mark.text for mark in found.cssselect(".headline mark")] == ["Branden"]
    assert [mark.text for mark in found.cssselect(".lead mark")] == ["brand"]
    assert headlines(found) == ["Branden in <haven>"]
    assert found.cssselect("h2 a")[0].get("href").startswith("/buitenland/branden-in")
    assert page("/search?q=gent").cssselect(".dateline mark")[0].text == "GENT"


def test_search_engines_find_the_one_page_of_search_and_nothing_that_is_made_up() -> None:
    taken_up(make.article("Brand", "Rook."))
    for question in ("", "?q=", "?q=brand", "?section=buitenland"):
        [link] = page(f"/search{question}").cssselect("link[rel=canonical]")
        assert link.get("href", "").endswith("/search")
    for question in ("?q=koop+hier", "?q=brand&order=best", "?q=***", "?q=brand+-koop", '?q="brand', "?q=brand+koop"):
        [robots] = page(f"/search{question}").cssselect("meta[name=robots]")
        assert robots.get("content") == "noindex"
    assert Client().get("/search?q=brand")["Cache-Control"] == "no-cache"


def test_without_a_question_there_is_the_form_alone() -> None:
    found = page("/search")
    assert found.cssselect(".search-form input[name=q]")
    assert not found.cssselect(".found")
    assert not found.cssselect(".told")


def test_a_query_that_cannot_be_understood_is_explained() -> None:
    taken_up()
    found = page('/search?q="brand van:gisteren&from=2025-99-99')
    assert [told.text for told in found.cssselect(".told")] == [
        "Het aanhalingsteken voor “brand van:gisteren” is niet gesloten; wat erop volgt is als één geheel gezocht.",
        "“2025-99-99” is geen datum; schrijf die als 2025-11-28, 28-11-2025, 2025-11 of 2025.",
    ]
    assert found.cssselect(".search-form input[name=q]")[0].get("value") == '"brand van:gisteren'
    assert "Er is niets gevonden." in found.text_content()


def test_a_place_and_an_agency_that_no_article_has_are_said_where_nothing_is_found() -> None:
    taken_up(make.article("Brand in haven"))
    credit = make.article("Storm op zee").credit[0]
    for asked, said in (
        ("plaats:Verweg+brand", ["Er is geen artikel met de plaats “Verweg”."]),
        ("persbureau:verweg", ["Er is geen artikel van het persbureau “verweg”."]),
        (f"persbureau:{credit}+regen", []),
        ("brand+-plaats:verweg", []),
    ):
        assert [told.text for told in page(f"/search?q={asked}").cssselect(".told")] == said


def test_a_section_that_there_is_not_and_an_operator_that_found_nothing_are_explained() -> None:
    taken_up(make.article("Brand of rook", "Rook OR vuur."))
    for asked, said in (
        ("rubriek:verweg+brand", "Er is geen rubriek “verweg”."),
        ("-rubriek:verweg", "Er is geen rubriek “verweg”."),
        ("brand+OR+water", "“OR” is als woord gezocht: alles wat wordt gevraagd moet erin staan."),
    ):
        assert [told.text for told in page(f"/search?q={asked}").cssselect(".told")] == [said]
    found = page("/search?q=rook+OR+vuur")
    assert headlines(found) == ["Brand of rook"], "copy in capitals, and a word in its own right"
    assert not found.cssselect(".told")


def test_what_takes_too_long_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_asked: object, **_how: object) -> None:
        raise TooSlow

    monkeypatch.setattr(find, "for_readers", slow)
    taken_up()
    assert "Dit zou te lang duren." in page("/search?q=de").cssselect(".told")[0].text


def test_that_the_index_is_still_being_made_is_said() -> None:
    make.article("Brand", "Rook.")
    assert page("/search?q=brand").cssselect(".told")[0].text == "Oudere artikelen worden nog doorzoekbaar gemaakt."
    taken_up()
    assert not page("/search?q=brand").cssselect(".told")


@pytest.mark.parametrize("order", ["", "&order=best"])
def test_its_pages_follow_each_other(order: str) -> None:
    for n in range(5):
        make.article(f"Brand {n}", "Rook.", at=make.NOON.replace(hour=10 - n))
    taken_up()
    seen, address = [], f"/search?q=brand{order}"
    for _page in range(3):
        found = page(address)
        seen += headlines(found)
        address = (found.xpath("//a[@rel='next']/@href") or [""])[0]
    assert seen == [f"Brand {n}" for n in range(5)]
    assert address == ""


def test_its_form_narrows_it_down() -> None:
    taken_up(
        make.article("Brand ver", "Rook.", section="buitenland", places=("Gent",)),
        make.article("Brand dichtbij", "Rook.", section="binnenland", agencies=("AFP",)),
    )
    assert headlines(page("/search?q=brand&section=binnenland")) == ["Brand dichtbij"]
    assert headlines(page("/search?q=brand&place=gent")) == ["Brand ver"]
    assert headlines(page("/search?agency=AFP")) == ["Brand dichtbij"]
    chosen = page("/search?agency=reuters&section=Nergens").cssselect("option[selected]")
    assert [one.get("value") for one in chosen] == ["Nergens", "reuters"], "the form hides nothing that it asks for"
    assert headlines(page("/search?q=brand&until=2024-01-01")) == []
    found = page("/search?q=brand&section=binnenland")
    assert found.cssselect("select[name=section] option[selected]")[0].get("value") == "binnenland"
    assert found.cssselect("details")[0].get("open") is not None


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%27%22%3B--", "q=NEAR(a+b)", "q=a*", "q=AND+OR", "before=9", "before=x&q=a", "q=%ff",
     "q=" + "a+" * 900, "order=best&before=1.2.3&q=a",
     "order=best&before=9999999999999999999.1.9999999999999999999&q=a",
     "section=%27"],
)  # fmt: skip
def test_no_query_is_an_error(query: str) -> None:
    make.article("A", "B.")
    taken_up()
    assert Client().get(f"/search?{query}").status_code == 200


def test_search_has_its_own_parameters_and_other_pages_have_not() -> None:
    query = "q=a&order=best&from=2025&x=1"
    assert known_query(query, "/search") == "from=2025&order=best&q=a"
    assert known_query(query, "/buitenland/") == "q=a"


def test_its_words_are_in_english_where_the_house_is() -> None:
    make.paper(language="en")
    found = page("/search?q=nothing")
    assert re.findall("Nothing was found|Search the news", found.text_content()) == ["Nothing was found"]
    assert found.cssselect("h1")[0].text == "Search"
