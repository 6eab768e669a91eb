"""What the rows share: results, the machine, processes on one core, and loads made by wrk."""

import os
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).resolve().parent.parent
WORK = REPO / ".bench"
"""Where archives and installations are kept between runs."""

SERVER_CORE, LOAD_CORE = 0, 1


class Skip(Exception):
    """Why a row cannot be measured here."""


@dataclass(frozen=True)
class Result:
    """One line of the table. `reached` is None where nothing was to be reached."""

    figure: str
    yardstick: str
    ratio: str
    reached: bool | None


class Row(NamedTuple):
    """A row: what it measures, what is to be reached, and how."""

    what: str
    target: str
    measure: Callable[[bool], Result]


def work_folder() -> Path:
    """The folder for archives; git does not see it."""
    WORK.mkdir(exist_ok=True)
    (WORK / ".gitignore").write_text("*\n")
    return WORK


def machine() -> str:
    """What the figures were measured on."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def best(run: Callable[[], object], times: int) -> float:
    """Seconds of the fastest of several runs."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        found.append(time.perf_counter() - started)
    return min(found)


def on_core(core: int) -> list[str]:
    """What to put before a command so that it, and all it starts, has one core."""
    if not shutil.which("taskset"):
        raise Skip("taskset is missing (apt install util-linux)")
    if (os.cpu_count() or 1) < 2:
        raise Skip("the server and its load need a core each")
    return ["taskset", "-c", str(core)]


def wrk(url: str, seconds: int, **headers: str) -> float:
    """Requests a second that an address answers, all of them with success."""
    if not shutil.which("wrk"):
        raise Skip("wrk is missing (apt install wrk)")
    asked = [word for name, value in headers.items() for word in ("-H", f"{name.replace('_', '-')}: {value}")]
    done = subprocess.run(
        [*on_core(LOAD_CORE), "wrk", "-t1", "-c32", f"-d{seconds}s", *asked, url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in done or "Socket errors" in done:
        raise RuntimeError(f"not all requests were answered:\n{done}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done)
    assert found, done
    return float(found[1])


@contextmanager
def process(command: Sequence[str], **environ: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process for as long as the block lasts."""
    with (work_folder() / "last.log").open("wb") as log:
        running = subprocess.Popen(command, env=os.environ | environ, stdout=log, stderr=log)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(20)


def pss(pid: int) -> int:
    """Bytes of memory that a process takes, shared pages counted in proportion."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
