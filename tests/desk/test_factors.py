"""What guards an account: codes that are sealed, a factor that chiefs must have, and mail about what changed."""

import importlib
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.contrib.auth.models import Group, User

from dateline.desk.people.sealing import seal_anew
from dateline.newsroom.models import Alarm, Event, OutgoingCall
from dateline.serve.backup.carried import drop_unreadable_factors

from .people import signed_in, somebody
from .test_people import PASSWORD, SECRET, anna, code, confirm, sign_in, visitor

pytestmark = pytest.mark.django_db

__all__ = ["anna"]

NEW = "nog een lange zin met koeien"


@pytest.fixture
def mail(settings) -> None:
    settings.SMTP = "smtp://mail.example"


def told() -> list[tuple[str, str]]:
    """Who was mailed what, in its order."""
    calls = OutgoingCall.objects.filter(way="mail", alarm__kind=Alarm.Kind.ACCOUNT).select_related("alarm")
    return [(call.alarm.subject, call.alarm.text) for call in calls.order_by("pk")]


def secrets_in_database() -> str:
    return json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def test_the_database_has_codes_sealed_and_they_work(anna):
    TOTP.activate(anna, SECRET)
    spare = RecoveryCodes.activate(anna).get_unused_codes()[0]
    kept = secrets_in_database()
    assert SECRET not in kept
    assert kept.count("sealed1:") == 2
    for typed in (code(), spare):
        browser = visitor()
        sign_in(browser)
        assert browser.post("/desk/login/code/", {"code": typed}).status_code == 302


def test_codes_that_were_in_the_clear_are_sealed_and_are_the_same(anna):
    Authenticator.objects.create(user=anna, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(user=anna, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0})
    before = [RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()]
    migration = importlib.import_module("dateline.desk.people.migrations.0003_sealed")
    for _again in range(2):
        migration.seal(apps, None)
        assert secrets_in_database().count("sealed1:") == 2
        assert SECRET not in secrets_in_database()
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code())
    assert [RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()] == before
    migration.open_again(apps, None)
    assert SECRET in secrets_in_database()


def test_with_another_secret_key_no_code_fits_and_a_restore_drops_them(anna, settings):
    TOTP.activate(anna, SECRET)
    assert drop_unreadable_factors() == []
    settings.SECRET_KEY = "another secret key, of another installation altogether"
    browser = visitor()
    sign_in(browser)
    for typed in (code(), "000000"):
        assert browser.post("/desk/login/code/", {"code": typed}).status_code == 200
    assert drop_unreadable_factors() == ["account anna loses its codes: another secret key made them"]
    assert not Authenticator.objects.exists()


def test_a_new_secret_key_takes_the_place_of_the_one_before_and_nobody_notices(anna, settings):
    TOTP.activate(anna, SECRET)
    codes = RecoveryCodes.activate(anna).get_unused_codes()
    signed_in_before = visitor()
    signed_in_before.force_login(anna)
    first, settings.SECRET_KEY = settings.SECRET_KEY, "another secret key, of the same installation some years later"
    settings.SECRET_KEY_FALLBACKS = [first]
    assert signed_in_before.get("/desk/account/").status_code == 200
    assert seal_anew() == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert seal_anew() == 0
    assert drop_unreadable_factors() == []
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
    for typed in (code(), codes[0]):
        browser = visitor()
        sign_in(browser)
        assert browser.post("/desk/login/code/", {"code": typed}).status_code == 302


def test_what_neither_key_has_sealed_stays_as_it_is(anna, settings):
    TOTP.activate(anna, SECRET)
    kept = secrets_in_database()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a third key", ["a second key, which is not the first either"]
    seal_anew()
    assert secrets_in_database() == kept


def test_a_chief_without_a_second_factor_gets_only_to_where_one_is_set_up(settings, anna):
    settings.CHIEF_FACTOR = True
    anna.groups.set([Group.objects.get(name="chief")])
    root = User.objects.create_superuser("root", password=PASSWORD)
    for user in (anna, root):
        browser = visitor()
        sign_in(browser, name=user.username)
        for path in ("/desk/", "/desk/me/", "/desk/settings/people/", "/desk/admin/", "/desk/article/new/"):
            for ask in (browser.get, browser.post):
                answer = ask(path)
                assert (answer.status_code, answer["Location"]) == (302, "/desk/account/"), path
                assert "no-store" in answer["Cache-Control"]
        htmx = browser.get("/desk/changes/?after=0&top=0.0", headers={"hx-request": "true"})
        assert (htmx.status_code, htmx["HX-Redirect"]) == (401, "/desk/account/")
        assert "A chief needs a passkey" in browser.get("/desk/account/").text
        confirm(browser)
        assert browser.get("/desk/account/app/add/").status_code == 200
        RecoveryCodes.activate(user)
        assert browser.get("/desk/").status_code == 302, "codes to recover with are no factor"
        TOTP.activate(user, SECRET)
        assert browser.get("/desk/").status_code == 200
    assert signed_in("editor").get("/desk/").status_code == 200


def test_without_the_setting_a_chief_needs_none():
    assert signed_in("chief").get("/desk/settings/people/").status_code == 200


def test_a_person_is_mailed_what_changed_in_their_account(mail, anna, django_capture_on_commit_callbacks):
    anna.email = "anna@krant.example"
    anna.save()
    browser = visitor()
    sign_in(browser)
    confirm(browser)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/desk/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    TOTP.activate(anna, SECRET)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/desk/account/codes/new/")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/desk/account/app/remove/")
    chief = signed_in("chief")
    page = chief.post(f"/desk/settings/people/{anna.pk}/link/").text
    path = page.partition("http://localhost:8000")[2].partition("<")[0]
    other = visitor()
    form = other.get(path)["Location"]
    other.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    TOTP.activate(anna, SECRET)
    chief.post(f"/desk/settings/people/{anna.pk}/factors/remove/")
    whole = told()
    said = [text.removeprefix("Account anna: ").partition(".")[0] for to, text in whole if to == "anna@krant.example"]
    assert said == [
        "het heeft een ander wachtwoord",
        "nieuw gemaakt: herstelcodes",
        "weggehaald: een app die codes maakt",
        "weggehaald: herstelcodes",
        "een chef gaf een link voor een nieuw wachtwoord",
        "het heeft een ander wachtwoord",
        "een chef haalde de passkeys en codes ervan weg",
    ]
    assert len(whole) == len(said), "and nobody else"
    assert not any(secret in text for _to, text in told() for secret in (NEW, PASSWORD, SECRET))
    assert Event.objects.filter(verb="password", by_name="anna").count() == 2
    assert "anna@krant.example" not in chief.get("/desk/alarms/").text
    assert "wachtwoord" not in chief.get("/desk/alarms/").text, "it is theirs"


@pytest.mark.once
def test_the_log_tells_who_tried_what_is_not_theirs(caplog, capsys):
    assert signed_in("viewer", "vera").get("/desk/settings/?q=geheim").status_code == 403
    out = "".join(capsys.readouterr()) + caplog.text
    for word in ("refused", "vera", "/desk/settings/", "newsroom.set_up"):
        assert word in out
    assert "geheim" not in out


def test_the_log_tells_which_chief_looked_at_whose_account(caplog, capsys):
    browser, vera = signed_in("chief", "carla"), somebody("viewer", "vera")
    assert browser.get(f"/desk/settings/people/{vera.pk}/").status_code == 200
    out = "".join(capsys.readouterr()) + caplog.text
    for word in ("looked", "carla", "vera"):
        assert word in out


@pytest.mark.once
def test_another_mail_address_is_told_to_the_one_before(mail, anna):
    browser = visitor()
    sign_in(browser)
    for address in ("a@krant.example", "thief@elsewhere.example", "thief@elsewhere.example"):
        browser.post("/desk/me/", {"keys": "1", "email": address})
    assert [to for to, _text in told()] == ["a@krant.example"]
    assert User.objects.get(username="anna").email == "thief@elsewhere.example"
    assert Event.objects.filter(verb="address").count() == 2


@pytest.mark.once
def test_a_password_has_no_more_than_128_characters(anna):
    browser = visitor()
    sign_in(browser)
    for length, taken in ((129, False), (128, True)):
        new = ("paard koe schaap " * 9)[:length]
        fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert (browser.post("/desk/account/password/", fields).status_code == 302) is taken
