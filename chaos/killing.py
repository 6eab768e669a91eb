"""Kills processes by SIGKILL at random moments: workers, web processes, `up`, everything, PostgreSQL, its backends."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from chaos.processes import Site, children, kill
from tests.postgres import Server

KINDS = {"worker": 34, "web": 12, "inner": 14, "up": 8, "everything": 6}
"""What is killed on SQLite, and how often: there `everything` is whoever has the database open."""

KINDS_OF_A_SERVER = KINDS | {"backend": 9, "postmaster": 4, "database": 4}
"""What is killed besides where there is a server: a backend, the server's first process, or all of it at once."""

SHORTEST, USUAL, LONGEST = 0.02, 0.3, 1.5
"""Seconds between two kills."""

AIMED, SHORTLY = 0.6, 0.05
"""How many kills come within so many seconds after something was sent: when there is most to lose."""

STUCK = 60.0
"""Seconds without anybody to kill after which something is wrong."""


class Killer:
    """Kills `count` processes; `kills` counts by kind what was really alive."""

    def __init__(self, site: Site, rng: random.Random, count: int, server: Server | None = None) -> None:
        self.kills: Counter[str] = Counter()
        self.count = count
        self._site, self._rng, self._server = site, rng, server
        self._kinds = KINDS_OF_A_SERVER if server else KINDS

    def progress(self) -> float:
        """How much of the violence is done, from 0 to 1."""
        return self.kills.total() / self.count

    def rage(self, await_next: Callable[[float], None]) -> None:
        """Kills one after another; `await_next` waits until something is sent."""
        found = time.monotonic()
        while self.kills.total() < self.count:
            time.sleep(min(LONGEST, SHORTEST + self._rng.expovariate(1 / USUAL)))
            if self._rng.random() < AIMED:
                await_next(USUAL)
                time.sleep(self._rng.uniform(0, SHORTLY))
            (kind,) = self._rng.choices(list(self._kinds), list(self._kinds.values()))
            if self._strike(kind):
                self.kills[kind] += 1
                found = time.monotonic()
            elif time.monotonic() - found > STUCK:
                raise RuntimeError(f"nobody to kill for {STUCK:.0f} s\n{self._site.said()}")

    def _strike(self, kind: str) -> bool:
        if kind == "everything":
            pids = self._site.pids(kind)
            return bool(sum([kill(pid) for pid in pids]))  # all of them, not up to the first that was alive
        if kind in ("database", "postmaster", "backend"):
            return self._strike_server(kind)
        pids = self._site.pids(kind)
        return bool(pids) and kill(self._rng.choice(pids))

    def _strike_server(self, kind: str) -> bool:
        server = self._server
        assert server is not None
        if kind == "backend":
            pids = [pid for pid in children(server.pid) if _is_backend(pid, self._site.at.data.name)]
            return bool(pids) and kill(self._rng.choice(pids))
        if kind == "database":
            server.kill()
        else:
            server.behead()
        time.sleep(self._rng.uniform(0, 0.3))
        server.start_again()
        return True


def _is_backend(pid: int, database: str) -> bool:
    """Whether a process of the server serves a client of a database."""
    with suppress(OSError):
        title = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        return f" {database} 127.0.0.1(" in title
    return False
