"""`dateline restore`: a backup becomes the newsroom, while it runs, and what was removed since stays removed.

The backup is checked whole before anything is written. A newsroom is built of it beside the one that runs, in which
the log of removals is done again; then it takes the other's place in one commit. Whatever ends this before that commit
leaves everything as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dateline.newsroom import redo, removals
from dateline.newsroom.models import Delivery, Item
from dateline.newsroom.removals import Removal, Rows
from dateline.newsroom.transaction import writing
from dateline.serve import ours, presence, start
from dateline.serve.backup import archive, carried, raws
from dateline.serve.backup.archive import Archive, Manifest, Unusable
from dateline.serve.backup.beside import Beside, alone, built
from dateline.serve.backup.tables import Table, latest, tables


class LogMissing(Exception):
    """The log of removals does not reach back to the backup; the text says what to do."""


@dataclass
class Restored:
    """What a restore did. `lost` are deliveries that came after the backup. `again` is what was removed since and is
    removed again; `ahead`, how many of those whose copy had not come yet; `files`, those of kills that name other copy
    by headline, slug or number, and are known no more. `until` is up to when the log knew of removals; None where it
    does not reach back to the backup.
    """

    made_at: datetime
    items: int = 0
    deliveries: int = 0
    lost: int = 0
    again: list[Removal] = field(default_factory=list)
    ahead: int = 0
    files: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    until: datetime | None = None


def restore(file: Path, *, without_log: bool = False) -> Restored:
    """Has a backup become the newsroom. `without_log` goes on where the log may lack removals since the backup.

    Raises start.CannotStart, Unusable, LogMissing, removals.LogUnreadable, InUse, DatabaseError, OSError; nothing is
    changed then.
    """
    with alone():
        is_there = _is_there()
        backup = archive.opened(file)
        try:
            backup.verify()
            held = _require_known(backup.manifest)
            if is_there:
                removals.write_down()
            is_related = _log_reaches(backup.manifest, without_log=without_log)
            until = _until() if is_related else None  # before this writes to it
            return _Restore(backup, held, is_there=is_there, is_related=is_related, until=until).run()
        finally:
            backup.close()


def _is_there() -> bool:
    """Whether there is a newsroom already. Raises start.CannotStart for a database that is not to be written."""
    found = start.require_ours()
    if found.state == "ours":
        start.require_schema()
        return True
    if found.state == "none" and any(presence.running(settings.DATA, role) > 0 for role in ("web", "work")):
        # They may still have the file open that was moved away.
        raise start.CannotStart("there is no database, and Dateline runs: stop it first")
    return False


def _require_known(manifest: Manifest) -> list[Table]:
    """The tables of a backup; each comes after those that it refers to. Refuses a backup of a newer Dateline."""
    unknown = sorted(set(manifest.migrations) - ours.known_migrations())
    if unknown:
        raise Unusable(f"it was made by a newer Dateline (it has {unknown[-1]}): update this one")
    ordered = tables(manifest.migrations)
    held = {table.name: table for table in ordered}
    for name, table in manifest.tables.items():
        if name not in held or table.columns != tuple(tuple(column) for column in held[name].columns):
            raise Unusable(f"its table {name} is not one that this Dateline knows")
    if missing := sorted(held.keys() - manifest.tables.keys()):
        raise Unusable(f"it lacks the table {missing[0]}")
    return ordered


def _log_reaches(manifest: Manifest, *, without_log: bool) -> bool:
    """Whether the log tells of what was removed since the backup. Raises LogMissing where it does not and has to."""
    path = removals.path()
    if not path.exists():
        what = f"there is no {path}"
    elif manifest.era not in removals.eras():
        what = f"{path} does not reach back to the backup, or is of another newsroom"
    elif _until() < manifest.made_at:
        what = f"{path} was last written before the backup was made"
    else:
        return True
    if not without_log:
        raise LogMissing(
            f"{what}: what was killed or purged since the backup would show again. Put the newest removals.log of a"
            " host of this newsroom there, or say --without-log"
        )
    return False


def _until() -> datetime:
    """Up to when the log is complete."""
    return datetime.fromtimestamp(removals.path().stat().st_mtime, UTC)


class _Restore:
    """One restore."""

    def __init__(
        self, backup: Archive, held: list[Table], *, is_there: bool, is_related: bool, until: datetime | None
    ) -> None:
        self._backup = backup
        self._held = held
        self._manifest = backup.manifest
        self._is_there = is_there
        self._is_related = is_related
        self._said = Restored(self._manifest.made_at, until=until)
        self._last_delivery = 0
        self._ahead: set[removals.Key] = set()
        self._left_behind: list[str] = []

    def run(self) -> Restored:
        with removals.aside(), built() as beside:
            self._build(beside)
            self._said.items = Item.objects.count()
            self._said.deliveries = Delivery.objects.count()
            self._last_delivery = Delivery.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            self._remove_again()
            raws.put(self._backup)
            beside.take_over(lambda old: self._seal(beside, old))
        raws.remove(self._left_behind)
        removals.write_down()
        return self._said

    def _build(self, beside: Beside) -> None:
        """The newsroom as the backup has it, its tables brought up to date."""
        MigrationExecutor(connection).migrate(latest(self._manifest.migrations))
        for table in reversed(self._held):
            beside.load(table, iter(()))  # what migrations have put there
        for table in self._held:
            try:
                beside.load(table, self._backup.rows(table.name))
            except DatabaseError as error:
                raise DatabaseError(f"the rows of {table.name} cannot be stored: {error}") from error
        beside.check()
        raws.note_gone(self._manifest.gone)
        call_command("migrate", interactive=False, verbosity=0)

    def _remove_again(self) -> None:
        """Does again what the log has and the backup has not."""
        lacking = removals.missing()
        self._ahead |= {removal.key for removal in redo.redo(lacking)}
        self._said.ahead = len(self._ahead)
        self._note(lacking)

    def _seal(self, beside: Beside, old: Rows) -> None:
        """The last things, while nobody can write: removals of the last moment, numbers and keys that go on."""
        if self._is_there:
            removals.write_down(old)
            self._remove_again()
            carried.carry_keys(beside, old, self._held)
            last = self._last_delivery
            self._said.lost = int(old(f"SELECT count(*) FROM newsroom_delivery WHERE id > {last:d}")[0][0])  # noqa: S608
            self._left_behind = raws.left_behind(old)
            if self._is_related:
                self._said.until = _until()
                self._said.kept = carried.carry_protection(old)
        self._said.kept += carried.drop_unreadable_factors()
        with writing() as work:
            work.event("restore", by=redo.BY, reason=f"{self._manifest.made_at:%Y-%m-%d %H:%M:%S} UTC")
        carried.begin_era(old if self._is_there else None)

    def _note(self, lacking: Iterable[Removal]) -> None:
        known = {removal.key for removal in self._said.again}
        self._said.again += [removal for removal in lacking if removal.key not in known]
        self._said.files = sorted({name for removal in self._said.again for name in removal.files})
