"""Keeping processes: forked from one parent that has loaded the code, started again when they die, ended with it."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from dateline.serve import logs

GRACE = 12.0
"""Seconds that a process gets to end by itself."""

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
"""Seconds before a process that died is started again; doubled each time, until it has lived for STEADY seconds."""

STEADY = 30.0

_PR_SET_PDEATHSIG = 1
_WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}

log = structlog.get_logger(__name__)


def die_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Have this process told to end (by the signal `number`) when its parent is gone, however that went."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it went before this took effect
        os.kill(os.getpid(), number)


@dataclass
class Child:
    """A process to keep: what it is called and what it does. `run` gives its exit status."""

    name: str
    run: Callable[[], int]
    pid: int = 0
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)


class Supervisor:
    """Keeps children until told to stop. Nothing here starts a thread: forking with threads is not safe."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self._mask: set[signal.Signals] = set()

    def run(self) -> int:
        """Start them all and keep them; gives the exit status once SIGTERM or SIGINT has ended it."""
        # Blocked rather than handled: they wait for sigtimedwait, so none comes between a check and a wait.
        self._mask = {signal.Signals(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)}
        try:
            while True:
                self._start_due()
                found = signal.sigtimedwait(_WATCHED, self._until_due())
                if found is not None and found.si_signo in (signal.SIGTERM, signal.SIGINT):
                    return self._stop()
                self._reap()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if not child.pid and child.due <= now:
                child.started = now
                child.pid = self._fork(child)
                log.info("process started", process=child.name, pid=child.pid)

    def _until_due(self) -> float:
        waiting = [child.due for child in self.children if not child.pid]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else 60.0

    def _fork(self, child: Child) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            die_with_parent(parent)
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
            logs.name_role(child.name)
            status = child.run()
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 1
        except BaseException:
            log.exception("process failed", process=child.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            # Not sys.exit: what the parent has open and would close at its end is not this process's to close.
            os._exit(status)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            for child in self.children:
                if child.pid == pid:
                    self._note_death(child, os.waitstatus_to_exitcode(status))

    def _note_death(self, child: Child, status: int) -> None:
        now = time.monotonic()
        child.pid = 0
        if now - child.started >= STEADY:
            child.pause = FIRST_PAUSE
        child.due = now + child.pause
        log.error("process died", process=child.name, status=status, again_in=child.pause)
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _stop(self) -> int:
        alive = [child for child in self.children if child.pid]
        for child in alive:
            _send(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(child.pid for child in alive) and time.monotonic() < deadline:
            signal.sigtimedwait({signal.SIGCHLD}, 0.2)
            self._bury(alive)
        for child in alive:
            if child.pid:
                log.error("process killed: it would not end", process=child.name, pid=child.pid)
                _send(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)
        log.info("stopped")
        return 0

    def _bury(self, alive: list[Child]) -> None:
        for child in alive:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = 0


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
