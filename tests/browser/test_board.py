"""Sources, pending references, settings and alarms in a browser: for everybody, by keyboard, and without JavaScript."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from dateline.newsroom.alarms import Found, note
from dateline.newsroom.models import (
    Alarm,
    Article,
    Delivery,
    House,
    OutgoingCall,
    Outlet,
    Provider,
    Reference,
    Rule,
    Section,
    Sending,
    Source,
)
from tests.browsing import BY_BOTH, SMALL, New, faults, too_wide, with_axe
from tests.newsroom.helpers import HOUR, arrive, article, copy, delivery, newsroom

from .people import open_as, person


@pytest.fixture
def wire(transactional_db: None) -> Any:
    """A source with everything that a screen can show: skipped numbers, broken copy, and what waits for a person."""
    now = timezone.now()
    source = newsroom()
    source.quiet_after = 600
    source.save()
    for number in (41, 42, 45, 46):
        arrive(source, copy(f"anp-{number:03}", version_created=now - HOUR), now=now - HOUR / 4)
    for guid in "ab":
        arrive(source, copy(guid, headline="Brug weer open", version_created=now - HOUR), now=now - HOUR / 4)
    kill = copy("k", signal="kill", target="Brug weer open", version_created=now - HOUR / 2)
    arrive(source, kill, now=now - HOUR / 4)
    Delivery.objects.update(state=Delivery.State.DONE)
    delivery(source, name="stuk.xml", state=Delivery.State.QUARANTINED, reason="het is geen XML", arrived_at=now)
    push = Source.objects.create(slug="duw", kind="push", secret_from="env:NERGENS", quiet_after=5)
    push.providers.set(Provider.objects.all())
    alarm = Alarm.objects.create(kind="disk", subject="host", text="1.2 GB free", began_at=now)
    OutgoingCall.objects.create(alarm=alarm, way="webhook", attempts=3, trouble="it answered 500", next_at=now + HOUR)
    told = {"next_at": now + HOUR, "since": now, "attempts": 3}
    for kind, told_of in (("webhook", Article.objects.first()), ("purge", None)):
        outlet = Outlet.objects.create(slug=kind, kind=kind, url="https://ander.example/een/lang/adres/voor/berichten")
        Sending.objects.create(outlet=outlet, article=told_of, error="it answered 500", **told)
    return source


@pytest.fixture
def chief(live_server: Any, wire: Any, new_page: New) -> Any:
    """Opens a screen for a chief."""
    carla = person("carla", "chief")
    return lambda path, **options: open_as(carla, new_page, live_server.url, path, **options)


def paths() -> list[str]:
    settings = "/desk/settings/"
    return [
        "/desk/sources/",
        "/desk/sources/wire/",
        "/desk/pending/",
        f"/desk/pending/{Reference.objects.get().pk}/",
        "/desk/alarms/",
        "/desk/outgoing/",
        "/desk/outgoing/to/webhook/",
        settings,
        f"{settings}providers/",
        f"{settings}providers/{Provider.objects.get().pk}/",
        f"{settings}sources/",
        f"{settings}sources/{Source.objects.get(slug='duw').pk}/",
        f"{settings}outlets/{Outlet.objects.get(slug='webhook').pk}/",
        f"{settings}rules/",
        f"{settings}rules/new/",
        f"{settings}site/",
        f"{settings}pages/",
        f"{settings}looks/",
        f"{settings}redirects/",
        f"{settings}people/",
        f"{settings}people/{User.objects.get(username='carla').pk}/",
    ]


def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(chief: Any) -> None:
    page = with_axe(chief("/desk/sources/", viewport=SMALL, alone=True))
    for path in paths():
        page.goto(page.url.split("/desk/")[0] + path)
        assert faults(page) + too_wide(page) == [], path


def test_axe_finds_nothing_in_dutch_in_the_dark_with_more_room(chief: Any) -> None:
    page = with_axe(chief("/desk/sources/", locale="nl", color_scheme="dark", alone=True))
    for path in paths():
        page.goto(page.url.split("/desk/")[0] + path)
        assert page.locator("html").get_attribute("lang") == "nl", path
        assert faults(page, *BY_BOTH) == [], path


def test_the_bar_is_one_line_high_and_two_on_a_tablet(chief: Any) -> None:
    page = chief("/desk/sources/", locale="nl")
    for width, lines in ((1440, 1), (768, 2)):
        page.set_viewport_size({"width": width, "height": 900})
        tops = page.locator(".bar .mark, .bar li, .bar button").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(box => Math.round((box.top + box.bottom) / 40))"
        )
        assert len(set(tops)) == lines


def test_what_is_meant_is_chosen_by_keyboard_alone(chief: Any) -> None:
    page = chief(f"/desk/pending/{Reference.objects.get().pk}/")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=words]").focus()
    page.keyboard.type("die")
    page.keyboard.press("Tab")
    page.keyboard.type("kill")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Done: Brug weer open.")
    assert sorted(article(guid).state for guid in "ab") == ["killed", "published"]


def test_a_rule_is_tried_and_made_without_javascript(chief: Any) -> None:
    page = chief("/desk/settings/rules/new/", java_script_enabled=False)
    assert page.locator("form[action*=people]").count() == 0
    page.locator("[name=category]").fill("SPO")
    page.locator("[name=section]").select_option(label="Binnenland")
    page.locator("[name=try]").click()
    expect(page.locator(".trial")).to_contain_text("It would have decided on 0")
    assert Rule.objects.count() == 2
    page.locator(".set button:not([name])").click()
    expect(page.locator(".said").first).to_contain_text("Saved.")
    assert Rule.objects.get(category="SPO").section == Section.objects.get(slug="binnenland")


@pytest.mark.parametrize("path", ["/desk/", "/desk/settings/"])
def test_an_alarm_comes_and_goes_on_a_screen_that_is_open(chief: Any, path: str) -> None:
    page = chief(path)
    expect(page.locator("#alarms .trouble")).to_have_count(1)
    note([Found("worker", "host", "no worker runs")], [("worker", None)], [])
    expect(page.locator("#alarms .trouble").last).to_contain_text("no worker runs")
    note([], [("worker", None), ("disk", None)], [])
    expect(page.locator("#alarms .trouble")).to_have_count(0)


def test_a_colour_is_seen_chosen_and_typed(chief: Any) -> None:
    page = chief("/desk/settings/looks/")
    typed = page.locator("[name=accent]")
    picker = page.locator("[name=accent] + input[type=color]")
    own = typed.get_attribute("data-colour")
    assert (typed.input_value(), picker.input_value()) == ("", own), "nothing is chosen: the site's own is shown"
    typed.fill("#a13")
    assert picker.input_value() == "#aa1133"
    picker.fill("#004488")
    assert typed.input_value() == "#004488"
    page.locator(".set button").click()
    expect(page.locator(".said").first).to_contain_text("Saved.")
    assert House.objects.get().accent == "#004488"
