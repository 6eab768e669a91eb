"""What an alarm is about: a silent source, a kill that a web process or a way out has not followed, a dead worker, a
full disk.
"""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dateline.intake import room
from dateline.newsroom.alarms import WORK, Found
from dateline.newsroom.feeds import feeds
from dateline.newsroom.house import house
from dateline.newsroom.models import Alarm, Pulse, Touch
from dateline.outgoing import rows
from dateline.serve.checks.machine import LITTLE_DISK
from dateline.serve.metrics import board, newsroom

KILL_TAKES = timedelta(seconds=10)
"""After this time a kill that a web process has not followed is an alarm; it takes some tenths of a second."""

KILL_IS_TOLD = timedelta(seconds=60)
"""The same for one that has not arrived at a way out."""

OUTGOING = "outgoing"
"""What an alarm of all ways out is about."""

WORKER_REST = timedelta(seconds=60)
UNREAD_REST = timedelta(seconds=120)
"""How long new copy may lie unread."""


def everything(now: datetime, since: datetime) -> list[Found]:
    """All that is wrong now, in the language of the house; `since` is when this process began to look: what stood still
    before is no alarm yet.
    """
    with translation.override(house().language):
        return [*_silent(now), *_unfollowed(now), *_unheard(now), *_unworked(now, since), *_full()]


def watched() -> list[tuple[str, str | None]]:
    """What `everything` looks at: of this host its own web processes and its own disk."""
    kinds = Alarm.Kind
    return [
        (kinds.SILENCE, None),
        (kinds.WORKER, None),
        (kinds.KILL, _host()),
        (kinds.KILL, OUTGOING),
        (kinds.DISK, _host()),
    ]


def _silent(now: datetime) -> Iterator[Found]:
    for feed in feeds(now):
        if feed.is_quiet:
            said = (
                _("source %(source)s: nothing ever came")
                if feed.silence == float("inf")
                else _("source %(source)s: silent for %(time)s")
            )
            about = {"source": feed.slug, "time": _long(feed.silence)}
            yield Found(Alarm.Kind.SILENCE, feed.slug, said % about)


def _unfollowed(now: datetime) -> Iterator[Found]:
    """A kill that a web process of this host has not followed: it may still show what was killed."""
    states = board.states(settings.DATA)
    if not states:
        return
    behind = min(state.edition for state in states)
    kills = Touch.objects.filter(n__gt=int(behind), asked_at__isnull=False, at__lt=now - KILL_TAKES)
    tags = list(kills.order_by("n").values_list("tag", flat=True)[:10])
    if tags:
        said = _("a web process on %(host)s has not followed a kill (%(tags)s): restart it")
        yield Found(Alarm.Kind.KILL, _host(), said % {"host": _host(), "tags": ", ".join(tags)})


def _unheard(now: datetime) -> Iterator[Found]:
    """A kill that has not arrived at a way out: who is told by that may still show what was killed."""
    calls = rows.unheard(now - KILL_IS_TOLD)
    if calls:
        slugs = ", ".join(sorted({call.outlet.slug for call in calls}))
        items = ", ".join(sorted({call.article.short_id for call in calls if call.article})[:10])
        said = _("a kill has not arrived at %(outlets)s (%(items)s): see what goes out at the desk")
        yield Found(Alarm.Kind.KILL, OUTGOING, said % {"outlets": slugs, "items": items})


def _unworked(now: datetime, since: datetime) -> Iterator[Found]:
    pulse = Pulse.objects.filter(name=WORK).values_list("at", flat=True).first()
    oldest = newsroom.oldest(False)
    if pulse is not None and now - max(pulse, since) > WORKER_REST:
        said = _("no worker has worked for %(time)s: nothing that comes in is read")
        yield Found(Alarm.Kind.WORKER, "work", said % {"time": _long((now - pulse).total_seconds())})
    elif oldest is not None and now - max(oldest, since) > UNREAD_REST:
        said = _("new copy has been lying unread for %(time)s")
        yield Found(Alarm.Kind.WORKER, "work", said % {"time": _long((now - oldest).total_seconds())})


def _full() -> Iterator[Found]:
    free = room.free()
    if free < LITTLE_DISK * settings.MIN_FREE:
        said = _("%(free)s GB free on the disk of %(host)s: below %(least)s GB no copy is taken in")
        about = {"free": _gigabytes(free), "host": _host(), "least": _gigabytes(settings.MIN_FREE)}
        yield Found(Alarm.Kind.DISK, _host(), said % about)


def _long(seconds: float) -> str:
    """About how long something has lasted, in words."""
    if seconds == float("inf"):
        return ""
    return format_timedelta(timedelta(seconds=seconds), threshold=2, locale=get_language() or "en")


def _gigabytes(size: float) -> str:
    return format_decimal(size / 1e9, "0.0", locale=get_language() or "en")


def _host() -> str:
    return socket.gethostname()
