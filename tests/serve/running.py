"""Dateline as it runs: `dateline up` in processes of its own, on a data directory and a port of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests import databases
from tests.databases import environment

COMMAND = (sys.executable, "-m", "dateline.cli")

ROOM = 5
"""How many times as long as is promised a test waits: others run beside it, on a machine that may be slow. How soon
things are is for bench/ to measure.
"""


class Reply(NamedTuple):
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(data: Path, *words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Carry one command of `dateline` out."""
    return subprocess.run(
        [*COMMAND, *words], env=environment(data), capture_output=True, text=True, timeout=timeout, check=False
    )


def until(condition: Callable[[], object], seconds: float = 10.0, what: str = "", room: float = ROOM) -> float:
    """Wait until something is so, `room` times as long as is promised; gives how many seconds that took."""
    started = time.monotonic()
    while time.monotonic() - started < seconds * room:
        if condition():
            return time.monotonic() - started
        time.sleep(0.01)
    raise AssertionError(f"not within {room} times {seconds} s: {what}")


class Running:
    """A running Dateline, and what one does to it."""

    def __init__(self, data: Path, port: int, *words: str, role: str = "up", **environ: str) -> None:
        self.data = data
        self.port = port
        self.log = data.parent / f"{data.name}.{role}.log"
        # A file and not a pipe: nobody reads it while the test goes on.
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, role, "--port", str(port), *words],
                env=environment(data, **environ),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str, method: str = "GET", timeout: float = 10, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            body = response.read()
            return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
        finally:
            connection.close()

    def answers(self) -> bool:
        """Whether it is up; fails at once if it has ended."""
        assert self.process.poll() is None, self.said()
        try:
            return self.get("/healthz", timeout=2).status == 200
        except OSError:
            return False

    def wait_until_up(self, seconds: float = 30) -> "Running":
        try:
            until(self.answers, seconds, "an answer")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.said()}") from None
        return self

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def events(self) -> list[dict[str, object]]:
        """The lines of the log."""
        return [json.loads(line) for line in self.said().splitlines() if line.startswith("{")]

    def children(self, of: int | None = None) -> list[int]:
        parent = of or self.process.pid
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]

    def family(self) -> list[int]:
        """All processes below it."""
        found: list[int] = []
        ahead = [self.process.pid]
        while ahead:
            mine = self.children(ahead.pop())
            found += mine
            ahead += mine
        return found

    def pid_of(self, name: str) -> int:
        """The process that was last started under a name."""
        return next(
            int(str(event["pid"]))
            for event in reversed(self.events())
            if event["event"] == "process started" and event["process"] == name
        )

    def change(self, *tags: str, sql: str = "") -> float:
        """A change that another process commits, as `newsroom.transaction` writes it; gives when it was committed."""
        with closing(databases.Connection(self.data)) as database, database.writing():
            if sql:
                database.rows(sql)
            database.rows("INSERT INTO newsroom_number (name, n, era) VALUES ('edition', 0, '') ON CONFLICT DO NOTHING")
            database.rows("UPDATE newsroom_number SET n = n + 1 WHERE name = 'edition'")
            for tag in tags:
                database.rows(
                    "INSERT INTO newsroom_touch (n, tag) SELECT n, ? FROM newsroom_number WHERE name = 'edition'", tag
                )
        return time.monotonic()

    def name_house(self, title: str, *tags: str) -> float:
        return self.change(*(tags or ("house",)), sql=f"UPDATE newsroom_house SET title = '{title}'")

    def stop(self, number: int = signal.SIGTERM, seconds: float = 20) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(seconds)


@contextmanager
def running(data: Path, *words: str, port: int = 0, role: str = "up", **environ: str) -> Iterator[Running]:
    site = Running(data, port or free_port(), *words, role=role, **environ)
    try:
        yield site.wait_until_up()
    finally:
        family = [] if site.process.poll() is not None else site.family()
        try:
            site.stop()
        except subprocess.TimeoutExpired:
            for pid in (site.process.pid, *family):
                os.kill(pid, signal.SIGKILL)
            raise


def alive(pid: int) -> bool:
    """Whether a process runs (one that only waits for its parent to note its death does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
