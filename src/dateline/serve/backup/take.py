"""`dateline backup`: the newsroom as it is at one moment, in one file, while everybody goes on working."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from django.db import connection

from dateline import __version__
from dateline.locks import lock
from dateline.newsroom import removals
from dateline.serve import start
from dateline.serve.backup import archive, raws
from dateline.serve.backup.snapshot import Snapshot, rows, snapshot
from dateline.serve.backup.tables import tables

_ERAS = "newsroom.0002_ways_in_and_eras"
"""The migration before which numbers had no era, and there was no log of removals."""


class Taken(NamedTuple):
    """What a backup holds: items, deliveries, bytes of the file, and raw copy that was removed meanwhile."""

    items: int
    deliveries: int
    size: int
    gone: int


def backup(file: Path, *, replace: bool = False) -> Taken:
    """Writes a backup to `file`, whole or not at all; a file that is there stays as it is unless `replace`.

    Raises start.CannotStart where there is nothing to back up, FileExistsError, OSError, DatabaseError.
    """
    found = start.require_ours()
    if found.state != "ours":
        raise start.CannotStart("there is no newsroom yet to back up: start it once with `dateline up`")
    start.make_own_data()
    has_log = _ERAS in found.applied
    if has_log:
        removals.write_down()
    with _draft(file, replace=replace) as draft:
        writer = archive.Writer(draft)
        try:
            with snapshot() as moment:
                manifest = _write(writer, moment)
        except BaseException:
            writer.give_up()
            raise
        size = draft.tell()
    if has_log:
        removals.write_down()  # that it reaches up to the backup, and beyond
    return Taken(
        manifest.tables["newsroom_item"].rows,
        manifest.tables["newsroom_delivery"].rows,
        size,
        len(manifest.gone),
    )


def _write(writer: archive.Writer, moment: Snapshot) -> archive.Manifest:
    made_at = datetime.now(UTC)
    applied = sorted(f"{app}.{name}" for app, name in moment.query("SELECT app, name FROM django_migrations"))
    numbers = {name: (int(n), era) for name, n, era in moment.query(_numbers(applied))}
    held: dict[str, archive.Table] = {}
    for table in tables(applied):
        count = writer.table(table.name, rows(moment, table))
        held[table.name] = archive.Table(tuple((column.name, column.kind) for column in table.columns), count)
    gone = tuple(raws.save(writer, moment))
    edition, change = numbers.get("edition", (0, "")), numbers.get("change", (0, ""))
    manifest = archive.Manifest(
        dateline=__version__,
        made_at=made_at,
        database=connection.vendor,
        migrations=tuple(applied),
        era=edition[1],
        edition=edition[0],
        change=change[0],
        tables=held,
        members=writer.members,
        gone=gone,
    )
    writer.finish(manifest)
    return manifest


def _numbers(applied: list[str]) -> str:
    era = "era" if _ERAS in applied else "''"
    return f"SELECT name, n, {era} FROM newsroom_number"  # noqa: S608


@contextmanager
def _draft(file: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A file beside the one that is wanted, which becomes that when all of it is on the disk."""
    if file.exists() and not replace:
        raise FileExistsError(f"{file} is there already: name another, or say --replace")
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder: name a file")
    path = file.with_name(f".{file.name}.part")
    with open(_locked(path, file), "w+b") as draft:
        try:
            draft.truncate(0)  # what a backup that was killed has left
            yield draft
            draft.flush()
            os.fsync(draft.fileno())
            _place(path, file, replace=replace)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _locked(path: Path, file: Path) -> int:
    """The draft at `path`, open and locked: new, or what a backup of ours that was killed has left.

    What is there may also be somebody else's, or the last backup itself: one that was killed right after it had put
    that in its place has left both names. Such a file is not written to; only its name goes.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or about.st_uid != os.geteuid() or about.st_nlink > 1:
            path.unlink(missing_ok=True)
        elif not lock(descriptor):
            os.close(descriptor)
            raise FileExistsError(f"another backup to {file} is under way")
        elif _is_at(path, about):
            os.fchmod(descriptor, 0o600)
            return descriptor
        os.close(descriptor)  # if it was ours, another backup has just put it in its place


def _is_at(path: Path, about: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(follow_symlinks=False), about)
    except FileNotFoundError:
        return False


def _place(path: Path, file: Path, *, replace: bool) -> None:
    if replace:
        path.replace(file)
    else:
        # Unlike a rename, a link never replaces what came to be there meanwhile.
        os.link(path, file)
        path.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
