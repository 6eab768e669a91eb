"""What somebody goes on writing to a file that was moved is taken too, whoever watches and whoever does not."""

import os
import time
from pathlib import Path

import pytest

from dateline.intake import folder
from dateline.intake.files import DONE
from dateline.intake.watching import Watching
from dateline.newsroom import raw
from dateline.newsroom.models import Delivery
from tests.serve.running import until

from .helpers import anp_source

pytestmark = pytest.mark.django_db(transaction=True)


def bodies() -> list[bytes]:
    return [raw.load(delivery) for delivery in Delivery.objects.order_by("pk")]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folder, "QUIET", 0.2)
    made = tmp_path / "in"
    made.mkdir()
    anp_source(path=str(made))
    return made


@pytest.mark.parametrize("below", ["", "sub"])
def test_the_rest_that_comes_while_no_worker_runs_is_taken_by_the_next(root: Path, below: str):
    (root / below).mkdir(exist_ok=True)
    with (root / below / "slow.txt").open("wb", buffering=0) as file:
        file.write(b"the first half ")
        watch = Watching()
        until(lambda: watch.turn(0.01) is not None and bodies() == [b"the first half "], 5)
        watch.close()
        file.write(b"and the second")
    watch = Watching()
    try:
        until(lambda: watch.turn(0.01) is not None and len(bodies()) == 2, 5)
    finally:
        watch.close()
    assert bodies()[1] == b"the first half and the second"
    assert [path.name for path in (root / DONE).rglob("*.txt")] == ["slow.txt"]


def test_the_rest_is_taken_without_inotify_too(root: Path, monkeypatch: pytest.MonkeyPatch):
    def fails() -> None:
        raise OSError("no more instances")

    monkeypatch.setattr("dateline.intake.watching.Inotify", fails)
    monkeypatch.setattr("dateline.intake.watching.LOOK_EVERY_BLIND", 0.05)
    watch = Watching()
    try:
        with (root / "slow.txt").open("wb", buffering=0) as file:
            file.write(b"the first half ")
            until(lambda: watch.turn(0.01) is not None and bodies() == [b"the first half "], 5)
            for n in range(5):
                file.write(b"%d" % n)
                watch.turn(0.05)
        until(lambda: watch.turn(0.01) is not None and len(bodies()) == 2, 5)
        assert bodies()[1] == b"the first half 01234"
        for _ in range(30):
            watch.turn(0.01)
    finally:
        watch.close()
    assert len(bodies()) == 2


def test_only_the_last_two_days_are_watched(root: Path):
    watch = Watching()
    watch.turn()
    try:
        source = next(iter(watch._watched))
        for day in range(1, 21):
            for below in ("", "/sub"):
                (root / f"{DONE}/2026-11-{day:02d}{below}").mkdir(parents=True)
                watch._enter(source, f"{DONE}/2026-11-{day:02d}{below}")
        last = [f"{DONE}/2026-11-{day}{below}" for day in (19, 20) for below in ("", "/sub")]
        assert sorted(each.relative for each in watch._numbers) == ["", *last]
        assert len(watch._watches) == len(last) + 1
        (root / last[-1] / "a.txt").write_bytes(b"late")
        until(lambda: watch.turn(0.01) is not None and bodies() == [b"late"], 5)
    finally:
        watch.close()


def test_a_name_that_was_kept_for_a_file_whose_mover_died_is_no_copy(root: Path):
    """chaos found it: the empty file became a delivery that nobody had sent."""
    kept = root / DONE / "2026-11-20" / "copy.xml"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"")
    (kept.parent / "late.xml").write_bytes(b"written on")
    watch = Watching()
    try:
        until(lambda: watch.turn(0.01) is not None and bodies() == [b"written on"], 5)
        for _ in range(10):
            watch.turn(0.01)
    finally:
        watch.close()
    assert bodies() == [b"written on"]


def test_files_that_were_done_long_ago_are_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    real = folder.Folder._read
    monkeypatch.setattr(folder.Folder, "_read", lambda self, *args: read.append(args[0]) or real(self, *args))
    for day in ("2026-11-01", "2026-11-20"):
        for name, age in (("old.txt", 3600), ("new.txt", 10)):
            path = root / DONE / day / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(f"{day} {name}".encode())
            os.utime(path, (time.time() - age,) * 2)
    (root / DONE / "elsewhere").symlink_to("/etc")
    watch = Watching()
    for _ in range(10):
        watch.turn(0.01)
    watch.close()
    assert set(read) == {f"{DONE}/{day}/new.txt" for day in ("2026-11-01", "2026-11-20")}
