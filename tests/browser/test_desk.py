"""The desk in a browser: live, by keyboard alone, for everybody, and without JavaScript."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from dateline.newsroom.models import View, Watch
from dateline.newsroom.verbs import edit, embargo, hold, kill
from tests.browsing import BY_BOTH, PHONE, SMALL, New, faults, tab_to, too_wide, with_axe
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, delivery, item, newsroom
from tests.newsroom.test_editing import MINE

from .people import open_as, person


@pytest.fixture
def wire(transactional_db: None) -> Any:
    source = newsroom()
    for place, guid in enumerate("abc"):
        arrive(source, copy(guid, version="1", urgency=place + 1), arrived_at=NOW + place * HOUR / 60)
    return source


@pytest.fixture
def desk(live_server: Any, wire: Any, new_page: New) -> Any:
    """Opens the desk for an editor."""
    anna = person("anna", "editor")
    return lambda path="/desk/", **options: open_as(anna, new_page, live_server.url, path, **options)


def test_by_keyboard_alone(desk: Any) -> None:
    page = desk()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h1")).to_have_text("Kop van b")
    page.keyboard.press("2")
    expect(page.locator("#pane .tabs [aria-current]")).to_have_text("As it came")
    page.keyboard.press("c")
    page.keyboard.type("De naam was fout.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pane .said")).to_have_text("Done: correct.")
    expect(page.locator("#pane .said")).to_be_focused()
    page.keyboard.press("h")
    page.keyboard.type("even wachten")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pane .said")).to_have_text("Done: hold.")
    assert article("b").state == "held"
    row = page.locator(f"#row-{article('b').short_id}")
    expect(row.locator(".state")).to_have_text("held")  # by the next look at what is new
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")  # Binnenland
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pane .said")).to_have_text("Done: publish.")
    assert article("b").state == "published"
    page.keyboard.press("b")
    page.keyboard.type("01012099")
    page.keyboard.press("Tab")
    page.keyboard.type("1200AM")
    for _field in ("AM or PM", "why", "the button"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pane .said")).to_have_text("Done: embargo.")
    assert article("b").state == "embargoed"
    page.keyboard.press("x")
    page.keyboard.type("onjuist")
    page.keyboard.press("Tab")
    page.keyboard.type("kill")
    page.keyboard.press("Enter")
    expect(page.locator("#pane .said")).to_have_text("Done: kill.")
    assert article("b").state == "killed"


def test_by_keyboard_alone_in_dutch_on_a_phone_in_the_dark_a_chief_alone_at_night(desk: Any) -> None:
    person("anna", "chief")
    edit(item("b"), words=MINE)
    page = desk(f"/desk/item/{article('b').short_id}/", locale="nl", viewport=PHONE, color_scheme="dark")
    said = page.locator(".said")
    expect(page.locator("#keys")).to_be_hidden()

    def press(verb: str, *typed: str) -> None:
        """Types into the fields of an act that is open, one after the other, and presses its button."""
        for text in typed:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        tab_to(page, page.locator(f".item .{verb} button"))
        page.keyboard.press("Enter")

    tab_to(page, page.locator(".item .follow summary"))
    page.keyboard.press("Enter")
    press("follow")
    expect(said).to_have_text("Gedaan: bureau weer volgen.")
    assert article("b").headline == "Kop van b"
    page.keyboard.press("h")
    press("hold", "geen tweede bron")
    expect(said).to_have_text("Gedaan: aanhouden.")
    page.keyboard.press("p")
    press("publish")
    expect(said).to_have_text("Gedaan: publiceren.")
    embargo(item("b"), until=timezone.now() + HOUR)
    page.reload()
    tab_to(page, page.locator(".item .release summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".item .release [name=words]"))
    press("release", "het bureau belde")
    expect(said).to_have_text("Gedaan: embargo opheffen.")
    assert article("b").state == "published"
    page.keyboard.press("x")
    press("kill", "onjuist", "kill")
    expect(said).to_have_text("Gedaan: intrekken.")
    assert article("b").state == "killed"


def test_what_one_steps_to_is_shown_and_enter_goes_into_it(desk: Any) -> None:
    page = desk()
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h1")).to_have_text("Kop van c")
    page.keyboard.press("j")
    expect(page.locator("#pane h1")).to_have_text("Kop van b")
    expect(page.locator(".row:focus-within .title")).to_have_text("Kop van b")
    page.keyboard.press("Enter")
    expect(page.locator("#pane h1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".row:focus-within .title")).to_have_text("Kop van b")
    page.keyboard.press("/")
    expect(page.locator("#filters [name=words]")).to_be_focused()


def test_an_act_stays_in_the_pane_from_the_moment_that_it_is_shown(desk: Any) -> None:
    page = desk()
    # As somebody does who is faster than any timer: the form goes the moment that it is in the page.
    page.evaluate(
        """new MutationObserver((_, observer) => {
            const form = document.querySelector('#pane form[action$="/hold/"]');
            if (!form) return;
            observer.disconnect();
            form.words.value = "meteen";
            form.requestSubmit();
        }).observe(document.getElementById("pane"), {childList: true, subtree: true})"""
    )
    page.get_by_role("link", name="Kop van b").click()
    expect(page.locator("#pane .said")).to_have_text("Done: hold.")
    assert page.url.endswith("/desk/")


def test_new_copy_flows_in_at_the_top_and_waits_while_somebody_reads(desk: Any, wire: Any) -> None:
    page = desk()
    # As extensions of browsers do, and Playwright's pictures: htmx must not take over what the policy refuses.
    page.evaluate("document.querySelectorAll('[id]').forEach(one => one.style = '')")
    arrive(wire, copy("d"), arrived_at=NOW + HOUR)
    expect(page.locator("#rows .title").first).to_have_text("Kop van d")
    page.keyboard.press("j")
    page.keyboard.press("j")
    arrive(wire, copy("e"), arrived_at=NOW + 2 * HOUR)
    expect(page.locator("#news")).to_have_text("1 new item")
    expect(page.locator("#rows .title").first).to_have_text("Kop van d")
    arrive(wire, copy("f"), arrived_at=NOW + 3 * HOUR)
    arrive(wire, copy("e", version="2", headline="Kop van e, anders"), arrived_at=NOW + 4 * HOUR)
    expect(page.locator("#fresh .title").first).to_have_text("Kop van e, anders")
    expect(page.locator("#news")).to_have_text("2 new items")
    page.keyboard.press("n")
    expect(page.locator("#rows .title")).to_have_text(
        ["Kop van e, anders", "Kop van f", "Kop van d", "Kop van c", "Kop van b", "Kop van a"]
    )


def test_a_view_is_saved_counts_what_is_new_and_forgets_it_once_it_was_seen(desk: Any, wire: Any) -> None:
    page = desk("/desk/?urgency=2")
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name").fill("Groot")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".views [aria-current]")).to_have_text("Groot")
    page.get_by_role("link", name="Everything", exact=True).click()
    arrive(wire, copy("d", urgency=1), arrived_at=NOW + HOUR)
    expect(page.locator(".views .count")).to_contain_text("1")
    page.locator(".views").get_by_role("link", name="Groot").click()
    expect(page.locator("#rows .title").first).to_have_text("Kop van d")
    arrive(wire, copy("e", urgency=1), arrived_at=NOW + 2 * HOUR)
    expect(page.locator("#rows .title").first).to_have_text("Kop van e")
    page.get_by_role("link", name="Everything", exact=True).click()  # and says at leaving how far it was seen
    page.wait_for_url("**/desk/")
    page.wait_for_function("fetch('/desk/').then(page => page.text()).then(text => !/count\"> 1/.test(text))")


def test_columns_are_live_each_and_open_their_items_beside_them(desk: Any, wire: Any) -> None:
    for name, query in (("Buiten", "section=buitenland"), ("Groot", "urgency=1"), ("Vast", "state=held")):
        view = View.objects.create(name=name, query=query)
        Watch.objects.create(user=User.objects.get(), view=view, column=True)
    page = desk("/desk/columns/", viewport={"width": 1800, "height": 900})
    buiten, groot, vast = page.locator(".columns .wire").all()
    arrive(wire, copy("d", urgency=1), arrived_at=NOW + HOUR)
    expect(buiten.locator(".title")).to_have_text(["Kop van d", "Kop van c", "Kop van b", "Kop van a"])
    expect(groot.locator(".title")).to_have_text(["Kop van d", "Kop van a"])
    hold(item("b"), reason="x")
    hold(item("c"), reason="x")
    expect(vast.locator(".title")).to_have_text(["Kop van c", "Kop van b"])
    expect(buiten.locator(".state").nth(1)).to_have_text("held")
    page.keyboard.press("j")
    page.keyboard.press("]")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h1")).to_have_text("Kop van a")
    expect(page.locator(".row.chosen")).to_have_count(2)


def test_an_item_that_is_refused_says_why(desk: Any, wire: Any) -> None:
    page = desk()
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h1")).to_have_text("Kop van c")
    arrive(wire, copy("c", version="2"), arrived_at=NOW + HOUR)
    expect(page.locator("#pane .stale")).to_contain_text("It has changed since it was opened here.")
    page.keyboard.press("h")
    page.keyboard.type("x")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pane .refused")).to_contain_text("changed while you looked")
    expect(page.locator("#pane .act.hold textarea")).to_have_value("x")
    assert article("c").state == "published"


def test_keys_can_be_switched_off_and_that_is_remembered(desk: Any) -> None:
    page = desk()
    page.keyboard.press("?")
    with page.expect_response("**/me/keys/"):
        page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.row')") is None


HEARD = """
    window.heard = [];
    window.Notification = class extends EventTarget {
      static permission = "granted";
      constructor(title, about) { super(); window.heard.push(`${title}: ${about.body}`); }
    };
    document.addEventListener("DOMContentLoaded", () =>
      document.getElementById("flashes").addEventListener("sound", () => window.heard.push("a sound")));
"""
"""Notes what the browser would show and sound."""


def test_a_flash_is_told_at_once_wherever_one_is_and_stays_until_it_is_acknowledged(desk: Any, wire: Any) -> None:
    page = desk("/desk/me/", alone=True)
    page.add_init_script(HEARD)
    page.get_by_label("Tell me of every flash by the browser").check()
    page.get_by_label("with a sound").check()
    with page.expect_navigation():  # else the next address would take the place of what is being saved
        page.get_by_role("button", name="Save").click()
    page.goto(page.url.replace("/me/", "/history/"))
    arrive(wire, copy("d", urgency=1), arrived_at=NOW + HOUR)
    expect(page.locator("#flashes li")).to_contain_text("Kop van d")
    expect(page).to_have_title("(1) History · Desk")
    assert page.evaluate("heard") == ["ANP urgency 1: Kop van d", "a sound"]
    page.goto(page.url.replace("/history/", "/"))
    page.keyboard.press("f")
    expect(page.locator("#flashes a")).to_be_focused()
    assert page.evaluate("heard") == [], "it was told once"
    assert faults(page) == []
    arrive(wire, copy("a", signal="kill", status="canceled", version="9"), arrived_at=NOW + 2 * HOUR)
    expect(page.locator("#flashes .kill")).to_contain_text("ANP killed Kop van a")
    page.get_by_role("button", name="I have seen this").click()
    expect(page.locator("#flashes li")).to_have_count(0)
    page.reload()
    expect(page.locator("#flashes li")).to_have_count(0)


def screens(wire: Any) -> list[str]:
    """The paths of all that editors see, with something on each."""
    broken = [delivery(wire, state="quarantined", reason="It is cut off.") for _one in "ab"]
    kill(item("c"), reason="onjuist")
    address = f"/desk/item/{article('a').short_id}/"
    view = View.objects.create(name="Groot", query="urgency=2")
    Watch.objects.create(user=User.objects.get(), view=view, column=True)
    return [
        "/desk/",
        address,
        f"{address}?tab=copy",
        f"{address}?tab=versions",
        f"{address}?tab=history",
        f"/desk/item/{article('c').short_id}/dark/",
        "/desk/broken/",
        f"/desk/broken/?like={broken[0].pk}",
        f"/desk/delivery/{broken[0].pk}/",
        "/desk/history/",
        "/desk/outgoing/",
        "/desk/me/",
        "/desk/views/",
        "/desk/columns/",
        "/desk/views/new/?query=urgency%3D2",
        f"/desk/?urgency=2&view={view.pk}",
    ]


def test_axe_finds_nothing(desk: Any, wire: Any) -> None:
    page = with_axe(desk(alone=True))
    for path in screens(wire):
        page.goto(page.url.split("/desk/")[0] + path)
        assert faults(page) == [], path


def test_axe_finds_nothing_in_dutch_in_the_dark_on_a_phone(desk: Any, wire: Any) -> None:
    page = with_axe(desk(locale="nl", color_scheme="dark", viewport=PHONE, alone=True))
    for path in screens(wire):
        page.goto(page.url.split("/desk/")[0] + path)
        assert page.locator("html").get_attribute("lang") == "nl", path
        assert faults(page, *BY_BOTH) == [], path


def test_all_works_without_javascript(desk: Any) -> None:
    page = desk(java_script_enabled=False)
    page.locator(".row a").nth(2).click()
    expect(page.locator("h1")).to_have_text("Kop van a")
    page.locator(".act.hold summary").click()
    page.locator(".act.hold textarea").fill("even wachten")
    page.locator(".act.hold button").click()
    expect(page.locator(".said")).to_have_text("Done: hold.")
    assert article("a").state == "held"


def test_on_a_phone_the_rows_come_first_and_an_item_leads_back_to_them(desk: Any) -> None:
    page = desk(viewport=SMALL)
    row = page.locator(".row a").first
    box = row.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 320
    row.click()
    expect(page).to_have_url(re.compile("/desk/item/"))
    page.go_back()
    expect(row).to_be_visible()
    page.locator("#filtering summary").click()
    page.get_by_label("Urgency").select_option("1")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#filtering summary")).to_have_text("Filter: Urgency 1 and higher")
    expect(page.locator(".row")).to_have_count(1)
    page.locator(".menu summary").click()
    page.get_by_role("link", name="History").click()
    expect(page.locator("h1")).to_have_text("History")


def test_nothing_is_wider_than_a_small_phone(desk: Any) -> None:
    page = desk(viewport=SMALL)
    for path in ("/desk/", f"/desk/item/{article('a').short_id}/", "/desk/history/"):
        page.goto(page.url.split("/desk/")[0] + path)
        assert too_wide(page) == [], path
