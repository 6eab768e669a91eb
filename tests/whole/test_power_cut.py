"""A power cut takes nothing that was acknowledged: its bytes are synced to disk before its sender gets the answer.

Shown with strace: at the moment at which the answer of a push is written to its socket, or a file is moved out of its
folder, all that a delivery consists of has been synced: what the database's log says of it, and where a large one lies
in a file beside the database, that file and the folders that lead to it.
"""

import http.client
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres
from tests.databases import KIND, ON_POSTGRESQL, PROGRAMS, environment
from tests.serve.running import COMMAND, Running, running, until
from tests.whole.helpers import send
from tests.whole.tracing import RENAMES, SENDS, WRITES, Call, Disk, Trace, traced

pytestmark = pytest.mark.both

MARK = "zq-power-cut-zq"
"""Words that stand in the delivery and nowhere else."""

SECRET = "a-secret-of-the-tests-0123456789abcdef"
SIZES = {"small": 1_500, "large": 400_000}
"""Bytes of a delivery that is kept in its row, and of one that is not."""

SETUP = """
[[provider]]
code = "ANP"
name = "ANP"
retention_days = 0

[[section]]
slug = "buitenland"
name = "Buitenland"

[[source]]
slug = "sftp"
path = "{folder}"
providers = ["ANP"]

[[source]]
slug = "pushed"
kind = "push"
secret_from = "env:POWER_CUT_SECRET"
providers = ["ANP"]
"""


class Site:
    """A running Dateline whose database keeps what it has committed, and the processes that write for it."""

    def __init__(self, running: Running, folder: Path, server: postgres.Server | None) -> None:
        self.running, self.folder, self.server = running, folder, server

    @property
    def pids(self) -> list[int]:
        """All processes of Dateline, and of PostgreSQL."""
        found = [self.running.process.pid, *self.running.family()]
        return found + ([self.server.pid, *self.running.children(self.server.pid)] if self.server else [])

    def checkpoint(self) -> None:
        """The hard case: after it, PostgreSQL writes whole pages to its log, and the delivery is far down a write."""
        if self.server:
            self.server.run("CHECKPOINT")

    def counts(self, path: str) -> bool:
        """Whether a file is part of what must last: the log of the database, and raw bytes."""
        if self.server:
            return path.startswith(f"{self.server.folder}/data/pg_wal/")
        return path.endswith("dateline.sqlite3-wal") or path.startswith(f"{self.running.data}/raw")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    place = tmp_path_factory.mktemp("power")
    (place / "in").mkdir()
    (place / "setup.toml").write_text(SETUP.format(folder=place / "in"))
    with ExitStack() as stack:
        more, server = {"POWER_CUT_SECRET": SECRET}, None
        if ON_POSTGRESQL:
            server = postgres.start(PROGRAMS[KIND](), loose=False)
            stack.callback(server.stop)
            more["DATABASE_URL"] = server.create("power")
        done = subprocess.run(
            [*COMMAND, "setup", str(place / "setup.toml")],
            env=environment(place / "data", **more),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield Site(stack.enter_context(running(place / "data", **more)), place / "in", server)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_synced_before_it_is_moved_away(site: Site, tmp_path: Path, size: str):
    name = f"{size}.bin"
    site.checkpoint()
    with traced(site.pids, tmp_path / "trace") as trace:
        send(site.folder, name, _copy(size))
        until(lambda: not (site.folder / name).exists(), 20, "the file to be moved away")
    calls = trace.calls()
    moved = [call for call in calls if call.name in RENAMES and name in call.words and "/.done/" in call.words]
    assert len(moved) == 1
    _check(site, calls, moved[0], keeps=_keeps_files(site, size))


@pytest.mark.parametrize("size", SIZES)
def test_a_push_is_synced_before_it_is_answered(site: Site, tmp_path: Path, size: str):
    site.checkpoint()
    with traced(site.pids, tmp_path / "trace") as trace:
        connection = http.client.HTTPConnection("127.0.0.1", site.running.port, timeout=30)
        connection.request("POST", "/intake/pushed", _copy(size), {"Authorization": f"Bearer {SECRET}"})
        reply = connection.getresponse()
        assert reply.status == 202, reply.read()
        connection.close()
    calls = trace.calls()
    answered = [call for call in calls if call.name in SENDS and "HTTP/1.1 202" in call.words]
    assert len(answered) == 1
    _check(site, calls, answered[0], keeps=_keeps_files(site, size))


def _copy(size: str) -> bytes:
    """Bytes that no database can make smaller, in which the mark stands again and again."""
    mark = MARK.encode()
    return b"".join(mark + os.urandom(300) for _ in range(SIZES[size] // (300 + len(mark))))


def _keeps_files(site: Site, size: str) -> bool:
    return size == "large" and site.server is None


def _check(site: Site, calls: Sequence[Call], told: Call, *, keeps: bool) -> None:
    """Whether all that says something of the delivery was on the disk when its sender was told."""
    before = [call for call in calls if call.ended < told.begun]
    marked = [call for call in before if call.name in WRITES and MARK in call.words and site.counts(call.file)]
    assert marked, "the bytes were written nowhere"
    assert any("/raw" in call.file for call in marked) == keeps
    disk = Disk(site.counts)
    if site.server is None:
        for call in before:
            disk.see(call)
        assert not disk.unsynced
        return
    # PostgreSQL writes to its log all the time: what counts is when it told that the transaction is committed.
    committed = next(call for call in before if call.begun > marked[-1].ended and _says_committed(call))
    for call in before:
        if call.ended < committed.begun:
            disk.see(call)
    assert not disk.unsynced


def _says_committed(call: Call) -> bool:
    return call.name in SENDS and "COMMIT" in call.words and "socket:" in call.file


def test_the_trace_is_read_as_the_kernel_meant_it(tmp_path: Path):
    """The reader of traces itself: what it takes for synced is synced, and nothing else."""
    lines = [
        '7 mkdirat(AT_FDCWD</d>, "/d/raw/2026", 0777) = 0',
        '7 openat(AT_FDCWD</d>, "/d/raw/2026/draft", O_WRONLY|O_CREAT|O_EXCL, 0666) = 3</d/raw/2026/draft>',
        '7 write(3</d/raw/2026/draft>, "zq", 2) = 2',
        "7 fsync(3</d/raw/2026/draft> <unfinished ...>",
        '8 pwrite64(4</d/dateline.sqlite3-wal>, "zq", 2, 0) = 2',
        "7 <... fsync resumed>)   = 0",
        '7 renameat(5</d/raw/2026>, "draft", 5</d/raw/2026>, "whole") = 0',
        "8 fdatasync(4</d/dateline.sqlite3-wal> <unfinished ...>",
        '9 pwrite64(4</d/dateline.sqlite3-wal>, "more", 4, 2) = 4',
        "8 <... fdatasync resumed>) = 0",
        "7 fsync(5</d/raw/2026>) = 0",
    ]
    (tmp_path / "trace").write_text("\n".join(lines))

    def after(count: int) -> set[str]:
        disk = Disk(lambda path: path.startswith("/d/"))
        for call in Trace(tmp_path / "trace").calls()[:count]:
            disk.see(call)
        return disk.unsynced

    assert after(3) == {"/d/raw", "/d/raw/2026", "/d/raw/2026/draft"}
    wal = "/d/dateline.sqlite3-wal"
    assert after(5) == {"/d/raw", "/d/raw/2026", wal}, "the file is synced, its folders are not"
    assert after(6) == {"/d/raw", "/d/raw/2026", wal}
    assert after(20) == {"/d/raw", wal}, "what was written while it was being synced is not; nor is the folder above"
