"""What processes ask of the kernel, by strace: in which order bytes are written, synced, and acknowledged."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

REPO = Path(__file__).resolve().parents[2]
WRITES = frozenset("write pwrite64 writev pwritev pwritev2".split())
SYNCS = frozenset(("fsync", "fdatasync"))
RENAMES = frozenset(("rename", "renameat", "renameat2"))
SENDS = frozenset(("sendto", "sendmsg", "write", "writev"))
CALLS = sorted(WRITES | SYNCS | RENAMES | SENDS | {"mkdir", "mkdirat", "openat"})

_WHOLE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
_BEGUN = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)")
_FILE = re.compile(r"\d+<([^>]*)>")
_PLACES = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"')


class Call(NamedTuple):
    """One call to the kernel: the lines of the trace at which it begins and ends, who made it, and with what."""

    begun: int
    ended: int
    pid: int
    name: str
    words: str

    @property
    def file(self) -> str:
        """The file of the first descriptor."""
        found = _FILE.match(self.words)
        return found[1] if found else ""

    @property
    def paths(self) -> list[str]:
        """The paths that it names, those below a descriptor joined to it."""
        return [os.path.join(below, name) for below, name in _PLACES.findall(self.words)]


class Trace:
    """What was traced, complete once the block of `traced` is left."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def calls(self) -> list[Call]:
        """All calls that succeeded, by when they ended."""
        return sorted(_calls(self.file.read_text("utf-8", "replace").splitlines()), key=lambda call: call.ended)


@contextmanager
def traced(pids: Sequence[int], file: Path) -> Iterator[Trace]:
    """Traces processes, and all that they start, for as long as the block lasts. Skips the test where that can't be."""
    _need_strace()
    words = ["strace", "-f", "-y", "-s", "3000000", "-o", str(file), "-e", f"trace={','.join(CALLS)}"]
    for pid in pids:
        words += ["-p", str(pid)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as strace:
        try:
            _await_attached(strace, pids)
            yield Trace(file)
            time.sleep(0.3)  # what is still under way
        finally:
            strace.terminate()
            strace.communicate(timeout=20)


def _await_attached(strace: "subprocess.Popen[str]", pids: Sequence[int]) -> None:
    left = set(pids)
    assert strace.stderr is not None
    while left:
        line = strace.stderr.readline()
        if not line or "Operation not permitted" in line:
            pytest.skip(f"strace may not trace here: {line.strip()}")
        # One that has ended meanwhile, such as of a connection to the database, has nothing left to say.
        if found := re.search(r"Process (\d+) attached|, (\d+)\): No such process", line):
            left.discard(int(found[1] or found[2]))


def _need_strace() -> None:
    if not shutil.which("strace") and os.geteuid() == 0:
        subprocess.run(["sh", "-c", ". scripts/apt; apt_install strace"], cwd=REPO, capture_output=True, check=False)
    if not shutil.which("strace"):
        pytest.skip("strace is missing (apt install strace)")


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    begun: dict[tuple[int, str], tuple[int, str]] = {}
    for number, line in enumerate(lines):
        if found := _BEGUN.match(line):
            begun[int(found[1]), found[2]] = (number, found[3])
        elif found := _RESUMED.match(line):
            start, words = begun.pop((int(found[1]), found[2]), (number, ""))
            if int(found[4]) >= 0:
                yield Call(start, number, int(found[1]), found[2], words + found[3])
        elif (found := _WHOLE.match(line)) and int(found[4]) >= 0:
            yield Call(number, number, int(found[1]), found[2], found[3])


class Disk:
    """What a power cut at a moment of a trace would take: files of which not all is synced, folders with new names."""

    def __init__(self, counts: Callable[[str], bool]) -> None:
        self._counts = counts
        self._written: dict[str, list[int]] = {}
        self._named: dict[str, int] = {}

    @property
    def unsynced(self) -> set[str]:
        """The files and folders that would lose something."""
        files = {path for path, lines in self._written.items() if lines}
        return files | {os.path.dirname(path) for path in self._named}

    def see(self, call: Call) -> None:
        """Takes note of one call, in the order in which they end."""
        if call.name in SYNCS:
            self._written[call.file] = [line for line in self._written.get(call.file, ()) if line > call.begun]
            for path in [path for path, line in self._named.items() if line < call.begun]:
                if os.path.dirname(path) == call.file:
                    del self._named[path]
        elif call.name in WRITES and self._counts(call.file):
            self._written.setdefault(call.file, []).append(call.ended)
        elif call.name in RENAMES:
            source, target = call.paths[:2]
            self._written[target] = self._written.pop(source, [])
            self._named.pop(source, None)
            if self._counts(target):
                self._named[target] = call.ended
        elif _makes(call) and self._counts(call.paths[0]):
            self._named[call.paths[0]] = call.ended


def _makes(call: Call) -> bool:
    """Whether it makes a folder, or a file that was not there."""
    return call.name in ("mkdir", "mkdirat") or (call.name == "openat" and "O_EXCL" in call.words)
