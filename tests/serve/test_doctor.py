"""`dateline doctor` says what is wrong with the machine, the addresses and the record, and what to do about it."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from dateline.networks import networks
from dateline.newsroom import removals
from dateline.newsroom.models import Delivery, Event, House, Item, Number, Provider, Source, Touch
from dateline.postgresql import refusals
from dateline.serve import checks, presence, start
from dateline.serve.checks import Check, machine, network, record, server, work
from tests import databases
from tests.serve.forked import command
from tests.serve.running import running

pytestmark = pytest.mark.django_db


def said(check: Check) -> list[tuple[str, str]]:
    return [(finding.level, finding.what) for finding in check()]


@pytest.fixture
def data(monkeypatch, tmp_path) -> Path:
    """A data directory of the test's own."""
    monkeypatch.setattr(django_settings, "DATA", tmp_path)
    tmp_path.chmod(0o700)
    return tmp_path


# The command


@pytest.mark.slow
def test_a_sound_installation_has_nothing_to_say(tmp_path):
    data = tmp_path / "data"
    with running(data) as site:
        doctor = command(data, "doctor")
        assert doctor.returncode == 0, doctor.stdout
        assert "one web process, one worker, kept by `dateline up`" in doctor.stdout
        # What `up` gives its processes, and not what this one would take.
        assert f"warning no base address: feeds and links say http://localhost:{site.port}" in doctor.stdout
    doctor = command(data, "doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert {line.split()[0] for line in doctor.stdout.splitlines()} == {"ok", "warning"}
    assert "warning no base address: feeds and links say http://localhost:8000" in doctor.stdout
    assert "warning running on this data directory: 0 web processes, 0 workers: start `dateline up`" in doctor.stdout
    data.chmod(0o755)
    doctor = command(data, "doctor")
    assert f"warning other users can look into {data}: chmod 700 {data}" in doctor.stdout


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_file_that_is_no_database(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "dateline.sqlite3").write_bytes(b"no database at all, this is. " * 200)
    doctor = command(data, "doctor")
    assert doctor.returncode == 1
    assert f"error   {data}/dateline.sqlite3 is no database: move it away, and `dateline restore`" in doctor.stdout
    assert "Traceback" not in doctor.stderr


def test_no_data_at_all(tmp_path):
    databases.empty(tmp_path / "none")
    doctor = command(tmp_path / "none", "doctor")
    assert doctor.returncode == 1
    assert "error   no data directory" in doctor.stdout.splitlines()[0]
    assert not (tmp_path / "none").exists()


def test_every_check_is_carried_out():
    listed = {*checks.OF_THE_MACHINE, *checks.OF_THE_DATABASE, *checks.OF_THE_NEWSROOM}
    families = (machine, network, server, record, work, checks.database, checks.sources, checks.rules, checks.house)
    written = {
        value
        for family in families
        for name, value in vars(family).items()
        if callable(value)
        and getattr(value, "__annotations__", {}).get("return") is not None
        and value.__module__ == family.__name__
        and "Finding" in str(value.__annotations__["return"])
        and not name.startswith("_")
    }
    assert written == listed


# The machine


def test_the_data_directory_of_somebody_else(data):
    assert said(machine.data) == [("ok", f"data directory {data}")]
    os.chmod(data, 0o750)
    assert said(machine.data) == [("warning", f"other users can look into {data}")]
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)
        assert said(machine.data) == [("warning", f"{data} belongs to nobody, and you are root")]


@pytest.mark.slow
def test_what_cannot_be_looked_at_is_told_of_and_all_else_looked_at(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    databases.empty(data)
    command(data, "setup", "--export")
    for name in ("secret-key", "removals.log"):
        (data / name).mkdir(mode=0o700)  # root may read any file, but nobody a folder as if it were one
    doctor = command(data, "doctor")
    assert doctor.returncode == 1
    assert doctor.stderr == ""
    for name in ("secret-key", "removals.log"):
        assert (
            f"error   {data / name} cannot be looked at: Is a directory: run as the user who owns it" in doctor.stdout
        )
    assert "warning no base address" in doctor.stdout.splitlines()[-1]


def test_data_on_another_machine(data, monkeypatch):
    assert machine.file_system(Path("/proc/self")) == "proc"
    assert machine.file_system(data) not in machine.FARAWAY
    monkeypatch.setattr(machine, "file_system", lambda folder: "nfs4")
    assert said(machine.data)[1] == ("error", f"{data} is on another machine (nfs4)")


def test_a_key_that_others_can_read(data):
    key = data / "secret-key"
    assert said(machine.secret)[0][0] == "ok"
    key.write_text("x")
    os.chmod(key, 0o644)
    assert said(machine.secret)[0][0] == "error"
    os.chmod(key, 0o600)
    assert said(machine.secret)[0][0] == "ok"
    key.write_text("")
    assert said(machine.secret)[0][0] == "error"


def test_too_little_room(data, settings):
    free = os.statvfs(data).f_bavail * os.statvfs(data).f_frsize
    settings.MIN_FREE = free // 3
    assert said(machine.disk)[0][0] == "ok"
    settings.MIN_FREE = free * 2 // 3
    assert said(machine.disk)[0][0] == "warning"
    settings.MIN_FREE = free * 2
    (finding,) = machine.disk()
    assert finding.level == "error"
    assert "nothing is taken in until" in finding.what


def test_debug_is_no_setting_for_readers(settings):
    assert said(machine.debug) == []
    settings.DEBUG = True
    assert said(machine.debug) == [("warning", "DATELINE_DEBUG is on")]
    settings.BASE_URL = "https://news.example"
    assert said(machine.debug) == [("error", "DATELINE_DEBUG is on")]


def test_a_machine_without_time_zones(monkeypatch):
    assert said(machine.zones) == []
    monkeypatch.setattr(machine, "ZoneInfo", zone_not_found)
    assert said(machine.zones) == [("error", "this machine knows no time zones")]


def zone_not_found(*names: object) -> None:
    raise machine.ZoneInfoNotFoundError(names)


# Addresses


def test_addresses_that_do_not_agree(monkeypatch):
    assert said(network.address)[0][0] == "warning"
    monkeypatch.setenv("DATELINE_BASE_URL", "https://news.example/")
    assert said(network.address) == [("ok", "the site is https://news.example")]
    House.objects.update(base_url="https://other.example")
    assert said(network.address)[0][0] == "warning"
    monkeypatch.delenv("DATELINE_BASE_URL")
    assert said(network.address) == [("error", "only the house knows it is https://other.example")]
    monkeypatch.setenv("DATELINE_BASE_URL", "http://other.example")
    House.objects.update(base_url="")
    assert said(network.address) == [
        ("ok", "the site is http://other.example"),
        ("warning", "http://other.example is not https"),
    ]


def test_the_address_that_a_running_up_was_told(data):
    assert said(network.address)[0][0] == "warning"
    with start.claimed(data, "process 1, which answers at port 80\nhttps://news.example\n"):
        assert said(network.address) == [("ok", "the site is https://news.example")]
    assert said(network.address)[0][0] == "warning"


def test_names_that_are_anybodys(settings):
    settings.ALLOWED_HOSTS = ["news.example", "localhost", "[::1]"]
    assert said(network.hosts) == []
    settings.ALLOWED_HOSTS = ["*", ".example", "news.example:443", "https://news.example"]
    assert [level for level, _ in said(network.hosts)] == ["error", "warning", "error", "error"]


def test_an_https_address_without_a_proxy_that_is_known(settings):
    assert said(network.proxies) == []
    settings.BASE_URL = "https://news.example"
    settings.METRICS_TOKEN = "x" * 20
    assert said(network.proxies) == [("warning", "https://news.example, but no proxy is trusted")]
    settings.TRUSTED_PROXIES = networks(["127.0.0.1", "10.0.0.0/8"])
    assert said(network.proxies) == [("ok", "proxies that are believed: 127.0.0.1/32, 10.0.0.0/8")]
    settings.METRICS_TOKEN = ""
    assert "/metrics answers to this machine alone" in said(network.proxies)[1][1]


# The database


@pytest.mark.sqlite
def test_the_database_keeps_what_it_commits():
    (finding,) = server.keeps()
    assert finding.level == "ok"
    assert "synced at each commit" in finding.what


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)  # within a transaction it cannot be changed
def test_a_journal_that_does_not_last():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            assert said(server.keeps) == [("error", "SQLite keeps its journal as wal, synchronous 1")]
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_loses_copy(monkeypatch, setting):
    answers = {"SHOW server_version": "15.4"}
    monkeypatch.setattr(server, "_one", lambda sql: answers.get(sql, "on"))
    monkeypatch.delenv(refusals.UNSAFE, raising=False)
    assert said(server._postgresql) == [("ok", "PostgreSQL 15.4, synced at each commit")]
    answers[f"SHOW {setting}"] = "off"
    assert said(server._postgresql) == [("error", f"PostgreSQL has {setting} = off")]
    monkeypatch.setenv(refusals.UNSAFE, "1")
    assert said(server._postgresql) == [("warning", f"PostgreSQL has {setting} = off")]


@pytest.mark.postgresql
def test_the_server_that_the_tests_run_on_may_forget_and_is_sound_otherwise():
    assert {level for level, _ in said(server.keeps)} == {"warning"}
    assert [level for level, _ in [*said(server.connections), *said(server.clock)]] == ["ok", "ok"]


@pytest.mark.postgresql
def test_few_connections_that_are_left(monkeypatch):
    monkeypatch.setattr(server, "_show", lambda name: {"max_connections": "12"}.get(name, "3"))
    (finding,) = server.connections()
    assert finding.level == "warning"
    assert "connections to PostgreSQL are in use" in finding.what


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("host", "sslmode", "encrypted", "told"),
    [
        ("/run/postgresql", "", False, None),
        ("127.0.0.1", "", False, None),
        ("::1,localhost", "", False, None),
        ("db.example", "", False, ("warning", "in the clear")),
        ("127.0.0.1,10.0.0.7", "require", True, ("warning", "nobody checks that what answers")),
        ("db.example", "verify-full", True, ("ok", "is encrypted, and its certificate is checked")),
    ],
)  # fmt: skip
def test_a_way_to_the_database_that_others_can_read(monkeypatch, host, sslmode, encrypted, told):
    mine = server._one("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    assert mine is False, "the tests' own goes by a socket"
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": sslmode} if sslmode else {})
    monkeypatch.setattr(server, "_one", lambda sql: encrypted)
    found = said(server.encrypted)
    assert [level for level, _what in found] == ([told[0]] if told else [])
    assert not told or told[1] in found[0][1]


@pytest.mark.postgresql
@pytest.mark.parametrize(("seconds", "level"), [(0.0, "ok"), (2.0, "warning"), (-60.0, "error")])
def test_clocks_that_differ(monkeypatch, seconds, level):
    monkeypatch.setattr(server, "_one", lambda sql: timezone.now() + timedelta(seconds=seconds))
    (finding,) = server.clock()
    assert finding.level == level
    assert ("behind" in finding.what) == (seconds < 0)


# The record


def test_a_clock_that_is_behind():
    Event.objects.create(at=timezone.now() - timedelta(hours=1), verb="publish")
    assert said(record.clock)[0][0] == "ok"
    Event.objects.create(at=timezone.now() + timedelta(hours=1), verb="publish")
    assert said(record.clock)[0][0] == "error"


def test_numbers_that_do_not_agree():
    Number.objects.update_or_create(name="edition", defaults={"n": 7})
    Touch.objects.create(n=7, tag="house")
    assert said(record.numbers) == [("ok", "edition 7")]
    Touch.objects.create(n=9, tag="house")
    assert said(record.numbers)[0][0] == "error"


def test_a_time_zone_that_is_none():
    Source.objects.create(slug="s", zone="Europe/Lutjebroek")
    Provider.objects.create(code="P", zone="../../etc/passwd")
    Provider.objects.create(code="Q", zone="America/New_York")
    assert [what for _, what in said(record.zones)] == [
        "source s has the time zone 'Europe/Lutjebroek', which this machine does not know",
        "provider P has the time zone '../../etc/passwd', which this machine does not know",
    ]
    assert {level for level, _ in said(record.zones)} == {"error"}


def removal(minutes: int, guid: str = "g") -> Event:
    provider, _ = Provider.objects.get_or_create(code="ANP")
    item, _ = Item.objects.get_or_create(provider=provider, guid=guid, short_id=guid)
    return Event.objects.create(at=timezone.now() - timedelta(minutes=minutes), verb="kill", item=item)


def test_a_removal_that_the_log_lacks(data):
    assert said(record.removed) == [("ok", f"0 removals, all in {data / 'removals.log'}")]
    removal(1)
    assert said(record.removed)[0][0] == "ok", "it may be written down in a moment"
    removal(10)
    assert said(record.removed) == [("warning", f"{data / 'removals.log'} lacks one removal that the database has")]
    removals.write_down()
    assert said(record.removed) == [("ok", f"2 removals, all in {data / 'removals.log'}")]


def test_a_removal_that_the_database_has_forgotten(data):
    event = removal(10)
    removals.write_down()
    event.delete()
    assert said(record.removed) == [
        ("error", f"the database has forgotten one removal that {data / 'removals.log'} knows of")
    ]


def test_a_log_of_removals_that_cannot_be_written_or_read(data, monkeypatch):
    log = data / "removals.log"
    log.write_text("no line of ours\n")
    assert said(record.removed)[0][0] == "error"
    assert "line 1" in said(record.removed)[0][1]
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert said(record.removed) == [("error", f"{log} cannot be written")]


def test_raw_copy_that_no_delivery_names(data):
    folder = data / "raw" / "2026" / "11"
    folder.mkdir(parents=True)
    source = Source.objects.create(slug="s", kind=Source.Kind.COMMAND)
    for name in ("named", "orphan", "new"):
        (folder / name).write_bytes(b"x" * 500_000)
        if name != "new":
            os.utime(folder / name, (time.time() - 7200,) * 2)
    Delivery.objects.create(
        source=source, name="n", sha256="named", size=1, raw_file="2026/11/named", arrived_at=timezone.now()
    )
    assert said(record.raw) == [
        ("warning", f"one file of raw copy that no delivery names (0.5 MB), like {folder / 'orphan'}")
    ]
    (folder / "orphan").unlink()
    assert said(record.raw) == []


# Work


def test_processes_that_run(data):
    assert said(work.processes) == [("warning", "running on this data directory: 0 web processes, 0 workers")]
    web = presence.take(data, "web")
    assert said(work.processes)[0][0] == ("error" if connection.vendor == "sqlite" else "ok")
    worker = presence.take(data, "work")
    with start.claimed(data, "process 1\nhttp://localhost:8000\n"):
        assert said(work.processes) == [
            ("ok", "running on this data directory: one web process, one worker, kept by `dateline up`")
        ]
    for place in (web, worker):
        os.close(place.descriptor)


def deliver(state: str, age: float, *, backlog: bool = False) -> None:
    source, _ = Source.objects.get_or_create(slug="s", defaults={"kind": Source.Kind.COMMAND})
    number = (Delivery.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    Delivery.objects.create(
        source=source,
        name=str(number),
        sha256=str(number),
        size=1,
        state=state,
        backlog=backlog,
        arrived_at=timezone.now() - timedelta(seconds=age),
    )


def test_deliveries_that_wait():
    deliver("done", 9000)
    assert said(work.waiting) == [("ok", "0 deliveries wait to be read")]
    deliver("pending", 9000, backlog=True)
    deliver("pending", 1)
    assert said(work.waiting) == [("ok", "one delivery waits to be read, besides one of backlog")]
    Delivery.objects.filter(state="pending", backlog=True).delete()
    deliver("pending", 0)
    Delivery.objects.filter(state="pending").update(arrived_at=timezone.now() - timedelta(minutes=10))
    assert said(work.waiting) == [("warning", "2 deliveries wait to be read, the oldest for 10 minutes")]
    Delivery.objects.filter(state="pending").update(arrived_at=timezone.now() - timedelta(hours=5))
    assert said(work.waiting) == [("error", "2 deliveries wait to be read, the oldest for 5 hours")]


def test_deliveries_in_quarantine():
    assert said(work.quarantine) == []
    deliver("quarantined", 1)
    assert said(work.quarantine) == [("warning", "deliveries in quarantine: 1")]


def test_embargoes_and_rights_that_nobody_minds():
    from tests.site import make

    make.paper()
    assert said(work.overdue) == []
    row = make.article("Verlopen", "Weg.", expires_at=timezone.now() - timedelta(minutes=5))
    assert said(work.overdue) == [
        ("warning", "an embargo or the rights to copy ended 5 minutes ago, and nobody has noted it")
    ]
    row.expires_at = timezone.now() - timedelta(days=3)
    row.save()
    assert said(work.overdue)[0][0] == "error"
