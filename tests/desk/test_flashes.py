"""Flashes and kills by the wire: told at once, and there until each person has acknowledged them."""

import re

import pytest
from django.test import Client

from dateline.newsroom.models import Article, Person, View
from dateline.newsroom.transaction import CHANGE, number
from dateline.newsroom.verbs import expire, kill
from tests.newsroom.helpers import HOUR, NOW, arrive, copy, item, newsroom

from .people import signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    source = newsroom("ANP", "AFP")
    arrive(source, copy("old", urgency=1))
    return source


@pytest.fixture
def anna(wire) -> Client:
    """An editor who has been here before."""
    browser = signed_in("editor", "anna")
    browser.get("/desk/history/")
    return browser


def flashed(page) -> list[str]:
    """The lines of the banner: what each is of, and its title."""
    lines = re.findall(r'<li class="(flash|kill)" data-flash.*?</time> <b>([^<]*)</b> <a[^>]*>([^<]*)<', page.text)
    return [f"{agency}: {title}" for _kind, agency, title in lines]


def acknowledge(browser: Client, page, **fields: str):
    shown = {name: re.search(rf'name="{name}" value="(\d+)"', page.text)[1] for name in ("came", "event")}
    return browser.post("/desk/flashes/seen/", {**shown, **fields})


def wire_kill(source, guid: str) -> None:
    arrive(source, copy(guid, signal="kill", status="canceled", version="9"), arrived_at=NOW + HOUR)


def test_who_comes_for_the_first_time_has_missed_nothing(wire):
    assert flashed(signed_in("editor", "new").get("/desk/")) == []


def test_urgent_copy_stands_on_every_screen_until_it_is_acknowledged(wire, anna):
    arrive(wire, copy("one", urgency=1), arrived_at=NOW + HOUR)
    arrive(wire, copy("two", urgency=2), arrived_at=NOW + 2 * HOUR)
    arrive(wire, copy("three", urgency=3), arrived_at=NOW + HOUR)
    told = ["ANP urgency 2: Kop van two", "ANP urgency 1: Kop van one"]
    for address in ("/desk/", "/desk/history/", "/desk/broken/", "/desk/views/", "/desk/me/"):
        assert flashed(anna.get(address)) == told
    assert acknowledge(anna, anna.get("/desk/")).status_code == 302
    assert flashed(anna.get("/desk/")) == []


def test_it_is_each_persons_own_and_kept_on_the_server(wire, anna):
    bram = signed_in("editor", "bram")
    bram.get("/desk/")
    arrive(wire, copy("one", urgency=1), arrived_at=NOW + HOUR)
    acknowledge(anna, anna.get("/desk/"))
    assert flashed(signed_in("editor", "anna").get("/desk/")) == [], "in another browser of hers too"
    assert flashed(bram.get("/desk/")) == ["ANP urgency 1: Kop van one"]


def test_what_came_while_it_was_acknowledged_stays(wire, anna):
    arrive(wire, copy("one", urgency=1), arrived_at=NOW + HOUR)
    page = anna.get("/desk/")
    arrive(wire, copy("two", urgency=1), arrived_at=NOW + 2 * HOUR)
    acknowledge(anna, page)
    assert flashed(anna.get("/desk/")) == ["ANP urgency 1: Kop van two"]
    acknowledge(anna, anna.get("/desk/"), came=str(number(CHANGE) + 100), event="0")
    arrive(wire, copy("three", urgency=1), arrived_at=NOW + 3 * HOUR)
    assert flashed(anna.get("/desk/")) == ["ANP urgency 1: Kop van three"], "nobody acknowledges what is to come"


def test_another_version_of_a_flash_is_told_again(wire, anna):
    arrive(wire, copy("one", urgency=1, version="1"), arrived_at=NOW + HOUR)
    acknowledge(anna, anna.get("/desk/"))
    arrive(wire, copy("one", urgency=1, version="2", headline="Anders"), arrived_at=NOW + 2 * HOUR)
    assert flashed(anna.get("/desk/")) == ["ANP urgency 1: Anders"]


def test_a_kill_by_the_wire_is_told_and_one_by_hand_is_not(wire, anna):
    arrive(wire, copy("one", urgency=4, version="1"))
    arrive(wire, copy("two", urgency=4))
    wire_kill(wire, "one")
    kill(item("two"), reason="onjuist")
    assert flashed(anna.get("/desk/")) == ["ANP killed: Kop van one"]
    acknowledge(anna, anna.get("/desk/"))
    assert flashed(anna.get("/desk/")) == []


def test_a_flash_whose_copy_is_gone_is_not_told(wire, anna):
    arrive(wire, copy("one", urgency=1), arrived_at=NOW + HOUR)
    expire(item("one"), reason="x")
    assert flashed(anna.get("/desk/")) == []


def test_a_flash_that_the_wire_kills_is_told_as_killed_alone(wire, anna):
    arrive(wire, copy("one", urgency=1, version="1"), arrived_at=NOW + HOUR)
    wire_kill(wire, "one")
    assert flashed(anna.get("/desk/")) == ["ANP killed: Kop van one"]


def test_many_flashes_say_that_there_are_more(wire, anna):
    for guid in "abcdefgh":
        arrive(wire, copy(guid, urgency=2))
    page = anna.get("/desk/")
    assert len(flashed(page)) == 6
    assert 'href="/desk/?urgency=2"' in page.text
    acknowledge(anna, page)
    assert flashed(anna.get("/desk/")) == []


def test_a_screen_is_told_of_a_flash_once(wire, anna):
    after = number(CHANGE)
    arrive(wire, copy("one", urgency=1), arrived_at=NOW + HOUR)
    for address in ("/desk/changes/?top=0.0&", "/desk/flashes/?"):
        answer = anna.get(f"{address}after={after}&flashes=")
        assert flashed(answer) == ["ANP urgency 1: Kop van one"]
        token = re.search(r'id="flashes-shown" value="([\d.]+)"', answer.text)[1]
        again = anna.get(f"{address}after={after}&flashes={token}")
        assert "flashes-shown" not in again.text, "whoever is at the button keeps it"
    assert anna.get(f"/desk/flashes/?after={number(CHANGE)}").status_code == 204


def told_how(page) -> dict[str, str]:
    """Title → what is wished for."""
    lines = re.findall(r'<li class="\w+" data-flash="[^"]*"([^>]*)>.*?<a[^>]*>([^<]*)<', page.text)
    return {title: wishes.strip() for wishes, title in lines}


def test_a_person_says_of_which_views_the_browser_tells_and_with_what_sound(wire, anna):
    fields = {"name": "Buiten", "query": "section=buitenland&state=published", "notify": "1", "sound": "1"}
    anna.post("/desk/views/new/", fields)
    anna.post("/desk/views/new/", {"name": "AFP", "query": "provider=AFP", "notify": "1"})
    arrive(wire, copy("x", urgency=4, version="1"))
    arrive(wire, copy("one", urgency=1))
    arrive(wire, copy("two", urgency=1, category="BIN"))
    arrive(wire, copy("three", urgency=1, category="BIN", provider="AFP"))
    wire_kill(wire, "x")
    both = "data-notify data-sound"
    wishes = {"Kop van one": both, "Kop van two": "", "Kop van three": "data-notify", "Kop van x": both}
    assert told_how(anna.get("/desk/")) == wishes
    form = anna.get(f"/desk/views/{View.objects.get(name='Buiten').pk}/").text
    assert form.count("checked") == 2 + 1, "and the switch of the keys"
    anna.post("/desk/me/", {"keys": "1", "notify": "1"})
    assert told_how(anna.get("/desk/"))["Kop van two"] == "data-notify"


def test_a_person_chooses_the_language_of_the_desk(wire):
    browser = signed_in("editor", "anna")
    assert '<html lang="en"' in browser.get("/desk/me/").text
    page = browser.post("/desk/me/", {"language": "nl", "keys": "1"}, follow=True)
    assert '<html lang="nl"' in page.text
    assert "Opgeslagen." in page.text
    assert page["Content-Language"] == "nl"
    other = signed_in("editor", "anna")
    assert '<html lang="nl"' in other.get("/desk/").text, "wherever she signs in"
    page = browser.post("/desk/me/", {"language": "", "keys": "1"}, follow=True)
    assert '<html lang="en"' in page.text
    browser.post("/desk/me/", {"language": "xx"})
    assert Person.objects.get(user=somebody("editor", "anna")).language == ""


def test_single_keys_are_switched_off_for_the_person(wire, anna):
    assert 'name="keys" value="1" checked' in anna.get("/desk/").text
    assert anna.post("/desk/me/keys/", {}).status_code == 204
    assert 'name="keys" value="1" checked' not in signed_in("editor", "anna").get("/desk/").text
    anna.post("/desk/me/keys/", {"keys": "1"})
    assert 'name="keys" value="1" checked' in anna.get("/desk/").text


def test_what_was_there_before_is_no_flash(wire):
    """An article that was stored before Dateline kept this has come at no change number."""
    Article.objects.update(came=0)
    Person.objects.create(user=somebody("editor", "anna"))
    assert flashed(signed_in("editor", "anna").get("/desk/")) == []
