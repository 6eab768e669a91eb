"""Memory of all processes of a running Dateline that has been read and has taken copy in."""

import re
import time
from datetime import UTC, datetime

from bench import installation, invented
from bench.base import Result, Row, pss
from tests.serve.running import Running, running

TARGET = 250


def measure(quick: bool) -> Result:
    """Hundreds of different pages are read, and a hundred files taken in, before memory is looked at."""
    at_start, after, read = _used(quick)
    _start, of_two, _read = _used(quick, "--processes", "2")
    return Result(
        f"{after:.0f} MB after {read} pages and 100 files; with two web processes {of_two:.0f} MB",
        f"{at_start:.0f} MB at its start",
        f"{after / at_start:.2f}",
        after <= TARGET,
    )


def _used(quick: bool, *words: str) -> tuple[float, float, int]:
    """Megabytes at the start and after use, and how many pages were read."""
    data = installation.archive(installation.large(quick))
    folder = data.parent / f"{data.name}-in"
    with running(data, *words) as site:
        at_start = _memory(site)
        read = _read_about(site, 300 if quick else 1000)
        for n in range(100):
            draft = data.parent / f"memory-{n}.xml"
            draft.write_bytes(invented.newsml(90_000_000 + n, datetime.now(UTC)))
            draft.rename(folder / draft.name)
        time.sleep(3)
        _read_about(site, 100)
        return at_start, _memory(site), read


def _memory(site: Running) -> float:
    return sum(pss(pid) for pid in (site.process.pid, *site.family())) / 1e6


def _read_about(site: Running, most: int) -> int:
    """Follow the links of the site, front first; gives how many pages were read."""
    ahead, known, read = ["/"], {"/"}, 0
    while ahead and read < most:
        reply = site.get(ahead.pop(0), accept_encoding="identity")
        read += reply.status == 200
        for link in re.findall(r'href="(/[^"#]*)"', reply.body.decode()):
            if link not in known and not link.startswith(("/static/", "/desk/")):
                known.add(link)
                ahead.append(link)
    return read


ROW = Row("memory of web and worker (PSS), large archive", f"{TARGET} MB", measure)
