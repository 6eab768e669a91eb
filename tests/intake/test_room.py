"""Where the disk is nearly full nothing is taken in, nothing is lost, and it goes on by itself when there is room."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from dateline.intake import room as module
from dateline.intake.room import Room, free, sentence
from dateline.intake.watching import Watching
from dateline.newsroom.models import Delivery
from tests.databases import environment, rows
from tests.serve.running import COMMAND, command, running, until

from .helpers import anp_source, newsml, write
from .pushing import Sender, set_up

pytestmark = pytest.mark.once

SIZE = 64_000_000
LEAST = 30_000_000


def test_it_ends_only_when_there_is_clearly_room_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    room = Room()
    found = []
    for available in (2000, 999, 1050, 900, 1099, 1101, 1001, 999):
        monkeypatch.setattr(module, "free", lambda available=available: available * 1_000_000)
        found.append(room.is_short())
    assert found == [False, True, True, True, True, False, False, True]
    said = [record.message for record in caplog.records if record.name == "dateline.intake.room"]
    assert len(said) == 3, "once each time that it changes"
    assert "only 1.0 GB are free on the disk; nothing is taken in until there are more than 1.1 GB" in said[0]
    assert "are free again" in said[1]


def test_what_is_free_is_that_of_the_disk():
    about = os.statvfs(settings.DATA)
    assert abs(free() - about.f_bavail * about.f_frsize) < 200_000_000
    assert "are free" in sentence()


@pytest.mark.django_db(transaction=True)
def test_files_stay_in_their_folder_meanwhile_and_are_taken_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = tmp_path / "in"
    root.mkdir()
    anp_source(path=str(root))
    watch = Watching()
    watch.turn()
    try:
        monkeypatch.setattr(settings, "MIN_FREE", free() * 2)
        write(root / "a.xml", newsml(1))
        for _ in range(5):
            assert watch.turn(0.01) == 0
        assert os.listdir(root) == ["a.xml"]
        monkeypatch.setattr(settings, "MIN_FREE", 1)
        until(lambda: watch.turn(0.01), 2, "the file to be taken")
    finally:
        monkeypatch.setattr(settings, "MIN_FREE", 1)
        watch.turn()
        watch.close()
    assert Delivery.objects.get().name == "a.xml"


@pytest.mark.django_db(transaction=True)
def test_the_worker_rests_meanwhile_though_a_look_was_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dateline.intake.watching.LOOK_TIME", 0.0)
    monkeypatch.setattr("dateline.intake.folder.PAUSE_EVERY", 1)
    root = tmp_path / "in"
    for n in range(3):
        write(root / f"{n}.xml", newsml(n))
    anp_source(path=str(root))
    watch = Watching()
    watch.turn()
    try:
        monkeypatch.setattr(settings, "MIN_FREE", free() * 2)
        watch.turn()
        began = time.monotonic()
        assert watch.turn(0.3) == 0
        assert time.monotonic() - began >= 0.3
    finally:
        monkeypatch.setattr(settings, "MIN_FREE", 1)
        watch.turn()
        watch.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "dateline-test", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root can make a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Takes all but so many bytes of a file system."""
    with (disk / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - left)
    return disk / "filler"


@pytest.mark.slow
def test_on_a_real_disk_pushes_are_503_files_stay_and_the_command_says_why(disk: Path, tmp_path: Path):
    data, folder = disk / "data", tmp_path / "in"
    secrets = set_up(data)
    folder.mkdir()
    rows(data, "UPDATE newsroom_source SET path = ? WHERE slug = 'folder'", str(folder))
    with running(data, DATELINE_MIN_FREE=str(LEAST)) as site:
        sender = Sender(site, secrets["push"])
        assert sender.push(newsml(1)).status == 202
        filler = fill(disk, LEAST - 2_000_000)
        said = sender.push(newsml(2))
        assert said.status == 503
        assert int(said.headers["retry-after"]) > 0
        assert "are free on the disk; nothing is taken in until there are more than 33.0 MB" in said.json["error"]
        until(
            lambda: site.said().count("are free on the disk") == 2, 5, "a line of the worker and one of the web process"
        )
        write(folder / "a.xml", newsml(3))
        file = write(tmp_path / "b.xml", newsml(4))
        refused = subprocess.run(
            [*COMMAND, "receive", str(file)],
            env=environment(data, DATELINE_MIN_FREE=str(LEAST)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 1
        assert refused.stderr.startswith("dateline receive: only ")
        assert os.listdir(folder) == ["a.xml"]
        assert site.get("/").status == 200
        filler.unlink()
        until(lambda: os.listdir(folder) == [".done"], 10, "the file to be taken")
        assert sender.push(newsml(2)).status == 202
        assert command(data, "receive", str(file)).returncode in (0, 1)
        assert site.said().count("are free again") == 2


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_disk_that_is_full_all_the_same_loses_nothing(disk: Path):
    data = disk / "data"
    secrets = set_up(data)
    with running(data, DATELINE_MIN_FREE="0") as site:
        sender = Sender(site, secrets["push"])
        sent = [newsml(n, text="Een lang bericht. " * 6000) for n in range(1, 40)]
        filler = fill(disk, 1_000_000)
        answers = [sender.push(data).status for data in sent]
        assert set(answers) <= {202, 503}
        assert 503 in answers
        filler.unlink()
        acknowledged = answers.count(202)
        until(
            lambda: rows(data, "SELECT count(*) FROM newsroom_delivery WHERE state = 'done'")[0][0] == acknowledged,
            30,
            "all that was acknowledged",
        )
        for one in sent:
            assert sender.push(one).status == 202
        until(
            lambda: rows(data, "SELECT count(*) FROM newsroom_delivery WHERE state = 'done'")[0][0] == len(sent),
            60,
            "the rest",
        )
        assert rows(data, "PRAGMA integrity_check") == [("ok",)]
