"""dateline convert: read files of any format and print what they hold. Needs no database."""

import argparse
import re
import sys
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from dateline.convert import (
    STANDARD_INPUT,
    Converted,
    Options,
    convert,
    file_name,
    free_path,
    readers,
    shown,
    writers,
)
from dateline.wire.formats.base import Format
from dateline.wire.item import NewsItem
from dateline.wire.problems import CODES, Problem

HELP = "read news copy and print it as JSON, ninjs or text"

ENDINGS = {"json": ".json", "ninjs": ".ninjs.json", "text": ".txt"}
"""The ending of a file that --out makes; `.xml` for the rest."""

BETWEEN = {"json": b"", "ninjs": b"", "text": b"\n" + b"-" * 72 + b"\n\n"}
"""What stands between the items of formats that can be printed one by one; the rest are one document."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline convert` takes."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, or a folder for all files below it; `-`, or no PATH at all, is standard input",
    )
    parser.add_argument(
        "--to",
        choices=tuple(writers()),
        default="json",
        help="what to print: json (a line for each item; the default), ninjs (likewise, ninjs 3.1) or text",
    )
    parser.add_argument(
        "--from",
        dest="format",
        choices=tuple(readers()),
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


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 all read, 1 some could not be read, 2 wrong use."""
    fetched_at: datetime | None = args.fetched_at
    if fetched_at is not None and fetched_at.tzinfo is None:
        if args.zone is None:
            return _wrong("--fetched-at needs a zone: 2025-11-28T12:37+01:00, or give --zone as well")
        fetched_at = fetched_at.replace(tzinfo=args.zone)
    if args.out is not None:
        try:
            args.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return _wrong(f"--out {shown(str(args.out))}: {error.strerror}")
    options = Options(format=args.format, fetched_at=fetched_at, zone=args.zone)
    output = _Output(writers()[args.to], args.out)
    status = 0
    for result in convert(args.paths or [STANDARD_INPUT], options, sys.stdin.buffer):
        if isinstance(result, Converted):
            output.put(result.reading.items)
            for left_out in result.reading.set_aside:
                _tell(result.path, _reason(left_out))
        else:
            status = 1
            _tell(result.path, result.reason)
    output.end()
    return status


class _Output:
    """Where the items go: printed as they come, collected for one document, or a file each."""

    def __init__(self, format: Format, folder: Path | None) -> None:
        assert format.write is not None  # noqa: S101 - `writers` gives no others
        self.write = format.write
        self.between = BETWEEN.get(format.name)
        self.ending = ENDINGS.get(format.name, ".xml")
        self.folder = folder
        self.count = 0
        self.used: set[str] = set()
        self.waiting: list[NewsItem] = []

    def put(self, items: tuple[NewsItem, ...]) -> None:
        for item in items:
            self.count += 1
            if self.folder is not None:
                name = file_name(item.provider, item.guid, item.version, self.count)
                free_path(self.folder, name, self.ending, self.used).write_bytes(self.write([item]))
            elif self.between is None:
                self.waiting.append(item)
            else:
                self._print((self.between if self.count > 1 else b"") + self.write([item]))
        if items and self.folder is None:
            sys.stdout.buffer.flush()

    def end(self) -> None:
        if self.waiting:
            self._print(self.write(self.waiting))

    def _print(self, data: bytes) -> None:
        sys.stdout.buffer.write(data)


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


def _reason(left_out: Problem) -> str:
    """Why a piece of a file is no item: the reader's own sentence, else what its code means, with what it is about."""
    if " " in left_out.excerpt:
        return left_out.excerpt
    about = left_out.excerpt or left_out.where
    return f"{CODES[left_out.code]} ({about})" if about else CODES[left_out.code]


def _tell(path: str, reason: str) -> None:
    print(f"{shown(path)}: {shown(' '.join(reason.split()))}", file=sys.stderr, flush=True)


def _wrong(sentence: str) -> int:
    print(f"dateline convert: {sentence}", file=sys.stderr)
    return 2
