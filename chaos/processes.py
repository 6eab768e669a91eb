"""The processes of a site, kept up as systemd would: whoever ends is started again."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chaos.newsroom import COMMAND, Installation
from dateline.serve.supervise import die_with_parent
from tests.serve.running import alive, free_port

LOOK_EVERY = 0.05
PAUSE = 0.2
"""Seconds between the end of a process and its next start."""


@dataclass(slots=True)
class Kept:
    """A command that is kept running."""

    name: str
    words: list[str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    ended: float = 0.0


class Site:
    """`dateline up`, and beside it another `dateline web` and another `dateline work`, on one installation."""

    def __init__(self, at: Installation) -> None:
        self.at = at
        self.ports = (free_port(), free_port())
        self.kept = [
            Kept("up", ["up", "--port", str(self.ports[0])], at.data.with_suffix(".up.log")),
            Kept("web", ["web", "--port", str(self.ports[1])], at.data.with_suffix(".web.log")),
            Kept("work", ["work"], at.data.with_suffix(".work.log")),
        ]
        self._sessions: set[int] = set()
        self._first = partial(die_with_parent, os.getpid(), signal.SIGKILL)  # nothing outlives a run that is killed
        self._stop = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def __enter__(self) -> "Site":
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._keeper.join()
        for pid in in_sessions(self._sessions):  # those too whose parents were killed
            kill(pid)
        for kept in self.kept:
            if kept.process is not None:
                kept.process.wait()

    def pids(self, kind: str) -> list[int]:
        """The processes of a kind that run just now: up, worker, web, inner (Granian's own), everything."""
        up, web, work = (kept.process.pid if kept.process else 0 for kept in self.kept)
        if kind == "up":
            found = [up]
        elif kind == "worker":
            found = [work, self._forked("work")]
        elif kind == "web":
            found = [web, self._forked("web")]
        elif kind == "inner":
            found = [*children(web), *children(self._forked("web"))]
        elif kind == "everything":
            found = [pid for one in (up, web, work) for pid in (one, *family(one))]
        else:
            raise ValueError(kind)
        return [pid for pid in found if pid and alive(pid)]

    def said(self) -> str:
        """The ends of all logs."""
        return "\n".join(f"--- {kept.name}\n{tail(kept.log, 3000)}" for kept in self.kept)

    def _forked(self, name: str) -> int:
        """The process that `up` last started under a name."""
        for line in reversed(tail(self.kept[0].log, 100_000).splitlines()):
            if "process started" in line and line.startswith("{"):
                with contextlib.suppress(ValueError):
                    about = json.loads(line)
                    if about.get("process") == name:
                        return int(about["pid"])
        return 0

    def _keep(self) -> None:
        while not self._stop.is_set():
            for kept in self.kept:
                self._look_after(kept)
            self._stop.wait(LOOK_EVERY)

    def _look_after(self, kept: Kept) -> None:
        now = time.monotonic()
        if kept.process is not None:
            if kept.process.poll() is None:
                return
            kept.process, kept.ended = None, now
        if now - kept.ended < PAUSE:
            return
        with kept.log.open("ab") as log:
            kept.process = subprocess.Popen(
                [*COMMAND, *kept.words],
                env=self.at.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self._first,
            )
            self._sessions.add(kept.process.pid)


def kill(pid: int) -> bool:
    """SIGKILL; says whether it was alive."""
    if not alive(pid):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def in_sessions(sessions: set[int]) -> list[int]:
    """The processes that belong to some sessions."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(ValueError, OSError, IndexError):
            session = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[3])
            if session in sessions:
                found.append(int(folder.name))
    return found


def children(pid: int) -> list[int]:
    """The processes that one has started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] if pid else []
    except OSError:
        return []


def family(pid: int) -> list[int]:
    """All processes below one."""
    found: list[int] = []
    ahead = [pid]
    while ahead:
        mine = children(ahead.pop())
        found += mine
        ahead += mine
    return found


def tail(file: Path, size: int) -> str:
    """The end of a file."""
    try:
        with file.open("rb") as opened:
            opened.seek(max(0, file.stat().st_size - size))
            return opened.read().decode("utf-8", "replace")
    except OSError:
        return ""
