"""Reading NewsML 1.2 beside bare lxml on the same bytes."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime

from bench import invented
from bench.base import REPO, SERVER_CORE, Result, Row, best, on_core

TARGET = 0.1


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


def compare(repeats: int) -> dict[str, float]:
    """Seconds for all files, by lxml alone and by Dateline with everything included."""
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

    def bare() -> None:
        for data in readable:
            etree.fromstring(data)

    def whole() -> None:
        for data in readable:
            read(data)

    return {"files": len(readable), "lxml": best(bare, repeats * 3), "dateline": best(whole, repeats)}


def measure(quick: bool) -> Result:
    """One core, the fastest of several runs over all files."""
    done = subprocess.run(
        [*on_core(SERVER_CORE), sys.executable, "-m", "bench.reading", "3" if quick else "10"],
        capture_output=True,
        check=True,
        cwd=REPO,
    )
    found = json.loads(done.stdout)
    each = found["dateline"] / found["files"] * 1000
    ratio = found["lxml"] / found["dateline"]
    return Result(
        f"{each:.2f} ms a file ({found['files']} files)",
        f"lxml {found['lxml'] / found['files'] * 1000:.3f} ms",
        f"{ratio:.3f}",
        ratio >= TARGET,
    )


ROW = Row("reading NewsML 1.2 of 4 to 10 KB, beside bare lxml, one core", f"{TARGET} of lxml", measure)

if __name__ == "__main__":
    print(json.dumps(compare(int(sys.argv[1]))))
