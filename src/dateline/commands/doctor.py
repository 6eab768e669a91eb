"""dateline doctor: look at the installation and say what is not as it should be."""

import argparse
import logging

HELP = "check the installation: a line for each thing, and what to do about it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`dateline doctor` takes nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 nothing is broken (there may be warnings), 1 something is."""
    from dateline.serve import start

    start.set_up()
    # What the log has of a publisher's own folder is said below, without tracebacks.
    logging.getLogger("dateline.site.own").setLevel(logging.CRITICAL)
    from dateline.serve.checks import examine

    worst = 0
    for finding in examine():
        print(finding, flush=True)
        if finding.level == "error":
            worst = 1
    return worst
