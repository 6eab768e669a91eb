"""One watched folder, as agencies fill it over SFTP: which of its files are whole, and taking those in.

A file that was renamed into place, or closed and reads complete, is taken at once; any other when it has not changed
for QUIET seconds. It is moved away only after its delivery is committed: a crash in between leaves the file, which is
then the same delivery again. `intake/watching.py` calls this; nothing here waits, and nothing takes long: the newest
files go first, a look at very many files goes on at the next call, and a large file is copied beside (`copying`).
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
from dateline.intake.copying import Copying
from dateline.intake.files import Ignored, Signature, signature_of
from dateline.intake.names import shown_name
from dateline.intake.order import both_ends
from dateline.intake.reading import zone_of
from dateline.intake.seen import Seen
from dateline.intake.store import BYTES_AT_ONCE, FILES_AT_ONCE, Incoming, Known, let_go, refuse_larger, store_many
from dateline.newsroom.house import house
from dateline.newsroom.models import Source
from dateline.wire.errors import Unreadable
from dateline.wire.formats.base import MAX_BYTES

log = logging.getLogger(__name__)

QUIET = 2.0
"""Seconds for which a file may not have changed before it is taken without a sign that it is whole."""

RETRY = 10.0
"""Seconds after which a file that could not be read is tried again."""

STILL_WRITTEN = 600.0
"""Seconds for which somebody may go on writing to a file that was moved, though nobody gives notice of it."""

BACKLOG_AGE = 3600.0
"""A file that is found this many seconds after it was written is backlog: newer copy goes before it."""

READING_TIME = 0.05
"""Seconds after which no further file is read before those that were are stored."""

TAKING_TIME = 0.1
"""Seconds that a batch should take altogether: what is newer waits so long for its turn."""

LEAST_AT_ONCE = 8
"""The fewest files of a batch, however long they take."""

TOLD = 10_000
"""Troubles that are remembered, so that each is logged once; and files that were moved."""

PAUSE_EVERY = 100
"""Files after which a look may pause."""

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
    """The folder of one source. Paths are relative to it. `entered` is told of each folder before it is listed.

    `gets_notice` says whether all that happened since the last look was told of.
    """

    def __init__(self, source: Source, entered: Callable[[str], None] = lambda relative: None) -> None:
        self.source = source
        self.root = os.path.realpath(source.path)
        self._moves = source.done == Source.Done.MOVE
        self._seen = Seen(source)
        self._put: dict[str, Signature] = {}
        self.gets_notice = False
        self._entered = entered
        self._waiting: dict[str, _Waiting] = {}
        self._left: dict[str, Signature] = {}
        self._told: set[str] = set()
        self._at_once = FILES_AT_ONCE
        self._looking: Iterator[None] | None = None
        self._came: dict[str, None] = {}
        self._looking_in: Iterator[None] | None = None
        self._copying: Copying | None = None

    def notice(self, relative: str, how: str) -> None:
        """Something happened to a file."""
        if _is_done(relative):
            # Somebody still had it open when it was moved, and has written more: new bytes.
            how = RENAMED
        elif not files.is_copy(os.path.basename(relative)):
            return
        self._waiting.pop(relative, None)  # it becomes the newest
        self._waiting[relative] = _Waiting(how, time.monotonic())

    def enter(self, below: str) -> None:
        """A folder was made or moved in: its files are looked at, now or, if they are very many, by `look_in`."""
        self._came[below] = None
        self.look_in(0.0)

    def look_in(self, seconds: float) -> bool:
        """Goes on with a look at folders that came, for so long; gives whether it is done."""
        until = time.monotonic() + seconds
        while self._looking_in is not None or self._came:
            if self._looking_in is None:
                below = next(iter(self._came))
                del self._came[below]
                self._looking_in = self._scan(below)
            for _ in self._looking_in:
                if time.monotonic() >= until:
                    return False
            self._looking_in = None
            if time.monotonic() >= until:
                break
        return not self._came

    def look(self, seconds: float) -> bool:
        """Goes on with a look at all files for so long; gives whether it is done. Raises OSError for the root."""
        until = time.monotonic() + seconds
        looking, self._looking = self._looking or self._scan(""), None
        for _ in looking:
            if time.monotonic() >= until:
                self._looking = looking
                return False
        return True

    def _scan(self, below: str) -> Iterator[None]:
        """The look, with pauses."""
        if not below:
            os.stat(self.root)
            if self._moves and not self.gets_notice:
                yield from self._look_at_done()
        found: list[tuple[int, str, Signature]] = []
        for count, each in enumerate(self._files(below), 1):
            if each is not None:
                found.append(each)
            if count % PAUSE_EVERY == 0:
                yield
        there: set[str] = set()
        for mtime_ns, relative, signature in sorted(found):
            there.add(relative)
            if len(there) % PAUSE_EVERY == 0:
                yield
            known = self._waiting.get(relative)
            if known is not None and known.signature in (None, signature):
                continue
            if (relative, signature) in self._seen or self._left.get(relative) == signature:
                continue
            age = max(0.0, time.time() - mtime_ns / 1e9)
            self._waiting[relative] = _Waiting(MADE, time.monotonic() - age, signature, age > BACKLOG_AGE)
        if not below:
            self._seen.keep_only(there)
            self._left = {relative: left for relative, left in self._left.items() if relative in there}

    def _look_at_done(self) -> Iterator[None]:
        """Finds files that somebody went on writing to after they were moved: of the last two days that there are."""
        for day in files.done_days(self.root)[-2:]:
            for count, each in enumerate(self._files(os.path.join(files.DONE, day)), 1):
                if count % PAUSE_EVERY == 0:
                    yield
                # An empty one only keeps a name free, for a file whose mover may have died.
                if each is None or not each[2].size:
                    continue
                mtime_ns, relative, signature = each
                age = max(0.0, time.time() - mtime_ns / 1e9)
                if age < STILL_WRITTEN and self._put.get(relative) != signature and relative not in self._waiting:
                    self._note_put(relative, signature)
                    self._waiting[relative] = _Waiting(MADE, time.monotonic() - age, signature)

    def _note_put(self, relative: str, signature: Signature) -> None:
        if len(self._put) >= TOLD:
            self._put.clear()  # then some are read again, and are the same deliveries
        self._put[relative] = signature

    def take(self, now: datetime | None = None) -> int:
        """Stores what is whole, a batch at the most, and puts it away; gives how many files. 0: no more for now."""
        began = time.monotonic()
        batch = self._batch()
        if not batch:
            return 0
        now = now or timezone.now()
        stored = store_many(self.source, [taken.incoming for taken in batch], now=now, once=True)
        day = now.astimezone(zone_of(house().zone) or UTC).date()
        for taken, (delivery, _) in zip(batch, stored, strict=True):
            self._waiting.pop(taken.relative, None)
            self._put_away(taken, delivery.sha256, day)
        fit = len(batch) * TAKING_TIME / (time.monotonic() - began + 0.001)
        self._at_once = max(LEAST_AT_ONCE, min(int(fit), 2 * self._at_once, FILES_AT_ONCE))
        return len(batch)

    def close(self) -> None:
        """Lets go of what is open."""
        if self._copying is not None:
            self._copying.stop()
            self._copying = None
        self._seen.close()

    def tell_once(self, key: str, sentence: str, *args: object) -> None:
        """Logs something that would be found again at each look."""
        if key not in self._told:
            if len(self._told) >= TOLD:
                self._told.clear()
            self._told.add(key)
            log.warning(f"source {self.source.slug}: {sentence}", *args)

    def _files(self, below: str) -> Iterator[tuple[int, str, Signature] | None]:
        """The files, and None for each folder."""
        folders = [below]
        while folders:
            folder = folders.pop()
            yield None
            try:
                self._entered(folder)
                with files.folder_of(self.root, folder) as descriptor, os.scandir(descriptor) as entries:
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
        """The next files that are whole, read: the newest, and a share of the oldest, as they came."""
        until = time.monotonic() + READING_TIME
        copied = self._finished_copy()
        batch = {} if copied is None else {-1: copied}
        size = 0
        due = [relative for relative, waiting in self._waiting.items() if _due(waiting)]
        for place in both_ends(range(len(due))):
            if copied is not None and due[place] == copied.relative:
                continue
            taken = self._read(due[place], self._waiting[due[place]])
            if taken is not None:
                batch[place] = taken
                size += len(taken.incoming.data)
            if len(batch) >= self._at_once or size >= BYTES_AT_ONCE or time.monotonic() >= until:
                break
        return [batch[place] for place in sorted(batch)]

    def _read(self, relative: str, waiting: _Waiting) -> _Taken | None:
        """A file that is whole; None for one that is not, after seeing to what becomes of it."""
        try:
            with files.opened(self.root, relative) as descriptor:
                before = os.fstat(descriptor)
                signature = signature_of(before)
                if waiting.how == MADE and not self._quiet(relative, waiting, before):
                    return None
                refuse_larger(before.st_size)
                if before.st_size > MAX_BYTES:
                    if waiting.how == CLOSED:
                        self._waiting[relative] = replace(waiting, how=MADE)
                        return None
                    return self._copied(relative, signature, waiting)
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
        if after != signature or (waiting.how == CLOSED and not reads_complete(incoming.data)):
            self._wait_on(relative, after)
            return None
        return _Taken(relative, signature, incoming)

    def _copied(self, relative: str, signature: Signature, waiting: _Waiting) -> _Taken | None:
        """A large file, once it is copied; None meanwhile. One is copied at a time. Raises what that raised."""
        if self._copying is None:
            self._copying = Copying(self.root, relative, self.source)
        copying = self._copying
        if copying.relative != relative or not copying.done:
            return None
        self._copying = None
        kept, before, after = copying.outcome()
        if before == after == signature:
            return _Taken(relative, signature, Incoming(relative, kept=kept, known=Known(backlog=waiting.backlog)))
        let_go(kept)
        self._wait_on(relative, signature)
        return None

    def _finished_copy(self) -> _Taken | None:
        """The large file that has been copied; None while there is none, or if it is gone or is being written again."""
        copying = self._copying
        if copying is None or not copying.done:
            return None
        waiting = self._waiting.get(copying.relative)
        if waiting is None:
            self._copying = None
            copying.stop()
            return None
        return self._read(copying.relative, waiting)

    def _wait_on(self, relative: str, signature: Signature) -> None:
        """A file is being written, or may be: from now on only time can tell."""
        self._waiting[relative] = _Waiting(MADE, time.monotonic(), signature)

    def _quiet(self, relative: str, waiting: _Waiting, about: os.stat_result) -> bool:
        """Whether a file is unchanged for long enough; notes how it is now where it is not."""
        signature = signature_of(about)
        if waiting.signature == signature:
            return True
        age = max(0.0, time.time() - about.st_mtime)
        self._waiting[relative] = replace(waiting, since=time.monotonic() - age, signature=signature)
        return age >= QUIET

    def _incoming(self, relative: str, descriptor: int, about: os.stat_result, *, backlog: bool) -> Incoming:
        with open(descriptor, "rb", closefd=False) as file:
            # One byte more, so that a file that grows meanwhile is seen to.
            return Incoming(relative, file.read(about.st_size + 1), known=Known(backlog=backlog))

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
        self._note_put(moved, taken.signature)
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
