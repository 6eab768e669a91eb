"""`dateline doctor` says what is wrong with the ways in and with the rules, and what to do about it."""

import os
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from dateline.newsroom.models import Delivery, PollMark, Provider, Rule, Section, Source
from dateline.serve.checks import Check, rules, sources
from tests import databases
from tests.serve.forked import command

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def said(check: Check) -> list[tuple[str, str]]:
    return [(finding.level, finding.what) for finding in check()]


def test_rights_that_nobody_has_set():
    Provider.objects.create(code="ANP", name="ANP")
    Provider.objects.create(code="AFP", name="AFP", retention_days=30)
    assert said(sources.rights) == [("warning", "provider ANP: rights not set")]
    Provider.objects.update(retention_days=0)
    assert said(sources.rights) == [("ok", "rights of 2 providers are set")]


def test_no_way_in_and_one_that_publishes_nothing():
    assert said(sources.any_source) == [("warning", "no source that an agency fills")]
    demo = Source.objects.create(slug="demo", kind=Source.Kind.DEMO)
    assert said(sources.any_source) == []
    demo.delete()
    source = Source.objects.create(slug="sftp", path="/srv/sftp")
    assert said(sources.any_source) == [("warning", "source sftp may publish no provider")]
    source.providers.add(Provider.objects.create(code="ANP"))
    assert said(sources.any_source) == []


def test_folders_that_are_not_there(tmp_path):
    Source.objects.create(slug="here", path=str(tmp_path))
    Source.objects.create(slug="nowhere", path=str(tmp_path / "none"))
    Source.objects.create(slug="unset", path="")
    Source.objects.create(slug="asleep", path=str(tmp_path / "none"), active=False)
    assert sorted(said(sources.folders)) == [
        ("error", f"source nowhere: no folder {tmp_path / 'none'}"),
        ("error", "source unset: no folder "),
        ("ok", f"source here: {tmp_path}"),
    ]


def test_a_folder_that_files_cannot_be_taken_from(tmp_path, monkeypatch):
    source = Source.objects.create(slug="s", path=str(tmp_path))
    done = tmp_path / ".done"
    done.mkdir()
    assert said(sources.folders)[0][0] == "ok"
    done.rmdir()
    done.write_text("")
    assert said(sources.folders) == [("error", f"source s: {tmp_path} has a .done that is no folder")]
    done.unlink()
    done.symlink_to("/tmp")
    assert said(sources.folders) == [("error", f"source s: {tmp_path} has a .done that is no folder")]
    done.unlink()
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK and may(path, mode))
    assert said(sources.folders) == [("error", f"source s: {tmp_path} cannot be read and written")]
    source.done = Source.Done.STAY
    source.save()
    assert said(sources.folders)[0][0] == "ok", "nothing is moved: reading is enough"


def test_a_folder_whose_files_only_their_owner_may_move(tmp_path, monkeypatch):
    Source.objects.create(slug="s", path=str(tmp_path))
    tmp_path.chmod(0o1777)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert said(sources.folders) == [
        ("error", f"source s: {tmp_path} has the sticky bit: only the owner of a file may move it")
    ]


def test_a_done_folder_on_another_file_system(tmp_path):
    if os.stat("/dev/shm").st_dev == tmp_path.stat().st_dev:
        pytest.skip("/dev/shm is no other file system here")
    (tmp_path / ".done").mkdir()
    Source.objects.create(slug="s", path=str(tmp_path))
    if os.system(f"mount --bind /dev/shm {tmp_path}/.done 2>/dev/null") != 0:
        pytest.skip("mounting is not allowed here")
    try:
        assert said(sources.folders) == [("error", f"source s: {tmp_path} has its .done on another file system")]
    finally:
        os.system(f"umount {tmp_path}/.done")


def test_folders_in_one_another(tmp_path, monkeypatch):
    below = tmp_path / "below"
    below.mkdir()
    Source.objects.create(slug="a", path=str(tmp_path))
    Source.objects.create(slug="b", path=str(below))
    assert said(sources.folders)[1] == ("error", f"source b: {below} is also that of source a")
    Source.objects.filter(slug="a").delete()
    monkeypatch.setattr(django_settings, "DATA", tmp_path)
    assert said(sources.folders)[0][0] == "error"
    assert "overlaps the data directory" in said(sources.folders)[0][1]


def test_pushes_without_a_secret_or_in_the_clear(settings):
    source = Source.objects.create(slug="p", kind=Source.Kind.PUSH)
    assert said(sources.pushed) == [("ok", "source p: pushed to http://localhost:8000/intake/p")]
    settings.BASE_URL = "http://news.example"
    assert said(sources.pushed) == [("error", "source p: its secret is sent in the clear to http://news.example")]
    settings.BASE_URL = "https://news.example"
    assert said(sources.pushed)[0][0] == "ok"
    source.secret_from = "env:NOT_SET_ANYWHERE"
    source.save()
    (finding,) = sources.pushed()
    assert finding.level == "error"
    assert "NOT_SET_ANYWHERE is not set" in finding.what


@pytest.mark.slow
def test_who_looks_at_a_push_makes_no_key(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    setup = tmp_path / "setup.toml"
    setup.write_text('[[source]]\nslug = "p"\nkind = "push"\n')
    assert command(databases.empty(data), "setup", setup).returncode == 0
    doctor = command(data, "doctor")
    assert "ok      source p: pushed to " in doctor.stdout
    assert not (data / "secret-key").exists()


def mark(source: Source, **fields: object) -> PollMark:
    return PollMark.objects.create(source=source, **{"due_at": timezone.now(), **fields})


def test_an_api_that_does_not_answer_or_that_nobody_asks(monkeypatch):
    monkeypatch.setenv("ANP_SECRET", "a-secret-of-the-agency")
    source = Source.objects.create(
        slug="anp", kind=Source.Kind.ANP_API, url="https://api.example/", secret_from="env:ANP_SECRET"
    )
    assert said(sources.polled) == [("warning", "source anp: nobody asks https://api.example/")]
    whole = mark(source, service="")
    assert said(sources.polled) == [("ok", "source anp: asks https://api.example/")]
    mark(source, service="x", title="Binnenland", failures=3, trouble="500 Internal Server Error")
    assert said(sources.polled) == [
        ("warning", "source anp, service Binnenland: 3 calls in a row failed: 500 Internal Server Error")
    ]
    PollMark.objects.filter(service="x").delete()
    whole.due_at = timezone.now() - timedelta(hours=1)
    whole.save()
    assert said(sources.polled) == [("warning", "source anp: nobody asks https://api.example/")]
    source.url = "http://api.example/"
    source.save()
    assert said(sources.polled)[0] == ("warning", "source anp: http://api.example/ is not https")
    monkeypatch.delenv("ANP_SECRET")
    assert [level for level, _ in said(sources.polled)] == ["error"]


def test_silence_that_is_not_normal():
    source = Source.objects.create(slug="s", path="/srv/s", quiet_after=30)
    assert said(sources.silent) == [("warning", "source s: nothing ever came")]
    delivery = Delivery.objects.create(
        source=source, name="x", sha256="x", size=1, arrived_at=timezone.now() - timedelta(minutes=29)
    )
    assert said(sources.silent) == []
    delivery.arrived_at = timezone.now() - timedelta(minutes=121)
    delivery.save()
    assert said(sources.silent) == [("warning", "source s: silent for 2 hours")]
    source.quiet_after = 0
    source.save()
    assert said(sources.silent) == []


def test_rules_that_can_never_match():
    anp, afp = (Provider.objects.create(code=code) for code in ("ANP", "AFP"))
    source = Source.objects.create(slug="sftp", path="/srv/sftp")
    source.providers.add(anp)
    section = Section.objects.create(slug="nieuws", name="Nieuws")
    written = [
        {"provider": anp, "category": "BUI"},
        {"provider": anp, "category": "bui", "subject": "04000000"},  # 1 takes it
        {"subject": "15000000"},
        {"provider": afp, "subject": "15054000"},  # 3 takes it
        {"provider": afp, "source": source},  # the source does not publish AFP
        {"provider": anp, "source": source},
        {"category": "BIN"},
        {},
        {"category": "SPO"},  # 8 takes everything
    ]
    for place, fields in enumerate(written):
        Rule.objects.create(place=place, section=section, **fields)
    found = [(finding.what.split(" (")[0], finding.advice) for finding in rules.unreachable()]
    assert [what for what, _ in found] == ["rule 2", "rule 4", "rule 5", "rule 9"]
    assert "rule 1 (ANP BUI → Nieuws) takes all that it fits" in found[0][1]
    assert "source sftp does not publish AFP" in found[2][1]
    Source.objects.update(active=False)
    assert "rule 6" in [finding.what.split(" (")[0] for finding in rules.unreachable()]
