"""Acting at the desk: what is done, what is refused and why, and by whom."""

import re

import pytest
from django.test import Client

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
