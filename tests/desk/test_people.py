"""Signing in and what is written of it: limits, sessions that end, codes and passkeys."""

import os
import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from dateline.desk.people import middleware
from dateline.desk.people.models import Tries
from dateline.newsroom.models import Alarm, Event

from .people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PASSWORD = "een lange zin met paarden"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def anna() -> User:
    user = User.objects.create_user("anna", password=PASSWORD)
    user.groups.add(Group.objects.get(name="editor"))
    return user


def visitor(address: str = "192.0.2.1", **options: object) -> Client:
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=address, **options)


def sign_in(browser: Client, password: str = PASSWORD, name: str = "anna", **fields: str):
    return browser.post("/desk/login/", {"login": name, "password": password, **fields})


def confirm(browser: Client) -> None:
    answer = browser.post("/desk/account/confirm/?next=/desk/account/", {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/")


def code(moment: float | None = None) -> str:
    return format_hotp_value(hotp_value(SECRET, int((moment or time.time()) / 30)))


def test_signing_in_leads_to_where_one_wanted_to_go_and_is_in_the_history(anna):
    answer = sign_in(visitor(), next="/desk/broken/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/broken/")
    event = Event.objects.get()
    assert (event.verb, event.by_name, event.act) == ("sign-in", "anna", False)


def test_signing_in_leads_nowhere_else(anna):
    assert sign_in(visitor(), next="https://elsewhere.example/")["Location"] == "/desk/"


def test_a_wrong_password_a_wrong_name_and_an_account_that_is_off_are_told_alike(anna):
    User.objects.create_user("bram", password=PASSWORD, is_active=False)
    said = [
        re.findall(r'class="errorlist[^>]*>.*?</ul>', sign_in(visitor(), password, name).text)
        for name, password in (("anna", "x"), ("nobody", PASSWORD), ("bram", "x"))
    ]
    assert said[0] == said[1] == said[2] != []


def test_an_account_that_is_off_gets_nowhere(anna):
    User.objects.create_user("bram", password=PASSWORD, is_active=False)
    browser = visitor()
    sign_in(browser, name="bram")
    assert browser.get("/desk/").status_code == 302


def test_the_sixth_try_at_an_account_is_not_looked_at(anna):
    for _ in range(5):
        assert sign_in(visitor(), "x").status_code == 200
    browser = visitor()
    assert "Too many" in sign_in(browser).text
    assert browser.get("/desk/").status_code == 302, "though the password was right"
    assert Tries.objects.exists(), "all processes see the same numbers"


def test_an_address_that_tries_many_accounts_is_stopped(anna):
    for place in range(10):
        sign_in(visitor(), "x", f"nobody-{place}")
    browser = visitor()
    sign_in(browser)
    assert browser.get("/desk/").status_code == 302
    other = visitor("192.0.2.2")
    sign_in(other)
    assert other.get("/desk/").status_code == 200, "another address may still"


def test_what_headers_say_of_an_address_counts_for_nothing(anna):
    for place in range(5):
        visitor().post("/desk/login/", {"login": "anna", "password": "x"}, HTTP_X_FORWARDED_FOR=f"198.51.100.{place}")
    assert "Too many" in sign_in(visitor()).text


def test_the_log_tells_of_a_failure_but_not_what_was_typed(anna, capsys, caplog):
    sign_in(visitor(), "geheim-woord")
    sign_in(visitor(), "x", "een lange zin in het verkeerde veld")
    out = "".join(capsys.readouterr()) + caplog.text
    assert "sign-in failed" in out
    assert "192.0.2.1" in out
    assert "geheim-woord" not in out
    assert "verkeerde veld" not in out


@pytest.mark.parametrize(("key", "setting"), [("BEGAN", "SESSION_COOKIE_AGE"), ("SEEN", "DESK_IDLE")])
def test_a_session_ends_by_its_age_and_by_idleness(key, setting, settings):
    browser = signed_in("editor")
    assert browser.get("/desk/").status_code == 200
    turn_back(browser, getattr(middleware, key), getattr(settings, setting) - 60)
    assert browser.get("/desk/").status_code == 200
    turn_back(browser, middleware.BEGAN, 0)
    turn_back(browser, getattr(middleware, key), getattr(settings, setting) + 1)
    answer = browser.get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/login/?next=/desk/")


def test_a_screen_that_asks_by_itself_keeps_nobody_signed_in(settings):
    browser = signed_in("editor")
    browser.get("/desk/")
    turn_back(browser, middleware.SEEN, 120)
    before = browser.session[middleware.SEEN]
    browser.get("/desk/changes/?after=0&top=0.0", headers={"hx-request": "true"})
    assert browser.session[middleware.SEEN] == before
    browser.get("/desk/")
    assert browser.session[middleware.SEEN] > before


def turn_back(browser: Client, key: str, seconds: int) -> None:
    session = browser.session
    session[key] = int(time.time()) - seconds
    session.save()


def test_sessions_are_known_as_their_persons(anna):
    browser = visitor()
    sign_in(browser)
    browser.get("/desk/")
    row = UserSession.objects.get()
    assert (row.user, row.ip) == (anna, "192.0.2.1")
    row.end()
    assert browser.get("/desk/").status_code == 302


def test_another_password_ends_the_other_sessions_and_is_in_the_history(anna):
    here, there = visitor(), visitor()
    sign_in(here)
    sign_in(there)
    new = "nog een lange zin met koeien"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/desk/account/password/", fields).status_code == 302
    assert here.get("/desk/").status_code == 200
    assert there.get("/desk/").status_code == 302
    assert Event.objects.filter(verb="password", by_name="anna").exists()


def test_signing_out_takes_a_form(anna):
    browser = visitor()
    sign_in(browser)
    assert browser.get("/desk/logout/").status_code == 405
    assert browser.get("/desk/").status_code == 200
    answer = browser.post("/desk/logout/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"storage"')
    assert browser.get("/desk/").status_code == 302


def test_the_admin_has_no_door_of_its_own():
    answer = visitor().get("/desk/admin/login/?next=/desk/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/login/?next=/desk/admin/")
    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown == {"auth", "newsroom"}, "who signs in how is looked after at the desk, which writes it down"


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "account/signup/"])
def test_nobody_makes_an_account_or_a_password_by_themselves(path):
    assert visitor().get(f"/desk/{path}").status_code == 404


def test_to_change_a_factor_takes_the_password_again(anna):
    browser = visitor()
    sign_in(browser)
    for path in ("app/add/", "keys/add/", "codes/new/"):
        answer = browser.get(f"/desk/account/{path}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/desk/account/confirm/")


def test_an_app_is_added_and_gives_recovery_codes_and_a_line_in_the_history(anna, django_capture_on_commit_callbacks):
    browser = visitor()
    sign_in(browser)
    confirm(browser)
    page = browser.get("/desk/account/app/add/")
    assert "<svg" in page.text
    assert "data:image" not in page.text, "which the policy of the desk would not show"
    secret = browser.session["mfa.totp.secret"]
    now = format_hotp_value(hotp_value(secret, int(time.time() / 30)))
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/desk/account/app/add/", {"code": now})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/codes/")
    assert len(re.findall(r"\b[0-9a-z]{8}\b", browser.get("/desk/account/codes/").text)) >= 10
    assert Event.objects.filter(verb="factor-add", by_name="anna", reason="een app die codes maakt").exists()


def test_the_password_alone_is_not_enough_then(anna):
    TOTP.activate(anna, SECRET)
    browser = visitor()
    answer = sign_in(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/login/code/")
    assert browser.get("/desk/").status_code == 302
    assert browser.post("/desk/login/code/", {"code": "000000"}).status_code == 200
    assert browser.post("/desk/login/code/", {"code": code()}).status_code == 302
    assert browser.get("/desk/").status_code == 200


def test_a_recovery_code_works_once(anna):
    TOTP.activate(anna, SECRET)
    RecoveryCodes.activate(anna)
    spare = Authenticator.objects.get(user=anna, type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        browser = visitor()
        sign_in(browser)
        browser.post("/desk/login/code/", {"code": spare})
        assert (browser.get("/desk/").status_code == 200) is works


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_of_an_account_are_the_desks_own(anna, language):
    browser = visitor()
    sign_in(browser)
    confirm(browser)
    for path in ("", "password/", "app/add/", "keys/", "keys/add/", "confirm/"):
        page = browser.get(f"/desk/account/{path}", headers={"accept-language": language})
        assert page.status_code == 200, path
        assert f'<html lang="{language}"' in page.text
        assert "desk/desk.css" in page.text
        said = re.sub(r"<script.*?</script>|<[^>]*>", " ", page.text, flags=re.DOTALL)
        assert language == "en" or not re.search(r"\b(je|jij|jouw|Name|Security)\b", said, re.IGNORECASE), path
        assert " style=" not in page.text
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page.text), "no script in the page"
        assert "no-store" in page["Cache-Control"]


def test_a_process_that_shows_readers_pages_loads_nothing_of_passkeys(tmp_path):
    code = (
        "import django, sys; django.setup(); from django.urls import resolve; resolve('/');"
        "names = 'fido2', 'qrcode', 'cryptography', 'allauth.mfa.webauthn.views', 'jwt', 'requests';"
        "print([name for name in names if name in sys.modules])"
    )
    chosen = {"DJANGO_SETTINGS_MODULE": "dateline.settings", "DATELINE_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | chosen
    )
    assert done.stdout.strip() == "[]"


def test_a_code_of_the_app_works_once_and_its_owner_is_told_of_a_second_time(anna, settings):
    settings.SMTP = "smtp://mail.example"
    User.objects.filter(pk=anna.pk).update(email="anna@krant.example")
    TOTP.activate(anna, SECRET)
    for typed, works, told in ((code(), True, 0), ("000000", False, 0), (code(), False, 1)):
        browser = visitor()
        sign_in(browser)
        browser.post("/desk/login/code/", {"code": typed})
        assert (browser.get("/desk/").status_code == 200) is works
        assert Event.objects.filter(verb="factor-again", by=anna).count() == told
        assert Alarm.objects.filter(subject="anna@krant.example", text__contains="tweede keer").count() == told


def test_signing_in_makes_another_session(anna):
    browser = visitor()
    session = browser.session
    session["x"] = 1
    session.save()
    before = session.session_key
    browser.cookies["sessionid"] = before
    sign_in(browser)
    assert browser.session.session_key != before


def test_a_password_has_twelve_characters(anna):
    browser = visitor()
    sign_in(browser)
    for new, taken in (("paard-koe-1", False), ("paard-koe-12", True)):
        fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert (browser.post("/desk/account/password/", fields).status_code == 302) is taken


def test_people_take_all_that_is_kept_of_them(anna):
    TOTP.activate(anna, SECRET)
    Event.objects.create(at=timezone.now(), verb="hold", by_name="bram", reason="of somebody else")
    browser = visitor()
    sign_in(browser)
    browser.post("/desk/login/code/", {"code": code()})
    answer = browser.get("/desk/me/data/")
    assert answer["Content-Disposition"].startswith("attachment")
    kept = answer.json()
    assert (kept["account"]["name"], kept["account"]["roles"]) == ("anna", ["editor"])
    assert [each["ip"] for each in kept["signed_in"]] == ["192.0.2.1"]
    assert [each["type"] for each in kept["ways_to_sign_in"]] == ["totp"]
    assert [(each["act"], each["item"]) for each in kept["acts"]] == [("sign-in", None)]
    assert not any(secret in answer.text for secret in (SECRET, PASSWORD, "sealed1:", "md5$", "somebody else"))


def test_people_see_where_they_are_signed_in_and_end_it(anna):
    phone = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
    here, there, third = visitor(), visitor("192.0.2.7", HTTP_USER_AGENT=phone), visitor("192.0.2.8")
    for browser in (here, there, third):
        sign_in(browser)
    page = here.get("/desk/me/").text
    assert page.count("<b>this browser</b>") == 1
    assert "Chrome, Android" in page
    assert "192.0.2.7" in page
    key = UserSession.objects.get(ip="192.0.2.7").pk
    assert here.post("/desk/me/sessions/end/", {"session": key}).status_code == 302
    assert [each.get("/desk/").status_code for each in (here, there, third)] == [200, 302, 200]
    here.post("/desk/me/sessions/end/")
    assert [each.get("/desk/").status_code for each in (here, third)] == [200, 302]
    assert Event.objects.filter(verb="session-end", by_name="anna").count() == 2


@pytest.mark.parametrize("session", [pytest.param("9" * 5_000, id="too long"), "٣", "of another", "here", "x"])
def test_nobody_ends_a_session_that_is_not_theirs_or_the_one_that_asks(anna, session):
    here, other = visitor(), signed_in("chief")
    sign_in(here)
    other.get("/desk/")
    keys = {row.user.username: row.pk for row in UserSession.objects.all()}
    named = {"of another": keys["chief"], "here": keys["anna"]}.get(session, session)
    assert here.post("/desk/me/sessions/end/", {"session": named}).status_code == 302
    assert [each.get("/desk/").status_code for each in (here, other)] == [200, 200]
    assert not Event.objects.filter(verb="session-end").exists()


def test_a_chief_signs_an_account_out_everywhere(anna):
    chief, theirs = signed_in("chief"), visitor()
    sign_in(theirs)
    path = f"/desk/settings/people/{anna.pk}/"
    assert "192.0.2.1" in chief.get(path).text
    assert chief.post(f"{path}sessions/end/").status_code == 302
    assert theirs.get("/desk/").status_code == 302
    event = Event.objects.get(verb="setup", by_name="chief")
    assert "anna" in event.reason
    root = User.objects.create_superuser("root", password=PASSWORD)
    browser = visitor()
    sign_in(browser, name="root")
    chief.post(f"/desk/settings/people/{root.pk}/sessions/end/")
    assert browser.get("/desk/").status_code == 200, "what may do everything is not a chief's to end"


def test_people_say_where_to_mail():
    chief = signed_in("chief")
    for typed, kept in (("c@krant.example", "c@krant.example"), ("no address", "c@krant.example"), ("", "")):
        chief.post("/desk/me/", {"keys": "1", "email": typed})
        assert User.objects.get(username="chief").email == kept


def test_a_chief_removes_what_somebody_has_lost(anna):
    theirs = visitor()
    sign_in(theirs)
    TOTP.activate(anna, SECRET)
    RecoveryCodes.activate(anna)
    chief, path = signed_in("chief"), f"/desk/settings/people/{anna.pk}/"
    assert f"{path}factors/remove/" in chief.get(path).text
    chief.post(f"{path}factors/remove/")
    assert not Authenticator.objects.exists()
    assert theirs.get("/desk/").status_code == 302, "whoever has found the phone is out"
    assert sign_in(visitor())["Location"] == "/desk/", "the password is enough"
    assert f"{path}factors/remove/" not in chief.get(path).text
    said = [event.reason for event in Event.objects.filter(verb="setup", by_name="chief").order_by("id")]
    assert len(said) == 2
    root = User.objects.create_superuser("root")
    TOTP.activate(root, SECRET)
    chief.post(f"/desk/settings/people/{root.pk}/factors/remove/")
    assert Authenticator.objects.filter(user=root).exists()
