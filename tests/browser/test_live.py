"""What moves while a page is open: ages, the day, the lists; and reading the page back."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from dateline.intake.now import work_off
from dateline.intake.store import Known, store
from dateline.newsroom.addresses import article_path
from dateline.newsroom.content import item_of
from dateline.newsroom.house import command_source
from dateline.newsroom.models import Article, Touch
from dateline.wire import read
from dateline.wire.item import NewsItem
from tests.browser.conftest import NOW
from tests.browsing import New
from tests.conftest import needs_shared
from tests.site import make


def ages(page: Page) -> list[str]:
    return [age.inner_text() for age in page.locator(".rail .age").all()]


def touch(n: int, *tags: str) -> None:
    Touch.objects.bulk_create([Touch(n=n, tag=tag) for tag in tags])


def test_ages_stay_right_while_the_page_is_open(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["lead"])
    assert ages(page)[:3] == ["1 uur geleden", "4 uur geleden", "11 uur geleden"]
    assert page.locator(".today").inner_text() == "vrijdag 28 november 2025"
    page.clock.fast_forward("49:30")
    assert ages(page)[0] == "2 uur geleden"
    page.clock.fast_forward("23:00:00")
    assert ages(page)[:2] == ["1 dag geleden", "1 dag geleden"]
    assert page.locator(".today").inner_text() == "zaterdag 29 november 2025"
    page.clock.fast_forward(8 * 24 * 3_600_000)
    assert ages(page)[0] == "28 november 2025, 10:49"


def test_an_age_in_words(site: dict[str, str], new_page: New) -> None:
    expected = {}
    for precision, minutes, words in (
        ("minute", 0, "nu"),
        ("minute", 1, "1 minuut geleden"),
        ("second", 59, "59 minuten geleden"),
        ("minute", 60, "1 uur geleden"),
        ("hour", 20, "1 uur geleden"),
        ("hour", 59 + 60, "1 uur geleden"),
        ("hour", 23 * 60, "23 uur geleden"),
        ("hour", 24 * 60, "1 dag geleden"),
        ("day", 90, "28 november 2025"),
        ("minute", 7 * 24 * 60, "21 november 2025, 12:00"),
    ):
        name = f"Oefening {precision} {minutes}."
        make.article(name, "Tekst.", section="sport", at=NOW - timedelta(minutes=minutes), precision=precision)
        expected[name] = words
    page = new_page(site["front"].rstrip("/") + "/sport/")
    assert {name: page.locator("li", has_text=name).locator(".age").inner_text() for name in expected} == expected


def test_an_english_page_that_is_kept_for_days(site: dict[str, str], new_page: New) -> None:
    make.paper(language="en")
    page = new_page(site["lead"])
    assert ages(page)[:2] == ["1 hour ago", "4 hours ago"]
    assert page.locator(".today").inner_text() == "Friday 28 November 2025"
    page.clock.fast_forward("47:00:00")
    assert ages(page)[0] == "2 days ago"
    today = page.locator(".today")
    assert (today.inner_text(), today.get_attribute("datetime")) == ("Sunday 30 November 2025", "2025-11-30")


@pytest.mark.parametrize("page_name", ["front", "section", "lead", "found"])
def test_nothing_asks_for_intl_while_a_page_is_loading(site: dict[str, str], new_page: New, page_name: str) -> None:
    page = new_page("about:blank", alone=True)
    page.add_init_script(
        "window.asked = 0; const kept = Intl;"
        "Object.defineProperty(window, 'Intl', { get() { window.asked++; return kept } });"
        "for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'])"
        " Date.prototype[name] = () => { window.asked++ }"
    )
    page.goto(site[page_name], wait_until="load")
    assert page.locator(".age time", has_text="geleden").count() > 0
    assert page.evaluate("window.asked") == 0
    page.clock.fast_forward("24:00:00")
    assert page.locator(".today").inner_text() == "zaterdag 29 november 2025"
    assert page.evaluate("window.asked") > 0


def test_a_masthead_of_the_publishers_own_without_the_day_has_it_worked_out(
    site: dict[str, str], new_page: New, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/masthead.html").write_text('<time class="today" data-today="{{ house.zone }}"></time><main>')
    settings.HOUSE = tmp_path
    today = new_page(site["imprint"]).locator(".today")
    assert (today.inner_text(), today.get_attribute("datetime")) == ("vrijdag 28 november 2025", "2025-11-28")


def test_the_rail_follows_the_news(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["lead"])
    first = page.locator(".rail a").first
    first.focus()
    before = first.inner_text()
    make.article("Zojuist binnen", "Tekst.", at=NOW + timedelta(seconds=20))
    touch(5, "section:buitenland", "front")
    with page.expect_response("**/buitenland/rail/*") as answer:
        page.clock.fast_forward(31_000)
    assert answer.value.status == 200
    page.wait_for_selector(".rail li.fresh")
    assert page.locator(".rail a").first.inner_text() == "Zojuist binnen"
    assert page.locator(".rail .age").first.inner_text() == "nu"
    assert page.locator(":focus").inner_text() == before
    with page.expect_response("**/buitenland/rail/*") as answer:
        page.clock.fast_forward(31_000)
    assert answer.value.status == 204


def test_what_is_killed_leaves_open_lists(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["front"])
    assert page.locator(".latest", has_text="verdrag voor de Meren").count() == 1
    Article.objects.filter(headline__contains="verdrag voor de Meren").update(state=Article.State.KILLED, listed=False)
    touch(6, "front")
    page.clock.fast_forward(31_000)
    page.locator(".latest", has_text="verdrag voor de Meren").wait_for(state="detached")
    Article.objects.update(state=Article.State.KILLED, listed=False)
    touch(7, "front")
    page.clock.fast_forward(31_000)
    page.locator(".latest li").first.wait_for(state="detached")


def test_a_section_follows_and_its_pager_with_it(site: dict[str, str], new_page: New) -> None:
    make.paper(page_size=3)
    page = new_page(site["section"])
    before = page.locator(".pager a").get_attribute("href")
    make.article("Zojuist binnen", "Tekst.", at=NOW + timedelta(seconds=20))
    touch(5, "section:buitenland")
    page.clock.fast_forward(31_000)
    page.wait_for_selector(".list li.fresh")
    assert page.locator(".list li").count() == 3
    assert page.locator(".pager a").get_attribute("href") != before


def test_a_tab_out_of_sight_asks_nothing(site: dict[str, str], new_page: New) -> None:
    page = new_page(site["front"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/latest" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})")
    page.clock.fast_forward(120_000)
    assert asked == []
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'visible'});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.wait_for_timeout(200)  # a second question would come at once, too
    assert len(asked) == 1


def test_the_text_of_a_page_reads_back_as_the_same_article(site: dict[str, str], new_page: New) -> None:
    page = new_page("about:blank")
    for name, parts in (("flash", ("main", "body")), ("correction", ("main", "body")), ("plain", ("main",))):
        page.goto(site[name])
        for part in parts:
            reads_back(site[name], page.inner_text(part))


def reads_back(address: str, text: str) -> None:
    row = Article.objects.select_related("revision").get(short_id=address[-12:])
    found = read(text.encode(), format="page-text", fetched_at=NOW).items[0]
    assert row.revision is not None
    item = item_of(row.revision)
    assert item is not None
    assert item.dateline is not None
    assert found.dateline is not None
    assert (found.headline, found.text) == (item.headline, item.text)
    assert (found.dateline.places, found.dateline.agencies) == (item.dateline.places, item.dateline.agencies)
    assert found.credit == item.credit


@needs_shared
def test_the_seed_reads_back_as_the_same_page(
    live_server: Any, transactional_db: None, new_page: New, shared: Path
) -> None:
    data = (shared / "seed" / "page.txt").read_bytes()
    noon = NOW.astimezone(ZoneInfo("Europe/Amsterdam"))
    known = Known(fetched_at=noon, section="Buitenland")
    work_off([store(command_source(), "page.txt", data, known=known).delivery.pk])
    article = Article.objects.get(headline__startswith="Kremlin")
    page = new_page(live_server.url + article_path(article))
    assert ages(page) == [f"{hours} uur geleden" for hours in (1, 1, 2, 3, 4, 4, 4)]
    sent = read(data, name="page.txt", fetched_at=noon).items
    for text in (page.inner_text("main"), page.inner_text("body")):
        found = read(text.encode(), format="page-text", fetched_at=noon).items
        assert len(found) == len(sent)
        for one, other in zip(found, sent, strict=True):
            assert plain(one) == plain(other)
    found = read(page.content().encode(), format="page-html", fetched_at=noon).items
    assert plain(found[0]) == plain(sent[0])


def plain(item: NewsItem) -> tuple[object, ...]:
    """What readers get of an item."""
    return (item.guid, item.headline, item.dateline, item.credit, item.text, item.version_created, item.precision)
