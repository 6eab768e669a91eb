"""Checks of the database server, or of SQLite in this process: what it keeps, how many it lets in, its clock."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.db import connection
from django.utils import timezone

from dateline.postgresql import refusals
from dateline.serve.checks.finding import Finding, Level

FEW_CONNECTIONS = 10
CLOCK_SLACK, CLOCK_LIMIT = 0.5, 5.0
"""Seconds by which two clocks may differ: before it is worth saying, and before an embargo may leak by it."""


def keeps() -> Iterator[Finding]:
    """What is committed lasts, and what is written can be any language's."""
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield from _postgresql()


def connections() -> Iterator[Finding]:
    """There are connections left for another process."""
    if connection.vendor == "sqlite":
        return
    most = int(_show("max_connections")) - int(_show("superuser_reserved_connections"))
    used = int(_one("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))
    said = f"{used} of {most} connections to PostgreSQL are in use"
    if most - used < FEW_CONNECTIONS:
        advice = "raise max_connections: a web process takes up to 5, a worker 3 and more with each polled source"
        yield Finding("warning", said, advice)
    else:
        yield Finding("ok", said)


def encrypted() -> Iterator[Finding]:
    """What goes to a database on another machine is encrypted, and it is that machine."""
    if connection.vendor == "sqlite":
        return
    named = connection.settings_dict
    elsewhere = [host for host in str(named["HOST"]).split(",") if not _is_here(host)]
    if elsewhere:
        is_encrypted = bool(_one("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
        yield _way(elsewhere[0], is_encrypted, named["OPTIONS"].get("sslmode") == "verify-full")


def _way(host: str, is_encrypted: bool, is_checked: bool) -> Finding:
    advice = "add ?sslmode=verify-full to DATABASE_URL, and sslrootcert where its certificate is your own"
    if not is_encrypted:
        return Finding("warning", f"copy and passwords go to PostgreSQL at {host} in the clear", advice)
    if not is_checked:
        return Finding("warning", f"nobody checks that what answers as PostgreSQL at {host} is {host}", advice)
    return Finding("ok", f"what goes to PostgreSQL at {host} is encrypted, and its certificate is checked")


def _is_here(host: str) -> bool:
    """Whether a host of an address is this machine: a socket, or a loopback."""
    if host in ("", "localhost") or host.startswith("/"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def clock() -> Iterator[Finding]:
    """This machine and the database agree on the time."""
    if connection.vendor == "sqlite":
        return
    before = time.time()
    theirs: datetime = _one("SELECT clock_timestamp()")
    after = time.time()
    apart = theirs.timestamp() - (before + after) / 2
    # As much as asking took may be the way there and back.
    amiss = max(0.0, abs(apart) - (after - before) / 2)
    if amiss <= CLOCK_SLACK:
        yield Finding("ok", "this machine and the database agree on the time")
        return
    yield Finding(
        "error" if amiss > CLOCK_LIMIT else "warning",
        f"the database's clock is {abs(apart):.1f} s {'ahead of' if apart > 0 else 'behind'} this machine's",
        f"it is {timezone.now():%Y-%m-%d %H:%M:%S} UTC here: see that NTP runs on both, embargoes go by the clock",
    )


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
        synchronous = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
    if mode != "wal" or synchronous < 2:
        yield Finding(
            "error",
            f"SQLite keeps its journal as {mode}, synchronous {synchronous}",
            "an acknowledged delivery could be lost in a power cut: is the disk one that SQLite can use WAL on?",
        )
    else:
        yield Finding("ok", f"SQLite {sqlite3.sqlite_version}, synced at each commit")


def _postgresql() -> Iterator[Finding]:
    # What else a server must be, `database` has asked already (postgresql/refusals.py).
    wrong = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _show(name) == "off"]
    # For tests a server may be told to forget: on a site that readers see it would be an error.
    level: Level = "warning" if refusals.may_forget() else "error"
    for name in wrong:
        yield Finding(level, f"PostgreSQL has {name} = off", f"a power cut loses what was taken in: {name} = on")
    if not wrong:
        yield Finding("ok", f"PostgreSQL {_show('server_version')}, synced at each commit")


def _show(name: str) -> str:
    return str(_one(f"SHOW {name}"))


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
