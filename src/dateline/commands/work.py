"""dateline work: turn deliveries into news, on data that `dateline up` has made."""

import argparse
import sys

HELP = "take in copy and mind embargoes and expiry, and nothing else (for more than one process or machine)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`dateline work` takes nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 told to end, 1 something is in the way."""
    from dateline.serve import start

    try:
        start.set_up()
        start.require_schema()
        start.make_own_data()
    except start.CannotStart as error:
        print(f"dateline work: {error}", file=sys.stderr)
        return 1
    from dateline.serve import logs, removed, work

    logs.configure("work")
    removed.catch_up()
    return work.work()
