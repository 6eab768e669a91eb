"""dateline web: answer readers and the desk, on data that `dateline up` has made."""

import argparse
import sys

HELP = "answer readers and editors, and nothing else (for more than one process or machine)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline web` takes."""
    add_web_arguments(parser)


def add_web_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what decides where and how it answers."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default 127.0.0.1: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000, help="the port to listen at (default 8000)")
    parser.add_argument(
        "--processes", type=at_least_one, default=1, metavar="N", help="web processes on that port (default 1)"
    )


def at_least_one(text: str) -> int:
    """A number of processes. Raises ArgumentTypeError for anything else."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 told to end, 1 something is in the way."""
    from dateline.serve import start

    try:
        start.set_up()
        start.require_schema()
        start.make_own_data()
        start.check_port(args.host, args.port)
    except start.CannotStart as error:
        print(f"dateline web: {error}", file=sys.stderr)
        return 1
    from dateline.desk.people.sealing import seal_anew
    from dateline.serve import everything, logs, removed, web

    logs.configure("web")
    removed.catch_up()
    seal_anew()
    if args.processes > 1:
        return everything.web(args.host, args.port, args.processes)
    return web.serve(args.host, args.port)
