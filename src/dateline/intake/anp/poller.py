"""Polls one source: one request at a time; what is new first, then what was there already, then the backlog."""

import logging
import threading
import time
from collections import deque
from itertools import islice
from operator import attrgetter

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dateline.database import is_passing
from dateline.intake.anp.answers import Listed
from dateline.intake.anp.api import Api
from dateline.intake.anp.asked import KEPT, Asked, commit, new_row
from dateline.intake.anp.lease import Lease
from dateline.intake.anp.listing import News
from dateline.intake.anp.service import IN_A_ROW, Progress, ServiceProgress, is_young, marks
from dateline.intake.anp.troubles import (
    BadAnswer,
    Misconfigured,
    NotAdmitted,
    NotThere,
    SourceTrouble,
    Stopped,
    TooBusy,
    Trouble,
    Unreachable,
)
from dateline.intake.room import room
from dateline.newsroom.keys import NoSecret, secret
from dateline.newsroom.models import PolledItem, PollMark, Source

log = logging.getLogger(__name__)

AT_ONCE = 10
"""Items that one transaction stores at the most: a crash costs so many requests, and none of what was stored."""

A_WHILE = 1.0
"""Seconds after which a batch ends: what has come meanwhile is stored, and newer things have their turn."""

NO_ROOM = "little room is left on the disk: nothing is fetched until there is more"

LONG_LIST = 3.0
"""Seconds after which news is fetched before its list is read to the end, rather than in its order."""

SERVICES_EVERY = 600.0
"""Seconds between two looks at which services there are."""

SERVICES_SOON = 60.0
"""The same where something is wrong with them."""

PRUNE_EVERY = 3600.0
"""Seconds between two times that old items are forgotten."""

LOOK = 0.5
"""Seconds between two looks at what has become due, and at whether another process still asks."""

PAUSE, LONG_PAUSE = 2.0, 30.0
"""Seconds to wait when the database cannot be used, and when Dateline itself is at fault."""


class Poller:
    """One source, until `stop` is set."""

    def __init__(self, source: Source, stop: threading.Event) -> None:
        self._source = source
        self._stop = stop
        self._lease = Lease(source)
        self._api: Api | None = None
        self._services: list[ServiceProgress] = []
        self._whole: Progress | None = None
        self._services_at = self._prune_at = 0.0

    def run(self) -> None:
        """Polls until told to stop. Whatever goes wrong is told, and tried again."""
        try:
            while not self._stop.is_set():
                self._stop.wait(self.turn())
        finally:
            self.close()

    def turn(self) -> float:
        """Does what is due, for a few seconds at the most; gives how long to wait, 0 where there is more to do."""
        try:
            if not self._lease.hold():
                self._forget()
                return LOOK
            return self._step()
        except Stopped:
            if not self._lease.is_held:
                self._forget()
            return 0.0
        except Exception as error:
            self._forget()
            connection.close()
            if is_passing(error):
                log.warning("%s: the database cannot be used just now: %s", self._source.slug, error)
                return PAUSE
            log.exception("%s: polling failed", self._source.slug)
            return LONG_PAUSE

    def close(self) -> None:
        """Leaves the asking to others."""
        self._forget()
        try:
            self._lease.release()
        except DatabaseError:
            log.warning("%s: others take over in half a minute: the database is away", self._source.slug)

    def _forget(self) -> None:
        """Starts anew from what the database says."""
        self._close()
        self._services = []
        self._whole = None
        self._services_at = 0.0

    def _close(self) -> None:
        if self._api is not None:
            self._api.close()
            self._api = None

    def _go_on(self) -> None:
        if self._stop.is_set() or not self._lease.hold():
            raise Stopped

    def _step(self) -> float:
        whole = self._progress()
        if whole.rests:
            return min(LOOK, whole.rests_until - time.monotonic())
        try:
            if room.is_short():
                whole.note(NO_ROOM)
                return PAUSE
            if whole.mark.trouble == NO_ROOM:
                whole.note("")
            return 0.0 if self._ask() else LOOK
        except SourceTrouble as trouble:
            # The next try begins with the services, and with the secret as it is then.
            self._close()
            self._services_at = 0.0
            whole.fail(str(trouble), trouble.rest)
            return 0.0

    def _progress(self) -> Progress:
        if self._whole is None:
            mark = PollMark.objects.get(source=self._source, service="")
            self._whole = Progress(self._source, mark)
        return self._whole

    def _ask(self) -> bool:
        """A round: a page of a list, new copy, some that is asked for again, some backlog; whether there is more."""
        api = self._open()
        if time.monotonic() >= self._services_at:
            self._choose(api)
        now = time.monotonic()
        due = [service for service in self._ready() if service.list_at <= now and not service.has_plenty]
        if due:
            self._list(api, min(due, key=attrgetter("read_at")))
        busy = [bool(due)]
        busy += [self._fetch(api, service, service.young) for service in self._ready() if service.young]
        busy.append(self._ask_again(api))
        waiting = [service for service in self._ready() if service.backlog]
        if waiting:
            service = min(waiting, key=attrgetter("fetched_at"))
            busy.append(self._fetch(api, service, service.backlog))
        self._prune()
        return any(busy)

    def _open(self) -> Api:
        if self._api is None:
            try:
                self._api = Api(self._source, secret(self._source), self._go_on)
            except NoSecret as error:
                raise Misconfigured(str(error)) from None
        return self._api

    def _ready(self) -> list[ServiceProgress]:
        return [service for service in self._services if not service.rests]

    def _choose(self, api: Api) -> None:
        """Finds out which services there are to read."""
        trouble, offered = "", None
        try:
            offered = api.services()
        except (BadAnswer, NotThere) as error:
            trouble = f"its list of services: {error}"
        found, odd = marks(self._source, offered)
        if trouble and not found:
            raise SourceTrouble(trouble)
        there = {service.mark.pk: service for service in self._services}
        self._services = [there.get(mark.pk) or ServiceProgress(self._source, mark) for mark in found]
        self._services_at = time.monotonic() + (SERVICES_SOON if trouble or odd else SERVICES_EVERY)
        self._progress().recover(trouble or odd)

    def _list(self, api: Api, service: ServiceProgress) -> None:
        """Reads a page of the list of a service, to find out what is new."""
        service.read_at = time.monotonic()
        reading = service.reading or service.begin()
        service.reading = None
        try:
            page = api.page(service.mark.service, reading.before)
        except (BadAnswer, NotThere) as trouble:
            if reading.before is None:
                service.fail(f"its list: {trouble}")
                return
            reading.break_off(f"its list: {trouble}")
        else:
            if not reading.take(page):
                service.reading = reading
                if time.monotonic() - reading.began > LONG_LIST:
                    now = timezone.now()
                    service.take_in(News([], [entry for entry in page.items if is_young(entry, now)], whole=False))
                return
        news = reading.news()
        service.take_in(news)
        with transaction.atomic():
            self._lease.confirm()
            service.listed(news.trouble)

    def _fetch(self, api: Api, service: ServiceProgress, queue: deque[Listed]) -> bool:
        """Fetches the next of what was never fetched; whether there may be more."""
        rows = [new_row(service, entry) for entry in islice(queue, AT_ONCE)]
        batch, end = self._get(api, service, rows)
        for _ in batch:
            queue.popleft()
        self._store(service, batch)
        service.fetched_at = time.monotonic()
        if end is None and any(isinstance(asked.trouble, NotAdmitted) for asked in batch):
            end = self._trouble_of_list(api, service)
        self._after(service, batch, end)
        return bool(queue)

    def _ask_again(self, api: Api) -> bool:
        """Asks again for some items of a service that it is time for; whether there were any."""
        names = {service.mark.service: service for service in self._ready()}
        due = PolledItem.objects.filter(source=self._source, service__in=names, ask_at__lte=timezone.now())
        rows = list(due.order_by("ask_at")[:AT_ONCE])
        if not rows:
            return False
        service = names[rows[0].service]
        batch, end = self._get(api, service, [row for row in rows if row.service == rows[0].service])
        if end is None and any(asked.is_gone for asked in batch):
            end = self._trouble_of_list(api, service)
            if end is not None:  # then it is not the items that are gone
                batch = [asked for asked in batch if not asked.is_gone]
        self._store(service, batch)
        self._after(service, batch, end)
        return True

    def _get(self, api: Api, service: ServiceProgress, rows: list[PolledItem]) -> tuple[list[Asked], Exception | None]:
        """Asks for some of these items, one after another; and what kept it from going on, if anything."""
        until = time.monotonic() + A_WHILE
        batch: list[Asked] = []
        for row in rows:
            if batch and time.monotonic() >= until:
                break
            asked = Asked(row)
            try:
                asked.answer = api.item(row.service, row.item)
            except (Stopped, Misconfigured, Unreachable) as error:
                return batch, error
            except Trouble as trouble:
                asked.trouble = trouble
                asked.alone = service.given_since
                service.given_since = False
                service.failed_in_a_row += 1
            else:
                service.given_since = True
                service.failed_in_a_row = 0
            batch.append(asked)
            if isinstance(asked.trouble, TooBusy):
                return batch, asked.trouble
            if service.failed_in_a_row >= IN_A_ROW:
                break
        return batch, None

    def _store(self, service: ServiceProgress, batch: list[Asked]) -> None:
        if batch:
            commit(self._lease, service, batch)

    def _trouble_of_list(self, api: Api, service: ServiceProgress) -> Trouble | None:
        """What is wrong with the list of a service, if anything: then an item that is not given says nothing."""
        try:
            api.page(service.mark.service)
        except Trouble as trouble:
            return trouble
        return None

    def _after(self, service: ServiceProgress, batch: list[Asked], end: Exception | None) -> None:
        """Draws the conclusions of a batch for its service, and for the source."""
        if isinstance(end, BadAnswer | NotThere):
            service.fail(f"its list: {end}")
        elif end is not None:
            raise end
        elif batch and batch[-1].trouble is not None and service.failed_in_a_row >= IN_A_ROW:
            service.fail(f"{IN_A_ROW} items or more one after another: {batch[-1].trouble}")
        elif batch and service.failed_in_a_row == 0 and service.mark.failures:
            service.recover()

    def _prune(self) -> None:
        """Forgets items that nothing will ask about any more."""
        if time.monotonic() >= self._prune_at:
            self._prune_at = time.monotonic() + PRUNE_EVERY
            old = PolledItem.objects.filter(source=self._source, first_seen__lt=timezone.now() - KEPT)
            old.exclude(sha256="", ask_at__isnull=False).delete()
