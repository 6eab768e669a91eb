"""No folder's flood, failure or large file holds up another folder's copy, nor the newest of the same."""

import errno
import os
import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from dateline.intake import files, folder
from dateline.intake.inotify import OVERFLOW, Event, Inotify
from dateline.intake.watching import Watching
from dateline.newsroom.models import Delivery
from tests.serve.running import ROOM, until

from .helpers import anp_source, newsml, write

pytestmark = pytest.mark.django_db(transaction=True)


def dropped(place: Path, folder_: Path, count: int, start: int = 0) -> None:
    """Renames so many files into a folder, as fast as can be."""
    place.mkdir(exist_ok=True)
    for n in range(start, start + count):
        (place / f"{n}.txt").write_bytes(b"nothing %d" % n)
    for n in range(start, start + count):
        (place / f"{n}.txt").rename(folder_ / f"{n}.txt")


def test_in_a_flood_of_files_the_newest_of_each_folder_and_the_oldest_are_stored_at_the_next_turn(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    for place in (one, other):
        place.mkdir()
        anp_source(slug=place.name, path=str(place))
    watch = Watching()
    watch.turn()
    try:
        dropped(tmp_path / "aside", one, 1000)
        write(one / "kill.xml", newsml(1, version=2, status="Canceled"))
        write(other / "b.xml", newsml(2))
        watch.turn()
        watch.turn()
        names = set(Delivery.objects.values_list("name", flat=True))
        assert {"kill.xml", "b.xml", "0.txt"} <= names
        assert len(names) < 600
        # A name that waits already, and gets other bytes, is the newest too.
        waiting = next(name for name in sorted(os.listdir(one)) if name.endswith(".txt"))
        write(one / waiting, newsml(3))
        watch.turn()
        watch.turn()
        assert Delivery.objects.filter(name=waiting).exists()
        until(lambda: watch.turn(0.01) == 0 and os.listdir(one) == [".done"], 60)
    finally:
        watch.close()
    assert Delivery.objects.count() == 1002


def test_large_files_are_copied_beside_what_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folder, "MAX_BYTES", 500)
    go_on = threading.Event()
    real = Watching.turn

    def held(stream, source):
        go_on.wait(20)
        return stored(stream, source)

    from dateline.intake import copying

    stored = copying.keep_large
    monkeypatch.setattr(copying, "keep_large", held)
    root = tmp_path / "in"
    root.mkdir()
    anp_source(path=str(root))
    watch = Watching()
    real(watch)
    try:
        write(root / "large.bin", os.urandom(1000))
        write(root / "larger.bin", os.urandom(1000))
        real(watch, 0.2)
        write(root / "small.txt", b"nothing")
        until(lambda: real(watch, 0.01) is not None and Delivery.objects.filter(name="small.txt").exists(), 5)
        assert Delivery.objects.count() == 1
        go_on.set()
        until(lambda: real(watch, 0.01) is not None and Delivery.objects.count() == 3, 10)
        until(lambda: real(watch, 0.01) is not None and os.listdir(root) == [".done"], 10)
    finally:
        go_on.set()
        watch.close()


def test_half_a_gigabyte_is_left_where_it_is_and_not_even_read(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    root = tmp_path / "in"
    root.mkdir()
    anp_source(path=str(root))
    with (root / ".draft").open("wb") as file:
        file.truncate(500 * 1024**2)
    watch = Watching()
    watch.turn()
    try:
        (root / ".draft").rename(root / "large.bin")
        write(root / "small.txt", b"nothing")
        began = time.monotonic()
        until(lambda: watch.turn(0.01) is not None and Delivery.objects.filter(name="small.txt").exists(), 5)
        assert time.monotonic() - began < 1.0 * ROOM
    finally:
        watch.close()
    assert "large.bin: It has more than" in caplog.text
    assert (root / "large.bin").exists()


@pytest.mark.parametrize("harm", ["vanishes", "is a file", "fails"])
def test_a_folder_that_is_broken_holds_up_no_other(tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch):
    for slug in ("broken", "whole"):
        (tmp_path / slug).mkdir()
        anp_source(slug=slug, path=str(tmp_path / slug))
    watch = Watching()
    watch.turn()
    if harm == "fails":
        real = folder.Folder.take

        def fails(self, now=None):
            if self.source.slug == "broken":
                raise RuntimeError("no good")
            return real(self, now)

        monkeypatch.setattr(folder.Folder, "take", fails)
    else:
        shutil.rmtree(tmp_path / "broken")
        if harm == "is a file":
            (tmp_path / "broken").write_bytes(b"")
    try:
        for n in range(3):
            write(tmp_path / "whole" / f"{n}.xml", newsml(n))
            until(lambda n=n: watch.turn(0.01) is not None and Delivery.objects.filter(name=f"{n}.xml").exists(), 2)
    finally:
        watch.close()


def test_a_name_that_came_a_thousand_times_today_is_moved_as_fast_as_one_that_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    day = date(2026, 11, 28)
    real, looks = os.open, []
    done = tmp_path / files.DONE / day.isoformat()
    for n in range(1000):
        write(tmp_path / "news.xml", b"%d" % n)
        looks.clear()
        with monkeypatch.context() as here:
            here.setattr(os, "open", lambda *args, **options: looks.append(1) or real(*args, **options))
            moved = files.move_to_done(str(tmp_path), "news.xml", day)
        assert moved == str(Path(files.DONE) / day.isoformat() / (f"news-{n + 1}.xml" if n else "news.xml"))
    assert len(looks) < 20
    assert {path.read_bytes() for path in done.iterdir()} == {b"%d" % n for n in range(1000)}
    (done / "news-700.xml").unlink()
    write(tmp_path / "news.xml", b"again")
    assert (tmp_path / files.move_to_done(str(tmp_path), "news.xml", day)).read_bytes() == b"again"
    assert len(os.listdir(done)) == 1000


def test_a_folder_of_very_many_files_that_is_moved_in_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dateline.intake.watching.LOOK_TIME", 0.0)
    monkeypatch.setattr(folder, "PAUSE_EVERY", 5)
    full, other = tmp_path / "full", tmp_path / "other"
    for place in (full, other):
        place.mkdir()
        anp_source(slug=place.name, path=str(place))
    watch = Watching()
    watch.turn()
    try:
        for n in range(50):
            write(tmp_path / "sub" / f"{n}.txt", b"nothing %d" % n)
            (tmp_path / "sub" / f"empty {n}").mkdir()
            os.utime(tmp_path / "sub" / f"{n}.txt", (time.time() - 60,) * 2)
        (tmp_path / "sub").rename(full / "sub")
        for name in ("early", "late"):
            (full / name).mkdir()
            write(full / name / "a.txt", name.encode())
        write(other / "new.xml", newsml(1))
        watch.turn()
        assert [row.name for row in Delivery.objects.all()] == ["new.xml"]
        until(lambda: watch.turn(0.0) is not None and Delivery.objects.count() == 53, 5)
    finally:
        watch.close()


def test_what_inotify_lost_in_the_middle_of_a_look_is_found_by_another_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dateline.intake.watching.LOOK_TIME", 0.0)
    monkeypatch.setattr(folder, "PAUSE_EVERY", 1)
    root = tmp_path / "in"
    for n in range(5):
        write(root / f"{n}.txt", b"nothing %d" % n)
    anp_source(path=str(root))
    watch = Watching()
    for _ in range(8):
        watch.turn()
    try:
        write(root / "lost.xml", newsml(1))
        assert watch._inotify.events(0.1)
        assert all(each.folder._looking is not None for each in watch._watched.values())
        watch._hear(Event(-1, OVERFLOW, ""))
        until(lambda: watch.turn(0.01) is not None and Delivery.objects.filter(name="lost.xml").exists(), 6)
    finally:
        watch.close()


@pytest.mark.parametrize(
    ("number", "hears"), [(errno.EACCES, True), (errno.ENOTDIR, True), (errno.ELOOP, True), (errno.ENOSPC, False)]
)
def test_a_folder_that_nobody_may_read_takes_inotify_from_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, number: int, hears: bool
):
    real = Inotify.watch

    def watch_one(self: Inotify, path: str, mask: int) -> int:
        if path.endswith("shut\nout"):
            raise OSError(number, os.strerror(number))
        return real(self, path, mask)

    monkeypatch.setattr(Inotify, "watch", watch_one)
    (tmp_path / "in" / "shut\nout").mkdir(parents=True)
    anp_source(path=str(tmp_path / "in"))
    watch = Watching()
    watch.turn()
    assert watch._hears is hears
    watch.close()
    assert not any("\n" in record.getMessage() for record in caplog.records)


def test_a_look_at_very_many_files_goes_on_at_the_next_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dateline.intake.watching.LOOK_TIME", 0.0)
    monkeypatch.setattr(folder, "PAUSE_EVERY", 5)
    root = tmp_path / "in"
    root.mkdir()
    for n in range(100):
        write(root / f"{n}.txt", b"nothing %d" % n)
        os.utime(root / f"{n}.txt", (time.time() - 60,) * 2)
    anp_source(path=str(root))
    watch = Watching()
    try:
        watch.turn()
        assert not Delivery.objects.exists(), "the look has only begun"
        write(root / "new.xml", newsml(1))
        watch.turn()
        assert [row.name for row in Delivery.objects.all()] == ["new.xml"]
        until(lambda: watch.turn(0.0) is not None and Delivery.objects.count() == 101, 10)
    finally:
        watch.close()
