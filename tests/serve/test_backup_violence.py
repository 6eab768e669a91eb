"""A restore that is cut off at any moment has done all or nothing, and the next one works."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import databases
from tests.serve import forked, kept
from tests.serve.kept import ok, short_id, states, write
from tests.serve.running import COMMAND, command, environment, running, until
from tests.serve.watching import Watch

pytestmark = pytest.mark.slow

ROUNDS, MOST_ROUNDS = 6, 16
"""More, until one was cut off before its commit: how long a restore takes differs from one to the next."""


@pytest.fixture
def data(tmp_path) -> Path:
    return kept.make(tmp_path / "data", *range(1, 6))


def is_whole(data: Path) -> bool:
    """Whether a file is sound, and every row is there that another refers to. PostgreSQL sees to that itself."""
    if databases.ON_POSTGRESQL:
        return True
    sound = databases.rows(data, "PRAGMA integrity_check")
    return (sound, databases.rows(data, "PRAGMA foreign_key_check")) == ([("ok",)], [])


def test_a_restore_that_is_killed_at_any_moment_is_done_or_not_begun(data, tmp_path):
    ok(data, "backup", tmp_path / "b")
    kept.receive(data, write(tmp_path / "in", 50))
    ok(data, "kill", short_id(data, 1), "--reason", "onjuist")
    dice = random.Random(6)
    # One in a process of its own, for most of its time making tables; then forks, which copy those, and have the rest.
    own = _lasts(lambda: _restore_of_its_own(data, tmp_path / "b"))
    fork = _lasts(lambda: _forked_restore(data, tmp_path / "b"))
    seen = set()
    with running(data) as site:
        forbidden = f"/buitenland/x-{short_id(data, 1)}"
        with Watch(site, {forbidden: kept.headline(1).encode()}) as watch:
            for number in range(MOST_ROUNDS):
                if number >= ROUNDS and True in seen:
                    break
                if "50" not in states(data):
                    kept.receive(data, write(tmp_path / "in", 50))
                start, longest = (_forked_restore, fork) if number else (_restore_of_its_own, own)
                with start(data, tmp_path / "b") as process:
                    try:
                        process.wait(dice.uniform(0.2, 1.1 if number < ROUNDS else 0.6) * longest)
                    except (subprocess.TimeoutExpired, TimeoutError):
                        process.send_signal(signal.SIGKILL)
                        process.wait()
                found = states(data)
                seen.add("50" in found)
                assert found in (_old(), _new()), found
                assert is_whole(data)
        assert (watch.seen, watch.troubles) == ([], [])
        assert watch.asked > 20
        ok(data, "restore", tmp_path / "b")
        assert states(data) == _new()
        until(lambda: kept.headline(2).encode() in site.get("/").body, 5, "the front page")
    assert [path.name for path in data.iterdir() if path.name.startswith("restore.sqlite3")] == []
    assert True in seen, "none was cut off before its commit"


def _restore_of_its_own(data: Path, backup: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*COMMAND, "restore", str(backup)], env=environment(data), stdout=subprocess.DEVNULL)


def _forked_restore(data: Path, backup: Path) -> forked.Process:
    code = "import sys; from dateline.cli import main; sys.exit(main(sys.argv[1:]))"
    return forked.Process(data, code, "restore", backup)


def _lasts(start: "Callable[[], subprocess.Popen[bytes] | forked.Process]") -> float:
    """The seconds that a restore takes, which must do."""
    begun = time.monotonic()
    with start() as process:
        assert process.wait(180) == 0
    return time.monotonic() - begun


def _new() -> dict[str, str]:
    return {"1": "killed"} | {str(n): "published" for n in range(2, 6)}


def _old() -> dict[str, str]:
    return _new() | {"50": "published"}


@pytest.mark.sqlite
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_ends_a_restore_and_nothing_else(data, tmp_path):
    ok(data, "backup", tmp_path / "b")
    kept.receive(data, write(tmp_path / "in", 50))
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    done = set()
    for free in (150_000, 900_000, 5_000_000):
        small = tmp_path / f"small-{free}"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size + free},mode=0700", "tmpfs", small], check=True)
        try:
            subprocess.run(["cp", "-a", f"{data}/.", small], check=True)
            before = kept.contents(small)
            # What fills the disk is the tables as the migrations make them; where all fit, a fork's copy will do.
            carry_out = forked.command if free > 4_000_000 else command
            restored = carry_out(small, "restore", str(tmp_path / "b"))
            done.add(restored.returncode == 0)
            if restored.returncode:
                assert "full" in restored.stderr or "No space left" in restored.stderr
                assert len(restored.stderr.splitlines()) == 1
                assert kept.contents(small) == before
            else:
                assert "50" not in states(small)
            assert is_whole(small)
            assert not (small / "restore.sqlite3").exists()
        finally:
            subprocess.run(["umount", small], check=True)
    assert done == {True, False}
