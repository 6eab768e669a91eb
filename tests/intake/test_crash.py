"""A worker that is killed at any point loses nothing and doubles nothing."""

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from tests import databases
from tests.databases import rows
from tests.serve import forked

from .helpers import newsml, write

pytestmark = pytest.mark.slow

FILES = 25

SETUP = """
[[provider]]
code = "ANP"
name = "ANP"
retention_days = 0

[[section]]
name = "Buitenland"
slug = "buitenland"

[[source]]
slug = "anp"
path = {path}
providers = ["ANP"]

[[rule]]
provider = "ANP"
section = "Buitenland"
action = "publish"
"""


CRASH = "import sys; from tests.intake import crash; crash.main(sys.argv[1:])"


def worked(data: Path, *words: str) -> tuple[int, str]:
    """What becomes of a worker, a process of its own, by what it is told to do: its status, and what it said."""
    with forked.Process(data, CRASH, *words) as process:
        return process.wait(), process.said()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a newsroom with one folder, for each test to copy."""
    folder = tmp_path_factory.mktemp("made")
    setup = folder / "setup.toml"
    setup.write_text(SETUP.format(path=json.dumps("/nowhere")))
    done = forked.command(folder / "data", "setup", setup)
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture
def newsroom(made: Path, tmp_path: Path) -> tuple[Path, Path]:
    data, folder = tmp_path / "data", tmp_path / "in"
    shutil.copytree(made, data)
    databases.copy(made, data)
    rows(data, "UPDATE newsroom_source SET path = ? WHERE slug = 'anp'", str(folder))
    for n in range(FILES):
        write(folder / f"{n:03d}.xml", newsml(n) if n % 5 else newsml(n, n + 1000, n + 2000))
    write(folder / "broken.xml", b"<NewsML><cut")
    return data, folder


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("before storing", 1),
        ("after storing", 3),
        ("between moves", 2),
        ("before counting", 2),
        ("while reading", 7),
        ("while receiving", 1),
        ("while receiving", 17),
        ("before the commit", 1),
        ("before the commit", 2),
        ("after the commit", 2),
    ],
)
def test_nothing_is_lost_and_nothing_doubled(newsroom: tuple[Path, Path], moment: str, count: int):
    data, folder = newsroom
    status, said = worked(data, moment, str(count))
    assert status == -signal.SIGKILL, said
    status, said = worked(data)
    assert status == 0, said

    items = FILES + 2 * len(range(0, FILES, 5))
    assert rows(data, "SELECT state, count(*) FROM newsroom_delivery GROUP BY state ORDER BY state") == [
        ("done", FILES),
        ("quarantined", 1),
    ]
    assert rows(data, "SELECT state, count(*) FROM newsroom_article GROUP BY state") == [("published", items)]
    assert rows(data, "SELECT count(*) FROM newsroom_revision") == [(items,)]
    assert rows(data, "SELECT count(*) FROM newsroom_event WHERE verb = 'receive'") == [(items,)]
    assert rows(data, "SELECT count(*) FROM newsroom_event WHERE verb = 'repeat'") == [(0,)]
    assert rows(data, "SELECT max(attempts) FROM newsroom_delivery")[0][0] <= 2
    if not databases.ON_POSTGRESQL:
        assert rows(data, "PRAGMA integrity_check") == [("ok",)]
    assert sorted(os.listdir(folder)) == [".done"]
    assert sum(len(names) for _, _, names in os.walk(folder)) == FILES + 1


@pytest.mark.parametrize("hangs", ["in a loop", "in a regular expression"])
@pytest.mark.parametrize("moment", ["while reading", "while receiving"])
def test_a_worker_that_hangs_ends_itself_says_where_and_has_counted_the_attempt(
    newsroom: tuple[Path, Path], moment: str, hangs: str
):
    data, _ = newsroom
    status, said = worked(data, moment, "3", hangs)
    assert status == -signal.SIGPROF, said
    assert "tests/intake/crash.py" in said
    assert rows(data, "SELECT max(attempts) FROM newsroom_delivery WHERE state = 'pending'") == [(1,)]
    assert worked(data)[0] == 0
    assert rows(data, "SELECT state, count(*) FROM newsroom_delivery GROUP BY state ORDER BY state") == [
        ("done", FILES),
        ("quarantined", 1),
    ]


def test_the_third_death_puts_the_file_in_quarantine_and_the_others_go_on(newsroom: tuple[Path, Path]):
    data, folder = newsroom
    (folder / "broken.xml").unlink()
    # The first takes all but one with it, the second that one; then it is each time the newest, which is read alone.
    for _ in range(4):
        assert worked(data, "while reading", "1")[0] == -signal.SIGKILL
    assert worked(data)[0] == 0
    bad = rows(data, "SELECT name, reason FROM newsroom_delivery WHERE state = 'quarantined' ORDER BY id")
    assert [reason for _, reason in bad if "three times" in reason] == [
        "Dateline stopped three times while reading this file."
    ]
    assert len(bad) == 1
    replayed = forked.command(data, "replay", "--quarantined")
    assert "published" in replayed.stdout
    assert rows(data, "SELECT count(*) FROM newsroom_delivery WHERE state = 'quarantined'") == [(0,)]
