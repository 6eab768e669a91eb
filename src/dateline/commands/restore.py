"""dateline restore: a backup becomes the newsroom, and what was removed since stays removed."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.serve.backup.restore import Restored

HELP = "have a backup become the newsroom, while it runs; what was killed or purged since stays so"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline restore` takes."""
    parser.add_argument("file", metavar="FILE", help="what `dateline backup` wrote, on this database or another kind")
    parser.add_argument(
        "--without-log",
        action="store_true",
        help="go on where removals.log does not tell of what was killed and purged since the backup",
    )


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 done, 1 it could not be (everything is as it was)."""
    from dateline.serve import start

    start.set_up()
    from django.conf import settings
    from django.db import DatabaseError

    from dateline.newsroom.removals import LogUnreadable
    from dateline.serve.backup.archive import Unusable
    from dateline.serve.backup.beside import InUse
    from dateline.serve.backup.restore import LogMissing, restore

    start.clear_away_when_told_to_end()
    file = Path(args.file).absolute()
    try:
        start.make_data(settings.DATA)
        done = restore(file, without_log=args.without_log)
    except Unusable as error:
        print(f"dateline restore: {file}: {error}", file=sys.stderr)
        return 1
    except (start.CannotStart, LogMissing, LogUnreadable, InUse, DatabaseError) as error:
        print(f"dateline restore: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"dateline restore: {error.filename or file}: {error.strerror}", file=sys.stderr)
        return 1
    _tell(done)
    return 0


def _tell(done: "Restored") -> None:
    print(f"restored  {done.items} items, {done.deliveries} deliveries, as of {done.made_at:%Y-%m-%d %H:%M:%S} UTC")
    if done.until:
        print(f"removals  up to {done.until:%Y-%m-%d %H:%M:%S} UTC: {_count(done)}")
    else:
        print(f"removals  not all known, there is no log that reaches back to the backup: {_count(done)}")
    for kept in done.kept:
        print(f"kept      {kept}")
    if done.lost:
        print(f"lost      {done.lost} deliveries that arrived since: receive them again where there are files of them")
    for name in done.files:
        print(f"lost      a kill that names other copy by headline or number: receive it again ({name})")


def _count(done: "Restored") -> str:
    if not done.again:
        return "none since the backup"
    ahead = f", {done.ahead} of them before their copy comes again" if done.ahead else ""
    return f"{len(done.again)} done again{ahead}"
