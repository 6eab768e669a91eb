"""What an alarm is about: a silent source, a kill that a web process has not followed, a dead worker, a full disk."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from dateline.intake import room
from dateline.newsroom.alarms import WORK, Found
from dateline.newsroom.feeds import feeds
from dateline.newsroom.models import Alarm, Pulse, Touch
from dateline.serve.checks.finding import lasting
from dateline.serve.checks.machine import LITTLE_DISK
from dateline.serve.metrics import board, newsroom

KILL_TAKES = timedelta(seconds=10)
"""After this time a kill that a web process has not followed is an alarm; it takes some tenths of a second."""

WORKER_REST = timedelta(seconds=60)
UNREAD_REST = timedelta(seconds=120)
"""How long new copy may lie unread."""


def everything(now: datetime, since: datetime) -> list[Found]:
    """All that is wrong now; `since` is when this process began to look: what stood still before is no alarm yet."""
    return [*_silent(now), *_unfollowed(now), *_unworked(now, since), *_full()]


def watched() -> list[tuple[str, str | None]]:
    """What `everything` looks at: of this host its own web processes and its own disk."""
    kinds = Alarm.Kind
    return [(kinds.SILENCE, None), (kinds.WORKER, None), (kinds.KILL, _host()), (kinds.DISK, _host())]


def _silent(now: datetime) -> Iterator[Found]:
    for feed in feeds(now):
        if feed.is_quiet:
            since = "nothing ever came" if feed.silence == float("inf") else f"silent for {lasting(feed.silence)}"
            yield Found(Alarm.Kind.SILENCE, feed.slug, f"source {feed.slug}: {since}")


def _unfollowed(now: datetime) -> Iterator[Found]:
    """A kill that a web process of this host has not followed: it may still show what was killed."""
    states = board.states(settings.DATA)
    if not states:
        return
    behind = min(state.edition for state in states)
    kills = Touch.objects.filter(n__gt=int(behind), asked_at__isnull=False, at__lt=now - KILL_TAKES)
    tags = list(kills.order_by("n").values_list("tag", flat=True)[:10])
    if tags:
        yield Found(
            Alarm.Kind.KILL,
            _host(),
            f"a web process on {_host()} has not followed a kill ({', '.join(tags)}): restart it",
        )


def _unworked(now: datetime, since: datetime) -> Iterator[Found]:
    pulse = Pulse.objects.filter(name=WORK).values_list("at", flat=True).first()
    oldest = newsroom.oldest(False)
    if pulse is not None and now - max(pulse, since) > WORKER_REST:
        still = lasting((now - pulse).total_seconds())
        yield Found(Alarm.Kind.WORKER, "work", f"no worker has worked for {still}: nothing that comes in is read")
    elif oldest is not None and now - max(oldest, since) > UNREAD_REST:
        lies = lasting((now - oldest).total_seconds())
        yield Found(Alarm.Kind.WORKER, "work", f"new copy has been lying unread for {lies}")


def _full() -> Iterator[Found]:
    free = room.free()
    if free < LITTLE_DISK * settings.MIN_FREE:
        least = f"below {settings.MIN_FREE / 1e9:.1f} GB no copy is taken in"
        yield Found(Alarm.Kind.DISK, _host(), f"{free / 1e9:.1f} GB free on the disk of {_host()}: {least}")


def _host() -> str:
    return socket.gethostname()
