"""Files over SFTP: to a host that is known, whole or not at all, and tried again like any other call."""

import json
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from django.utils import timezone

from dateline.newsroom.models import Article, Outlet, Sending
from dateline.outgoing import running
from tests.site import make

from .sftp_server import PASSWORD, USER, Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(db: None, tmp_path: Path) -> Iterator[Server]:
    make.paper(base_url="https://nieuws.example/")
    (tmp_path / "in").mkdir()
    made = Server(tmp_path)
    yield made
    made.close()


@pytest.fixture
def outlet(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outlet:
    monkeypatch.setenv("PARTNER", PASSWORD)
    (tmp_path / "known_hosts").write_text(server.known())
    return Outlet.objects.create(
        slug="partner",
        kind="sftp",
        url=f"sftp://{USER}@127.0.0.1:{server.port}/in",
        secret_from="env:PARTNER",
        known_hosts=str(tmp_path / "known_hosts"),
        private=True,
    )


def up(told: int = 1) -> Article:
    return make.article("Kop", "Tekst.", told=told, told_at=timezone.now())


def trouble(outlet: Outlet) -> str:
    running.step(outlet)
    outlet.refresh_from_db()
    sending = Sending.objects.get()
    assert sending.state == ("pending" if sending.error else "done")
    return sending.error


def test_a_file_is_written_beside_and_moved_into_its_place_and_a_kill_overwrites_it(
    outlet: Outlet, server: Server, tmp_path: Path
) -> None:
    row = up()
    assert trouble(outlet) == ""
    name = f"/in/{row.short_id}.json"
    part = f"/in/.{row.short_id}.json.part"
    assert server.log == [("open", part), ("rename", part, name)]
    [file] = (tmp_path / "in").iterdir()
    assert json.loads(file.read_text())["headlines"][0]["value"] == "Kop"
    Article.objects.update(told=2, told_at=timezone.now(), state="killed", listed=False)
    assert trouble(outlet) == ""
    [file] = (tmp_path / "in").iterdir()
    assert json.loads(file.read_text())["pubStatus"] == "canceled"
    assert "Kop" not in file.read_text()


def test_a_host_that_is_not_known_gets_nothing(outlet: Outlet, server: Server, tmp_path: Path) -> None:
    up()
    other = paramiko.ECDSAKey.generate()
    known = tmp_path / "known_hosts"
    for text in ("", f"[127.0.0.1]:{server.port} {other.get_name()} {other.get_base64()}\n"):
        known.write_text(text)
        Sending.objects.update(next_at=timezone.now())
        assert "127.0.0.1" in trouble(outlet)
    known.unlink()
    Sending.objects.update(next_at=timezone.now())
    assert "No such file" in trouble(outlet)
    Outlet.objects.update(private=False)
    outlet.refresh_from_db()
    Sending.objects.update(next_at=timezone.now())
    known.write_text(server.known())
    assert "no public address" in trouble(outlet)
    assert server.log == []


def test_what_fails_is_told_and_tried_again(
    outlet: Outlet, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    up()
    monkeypatch.setenv("PARTNER", "verkeerd")
    assert "Authentication" in trouble(outlet)
    monkeypatch.setenv("PARTNER", PASSWORD)
    server.folder.full = True
    Sending.objects.update(next_at=timezone.now())
    assert trouble(outlet).startswith("127.0.0.1: ")
    assert list((tmp_path / "in").iterdir()) == []
    server.folder.full = False
    Sending.objects.update(next_at=timezone.now())
    assert trouble(outlet) == ""
    monkeypatch.delenv("PARTNER")
    Article.objects.update(told=2)
    assert "PARTNER is not set" in trouble(outlet)


def test_it_signs_in_with_a_private_key(outlet: Outlet, server: Server, tmp_path: Path) -> None:
    up()
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(tmp_path / "key"))
    server._key = key
    outlet.secret_from = f"file:{tmp_path / 'key'}"
    assert trouble(outlet) == ""
