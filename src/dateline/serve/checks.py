"""What `dateline doctor` looks at: one check a function, in a table; each finds zero or more things to say."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone

from dateline import secrets
from dateline.newsroom.house import house
from dateline.newsroom.models import Delivery, Event, Number, Provider, Source, Touch
from dateline.serve import start

Level = Literal["ok", "warning", "error"]

LITTLE_DISK, TOO_LITTLE_DISK = 2_000_000_000, 200_000_000
WAITS_LONG = timedelta(minutes=2)
CLOCK_SLACK = timedelta(seconds=5)


class Finding(NamedTuple):
    """One line: how bad it is, what was found, and what to do about it."""

    level: Level
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8}{self.what}{f': {self.advice}' if self.advice else ''}"


def examine() -> Iterator[Finding]:
    """Everything there is to say. What needs the tables is only looked at where they are as this code knows them."""
    for check in OF_THE_MACHINE:
        yield from check()
    usable = True
    for check in OF_THE_DATABASE:
        for finding in check():
            usable = usable and finding.level != "error"
            yield finding
        if not usable:
            return
    for check in OF_THE_NEWSROOM:
        yield from check()


def data() -> Iterator[Finding]:
    """The data directory is there, ours, and nobody else's to read."""
    folder = settings.DATA
    if not folder.is_dir():
        yield Finding("error", f"no data directory {folder}", "start `dateline up` once, or name another with --data")
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("error", f"{folder} cannot be written", "run as the user who owns it")
    elif folder.stat().st_mode & 0o077:
        yield Finding("warning", f"other users can look into {folder}", f"chmod 700 {folder}")
    else:
        yield Finding("ok", f"data directory {folder}")


def secret() -> Iterator[Finding]:
    """The secret key is there, and only ours."""
    path = settings.DATA / secrets.FILE_NAME
    if os.environ.get("DATELINE_SECRET_KEY", "").strip():
        yield Finding("ok", "secret key from DATELINE_SECRET_KEY")
    elif not path.exists():
        yield Finding("ok", "no secret key yet: the first page of the desk makes one")
    elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("error", f"other users can read {path}", f"chmod 600 {path}")
    elif not path.read_text(encoding="ascii", errors="replace").strip():
        yield Finding("error", f"{path} is empty", "remove it: a new key is made, and everyone signs in again")
    else:
        yield Finding("ok", f"secret key in {path}")


def disk() -> Iterator[Finding]:
    """There is room for copy to arrive in."""
    if not settings.DATA.is_dir():
        return
    free = shutil.disk_usage(settings.DATA).free
    said = f"{free / 1e9:.1f} GB free where the data are"
    if free < TOO_LITTLE_DISK:
        yield Finding("error", said, "make room: copy that cannot be stored is refused")
    else:
        yield Finding("warning" if free < LITTLE_DISK else "ok", said, "make room" if free < LITTLE_DISK else "")


def choices() -> Iterator[Finding]:
    """The settings are those of a site that others can reach."""
    if settings.DEBUG:
        yield Finding("warning", "DATELINE_DEBUG is on", "errors show their source to every reader: turn it off")


def database() -> Iterator[Finding]:
    """The database opens and is whole."""
    file = start.database_file()
    if file is not None and not file.exists():
        yield Finding("error", f"no database {file}", "start `dateline up` once")
        return
    try:
        trouble = _integrity()
    except DatabaseError as error:
        yield Finding("error", f"the database cannot be read: {error}", "restore a backup")
        return
    where = f" {file} ({file.stat().st_size / 1e6:.0f} MB)" if file else ""
    if trouble:
        yield Finding("error", f"the database{where} is damaged ({trouble})", "stop everything and restore a backup")
    else:
        yield Finding("ok", f"database{where} is whole")


def schema() -> Iterator[Finding]:
    """The tables are those that this code knows."""
    try:
        start.require_schema()
    except start.CannotStart as error:
        yield Finding("error", str(error))
    else:
        yield Finding("ok", "tables are up to date")


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


def rights() -> Iterator[Finding]:
    """Somebody has said how long each provider's copy may be kept."""
    unset = list(Provider.objects.filter(retention_days=None).values_list("code", flat=True))
    for code in unset:
        yield Finding(
            "warning",
            f"provider {code}: rights not set",
            "say for how long its copy may be kept (retention; 0: no limit)",
        )
    if not unset:
        yield Finding("ok", f"rights of {Provider.objects.count()} providers are set")


def folders() -> Iterator[Finding]:
    """The folders that agencies fill are there, and ours to move files in."""
    for source in Source.objects.filter(kind=Source.Kind.FOLDER, active=True):
        path = Path(source.path)
        needs = os.R_OK | os.X_OK | (os.W_OK if source.done == Source.Done.MOVE else 0)
        if not source.path or not path.is_dir():
            yield Finding("error", f"source {source.slug}: no folder {source.path}", "make it, or set its path")
        elif not os.access(path, needs):
            yield Finding("error", f"source {source.slug}: {path} cannot be read and written", "set its owner")
        else:
            yield Finding("ok", f"source {source.slug}: {path}")


def waiting() -> Iterator[Finding]:
    """Deliveries are read soon after they arrive, and none lies in quarantine."""
    pending = Delivery.objects.filter(state=Delivery.State.PENDING, backlog=False)
    oldest = pending.order_by("id").values_list("arrived_at", flat=True).first()
    if oldest is not None and timezone.now() - oldest > WAITS_LONG:
        minutes = (timezone.now() - oldest).total_seconds() / 60
        yield Finding(
            "warning",
            f"{_deliveries(pending.count())} to be read, the oldest for {minutes:.0f} minutes",
            "is `dateline up` or `dateline work` running?",
        )
    else:
        yield Finding("ok", f"{_deliveries(pending.count())} to be read")
    quarantined = Delivery.objects.filter(state=Delivery.State.QUARANTINED).count()
    if quarantined:
        yield Finding(
            "warning",
            f"deliveries in quarantine: {quarantined}",
            "see the reasons at the desk; `dateline replay --quarantined` tries again",
        )


def address() -> Iterator[Finding]:
    """The site knows its own address, and all its processes the same one."""
    said, own = os.environ.get("DATELINE_BASE_URL", "").strip().rstrip("/"), house().base_url.rstrip("/")
    # `up` may have been told what this process was not; told nothing, it goes by its port.
    running = start.address_in_use(settings.DATA)
    if running and not running.startswith("http://localhost:"):
        said = said or running
    if not said and not own:
        advice = "set DATELINE_BASE_URL to the address that readers use"
        yield Finding("warning", f"no base address: feeds and links say {running or settings.BASE_URL}", advice)
    elif said and own and said != own:
        yield Finding("warning", f"the house's address is {own}, but DATELINE_BASE_URL is {said}", "make them one")
    else:
        yield Finding("ok", f"the site is {own or said}")


def _deliveries(count: int) -> str:
    return "one delivery waits" if count == 1 else f"{count} deliveries wait"


def _integrity() -> str:
    """What SQLite finds wrong with its file; empty for nothing."""
    if connection.vendor != "sqlite":
        connection.ensure_connection()
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    return "" if said == "ok" else said.replace("\n", " ")


Check = Callable[[], Iterator[Finding]]

OF_THE_MACHINE: tuple[Check, ...] = (data, secret, disk, choices)
OF_THE_DATABASE: tuple[Check, ...] = (database, schema)
OF_THE_NEWSROOM: tuple[Check, ...] = (numbers, clock, rights, folders, waiting, address)
