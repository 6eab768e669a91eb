"""Checks that the work is done: processes run, deliveries are read, embargoes and rights are minded."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from dateline.newsroom.due import next_due
from dateline.newsroom.models import Outlet, Sending
from dateline.outgoing import rows
from dateline.search import telling
from dateline.search.query import parse
from dateline.serve import presence, start
from dateline.serve.checks.finding import Finding, counted, lasting
from dateline.serve.metrics import newsroom

WAITS_LONG, WAITS_FAR_TOO_LONG = 120.0, 3600.0
"""Seconds that new copy may wait before it is worth saying, and before it is an error."""

LATE, FAR_TOO_LATE = 60.0, 3600.0
"""The same for noting the end of an embargo, or of rights to copy."""

WAITS_FOR_A_KILL = timedelta(seconds=60)
"""After this time it is an error that a way out has not been told of a kill."""

SEE_OUTGOING = "*Outgoing* at the desk says why, and sends it again"

IS_IT_RUNNING = "is `dateline up` or `dateline work` running?"


def processes() -> Iterator[Finding]:
    """There are processes that answer, and processes that work."""
    if not settings.DATA.is_dir():
        return
    try:
        web, work = (presence.running(settings.DATA, role) for role in ("web", "work"))
    except OSError as error:
        yield Finding("warning", f"cannot tell what runs on {settings.DATA}: {error}", "run as the user who owns it")
        return
    said = f"running on this data directory: {counted(web, 'one web process', 'web processes')}, "
    said += counted(work, "one worker", "workers")
    if start.address_in_use(settings.DATA) is not None:
        said += ", kept by `dateline up`"
    if work or (web and connection.vendor != "sqlite"):  # the workers may be on another host
        yield Finding("ok", said)
    elif web:
        yield Finding("error", said, "nobody reads what comes in: start `dateline work`")
    else:
        yield Finding("warning", said, "start `dateline up`")


def waiting() -> Iterator[Finding]:
    """Deliveries are read soon after they arrive."""
    now = timezone.now()
    new, old = newsroom.counted(newsroom.unread(False)), newsroom.counted(newsroom.unread(True))
    backlog = f", besides {counted(old, 'one', 'others')} of backlog" if old else ""
    said = f"{counted(new, 'one delivery waits', 'deliveries wait')} to be read{backlog}"
    oldest = newsroom.oldest(False)
    waits = (now - oldest).total_seconds() if oldest else 0.0
    if waits <= WAITS_LONG:
        yield Finding("ok", said)
    else:
        level: Finding = Finding("error" if waits > WAITS_FAR_TOO_LONG else "warning", "")
        yield level._replace(what=f"{said}, the oldest for {lasting(waits)}", advice=IS_IT_RUNNING)


def quarantine() -> Iterator[Finding]:
    """Nothing lies in quarantine."""
    if found := newsroom.counted(newsroom.quarantined()):
        yield Finding(
            "warning",
            f"deliveries in quarantine: {found:,}",
            "see the reasons at the desk; `dateline replay --quarantined` tries again",
        )


def outgoing() -> Iterator[Finding]:
    """What is told to others arrives there."""
    given_up = newsroom.counted(Sending.objects.filter(state=Sending.State.FAILED))
    if unheard := rows.unheard(timezone.now() - WAITS_FOR_A_KILL):
        slugs = ", ".join(sorted({call.outlet.slug for call in unheard}))
        yield Finding("error", f"a kill has not arrived at {slugs}", SEE_OUTGOING)
    for outlet in Outlet.objects.exclude(query="").filter(active=True):
        if said := telling.amiss(parse(outlet.query)):
            yield Finding(
                "error", f"way out {outlet.slug} asks for what is not understood: {' '.join(said)}", SEE_OUTGOING
            )
    if given_up:
        yield Finding("warning", f"{counted(given_up, 'one outgoing call', 'outgoing calls')} given up", SEE_OUTGOING)


def overdue() -> Iterator[Finding]:
    """Somebody minds the ends of embargoes and of rights."""
    due = next_due()
    late = (timezone.now() - due).total_seconds() if due else 0.0
    if late > LATE:
        yield Finding(
            "error" if late > FAR_TOO_LATE else "warning",
            f"an embargo or the rights to copy ended {lasting(late)} ago, and nobody has noted it",
            f"{IS_IT_RUNNING} Readers see the right thing; expired copy is not taken away",
        )
