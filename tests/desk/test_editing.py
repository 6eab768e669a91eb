"""The editor's screens: a form that saves, tells who came first, and shows what the agency sent meanwhile."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from dateline.newsroom.models import Article, Edit
from dateline.newsroom.verbs import edit, kill
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom
from tests.newsroom.test_editing import FIRST, MINE, SECOND, told

from .people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    source = newsroom()
    arrive(source, copy("a", version="1", **told(FIRST)))
    return source


def address(what: str = "edit") -> str:
    return f"/desk/article/{article().short_id}/{what}/"


def opened(browser: Client) -> dict[str, str]:
    """The fields of the form, as a browser would send them."""
    page = browser.get(address()).text
    found = dict(re.findall(r'<input (?:type="hidden" )?name="(\w+)"[^>]* value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page))
    chosen = re.search(r'<option value="([^"]+)" selected', page)
    found["section"] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items() if name != "csrfmiddlewaretoken"}


def test_the_form_holds_what_readers_have_and_saves_what_is_typed(wire):
    browser = signed_in("editor", "anna")
    form = opened(browser)
    assert form["headline"] == "Kop van a"
    assert form["body"] == told(FIRST)["text"]
    assert form["section"] == "buitenland"
    form |= {"headline": "Onze kop", "body": form["body"] + "\r\n\r\nEn <b>meer</b>.", "section": "binnenland"}
    answer = browser.post(address(), form)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/item/{article().short_id}/")
    assert (article().headline, article().section.slug) == ("Onze kop", "binnenland")
    page = browser.get(answer["Location"]).text
    assert "edited at the desk" in page
    assert "En <b>meer</b>." in page
    assert opened(browser)["body"].endswith("En <b>meer</b>.")


def test_who_comes_second_is_told_keeps_his_text_and_may_still_put_it_there(wire):
    anna, bram = signed_in("editor", "anna"), signed_in("editor", "bram")
    first, second = opened(anna), opened(bram)
    anna.post(address(), first | {"headline": "Van Anna"})
    answer = bram.post(address(), second | {"headline": "Van Bram", "body": "Tekst van Bram."})
    assert answer.status_code == 409
    assert "anna has changed this article" in answer.text
    assert "Tekst van Bram." in answer.text
    assert "<del>" in answer.text
    assert article().headline == "Van Anna"
    seen = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert seen
    bram.post(address(), second | {"headline": "Van Bram", "body": "Tekst van Bram.", "seen": seen[1]})
    assert article().headline == "Van Bram"
    assert Edit.objects.count() == 2


def test_a_kill_meanwhile_loses_no_text(wire):
    browser = signed_in("editor")
    form = opened(browser)
    kill(item(), reason="x")
    answer = browser.post(address(), form | {"body": "Mijn tekst."})
    assert answer.status_code == 409
    assert "Mijn tekst." in answer.text
    assert "it is killed" in answer.text
    assert browser.get(address()).status_code == 409


@pytest.mark.parametrize(
    ("typed", "why"), [({"headline": "", "body": " "}, "headline or a text"), ({"section": "weg"}, "section")]
)
def test_what_cannot_be_saved_says_why(wire, typed, why):
    browser = signed_in("editor")
    answer = browser.post(address(), opened(browser) | typed)
    assert answer.status_code == 409
    assert why in answer.text
    assert article().edit is None


def test_save_and_publish_does_both_or_nothing(wire):
    arrive(wire, copy("d", category=""))
    browser, path = signed_in("editor"), f"/desk/article/{article('d').short_id}/edit/"
    answer = browser.post(path, {"headline": "x", "body": "y", "seen": "0", "do": "publish"})
    assert answer.status_code == 409
    assert article("d").edit is None
    browser.post(path, {"headline": "x", "body": "y", "seen": "0", "section": "binnenland", "do": "publish"})
    assert (article("d").state, article("d").headline) == ("published", "x")


def test_a_newer_version_is_shown_word_by_word_and_taken_in_parts(wire):
    edit(item(), words=MINE)
    arrive(wire, copy("a", version="2", headline="Brug open", **told(SECOND)), now=NOW + HOUR)
    browser = signed_in("editor")
    assert "newer version" in browser.get("/desk/").text
    assert address("newer") in browser.get(f"/desk/item/{article().short_id}/").text
    page = browser.get(address("newer")).text
    assert "<ins>weer open.</ins>" in page
    ticked = re.findall(r'name="part" value="(\w+)" checked', page)
    assert ticked == ["headline", "1", "3"]
    hidden = dict(re.findall(r'name="(seen|revision)" value="(\d+)"', page))
    answer = browser.post(address("newer"), {**hidden, "part": ["1", "3"], "do": "parts"})
    assert answer.status_code == 302
    assert article().headline == "Onze kop"
    assert "langs de haven" in browser.get(f"/desk/item/{article().short_id}/").text
    assert article().waiting is None
    assert browser.post(address("newer"), {**hidden, "do": "whole"}).status_code == 409, "that was decided already"


def test_an_article_that_follows_has_nothing_to_take(wire):
    browser = signed_in("editor")
    assert browser.get(address("newer")).status_code == 409
    assert browser.post(address("newer"), {"revision": "x²", "seen": "²"}).status_code == 409


def test_the_editor_can_undo_the_fork(wire):
    browser = signed_in("editor")
    path = f"/desk/item/{article().short_id}/"
    assert "/follow/" not in browser.get(path).text
    edit(item(), words=MINE)
    assert "/follow/" in browser.get(path).text
    browser.post(f"{path}follow/", {"change": str(article().change)})
    assert article().headline == "Kop van a"


def test_who_has_the_article_open_is_told_to_others_who_may_take_it_over(wire):
    anna, bram = signed_in("editor", "anna"), signed_in("editor", "bram")
    hers, his = opened(anna), opened(bram)
    path = address("lease")
    assert 'value="mine-0"' in anna.post(path, {"token": hers["token"], "seen": hers["seen"], "was": "free-0"}).text
    assert anna.post(path, {"token": hers["token"], "seen": hers["seen"], "was": "mine-0"}).status_code == 204
    assert "anna has this article open" in bram.get(f"/desk/item/{article().short_id}/").text
    told_him = bram.post(path, {"token": his["token"], "seen": his["seen"], "was": ""})
    assert "anna has this article open" in told_him.text
    refused = bram.post(address(), his | {"headline": "Van Bram"})
    assert refused.status_code == 409
    assert "Van Bram" in refused.text
    taken = bram.post(address(), his | {"headline": "Van Bram", "do": "take-over"})
    assert 'value="Van Bram"' in taken.text
    assert "bram has this article open" in anna.post(path, {"token": hers["token"], "seen": hers["seen"]}).text
    assert anna.post(address(), hers | {"headline": "Van Anna"}).status_code == 409
    assert bram.post(address(), his | {"headline": "Van Bram"}).status_code == 302
    assert article().headline == "Van Bram"
    assert "has this article open" not in anna.get(f"/desk/item/{article().short_id}/").text
    bram.post(path, {"token": his["token"], "seen": his["seen"], "was": "mine-0"})  # was under way when he saved
    assert "has this article open" not in anna.get(f"/desk/item/{article().short_id}/").text
    after = anna.post(path, {"token": hers["token"], "seen": hers["seen"]})
    assert "Somebody has changed this article" in after.text


def test_an_editor_that_was_left_open_and_signed_out_is_told_and_not_led_away(wire):
    answer = Client(headers={"hx-request": "true", "accept-language": "en"}).post(address("lease"), {"token": "a" * 32})
    assert answer.status_code == 200
    assert "HX-Redirect" not in answer
    assert "signed out" in answer.text


def test_leaving_lets_go(wire):
    browser = signed_in("editor")
    form = opened(browser)
    browser.post(address("lease"), {"token": form["token"], "seen": form["seen"]})
    assert browser.post(address(), form | {"do": "leave"}).status_code == 302
    assert article().edit is None
    assert "open in the editor" not in browser.get(f"/desk/item/{article().short_id}/").text


def act(browser: Client, verb: str, **fields: str):
    path = f"/desk/item/{article().short_id}/{verb}/"
    return browser.post(path, {"change": str(article().change), **fields})


def test_moments_are_set_in_the_zone_of_the_house(wire):
    browser = signed_in("editor")
    assert act(browser, "pin", moment="2099-07-01T18:00", where="section").status_code == 302
    assert article().section_until == datetime(2099, 7, 1, 16, tzinfo=UTC)
    assert act(browser, "unpin").status_code == 302
    assert act(browser, "expire_at", moment="2099-01-01T18:00").status_code == 302
    assert article().expires_at == datetime(2099, 1, 1, 17, tzinfo=UTC)
    assert act(browser, "embargo", moment="2099-07-01T18:00", words="afspraak").status_code == 302
    assert article().state == "embargoed"
    history = browser.get(f"/desk/item/{article().short_id}/?tab=history").text
    assert "1 July 2099 18:00:00" in history


@pytest.mark.parametrize(("moment", "why"), [("", "until when"), ("morgen", "no time"), ("0001-01-01T00:00", "")])
def test_a_moment_that_is_none_is_refused(wire, moment, why):
    answer = act(signed_in("editor"), "pin", moment=moment)
    assert answer.status_code == 409
    assert why in answer.text


def test_two_editors_lift_an_embargo_that_one_may_not(wire):
    anna, bram = signed_in("editor", "anna"), signed_in("editor", "bram")
    act(anna, "embargo", moment="2099-07-01T18:00")
    assert act(anna, "release", words="x").status_code == 403
    assert act(anna, "ask_release", words="het mag").status_code == 302
    assert act(anna, "release", words="x").status_code == 403
    page = bram.get(f"/desk/item/{article().short_id}/").text
    assert "anna asks for the embargo to be lifted" in page
    assert "/release/" in page
    assert act(bram, "release", words="akkoord").status_code == 302
    assert article().state == "published"


def test_an_article_is_written_from_nothing(wire):
    browser = signed_in("editor", "anna")
    page = browser.get("/desk/article/new/").text
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    form = {"token": token, "headline": "Eigen nieuws", "body": "Tekst.", "section": "binnenland", "do": "publish"}
    empty = browser.post("/desk/article/new/", form | {"headline": "", "body": ""})
    assert (empty.status_code, "headline or a text" in empty.text) == (409, True)
    answer = browser.post("/desk/article/new/", form)
    assert answer.status_code == 302
    shown = browser.get(answer["Location"]).text
    assert "Eigen nieuws" in shown
    assert "wrote it" in browser.get(answer["Location"] + "?tab=history").text
    again = browser.post("/desk/article/new/", form)
    assert (again.status_code, "saved already" in again.text) == (409, True)
    own = Article.objects.get(headline="Eigen nieuws")
    assert own.state == "published"
    editor = browser.get(f"/desk/article/{own.short_id}/edit/").text
    assert "written by the house" in editor
    form = {"headline": "Beter", "body": "Tekst.", "seen": re.search(r'name="seen" value="(\d+)"', editor)[1]}
    browser.post(f"/desk/article/{own.short_id}/edit/", form)
    assert "/follow/" not in browser.get(answer["Location"]).text


def test_what_is_typed_is_shown_as_readers_would_get_it(wire):
    browser = signed_in("editor")
    sent = "De <b>brug</b> is dicht.<script>x()</script>\n\n<h2 style='color:red'>Omleiding</h2>"
    shown = browser.post("/desk/article/preview/", {"body": sent}).text
    assert "<p>De <b>brug</b> is dicht.</p>" in shown
    assert "<h2>Omleiding</h2>" in shown
    assert "script" not in shown
    assert "too long" in browser.post("/desk/article/preview/", {"body": "x" * 400_001}).text
    assert article().edit is None
