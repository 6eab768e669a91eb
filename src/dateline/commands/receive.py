"""dateline receive: take files in now, and say what became of each item."""

import argparse
import fcntl
import io
import logging
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.commands.convert import moment, zone
from dateline.convert import STANDARD_INPUT, Refused, files_below, shown, taken_from
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES

if TYPE_CHECKING:
    from dateline.intake.store import Incoming, Known
    from dateline.newsroom.models import Source

HELP = "take in files now; a line for each item says what became of it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dateline receive` takes."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, or a folder for all files below it; `-` is standard input",
    )
    parser.add_argument("--provider", metavar="P", help="the agency that it is from, such as ANP")
    parser.add_argument("--section", metavar="S", help="the section that it goes to, such as Buitenland")
    parser.add_argument(
        "--fetched-at",
        type=moment,
        metavar="T",
        help="when it was fetched, such as 2025-11-28T12:37+01:00: ages in words (`1 hour ago`) count back from it",
    )
    parser.add_argument(
        "--zone", metavar="Z", help="the zone of times that state none, such as Europe/Amsterdam or +01:00"
    )


def run(args: argparse.Namespace) -> int:
    """Carry it out. Gives the exit status: 0 all taken in, 1 something could not be read, 2 wrong use."""
    wrong = _wrong_use(args)
    if wrong:
        print(f"dateline receive: {wrong}", file=sys.stderr)
        return 2
    from dateline.serve import start

    try:
        start.set_up()
        ready_database()
    except start.CannotStart as error:
        print(f"dateline receive: {error}", file=sys.stderr)
        return 1
    from dateline.intake import room

    if no_room := room.trouble():
        print(f"dateline receive: {no_room}; run this again then", file=sys.stderr)
        return 1
    # What goes into quarantine is told of below.
    logging.getLogger("dateline.intake").setLevel(logging.ERROR)
    from dateline.intake.store import Known
    from dateline.newsroom.house import command_source

    known = Known(
        fetched_at=args.fetched_at,
        zone=args.zone or "",
        provider=(args.provider or "").strip(),
        section=(args.section or "").strip(),
        # A worker beside this takes what agencies send before what somebody takes in by the folder.
        backlog=any(os.path.isdir(path) for path in args.paths),
    )
    return _Taking(command_source(), known).run(args.paths)


def ready_database() -> None:
    """Make the tables where there are none at all. Raises CannotStart for those of another version of Dateline."""
    from django.conf import settings

    from dateline.serve import start

    start.make_data(settings.DATA)
    # Two that start at once on an empty folder: the second one waits, and finds the tables made.
    with (settings.DATA / "receive.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if start.is_empty():
            start.migrate()
    start.require_schema()


def _wrong_use(args: argparse.Namespace) -> str:
    """What is wrong with the command line; completes what a zone says of a time without one."""
    known_zone = None
    if args.zone is not None:
        try:
            known_zone = zone(args.zone)
        except argparse.ArgumentTypeError as error:
            return f"--zone: {error}"
    fetched_at: datetime | None = args.fetched_at
    if fetched_at is not None and fetched_at.tzinfo is None:
        if known_zone is None:
            return "--fetched-at needs a zone: 2025-11-28T12:37+01:00, or give --zone as well"
        args.fetched_at = fetched_at.replace(tzinfo=known_zone)
    for name, most in (("provider", 40), ("section", 100)):
        value = getattr(args, name)
        if value is not None and not 0 < len(value.strip()) <= most:
            return f"--{name} is a name of 1 to {most} characters"
        if value is not None and not value.isprintable():
            return f"--{name} has characters in it that cannot be shown"
    return ""


class _Taking:
    """One run: files are stored and worked some at a time, and told of in their order."""

    def __init__(self, source: "Source", known: "Known") -> None:
        self.source = source
        self.known = known
        self.status = 0

    def run(self, paths: list[str]) -> int:
        from dateline.intake.store import BYTES_AT_ONCE, FILES_AT_ONCE

        batch: list[tuple[str, Incoming]] = []
        size = 0
        for path, incoming in self._files(paths):
            batch.append((path, incoming))
            size += len(incoming.data)
            if len(batch) == FILES_AT_ONCE or size >= BYTES_AT_ONCE:
                self._take(batch)
                batch, size = [], 0
        if batch:
            self._take(batch)
        return self.status

    def _files(self, paths: list[str]) -> "Iterator[tuple[str, Incoming]]":
        for path in files_below(paths):
            if isinstance(path, Refused):
                self._tell(path.path, path.reason)
                continue
            try:
                yield path, self._incoming(path)
            except Unreadable as error:
                self._tell(path, str(error))
            except OSError as error:
                self._tell(path, f"It cannot be read: {error.strerror or error}.")

    def _incoming(self, path: str) -> "Incoming":
        from dateline.intake.store import Incoming, keep_large

        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            if len(data) <= MAX_BYTES:
                return Incoming("standard input", data, known=self.known)
            return Incoming("standard input", kept=keep_large(_Joined(data), self.source), known=self.known)
        name = os.path.basename(path)
        try:
            return Incoming(name, taken_from(path), known=self.known)
        except Unreadable as error:
            if error.code != "too-large":
                raise
        with Path(path).open("rb") as file:
            return Incoming(name, kept=keep_large(file, self.source), known=self.known)

    def _take(self, batch: "list[tuple[str, Incoming]]") -> None:
        from dateline.commands.outcomes import tell
        from dateline.intake.now import became, learn, patiently, put_back, work_off
        from dateline.intake.store import store_many

        try:
            stored = patiently(lambda: store_many(self.source, [incoming for _, incoming in batch]))
        except OSError as error:  # the disk is full, or the folder of raw copy may not be written to
            for path, _ in batch:
                self._tell(path, f"It cannot be kept, so it was not taken in: {error.strerror or error}.")
            return
        keys = {delivery.pk for delivery, _ in stored}
        again = {row.pk for row, new in stored if not new and learn(row, self.known)}
        patiently(lambda: put_back(again))
        work_off(keys)
        found = {delivery.pk: (delivery, entries) for delivery, entries in became(keys)}
        for (path, _), (row, new) in zip(batch, stored, strict=True):
            delivery, entries = found[row.pk]
            if not tell(path, delivery, entries, new=new or row.pk in again):
                self.status = 1

    def _tell(self, path: str, reason: str) -> None:
        self.status = 1
        print(f"{shown(path)}: {shown(' '.join(reason.split()))}", file=sys.stderr, flush=True)


class _Joined:
    """What was read of standard input already, and then the rest."""

    def __init__(self, begun: bytes) -> None:
        self._begun = io.BytesIO(begun)

    def read(self, size: int, /) -> bytes:
        return self._begun.read(size) or sys.stdin.buffer.read(size)
