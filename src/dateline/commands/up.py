"""dateline up: everything, with one command: tables, web, worker."""

import argparse
import os
import sys

from dateline.commands.web import add_web_arguments

HELP = "start everything: bring the tables up to date, take in copy, answer readers and editors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline up` takes."""
    parser.add_argument("--demo", action="store_true", help="show a demonstration: invented news of invented agencies")
    add_web_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 told to end, 1 something is in the way."""
    # The settings read this when they are loaded, which is below.
    if not os.environ.get("DATELINE_BASE_URL", "").strip():
        os.environ["DATELINE_BASE_URL"] = f"http://localhost:{args.port}"
    from dateline.serve import start
    from dateline.serve.everything import up

    try:
        return up(args.host, args.port, processes=max(1, args.processes), demo=args.demo)
    except start.CannotStart as error:
        print(f"dateline up: {error}", file=sys.stderr)
        return 1
