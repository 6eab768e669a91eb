"""One watched folder, as agencies fill it over SFTP: which of its files are whole, and taking those in.

A file that was renamed into place, or closed and reads complete, is taken at once; any other when it has not changed
for QUIET seconds. It is moved away only after its delivery is committed: a crash in between leaves the file, which is
then the same delivery again. `intake/watching.py` calls this; nothing here waits.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.utils import timezone

from dateline.intake import files
from dateline.intake.complete import reads_complete
from dateline.intake.files import Ignored, Signature, signature_of
from dateline.intake.names import shown_name
from dateline.intake.reading import zone_of
from dateline.intake.seen import Seen
from dateline.intake.store import BYTES_AT_ONCE, FILES_AT_ONCE, Incoming, Known, keep_large, let_go, store_many
from dateline.newsroom.house import house
from dateline.newsroom.models import Source
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES

log = logging.getLogger(__name__)

QUIET = 2.0
"""Seconds for which a file may not have changed before it is taken without a sign that it is whole."""

RETRY = 10.0
"""Seconds after which a file that could not be read is tried again."""

BACKLOG_AGE = 3600.0
"""A file that is found this many seconds after it was written is backlog: newer copy goes before it."""

TOLD = 10_000
"""Troubles that are remembered, so that each is logged once."""

RENAMED, CLOSED, MADE = "renamed", "closed", "made"
"""What can be known of a file: that it was renamed into place, that its writer closed it, or only that it is there."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file to take in when it is whole: what is known of it, and since when (monotonic) it is as `signature` says."""

    how: str
    since: float
    signature: Signature | None = None
    backlog: bool = False


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file that was read whole."""

    relative: str
    signature: Signature
    incoming: Incoming


class Folder:
    """The folder of one source. Paths are relative to it. `entered` is told of each folder before it is listed."""

    def __init__(self, source: Source, entered: Callable[[str], None] = lambda relative: None) -> None:
        self.source = source
        self.root = os.path.realpath(source.path)
        self._moves = source.done == Source.Done.MOVE
        self._seen = Seen(source)
        self._entered = entered
        self._waiting: dict[str, _Waiting] = {}
        self._left: dict[str, Signature] = {}
        self._told: set[str] = set()

    def notice(self, relative: str, how: str) -> None:
        """Something happened to a file."""
        if _is_done(relative):
            # Somebody still had it open when it was moved, and has written more: new bytes.
            self._waiting[relative] = _Waiting(RENAMED, time.monotonic())
        elif files.is_copy(os.path.basename(relative)):
            self._waiting[relative] = _Waiting(how, time.monotonic())

    def scan(self, below: str = "") -> None:
        """Looks at all files, or those of one folder: finds what nobody gave notice of. Raises OSError for the root."""
        if not below:
            os.stat(self.root)
        now, today = time.monotonic(), time.time()
        there: set[str] = set()
        for mtime_ns, relative, signature in sorted(self._files(below)):
            there.add(relative)
            known = self._waiting.get(relative)
            if known is not None and known.signature in (None, signature):
                continue
            if (relative, signature) in self._seen or self._left.get(relative) == signature:
                continue
            age = max(0.0, today - mtime_ns / 1e9)
            self._waiting[relative] = _Waiting(MADE, now - age, signature, age > BACKLOG_AGE)
        if not below:
            self._seen.keep_only(there)
            self._left = {relative: left for relative, left in self._left.items() if relative in there}

    def take(self, now: datetime | None = None) -> int:
        """Stores what is whole, a batch at the most, and puts it away; gives how many files. 0: no more for now."""
        batch = self._batch()
        if not batch:
            return 0
        now = now or timezone.now()
        stored = store_many(self.source, [taken.incoming for taken in batch], now=now)
        day = now.astimezone(zone_of(house().zone) or UTC).date()
        for taken, (delivery, _) in zip(batch, stored, strict=True):
            self._waiting.pop(taken.relative, None)
            self._put_away(taken, delivery.sha256, day)
        return len(batch)

    def close(self) -> None:
        """Lets go of what is open."""
        self._seen.close()

    def tell_once(self, key: str, sentence: str, *args: object) -> None:
        """Logs something that would be found again at each look."""
        if key not in self._told:
            if len(self._told) >= TOLD:
                self._told.clear()
            self._told.add(key)
            log.warning(f"source {self.source.slug}: {sentence}", *args)

    def _files(self, below: str) -> Iterator[tuple[int, str, Signature]]:
        folders = [below]
        while folders:
            folder = folders.pop()
            try:
                self._entered(folder)
                with os.scandir(os.path.join(self.root, folder)) as entries:
                    for entry in entries:
                        relative = os.path.join(folder, entry.name)
                        if entry.is_dir(follow_symlinks=False):
                            if not entry.name.startswith("."):
                                folders.append(relative)
                        elif entry.is_file(follow_symlinks=False) and files.is_copy(entry.name):
                            with suppress(FileNotFoundError):
                                about = entry.stat(follow_symlinks=False)
                                yield about.st_mtime_ns, relative, signature_of(about)
            except FileNotFoundError:
                continue
            except OSError as error:
                shown = shown_name(folder or self.root)
                self.tell_once(folder, "the folder %s cannot be read: %s", shown, error.strerror)

    def _batch(self) -> list[_Taken]:
        """The next files that are whole, read."""
        batch: list[_Taken] = []
        size = 0
        due = [(relative, waiting) for relative, waiting in self._waiting.items() if _due(waiting)]
        for relative, waiting in due:
            taken = self._read(relative, waiting)
            if taken is not None:
                batch.append(taken)
                size += len(taken.incoming.data)
            if len(batch) == FILES_AT_ONCE or size >= BYTES_AT_ONCE:
                break
        return batch

    def _read(self, relative: str, waiting: _Waiting) -> _Taken | None:
        """A file that is whole; None for one that is not, after seeing to what becomes of it."""
        try:
            with files.opened(self.root, relative) as descriptor:
                before = os.fstat(descriptor)
                signature = signature_of(before)
                if waiting.how == MADE and not self._quiet(relative, waiting, before):
                    return None
                if waiting.how == CLOSED and before.st_size > MAX_BYTES:
                    self._waiting[relative] = replace(waiting, how=MADE)
                    return None
                incoming = self._incoming(relative, descriptor, before, backlog=waiting.backlog)
                after = signature_of(os.fstat(descriptor))
        except (FileNotFoundError, NotADirectoryError, Ignored):
            self._waiting.pop(relative, None)
            return None
        except Unreadable as error:  # larger than anything that is stored: it stays where it is
            self._leave(relative, signature, "%s: %s", error)
            return None
        except OSError as error:
            self.tell_once(relative, "%s cannot be read: %s", shown_name(relative), error.strerror)
            self._waiting[relative] = replace(waiting, how=MADE, since=time.monotonic() + RETRY - QUIET)
            return None
        whole = waiting.how != CLOSED or reads_complete(incoming.data)
        if after != signature or not whole:
            # It is being written, or may be: from now on only time can tell.
            self._waiting[relative] = _Waiting(MADE, time.monotonic(), after)
            if incoming.kept is not None:
                let_go(incoming.kept)
            return None
        return _Taken(relative, signature, incoming)

    def _quiet(self, relative: str, waiting: _Waiting, about: os.stat_result) -> bool:
        """Whether a file is unchanged for long enough; notes how it is now where it is not."""
        signature = signature_of(about)
        if waiting.signature == signature:
            return True
        age = max(0.0, time.time() - about.st_mtime)
        self._waiting[relative] = replace(waiting, since=time.monotonic() - age, signature=signature)
        return age >= QUIET

    def _incoming(self, relative: str, descriptor: int, about: os.stat_result, *, backlog: bool) -> Incoming:
        known = Known(backlog=backlog)
        with open(descriptor, "rb", closefd=False) as file:
            if about.st_size > MAX_BYTES:
                return Incoming(relative, kept=keep_large(file, self.source), known=known)
            # One byte more, so that a file that grows meanwhile is seen to.
            return Incoming(relative, file.read(about.st_size + 1), known=known)

    def _put_away(self, taken: _Taken, sha256: str, day: date) -> None:
        """Moves a file that is stored, or notes it where files stay."""
        if _is_done(taken.relative):
            return
        if not self._moves:
            self._seen.add(taken.relative, taken.signature, sha256)
            return
        about = files.look(self.root, taken.relative)
        if about is None:
            return
        if signature_of(about) != taken.signature:
            self._waiting[taken.relative] = _Waiting(MADE, time.monotonic())
            return
        try:
            moved = files.move_to_done(self.root, taken.relative, day)
        except FileNotFoundError:
            return
        except (OSError, Ignored) as error:
            self._leave(taken.relative, taken.signature, "%s is taken in but cannot be moved: %s", error)
            return
        self._entered(os.path.dirname(moved))
        about = files.look(self.root, moved)
        if about is not None and signature_of(about) != taken.signature:
            # Other bytes came to stand under its name at the last moment, and were moved in its stead.
            self._waiting[moved] = _Waiting(RENAMED, time.monotonic())

    def _leave(self, relative: str, signature: Signature, sentence: str, error: Exception) -> None:
        """Leaves a file where it is, until it changes."""
        self._waiting.pop(relative, None)
        self._left[relative] = signature
        self.tell_once(relative, sentence, shown_name(relative), error)


def _due(waiting: _Waiting) -> bool:
    return waiting.how != MADE or time.monotonic() - waiting.since >= QUIET


def _is_done(relative: str) -> bool:
    return relative.startswith(files.DONE + os.sep)
