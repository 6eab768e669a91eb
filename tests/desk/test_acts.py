"""Acting at the desk: what is done, what is refused and why, and by whom."""

import re

import pytest
from django.test import Client
from lxml.html import fromstring

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Event
from dateline.newsroom.verbs import hold, kill
from tests.newsroom.helpers import HOUR, arrive, article, copy, item, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    source = newsroom()
    arrive(source, copy("a"))
    return source


def address(guid: str = "a", verb: str = "") -> str:
    return f"/desk/item/{article(guid).short_id}/" + (f"{verb}/" if verb else "")


def do(browser: Client, verb: str, guid: str = "a", **fields: str):
    return browser.post(address(guid, verb), {"change": str(article(guid).change), **fields})


@pytest.mark.parametrize(
    ("verb", "fields", "state"),
    [
        ("hold", {"words": "even wachten"}, "held"),
        ("publish", {"section": "binnenland"}, "published"),
        ("correct", {"words": "De naam was fout."}, "published"),
        ("kill", {"words": "onjuist", "confirm": "Kill "}, "killed"),
    ],
)
def test_an_editor_acts_and_the_record_says_who_and_why(wire, verb, fields, state):
    answer = do(signed_in("editor", "anna"), verb, **fields)
    assert (answer.status_code, answer["Location"]) == (302, address())
    assert article().state == state
    event = Event.objects.get(act=True)
    assert (event.verb, event.by_name, event.reason) == (verb, "anna", fields.get("words", ""))
    if verb == "publish":
        assert article().section.slug == "binnenland"


@pytest.mark.parametrize(
    ("verb", "fields", "why"),
    [
        ("hold", {}, "fill in"),
        ("correct", {"words": "  "}, "fill in"),
        ("kill", {"words": "onjuist"}, "to confirm"),
        ("kill", {"words": "onjuist", "confirm": "yes"}, "to confirm"),
        ("publish", {"section": "weg"}, "no such section"),
    ],
)
def test_what_lacks_something_is_not_done_and_says_what(wire, verb, fields, why):
    answer = do(signed_in("editor"), verb, **fields)
    assert answer.status_code == 409
    assert why in answer.text
    assert article().state == "published"
    assert not Event.objects.filter(act=True).exists()


def test_of_two_editors_who_act_at_once_one_wins_and_the_other_is_told(wire):
    seen = str(article().change)
    assert signed_in("editor", "anna").post(address(verb="hold"), {"change": seen, "words": "x"}).status_code == 302
    answer = signed_in("editor", "bram").post(address(verb="correct"), {"change": seen, "words": "y"})
    assert answer.status_code == 409
    assert "changed while you looked" in answer.text
    assert "held" in answer.text
    assert re.search(r'<details class="act correct"[^>]* open>.*?>y</textarea>', answer.text, re.DOTALL), "it is kept"
    assert [event.by_name for event in Event.objects.filter(act=True)] == ["anna"]


def test_what_was_typed_is_shown_even_where_the_act_is_no_longer_possible(wire):
    seen = str(article().change)
    kill(item(), reason="onjuist")
    answer = signed_in("editor").post(address(verb="correct"), {"change": seen, "words": "De naam was fout."})
    assert answer.status_code == 409
    assert "De naam was fout.</q>" in answer.text


def test_a_kill_is_done_whatever_changed_meanwhile(wire):
    seen = str(article().change)
    arrive(wire, copy("a", version="2"))
    fields = {"change": seen, "words": "onjuist", "confirm": "kill"}
    assert signed_in("editor").post(address(verb="kill"), fields).status_code == 302
    assert article().state == "killed"


def test_what_its_state_does_not_allow_is_refused_with_the_reason(wire):
    kill(item(), reason="x")
    answer = do(signed_in("editor"), "publish")
    assert answer.status_code == 409
    assert "it is killed" in answer.text


MOMENTS = ("pin", "embargo", "expire_at")


def test_an_item_offers_what_can_be_done_with_it_now(wire):
    browser = signed_in("editor")
    assert offered(browser) == ["publish", "hold", "correct", "kill", *MOMENTS, "anonymise", "noindex"]
    hold(item(), reason="x")
    assert offered(browser) == ["publish", "correct", "kill", *MOMENTS, "anonymise", "noindex"]
    kill(item(), reason="x")
    assert offered(browser) == []
    assert offered(signed_in("chief")) == ["reinstate", "purge"]
    assert offered(signed_in("viewer")) == []


def test_keys_that_act_are_told_to_who_may_act(wire):
    def told(role: str) -> list[str]:
        return [key.text for key in fromstring(signed_in(role).get("/desk/").text).cssselect("#keys kbd")]

    acts = list("phmecbxu")
    assert [key for key in told("editor") if key not in told("viewer")] == acts
    assert [key for key in told("editor") if key not in acts] == told("viewer") != []


def offered(browser: Client) -> list[str]:
    return re.findall(r'action="/desk/item/\w+/(\w+)/"', browser.get(address()).text)


def test_only_a_chief_lifts_an_embargo(wire):
    from django.utils import timezone

    arrive(wire, copy("e", embargoed=timezone.now() + HOUR))
    assert do(signed_in("editor"), "release", "e", words="het mag").status_code == 403
    assert article("e").state == "embargoed"
    assert do(signed_in("chief"), "release", "e", words="het mag").status_code == 302
    assert article("e").state == "published"


def test_a_forged_form_does_nothing(wire):
    browser = signed_in("editor", enforce_csrf_checks=True)
    assert do(browser, "hold", words="x").status_code == 403
    assert article().state == "published"


def test_an_act_by_a_link_does_nothing(wire):
    assert signed_in("editor").get(address(verb="hold")).status_code == 405


def test_a_screen_that_was_left_open_is_led_to_the_sign_in(wire):
    answer = Client(headers={"hx-request": "true"}).get("/desk/changes/?after=0")
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/desk/login/?next=/desk/")


PINNED = {"moment": "2099-01-01T12:00", "where": "front"}


@pytest.mark.parametrize(
    ("verb", "fields", "by"),
    [
        ("hold", {"words": "even wachten"}, "publish"),
        ("publish", {"section": "binnenland"}, "publish"),
        ("pin", PINNED, "unpin"),
        ("noindex", {"words": "privé"}, "index"),
        ("expire_at", {"moment": "2099-01-01T12:00"}, "expire_at"),
    ],
)
def test_what_was_just_done_is_undone_by_one_press_and_readers_have_what_they_had(wire, verb, fields, by):
    browser = signed_in("editor", "anna")
    had = shown()
    page = browser.post(address(verb=verb), {"change": str(article().change), **fields}, follow=True).text
    assert shown() != had
    undo, sent = undo_form(page)
    assert undo == address(verb=by)
    browser.post(undo, sent)
    assert shown() == had
    assert set(Event.objects.filter(act=True).values_list("by_name", flat=True)) == {"anna"}


def test_an_undo_is_undone_as_well(wire):
    browser = signed_in("editor")
    page = do(browser, "hold", words="even wachten")
    path, sent = undo_form(browser.get(page["Location"]).text)
    path, _sent = undo_form(browser.post(path, sent, follow=True).text)
    assert path == address(verb="hold")


def test_what_somebody_else_did_meanwhile_is_not_undone(wire):
    anna, bram = signed_in("editor", "anna"), signed_in("editor", "bram")
    path, sent = undo_form(anna.get(do(anna, "hold", words="even wachten")["Location"]).text)
    do(bram, "correct", words="De naam was fout.")
    assert "changed while you looked" in anna.post(path, sent).text
    assert article().state == "held"


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("kill", {"words": "x", "confirm": "kill"}), ("embargo", PINNED), ("correct", {"words": "De naam was fout."})],
)
def test_what_takes_a_reason_or_a_second_person_is_not_undone_by_a_key(wire, verb, fields):
    browser = signed_in("editor")
    assert 'id="undo"' not in browser.get(do(browser, verb, **fields)["Location"]).text


@pytest.mark.parametrize(
    ("verb", "fields", "back", "sent"),
    [
        ("kill", {"words": "x", "confirm": "kill"}, "reinstate", {"words": "vergissing"}),
        ("embargo", PINNED, "release", {"words": "vergissing"}),
        ("anonymise", {"name": "haven", "stand_in": "kade", "words": "x"}, "restore_name",
         {"name": "haven", "words": "vergissing"}),
    ],
)  # fmt: skip
def test_what_takes_a_reason_is_taken_back_with_one_and_readers_have_what_they_had(wire, verb, fields, back, sent):
    chief = signed_in("chief", "carla")
    had, page = shown(), article_path(article())
    assert "en de haven" in chief.get(page).text
    do(chief, verb, **fields)
    assert "en de haven" not in chief.get(page).text
    do(chief, back, **sent)
    assert shown() == had
    assert "en de haven" in chief.get(page).text


def test_an_undo_is_offered_once_and_to_who_did_it(wire):
    anna = signed_in("editor", "anna")
    where = do(anna, "hold", words="even wachten")["Location"]
    assert 'id="undo"' not in signed_in("editor", "bram").get(where).text
    assert 'id="undo"' in anna.get(where).text
    assert 'id="undo"' not in anna.get(where).text


def shown() -> tuple[object, ...]:
    """What readers get of the article, and where."""
    one = article()
    return one.state, one.section_id, one.front_until, one.section_until, one.noindex, one.expires_at, one.published_at


def undo_form(page: str) -> tuple[str, dict[str, str]]:
    """Where the button *Undo* leads, and what it sends."""
    form = re.search(r'<form id="undo".*?</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    return re.search(r'action="([^"]+)"', form[0])[1], sent
