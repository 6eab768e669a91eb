"""Checks of this machine: the data directory, the key, the disk, what it knows of time zones."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from dateline import secrets
from dateline.intake import room
from dateline.serve.checks.finding import Finding

LITTLE_DISK = 2
"""Times the least room with which copy is taken in: below that somebody should know."""

FARAWAY = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs", "fuse.glusterfs"})
"""File systems of other machines, where locks and SQLite's log of changes do not work as they must."""


def data() -> Iterator[Finding]:
    """The data directory is there, ours, nobody else's to read, and on a disk of this machine."""
    folder = settings.DATA
    if not folder.is_dir():
        yield Finding("error", f"no data directory {folder}", "start `dateline up` once, or name another with --data")
        return
    about = folder.stat()
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding("error", f"{folder} cannot be written", "run as the user who owns it")
    elif about.st_uid != os.geteuid():
        owner = _user(about.st_uid)
        yield Finding("warning", f"{folder} belongs to {owner}, and you are {_user(os.geteuid())}", f"run as {owner}")
    elif about.st_mode & 0o077:
        yield Finding("warning", f"other users can look into {folder}", f"chmod 700 {folder}")
    else:
        yield Finding("ok", f"data directory {folder}")
    kind = file_system(folder)
    if kind in FARAWAY:
        yield Finding(
            "error",
            f"{folder} is on another machine ({kind})",
            "locks do not hold there: use a disk of this machine, and PostgreSQL if several machines serve the site",
        )


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
    free = room.free()
    if free < settings.MIN_FREE:
        yield Finding("error", f"disk of {settings.DATA}: {room.sentence(free)}", "make room")
    elif free < LITTLE_DISK * settings.MIN_FREE:
        least = f"below {settings.MIN_FREE / 1e9:.1f} GB no copy is taken in"
        yield Finding("warning", f"{free / 1e9:.1f} GB free where the data are", f"make room: {least}")
    else:
        yield Finding("ok", f"{free / 1e9:.1f} GB free where the data are")


def debug() -> Iterator[Finding]:
    """Errors do not show their source to readers."""
    if settings.DEBUG:
        advice = "errors show their source and settings to every reader: turn it off"
        yield Finding("warning" if is_local() else "error", "DATELINE_DEBUG is on", advice)


def zones() -> Iterator[Finding]:
    """This machine knows time zones."""
    try:
        ZoneInfo("Europe/Amsterdam")
    except ZoneInfoNotFoundError:
        yield Finding("error", "this machine knows no time zones", "install Debian's tzdata, or the package tzdata")


def is_local() -> bool:
    """Whether the base address is of this machine alone: then nobody else reads the site."""
    return any(settings.BASE_URL.startswith(f"http://{name}") for name in ("localhost", "127.", "[::1]"))


def file_system(folder: Path) -> str:
    """The kind of file system that a folder is on; empty where that cannot be told."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found, longest = "", -1
    for line in lines:
        _device, mounted, kind, *_more = line.split(" ")
        mounted = mounted.replace("\\040", " ")
        # The later of two that are mounted at one place hides the other.
        if folder.is_relative_to(mounted) and len(mounted) >= longest:
            found, longest = kind, len(mounted)
    return found


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
