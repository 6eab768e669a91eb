"""The site for everybody: axe, keyboard, zoom, print, without JavaScript."""

from tests.browsing import BY_LOOK, SMALL, New, faults, too_wide, with_axe
from tests.serve.running import until

PAGES = ("front", "section", "lead", "table", "plain", "correction", "flash", "english", "arabic", "missing", "gone")
PAGES += ("search", "found", "imprint", "privacy", "corrections")


def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone_or_a_large_letter(
    site: dict[str, str], new_page: New
) -> None:
    page = with_axe(new_page(site["front"], viewport=SMALL, alone=True))
    for name in PAGES:
        page.goto(site[name])
        assert faults(page) + too_wide(page) == [], name
        # A letter twice as large, as a reader may have set it.
        page.set_viewport_size({"width": 640, "height": 640})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert too_wide(page, 640) == [], name
        page.set_viewport_size(SMALL)


def test_axe_finds_nothing_in_the_dark_with_more_room(site: dict[str, str], new_page: New) -> None:
    page = with_axe(new_page(site["front"], color_scheme="dark", alone=True))
    for name in PAGES:
        page.goto(site[name])
        assert faults(page, *BY_LOOK) == [], name


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["table"], viewport=SMALL)
    box = page.locator(".scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    until(lambda: page.wait_for_timeout(20) or box.evaluate("box => box.scrollLeft > 0"), 1.0, "scrolled")


def test_by_keyboard(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["lead"])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Naar het nieuws"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Buitenland"
    seen = []
    for _press in range(60):
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", seen
        page.keyboard.press("Tab")
    assert "Terug naar boven" in seen
    assert any(text.startswith("KARELSTAD (NNB/ALTO) - ") for text in seen)


def test_without_javascript_every_word_and_time_is_there(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["lead"], java_script_enabled=False)
    assert page.locator(".rail .age").first.inner_text() == "28 november 2025, 10:49"
    assert page.locator(".rail li").count() == 6
    assert "OSTRAVA (NNB/ALTO/MERIDIAAN) - Na negentien dagen" in page.inner_text("main")
    assert page.locator(".today").inner_text() == "vrijdag 28 november 2025"


def test_on_paper(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["table"], color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".rail", ".foot", ".masthead nav", ".skip"):
        assert not page.locator(gone).is_visible(), gone
    assert page.locator("h1").is_visible()
    assert page.locator(".masthead .title").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.body p')).color") == "rgb(0, 0, 0)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_without_movement(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["front"], reduced_motion="reduce")
    page.evaluate("document.querySelector('.latest li').classList.add('fresh')")
    assert page.evaluate("getComputedStyle(document.querySelector('.fresh')).animationName") == "none"


def test_an_article_weighs_less_than_60_kb(site: dict[str, str], new_page: New) -> None:
    page = new_page("about:blank", alone=True)
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(site["lead"], wait_until="networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) < 60_000
