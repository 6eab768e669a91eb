"""A backup is the newsroom of one moment, in one file that is there whole or not at all, taken while it runs."""

import fcntl
import os
import signal
import stat
import subprocess
import threading
import time
import zipfile
from pathlib import Path

import pytest

from dateline.serve.backup import take
from tests import databases
from tests.serve import kept
from tests.serve.forked import command, python
from tests.serve.kept import ok, write
from tests.serve.running import COMMAND, environment, until

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return kept.make(tmp_path_factory.mktemp("made") / "data", *range(1, 9))


@pytest.fixture
def data(made, tmp_path) -> Path:
    return kept.copied(made, tmp_path / "data")


def test_a_backup_restored_elsewhere_is_the_same_newsroom(data, tmp_path):
    ok(data, "kill", kept.short_id(data, 3), "--reason", "onjuist")
    before = kept.contents(data)
    assert len(before["raw"]) == 1
    said = ok(data, "backup", tmp_path / "b").stdout
    assert "8 items, 9 deliveries" in said
    other = tmp_path / "other"
    other.mkdir()
    databases.empty(other)
    ok(other, "restore", tmp_path / "b", "--without-log")
    after = kept.contents(other)
    assert after.pop("newsroom_number") != before.pop("newsroom_number")
    events = {row[0] for row in before["newsroom_event"]}
    added = [row for row in after["newsroom_event"] if row[0] not in events]
    assert len(added) == 1
    assert "restore" in added[0]
    after["newsroom_event"] = [row for row in after["newsroom_event"] if row[0] in events]
    assert {name: sorted(map(repr, rows)) for name, rows in after.items()} == {
        name: sorted(map(repr, rows)) for name, rows in before.items()
    }
    doctor = command(other, "doctor")
    assert doctor.returncode == 0, doctor.stdout


def test_a_backup_says_who_is_signed_in_to_nobody_and_holds_no_key(data, tmp_path):
    (data / "secret-key").write_text("a-secret-that-nobody-should-find\n", "ascii")
    databases.rows(
        data,
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)",
        "k" * 32, "sessionsecret", "2099-01-01 00:00:00",
    )  # fmt: skip
    ok(data, "backup", tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "b") as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Kop van bericht 1" in everything
    assert b"sessionsecret" not in everything
    assert b"nobody-should-find" not in everything


def test_a_backup_never_takes_the_place_of_a_file_unless_told(data, tmp_path):
    (tmp_path / "b").write_text("something dear", "ascii")
    assert "is there already" in ok(data, "backup", tmp_path / "b", status=1).stderr
    assert (tmp_path / "b").read_text("ascii") == "something dear"
    ok(data, "backup", tmp_path / "b", "--replace")
    assert zipfile.is_zipfile(tmp_path / "b")
    assert "No such file" in ok(data, "backup", tmp_path / "none" / "b", status=1).stderr
    assert "is a folder" in ok(data, "backup", tmp_path, "--replace", status=1).stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "data"]


def test_a_backup_that_is_killed_leaves_what_was_there_and_is_in_nobody_s_way(data, tmp_path):
    file = tmp_path / "b"
    ok(data, "backup", file)
    whole = file.read_bytes()
    ended = set()
    for wait in (0, 0.02, 0.05, 0.1):
        process = subprocess.Popen(
            [*COMMAND, "backup", str(file), "--replace"], env=environment(data), stdout=subprocess.DEVNULL
        )
        until(lambda process=process: (tmp_path / ".b.part").exists() or process.poll() is not None, 10, "a draft")
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        ended.add(process.wait())
        found = file.read_bytes()
        assert found == whole or zipfile.ZipFile(file).testzip() is None
        whole = found
    assert -signal.SIGKILL in ended
    ok(data, "backup", file, "--replace")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "data"]


def test_a_backup_that_was_killed_with_both_names_in_place_is_not_written_over(data, tmp_path):
    file, draft = tmp_path / "b", tmp_path / ".b.part"
    ok(data, "backup", file)
    before = file.stat().st_ino
    os.link(file, draft)
    kept = tmp_path / "kept"
    os.link(file, kept)  # what the new one writes over would be seen here
    whole = kept.read_bytes()
    ok(data, "backup", file, "--replace")
    assert kept.read_bytes() == whole
    assert file.stat().st_ino != before
    assert not draft.exists()


def test_a_draft_that_anybody_may_read_or_that_is_somebody_else_s_is_not_gone_on_with(data, tmp_path):
    draft = tmp_path / ".b.part"
    draft.touch()
    draft.chmod(0o666)
    ok(data, "backup", tmp_path / "b")
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    if os.geteuid() == 0:
        draft.touch()
        os.chown(draft, 65534, 65534)
        ok(data, "backup", tmp_path / "b", "--replace")
        assert (tmp_path / "b").stat().st_uid == 0


def test_a_draft_that_was_put_in_its_place_meanwhile_is_left_alone(tmp_path, monkeypatch):
    file, draft = tmp_path / "b", tmp_path / ".b.part"
    draft.write_bytes(b"the other backup")

    def finished(descriptor: int) -> bool:
        if not file.exists():
            draft.rename(file)
        return True

    monkeypatch.setattr(take, "lock", finished)
    os.close(take._locked(draft, file))
    assert file.read_bytes() == b"the other backup"
    assert not draft.samefile(file)


def test_two_backups_to_one_file_do_not_meet(data, tmp_path):
    part = tmp_path / ".b.part"
    with part.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "another backup" in ok(data, "backup", tmp_path / "b", status=1).stderr


def test_a_backup_taken_while_copy_comes_in_is_of_one_moment(data, tmp_path):
    inbox = tmp_path / "in"
    stop = threading.Event()

    def come_in() -> None:
        for round_ in range(100):
            if stop.is_set():
                break
            first = 1000 + 40 * round_
            kept.receive(data, write(inbox, *range(first, first + 40)))

    thread = threading.Thread(target=come_in)
    thread.start()
    try:
        until(lambda: len(kept.states(data)) > 10, 60, "copy")
        ok(data, "backup", tmp_path / "b")
        meanwhile = len(kept.states(data))
    finally:
        stop.set()
        thread.join()
    other = tmp_path / "other"
    other.mkdir()
    databases.empty(other)
    ok(other, "restore", tmp_path / "b", "--without-log")
    found = kept.states(other)
    assert 10 < len(found) <= meanwhile
    # What one transaction writes is there together or not at all.
    unread = databases.rows(
        other,
        "SELECT d.id FROM newsroom_delivery d WHERE d.state = 'done' AND NOT EXISTS"
        " (SELECT 1 FROM newsroom_revision r WHERE r.delivery_id = d.id)",
    )
    early = databases.rows(
        other,
        "SELECT d.id FROM newsroom_delivery d JOIN newsroom_revision r ON r.delivery_id = d.id"
        " WHERE d.state = 'pending'",
    )
    ((revisions,),) = databases.rows(other, "SELECT count(*) FROM newsroom_revision")
    ((received,),) = databases.rows(other, "SELECT count(*) FROM newsroom_event WHERE verb = 'receive'")
    assert (unread, early, revisions) == ([], [], received)


def test_raw_copy_that_is_purged_while_a_backup_is_taken_is_rightly_not_in_it(data, tmp_path):
    code = """
import sys, io
from pathlib import Path
from dateline.serve import start
start.set_up()
from dateline.newsroom import raw
from dateline.newsroom.models import Delivery
from dateline.serve.backup import take
from dateline.serve.backup.snapshot import snapshot
large = Delivery.objects.exclude(raw_file="").get()
original = take.tables
def tables(applied):
    # The moment is chosen; now, before its raw copy is read, that goes.
    raw.forget(large.raw_file)
    return original(applied)
take.tables = tables
print(take.backup(Path(sys.argv[1])).gone)
"""
    done = python(data, code, tmp_path / "b")
    # PostgreSQL has what was there at that moment.
    assert done.stdout.strip() == ("0" if databases.ON_POSTGRESQL else "1")
    ok(data, "restore", tmp_path / "b")
    assert ok(data, "doctor").returncode == 0
    ((name,),) = databases.rows(data, "SELECT raw_file FROM newsroom_delivery WHERE size > ?", kept.LARGE - 100)
    assert bool(name) == databases.ON_POSTGRESQL


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_ends_a_backup_and_nothing_else(data, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small], check=True)
    try:
        (small / "b").write_text("the backup of yesterday", "ascii")
        said = ok(data, "backup", small / "b", "--replace", status=1).stderr
        assert said == f"dateline backup: {small / 'b'}: No space left on device\n"
        assert [path.name for path in small.iterdir()] == ["b"]
        assert (small / "b").read_text("ascii") == "the backup of yesterday"
    finally:
        subprocess.run(["umount", small], check=True)


def test_there_has_to_be_a_newsroom(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    databases.empty(data)
    assert "there is no newsroom yet" in ok(data, "backup", tmp_path / "b", status=1).stderr
    assert not (tmp_path / "b").exists()
