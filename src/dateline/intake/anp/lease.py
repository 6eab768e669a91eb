"""Who asks an API: one process of all, for as long as it goes on saying so."""

import time
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from dateline.intake.anp.transport import TOTAL
from dateline.intake.anp.troubles import Stopped
from dateline.newsroom.models import PollMark, Source

LASTS = TOTAL + 10.0
"""Seconds after which others take over from a process that has died: longer than a request takes."""


class Lease:
    """A source's own row of PollMark: whoever moves `due_at` on, on condition that it is as it was seen, asks."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._row: PollMark | None = None
        self._renew_at = 0.0

    @property
    def is_held(self) -> bool:
        """Whether it was held when it was looked at last."""
        return self._row is not None

    def hold(self) -> bool:
        """Takes the lease or goes on holding it; whether that went."""
        if self._row is not None and time.monotonic() < self._renew_at:
            return True
        now = timezone.now()
        row = self._row
        if row is None:
            row, _made = PollMark.objects.get_or_create(source=self._source, service="", defaults={"due_at": now})
            # One that ends later than any lease is of a process whose clock was wrong.
            if now < row.due_at <= now + timedelta(seconds=2 * LASTS):
                return False
        self._row = row if self._move(row, LASTS) else None
        self._renew_at = time.monotonic() + LASTS / 3
        return self._row is not None

    def confirm(self) -> None:
        """In a transaction: makes sure that nobody else has the lease before this commits. Raises Stopped otherwise."""
        row = self._row
        mine = row is not None and PollMark.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=F("due_at"))
        if not mine:
            self._row = None
            raise Stopped

    def release(self) -> None:
        """Leaves the asking to others, at once."""
        if self._row is not None:
            self._move(self._row, 0.0)
            self._row = None

    @staticmethod
    def _move(row: PollMark, seconds: float) -> bool:
        until = timezone.now() + timedelta(seconds=seconds)
        moved = PollMark.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=until)
        row.due_at = until
        return bool(moved)
