"""The demonstration in a real browser: axe, keyboard, no JavaScript, what moves while a page is open."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browsing import BY_LOOK, New, faults, too_wide, with_axe
from tests.serve.forked import command
from tests.serve.running import Running, until
from tests.whole.helpers import asked

pytestmark = pytest.mark.once

LOOKS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "wide": ((), {"viewport": {"width": 1280, "height": 900}}),
    "phone in the dark": (BY_LOOK, {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}),
}
"""The rules of axe that are asked (all, where none is named), and how it is looked at."""


@pytest.fixture(scope="module")
def paths(demo: Running) -> dict[str, str]:
    """A page of each kind, by a name."""
    headlines = {
        "article": "Storm Oebele legt veerdiensten",
        "table and list": "Drostambacht wijst samengaan",
        "english": "Lumara islanders get their ferry",
    }
    found = {name: article(demo, headline) for name, headline in headlines.items()}
    found["gone"] = article(demo, "Dutje van twaalf minuten")
    assert command(demo.data, "kill", found["gone"], "--reason", "test").returncode == 0
    until(lambda: demo.get(found["gone"]).status == 410, 2.0, "410")
    return {"front": "/", "section": "/buitenland/", "missing": "/nergens/", **found}


def article(demo: Running, words: str) -> str:
    """The address of the article with these words in its headline, once it is there."""
    path: list[str] = []

    def look() -> bool:
        rows = asked(
            demo.data,
            "SELECT '/' || s.slug || '/' || a.words || '-' || a.short_id FROM newsroom_article a "
            "JOIN newsroom_section s ON s.id = a.section_id WHERE a.headline LIKE ? AND a.state = 'published'",
            f"%{words}%",
        )
        path[:] = rows
        return bool(rows)

    until(look, 10.0, words)
    return path[0]


def at(demo: Running, path: str) -> str:
    return f"http://localhost:{demo.port}{path}"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    demo: Running, paths: dict[str, str], new_page: New, look: str
) -> None:
    rules, options = LOOKS[look]
    page = with_axe(new_page("about:blank", alone=True, **options))
    for name, path in paths.items():
        page.goto(at(demo, path))
        assert faults(page, *rules) + too_wide(page, options["viewport"]["width"]) == [], name


def test_without_javascript(demo: Running, paths: dict[str, str], new_page: New) -> None:
    page = new_page(at(demo, paths["article"]), java_script_enabled=False)
    assert page.inner_text("h1").startswith("Storm Oebele legt veerdiensten")
    assert page.inner_text(".body p >> nth=0").startswith("EEMSTERVEEN (NNB) - ")
    assert page.locator(".rail li").count() == 7
    for age in page.locator(".rail .age").all_inner_texts():
        assert "geleden" not in age, "an age would go stale without JavaScript"
        assert " 20" in age
    page.click(".rail a >> nth=0")
    assert page.locator("h1").count() == 1
    page.click("header nav a >> nth=1")
    assert page.inner_text("main h1") == "Buitenland"


def test_by_keyboard(demo: Running, paths: dict[str, str], new_page: New) -> None:
    page = new_page(at(demo, "/"))
    page.keyboard.press("Tab")
    assert focused(page) == "Naar het nieuws"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    headline = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/*-*")
    assert headline in page.inner_text("main")
    page.goto(at(demo, paths["article"]))
    seen = []
    while len(seen) < 60:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(focused(page))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", seen[-1]
    search = ["", page.inner_text(".finder button")]  # what is typed into has no text of its own
    assert seen[:5] == ["Naar het nieuws", page.inner_text("header .title a"), *search, "Binnenland"]
    assert seen[-1] == "Terug naar boven"
    rail = page.locator(".rail a").all_inner_texts()
    assert [text for text in seen if text in rail] == rail


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText.trim()"))


def test_ages_are_right_whenever_the_page_was_made(demo: Running, new_page: New) -> None:
    page = new_page(at(demo, "/wetenschap/"))
    ages = page.locator("main .age").all_inner_texts()
    assert any(age.endswith(("uur geleden", "minuten geleden")) for age in ages), ages
