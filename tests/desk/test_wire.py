"""The wire: what comes in is there, as far as it is asked for, and stays right by asking for what is new."""

import re

import pytest

from dateline.desk.words import found
from dateline.newsroom.models import Article, Delivery
from dateline.newsroom.transaction import CHANGE, number
from dateline.newsroom.verbs import hold, kill, publish
from dateline.search.index import fill_some
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, delivery, item, newsroom

from .people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire():
    return newsroom("ANP", "AFP")


def titles(page) -> list[str]:
    return re.findall(r'class="title" dir="auto">([^<]*)<', re.sub("</?mark>", "", page.text))


def ask(browser, after: int, query: str = "", top: str = "0.0"):
    return browser.get(
        f"/desk/changes/?{query}", {**dict(re.findall(r"(\w+)=(\w+)", query)), "after": after, "top": top}
    )


def test_everything_that_came_in_is_there_whatever_its_state_the_last_to_come_first(wire):
    for place, guid in enumerate(["shown", "held", "killed", "unsorted"]):
        arrive(wire, copy(guid, category="" if guid == "unsorted" else "BUI"), arrived_at=NOW + place * HOUR / 60)
    hold(item("held"), reason="x")
    kill(item("killed"), reason="x")
    page = signed_in("viewer").get("/desk/")
    assert titles(page) == ["Kop van unsorted", "Kop van killed", "Kop van held", "Kop van shown"]
    assert [state in page.text for state in ("at the desk", "killed", "held", "published")] == [True] * 4


def test_a_new_version_comes_to_the_top_and_what_a_person_does_moves_nothing(wire):
    arrive(wire, copy("a", version="1"), arrived_at=NOW)
    arrive(wire, copy("b", version="1"), arrived_at=NOW + HOUR / 60)
    hold(item("a"), reason="x")
    browser = signed_in("viewer")
    assert titles(browser.get("/desk/")) == ["Kop van b", "Kop van a"]
    arrive(wire, copy("a", version="2", headline="Nieuw"), arrived_at=NOW + HOUR)
    assert titles(browser.get("/desk/")) == ["Nieuw", "Kop van b"]


def test_filters_combine_and_live_in_the_address(wire):
    arrive(wire, copy("a", urgency=2))
    arrive(wire, copy("b", urgency=2, category="BIN"))
    arrive(wire, copy("c", urgency=4))
    arrive(wire, copy("d", urgency=1, provider="AFP"))
    browser = signed_in("viewer")
    assert titles(browser.get("/desk/?urgency=2")) == ["Kop van d", "Kop van b", "Kop van a"]
    assert titles(browser.get("/desk/?urgency=2&section=buitenland&provider=ANP")) == ["Kop van a"]
    assert titles(browser.get("/desk/?state=killed")) == []
    assert titles(browser.get("/desk/?source=wire&hours=1")) == [], "all of it is months old"
    page = browser.get("/desk/?urgency=2&section=buitenland")
    assert '<option value="2" selected>' in page.text
    told = re.search(r"<summary>Filter(:.*?)</summary>", page.text)
    assert told, "what is set stands in a line, also where the form is folded"
    assert told[1] == ": <b>Section</b> Buitenland · <b>Urgency</b> 2 and higher"
    assert "/desk/changes/?section=buitenland&amp;urgency=2" in page.text


@pytest.mark.parametrize(
    "query", ["state=gone", "urgency=x", "urgency=99", "hours=-1", "hours=99999999", "provider=%00", "before=x.y"]
)
def test_what_no_filter_can_be_asks_for_everything(wire, query):
    arrive(wire, copy("a"))
    assert titles(signed_in("viewer").get(f"/desk/?{query}")) == ["Kop van a"]


def test_older_rows_follow_without_a_gap_or_a_repeat(wire, monkeypatch):
    monkeypatch.setattr("dateline.desk.wire.PAGE", 2)
    for guid in "abcde":
        arrive(wire, copy(guid), arrived_at=NOW)  # all at once: their keys decide
    browser, seen, address = signed_in("viewer"), [], "/desk/"
    while address:
        page = browser.get(address)
        seen += titles(page)
        older = re.search(r'class="older"><a href="(\?[^"]+)"', page.text)
        address = f"/desk/{older[1]}".replace("&amp;", "&") if older else ""
    assert seen == [f"Kop van {guid}" for guid in "edcba"]


def test_nothing_new_is_no_answer(wire):
    arrive(wire, copy("a"))
    answer = ask(signed_in("viewer"), number(CHANGE))
    assert (answer.status_code, answer.content) == (204, b"")


def test_what_is_new_comes_apart_from_what_is_another(wire):
    arrive(wire, copy("a"), arrived_at=NOW)
    browser = signed_in("viewer")
    top = re.search(r'data-cursor="([\d.]+)"', browser.get("/desk/").text)[1]
    after = number(CHANGE)
    hold(item("a"), reason="x")
    arrive(wire, copy("b"), arrived_at=NOW + HOUR)
    answer = ask(browser, after, top=top)
    known, new = answer.text.split('hx-swap-oob="afterbegin:#fresh"')
    assert titles_in(known) == ["Kop van a"]
    assert titles_in(new) == ["Kop van b"]
    assert f'id="after" value="{number(CHANGE)}"' in answer.text


def titles_in(text: str) -> list[str]:
    return re.findall(r'class="title" dir="auto">([^<]*)<', text)


def test_what_no_longer_fits_is_taken_out(wire):
    arrive(wire, copy("a"))
    hold(item("a"), reason="x")
    after = number(CHANGE)
    publish(item("a"))
    answer = ask(signed_in("viewer"), after, "state=held")
    gone = f'class="gone" data-row="row-{article("a").short_id}" data-change="{number(CHANGE)}"'
    assert gone in answer.text
    assert titles_in(answer.text) == []


def test_every_change_of_an_article_is_told(wire):
    """Whatever happens: an article that is another has the change number at which it became that."""
    arrive(wire, copy("a", version="2"))
    for act in (
        lambda: arrive(wire, copy("a", version="3")),
        lambda: arrive(wire, copy("a", version="1"), arrived_at=NOW + HOUR),  # late: nothing that readers see
        lambda: hold(item("a"), reason="x"),
        lambda: publish(item("a")),
        lambda: kill(item("a"), reason="x"),
    ):
        before = number(CHANGE)
        act()
        assert article("a").change == number(CHANGE) > before


def test_a_flood_says_so_instead_of_sending_all_of_it(wire, monkeypatch):
    monkeypatch.setattr("dateline.desk.listing.MOST", 2)
    after = number(CHANGE)
    for guid in "abc":
        arrive(wire, copy(guid))
    answer = ask(signed_in("viewer"), after)
    assert titles_in(answer.text) == []
    assert "load the screen anew" in answer.text


def test_broken_copy_is_counted_on_every_screen(wire):
    delivery(wire, state=Delivery.State.QUARANTINED, reason="cut off")
    browser = signed_in("viewer")
    for address in ("/desk/", "/desk/broken/", "/desk/history/"):
        assert 'id="broken-count" class="count"> 1<' in browser.get(address).text


def test_an_item_without_words_can_be_pointed_at(wire):
    arrive(wire, copy("a", headline=None, text="", body=""))
    assert titles(signed_in("viewer").get("/desk/")) == ["(without words)"]


def test_markup_in_a_headline_stays_words(wire):
    arrive(wire, copy("a", headline="<script>alert(1)</script>"))
    page = signed_in("viewer").get("/desk/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;script&gt;<mark>alert</mark>(1)" in signed_in("viewer", "wim").get("/desk/?words=alert").text


def test_the_migration_knows_when_things_came(wire):
    """Every article has its last arrival: the wire has no row at the year 1970."""
    arrive(wire, copy("a"))
    assert not Article.objects.filter(came_at=0).exists()


def test_words_are_asked_for_as_on_the_page_of_search_and_combine_with_the_rest(wire):
    for guid, headline in [("a", "Branden in haven"), ("b", "Brand in bos"), ("c", "Storm op zee")]:
        arrive(wire, copy(guid, headline=headline, language="nl"))
    hold(item("a"), reason="x")
    kill(item("b"), reason="x")
    browser = signed_in("viewer")
    assert titles(browser.get("/desk/?words=brand")) == ["Brand in bos", "Branden in haven"]
    assert "<mark>Branden</mark> in haven" in browser.get("/desk/?words=brand").text
    assert "<mark>" not in browser.get("/desk/").text
    assert titles(browser.get("/desk/?words=brand+-bos")) == ["Branden in haven"]
    assert titles(browser.get("/desk/?words=brand&state=killed")) == ["Brand in bos"]
    page = browser.get("/desk/?words=brand+van:gisteren")
    assert "“gisteren” is no date" in page.text or "“gisteren” is geen datum" in page.text
    assert 'name="words" value="brand van:gisteren"' in page.text
    assert "“OR” was looked for as a word" in browser.get("/desk/?words=brand+OR+regen").text
    assert "There is no article with the place “verweg”" in browser.get("/desk/?words=place:verweg").text


def test_what_comes_in_is_held_against_the_words_of_the_screen(wire):
    arrive(wire, copy("a", headline="Rust"))
    before = number(CHANGE)
    arrive(wire, copy("b", headline="Brand in haven", language="nl"))
    arrive(wire, copy("c", headline="Storm"))
    while fill_some():
        pass
    for name in ("vera", "wim"):
        assert titles(ask(signed_in("viewer", name), before, "words=branden")) == ["Brand in haven"]
    assert found.cache_info().misses == 1, "nobody searches again for what somebody has just found"


def test_what_waits_for_somebody_and_what_is_held_are_one_press_away_and_known_as_open(wire):
    browser = signed_in("viewer")
    for query, name in (("", "Wire"), ("?state=desk", "At the desk"), ("?state=held", "Held"), ("?urgency=2", "Wire")):
        bar = browser.get(f"/desk/{query}").text.partition("<nav")[2].partition("</nav>")[0]
        assert re.findall(r'aria-current="page">([^<]+)', bar) == [name]
    assert 'href="/desk/?state=desk"' in bar
