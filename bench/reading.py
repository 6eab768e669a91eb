"""Reading NewsML 1.2 beside bare lxml on the same bytes."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import process_time

from bench import invented
from bench.base import REPO, SERVER_CORE, Result, Row, on_core

TARGET = 0.1
WARM_UP = 3
"""Rounds that do not count."""


def files() -> list[bytes]:
    """Invented files, and the real ones of ../shared/wire of the same format and size where there are any."""
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    found = [invented.newsml(n, at) for n in range(150)]
    shared = REPO.parent / "shared" / "wire"
    for path in sorted(shared.rglob("*.xml")) if shared.is_dir() else ():
        data = path.read_bytes()
        if 4000 <= len(data) <= 10_000 and re.search(rb"<NewsML[\s>]", data[:2000]):
            found.append(data)
    return found


def compare(rounds: int) -> dict[str, float]:
    """Seconds a file by lxml alone and by Dateline with everything included, and the ratio of the two."""
    from lxml import etree

    from dateline.wire.reader import read

    readable = _readable()
    return {"files": len(readable), **ratios(readable, etree.fromstring, read, rounds)}


def ratios(
    files: list[bytes], bare: Callable[[bytes], object], whole: Callable[[bytes], object], rounds: int
) -> dict[str, float]:
    """Seconds a file by a bare parser and by Dateline, and the ratio of the two.

    Each round goes once through all files, and reads each file by both, one right after the other, so that both find
    the machine, the caches and the allocator in the same state; who is first changes from round to round. What comes of
    a file is freed within the time that counts, which is that of the processor: others may work here too. Of all rounds
    the median counts, of the ratio as of each time.
    """
    taken: dict[str, list[float]] = {"bare": [], "dateline": []}
    pair = [("bare", bare), ("dateline", whole)]
    for number in range(rounds + WARM_UP):
        spent = dict.fromkeys(taken, 0.0)
        for data in files:
            for name, parse in pair:
                started = process_time()
                parse(data)
                spent[name] += process_time() - started
        pair.reverse()
        if number >= WARM_UP:
            for name, seconds in spent.items():
                taken[name].append(seconds / len(files))
    found = [alone / both for alone, both in zip(taken["bare"], taken["dateline"], strict=True)]
    return {"ratio": median(found), **{name: median(seconds) for name, seconds in taken.items()}}


def _readable() -> list[bytes]:
    """The files that both can read."""
    from lxml import etree

    from dateline.wire.errors import Unreadable
    from dateline.wire.reader import read

    readable = []
    for data in files():
        try:
            read(data)
            etree.fromstring(data)
        except (Unreadable, etree.XMLSyntaxError):
            continue
        readable.append(data)
    return readable


def measure(quick: bool) -> Result:
    """One core, the median of several processes: where the memory of each lies makes parsing faster or slower."""
    found = sorted((_compared(15 if quick else 40) for _ in range(3 if quick else 7)), key=lambda one: one["ratio"])
    middle = found[len(found) // 2]
    return Result(
        f"{middle['dateline'] * 1000:.2f} ms a file ({middle['files']} files)",
        f"lxml {middle['bare'] * 1000:.3f} ms",
        f"{middle['ratio']:.3f} ({found[0]['ratio']:.3f} to {found[-1]['ratio']:.3f})",
        middle["ratio"] >= TARGET,
    )


def _compared(rounds: int) -> dict[str, float]:
    """What a process of its own finds."""
    done = subprocess.run(
        [*on_core(SERVER_CORE), sys.executable, "-m", "bench.reading", str(rounds)],
        capture_output=True,
        check=True,
        cwd=REPO,
    )
    compared: dict[str, float] = json.loads(done.stdout)
    return compared


ROW = Row("reading NewsML 1.2 of 4 to 10 KB, beside bare lxml, one core", f"{TARGET} of lxml", measure)

if __name__ == "__main__":
    print(json.dumps(compare(int(sys.argv[1]))))
