"""`dateline receive` and `dateline replay`, as somebody at a terminal sees them."""

import os
import subprocess
from pathlib import Path
from subprocess import PIPE

import pytest

from tests import databases
from tests.databases import environment
from tests.serve.forked import command
from tests.serve.running import COMMAND

from .helpers import newsml

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "made by receive"


def dateline(data: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    return command(data, *words, "--data", data, stdin=stdin)


def lines(output: str) -> list[str]:
    """The lines of items."""
    return [line.strip() for line in output.splitlines() if line.startswith("  ")]


def test_the_saved_page_gives_eight_items_on_an_empty_database(shared: Path, tmp_path: Path):
    page = shared / "seed" / "page.txt"
    words = ("receive", str(page), "--section", "Buitenland", "--fetched-at", "2025-11-28T12:00:00+01:00")
    done = dateline(tmp_path / "new", *words)
    assert done.returncode == 0, done.stderr
    assert len(lines(done.stdout)) == 8
    assert all(line.startswith("published  /buitenland/") for line in lines(done.stdout))
    assert "Kremlin: geen deals" in lines(done.stdout)[0]
    assert done.stderr == ""
    again = dateline(tmp_path / "new", *words)
    assert again.returncode == 0
    assert all(line.startswith("repeat  /buitenland/") for line in lines(again.stdout))


def test_the_saved_page_without_a_time_gives_the_same_items_and_says_what_is_unknown(shared: Path, data: Path):
    done = dateline(data, "receive", str(shared / "seed" / "page.txt"))
    assert done.returncode == 0, done.stderr
    assert len(lines(done.stdout)) == 8
    assert "8 items, 8 of unknown time: --fetched-at" in done.stdout.splitlines()[0]


def test_what_is_said_of_a_file_the_second_time_counts(shared: Path, tmp_path: Path):
    page = str(shared / "seed" / "page.txt")
    dateline(tmp_path / "new", "receive", page)
    done = dateline(tmp_path / "new", "receive", page, "--section", "Wereld", "--fetched-at", "2025-11-28T12:00+01:00")
    assert "8 items, 1 of unknown time" in done.stdout
    assert all("/wereld/" in line for line in lines(done.stdout))
    head = b"<body.head><hedline><hl1>Kop</hl1></hedline></body.head>"
    nameless = b"<nitf><body>" + head + b"<body.content><p>Tekst.</p></body.content></body></nitf>"
    refused = dateline(tmp_path / "new", "receive", "-", stdin=nameless)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    done = dateline(tmp_path / "new", "receive", "-", "--provider", "ANP", stdin=nameless)
    assert done.returncode == 0, done.stderr
    assert lines(done.stdout)[0].startswith("published  /nieuws/kop-")


@pytest.mark.sqlite  # on PostgreSQL large copy lies in rows
def test_a_file_that_cannot_be_kept_is_told_of(tmp_path: Path):
    dateline(tmp_path / "new", "receive", "-", stdin=newsml(1))
    (tmp_path / "new" / "raw").write_bytes(b"")
    (tmp_path / "large.xml").write_bytes(newsml(2) + b" " * 300_000)
    done = dateline(tmp_path / "new", "receive", str(tmp_path / "large.xml"))
    assert done.returncode == 1
    assert "cannot be kept" in done.stderr
    assert "Traceback" not in done.stderr
    (tmp_path / "new" / "raw").unlink()
    assert dateline(tmp_path / "new", "receive", str(tmp_path / "large.xml")).returncode == 0


def test_folders_files_and_standard_input_are_told_of_one_by_one(data: Path, tmp_path: Path):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "b.xml").write_bytes(newsml(1, 2))
    (tmp_path / "in" / "sub" / "a.xml").write_bytes(newsml(3))
    (tmp_path / "in" / "c.xml").write_bytes(newsml(4)[:-40])
    done = dateline(data, "receive", str(tmp_path / "in"), "-", "/nonexistent", stdin=newsml(5))
    assert done.returncode == 1
    files = [line.split("  ")[0] for line in done.stdout.splitlines() if not line.startswith("  ")]
    assert [Path(file).name for file in files] == ["b.xml", "c.xml", "a.xml", "-"]
    assert len([line for line in lines(done.stdout) if line.startswith("published")]) == 4
    told = done.stderr.splitlines()
    assert len(told) == 2
    assert any(line.startswith("/nonexistent: ") for line in told)
    assert any("c.xml: " in line for line in told)


def test_bad_input_of_every_kind_is_kept_with_a_reason_and_can_be_replayed(data: Path, tmp_path: Path):
    bad: dict[str, bytes] = {
        "empty.xml": b"",
        "cut.xml": newsml(1)[:-100],
        "binary.xml": bytes(range(256)) * 40,
        "unknown.txt": b"Hello there, this is no news.\n",
        "unknown.json": b'{"a": 1}',
        "wrong-ending.json": b"<html><body>",
        "bomb.xml": b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><NewsML Version="1.2">&b;</NewsML>',
        "outside.xml": b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><NewsML Version="1.2">&a;</NewsML>',
        "deep.xml": b'<NewsML Version="1.2">' + b"<a>" * 100_000,
        "a\nb\x1b[2J.xml": b"<NewsML",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "sparse.xml").open("wb") as file:
        file.truncate(100 * 1024**2)
    done = dateline(data, "receive", str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == len(bad) + 1, done.stderr
    assert "root:" not in done.stdout + done.stderr
    numbers = [line.split("  ")[1].split()[1] for line in done.stdout.splitlines() if "in quarantine" in line]
    assert len(numbers) == len(bad) + 1
    replayed = dateline(data, "replay", *numbers)
    assert replayed.returncode == 1
    assert len(replayed.stderr.splitlines()) == len(bad) + 1


def test_wrong_use_and_what_is_not_a_file_are_said(data: Path, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert dateline(data, "receive").returncode == 2
    assert dateline(data, "receive", "-", "--fetched-at", "yesterday").returncode == 2
    assert dateline(data, "replay", "99999999999999999999").returncode == 2
    assert dateline(data, "receive", "-", "--fetched-at", "2025-11-28T12:00").returncode == 2
    assert dateline(data, "receive", "-", "--zone", "Mars/Olympus").returncode == 2
    assert dateline(data, "receive", "-", "--section", "x" * 101).returncode == 2
    assert dateline(data, "replay").returncode == 2
    assert dateline(data, "replay", "1", "--quarantined").returncode == 2
    done = dateline(data, "receive", str(tmp_path / "pipe"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "pipe" in done.stderr
    assert dateline(data, "replay", "999999").returncode == 1


def test_a_database_of_an_older_dateline_is_left_to_up(tmp_path: Path, data: Path):
    dateline(tmp_path, "receive", "-", stdin=newsml(1))
    databases.rows(tmp_path, "DELETE FROM django_migrations WHERE app = 'newsroom'")
    done = dateline(tmp_path, "receive", "-", stdin=newsml(2))
    assert done.returncode == 1
    assert "dateline up" in done.stderr


def test_two_at_once_on_an_empty_folder_both_work(tmp_path: Path):
    env = environment(databases.empty(tmp_path / "new"))
    running = [
        subprocess.Popen([*COMMAND, "receive", "-"], env=env, stdin=PIPE, stdout=PIPE, stderr=PIPE) for _ in range(2)
    ]
    for n, process in enumerate(running):
        assert process.stdin is not None
        process.stdin.write(newsml(n))
        process.stdin.close()
        process.stdin = None
    for process in running:
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert b"published" in output
