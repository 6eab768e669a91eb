"""`python -m bench [--quick] [ROW …]`: measures the rows, one after another, and prints the table."""

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from bench.base import REPO, Result, Row, Skip, machine

ROWS = (
    "reading",
    "reading_formats",
    "reading_archive",
    "intake",
    "workers",
    "arrival",
    "kills",
    "in_front",
    "cached",
    "cached_ways",
    "changing",
    "uncached",
    "growth",
    "queries",
    "search",
    "sitemaps",
    "desk",
    "memory",
    "startup",
)


def main() -> int:
    """Gives 1 if something fell short of what is to be reached, or could not be measured for want of working."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"which to measure: {', '.join(ROWS)} (default all)")
    parser.add_argument("--quick", action="store_true", help="smaller and shorter: three minutes, for a first look")
    args = parser.parse_args()
    if unknown := set(args.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    print(machine(), flush=True)
    lines: dict[str, list[str]] = {}
    short = False
    for name, row in _rows(args.rows or ROWS):
        print(f"{name} …", file=sys.stderr, flush=True)
        started = time.monotonic()
        try:
            found = row.measure(args.quick)
        except Skip as why:
            found = Result("not measured", str(why), "", None)
        except Exception as error:
            print(f"  {error}", file=sys.stderr)
            found = Result("failed", type(error).__name__, "", False)
        short = short or found.reached is False
        mark = {True: "yes", False: "NO", None: "-"}[found.reached]
        lines[name] = [row.what, row.target, found.figure, found.yardstick, found.ratio, mark]
        print(f"  {time.monotonic() - started:.0f} s: {found.figure}", file=sys.stderr, flush=True)
    print(_table(["what", "to reach", "found", "beside", "ratio", "reached"], list(lines.values())))
    _keep(lines, args.quick)
    return 1 if short else 0


def _rows(names: Iterable[str]) -> Iterator[tuple[str, Row]]:
    """The row of each module, or the rows of one that has several."""
    for name in names:
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "rows"):
            yield from ((f"{name} {part}", row) for part, row in module.rows())
        else:
            yield name, module.ROW


def _table(head: list[str], lines: list[list[str]]) -> str:
    """A Markdown table, with its columns lined up."""
    widths = [max(len(line[place]) for line in [head, *lines]) for place in range(len(head))]

    def shown(line: list[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"

    return "\n".join([shown(head), shown(["-" * width for width in widths]), *map(shown, lines)])


def _keep(lines: dict[str, list[str]], quick: bool) -> None:
    folder = REPO / "bench" / "results"
    folder.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    found = {"at": now.isoformat(timespec="seconds"), "machine": machine(), "quick": quick, "rows": lines}
    (folder / f"{now:%Y%m%d-%H%M%S}.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
