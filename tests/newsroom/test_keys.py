"""Secrets of sources: derived and never stored, or where the publisher keeps them and nobody else can read them."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from dateline.newsroom import keys
from dateline.newsroom.keys import NoSecret, accepted, renew, secret, trouble
from dateline.newsroom.models import Event, Source

pytestmark = pytest.mark.django_db

LONG = "a-secret-of-the-agency"


def push(**fields: object) -> Source:
    return Source.objects.create(**{"slug": "nnb", "kind": Source.Kind.PUSH} | fields)


def polled(**fields: object) -> Source:
    return push(**{"kind": Source.Kind.ANP_API} | fields)


def refused(source: Source) -> str:
    with pytest.raises(NoSecret) as found:
        secret(source)
    return str(found.value)


def test_a_push_has_a_secret_of_its_own_that_is_nowhere_in_the_database():
    source, other = push(), push(slug="other")
    assert secret(source) == secret(Source.objects.get(pk=source.pk))
    assert secret(source) != secret(other)
    assert len(secret(source)) == 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM newsroom_source")
        assert all(secret(source) not in str(row) for row in cursor.fetchall())


def test_all_hosts_with_the_same_secret_key_agree_and_others_do_not(monkeypatch: pytest.MonkeyPatch):
    source = push()
    here = secret(source)
    monkeypatch.setattr(settings, "SECRET_KEY", "of another installation")
    elsewhere = secret(source)
    assert elsewhere != here
    monkeypatch.undo()
    assert secret(source) == here


def test_what_derives_from_the_secret_key_before_counts_while_that_does(monkeypatch: pytest.MonkeyPatch):
    source = push()
    here = secret(source)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [str(settings.SECRET_KEY)])
    monkeypatch.setattr(settings, "SECRET_KEY", "of the same installation, some years later")
    assert accepted(source, timezone.now()) == [secret(source), here]
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [])
    assert accepted(source, timezone.now()) == [secret(source)]


def test_the_old_secret_counts_for_a_day_after_a_renewal_and_no_older_one():
    source = push()
    first = secret(source)
    second = renew(source, by="test")
    now = timezone.now()
    assert second != first
    assert accepted(source, now) == [second, first]
    assert accepted(source, now + timedelta(hours=23)) == [second, first]
    assert accepted(source, now + timedelta(hours=25)) == [second]
    third = renew(source, by="test")
    assert accepted(source, timezone.now()) == [third, second]
    assert Event.objects.filter(verb="setup", by_name="test").count() == 2
    assert all(one not in str(list(Event.objects.values())) for one in (first, second, third))


def test_what_is_no_push_or_has_its_secret_elsewhere_is_not_renewed():
    for source in (polled(slug="a"), push(slug="b", secret_from="env:B")):
        with pytest.raises(NoSecret):
            renew(source, by="test")
    assert set(Source.objects.values_list("secret_turn", flat=True)) == {1}


def test_a_secret_can_be_in_the_environment(monkeypatch: pytest.MonkeyPatch):
    source = push(secret_from="env:NNB_SECRET")
    assert "NNB_SECRET is not set" in refused(source)
    monkeypatch.setenv("NNB_SECRET", f" {LONG}\n")
    assert secret(source) == LONG
    assert accepted(source, timezone.now()) == [LONG]


def test_a_secret_can_be_in_a_file_and_is_read_anew_each_time(tmp_path: Path):
    file = tmp_path / "secret"
    file.touch(0o600)
    file.write_text(f"{LONG}\n")
    source = push(secret_from=f"file:{file}")
    assert secret(source) == LONG
    file.write_text(f"{LONG}-2\n")
    assert secret(source) == f"{LONG}-2"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644])
def test_a_file_that_others_may_read_or_change_is_refused_with_what_to_do(tmp_path: Path, mode: int):
    file = tmp_path / "secret"
    file.write_text(LONG)
    file.chmod(mode)
    said = refused(push(secret_from=f"file:{file}"))
    assert f"chmod 600 {file}" in said
    assert LONG not in said


def test_what_is_no_file_with_one_secret_is_refused_in_words(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name, data in {"empty": b" \n", "two": b"one\ntwo\n", "latin": b"\xe9" * 20, "long": b"x" * 5000}.items():
        (tmp_path / name).touch(0o600)
        (tmp_path / name).write_bytes(data)
    said = {
        name: refused(polled(slug=name, secret_from=f"file:{tmp_path / name}"))
        for name in ("missing", "pipe", "empty", "two", "latin", "long")
    }
    assert "No such file" in said["missing"]
    assert "is no file" in said["pipe"]
    assert "is empty" in said["empty"]
    assert "on one line" in said["two"]
    assert "UTF-8" in said["latin"]
    assert "on one line" in said["long"]


@pytest.mark.parametrize("value", ["short", "x" * 15, "with space " * 3, "é" * 20])
def test_what_a_push_must_show_cannot_be_guessed_and_fits_a_header(monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("NNB_SECRET", value)
    said = refused(push(slug="a", secret_from="env:NNB_SECRET"))
    assert "16 characters" in said
    assert value not in said
    assert secret(polled(secret_from="env:NNB_SECRET")) == value.strip(), "an agency's own password is as it is"


def test_a_polled_source_needs_to_be_told():
    assert "set its secret_from" in refused(polled())


@pytest.mark.parametrize("value", ["secret", "env:", "env:A-B", "file:secret", "file:", "ENV:A", "file:/a\0b"])
def test_a_place_for_a_secret_is_one_of_two_forms(value: str):
    assert trouble(value) is not None
    assert refused(Source(slug="nnb", kind=Source.Kind.PUSH, secret_from=value))


def test_places_in_the_two_forms_are_right():
    assert [trouble(value) for value in ("env:A_B2", "file:/run/secrets/nnb")] == [None, None]
    assert keys.SHORTEST == 16
