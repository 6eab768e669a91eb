"""The first account, signing in, the language of the desk, and the configuration in Django's admin."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dateline.desk.first import first_link
from dateline.newsroom.models import Event, Provider, Section, Touch
from dateline.newsroom.resettle import resettle_some
from dateline.newsroom.transaction import EDITION, number
from tests.newsroom.helpers import arrive, article, copy, newsroom

pytestmark = pytest.mark.django_db

PASSWORD = "een lange zin met paarden"
FORM = {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


FOLDER = {"kind": "folder", "path": "/in", "done": "move", "auth": "basic", "login": "services/login"} | {
    "every": "20",
    "rate": "1200",
    "quiet_after": "0",
}
"""What the form of a new source sends for a watched folder."""


def send(browser: Client, address: str, **fields: str):
    page = browser.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    return browser.post(address, {"csrfmiddlewaretoken": token[1] if token else "", **fields})


def path() -> str:
    link = first_link()
    assert link is not None
    return link.removeprefix("http://localhost:8000")


def test_the_link_makes_one_account_that_may_do_everything(browser):
    address = path()
    answer = send(browser, address, **FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    user = User.objects.get()
    assert (user.username, user.is_staff, user.is_superuser) == ("anna", True, True)
    assert browser.get("/desk/", follow=True).status_code == 200, "and is signed in"
    assert first_link() is None
    assert browser.get(address).status_code == 404
    assert User.objects.count() == 1


def test_another_link_makes_nothing(browser):
    for token in ("x", path().split("/")[-2][:-1] + "_", "account"):
        assert browser.get(f"/desk/first/{token}/").status_code == 404
    assert not User.objects.exists()


def test_a_weak_password_and_a_forged_form_are_refused(browser):
    answer = send(browser, path(), username="anna", password1="12345678", password2="12345678")
    assert answer.status_code == 200
    assert "too common" in answer.text
    assert browser.post(path(), FORM).status_code == 403
    assert not User.objects.exists()


def test_the_page_has_no_inline_script_or_style_and_is_not_kept(browser):
    page = browser.get(path())
    assert not re.search(r"<script(?![^>]* src=)|<script[^>]*>[^<]", page.text)
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_desk_speaks_the_language_of_the_browser_and_says_that_it_varies():
    for asked, expected in (("nl", "nl"), ("en", "en"), ("fr", "nl")):
        page = Client(headers={"accept-language": asked}).get("/desk/login/")
        assert f'<html lang="{expected}"' in page.text
        assert "Accept-Language" in page["Vary"]


def test_readers_pages_never_vary():
    page = Client(headers={"accept-language": "en"}).get("/")
    assert "Accept-Language" not in page.get("Vary", "")


def test_the_desk_leads_to_signing_in(browser):
    assert browser.get("/desk/").status_code == 302
    assert browser.get("/desk/", follow=True).redirect_chain[-1][0].startswith("/desk/login/")
    User.objects.create_superuser("anna", password=PASSWORD)
    answer = send(browser, "/desk/login/", login="anna", password=PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


# The configuration


@pytest.fixture
def chief(browser) -> Client:
    browser.force_login(User.objects.create_superuser("anna", password=PASSWORD))
    return browser


PROVIDER = {"code": "NNB", "name": "Noordelijk Nieuwsbureau", "canonical": "own"}


def test_retention_is_asked_for(chief):
    assert send(chief, "/desk/admin/newsroom/provider/add/", **PROVIDER).status_code == 200
    assert send(chief, "/desk/admin/newsroom/provider/add/", **PROVIDER, retention_days="99999").status_code == 200
    assert not Provider.objects.exists()
    assert send(chief, "/desk/admin/newsroom/provider/add/", **PROVIDER, retention_days="0").status_code == 302
    assert Provider.objects.get().rights_set


def test_a_change_of_the_configuration_is_recorded_and_drops_every_page(chief):
    send(chief, "/desk/admin/newsroom/section/add/", name="Sport", slug="sport", place="1")
    assert Section.objects.get().name == "Sport"
    assert Touch.objects.filter(n=number(EDITION), tag="house").exists()
    assert Event.objects.get(verb="setup").by_name == "anna"
    answer = send(chief, "/desk/admin/newsroom/section/add/", name="Desk", slug="desk", place="1")
    assert "has this address" in answer.text


def test_the_names_of_datelines_own_sources_are_not_given_away(chief):
    for slug, status in (("command", 200), ("demo", 200), ("sftp", 302)):
        answer = send(chief, "/desk/admin/newsroom/source/add/", slug=slug, **FOLDER)
        assert answer.status_code == status


def test_other_rights_hold_for_copy_that_is_already_here_once_the_worker_comes_to_it(chief):
    arrive(newsroom("NNB"), copy(provider="NNB"))
    address = f"/desk/admin/newsroom/provider/{Provider.objects.get().pk}/change/"
    send(chief, address, **PROVIDER, retention_days="1")
    assert article().state == "published"
    while resettle_some():
        pass
    assert article().state == "expired"


def test_the_code_of_a_provider_stays(chief):
    newsroom("NNB")
    address = f"/desk/admin/newsroom/provider/{Provider.objects.get().pk}/change/"
    send(chief, address, **PROVIDER | {"code": "XYZ"}, retention_days="1")
    assert Provider.objects.get().code == "NNB"


@pytest.mark.parametrize("model", ["delivery", "article", "event"])
def test_copy_and_record_are_to_look_at_only(chief, model):
    arrive(newsroom(), copy())
    listing = chief.get(f"/desk/admin/newsroom/{model}/")
    assert listing.status_code == 200
    key = re.search(rf"/desk/admin/newsroom/{model}/(\d+)/change/", listing.text)
    assert key
    page = chief.get(key[0])
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert chief.post(key[0], {}).status_code == 403
    assert chief.get(f"/desk/admin/newsroom/{model}/add/").status_code == 403


@pytest.mark.parametrize("model", ["provider", "source", "section", "rule", "house"])
def test_every_list_and_form_of_the_configuration_opens(chief, model):
    newsroom()
    listing = chief.get(f"/desk/admin/newsroom/{model}/")
    key = re.search(rf"/desk/admin/newsroom/{model}/(\d+)/change/", listing.text)
    assert key
    assert chief.get(key[0]).status_code == 200
