"""Sources in the admin: each kind asks for what it needs, and a push's secret is shown once."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dateline.newsroom.keys import secret
from dateline.newsroom.models import Event, Source

pytestmark = pytest.mark.django_db

ADD = "/desk/admin/newsroom/source/add/"
LIST = "/desk/admin/newsroom/source/"

COMMON = {"active": "on", "quiet_after": "0", "done": "move", "rate": "1200", "every": "20", "auth": "basic"}
COMMON |= {"login": "services/login"}


@pytest.fixture
def chief(db) -> Client:
    User.objects.create_superuser("chief", password="x")
    client = Client()
    client.login(username="chief", password="x")
    return client


def text(response) -> str:
    return response.content.decode()


def errors(response) -> str:
    return " ".join(re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', text(response), re.DOTALL))


def test_a_new_push_shows_its_secret_and_address_once(chief: Client):
    made = chief.post(ADD, COMMON | {"slug": "nnb", "kind": "push"})
    source = Source.objects.get(slug="nnb")
    assert made.status_code == 200
    assert "no-store" in made.headers["Cache-Control"]
    assert secret(source) in text(made)
    assert "/intake/nnb" in text(made)
    assert all(secret(source) not in morsel.OutputString() for morsel in chief.cookies.values())
    assert secret(source) not in text(chief.get(f"{LIST}{source.pk}/change/"))
    assert secret(source) not in text(chief.get(LIST))


def test_a_new_secret_is_shown_once_and_only_where_we_make_it(chief: Client):
    source = Source.objects.create(slug="nnb", kind="push")
    other = Source.objects.create(slug="other", kind="push", secret_from="env:OTHER")
    folder = Source.objects.create(slug="folder", path="/srv/in")
    before = secret(source)
    chosen = [source.pk, other.pk, folder.pk]
    shown = chief.post(LIST, {"action": "renew_secret", "_selected_action": chosen})
    source.refresh_from_db()
    assert secret(source) != before
    assert secret(source) in text(shown)
    assert set(Source.objects.exclude(pk=source.pk).values_list("secret_turn", flat=True)) == {1}
    assert "other" in text(chief.get(LIST)), "that nothing has changed about it is said"
    assert Event.objects.get(verb="setup", by_name="chief").reason == "a new secret for source nnb"


def test_a_push_with_its_secret_elsewhere_shows_none(chief: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NNB_SECRET", "a-long-secret-of-theirs")
    made = chief.post(ADD, COMMON | {"slug": "nnb", "kind": "push", "secret_from": "env:NNB_SECRET"}, follow=True)
    assert Source.objects.get(slug="nnb").secret_from == "env:NNB_SECRET"
    assert "a-long-secret-of-theirs" not in text(made)


def test_a_polled_source_is_made_with_its_services_one_a_line(chief: Client):
    fields = {"slug": "anp", "kind": "anp-api", "url": "https://newsapi.example", "user": "krant"}
    chief.post(ADD, COMMON | fields | {"secret_from": "file:/etc/dateline/anp", "services": " 101\r\n\r\nAFN Web\r\n"})
    source = Source.objects.get(slug="anp")
    assert (source.url, source.user, source.services) == ("https://newsapi.example", "krant", ["101", "AFN Web"])
    page = text(chief.get(f"{LIST}{source.pk}/change/"))
    assert "101\nAFN Web" in page
    assert 'name="path"' not in page, "only the fields of its kind"
    assert 'name="kind"' not in page, "the kind stays"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "folder"}, "path"),
        ({"kind": "folder", "path": "in"}, "path"),
        ({"kind": "folder", "path": "/"}, "path"),
        ({"kind": "folder", "path": "/srv/in/deep"}, "path"),
        ({"kind": "folder", "path": "/srv"}, "path"),
        ({"kind": "push", "secret_from": "sesam-open-u-sesam"}, "secret_from"),
        ({"kind": "anp-api", "user": "krant", "secret_from": "env:A"}, "url"),
        ({"kind": "anp-api", "user": "krant", "secret_from": "env:A", "url": "http://newsapi.example"}, "url"),
        ({"kind": "anp-api", "user": "krant", "url": "https://newsapi.example"}, "secret_from"),
        ({"kind": "anp-api", "secret_from": "env:A", "url": "https://newsapi.example"}, "user"),
        ({"kind": "command"}, "kind"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_a_source_needs_and_may_not_be_is_said_at_its_field(chief: Client, fields: dict[str, str], name: str):
    Source.objects.create(slug="there", path="/srv/in")
    response = chief.post(ADD, COMMON | {"slug": "new"} | fields)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [name]
    assert not Source.objects.filter(slug="new").exists()


def test_the_folder_of_a_source_may_stay_and_that_of_one_that_rests_is_free(chief: Client):
    source = Source.objects.create(slug="there", path="/srv/in")
    kept = {"slug": "there", "path": "/srv/in", "done": "stay", "active": "on", "quiet_after": "0"}
    assert chief.post(f"{LIST}{source.pk}/change/", kept).status_code == 302
    assert Source.objects.get(slug="there").done == "stay"
    Source.objects.update(active=False)
    chief.post(ADD, COMMON | {"slug": "new", "kind": "folder", "path": "/srv/in"})
    assert Source.objects.filter(slug="new").exists()
