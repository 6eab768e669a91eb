"""Watches the folders of all sources: hears of new files by inotify, and looks for itself now and then.

The worker calls it between two steps, in its own thread: a second one would make both slower, since in Python each of
the many calls to the system that files need would wait for the other thread (docs/adr/0022).
"""

import errno
import logging
import os
import time
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db import DatabaseError

from dateline.intake import files, inotify
from dateline.intake.folder import CLOSED, MADE, RENAMED, Folder
from dateline.intake.inotify import Inotify
from dateline.intake.names import shown_name
from dateline.intake.room import room
from dateline.newsroom.models import Source
from dateline.newsroom.transaction import era

log = logging.getLogger(__name__)

SOURCES_EVERY = 2.0
"""Seconds between two looks at which sources there are."""

LOOK_EVERY = 10.0
"""Seconds between two looks at all files of a folder, for what inotify did not tell."""

LOOK_EVERY_BLIND = 1.0
"""The same where inotify is missing or at its limits."""

TURN_TIME = 0.1
"""Seconds after which a turn comes to its end; the folders that are left are the first of the next."""

LOOK_TIME = 0.03
"""Seconds that one turn gives to looking through a folder."""


_ITS_OWN = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EACCES, errno.ENAMETOOLONG)
"""Why one folder cannot be watched, where that is no limit of inotify: it cannot be listed either, which is told."""


class _Watch(NamedTuple):
    """What an inotify watch stands for."""

    source: int
    relative: str


@dataclass(slots=True)
class _Watched:
    """A folder, the state of the source that it was made for, and when (monotonic) it is to be looked through or left
    alone. `took` is how many seconds the look under way has taken; `lost` says that something happened of which nobody
    was told, so that another look has to begin.
    """

    folder: Folder
    made_for: tuple[str, ...]
    look_at: float = 0.0
    rests_until: float = 0.0
    took: float = 0.0
    lost: bool = False


class Watching:
    """The folders of all active sources."""

    def __init__(self) -> None:
        self._sources_at = 0.0
        self._last = 0
        self._left_over = False
        self._watched: dict[int, _Watched] = {}
        self._watches: dict[int, _Watch] = {}
        self._numbers: dict[_Watch, int] = {}
        self._told_limit = False
        self._inotify: Inotify | None = None
        try:
            self._inotify = Inotify()
        except OSError as error:
            log.warning("folders are looked through each second, since inotify cannot be used: %s", error)

    def turn(self, wait: float = 0.0) -> int:
        """Stores what has arrived, a batch of each folder at the most; gives how many files. 0 while the disk has no
        room: files stay where they are.

        Waits for `wait` seconds, at the most, for something to happen.
        """
        if time.monotonic() >= self._sources_at:
            self._sources_at = time.monotonic() + SOURCES_EVERY
            self._update_sources()
        wait = 0.0 if self._left_over else wait
        if self._inotify is None:
            time.sleep(wait)
        else:
            for event in self._inotify.events(wait):
                self._hear(event)
        self._left_over = False
        if room.is_short():
            return 0  # files stay where they are
        stored = 0
        until = time.monotonic() + TURN_TIME
        for key in self._in_turn():
            if time.monotonic() >= until:
                self._left_over = True
                break
            self._last = key
            stored += self._take(self._watched[key])
        return stored

    @property
    def _hears(self) -> bool:
        """Whether inotify tells of all that happens."""
        return self._inotify is not None and not self._told_limit

    def _in_turn(self) -> list[int]:
        """The watched sources, that which follows the last one first."""
        keys = sorted(self._watched)
        return [*(key for key in keys if key > self._last), *(key for key in keys if key <= self._last)]

    def _take(self, watched: _Watched) -> int:
        """Looks through a folder if it is time to, and stores what is whole; gives how many files."""
        if time.monotonic() < watched.rests_until:
            return 0
        try:
            if not watched.folder.look_in(LOOK_TIME):
                self._left_over = True
            if time.monotonic() >= watched.look_at:
                self._look(watched)
            return watched.folder.take()
        except DatabaseError:
            raise
        except Exception:  # one folder never holds up the next
            log.exception("source %s", watched.folder.source.slug)
            watched.rests_until = time.monotonic() + LOOK_EVERY
            return 0

    def close(self) -> None:
        """Ends the watching."""
        for key in list(self._watched):
            self._drop(key)
        if self._inotify is not None:
            self._inotify.close()
            self._inotify = None

    def _update_sources(self) -> None:
        sources = {source.pk: source for source in Source.objects.filter(kind=Source.Kind.FOLDER, active=True)}
        now = era()
        for key in list(self._watched):
            if key not in sources or _state(sources[key], now) != self._watched[key].made_for:
                self._drop(key)
        for key, source in sources.items():
            if key not in self._watched and source.path:
                self._watched[key] = _Watched(Folder(source, partial(self._enter, key)), _state(source, now))

    def _drop(self, source: int) -> None:
        self._watched.pop(source).folder.close()
        for number, watch in list(self._watches.items()):
            if watch.source == source:
                self._forget(number)

    def _look(self, watched: _Watched) -> None:
        """Goes on with a look through a folder, for a while."""
        if watched.lost and not watched.took:
            watched.lost = watched.folder.gets_notice = False
        began = time.monotonic()
        done = True
        try:
            done = watched.folder.look(LOOK_TIME)
            watched.folder.gets_notice = done and self._hears
        except OSError as error:
            watched.folder.tell_once("", "the folder %s cannot be used: %s", watched.folder.root, error.strerror)
        watched.took += time.monotonic() - began
        if not done:
            self._left_over = True
            return
        every = LOOK_EVERY if self._hears else LOOK_EVERY_BLIND
        # A folder with a million files is looked through less often: never more than a twentieth of the time.
        watched.look_at = 0.0 if watched.lost else time.monotonic() + max(every, 20 * watched.took)
        watched.took = 0.0

    def _enter(self, source: int, relative: str) -> None:
        """Watches a folder, if it is not yet."""
        watch = _Watch(source, relative)
        done = relative == files.DONE or relative.startswith(files.DONE + os.sep)
        if self._inotify is None or (done and watch in self._numbers):
            return
        path = os.path.join(self._watched[source].folder.root, relative).rstrip(os.sep) or os.sep
        try:
            number = self._inotify.watch(path, inotify.CLOSE_WRITE if done else inotify.ARRIVALS)
        except OSError as error:
            if error.errno in _ITS_OWN:
                return
            if not self._told_limit:
                sentence = "%s cannot be watched, so folders are looked through each second: %s"
                log.warning(sentence, shown_name(path), error.strerror)
            self._told_limit = True
            return
        old = self._watches.get(number)
        if old is not None and old != watch:
            self._numbers.pop(old, None)
        self._watches[number] = watch
        self._numbers[watch] = number
        if done:
            self._leave_old_days(source)

    def _leave_old_days(self, source: int) -> None:
        """Watches of the files that are done no longer than two days: there are only so many watches."""
        days = {watch: _day(watch.relative) for watch in self._numbers if watch.source == source}
        kept = sorted(set(days.values()))[-2:]
        for watch, day in days.items():
            if day and day not in kept:
                self._forget(self._numbers[watch])

    def _forget(self, number: int) -> None:
        watch = self._watches.pop(number, None)
        if watch is not None and self._numbers.get(watch) == number:
            del self._numbers[watch]
        if self._inotify is not None:
            self._inotify.forget(number)

    def _hear(self, event: inotify.Event) -> None:
        if event.mask & inotify.OVERFLOW:
            for each in self._watched.values():
                each.look_at = 0.0
                each.lost = True
            return
        watch = self._watches.get(event.watch)
        watched = self._watched.get(watch.source) if watch is not None else None
        if watch is None or watched is None:
            return
        if event.mask & (inotify.IGNORED | inotify.DELETE_SELF | inotify.MOVE_SELF):
            # Gone or moved: where it is now, if it still is one of ours, the look will find out.
            self._forget(event.watch)
            watched.look_at = 0.0
            return
        relative = os.path.join(watch.relative, event.name)
        if event.mask & inotify.IS_FOLDER:
            if not event.name.startswith("."):
                watched.folder.enter(relative)
        elif event.mask & inotify.MOVED_TO:
            watched.folder.notice(relative, RENAMED)
        elif event.mask & inotify.CLOSE_WRITE:
            watched.folder.notice(relative, CLOSED)
        elif event.mask & inotify.CREATE:
            watched.folder.notice(relative, MADE)


def _day(relative: str) -> str:
    """The day of a folder of files that are done; nothing for another."""
    first, _, rest = relative.partition(os.sep)
    return rest.partition(os.sep)[0] if first == files.DONE else ""


def _state(source: Source, now: str) -> tuple[str, ...]:
    # In another era the database may lack what was taken from the folder.
    return source.slug, source.path, source.done, now
