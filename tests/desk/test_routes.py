"""Who gets what at each address of the desk: a viewer, an editor, a chief and who has no role there try them all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from lxml.html import fromstring

from dateline.newsroom.editing import Words
from dateline.newsroom.models import (
    Alarm,
    Delivery,
    Event,
    OutgoingCall,
    Outlet,
    Reference,
    Rule,
    Section,
    Sending,
    Source,
    View,
)
from dateline.newsroom.verbs import edit, kill
from dateline.newsroom.verbs.edit import last_seen
from tests.newsroom.helpers import HOUR, NOW, arrive, article, copy, delivery, item, newsroom

from .people import OUTSIDER, signed_in, somebody
from .routes import OPEN_TO_ALL, ROUTES, SEEN

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def rows() -> dict[str, Any]:
    """What the paths and fields of the table stand for."""
    source = newsroom()
    for guid in "akf":
        arrive(source, copy(guid))
    edit(item("f"), words=Words(headline="Kop van de redactie"))
    arrive(source, copy("e", embargoed=timezone.now() + HOUR))
    kill(item("k"), reason="x")
    arrive(source, copy("r", signal="kill", target="iets anders"))
    broken = delivery(source, state=Delivery.State.QUARANTINED, reason="x", arrived_at=NOW)
    return {
        **{guid: article(guid).short_id for guid in "akef"},
        "change": article("a").change,
        "k_change": article("k").change,
        "e_change": article("e").change,
        "f_change": article("f").change,
        "f_seen": last_seen(item("f")),
        "f_revision": article("f").revision_id,
        "d": broken.pk,
        "r": Reference.objects.get().pk,
        "section": Section.objects.get(slug="buitenland").pk,
        "rule": Rule.objects.order_by("place").first().pk,
        "push": Source.objects.create(slug="push", kind="push").pk,
        "view": View.objects.create(name="everybody's").pk,
        "call": alarm_call(),
        "sending": sending_that_failed(),
        "outlet": Outlet.objects.get().pk,
        "person": somebody("editor", "bram").pk,
    }


@pytest.mark.parametrize("role", SEEN)
def test_each_role_gets_what_is_its_own_and_nothing_else(rows, role):
    browser = signed_in(role)
    somebody("chief", "another")
    wrong = []
    for route in ROUTES:
        path = route.path.format(**rows)
        fields = {name: value.format(**rows) for name, value in route.fields.items()}
        for method, wanted in (("GET", route.get[role]), ("POST", route.post[role])):
            with undone():
                before = state_of_all()
                answer = browser.get(path) if method == "GET" else browser.post(path, fields)
                if answer.status_code != wanted:
                    wrong.append(f"{method} {path}: {answer.status_code} and not {wanted}")
                if route.name in OPEN_TO_ALL or answer.status_code == 405:
                    continue
                if "no-store" not in answer["Cache-Control"]:
                    wrong.append(f"{method} {path}: may be kept by a cache")
                if role == OUTSIDER and not answer["Location"].startswith("/desk/login/"):
                    wrong.append(f"{method} {path}: leads to {answer['Location']}")
                if wanted == 403 or role == OUTSIDER or method == "GET":
                    if state_of_all() != before:
                        wrong.append(f"{method} {path}: something was done")
                    if wanted not in (200, 404) and "Kop van" in answer.text:
                        wrong.append(f"{method} {path}: shows copy")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["viewer", "editor", "chief"])
def test_no_page_offers_what_is_refused(rows, role):
    """Every link and form of every page that a role sees, followed and sent as it stands."""
    browser = signed_in(role)
    offered: dict[tuple[str, str], str] = {}
    for route in ROUTES:
        if route.get[role] == 200 and route.name not in OPEN_TO_ALL:
            path = route.path.format(**rows)
            for method, where in offers(browser.get(path).text, path):
                offered.setdefault((method, where), path)
    assert len(offered) > 30
    assert {method for method, _where in offered} == {"GET", "POST"}
    wrong = []
    for (method, where), page in offered.items():
        with undone():
            answer = browser.get(where) if method == "GET" else browser.post(where, {"words": "x"})
        if answer.status_code in (403, 404, 405):
            wrong.append(f"{page} offers {method} {where}, which answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_address_of_the_desk_is_in_the_table():
    from dateline.desk.people.urls import urlpatterns as accounts
    from dateline.desk.urls import urlpatterns

    twice = {"account_login", "account_logout"}  # allauth's names for what is login and logout
    missing = (names(urlpatterns) | names(accounts)) - twice - {route.name for route in ROUTES}
    assert not missing, f"say in tests/desk/routes.py what each role gets at: {', '.join(sorted(missing))}"


def test_each_path_of_the_table_is_that_of_its_name():
    example = dict.fromkeys("akef", "x") | dict.fromkeys(
        ("d", "r", "section", "rule", "push", "person", "view", "call", "sending", "outlet"), 1
    )
    for route in ROUTES:
        assert resolve(route.path.format(**example).partition("?")[0]).url_name == route.name, route.path


@pytest.mark.parametrize("role", SEEN)
def test_the_admin_is_for_its_own_accounts(role, rows):
    """All of it leads to its sign-in: no role is enough for it."""
    browser = signed_in(role)
    paths = sorted(set(admin_paths()))
    assert len(paths) > 50
    for path in paths:
        for ask in (browser.get, browser.post):
            answer = ask(path)
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/desk/admin/login/"), path


def offers(page: str, path: str) -> Iterator[tuple[str, str]]:
    """Each address of the desk that a page leads to or sends something to, and how; but not what signs out."""
    for element in fromstring(page or "<p>").iter("a", "form", "button", "input", "div", "section", "span", "details"):
        asked = [("GET", element.get("href")), ("GET", element.get("hx-get")), ("POST", element.get("hx-post"))]
        asked += [("POST", element.get("formaction"))]
        if element.tag == "form":
            asked.append((element.get("method", "get").upper(), element.get("action", path)))
        for method, where in asked:
            where = urljoin(path, where or "#").partition("#")[0]
            if where.startswith("/desk/") and where != path and not where.startswith("/desk/logout/"):
                yield method, where


def alarm_call() -> int:
    """The key of a call that failed."""
    alarm = Alarm.objects.create(kind="disk", subject="host", text="vol", began_at=NOW)
    return OutgoingCall.objects.create(alarm=alarm, way="mail", attempts=1).pk


def sending_that_failed() -> int:
    """The key of a sending that was given up."""
    outlet = Outlet.objects.create(slug="taker", kind=Outlet.Kind.WEBHOOK, url="https://taker.example/")
    return Sending.objects.create(outlet=outlet, state=Sending.State.FAILED, next_at=NOW, since=NOW, error="x").pk


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """The names of all addresses, those of what is included among them."""
    found = set()
    for one in patterns:
        found |= names(one.url_patterns) if isinstance(one, URLResolver) else {one.name}
    return found


def admin_paths() -> Iterator[str]:
    """An address for each pattern of the admin but its sign-in and sign-out, which show nothing."""
    reverse = get_resolver().namespace_dict["admin"][1].reverse_dict
    for name in reverse:
        for possibilities in reverse.getlist(name):
            for template, arguments in possibilities[0]:
                if template not in ("login/", "logout/"):
                    yield "/desk/admin/" + template % dict.fromkeys(arguments, "1")


def state_of_all() -> tuple[Any, ...]:
    """What any act would change."""
    return (
        Event.objects.count(),
        User.objects.count(),
        sorted(Delivery.objects.values_list("pk", "state")),
        sorted(Rule.objects.values_list("pk", "place")),
        sorted(Source.objects.values_list("pk", "secret_turn")),
        sorted(Outlet.objects.values_list("pk", "url", "active")),
        sorted(Sending.objects.values_list("pk", "state")),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Has what is done within not have happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
