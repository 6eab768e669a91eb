"""Several people at the desk at once, each in a browser: who is quicker, and who may do what."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dateline.newsroom.models import Event
from tests.browsing import New
from tests.newsroom.helpers import arrive, article, copy, newsroom

from .people import open_as, person

Open = Callable[..., Page]


@pytest.fixture
def wire(transactional_db: None) -> Any:
    source = newsroom()
    arrive(source, copy("a"))
    return source


def test_of_two_who_act_at_once_one_wins_and_the_other_is_told_and_keeps_what_was_typed(
    live_server: Any, wire: Any, new_page: New
) -> None:
    path = f"/desk/item/{article().short_id}/"
    anna = open_as(person("anna", "editor"), new_page, live_server.url, path)
    bram = open_as(person("bram", "editor"), new_page, live_server.url, path)
    acts = {anna: ("hold", "Van Anna"), bram: ("correct", "Van Bram")}
    for page, (verb, words) in acts.items():
        page.keyboard.press(verb[0])
        page.keyboard.type(words)
    for page, (verb, _words) in acts.items():  # both are under way before either is answered
        page.locator(f".act.{verb} form").evaluate("form => { setTimeout(() => form.requestSubmit(), 50); }")
    for page in acts:
        expect(page.locator(".item > .said, .item > .refused")).to_be_visible()
    (won,) = [page for page in acts if page.locator(".item > .said").count()]
    (lost,) = [page for page in acts if page is not won]
    expect(lost.locator(".item > .refused")).to_contain_text("it changed while you looked at it")
    expect(lost.locator(f".act.{acts[lost][0]} textarea")).to_have_value(acts[lost][1])
    assert [event.reason or article().note for event in Event.objects.filter(act=True)] == [acts[won][1]]

    # Shown how it stands now, the other may still do it.
    lost.locator(f".act.{acts[lost][0]} button").click()
    expect(lost.locator(".item > .said")).to_be_visible()
    assert (article().state, article().note) == ("held", "Van Bram")


def test_each_role_sees_and_presses_what_is_its_own(live_server: Any, wire: Any, new_page: New) -> None:
    path = f"/desk/item/{article().short_id}/"
    menus, acts = {}, {}
    for role in ("viewer", "editor", "chief"):
        page = open_as(person(role, role), new_page, live_server.url, path)
        menus[role] = {name for name in ("New article", "Settings") if page.get_by_role("link", name=name).count()}
        acts[role] = page.locator(".acts summary, .acts .button").count() > 0
        for key in "phx":
            page.keyboard.press(key)
            page.keyboard.press("Escape")
        page.keyboard.press("e")
        expect(page.locator("h1")).to_have_text("Kop van a" if role == "viewer" else "Edit")
        page.goto(f"{live_server.url}/desk/settings/")
        expect(page.locator("h1")).to_have_text("Settings" if role == "chief" else "Not for this account")
    assert menus == {"viewer": set(), "editor": {"New article"}, "chief": {"New article", "Settings"}}
    assert acts == {"viewer": False, "editor": True, "chief": True}
    outsider = new_page(live_server.url + path, at=None, locale="en")
    expect(outsider.locator("input[name=password]")).to_be_visible()
    assert "Kop van a" not in outsider.content()
    assert not Event.objects.filter(act=True).exists()
