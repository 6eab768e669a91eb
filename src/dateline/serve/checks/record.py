"""Checks of what the newsroom has written down: its numbers, times, removals and raw copy."""

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from dateline.newsroom import removals
from dateline.newsroom.house import house
from dateline.newsroom.models import Delivery, Event, Number, Provider, Source, Touch
from dateline.serve.checks.finding import Finding, counted

CLOCK_SLACK = timedelta(seconds=5)

LOGGED_WITHIN = timedelta(minutes=5)
"""So soon after its commit a removal is in the log of every host."""

LEFT_BEHIND = 3600.0
"""Seconds after which a file of raw copy that no delivery names is one that a crash has left behind."""

_AT_ONCE = 500


def numbers() -> Iterator[Finding]:
    """The edition number and the rows written with it agree: web processes go by them."""
    found = Number.objects.filter(name="edition").values_list("n", flat=True).first() or 0
    written = Touch.objects.aggregate(last=Max("n"))["last"] or 0
    if written == found or not written:
        yield Finding("ok", f"edition {found}")
    else:
        yield Finding(
            "error",
            f"the edition number is {found}, but changes are written up to {written}",
            "something wrote to these tables past the newsroom; restart every web process",
        )


def clock() -> Iterator[Finding]:
    """This machine's clock is not behind what has happened: embargoes go by it."""
    newest: datetime | None = Event.objects.aggregate(last=Max("at"))["last"]
    now = timezone.now()
    if newest is not None and newest > now + CLOCK_SLACK:
        yield Finding(
            "error",
            f"the clock says {now:%Y-%m-%d %H:%M:%S} UTC, but something happened at {newest:%Y-%m-%d %H:%M:%S}",
            "set the clock: embargoes and expiry go by it",
        )
    else:
        yield Finding("ok", f"the clock says {now:%Y-%m-%d %H:%M:%S} UTC")


def zones() -> Iterator[Finding]:
    """Every time zone that somebody has set is one that this machine knows."""
    named = [("the house", house().zone)]
    named += [(f"source {source.slug}", source.zone) for source in Source.objects.exclude(zone="")]
    named += [(f"provider {provider.code}", provider.zone) for provider in Provider.objects.exclude(zone="")]
    for who, zone in named:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            yield Finding("error", f"{who} has the time zone {zone!r}, which this machine does not know", "set another")


def removed() -> Iterator[Finding]:
    """The log of removals can be written, and log and record know the same: a restore goes by it."""
    where = removals.path()
    if not os.access(where if where.exists() else where.parent, os.W_OK):
        yield Finding("error", f"{where} cannot be written", "kills and purges would be lost with the next restore")
        return
    try:
        logged = {line.key for line in removals.lines() if line.verb != removals.ERA}
    except removals.LogUnreadable as error:
        yield Finding("error", str(error))
        return
    recorded = removals.recorded()
    if forgotten := logged - recorded:
        yield Finding(
            "error",
            f"the database has forgotten {counted(len(forgotten), 'one removal', 'removals')} that {where} knows of",
            "it was put back by hand: start `dateline up`, which does them again",
        )
    late = timezone.now() - LOGGED_WITHIN
    if missing := [key for key in recorded - logged if key[3] < late]:
        yield Finding(
            "warning",
            f"{where} lacks {counted(len(missing), 'one removal', 'removals')} that the database has",
            "a restore would not do them again: is `dateline up` or `dateline work` running on this data directory?",
        )
    if not forgotten and not missing:
        yield Finding("ok", f"{counted(len(recorded), 'one removal', 'removals')}, all in {where}")


def raw() -> Iterator[Finding]:
    """Every file of raw copy is a delivery's: one that is not would outlive the rights to it."""
    folder = Path(settings.DATA) / "raw"
    left, size = [], 0
    for batch in _batches(_old_files(folder)):
        known = set(
            Delivery.objects.filter(sha256__in=[path.name[:64] for path in batch])
            .exclude(raw_file="")
            .values_list("raw_file", flat=True)
        )
        for path in batch:
            if str(path.relative_to(folder)) not in known:
                left.append(path)
                size += path.stat().st_size
    if left:
        what = counted(len(left), "one file", "files")
        yield Finding(
            "warning",
            f"{what} of raw copy that no delivery names ({size / 1e6:.1f} MB), like {left[0]}",
            "a crash left that behind: delete it, nothing reads it any more",
        )


def _old_files(folder: Path) -> Iterator[Path]:
    before = time.time() - LEFT_BEHIND
    for where, _folders, names in os.walk(folder):
        for name in names:
            path = Path(where, name)
            try:
                if path.stat().st_mtime < before:
                    yield path
            except FileNotFoundError:
                continue  # taken by retention just now


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
