"""`dateline convert` over 100,000 files: how fast with one process and with all, and whether memory grows."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import invented
from bench.base import REPO, Result, Row, pss, work_folder

FILES = 100_000
DIFFERENT = 1_000
GROWTH = 20.0
"""Megabytes that all processes together may have more at the end than after a tenth of the files."""


def archive(count: int) -> Path:
    """A folder of so many files, 500 in each folder below: DIFFERENT ones, each under many names."""
    folder = work_folder() / f"files-{count}"
    if (folder / "whole").exists():
        return folder / "files"
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    (folder / "once").mkdir(parents=True, exist_ok=True)
    for n in range(DIFFERENT):
        (folder / "once" / f"{n}.xml").write_bytes(invented.newsml(n, at))
    for n in range(count):
        path = folder / "files" / f"{n // 500:04}" / f"{n:07}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.link(folder / "once" / f"{n % DIFFERENT}.xml", path)
    (folder / "whole").touch()
    return folder / "files"


def converted(folder: Path, count: int, *words: str) -> tuple[float, list[float]]:
    """Seconds that it takes, and the megabytes of all its processes, taken at even steps."""
    command = [sys.executable, "-m", "dateline.cli", "convert", str(folder), "--to", "ninjs", *words]
    taken: list[float] = []
    started = time.monotonic()
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        for number, _ in enumerate(running.stdout):
            if number % (count // 50) == count // 100:
                taken.append(_memory(running.pid))
    assert running.returncode == 0, "it did not read all files"
    return time.monotonic() - started, taken


def _memory(pid: int) -> float:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(pss(int(one)) for one in (pid, *children)) / 1e6


def measure(quick: bool) -> Result:
    """One process first, as the yardstick; then as many as there are cores."""
    count = FILES // 10 if quick else FILES
    folder = archive(count)
    one, _ = converted(folder, count, "--jobs", "1")
    all_cores, memory = converted(folder, count)
    early, late = max(memory[: len(memory) // 10 + 1]), max(memory[-len(memory) // 10 :])
    grown = f"{early:.0f} MB after a tenth, {late:.0f} MB at the end"
    return Result(
        f"{count / all_cores:,.0f} files/s, {grown}, at most {max(memory):.0f}",
        f"one process {count / one:,.0f} files/s",
        f"{one / all_cores:.2f}",
        late - early <= GROWTH,
    )


ROW = Row(
    f"dateline convert of {FILES:,} files to ninjs with all cores (PSS of all processes)",
    f"memory within {GROWTH:.0f} MB",
    measure,
)
