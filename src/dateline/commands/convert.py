"""dateline convert: read files of any format and print what they hold. Needs no database."""

import argparse
import os
import re
import shutil
import sys
from contextlib import closing
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from dateline.convert import (
    STANDARD_INPUT,
    Options,
    Refused,
    files_below,
    readers,
    shown,
    taken,
    taken_from,
    writer,
    writers,
)
from dateline.convert.output import Output
from dateline.convert.pool import outcomes
from dateline.convert.reading import refused
from dateline.convert.screen import Screen
from dateline.convert.telling import Telling
from dateline.wire import Unreadable, explain

FOR_PEOPLE = ("text", "html")
"""The formats of which everybody knows that they have a place for little but the words."""

HELP = "read news copy of any format and print it in another"

EPILOG = """\
examples:
  dateline convert copy.xml                            # a line of JSON for each item
  dateline convert inbox/ --to newsml-g2 > inbox.xml   # all files of a folder as one document
  dateline convert inbox/ --to nitf --out nitf/        # a file for each item
  curl -s ADDRESS | dateline convert --to text         # what comes from a program
  dateline convert --explain copy.xml                  # where each part of a file went

exit status: 0 all read; 1 some could not be read, each on standard error as PATH: reason; 2 wrong use
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline convert` takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("--data", metavar="DIR", help="taken as by every command; convert has no use for it")
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, or a folder for all files below it; `-`, or no PATH at all, is standard input",
    )
    parser.add_argument(
        "--to",
        choices=writers(),
        default="json",
        metavar="FORMAT",
        help=f"what to print ({', '.join(writers())}): json, the default, and ninjs print a line for each item, "
        "the others a document of all, text and html for people",
    )
    parser.add_argument(
        "--from",
        dest="format",
        choices=readers(),
        metavar="FORMAT",
        help=f"the format of the files ({', '.join(readers())}); without it the content of each file decides",
    )
    parser.add_argument(
        "--fetched-at",
        type=moment,
        metavar="T",
        help="when the files were fetched, such as 2025-11-28T12:37+01:00: ages (`1 hour ago`) count back from it",
    )
    parser.add_argument(
        "--zone",
        type=zone,
        metavar="Z",
        help="the zone of times that state none, such as Europe/Amsterdam or +01:00",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write a file for each item into this folder, and print nothing"
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="print where each part of a file went instead: place in the file, key, value; and what is left over",
    )
    parser.add_argument(
        "--jobs",
        type=jobs,
        metavar="N",
        help="how many processes read; without it as many as there are cores for them, and none for a few small files",
    )
    parser.add_argument(
        "--quiet",
        action="store_true",
        help="no progress and no summary on a terminal, and no word of what could not be written",
    )
    parser.add_argument(
        "--summary", action="store_true", help="end with a summary also where standard error is no terminal"
    )


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 all read, 1 some could not be read, 2 wrong use."""
    fetched_at: datetime | None = args.fetched_at
    if fetched_at is not None and fetched_at.tzinfo is None:
        if args.zone is None:
            return _wrong("--fetched-at needs a zone: 2025-11-28T12:37+01:00, or give --zone as well")
        fetched_at = fetched_at.replace(tzinfo=args.zone)
    if args.explain:
        if args.out is not None:
            return _wrong("--explain prints, and --out prints nothing: give one of them")
        return _explain(args, fetched_at)
    if args.out is not None:
        try:
            args.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = "It is a file and no folder" if args.out.is_file() else error.strerror
            return _wrong(f"--out {shown(str(args.out))}: {reason}")
    if not args.paths and not args.quiet and sys.stdin.isatty() and sys.stderr.isatty():
        print("dateline convert: reading what you type, to Ctrl-D; --help tells more", file=sys.stderr)
    output = Output(writer(args.to), args.out, sys.stdout.buffer)
    losses = None if args.quiet or args.to in FOR_PEOPLE else args.to
    options = Options(format=args.format, fetched_at=fetched_at, zone=args.zone, to=output.to, losses=losses)
    seen = sys.stderr.isatty() and not args.quiet
    # Where the items run over the same terminal, they are progress enough.
    running = output.prints_as_they_come and sys.stdout.isatty()
    telling = Telling(sys.stderr, progress=seen and not running)
    found = outcomes(args.paths or [STANDARD_INPUT], options, sys.stdin.buffer, args.jobs)
    with closing(found), closing(output):
        try:
            for path, outcome in found:
                telling.take(path, output.put(outcome))
            telling.end()  # before a document that waited for the last item goes over the same terminal
            output.end()
        finally:
            telling.end()
    if args.summary or (seen and telling.files > 1):
        sys.stdout.flush()
        sys.stderr.write(f"{telling.summary()}")
    return 1 if telling.unreadable else 0


def _explain(args: argparse.Namespace, fetched_at: datetime | None) -> int:
    """Print the explanation of each file. Gives the exit status."""
    seen = sys.stdout.isatty()
    screen = Screen(shutil.get_terminal_size((100, 40)).columns, seen and not os.environ.get("NO_COLOR"))
    status = 0
    for number, path in enumerate(files_below(args.paths or [STANDARD_INPUT])):
        try:
            if isinstance(path, Refused):
                raise Unreadable("no-access", path.reason)
            data = taken(sys.stdin.buffer) if path == STANDARD_INPUT else taken_from(path)
            found = explain(data, format=args.format, fetched_at=fetched_at, zone=args.zone)
        except (Unreadable, OSError) as error:
            status = 1
            where = path.path if isinstance(path, Refused) else path
            print(f"{shown(where)}: {refused(error).reason}", file=sys.stderr, flush=True)
            continue
        text = "\n".join(screen.lines(path, found))
        sys.stdout.buffer.write(f"{chr(10) if number else ''}{text}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    return status


def moment(text: str) -> datetime:
    """A time of the command line, as RFC 3339 has it, seconds and zone optional; naive without a zone."""
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{shown(text)!r} is not a time such as 2025-11-28T12:37+01:00") from None
    if not 1970 <= found.year < 9999:
        raise argparse.ArgumentTypeError(f"{shown(text)!r} is not in the time of web pages")
    return found


_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)?",
    re.ASCII,
)


def zone(text: str) -> tzinfo:
    """A zone of the command line: a name of the IANA's database, or a distance from UTC such as +01:00."""
    try:
        if re.fullmatch(r"[+-]\d\d:\d\d", text, re.ASCII):
            found = datetime.fromisoformat(f"2000-01-01T00:00{text}").tzinfo
            if found is not None:
                return found
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # ZoneInfo refuses odd names in all three ways
        raise argparse.ArgumentTypeError(
            f"{shown(text)!r} is no zone that is known here; Europe/Amsterdam and +01:00 are"
        ) from None


def jobs(text: str) -> int:
    """A number of processes of the command line."""
    if not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{shown(text)!r} is no number of processes from 1 to 999")
    return int(text)


def _wrong(sentence: str) -> int:
    print(f"dateline convert: {sentence}", file=sys.stderr)
    return 2
