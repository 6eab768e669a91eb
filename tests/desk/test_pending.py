"""The screen of what waits for a person: kills and replacements that match nothing, or several."""

import pytest

from dateline.newsroom.models import Reference
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    source = newsroom()
    for guid in "ab":
        arrive(source, copy(guid, headline="Brug weer open"))
    arrive(source, copy("k", signal="kill", target="Brug weer open", version_created=NOW - HOUR / 2))
    return source


def address(verb: str = "") -> str:
    return f"/desk/pending/{Reference.objects.latest('id').pk}/{verb}"


def test_it_is_listed_and_counted_on_every_screen(wire):
    browser = signed_in("viewer")
    page = browser.get("/desk/pending/").text
    assert address() in page
    assert "2 articles" in page
    assert '<span id="pending-count" class="count"> 1</span>' in browser.get("/desk/history/").text
    assert '<span id="pending-count" class="count" hx-swap-oob="true"> 1' in browser.get("/desk/changes/?after=0").text


def test_an_editor_kills_the_one_that_is_meant(wire):
    browser = signed_in("editor")
    page = browser.get(address()).text
    assert page.count('type="radio"') == 2
    fields = {"item": article("a").short_id, "words": "die", "confirm": "kill"}
    answer = browser.post(address("settle/"), fields)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/pending/")
    assert (article("a").state, article("b").state) == ("killed", "published")
    assert "Nothing waits" in browser.get("/desk/pending/").text
    assert browser.post(address("settle/"), fields).status_code == 409


def test_one_that_matches_nothing_offers_what_is_like_it_and_takes_any_by_its_address(wire):
    arrive(wire, copy("c", headline="Gemeente sluit zwembad Hogevecht"))
    arrive(wire, copy("d", headline="Iets heel anders"))
    arrive(wire, copy("k2", signal="kill", target="Zwembad Hogevecht dicht"))
    browser = signed_in("editor")
    page = browser.get(address()).text
    assert article("c").short_id in page
    assert article("d").short_id not in page
    named = f"https://news.example/buitenland/x-{article('d').short_id}"
    assert browser.post(address("settle/"), {"named": named, "confirm": "kill"}).status_code == 302
    assert article("d").state == "killed"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "choose which one"),
        ({"named": "Brug weer open", "confirm": "kill"}, "or several"),
        ({"named": "nergens", "confirm": "kill"}, "names no article"),
        ({"item": "{a}", "confirm": ""}, "to confirm"),
        ({"dismiss": "1"}, "say why"),
    ],
)
def test_what_is_not_clear_is_not_done(wire, fields, why):
    fields = {name: value.format(a=article("a").short_id) for name, value in fields.items()}
    fields.setdefault("words", "" if "dismiss" in fields else "wat ik typte")
    answer = signed_in("editor").post(address("settle/"), fields)
    assert answer.status_code == 409
    assert why in answer.text
    assert f">{fields['words']}</textarea>" in answer.text, "nothing that was typed is lost"
    assert {article(guid).state for guid in "ab"} == {"held"}


def test_an_editor_dismisses_it(wire):
    assert signed_in("editor").post(address("settle/"), {"dismiss": "1", "words": "ander"}).status_code == 302
    assert {article(guid).state for guid in "ab"} == {"published"}


def test_a_viewer_looks_and_is_offered_nothing(wire):
    page = signed_in("viewer").get(address()).text
    assert "Brug weer open" in page
    assert address("settle/") not in page


def test_pages_of_many(wire):
    for number in range(60):
        arrive(wire, copy(f"k-{number}", signal="kill", target=f"Onbekend {number}"))
    browser = signed_in("viewer")
    first = browser.get("/desk/pending/").text
    assert "Onbekend 59" in first
    assert "Onbekend 9<" not in first
    assert "?before=" in first
    second = browser.get(f"/desk/pending/?before={Reference.objects.get(target='Onbekend 10').pk}").text
    assert "Onbekend 9<" in second
    assert "?before=" not in second
