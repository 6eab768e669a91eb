"""Checks of the ways in: folders, pushes, polled APIs, and whose copy they may publish."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dateline import secrets
from dateline.newsroom import keys
from dateline.newsroom.feeds import FROM_OUTSIDE, feeds
from dateline.newsroom.models import PollMark, Provider, Source
from dateline.serve.checks.finding import Finding, counted, lasting
from dateline.serve.checks.machine import is_local

NOBODY_POLLS = timedelta(minutes=5)


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
        yield Finding("ok", f"rights of {counted(Provider.objects.count(), 'one provider', 'providers')} are set")


def any_source() -> Iterator[Finding]:
    """Copy comes in by itself, and what comes in may be published."""
    found = Source.objects.filter(active=True, kind__in=FROM_OUTSIDE)
    if not found and not Source.objects.filter(active=True, kind=Source.Kind.DEMO).exists():
        yield Finding("warning", "no source that an agency fills", "set one up: at the desk or by `dateline setup`")
    for source in found.filter(providers=None, names_make_rows=False):
        yield Finding("warning", f"source {source.slug} may publish no provider", "say whose copy comes in by it")


def folders() -> Iterator[Finding]:
    """The folders that agencies fill are there, and ours to move files in."""
    seen: dict[Path, str] = {}
    for source in Source.objects.filter(kind=Source.Kind.FOLDER, active=True):
        what = f"source {source.slug}: {source.path}"
        path = Path(os.path.realpath(source.path)) if source.path else None
        trouble = _folder_trouble(path, source.done == Source.Done.MOVE)
        other = next((slug for taken, slug in seen.items() if path and _overlap(path, taken)), None)
        if path is None or not path.is_dir():
            yield Finding("error", f"source {source.slug}: no folder {source.path}", "make it, or set its path")
        elif trouble is not None:
            yield Finding("error", f"{what} {trouble[0]}", trouble[1])
        elif other is not None:
            yield Finding("error", f"{what} is also that of source {other}", "give each source a folder of its own")
        elif path.is_relative_to(settings.DATA) or settings.DATA.is_relative_to(path):
            yield Finding("error", f"{what} overlaps the data directory {settings.DATA}", "choose another folder")
        else:
            yield Finding("ok", what)
        if path is not None:
            seen[path] = source.slug


def pushed() -> Iterator[Finding]:
    """Agencies that push have a secret, and send it where nobody listens in."""
    for source in Source.objects.filter(kind=Source.Kind.PUSH, active=True):
        try:
            # To look at a secret of our own making would make the key, as a file of whoever looks.
            if source.secret_from or secrets.is_there(settings.DATA):
                keys.accepted(source, timezone.now())
        except keys.NoSecret as error:
            yield Finding("error", str(error))
            continue
        if settings.BASE_URL.startswith("https:") or is_local():
            yield Finding("ok", f"source {source.slug}: pushed to {settings.BASE_URL}/intake/{source.slug}")
        else:
            yield Finding(
                "error",
                f"source {source.slug}: its secret is sent in the clear to {settings.BASE_URL}",
                "put a proxy that ends TLS in front, and set DATELINE_BASE_URL to the https address",
            )


def polled() -> Iterator[Finding]:
    """Agencies' APIs are asked in time, and answer."""
    for source in Source.objects.filter(kind=Source.Kind.ANP_API, active=True):
        try:
            keys.secret(source)
        except keys.NoSecret as error:
            yield Finding("error", str(error))
            continue
        if not source.url.startswith("https:"):
            yield Finding("warning", f"source {source.slug}: {source.url} is not https", "the secret goes in the clear")
        marks = list(PollMark.objects.filter(source=source).order_by("service"))
        troubles = [mark for mark in marks if mark.trouble]
        for mark in troubles:
            service = f", service {mark.title or mark.service}" if mark.service else ""
            failed = f"{counted(mark.failures, 'the last call', 'calls in a row')} failed: " if mark.failures else ""
            yield Finding("warning", f"source {source.slug}{service}: {failed}{mark.trouble}")
        latest = max((mark.due_at for mark in marks), default=None)
        late = timezone.now() - NOBODY_POLLS - timedelta(seconds=source.every)
        if latest is None or latest < late:
            yield Finding(
                "warning",
                f"source {source.slug}: nobody asks {source.url}",
                "is `dateline up` or `dateline work` running?",
            )
        elif not troubles:
            yield Finding("ok", f"source {source.slug}: asks {source.url}")


def silent() -> Iterator[Finding]:
    """No source has been silent for longer than somebody has said is normal."""
    for feed in feeds(timezone.now()):
        if feed.is_quiet:
            since = "nothing ever came" if feed.silence == float("inf") else f"silent for {lasting(feed.silence)}"
            yield Finding(
                "warning",
                f"source {feed.slug}: {since}",
                f"{lasting(feed.quiet_after)} are normal: see its log-in and the firewall, or ask the agency",
            )


def _folder_trouble(path: Path | None, moves: bool) -> tuple[str, str] | None:
    """What keeps Dateline from taking files out of a folder: what it is, and what to do."""
    if path is None or not path.is_dir():
        return None
    if not os.access(path, os.R_OK | os.X_OK | (os.W_OK if moves else 0)):
        return "cannot be read and written", "set its owner or group"
    if not moves:
        return None
    about = path.stat()
    if about.st_mode & stat.S_ISVTX and os.geteuid() not in (0, about.st_uid):
        return "has the sticky bit: only the owner of a file may move it", f"chmod -t {path}"
    done = path / ".done"
    if not os.path.lexists(done):
        return None
    if done.is_symlink() or not done.is_dir():
        return "has a .done that is no folder", f"move {done} away"
    if done.stat().st_dev != about.st_dev:
        return "has its .done on another file system", "files cannot be moved there: unmount it"
    if not os.access(done, os.W_OK | os.X_OK):
        return "has a .done that cannot be written", f"set the owner of {done}"
    return None


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
