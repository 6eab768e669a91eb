"""dateline up: everything, with one command: tables, web, worker."""

import argparse
import os
import sys

from dateline.commands.web import add_web_arguments, at_least_one

HELP = "start everything: bring the tables up to date, take in copy, answer readers and editors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline up` takes."""
    parser.add_argument("--demo", action="store_true", help="show a demonstration: invented news of invented agencies")
    add_web_arguments(parser)
    parser.add_argument(
        "--workers", type=at_least_one, default=1, metavar="N", help="processes that take in copy (default 1)"
    )


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 told to end, 1 something is in the way."""
    # The settings read this when they are loaded, which is below.
    if not os.environ.get("DATELINE_BASE_URL", "").strip():
        os.environ["DATELINE_BASE_URL"] = f"http://localhost:{args.port}"
    from dateline.serve import start
    from dateline.serve.everything import up

    try:
        return up(args.host, args.port, processes=args.processes, workers=args.workers, demo=args.demo)
    except start.CannotStart as error:
        print(f"dateline up: {error}", file=sys.stderr)
        return 1
