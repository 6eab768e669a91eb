"""Every key that the desk lists, pressed at a desk in Dutch: what a day of an editor consists of."""

from typing import Any

from playwright.sync_api import Page, expect

from dateline.newsroom.models import View, Watch
from tests.browsing import New, tab_to
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, newsroom

from .people import open_as, person

LISTED = "j k o Enter 1 4 p h m e c b x u / n [ ] f ?"


def test_every_listed_key_does_what_the_list_says_in_dutch(
    live_server: Any, transactional_db: None, new_page: New
) -> None:
    wire = newsroom()
    for place, guid in enumerate("abc"):
        arrive(wire, copy(guid, version="1", urgency=4), arrived_at=NOW + place * HOUR / 60)
    arrive(wire, copy("b", version="2", headline="Kop van b, anders", urgency=4), arrived_at=NOW + HOUR / 60)
    anna = person("anna", "editor")
    page = open_as(anna, new_page, live_server.url, "/desk/", locale="nl")
    said = page.locator("#pane .said")

    page.keyboard.press("?")
    expect(page.locator("#keys h2")).to_have_text("Toetsen")
    assert page.locator("#keys kbd").all_inner_texts() == LISTED.split()
    page.keyboard.press("Escape")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h1")).to_have_text("Kop van b, anders")
    for key, name in zip("1234", ("Zoals lezers het zien", "Zoals het kwam", "Versies", "Geschiedenis"), strict=True):
        page.keyboard.press(key)
        expect(page.locator("#pane .tabs [aria-current]")).to_have_text(name)
    page.keyboard.press("2")
    page.locator("#pane h2").last.scroll_into_view_if_needed()
    expect(page.locator("#pane pre.raw").last).to_contain_text("delivery ")  # the bytes as they came
    _two_versions_word_by_word(page)

    def press(key: str, verb: str, *typed: str, done: str) -> None:
        """Opens an act by its key, types into its fields one after the other, and presses its button."""
        page.keyboard.press(key)
        for text in typed:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        tab_to(page, page.locator(f"#pane .{verb} button"))
        page.keyboard.press("Enter")
        expect(said).to_have_text(f"Gedaan: {done}.")

    press("h", "hold", "even wachten", done="aanhouden")
    assert article("b").state == "held"
    page.keyboard.press("u")
    expect(said).to_have_text("Gedaan: publiceren.")
    assert article("b").state == "published"
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")  # Binnenland
    tab_to(page, page.locator("#pane .publish button"))
    page.keyboard.press("Enter")
    expect(page.locator("#pane .meta")).to_contain_text("Binnenland")
    page.keyboard.press("u")
    expect(page.locator("#pane .meta")).to_contain_text("Buitenland")
    press("c", "correct", "De naam was fout.", done="corrigeren")
    press("p", "publish", done="publiceren")
    page.keyboard.press("b")
    page.locator("#pane .embargo [name=moment]").fill("2099-01-01T12:00")
    tab_to(page, page.locator("#pane .embargo button"))
    page.keyboard.press("Enter")
    expect(said).to_have_text("Gedaan: embargo.")
    press("x", "kill", "onjuist", "kill", done="intrekken")
    assert (article("b").state, article("b").note) == ("killed", "De naam was fout.")

    page.keyboard.press("/")
    expect(page.locator("#filters [name=words]")).to_be_focused()
    page.keyboard.press("Escape")
    arrive(wire, copy("d", urgency=1), arrived_at=NOW + 2 * HOUR)
    expect(page.locator("#news")).to_have_text("1 nieuw bericht")
    page.keyboard.press("n")
    expect(page.locator("#rows .title").first).to_have_text("Kop van d")
    page.keyboard.press("f")
    expect(page.locator("#flashes a")).to_be_focused()

    for name, query in (("Buiten", "section=buitenland"), ("Weg", "state=killed")):
        Watch.objects.create(user=anna, view=View.objects.create(name=name, query=query), column=True)
    page.goto(f"{live_server.url}/desk/columns/")
    for key, title in (("j", "Kop van d"), ("]", "Kop van b, anders"), ("[", "Kop van d")):
        page.keyboard.press(key)
        expect(page.locator(".row:focus-within .title")).to_have_text(title)
    page.keyboard.press("Enter")
    expect(page.locator("#pane h1")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("h1")).to_have_text("Bewerken")


def _two_versions_word_by_word(page: Page) -> None:
    page.keyboard.press("3")
    difference = page.locator("#pane .difference p").first
    expect(difference).to_have_text("Kop van b b, anders")
    assert difference.locator("del").all_inner_texts() == ["b"]
    assert difference.locator("ins").all_inner_texts() == ["b, anders"]
    older, newer = (page.locator(f"#pane select[name={name}]") for name in ("older", "newer"))
    newest = newer.input_value()
    newer.select_option(older.input_value())
    older.select_option(newest)
    page.get_by_role("button", name="Vergelijken").click()
    expect(difference.locator("ins")).to_have_text("b")


def test_who_turns_an_item_over_quickly_gets_the_last_side_and_no_alarm(
    live_server: Any, transactional_db: None, new_page: New
) -> None:
    arrive(newsroom(), copy("a"))
    path = f"/desk/item/{article().short_id}/"
    page = open_as(person("anna", "editor"), new_page, live_server.url, path, alone=True)
    page.evaluate(
        """new MutationObserver(() => { window.alarmed ||= !document.getElementById("trouble").hidden; })
            .observe(document.getElementById("trouble"), {attributes: true})"""
    )
    for key in "1234321234":
        page.keyboard.press(key)
    expect(page.locator(".tabs [aria-current]")).to_have_text("History")
    assert not page.evaluate("window.alarmed")
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.locator("#trouble")).to_be_visible()
