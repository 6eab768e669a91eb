"""From `dateline up` to the first page, on data that exist."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import installation
from bench.base import REPO, Result, Row, best
from tests.serve.running import Running, free_port

TARGET = 3.0


def measure(quick: bool) -> Result:
    """The command is started; the front is asked for every 10 ms until it comes."""
    data = installation.archive(installation.large(quick))
    took = [_first_page(data) for _ in range(2 if quick else 4)]
    bare = best(lambda: _django(data), 3)
    typical = statistics.median(took)
    return Result(
        f"{typical:.2f} s, most {max(took):.2f} s",
        f"python with Django set up {bare:.2f} s",
        f"{typical / bare:.1f}",
        max(took) <= TARGET,
    )


def _first_page(data: Path) -> float:
    started = time.monotonic()
    site = Running(data, free_port())
    try:
        while time.monotonic() - started < 30:
            try:
                if site.get("/").status == 200:
                    return time.monotonic() - started
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(site.said())
    finally:
        site.stop()


def _django(data: Path) -> None:
    code = "from dateline.serve.start import set_up; set_up()"
    subprocess.run([sys.executable, "-c", code], env=installation.environment(data), check=True, cwd=REPO)


ROW = Row("`dateline up` to first page, existing data, large archive", f"{TARGET:.0f} s", measure)
