"""A watched folder, with real files: what is whole is taken at once, nothing half or twice, and nothing is lost."""

import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from dateline.intake import copying, files, folder
from dateline.intake.folder import Folder
from dateline.intake.store import store
from dateline.intake.watching import Watching
from dateline.newsroom.house import house
from dateline.newsroom.models import Delivery, RawPart, Source
from tests.serve.running import ROOM, until

from .helpers import anp_source, newsml, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


@contextmanager
def watching() -> Iterator[Callable[..., float]]:
    """Watches, and gives a function that goes on with it until something is so."""
    watch = Watching()

    def wait(condition: Callable[[], object], seconds: float = 8.0, what: str = "", room: float = ROOM) -> float:
        def turn() -> object:
            watch.turn(0.01)
            return condition()

        return until(turn, seconds, what, room)

    watch.turn()
    try:
        yield wait
    finally:
        watch.close()


def names() -> list[str]:
    return sorted(Delivery.objects.values_list("name", flat=True))


def moved(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".done").rglob("*") if path.is_file())


def test_a_file_that_is_renamed_into_place_is_taken_at_once_whatever_is_in_it(root: Path):
    anp_source(path=str(root))
    with watching() as wait:
        write(root / "a.txt", b"plain text")
        assert wait(lambda: names() == ["a.txt"]) < 0.5 * ROOM
    assert Delivery.objects.get().raw == b"plain text"
    assert [path.name for path in moved(root)] == ["a.txt"]
    assert moved(root)[0].parent.name == f"{datetime.now(ZoneInfo(house().zone)):%Y-%m-%d}"
    assert os.listdir(root) == [".done"]


def test_a_file_that_is_renamed_from_elsewhere_is_taken_at_once(root: Path, tmp_path: Path):
    anp_source(path=str(root))
    with watching() as wait:
        outside = tmp_path / "a.txt"
        outside.write_bytes(b"plain text")
        outside.rename(root / "a.txt")
        assert wait(lambda: names() == ["a.txt"]) < 0.5 * ROOM


def test_a_file_that_is_closed_and_reads_complete_is_taken_at_once(root: Path):
    anp_source(path=str(root))
    with watching() as wait:
        (root / "a.xml").write_bytes(newsml(1))
        assert wait(lambda: names() == ["a.xml"]) < 0.5 * ROOM


def test_a_file_that_is_closed_and_could_go_on_waits_until_it_is_quiet(root: Path):
    anp_source(path=str(root))
    with watching() as wait:
        (root / "a.txt").write_bytes(b"plain text")
        assert 1.5 < wait(lambda: names() == ["a.txt"]) < 3.5


def test_a_closed_file_that_is_cut_off_is_taken_whole_when_the_rest_comes(root: Path):
    anp_source(path=str(root))
    data = newsml(1)
    with watching() as wait:
        (root / "a.xml").write_bytes(data[:500])
        with pytest.raises(AssertionError):
            wait(names, 0.7, room=1)
        with (root / "a.xml").open("ab") as file:
            file.write(data[500:])
        assert wait(lambda: names() == ["a.xml"]) < 0.5 * ROOM
    assert Delivery.objects.get().raw == data


def test_a_slow_writer_is_waited_for(root: Path):
    anp_source(path=str(root))
    with watching() as wait, (root / "a.xml").open("wb", buffering=0) as file:
        for part in (b"<NewsML>", b"<a/>" * 10, b"<b/>" * 10):
            file.write(part)
            with pytest.raises(AssertionError):
                wait(names, 1.0, room=1)
        file.write(b"</NewsML>")
        assert 1.5 < wait(lambda: names() == ["a.xml"]) < 3.5
    assert bytes(Delivery.objects.get().raw).endswith(b"</NewsML>")


def test_what_is_written_after_the_quiet_is_taken_too(root: Path):
    anp_source(path=str(root))
    with watching() as wait:
        with (root / "a.xml").open("wb", buffering=0) as file:
            file.write(b"<NewsML>")
            wait(lambda: names() == ["a.xml"])
            file.write(b"</NewsML>")
        wait(lambda: len(names()) == 2)
    assert sorted(bytes(row.raw) for row in Delivery.objects.all()) == [b"<NewsML>", b"<NewsML></NewsML>"]


@pytest.mark.parametrize("name", [".hidden.xml", "a.part", "a.xml.tmp", "A.FILEPART"])
def test_names_of_transfers_under_way_are_not_copy_until_they_are_renamed(root: Path, name: str):
    anp_source(path=str(root))
    with watching() as wait:
        (root / name).write_bytes(newsml(1))
        os.utime(root / name, (1e9, 1e9))
        with pytest.raises(AssertionError):
            wait(names, 0.5, room=1)
        (root / name).rename(root / "a.xml")
        assert wait(lambda: names() == ["a.xml"]) < 0.5 * ROOM


def test_new_bytes_under_a_known_name_are_a_new_delivery_and_both_files_are_kept(root: Path):
    anp_source(path=str(root))
    with watching() as wait:
        for version in (1, 2, 3):
            write(root / "latest.xml", newsml(1, version=version))
            wait(lambda version=version: len(names()) == version)
        write(root / "latest.xml", newsml(1, version=3))
        wait(lambda: len(moved(root)) == 4)
    assert Delivery.objects.count() == 3
    assert [path.name for path in moved(root)] == ["latest-2.xml", "latest-3.xml", "latest-4.xml", "latest.xml"]


def test_sub_folders_there_before_and_made_later_are_watched(root: Path):
    anp_source(path=str(root))
    (root / "before").mkdir()
    with watching() as wait:
        write(root / "before" / "a.xml", newsml(1))
        assert wait(lambda: names() == ["before/a.xml"]) < 0.5 * ROOM
        deep = root / "later" / "deeper" / "deepest"
        deep.mkdir(parents=True)
        (deep / "b.xml").write_bytes(newsml(2))
        wait(lambda: len(names()) == 2)
        write(deep / "c.xml", newsml(3))
        assert wait(lambda: len(names()) == 3) < 0.5 * ROOM
        (root / "later").rename(root / "moved")
        write(root / "moved" / "deeper" / "deepest" / "d.xml", newsml(4))
        wait(lambda: len(names()) == 4)
    day = next((root / ".done").iterdir())
    assert (day / "later" / "deeper" / "deepest" / "c.xml").read_bytes() == newsml(3)


def test_a_folder_with_files_that_is_moved_in_is_taken_whole(root: Path, tmp_path: Path):
    anp_source(path=str(root))
    for n in range(5):
        write(tmp_path / "batch" / f"{n}.xml", newsml(n))
    with watching() as wait:
        (tmp_path / "batch").rename(root / "batch")
        wait(lambda: len(names()) == 5)


@pytest.mark.slow
def test_thousands_at_once_are_taken(root: Path, tmp_path: Path):
    anp_source(path=str(root))
    for n in range(2000):
        (tmp_path / f"{n}.xml").write_bytes(b"<a>%d</a>" % n)
    with watching() as wait:
        for n in range(2000):
            (tmp_path / f"{n}.xml").rename(root / f"{n}.xml")
        wait(lambda: Delivery.objects.count() == 2000, 20)
        wait(lambda: os.listdir(root) == [".done"], 5)
    assert len(moved(root)) == 2000


def test_what_came_while_nobody_watched_is_found_oldest_first(root: Path):
    anp_source(path=str(root))
    for n, age in enumerate((100, 8000, 50)):
        write(root / f"{n}.xml", newsml(n))
        moment = time.time() - age
        os.utime(root / f"{n}.xml", (moment, moment))
    with watching() as wait:
        wait(lambda: len(names()) == 3)
    assert list(Delivery.objects.order_by("pk").values_list("name", "backlog")) == [
        ("1.xml", True),
        ("0.xml", False),
        ("2.xml", False),
    ]


def test_hostile_names_are_taken_and_moved(root: Path):
    anp_source(path=str(root))
    hostile = [b"a\nb\x1b[2J.xml", b"\xff\xfe.xml", b"-rf *; echo.xml", "\u202egnp.xml".encode(), b"x" * 251 + b".xml"]
    with watching() as wait:
        for n, name in enumerate(hostile):
            (root / "draft.tmp").write_bytes(newsml(n))
            os.rename(os.fsencode(root / "draft.tmp"), os.fsencode(root) + b"/" + name)
        wait(lambda: len(names()) == len(hostile))
        wait(lambda: len(moved(root)) == len(hostile))
        for n, name in enumerate(hostile):
            (root / "draft.tmp").write_bytes(newsml(n, version=2))
            os.rename(os.fsencode(root / "draft.tmp"), os.fsencode(root) + b"/" + name)
        wait(lambda: len(moved(root)) == 2 * len(hostile))
    assert all(name.isprintable() for name in names())
    assert {os.fsencode(path.name) for path in moved(root)} >= set(hostile)


def test_links_pipes_and_what_lies_outside_are_left_alone(root: Path, tmp_path: Path):
    anp_source(path=str(root))
    outside = tmp_path / "outside"
    write(outside / "secret.xml", newsml(9))
    (root / "link.xml").symlink_to(outside / "secret.xml")
    (root / "linked").symlink_to(outside)
    os.mkfifo(root / "pipe.xml")
    with watching() as wait:
        write(root / "good.xml", newsml(1))
        wait(lambda: names() == ["good.xml"])
        (root / "later.xml").symlink_to(outside / "secret.xml")
        (root / "later").symlink_to(outside)
        write(outside / "other.xml", newsml(8))
        with pytest.raises(AssertionError):
            wait(lambda: len(names()) > 1, 2.5, room=1)
    assert (outside / "secret.xml").exists()
    assert stat.S_ISFIFO((root / "pipe.xml").lstat().st_mode)


def test_a_folder_that_becomes_a_link_leads_nowhere(root: Path, tmp_path: Path):
    write(tmp_path / "outside" / "a.xml", newsml(9))
    one = Folder(anp_source(path=str(root)))
    (root / "sub").symlink_to(tmp_path / "outside")
    one.notice("sub/a.xml", folder.RENAMED)
    one.notice("../outside/a.xml", folder.RENAMED)
    assert one.take() == 0
    assert names() == []


def test_a_done_folder_that_is_a_link_is_not_followed(root: Path, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (root / ".done").symlink_to(tmp_path / "outside")
    write(root / "a.xml", newsml(1))
    one = Folder(anp_source(path=str(root)))
    one.notice("a.xml", folder.RENAMED)
    assert one.take() == 1
    assert os.listdir(tmp_path / "outside") == []
    assert (root / "a.xml").exists()


def test_a_file_that_vanishes_or_changes_while_it_is_read_is_no_trouble(root: Path, monkeypatch: pytest.MonkeyPatch):
    one = Folder(anp_source(path=str(root)))
    one.notice("gone.xml", folder.RENAMED)
    assert one.take() == 0
    path = write(root / "grows.xml", newsml(1))
    one.notice("grows.xml", folder.RENAMED)
    real = Folder._incoming

    def grows(self, relative, descriptor, about, *, backlog):
        found = real(self, relative, descriptor, about, backlog=backlog)
        if about.st_size == len(newsml(1)):
            path.write_bytes(newsml(1) + b"\n\n\n")
        return found

    monkeypatch.setattr(Folder, "_incoming", grows)
    assert one.take() == 0
    monkeypatch.setattr(folder, "QUIET", 0.0)
    until(one.take, 5)
    assert Delivery.objects.get().raw == newsml(1) + b"\n\n\n"


def test_bytes_that_take_the_place_of_others_at_the_last_moment_are_not_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    one = Folder(anp_source(path=str(root)))
    write(root / "latest.xml", newsml(1))
    one.notice("latest.xml", folder.RENAMED)
    real = files.move_to_done

    def replaced(*args):
        write(root / "latest.xml", newsml(2))
        monkeypatch.setattr(files, "move_to_done", real)
        return real(*args)

    monkeypatch.setattr(files, "move_to_done", replaced)
    assert one.take() == 1
    assert one.take() == 1
    assert [bytes(row.raw) for row in Delivery.objects.order_by("pk")] == [newsml(1), newsml(2)]


def test_a_crash_before_the_move_leaves_the_same_delivery(root: Path):
    source = anp_source(path=str(root))
    store(source, "a.xml", newsml(1))
    write(root / "a.xml", newsml(1))
    with watching() as wait:
        wait(lambda: len(moved(root)) == 1)
    assert Delivery.objects.count() == 1


def test_files_may_stay_and_are_not_read_again_after_a_restart(root: Path, monkeypatch: pytest.MonkeyPatch):
    anp_source(path=str(root), done=Source.Done.STAY)
    for n in range(5):
        write(root / f"{n}.xml", newsml(n))
        os.utime(root / f"{n}.xml", (time.time() - 60,) * 2)
    with watching() as wait:
        wait(lambda: len(names()) == 5)
    assert len(os.listdir(root)) == 5
    read = []
    real = files.opened
    monkeypatch.setattr(files, "opened", lambda *args: read.append(args[1]) or real(*args))
    with watching() as wait:
        write(root / "3.xml", newsml(3, version=2))
        wait(lambda: len(names()) == 6)
    assert set(read) == {"3.xml"}
    Delivery.objects.filter(name="1.xml").delete()
    with watching() as wait:
        wait(lambda: len(names()) == 6)


def test_a_file_without_permission_is_told_of_once_and_taken_when_it_may_be_read(
    root: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    one = Folder(anp_source(path=str(root)))
    write(root / "a.xml", newsml(1))
    one.notice("a.xml", folder.RENAMED)
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *args, **kwargs: _denied(path, real, *args, **kwargs))
    monkeypatch.setattr(folder, "RETRY", 0.0)
    for _ in range(3):
        assert one.take() == 0
    assert caplog.text.count("a.xml cannot be read") == 1
    monkeypatch.setattr(os, "open", real)
    until(one.take, 5)
    assert names() == ["a.xml"]


def _denied(path, real, *args, **kwargs):
    if path == "a.xml":
        raise PermissionError(13, "Permission denied")
    return real(path, *args, **kwargs)


def test_a_file_that_cannot_be_moved_is_taken_once_and_told_of_once(
    root: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    one = Folder(anp_source(path=str(root)))
    write(root / "a.xml", newsml(1))

    def denied(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "move_to_done", denied)
    monkeypatch.setattr(folder, "QUIET", 0.0)
    one.look(60.0)
    assert one.take() == 1
    for _ in range(3):
        one.look(60.0)
        assert one.take() == 0
    assert caplog.text.count("cannot be moved") == 1
    assert names() == ["a.xml"]


def test_a_sparse_file_of_100_mb_is_taken_without_being_in_memory(root: Path):
    anp_source(path=str(root))
    with (root / "draft.tmp").open("wb") as file:
        file.truncate(100 * 1024**2)
    with watching() as wait:
        (root / "draft.tmp").rename(root / "large.xml")
        wait(lambda: len(moved(root)) == 1)
    delivery = Delivery.objects.get()
    assert (delivery.size, delivery.raw, bool(delivery.raw_file)) == (100 * 1024**2, None, True)


def _large_copies() -> int:
    """How many large deliveries are kept, wherever their bytes lie."""
    files = [path for path in (settings.DATA / "raw").rglob("*") if path.is_file()]
    return len(files) + RawPart.objects.values("name").distinct().count()


def test_a_large_file_that_grows_leaves_no_half_of_it_behind(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folder, "MAX_BYTES", 500)
    monkeypatch.setattr(folder, "QUIET", 0.0)
    kept = _large_copies()
    one = Folder(anp_source(path=str(root)))
    path = write(root / "a.xml", b"x" * 1000)
    one.notice("a.xml", folder.RENAMED)
    real = copying.keep_large
    growing = [b"y"]

    def grows(stream, source):
        if growing:
            with path.open("ab") as file:
                file.write(growing.pop())
        return real(stream, source)

    monkeypatch.setattr(copying, "keep_large", grows)
    assert one.take() == 0
    until(one.take, 5)
    assert Delivery.objects.get().size == 1001
    assert _large_copies() == kept + 1


def test_a_file_larger_than_anything_is_left_where_it_is(
    root: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(folder, "MAX_BYTES", 500)
    monkeypatch.setattr("dateline.intake.store.LARGEST", 1000)
    one = Folder(anp_source(path=str(root)))
    write(root / "a.xml", b"x" * 1001)
    one.notice("a.xml", folder.RENAMED)
    for _ in range(3):
        assert one.take() == 0
        one.look(60.0)
    assert caplog.text.count("a.xml: It has more than") == 1
    assert (root / "a.xml").exists()


def test_sources_that_are_added_changed_and_switched_off_are_followed_within_seconds(root: Path, tmp_path: Path):
    with watching() as wait:
        source = anp_source(path=str(root))
        write(root / "a.xml", newsml(1))
        wait(lambda: names() == ["a.xml"], 5)
        other = tmp_path / "other"
        write(other / "b.xml", newsml(2))
        Source.objects.filter(pk=source.pk).update(path=str(other))
        wait(lambda: len(names()) == 2, 8)
        Source.objects.filter(pk=source.pk).update(active=False)
        with pytest.raises(AssertionError):
            wait(lambda: False, 2.5, room=1)
        write(other / "c.xml", newsml(3))
        with pytest.raises(AssertionError):
            wait(lambda: len(names()) == 3, 1, room=1)


def test_a_folder_that_is_missing_is_told_of_once_and_found_when_it_is_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dateline.intake.watching.LOOK_EVERY", 0.1)
    anp_source(path=str(tmp_path / "in"))
    with watching() as wait:
        with pytest.raises(AssertionError):
            wait(names, 0.5, room=1)
        write(tmp_path / "in" / "a.xml", newsml(1))
        wait(lambda: names() == ["a.xml"])
        write(tmp_path / "in" / "b.xml", newsml(2))
        assert wait(lambda: len(names()) == 2) < 0.5 * ROOM
    assert caplog.text.count("cannot be used") == 1


def test_without_inotify_folders_are_looked_through(root: Path, monkeypatch: pytest.MonkeyPatch):
    def none() -> None:
        raise OSError(24, "too many")

    monkeypatch.setattr("dateline.intake.watching.Inotify", none)
    anp_source(path=str(root))
    with watching() as wait:
        write(root / "sub" / "a.xml", newsml(1))
        assert wait(lambda: names() == ["sub/a.xml"]) < 4 * ROOM


def test_writers_at_full_speed_lose_nothing(root: Path):
    anp_source(path=str(root))
    count = 300

    def writer() -> None:
        for n in range(count):
            path = root / f"{n % 7}" / f"{n}.xml"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(newsml(n))

    thread = threading.Thread(target=writer)
    with watching() as wait:
        thread.start()
        wait(lambda: Delivery.objects.count() == count, 20)
        thread.join()
    assert {bytes(row.raw) for row in Delivery.objects.all()} == {newsml(n) for n in range(count)}
