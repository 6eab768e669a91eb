"""Two editors in two browsers at one article: who is in it, taking over, saving at once. Nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dateline.newsroom.models import Edit
from dateline.newsroom.verbs import edit, kill
from tests.browsing import BY_BOTH, PHONE, WIDE, New, faults, tab_to, too_wide, with_axe
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, item, newsroom
from tests.newsroom.test_editing import FIRST, MINE, SECOND, told

from .people import open_as, person

Open = Callable[..., Page]


@pytest.fixture
def wire(transactional_db: None) -> Any:
    source = newsroom()
    arrive(source, copy("a", version="1", **told(FIRST)))
    return source


@pytest.fixture
def desk(live_server: Any, wire: Any, new_page: New) -> Open:
    """Opens the desk in a browser of its own for an editor of this name."""

    def open_desk(name: str, path: str, **options: Any) -> Page:
        return open_as(person(name, "editor"), new_page, live_server.url, path, **options)

    return open_desk


def editor_of(guid: str = "a") -> str:
    return f"/desk/article/{article(guid).short_id}/edit/"


def test_by_keyboard_from_the_wire_to_a_saved_article(desk: Open) -> None:
    page = desk("anna", "/desk/")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h1")).to_have_text("Kop van a")
    page.keyboard.press("e")
    expect(page.locator("#body")).to_have_value(told(FIRST)["text"])
    expect(page.locator("#marking")).to_be_visible()  # what listens to keys is there
    page.locator("#body").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+b")
    expect(page.locator(".look b")).to_have_text("De")
    page.keyboard.press("Control+z")
    expect(page.locator(".look b")).to_have_count(0)
    page.locator("#headline").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Onze kop")
    page.keyboard.press("Control+s")
    expect(page.locator(".said")).to_have_text("Saved.")
    assert article().headline == "Onze kop"


def test_the_second_sees_who_is_in_it_takes_over_and_the_first_is_told(desk: Open) -> None:
    anna = desk("anna", editor_of())
    expect(anna.locator("#lease input[name=was]")).to_have_value("mine-0")
    bram = desk("bram", editor_of())
    expect(bram.locator("#lease .notice")).to_contain_text("anna has this article open")
    bram.locator("#headline").fill("Van Bram")
    bram.get_by_role("button", name="Take over").click()
    expect(bram.locator("#headline")).to_have_value("Van Bram")
    expect(bram.locator("#lease .notice")).to_have_count(0)
    anna.locator("#body").fill("Tekst van Anna.")
    expect(anna.locator("#lease .notice")).to_contain_text("bram has this article open", timeout=15_000)
    anna.get_by_role("button", name="Save", exact=True).click()
    expect(anna.locator(".refused")).to_contain_text("bram has this article open")
    expect(anna.locator("#body")).to_have_value("Tekst van Anna.")
    bram.get_by_role("button", name="Save", exact=True).click()
    expect(bram.locator(".said")).to_have_text("Saved.")
    assert article().headline == "Van Bram"
    # She is told, sees both, and may put hers in its place.
    anna.get_by_role("button", name="Save", exact=True).click()
    expect(anna.locator(".refused")).to_contain_text("bram has changed this article")
    expect(anna.locator(".overtaken ins").first).to_be_visible()
    anna.get_by_role("button", name="Put mine in its place").click()
    expect(anna.locator(".said")).to_have_text("Saved.")
    assert Edit.objects.count() == 2


def test_of_two_who_save_at_once_one_wins_and_no_text_is_lost(desk: Open) -> None:
    pages = {name: desk(name, editor_of(), java_script_enabled=False) for name in ("anna", "bram")}
    for name, page in pages.items():
        page.locator("#headline").fill(f"Van {name}")
    pages["anna"].get_by_role("button", name="Save", exact=True).click()
    pages["bram"].get_by_role("button", name="Save", exact=True).click()
    expect(pages["bram"].locator(".refused")).to_contain_text("anna has changed this article")
    expect(pages["bram"].locator("#headline")).to_have_value("Van bram")
    assert article().headline == "Van anna"


def test_a_kill_while_somebody_types_takes_the_article_down_and_leaves_the_text(desk: Open) -> None:
    page = desk("anna", editor_of())
    page.locator("#body").fill("Tekst van Anna.")
    kill(item(), reason="onjuist")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".refused")).to_contain_text("it is killed")
    expect(page.locator("#body")).to_have_value("Tekst van Anna.")


def test_a_newer_version_is_taken_in_parts_by_keyboard(desk: Open, wire: Any) -> None:
    edit(item(), words=MINE)
    arrive(wire, copy("a", version="2", headline="Brug open", **told(SECOND)), now=NOW + HOUR)
    page = desk("anna", f"/desk/item/{article().short_id}/")
    for wanted, key in (
        (page.get_by_role("link", name="Look at what is different"), "Enter"),
        (page.get_by_label("Headline"), "Space"),
        (page.get_by_role("button", name="Take what is ticked"), "Enter"),
    ):
        tab_to(page, wanted)
        page.keyboard.press(key)
    expect(page.locator(".said")).to_have_text("Saved.")
    expect(page.locator("h1")).to_have_text("Onze kop")
    expect(page.locator(".text")).to_contain_text("Morgen meer.")


@pytest.mark.parametrize(
    ("rules", "looks"),
    [((), {"viewport": WIDE}), (BY_BOTH, {"locale": "nl", "color_scheme": "dark", "viewport": PHONE})],
    ids=["english", "dutch-dark-phone"],
)
def test_axe_finds_nothing(desk: Open, wire: Any, rules: tuple[str, ...], looks: Any) -> None:
    edit(item(), words=MINE)
    arrive(wire, copy("a", version="2", headline="Brug open", **told(SECOND)), now=NOW + HOUR)
    short_id = article().short_id
    page = with_axe(desk("anna", "/desk/article/new/", alone=True, **looks))
    for path in ("/desk/article/new/", editor_of(), f"/desk/article/{short_id}/newer/", f"/desk/item/{short_id}/"):
        page.goto(page.url.split("/desk/")[0] + path)
        assert faults(page, *rules) + too_wide(page, looks["viewport"]["width"]) == [], path
