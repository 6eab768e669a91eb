"""Ways out are set up, tried, paused and looked after at the desk."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from dateline.newsroom.models import Article, Event, Outlet, Sending, Touch
from dateline.outgoing import rows, signing
from tests.newsroom.helpers import arrive, article, copy, newsroom

from .people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW = "/desk/settings/outlets/new/?kind="
SFTP = {
    "slug": "library",
    "active": "on",
    "url": "sftp://krant@files.example/in",
    "secret_from": "file:/etc/dateline/library",
    "known_hosts": "/etc/dateline/known_hosts",
    "format": "nitf",
    "sections": ["buitenland"],
}


@pytest.fixture
def chief() -> Client:
    arrive(newsroom(), copy("a"))
    return signed_in("chief", "carla")


def test_a_webhook_is_made_told_of_what_comes_and_its_secret_shown_once(chief):
    fields = {
        "slug": "partner",
        "active": "on",
        "url": "https://partner.example/news",
        "sections": ["buitenland"],
        "query": "haven -sport",
    }
    answer = chief.post(f"{NEW}webhook", fields)
    assert signing.secret("partner") in answer.text
    made = Outlet.objects.get()
    assert (made.kind, made.sections, made.providers, made.private) == ("webhook", ["buitenland"], [], False)
    assert made.query == "haven -sport"
    assert rows.fill(made) == 0, "what was before is not for it"
    assert Event.objects.order_by("-id").values_list("by_name", "reason").first() == ("carla", "uitgang partner: nieuw")
    assert signing.secret("partner") not in chief.get(f"/desk/settings/outlets/{made.pk}/").text
    assert signing.secret("partner") not in chief.get("/desk/outgoing/to/partner/").text


NOWHERE = [
    ("webhook", {"url": ""}, "url"),
    ("webhook", {"url": "ftp://partner.example"}, "url"),
    ("webhook", {"url": "https://me:secret@partner.example"}, "url"),
    ("webhook", {"url": "sftp://me@partner.example"}, "url"),
    ("sftp", SFTP | {"url": "https://files.example"}, "url"),
    ("sftp", SFTP | {"url": "sftp://me:secret@files.example/in"}, "url"),
    ("sftp", SFTP | {"secret_from": "hunter2"}, "secret_from"),
    ("sftp", SFTP | {"known_hosts": ""}, "known_hosts"),
    ("sftp", SFTP | {"sections": ["nowhere"]}, "sections"),
    ("sftp", SFTP | {"format": "word"}, "format"),
    ("folder", {"path": "srv/archive", "format": "ninjs"}, "path"),
    ("webhook", {"url": "https://partner.example", "query": "haven van:gisteren"}, "query"),
    ("webhook", {"url": "https://partner.example", "query": "section:nowhere"}, "query"),
]


def test_a_way_out_that_leads_nowhere_is_not_made(chief):
    for kind, fields, wrong in NOWHERE:
        answer = chief.post(f"{NEW}{kind}", {"slug": "x", **fields})
        assert (answer.status_code, set(answer.context["form"].errors)) == (400, {wrong}), (kind, fields)
    assert not Outlet.objects.exists()


def test_each_kind_is_made_with_what_it_needs_and_no_other_kind(chief):
    sent = {
        "folder": {"path": "/srv/archive", "format": "newsml-g2"},
        "purge": {"url": "http://127.0.0.1:6081/", "private": "on"},
        "websub": {"url": "https://hub.example/"},
        "sftp": SFTP,
    }
    for kind, fields in sent.items():
        assert chief.post(f"{NEW}{kind}", {"active": "on"} | fields | {"slug": kind}).status_code == 302, kind
    assert set(Outlet.objects.values_list("slug", flat=True)) == set(sent)
    assert chief.get(f"{NEW}fax").status_code == 404
    shown = chief.get("/desk/settings/outlets/").text
    assert "sftp://krant@files.example/in" in shown


def test_another_address_of_a_cache_has_to_prove_itself_anew(chief):
    cache = Outlet.objects.create(slug="varnish", kind="purge", url="http://a.example/", proved_at=timezone.now())
    row = f"/desk/settings/outlets/{cache.pk}/"
    for url, proved in (("http://a.example/", True), ("http://b.example/", False)):
        chief.post(row, {"url": url, "active": "on"})
        cache.refresh_from_db()
        assert (cache.proved_at is not None) is proved


def test_it_is_paused_and_used_again_and_the_record_says_so(chief):
    outlet = Outlet.objects.create(slug="partner", kind="webhook", url="https://partner.example/")
    before = Touch.objects.count()
    for on, said in (({}, "onderbroken"), ({"on": "1"}, "weer in gebruik")):
        chief.post("/desk/outgoing/to/partner/switch/", on)
        chief.post("/desk/outgoing/to/partner/switch/", on)
        outlet.refresh_from_db()
        assert outlet.active is bool(on)
        assert Event.objects.order_by("-id").values_list("reason", flat=True).first() == f"uitgang partner: {said}"
    assert Event.objects.filter(verb="setup", by_name="carla").count() == 2
    assert Touch.objects.count() > before, "whether caches may keep pages may be another"


def test_its_queue_is_shown_and_a_trial_makes_the_last_call_once_more(chief):
    outlet = Outlet.objects.create(slug="partner", kind="webhook", url="https://partner.example/")
    shown = chief.post("/desk/outgoing/to/partner/try/", follow=True).text
    assert "nothing sent yet" in shown
    Outlet.objects.update(query="haven van:gisteren")
    shown = chief.get("/desk/outgoing/to/partner/").text
    assert "haven van:gisteren" in shown
    assert "“gisteren” is no date" in shown
    Outlet.objects.update(query="")
    now = timezone.now()
    there = Article.objects.get(pk=article("a").pk)
    sending = Sending.objects.create(outlet=outlet, article=there, told=5, next_at=now, since=now)
    sending.attempts = 1
    sending.save()
    rows.failed(sending, "it answered 503", now)
    shown = chief.get("/desk/outgoing/to/partner/").text
    assert "it answered 503" in shown
    assert re.search(r"1 attempt, the next at \d\d:\d\d", shown)
    assert "in trouble" in shown
    rows.done(sending, gone=False, took=None, now=now)
    assert ">works<" in chief.get("/desk/outgoing/to/partner/").text
    chief.post("/desk/outgoing/to/partner/try/")
    sending.refresh_from_db()
    assert (sending.state, sending.attempts) == ("pending", 0)
    cache = Outlet.objects.create(slug="varnish", kind="purge", url="http://a.example/")
    for _twice in range(2):
        chief.post("/desk/outgoing/to/varnish/try/")
    assert Sending.objects.get(outlet=cache).article is None
