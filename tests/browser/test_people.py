"""Signing in in a browser: a passkey by Chromium's virtual authenticator, and pages that are for everybody."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from dateline import oidc
from tests.browsing import BY_BOTH, New, faults, with_axe
from tests.desk.provider import SECRET, running
from tests.desk.test_provider import environment

PASSWORD = "een lange zin met paarden"


@pytest.fixture
def at(live_server: Any, transactional_db: None, new_page: New) -> Any:
    """Opens a page of the desk; there is one account, which may do everything."""
    User.objects.create_superuser("anna", password=PASSWORD)
    # A key belongs to a name, not to a number: the server is asked by its name.
    base = live_server.url.replace("127.0.0.1", "localhost")

    def open_desk(path: str = "/desk/", **options: Any) -> Page:
        return new_page(base + path, at=None, **{"locale": "en", **options})

    return open_desk


def sign_in(page: Page) -> None:
    page.get_by_label("Username").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".bar")).to_be_visible()


def with_key(page: Page) -> None:
    """Gives the browser a key that says yes by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def confirm(page: Page) -> None:
    page.locator("input[name=password]").fill(PASSWORD)
    send(page)


def send(page: Page) -> None:
    """Sends the form, and waits for what comes of it with its scripts: else nobody listens to what is typed yet."""
    with page.expect_navigation():
        page.locator("main form button:not([type=button])").first.click()


def test_a_passkey_is_added_and_signs_in_by_itself(at: Any) -> None:
    page = at("/desk/", alone=True)
    with_key(page)
    sign_in(page)
    page.goto(page.url.partition("/desk")[0] + "/desk/account/keys/add/")
    confirm(page)
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile("/desk/account/codes/"))
    assert Authenticator.objects.filter(type="webauthn", user__username="anna").exists()
    base = page.url.partition("/desk")[0]
    page.goto(base + "/desk/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(base + "/")
    page.goto(base + "/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("nav").first).to_be_visible()
    assert page.url == base + "/desk/"


def test_a_password_can_be_looked_at_and_says_how_good_it_is(at: Any) -> None:
    page = at("/desk/login/?next=/desk/account/password/")
    field = page.locator("input[name=password]")
    field.fill(PASSWORD)
    show = page.get_by_role("button", name="Show")
    show.click()
    expect(field).to_have_attribute("type", "text")
    show.click()
    expect(field).to_have_attribute("type", "password")
    page.locator("input[name=login]").fill("anna")
    send(page)
    new, told = page.locator("input[name=password1]"), page.locator("main form [role=status]")
    for typed, hint in (("aaaaaaaaaaaaaaaa", "Easily guessed"), ("een lange zin met koeien", "Hard to guess")):
        new.fill(typed)
        expect(told).to_contain_text(hint)


def test_a_session_is_ended_on_a_narrow_phone_without_scrolling_sideways(at: Any) -> None:
    sign_in(at("/desk/"))
    page = at("/desk/me/", viewport={"width": 320, "height": 640})
    sign_in(page)
    end = page.get_by_role("button", name=re.compile("^Sign out: "))
    box = end.bounding_box()
    assert box is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    end.click()
    expect(page.get_by_text("Signed out there.")).to_be_visible()


def test_the_policy_of_the_desk_lets_people_on_to_the_provider(at: Any, settings: Any, monkeypatch: Any) -> None:
    with running() as provider:
        monkeypatch.setenv("OIDC_SECRET", SECRET)
        settings.OIDC = oidc.from_environment(environment(provider.issuer))
        provider.person["preferred_username"] = "anna.oidc"
        page = at("/desk/login/")
        page.get_by_role("button", name="Sign in by House Login").click()
        expect(page.locator("nav").first).to_be_visible()
        assert page.url.endswith("/desk/")
    assert User.objects.filter(username="anna.oidc").exists()


def test_an_app_and_its_code_work_without_javascript(at: Any) -> None:
    page = at("/desk/", java_script_enabled=False)
    sign_in(page)
    base = page.url.partition("/desk")[0]
    page.goto(base + "/desk/account/app/add/")
    confirm(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Authenticator code").fill(format_hotp_value(hotp_value(secret, int(time.time() / 30))))
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator("main h1")).to_have_text("Recovery Codes")
    assert Authenticator.objects.filter(type="totp").exists()


@pytest.mark.parametrize(
    ("locale", "scheme", "rules"), [("nl", "light", ()), ("en", "dark", BY_BOTH)], ids=["nl", "en"]
)
def test_axe_finds_nothing_on_the_pages_of_an_account(
    at: Any, locale: str, scheme: str, rules: tuple[str, ...]
) -> None:
    page = with_axe(at("/desk/login/", locale=locale, color_scheme=scheme, alone=True))
    page.reload()
    found = {"login": faults(page, *rules)}
    page.locator("input[name=login]").fill("anna")
    page.locator("input[name=password]").fill(PASSWORD)
    send(page)
    base = page.url.partition("/desk")[0]
    page.goto(base + "/desk/account/app/add/")
    found["confirm"] = faults(page, *rules)
    confirm(page)
    for path in ("", "password/", "app/add/", "keys/", "keys/add/"):
        page.goto(f"{base}/desk/account/{path}")
        found[path] = faults(page, *rules)
    anna = User.objects.get()
    TOTP.activate(anna, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(anna)
    for path in ("codes/", "codes/new/", "app/remove/"):
        page.goto(f"{base}/desk/account/{path}")
        found[path] = faults(page, *rules)
    page.context.clear_cookies()
    page.goto(f"{base}/desk/login/")
    page.locator("input[name=login]").fill("anna")
    page.locator("input[name=password]").fill(PASSWORD)
    send(page)
    expect(page.locator("input[name=code]")).to_be_visible()
    found["login/code/"] = faults(page, *rules)
    assert {path: told for path, told in found.items() if told} == {}
