"""Webhooks, files and their rows: signed, in order, tried again, and never more than readers may see."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dateline.newsroom.models import Article, Outlet, Sending
from dateline.outgoing import calls, rows, running, signing
from dateline.search import index
from dateline.search.models import Document, Progress
from dateline.search.stores import store
from dateline.serve.checks import work as checks
from dateline.wire import reader
from tests.desk.people import signed_in
from tests.site import make

from .listening import Listener

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(db: None) -> None:
    make.paper(base_url="https://nieuws.example/")


@pytest.fixture
def partner() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def hook(partner: Listener) -> Outlet:
    return Outlet.objects.create(slug="partner", kind="webhook", url=f"{partner.url}/news", private=True)


def up(headline: str, told: int, **more: Any) -> Article:
    return make.article(headline, f"Tekst van {headline}.", told=told, told_at=timezone.now(), **more)


def change(row: Article, told: int, **fields: Any) -> None:
    Article.objects.filter(pk=row.pk).update(told=told, told_at=timezone.now(), **fields)


def work(outlet: Outlet) -> None:
    """Until there is nothing more to do now."""
    for _ in range(50):
        if not running.step(outlet):
            return
        outlet.refresh_from_db()


def taken_up() -> None:
    """Whatever there is can be found."""
    while index.fill_some():
        pass


def told(partner: Listener) -> list[tuple[str, str]]:
    found = [json.loads(heard.body) for heard in partner.heard]
    return [(one["type"], one["item"].get("headlines", [{"value": ""}])[0]["value"]) for one in found]


def test_while_the_secret_key_changes_a_call_is_signed_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    first = signing.headers("partner", "call", 1, b"body")["webhook-signature"]
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [str(settings.SECRET_KEY)])
    monkeypatch.setattr(settings, "SECRET_KEY", "of the same installation, some years later")
    signatures = signing.headers("partner", "call", 1, b"body")["webhook-signature"].split(" ")
    assert [one[:3] for one in signatures] == ["v1,", "v1,"]
    assert first in signatures[1:]
    assert signatures[0] != first


def test_a_change_is_posted_as_ninjs_and_signed(partner: Listener, hook: Outlet) -> None:
    up("Kop", 3, fields={"ed_note": "geheim"})
    work(hook)
    [heard] = partner.heard
    assert (heard.method, heard.path) == ("POST", "/news")
    assert heard.headers["content-type"] == "application/json"
    name, at = heard.headers["webhook-id"], heard.headers["webhook-timestamp"]
    assert abs(time.time() - int(at)) < 60
    key = base64.b64decode(signing.secret("partner").removeprefix("whsec_"))
    made = hmac.new(key, f"{name}.{at}.".encode() + heard.body, hashlib.sha256).digest()
    assert heard.headers["webhook-signature"] == f"v1,{base64.b64encode(made).decode()}"
    assert json.loads(heard.body)["item"]["pubStatus"] == "usable"
    assert b"geheim" not in heard.body
    assert signing.secret("partner") != signing.secret("ander")


def test_each_change_is_told_once_and_in_order(partner: Listener, hook: Outlet) -> None:
    row = up("Een", 3)
    up("Twee", 4)
    work(hook)
    work(hook)
    assert told(partner) == [("item.changed", "Een"), ("item.changed", "Twee")]
    change(row, 5)
    work(hook)
    assert len(partner.heard) == 3


def test_a_kill_is_told_by_id_and_time_alone_and_only_to_who_got_it(partner: Listener, hook: Outlet) -> None:
    row, other = up("Geheim", 3), up("Sport", 4, section="sport")
    hook.sections = ["buitenland"]
    hook.save()
    work(hook)
    for number, one in enumerate((row, other)):
        change(one, 5 + number, state="killed", listed=False)
    work(hook)
    assert told(partner) == [("item.changed", "Geheim"), ("item.gone", "")]
    assert set(json.loads(partner.heard[1].body)["item"]) <= {
        *("uri", "standard", "type", "representationType", "version", "pubStatus", "versionCreated")
    }


def test_what_is_refused_holds_up_nothing_else_and_is_then_told_as_it_is(partner: Listener, hook: Outlet) -> None:
    partner.answer = lambda heard: (503 if len(partner.heard) == 1 else 200, {})
    row = up("Een", 3)
    up("Twee", 4)
    work(hook)
    change(row, 5)
    work(hook)
    calls = [json.loads(heard.body) for heard in partner.heard]
    assert [one["change"] for one in calls] == [3, 4, 5], "3 is over and never told again"
    assert set(Sending.objects.values_list("state", "attempts")) == {("done", 1)}


def test_what_has_gone_is_told_before_all_news_that_waits(partner: Listener, hook: Outlet) -> None:
    row = up("Geheim", 3)
    work(hook)
    for number in range(4, 9):
        up(f"Nieuws {number}", number)
    running.step(hook)
    change(row, 9, state="killed", listed=False)
    running.step(hook)
    assert [kind for kind, _ in told(partner)] == ["item.changed", "item.changed", "item.gone"]
    work(hook)
    assert len(partner.heard) == 7


def test_a_kill_that_comes_during_a_call_that_fails_waits_for_no_pause(partner: Listener, hook: Outlet) -> None:
    row = up("Geheim", 3)
    work(hook)
    change(row, 4)
    rows.fill(hook)
    sending = rows.claim(hook, timezone.now())
    assert sending is not None
    change(row, 5, state="killed", listed=False)
    rows.fill(hook)
    rows.failed(sending, "it answered 503", timezone.now())
    work(hook)
    assert told(partner)[-1][0] == "item.gone"


def test_what_is_killed_while_it_waits_is_never_sent(partner: Listener, hook: Outlet) -> None:
    partner.answer = lambda heard: (500, {})
    row = up("Geheim", 3)
    work(hook)
    change(row, 4, state="killed", listed=False)
    partner.answer = lambda heard: (200, {})
    before = len(partner.heard)
    work(hook)
    assert [kind for kind, _ in told(partner)[before:]] == ["item.gone"]
    assert b"Geheim" not in partner.heard[-1].body


def test_an_item_that_leaves_the_section_is_gone_for_who_takes_that(partner: Listener, hook: Outlet) -> None:
    row, sport = up("Kop", 3), up("Sport", 4, section="sport")
    Outlet.objects.filter(pk=hook.pk).update(sections=["buitenland"])
    hook.refresh_from_db()
    work(hook)
    change(row, 5, section=sport.section)
    work(hook)
    assert told(partner) == [("item.changed", "Kop"), ("item.gone", "")]


def test_what_goes_out_can_be_any_search_and_what_it_finds_no_more_is_gone(partner: Listener, hook: Outlet) -> None:
    Outlet.objects.filter(pk=hook.pk).update(query='"de haven" -place:Gent')
    hook.refresh_from_db()
    row = up("In de haven", 3)
    up("In Gent", 4, places=("Gent",))
    up("De haven van Gent", 5, places=("Gent",))
    taken_up()
    work(hook)
    assert told(partner) == [("item.changed", "In de haven")]
    Outlet.objects.filter(pk=hook.pk).update(query="haven gent")
    change(row, 6)
    hook.refresh_from_db()
    work(hook)
    assert told(partner)[1:] == [("item.gone", "")]


def test_of_a_search_that_is_not_wholly_understood_nothing_goes_out(partner: Listener, hook: Outlet) -> None:
    Outlet.objects.filter(pk=hook.pk).update(query="haven van:gisteren")
    hook.refresh_from_db()
    up("In de haven", 3)
    taken_up()
    work(hook)
    assert not partner.heard
    [finding] = checks.outgoing()
    assert (finding.level, "gisteren" in finding.what) == ("error", True)


def test_nothing_is_called_gone_because_search_is_being_made_anew(partner: Listener, hook: Outlet) -> None:
    Outlet.objects.filter(pk=hook.pk).update(query="haven")
    hook.refresh_from_db()
    row = up("In de haven", 3)
    taken_up()
    work(hook)
    for rows_of in (Document, Progress):
        rows_of.objects.all().delete()
    store().clear()
    change(row, 4)
    work(hook)
    assert told(partner) == [("item.changed", "In de haven")]
    assert "search is made anew" in Sending.objects.get().error
    taken_up()
    Sending.objects.update(next_at=timezone.now())
    work(hook)
    assert [kind for kind, _ in told(partner)] == ["item.changed", "item.changed"]


def test_a_failed_call_is_made_again_after_pauses_that_grow_and_then_given_up(
    partner: Listener, hook: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner.answer = lambda heard: (503, {})
    up("Kop", 3)
    pauses, now = [], timezone.now()
    with monkeypatch.context() as still:
        still.setattr(timezone, "now", lambda: now)
        for _ in range(rows.MOST_ATTEMPTS):
            work(hook)
            pauses.append((Sending.objects.get().next_at - now).total_seconds())
            Sending.objects.update(next_at=now)
    assert pauses[:4] == [2, 4, 8, 16]
    assert max(pauses) == rows.LONGEST.total_seconds()
    sending = Sending.objects.get()
    assert (sending.state, sending.error) == ("failed", "it answered 503")
    work(hook)
    assert len(partner.heard) == rows.MOST_ATTEMPTS
    # All attempts have one id, by which who got it already knows it again.
    assert len({heard.headers["webhook-id"] for heard in partner.heard}) == 1
    page = signed_in("editor").get("/desk/outgoing/").content.decode()
    assert "it answered 503" in page
    assert "Kop" in page
    partner.answer = lambda heard: (200, {})
    assert signed_in("viewer").post(f"/desk/outgoing/{sending.pk}/again/").status_code == 403
    signed_in("editor").post(f"/desk/outgoing/{sending.pk}/again/")
    work(hook)
    assert Sending.objects.get().state == "done"


def test_a_call_is_due_when_it_waits_and_its_pause_is_over(partner: Listener, hook: Outlet) -> None:
    now = timezone.now()
    up("Kop", 3)
    assert not rows.is_due(hook.pk, now)
    rows.fill(hook)
    assert rows.is_due(hook.pk, timezone.now())
    partner.answer = lambda heard: (503, {})
    work(hook)
    assert [rows.is_due(hook.pk, timezone.now() + timedelta(seconds=wait)) for wait in (0, 3)] == [False, True]
    partner.answer = lambda heard: (200, {})
    Sending.objects.update(next_at=now)
    work(hook)
    assert not rows.is_due(hook.pk, timezone.now() + rows.LONGEST)


def due_in(told: int) -> float:
    """Seconds until the call about this change is made, to ten."""
    call = Sending.objects.get(told=told, state="pending")
    return round((call.next_at - timezone.now()).total_seconds(), -1)


def test_once_one_call_arrives_what_failed_meanwhile_is_made_again_soon_and_kills_first(
    partner: Listener, hook: Outlet
) -> None:
    for number in (3, 4, 5):
        up(f"Kop {number}", number)
    change(Article.objects.get(headline="Kop 5"), 6)
    work(hook)
    change(Article.objects.get(headline="Kop 4"), 7, state="killed", listed=False)
    for number in (8, 9):
        up(f"Kop {number}", number)
    partner.answer = lambda heard: (503, {})
    change(Article.objects.get(headline="Kop 3"), 10)
    work(hook)
    later, long_ago = timezone.now() + rows.LONGEST, timezone.now() - 2 * rows.OUTAGE
    Sending.objects.filter(told__in=(7, 8, 10)).update(next_at=later)
    Sending.objects.filter(told=9).update(state="failed", attempts=rows.MOST_ATTEMPTS, next_at=later)
    Sending.objects.update(done_at=long_ago)
    partner.answer = lambda heard: (200, {})
    up("Nieuw", 11)
    work(hook)
    assert [due_in(told) for told in (7, 8, 10, 9)] == [10, 60, 60, 60]


def test_a_call_that_fails_while_others_arrive_is_given_up_all_the_same(partner: Listener, hook: Outlet) -> None:
    up("Goed", 3)
    work(hook)
    partner.answer = lambda heard: (400 if b"Slecht" in heard.body else 200, {})
    up("Slecht", 4)
    work(hook)
    Sending.objects.filter(told=4).update(attempts=rows.MOST_ATTEMPTS - 1, next_at=timezone.now())
    work(hook)
    up("Ook goed", 5)
    work(hook)
    assert Sending.objects.get(told=4).state == "failed"


def test_a_call_is_claimed_by_one_worker_and_freed_if_that_dies(hook: Outlet) -> None:
    up("Kop", 3)
    rows.fill(hook)
    now = timezone.now()
    assert rows.claim(hook, now) is not None
    assert rows.claim(hook, now) is None
    assert rows.claim(hook, now + rows.CLAIMED_FOR + timedelta(seconds=1)) is not None


def test_two_workers_make_the_rows_once(hook: Outlet) -> None:
    up("Kop", 3)
    other = Outlet.objects.get(pk=hook.pk)
    assert rows.fill(hook) == 1
    assert rows.fill(other) == 0
    assert (other.told, other.key) == (hook.told, hook.key)


def test_a_change_during_the_call_waits_for_the_next(partner: Listener, hook: Outlet) -> None:
    row = up("Oud", 3)
    rows.fill(hook)
    claimed = rows.claim(hook, timezone.now())
    assert claimed is not None
    change(row, 4)
    rows.fill(hook)
    rows.done(claimed, gone=False, took=None, now=timezone.now())
    assert Sending.objects.get().state == "pending"


def test_which_addresses_are_public() -> None:
    assert all(map(calls.is_public, ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")))
    own = "127.0.0.1 10.1.2.3 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1%eth0 fc00::1 ::ffff:10.0.0.1"
    for address in [*own.split(), "64:ff9b::a00:1", "2002:a00:1::"]:
        assert not calls.is_public(address), address


def test_no_call_goes_to_an_address_that_is_not_public_unless_that_is_allowed(partner: Listener, hook: Outlet) -> None:
    Outlet.objects.update(private=False, url=f"http://localhost:{partner.port}/")
    hook.refresh_from_db()
    up("Kop", 3)
    work(hook)
    assert partner.heard == []
    assert "no public address" in Sending.objects.get().error


def test_a_redirect_is_not_followed(partner: Listener, hook: Outlet) -> None:
    partner.answer = lambda heard: (302, {"Location": f"{partner.url}/elders"})
    up("Kop", 3)
    work(hook)
    assert len(partner.heard) == 1
    assert Sending.objects.get().error == "it answered 302"


def test_a_call_ends_however_slowly_its_answer_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "TOTAL", 0.1)

    def drips(_heard: object) -> Any:
        time.sleep(3)
        return 200, {}

    slow = Listener(drips)
    started = time.monotonic()
    with pytest.raises(calls.Failed):
        calls.call("GET", slow.url, private=True)
    assert time.monotonic() - started < 2.9
    slow.close()


@pytest.mark.parametrize(("name", "ending"), [("ninjs", "json"), ("newsml-g2", "xml"), ("nitf", "xml")])
def test_an_article_as_a_file_and_its_kill_as_the_same_file(tmp_path: Path, name: str, ending: str) -> None:
    outlet = Outlet.objects.create(slug="map", kind="folder", path=str(tmp_path), format=name)
    row = up("Kop van het bericht", 3)
    work(outlet)
    [file] = tmp_path.iterdir()
    assert file.name == f"{row.short_id}.{ending}"
    [item] = reader.read(file.read_bytes()).items
    assert (item.status, item.headline) == ("usable", "Kop van het bericht")
    change(row, 4, state="killed", listed=False)
    work(outlet)
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    assert "Kop" not in file.read_text()
    [item] = reader.read(file.read_bytes()).items
    assert (item.status, item.version) == ("canceled", "4")


def test_a_folder_that_is_not_there_is_told_and_tried_again(tmp_path: Path) -> None:
    outlet = Outlet.objects.create(slug="map", kind="folder", path=str(tmp_path / "weg"))
    up("Kop", 3)
    work(outlet)
    assert "cannot be written" in Sending.objects.get().error
    (tmp_path / "weg").mkdir()
    Sending.objects.update(next_at=timezone.now())
    work(outlet)
    assert len(list((tmp_path / "weg").iterdir())) == 1


@pytest.mark.sqlite
def test_what_did_not_arrive_is_found_without_going_through_all_that_did(hook: Outlet) -> None:
    with CaptureQueriesContext(connection) as asked:
        rows.troubled(hook, 9)
        rows.unsettled(hook, 9)
        rows.last_arrived(hook)
    plans = []
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans.append([step for *_, step in cursor.fetchall() if "newsroom_sending" in step])
    names = [plan[0].partition("INDEX ")[2].partition(" ")[0] for plan in plans]
    waits, given_up = "sending_pending", "sending_given_up"
    assert names == [waits, given_up, waits, given_up, "sending_done"]


def test_the_desk_says_so_where_nothing_goes_out() -> None:
    assert "Nothing goes out to others." in signed_in("viewer").get("/desk/outgoing/").content.decode()
