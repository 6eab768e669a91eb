"""dateline redirects: where the addresses of an old site lead."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

HELP = "have the addresses of an old site lead to what is here, from a CSV"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline redirects` takes."""
    parser.add_argument(
        "file",
        metavar="FILE.csv",
        help="old address, and where it leads: an address of this site, a short id, PROVIDER GUID, a guid, or `gone`. "
        "It takes the place of what was there before",
    )


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 the file is wrong (a line a row) and nothing was changed."""
    from dateline.serve import start

    start.set_up()
    from dateline.newsroom import redirects

    try:
        start.require_schema()
    except start.CannotStart as error:
        print(f"dateline redirects: {error}", file=sys.stderr)
        return 1
    try:
        with Path(args.file).open(encoding="utf-8", newline="") as lines:
            taken = redirects.take(lines, by="command line")
    except FileNotFoundError:
        print(f"dateline redirects: there is no file {args.file}", file=sys.stderr)
        return 1
    except redirects.Wrong as wrong:
        _tell(args.file, wrong.rows)
        return 1
    _tell(args.file, taken.doubts)
    print(f"{taken.addresses} addresses lead on")
    return 0


def _tell(file: str, rows: Sequence[tuple[int, str]]) -> None:
    from dateline.newsroom.redirects import SHOWN

    for number, why in rows[:SHOWN]:
        print(f"{file}:{number}: {why}", file=sys.stderr)
    if len(rows) > SHOWN:
        print(f"{file}: and {len(rows) - SHOWN} rows more", file=sys.stderr)
