"""A restore: the backup becomes the newsroom while it runs, and nothing that was removed since shows for a moment."""

import hashlib
import json
import os
import subprocess
import time
import zipfile
from pathlib import Path

import msgspec
import pytest

from tests import databases
from tests.serve import kept
from tests.serve.forked import command, python
from tests.serve.kept import ok, short_id, states, write
from tests.serve.running import COMMAND, environment, running, until
from tests.serve.watching import Watch

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    data = kept.make(tmp_path_factory.mktemp("made") / "data", *range(1, 9))
    ok(data, "backup", data.parent / "b")
    return data


@pytest.fixture
def data(made, tmp_path) -> Path:
    """A newsroom of which there is a `backup`."""
    return kept.copied(made, tmp_path / "data")


@pytest.fixture
def backup(made) -> Path:
    return made.parent / "b"


def kill(data: Path, *numbers: int) -> None:
    for number in numbers:
        ok(data, "kill", short_id(data, number), "--reason", "onjuist")


def by_verb(data: Path, verb: str, number: int) -> None:
    """An act that no command does."""
    code = (
        "import sys; from dateline.serve import start; start.set_up();"
        "from dateline.newsroom import verbs; from dateline.newsroom.models import Item;"
        f"verbs.{verb}(Item.objects.get(short_id=sys.argv[1]), reason='op verzoek', by='chef')"
    )
    assert python(data, code, short_id(data, number)).returncode == 0


def test_what_was_removed_since_never_shows_while_it_is_put_back(data, backup, tmp_path):
    killed, purged, wired, stays = 1, 2, 3, 4
    with running(data, "--processes", "2") as site:
        kill(data, killed)
        by_verb(data, "purge", purged)
        kept.receive(data, write(tmp_path / "in", wired, version=2, status="canceled"))
        kept.receive(data, write(tmp_path / "in", 50))
        addresses = {number: f"/buitenland/x-{short_id(data, number)}" for number in (killed, purged, wired, stays, 50)}
        for number in (killed, purged, wired):
            until(lambda number=number: site.get(addresses[number]).status == 410, 5, "410")
        until(lambda: site.get(addresses[50]).status in (200, 301, 302), 5, "the newest")
        surfaces = ["/", "/buitenland/", "/feed.rss"]
        forbidden = {addresses[number]: kept.headline(number).encode() for number in (killed, purged, wired)}
        with Watch(site, forbidden | dict.fromkeys(surfaces, kept.headline(killed).encode() + b"<")) as watch:
            time.sleep(0.5)
            said = subprocess.run(
                [*COMMAND, "restore", backup], env=environment(data), capture_output=True, text=True, check=True
            ).stdout
            time.sleep(1.5)
        assert (watch.seen, watch.troubles) == ([], [])
        assert watch.asked > 50
        assert "3 done again" in said
        assert "lost      2 deliveries" in said
        # What came after the backup is not known any more, in no process' cache.
        until(lambda: site.get(addresses[50]).status == 404, 5, "404")
        for number in (killed, purged, wired):
            assert site.get(addresses[number]).status == 410
        front = site.get("/").body
        assert kept.headline(stays).encode() in front
        assert [n for n in (killed, purged, wired, 50) if (kept.headline(n) + "<").encode() in front] == []
        # It is received again: what is dead stays dead, and the rest is news.
        kept.receive(data, [tmp_path / "in" / "50-1.xml", *write(tmp_path / "again", killed, purged, version=3)])
        assert [states(data)[str(n)] for n in (killed, purged, wired, 50)] == [
            "killed",
            "purged",
            "killed",
            "published",
        ]
        until(lambda: kept.headline(50).encode() in site.get("/").body, 5, "the newest")
        assert command(data, "doctor").returncode == 0


def test_what_is_removed_before_its_copy_comes_again_is_dead_on_arrival(data, backup, tmp_path):
    kept.receive(data, write(tmp_path / "in", 60, 61, 62))
    kill(data, 60)
    by_verb(data, "purge", 61)
    addresses = {number: short_id(data, number) for number in (60, 61)}
    said = ok(data, "restore", backup).stdout
    assert "2 done again, 2 of them before their copy comes again" in said
    assert {str(n): states(data).get(str(n)) for n in (60, 61, 62)} == {"60": "killed", "61": "purged", "62": None}
    assert {number: short_id(data, number) for number in (60, 61)} == addresses
    kept.receive(data, [tmp_path / "in" / f"{number}-1.xml" for number in (60, 61, 62)])
    assert [states(data)[str(n)] for n in (60, 61, 62)] == ["killed", "purged", "published"]
    ((size, raw),) = databases.rows(data, "SELECT size, raw FROM newsroom_delivery WHERE name = '61-1.xml'")
    assert (size > 0, raw) == (True, None)


def test_a_reinstating_since_counts_as_well(data, tmp_path):
    kill(data, 1, 2)
    ok(data, "backup", tmp_path / "b")
    by_verb(data, "reinstate", 1)
    ok(data, "restore", tmp_path / "b")
    assert (states(data)["1"], states(data)["2"]) == ("published", "killed")


def test_restored_twice_and_again_it_stays_as_it_is(data, backup, tmp_path):
    kill(data, 1)
    ok(data, "restore", backup)
    by_verb(data, "reinstate", 1)
    kill(data, 2)
    assert "3 done again" in ok(data, "restore", backup).stdout
    assert (states(data)["1"], states(data)["2"]) == ("published", "killed")
    ok(data, "backup", tmp_path / "b2")
    assert "none since the backup" in ok(data, "restore", tmp_path / "b2").stdout
    assert (states(data)["1"], states(data)["2"]) == ("published", "killed")


def test_a_kill_in_the_last_moment_before_the_commit_is_not_lost(data, backup):
    code = """
import subprocess, sys
from pathlib import Path
from dateline.serve import start
start.set_up()
from dateline.serve.backup import raws, restore
put = raws.put
def late(backup):
    put(backup)
    # Everything is ready but for the exchange.
    subprocess.run([sys.executable, "-m", "dateline.cli", "kill", sys.argv[2], "--reason", "laat"], check=True)
raws.put = late
print(len(restore.restore(Path(sys.argv[1])).again))
"""
    done = python(data, code, backup, short_id(data, 5))
    assert done.stdout.splitlines()[-1] == "1", done.stderr
    assert states(data)["5"] == "killed"


def test_files_that_stay_in_their_folder_come_in_again(data, tmp_path):
    folder = tmp_path / "sftp"
    write(folder, 20)
    setup = tmp_path / "stay.toml"
    setup.write_text(
        f"{kept.SETUP}\n[[source]]\nslug = 'sftp'\nkind = 'folder'\ndone = 'stay'\n"
        f"path = '{folder}'\nproviders = ['ANP']\n",
        "utf-8",
    )
    ok(data, "setup", setup)
    with running(data):
        until(lambda: "20" in states(data), 20, "what is in the folder")
        ok(data, "backup", tmp_path / "b")
        write(folder, 21, 22)
        until(lambda: {"21", "22"} <= states(data).keys(), 20, "what came since")
        kill(data, 22)
        ok(data, "restore", tmp_path / "b")
        until(lambda: states(data).get("21") == "published", 20, "what came since, again")
    assert (states(data)["20"], states(data)["22"]) == ("published", "killed")


def test_what_a_restore_that_was_killed_has_left_does_not_stay(data):
    if databases.ON_POSTGRESQL:
        databases.rows(data, "CREATE SCHEMA dateline_restore")
        databases.rows(data, "CREATE TABLE dateline_restore.newsroom_item (guid text)")
    else:
        (data / "restore.sqlite3").write_bytes(b"words of copy that was purged since")
    with running(data):
        if databases.ON_POSTGRESQL:
            assert databases.rows(data, "SELECT 1 FROM pg_namespace WHERE nspname = 'dateline_restore'") == []
        assert not (data / "restore.sqlite3").exists()


@pytest.mark.sqlite
def test_a_restore_that_is_told_to_end_leaves_nothing(data, backup):
    beside = data / "restore.sqlite3"
    process = subprocess.Popen([*COMMAND, "restore", str(backup)], env=environment(data), stderr=subprocess.PIPE)
    until(beside.exists, 20, "a newsroom beside")
    process.terminate()
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (143, b"")
    assert not beside.exists(), "it holds copy, of what was purged since as well"


@pytest.mark.sqlite
def test_told_to_end_in_the_moment_in_which_the_file_beside_is_made_it_leaves_nothing(data, backup):
    code = """
import sys
from pathlib import Path
from dateline.serve import start
start.set_up()
from dateline.serve.backup import restore
touch = Path.touch
def told(path, mode):
    touch(path, mode)
    sys.exit(143)
Path.touch = told
restore.restore(Path(sys.argv[1]))
"""
    assert python(data, code, backup).returncode == 143
    assert not (data / "restore.sqlite3").exists()


def test_raw_copy_of_what_is_lost_goes_with_it(data, backup, tmp_path):
    before = kept.raw(data)
    assert len(before) == 1
    (tmp_path / "later.bin").write_bytes(b"none of our formats either \n" * (kept.LARGE // 20))
    kept.receive(data, [tmp_path / "later.bin"])
    assert len(kept.raw(data)) == 2
    ok(data, "restore", backup)
    assert kept.raw(data) == before, "no delivery names the other, so no purge and no retention would ever find it"


def test_numbers_and_keys_go_on_and_the_era_is_another(data, backup, tmp_path):
    kept.receive(data, write(tmp_path / "in", *range(70, 80)))
    before = {name: kept.number(data, name) for name in ("edition", "change")}
    ((last,),) = databases.rows(data, "SELECT max(id) FROM newsroom_delivery")
    ok(data, "restore", backup)
    for name, (n, era) in before.items():
        assert kept.number(data, name)[0] > n + 1
        assert kept.number(data, name)[1] != era
    assert databases.rows(data, "SELECT count(*) FROM newsroom_touch") == [(0,)]
    kept.receive(data, write(tmp_path / "in", 90))
    ((newest,),) = databases.rows(data, "SELECT max(id) FROM newsroom_delivery")
    assert newest > last


def test_what_protects_is_not_loosened(data, tmp_path):
    def user(name: str, password: str, active: bool) -> None:
        databases.rows(
            data,
            "INSERT INTO auth_user (username, password, is_active, is_staff, is_superuser, first_name, last_name,"
            " email, date_joined) VALUES (?, ?, ?, ?, ?, '', '', '', '2026-01-01 00:00:00')",
            name, password, active, True, True,
        )  # fmt: skip

    user("stays", "old", True)
    user("left", "old", True)
    user("gone", "old", True)
    push = "UPDATE newsroom_source SET secret_turn = ? WHERE slug = 'command'"
    ok(data, "backup", tmp_path / "b")
    databases.rows(data, push, 3)
    databases.rows(data, "UPDATE newsroom_provider SET retention_days = 7 WHERE code = 'ANP'")
    databases.rows(data, "UPDATE auth_user SET password = 'new' WHERE username = 'stays'")
    databases.rows(data, "UPDATE auth_user SET is_active = ? WHERE username = 'left'", False)
    databases.rows(data, "DELETE FROM auth_user WHERE username = 'gone'")
    said = ok(data, "restore", tmp_path / "b").stdout
    assert "provider ANP keeps its shorter retention of 7 days" in said
    users = {name: (word, bool(active)) for name, word, active in databases.rows(
        data, "SELECT username, password, is_active FROM auth_user")}  # fmt: skip
    assert users == {"stays": ("new", True), "left": ("old", False), "gone": ("old", False)}
    assert databases.rows(data, "SELECT secret_turn FROM newsroom_source WHERE slug = 'command'") == [(3,)]
    assert databases.rows(data, "SELECT retention_days FROM newsroom_provider WHERE code = 'ANP'") == [(7,)]


class TestWithoutLog:
    def test_a_log_that_is_not_there_is_no_reason_to_forget(self, data, backup, tmp_path):
        other = tmp_path / "other"
        other.mkdir()
        databases.empty(other)
        said = ok(other, "restore", backup, status=1).stderr
        assert "there is no" in said
        assert "--without-log" in said
        assert len(said.splitlines()) == 1
        (other / "removals.log").write_bytes((data / "removals.log").read_bytes())
        ok(other, "restore", backup)

    def test_how_far_the_log_reached_is_said_and_not_when_it_was_restored(self, data, backup, tmp_path):
        for name in ("with", "without"):
            (tmp_path / name).mkdir()
            databases.empty(tmp_path / name)
        log = tmp_path / "with" / "removals.log"
        log.write_bytes((data / "removals.log").read_bytes())
        os.utime(log, (4e9, 4e9))
        assert "removals  up to 2096-10-02 07:06:40 UTC: none" in ok(tmp_path / "with", "restore", backup).stdout
        said = ok(tmp_path / "without", "restore", backup, "--without-log").stdout
        assert "removals  not all known" in said
        assert "up to" not in said

    def test_nor_is_that_of_another_newsroom(self, backup, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        other = kept.make(tmp_path / "elsewhere" / "other", 1)
        databases.rows(other, "UPDATE newsroom_number SET era = 'other'")
        before = kept.contents(other)
        assert "does not reach back" in ok(other, "restore", backup, status=1).stderr
        assert kept.contents(other) == before
        ok(other, "restore", backup, "--without-log")
        assert len(states(other)) == 8

    def test_nor_one_that_is_older_than_the_backup(self, data, backup, tmp_path):
        other = tmp_path / "other"
        other.mkdir()
        databases.empty(other)
        (other / "removals.log").write_bytes((data / "removals.log").read_bytes())
        os.utime(other / "removals.log", (1e9, 1e9))
        assert "before the backup was made" in ok(other, "restore", backup, status=1).stderr

    def test_a_log_that_is_damaged_stops_it_whatever_is_said(self, data, backup):
        kill(data, 1)
        log = data / "removals.log"
        log.write_bytes(b"?" + log.read_bytes())
        before = kept.contents(data)
        assert "line 1 of" in ok(data, "restore", backup, "--without-log", status=1).stderr
        assert kept.contents(data) == before


class TestRefused:
    @pytest.fixture
    def unchanged(self, data, backup, tmp_path):
        kept.receive(data, write(tmp_path / "in", 50))
        kill(data, 1)
        before, log = kept.contents(data), (data / "removals.log").read_bytes()
        yield
        assert kept.contents(data) == before
        assert (data / "removals.log").read_bytes() == log
        assert [path.name for path in data.iterdir() if path.name.startswith("restore.sqlite3")] == []

    @pytest.mark.usefixtures("unchanged")
    def test_what_is_damaged(self, data, backup, tmp_path):
        whole = backup.read_bytes()
        bad = tmp_path / "bad"
        at = len(whole) // 2
        for data_, reason in (
            (whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :], "in it is"),
            (whole[:at], "the end of it is missing"),
        ):
            bad.write_bytes(data_)
            said = ok(data, "restore", bad, status=1).stderr
            assert said.startswith(f"dateline restore: {bad}: ")
            assert reason in said
            assert len(said.splitlines()) == 1

    @pytest.mark.usefixtures("unchanged")
    def test_what_is_no_backup_or_a_newer_one_s(self, data, backup, tmp_path):
        bad = tmp_path / "bad"
        assert "No such file" in ok(data, "restore", tmp_path / "none", status=1).stderr
        with zipfile.ZipFile(bad, "w") as other:
            other.writestr("manifest.json", '{"what": "holiday pictures"}')
        assert "no backup of Dateline" in ok(data, "restore", bad, status=1).stderr
        for change in (
            {"format": 2},
            {"migrations": ["newsroom.0001_first", "newsroom.9999_later"]},
        ):
            self._changed(backup, bad, change)
            assert "made by a newer Dateline" in ok(data, "restore", bad, status=1).stderr
        self._changed(backup, bad, {"tables": {}})
        assert "lacks the table" in ok(data, "restore", bad, status=1).stderr
        self._changed(backup, bad, {"members": {}})
        assert "list of contents is wrong" in ok(data, "restore", bad, status=1).stderr

    @pytest.mark.usefixtures("unchanged")
    def test_raw_copy_never_leaves_its_folder(self, data, backup, tmp_path):
        bad = tmp_path / "bad"
        with zipfile.ZipFile(backup) as good:
            manifest = json.loads(good.read("manifest.json"))
            packed = good.read("tables/newsroom_delivery")
        columns = [name for name, _kind in manifest["tables"]["newsroom_delivery"]["columns"]]
        rows = msgspec.msgpack.decode(packed[4:])
        for row in rows:
            if row[columns.index("raw_file")]:
                row[columns.index("raw_file")] = "../../../../tmp/evil"
        packed = msgspec.msgpack.encode(rows)
        packed = len(packed).to_bytes(4, "big") + packed
        member = {"size": len(packed), "sha256": hashlib.sha256(packed).hexdigest()}
        members = manifest["members"] | {"tables/newsroom_delivery": member}
        self._changed(backup, bad, {"members": members}, {"tables/newsroom_delivery": packed})
        assert "a name that Dateline never gives" in ok(data, "restore", bad, status=1).stderr

    def _changed(self, backup: Path, bad: Path, change: dict, other: dict[str, bytes] | None = None) -> None:
        with zipfile.ZipFile(backup) as good, zipfile.ZipFile(bad, "w") as changed:
            for name in good.namelist():
                data = (other or {}).get(name) or good.read(name)
                if name == "manifest.json":
                    data = json.dumps(json.loads(data) | change).encode()
                changed.writestr(name, data)


@pytest.mark.sqlite
def test_a_database_that_was_put_back_by_hand_forgets_nothing_either(data, tmp_path):
    before = (data / "dateline.sqlite3").read_bytes()
    kill(data, 1)
    (data / "dateline.sqlite3").write_bytes(before)
    assert states(data)["1"] == "published"
    assert "has forgotten" in command(data, "doctor").stdout
    with running(data) as site:
        assert site.get(f"/buitenland/x-{short_id(data, 1)}").status == 410
    assert states(data)["1"] == "killed"


def test_a_database_that_is_put_back_under_way_is_set_right_within_seconds(data, tmp_path):
    with running(data) as site:
        address = f"/buitenland/x-{short_id(data, 1)}"
        kill(data, 1)
        until(lambda: site.get(address).status == 410, 5, "410")
        # As a server's own means put a database back: rows are as they were, the era is the same.
        with_events = "DELETE FROM newsroom_event WHERE verb IN ('kill', 'killed')"
        databases.rows(data, with_events)
        databases.rows(data, "UPDATE newsroom_article SET state = 'published', listed = ? WHERE state = 'killed'", True)
        until(lambda: states(data)["1"] == "killed", 5, "the kill")
        until(lambda: site.get(address).status == 410, 5, "410")
