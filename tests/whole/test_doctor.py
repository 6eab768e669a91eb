"""`dateline doctor` says what is so: each thing it says is looked up otherwise."""

from pathlib import Path

import pytest

from tests.databases import ON_POSTGRESQL, empty
from tests.serve import forked
from tests.serve.running import Running, command, until
from tests.whole.helpers import anp, asked, receive

pytestmark = pytest.mark.once

LOOSE_SERVER = ("PostgreSQL has fsync = off", "PostgreSQL has full_page_writes = off") if ON_POSTGRESQL else ()
"""What is to be said of the server that the tests run on: it need not survive a power cut."""


def doctor(data: Path, *words: str) -> tuple[int, dict[str, list[str]]]:
    """The exit status, and what is said, by its level."""
    # A fork has its settings before it reads its options: --data is for a process of its own.
    done = (command if words else forked.command)(data, "doctor", *words)
    assert done.stderr == ""
    found: dict[str, list[str]] = {"ok": [], "warning": [], "error": []}
    for line in done.stdout.splitlines():
        found[line[:8].strip()].append(line[8:])
    return done.returncode, found


def test_a_fresh_demonstration(demo: Running) -> None:
    until(lambda: len(asked(demo.data, "SELECT 1 FROM newsroom_article")) > 60, 10.0, "the articles")
    status, found = doctor(demo.data)
    assert (status, found["error"]) == (0, [])
    assert f"data directory {demo.data}" in found["ok"]
    assert "tables are up to date" in found["ok"]
    assert f"rights of {asked(demo.data, 'SELECT count(*) FROM newsroom_provider')[0]} providers are set" in found["ok"]
    expected = ("no base address", *LOOSE_SERVER)
    assert not [line for line in found["warning"] if not line.startswith(expected)], found["warning"]


def test_rights_that_nobody_set_and_quarantine(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "good.xml").write_bytes(anp(500, "Kop", "EDE (ANP) - Tekst."))
    (tmp_path / "bad.xml").write_bytes(b"<NewsML")
    assert receive(data, tmp_path / "good.xml", tmp_path / "bad.xml").status == 1
    status, found = doctor(data)
    assert (status, found["error"]) == (0, [])
    assert any(line.startswith("provider ANP: rights not set: ") for line in found["warning"])
    assert any(line.startswith("deliveries in quarantine: 1: ") for line in found["warning"])
    setup = tmp_path / "rights.toml"
    setup.write_text('[[provider]]\ncode = "ANP"\nname = "ANP"\nretention_days = 0\n')
    assert forked.command(data, "setup", str(setup)).returncode == 0
    assert not [line for line in doctor(data)[1]["warning"] if "rights" in line]


def test_data_that_are_not_there(tmp_path: Path) -> None:
    status, found = doctor(empty(tmp_path / "data"), "--data", str(tmp_path / "none"))
    assert status == 1
    assert any(f"no data directory {tmp_path / 'none'}: " in line for line in found["error"])
    assert not (tmp_path / "none").exists(), "to look makes nothing"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("role", ["receive", "kill", "web"])
def test_a_data_directory_that_cannot_be_is_one_sentence(tmp_path: Path, role: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "copy.xml").write_bytes(anp(510, "Kop", "EDE (ANP) - Tekst."))
    words = {"receive": [str(tmp_path / "copy.xml")], "kill": ["x", "--reason", "y"]}.get(role, [])
    done = command(empty(tmp_path / "file" / "data"), role, *words)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"dateline {role}: ")
    assert len(done.stderr.splitlines()) == 1
