"""Reading each format beside a bare parser on the same bytes: lxml for markup, json for JSON, nothing for lines."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.base import REPO, SERVER_CORE, Result, Row, Skip, on_core
from bench.reading import TARGET, ratios

SMALLEST, LARGEST = 1500, 100_000
"""Bytes of the files that are measured; smaller ones where there are no others. Of feeds there are few real ones at
hand: invented ones of their size are added."""

MOST = 40
FETCHED_AT = datetime(2025, 11, 28, 11, 37, tzinfo=UTC)


def rows() -> Iterator[tuple[str, Row]]:
    """A row for each format that is read."""
    from fuzz.seeds import readers

    for name in readers():
        target = f"{TARGET} of lxml (XML)"
        yield name, Row(f"reading {name}, one core", target, lambda quick, name=name: _measure(name, quick))  # type: ignore[misc]


def _measure(name: str, quick: bool) -> Result:
    command = [*on_core(SERVER_CORE), sys.executable, "-m", "bench.reading_formats", name, "5" if quick else "20"]
    found = [
        json.loads(subprocess.run(command, capture_output=True, check=True, cwd=REPO).stdout)
        for _ in range(1 if quick else 3)
    ]
    middle = sorted(found, key=lambda one: one["ratio"])[len(found) // 2]
    if not middle["files"]:
        raise Skip(f"there is no file of {name} that can be read")
    figure = (
        f"{middle['dateline'] * 1000:.2f} ms a file of {middle['bytes'] / 1000:.1f} KB "
        f"({middle['files']} files), {middle['bytes'] / middle['dateline'] / 1e6:.1f} MB/s"
    )
    if not middle["yardstick"]:
        return Result(figure, "none", "", None)
    reached = middle["ratio"] >= TARGET if middle["yardstick"] == "lxml" else None
    return Result(figure, f"{middle['yardstick']} {middle['bare'] * 1000:.3f} ms", f"{middle['ratio']:.3f}", reached)


def compare(name: str, rounds: int) -> dict[str, float | str]:
    """What `bench.reading.compare` finds, for the files of one format."""
    from bench.invented_feeds import feeds
    from dateline.wire.reader import read
    from fuzz.seeds import seeds

    known = [data for data in seeds(shared=True)[name] if 0 < len(data) <= LARGEST]
    files = ([data for data in known if len(data) >= SMALLEST] or known)[:MOST] + feeds(name)
    yardstick, bare = _bare(files[0] if files else b"")

    def whole(data: bytes) -> object:
        return read(data, fetched_at=FETCHED_AT)

    readable = [data for data in files if _works(whole, data) and _works(bare, data)]
    if not readable:
        return {"files": 0, "ratio": 0.0}
    found = ratios(readable, bare, whole, rounds)
    size = sum(map(len, readable)) / len(readable)
    return {"files": len(readable), "bytes": size, "yardstick": yardstick, **found}


def _bare(data: bytes) -> tuple[str, Callable[[bytes], object]]:
    """The yardstick for files like this one: its name, empty where there is none, and the parser."""
    from lxml import etree

    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:400].lower()
    if start.startswith((b"{", b"[")):
        return "json", json.loads
    if start.startswith((b"<!doctype html", b"<html")):
        return "lxml (HTML)", lambda page: etree.fromstring(page, etree.HTMLParser())
    if start.startswith(b"<"):
        return "lxml", _markup
    return "", bytes.splitlines


def _markup(data: bytes) -> None:
    """lxml on a file, and on the HTML that stands in its texts as text, where a feed has its copy."""
    from lxml import etree

    for element in etree.fromstring(data).iter():
        if element.text and "</" in element.text:
            etree.fromstring(element.text, etree.HTMLParser())


def _works(parse: Callable[[bytes], object], data: bytes) -> bool:
    try:
        parse(data)
    except Exception:
        return False
    return True


if __name__ == "__main__":
    print(json.dumps(compare(sys.argv[1], int(sys.argv[2]))))
