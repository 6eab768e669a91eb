"""Hosts of a network of their own: network namespaces of Linux, each with a line to this one that can be cut.

The lines are pairs of virtual interfaces. Each host has two: its own, over which it reaches the database and which can
be cut, and one by which the test asks it what it answers.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

import pytest

NETWORK = "10.213"
"""Addresses that nobody uses but these tests: 10.213.X.0/30 for each line."""


class NotPossible(Exception):
    """Why there can be no network namespaces here."""


class Host:
    """A host of its own. `here` and `there` are this end and its end of the line that can be cut, `asked` where it is
    asked at.
    """

    def __init__(self, name: str, place: int) -> None:
        self.name = name
        self.here, self.there = f"{NETWORK}.{place}.1", f"{NETWORK}.{place}.2"
        self.asked = f"{NETWORK}.{place + 1}.2"
        self._own, self._asking = f"{name}o", f"{name}a"

    def make(self) -> None:
        """Makes the namespace and its lines. Raises NotPossible."""
        _ip("netns", "add", self.name)
        self.carry_out("ip", "link", "set", "lo", "up")
        for line, here, there in (
            (self._own, self.here, self.there),
            (self._asking, f"{self.asked[:-1]}1", self.asked),
        ):
            _ip("link", "add", line, "type", "veth", "peer", "name", f"{line}i", "netns", self.name)
            _ip("addr", "add", f"{here}/30", "dev", line)
            _ip("link", "set", line, "up")
            self.carry_out("ip", "addr", "add", f"{there}/30", "dev", f"{line}i")
            self.carry_out("ip", "link", "set", f"{line}i", "up")

    def remove(self) -> None:
        """Removes it, with all processes in it and its lines."""
        found = subprocess.run(["ip", "netns", "pids", self.name], capture_output=True, text=True, check=False)
        for pid in found.stdout.split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        for words in (("netns", "del", self.name), ("link", "del", self._own), ("link", "del", self._asking)):
            subprocess.run(["ip", *words], capture_output=True, check=False)

    def within(self, *words: str) -> list[str]:
        """A command as one carries it out on this host."""
        return ["ip", "netns", "exec", self.name, *words]

    def carry_out(self, *words: str) -> None:
        """Carries a command out on it."""
        _run(self.within(*words))

    def unplug(self) -> None:
        """Its own interface goes down: what it sends fails at once."""
        self.carry_out("ip", "link", "set", f"{self._own}i", "down")

    def silence(self) -> None:
        """The far end goes down: what it sends goes nowhere, and nobody says so."""
        _ip("link", "set", self._own, "down")

    def mend(self) -> None:
        """The line is whole again."""
        _ip("link", "set", self._own, "up")
        self.carry_out("ip", "link", "set", f"{self._own}i", "up")


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """So many hosts, removed whatever happens. Skips the test where there can be none."""
    if os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    if not shutil.which("ip"):
        pytest.skip("network namespaces need ip (apt install iproute2)")
    with ExitStack() as stack:
        made = []
        for number in range(count):
            # Names of interfaces have 15 characters; two runs on one machine keep out of each other's way.
            host = Host(f"dl{os.getpid() % 100_000:05d}{number}", (os.getpid() * 4 + number * 2) % 250)
            stack.callback(host.remove)
            try:
                host.make()
            except NotPossible as why:
                pytest.skip(f"there are no network namespaces here: {why}")
            made.append(host)
        yield made


def _ip(*words: str) -> None:
    _run(["ip", *words])


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPossible(f"{' '.join(words)}: {done.stderr.strip()}")
