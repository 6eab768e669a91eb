"""dateline backup: the whole newsroom in one file, while it runs."""

import argparse
import sys
from pathlib import Path

HELP = "write the whole newsroom to one file, while it runs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline backup` takes."""
    parser.add_argument("file", metavar="FILE", help="the file to write; it holds all copy, so keep it safe")
    parser.add_argument("--replace", action="store_true", help="put it in the place of a file that is there")


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 it could not be written (what was there is as it was)."""
    from dateline.serve import start

    start.set_up()
    from django.db import DatabaseError

    from dateline.newsroom.removals import LogUnreadable
    from dateline.serve.backup.take import backup

    start.clear_away_when_told_to_end()
    file = Path(args.file).absolute()
    try:
        taken = backup(file, replace=args.replace)
    except (start.CannotStart, LogUnreadable, DatabaseError) as error:
        print(f"dateline backup: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"dateline backup: {error if error.errno is None else f'{file}: {error.strerror}'}", file=sys.stderr)
        return 1
    gone = f"; {taken.gone} raw files were removed meanwhile" if taken.gone else ""
    print(f"{file}  {taken.items} items, {taken.deliveries} deliveries, {taken.size / 1e6:.1f} MB{gone}")
    return 0
