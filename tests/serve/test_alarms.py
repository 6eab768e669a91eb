"""Alarms: each is told once until it ends, by mail and by a signed webhook, however often that fails."""

import hashlib
import json
import smtplib
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from dateline.intake.proof import signature
from dateline.newsroom.alarms import PAUSES, claim, note, open_alarms
from dateline.newsroom.models import (
    Alarm,
    Delivery,
    Event,
    House,
    Item,
    OutgoingCall,
    Outlet,
    Pulse,
    Sending,
    Source,
    Touch,
)
from dateline.newsroom.verbs import ask_release, kill, release
from dateline.outgoing import rows as outgoing
from dateline.serve.alarms import looks, telling
from dateline.serve.alarms.watch import Watch, make_calls
from dateline.serve.checks import work
from dateline.serve.metrics.figures import State
from tests.desk.people import somebody
from tests.newsroom.helpers import HOUR, arrive, article, copy, delivery, item, newsroom

pytestmark = pytest.mark.django_db

SECRET = "a secret of some length"


@pytest.fixture
def quiet():
    """A source that has been silent for too long."""
    source = newsroom()
    source.quiet_after = 30
    source.save()
    delivery(source, arrived_at=timezone.now() - HOUR, state=Delivery.State.DONE)
    return source


@pytest.fixture
def hook(settings):
    """A webhook that notes what it gets and answers with the next of `answers` (else 200)."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((dict(self.headers), body))
            self.send_response(server.answers.pop(0) if server.answers else 200)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    server.got, server.answers = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ALARM_WEBHOOK, settings.ALARM_SECRET = f"http://127.0.0.1:{server.server_port}/", SECRET
    yield server
    server.shutdown()
    server.server_close()


def look() -> None:
    Watch().look()


def test_a_silent_source_is_told_once_until_it_comes_in_again(quiet, hook):
    look()
    look()
    assert [(one.kind, one.subject) for one in open_alarms()] == [("silence", "wire")]
    assert [json.loads(body)["text"] for _headers, body in hook.got] == ["bron wire: al 60 minuten stil"]
    delivery(quiet, arrived_at=timezone.now(), state=Delivery.State.DONE)
    look()
    assert not open_alarms()
    Delivery.objects.update(arrived_at=timezone.now() - HOUR)
    look()
    assert len(hook.got) == 2
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == ["alarm", "alarm-over", "alarm"]


def test_the_webhook_can_see_that_it_is_us(quiet, hook):
    look()
    headers, body = hook.got[0]
    at, sha256, shown = (part.partition("=")[2] for part in headers["Dateline-Signature"].split(", "))
    assert sha256 == hashlib.sha256(body).hexdigest()
    assert shown == signature(SECRET, int(at), sha256)
    told = json.loads(body)
    assert (told["kind"], told["subject"], headers["Dateline-Id"]) == ("silence", "wire", str(told["id"]))


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_fails_is_tried_again_after_growing_pauses_and_at_last_given_up(quiet, hook, status):
    hook.answers = [status] * 50
    look()
    call = OutgoingCall.objects.get()
    tried_at, pauses = timezone.now(), []
    while call.next_at is not None:
        pauses.append((call.next_at - tried_at).total_seconds())
        assert make_calls(call.next_at - timedelta(seconds=1)) == 0
        assert len(hook.got) == len(pauses)
        tried_at = call.next_at
        make_calls(tried_at)
        call.refresh_from_db()
    assert pauses == pytest.approx([pause.total_seconds() for pause in PAUSES], abs=2)
    assert len(hook.got) == len(PAUSES) + 1
    assert call.trouble == f"it answered {status}"
    make_calls(timezone.now() + 100 * 24 * HOUR)
    assert len(hook.got) == len(PAUSES) + 1


def test_what_is_told_in_the_end_is_told_no_more(quiet, hook):
    hook.answers = [503]
    look()
    make_calls(timezone.now() + HOUR)
    make_calls(timezone.now() + 100 * HOUR)
    call = OutgoingCall.objects.get()
    assert (len(hook.got), call.done_at is not None, call.next_at, call.trouble) == (2, True, None, "")


def test_nobody_listens_at_the_webhook(quiet, settings):
    settings.ALARM_WEBHOOK = "http://user:password@127.0.0.1:9/"
    look()
    assert OutgoingCall.objects.get().trouble == "ConnectError"


def test_of_several_hosts_one_makes_a_call(quiet, settings):
    settings.ALARM_WEBHOOK = "http://127.0.0.1:9/"
    now = timezone.now()
    note(looks.everything(now, now), looks.watched(), telling.ways())
    one, other = OutgoingCall.objects.get(), OutgoingCall.objects.get()
    assert claim(one, now)
    assert not claim(other, now)


@pytest.fixture
def mailed(settings, monkeypatch):
    """What a mail server is told."""
    sent = []

    class Server:
        def __init__(self, host, port, timeout):
            sent.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *args):
            pass

        def starttls(self):
            sent.append("tls")

        def login(self, user, password):
            sent.append((user, password))

        def send_message(self, message):
            sent.append(message)

    monkeypatch.setattr(smtplib, "SMTP", Server)
    settings.SMTP = "smtp+tls://dateline:p%40ss@mail.example:587"
    settings.ALARM_MAIL, settings.MAIL_FROM = ["nacht@krant.example"], "dateline@krant.example"
    return sent


def test_an_alarm_is_mailed(quiet, mailed):
    look()
    where, tls, login, message = mailed
    assert (where, tls, login) == (("mail.example", 587), "tls", ("dateline", "p@ss"))
    assert (message["To"], message["From"]) == ("nacht@krant.example", "dateline@krant.example")
    assert message["Subject"] == "Dateline: bron wire: al 60 minuten stil"
    assert OutgoingCall.objects.get().done_at is not None


def under_embargo(guid: str, source: Source) -> Item:
    arrive(source, copy(guid, embargoed=timezone.now() + HOUR))
    return item(guid)


def test_an_embargo_that_a_chief_lifts_alone_is_mailed_to_the_other_chiefs(mailed):
    anna, bram, dirk = somebody("chief", "anna"), somebody("chief", "bram"), somebody("editor", "dirk")
    somebody("chief", "cleo")
    for user in (anna, bram, dirk):  # cleo has given no address
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@krant.example")
    source = newsroom()
    lifted = under_embargo("a", source)
    release(lifted, reason="het staat al elders", by=anna)
    make_calls(timezone.now())
    message = mailed[-1]
    assert message["To"] == "bram@krant.example"
    assert message["Subject"] == f"Dateline: anna hief het embargo van {lifted.short_id} op: het staat al elders"
    assert list(open_alarms()) == [], "it is over at once"
    release(under_embargo("b", source), reason="bevestigd", by=bram)
    User.objects.update(email="")
    make_calls(timezone.now())
    assert mailed[-1]["To"] == "nacht@krant.example", "somebody has to know"


def test_an_embargo_that_two_lift_is_mailed_to_nobody(mailed):
    lifted = under_embargo("a", newsroom())
    ask_release(lifted, reason="het staat al elders", by=somebody("editor"))
    release(lifted, reason="gezien", by=somebody("chief"))
    assert not OutgoingCall.objects.exists()


def test_a_mail_server_that_refuses_says_nothing_of_its_password(quiet, settings, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPAuthenticationError(535, b"p@ss is wrong")

    monkeypatch.setattr(smtplib, "SMTP", refuse)
    settings.SMTP, settings.ALARM_MAIL = "smtp://u:p%40ss@mail.example", ["a@b.example"]
    look()
    assert OutgoingCall.objects.get().trouble == "SMTPAuthenticationError"


def found(kind: str, since=None) -> list[str]:
    now = timezone.now()
    return [one.text for one in looks.everything(now, since or now - HOUR) if one.kind == kind]


def test_a_worker_that_is_dead_is_an_alarm_and_one_that_has_just_begun_is_none():
    Pulse.objects.create(name="work", at=timezone.now() - timedelta(seconds=30))
    assert found("worker") == []
    Pulse.objects.update(at=timezone.now() - HOUR)
    assert found("worker") == ["al 60 minuten heeft geen verwerker gewerkt: niets wat binnenkomt wordt gelezen"]
    assert found("worker", since=timezone.now()) == [], "all were started just now"


def test_new_copy_that_nobody_reads_is_an_alarm():
    delivery(newsroom(), arrived_at=timezone.now() - timedelta(minutes=10))
    assert found("worker") == ["nieuwe kopij ligt al 10 minuten ongelezen"]


def test_alarms_are_told_in_the_language_of_the_house(quiet):
    House.objects.update_or_create(defaults={"language": "en"})
    assert found("silence") == ["source wire: silent for 60 minutes"]


def test_a_full_disk_is_an_alarm(settings, monkeypatch):
    monkeypatch.setattr(looks.room, "free", lambda: settings.MIN_FREE * 1.5)
    assert "GB vrij op de schijf van" in found("disk")[0]
    monkeypatch.setattr(looks.room, "free", lambda: settings.MIN_FREE * 10)
    assert found("disk") == []


def test_a_kill_that_a_web_process_has_not_followed_is_an_alarm(monkeypatch):
    ago = timezone.now() - timedelta(seconds=20)
    Touch.objects.create(n=7, tag="item:abc", at=ago, asked_at=ago)
    Touch.objects.create(n=8, tag="item:def", at=ago)  # no kill
    monkeypatch.setattr(looks.board, "states", lambda data: [State(0, 0, 8, 0), State(0, 0, 6, 0)])
    assert "item:abc" in found("kill")[0]
    monkeypatch.setattr(looks.board, "states", lambda data: [State(0, 0, 8, 0), State(0, 0, 7, 0)])
    assert found("kill") == []
    monkeypatch.setattr(looks.board, "states", lambda data: [])
    assert found("kill") == []


def test_a_kill_that_has_not_arrived_at_a_way_out_is_an_alarm_until_it_has():
    outlet = Outlet.objects.create(slug="partner", kind="webhook", url="https://partner.example/")
    arrive(newsroom(), copy("a"))
    kill(item("a"), reason="fout")
    now = timezone.now()
    call = Sending.objects.create(outlet=outlet, article=article("a"), next_at=now, since=now)
    look()
    assert not open_alarms(), "it has only just been killed"
    for state in ("pending", "failed"):
        Sending.objects.update(state=state, since=now - timedelta(seconds=61))
        look()
        look()
        assert [one.text for one in open_alarms()] == [
            f"een intrekking is niet aangekomen bij partner ({article('a').short_id}): zie Uitgaand op de redactie"
        ]
        assert ("error", "a kill has not arrived at partner") in [(one.level, one.what) for one in work.outgoing()]
    outgoing.done(call, gone=True, took=5, now=now)
    look()
    assert not open_alarms()
    assert list(work.outgoing()) == []


def test_only_what_was_looked_at_can_be_over():
    Alarm.objects.create(kind="disk", subject="another host", text="vol", began_at=timezone.now())
    look()
    assert [one.subject for one in open_alarms()] == ["another host"]
