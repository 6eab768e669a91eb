"""`dateline doctor` says what is wrong, and what to do about it."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from dateline.newsroom.models import Delivery, Event, House, Number, Provider, Source, Touch
from dateline.serve import checks, start
from tests.serve.running import command, running

pytestmark = pytest.mark.django_db


def said(check: checks.Check) -> list[tuple[str, str]]:
    return [(finding.level, finding.what) for finding in check()]


def test_a_sound_installation_has_nothing_to_say(tmp_path):
    data = tmp_path / "data"
    with running(data) as site:
        doctor = command(data, "doctor")
        # What `up` gives its processes, and not what this one would take.
        assert f"warning no base address: feeds and links say http://localhost:{site.port}" in doctor.stdout
    doctor = command(data, "doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert {line.split()[0] for line in doctor.stdout.splitlines()} == {"ok", "warning"}
    assert "warning no base address: feeds and links say http://localhost:8000" in doctor.stdout
    data.chmod(0o755)
    (data / "dateline.sqlite3").write_bytes(b"no database at all, this is. " * 200)
    doctor = command(data, "doctor")
    assert doctor.returncode == 1
    assert f"warning other users can look into {data}: chmod 700 {data}" in doctor.stdout
    assert "error   the database cannot be read: file is not a database: restore a backup" in doctor.stdout


def test_no_data_at_all(tmp_path):
    doctor = command(tmp_path / "none", "doctor")
    assert doctor.returncode == 1
    assert doctor.stdout.startswith("error   no data directory")
    assert not (tmp_path / "none").exists()


def test_rights_that_nobody_has_set():
    Provider.objects.create(code="ANP", name="ANP")
    Provider.objects.create(code="AFP", name="AFP", retention_days=30)
    assert said(checks.rights) == [("warning", "provider ANP: rights not set")]
    Provider.objects.update(retention_days=0)
    assert said(checks.rights) == [("ok", "rights of 2 providers are set")]


def test_folders_of_sources(tmp_path):
    Source.objects.create(slug="here", path=str(tmp_path))
    Source.objects.create(slug="nowhere", path=str(tmp_path / "none"))
    Source.objects.create(slug="asleep", path=str(tmp_path / "none"), active=False)
    assert sorted(said(checks.folders)) == [
        ("error", f"source nowhere: no folder {tmp_path / 'none'}"),
        ("ok", f"source here: {tmp_path}"),
    ]


def test_deliveries_that_wait_and_those_in_quarantine():
    source = Source.objects.create(slug="s", kind=Source.Kind.COMMAND)
    now = timezone.now()
    for n, (state, age) in enumerate([("pending", 600), ("pending", 1), ("quarantined", 1), ("done", 900)]):
        Delivery.objects.create(
            source=source, name=str(n), sha256=str(n), size=1, state=state, arrived_at=now - timedelta(seconds=age)
        )
    assert said(checks.waiting) == [
        ("warning", "2 deliveries wait to be read, the oldest for 10 minutes"),
        ("warning", "deliveries in quarantine: 1"),
    ]


def test_a_clock_that_is_behind():
    Event.objects.create(at=timezone.now() - timedelta(hours=1), verb="publish")
    assert said(checks.clock)[0][0] == "ok"
    Event.objects.create(at=timezone.now() + timedelta(hours=1), verb="publish")
    assert said(checks.clock)[0][0] == "error"


def test_numbers_that_do_not_agree():
    Number.objects.update_or_create(name="edition", defaults={"n": 7})
    Touch.objects.create(n=7, tag="house")
    assert said(checks.numbers) == [("ok", "edition 7")]
    Touch.objects.create(n=9, tag="house")
    assert said(checks.numbers)[0][0] == "error"


def test_addresses_that_do_not_agree(monkeypatch):
    assert said(checks.address)[0][0] == "warning"
    monkeypatch.setenv("DATELINE_BASE_URL", "https://news.example/")
    assert said(checks.address) == [("ok", "the site is https://news.example")]
    House.objects.update(base_url="https://other.example")
    assert said(checks.address)[0][0] == "warning"


def test_the_address_that_a_running_up_was_told(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    assert said(checks.address)[0][0] == "warning"
    with start.claimed(tmp_path, "process 1, which answers at port 80\nhttps://news.example\n"):
        assert said(checks.address) == [("ok", "the site is https://news.example")]
    assert said(checks.address)[0][0] == "warning"


def test_debug_is_no_setting_for_readers(settings):
    assert said(checks.choices) == []
    settings.DEBUG = True
    assert said(checks.choices) == [("warning", "DATELINE_DEBUG is on")]


def test_a_key_that_others_can_read(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    key = tmp_path / "secret-key"
    assert said(checks.secret)[0][0] == "ok"
    key.write_text("x")
    os.chmod(key, 0o644)
    assert said(checks.secret)[0][0] == "error"
    os.chmod(key, 0o600)
    assert said(checks.secret)[0][0] == "ok"
    key.write_text("")
    assert said(checks.secret)[0][0] == "error"
