"""Which servers Dateline refuses, in words for the person who named the server. They never hold a password."""

import os

from django.db import Error, NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST = 15
UNSAFE = "DATELINE_UNSAFE_DATABASE"
"""Set to 1, a server is taken that forgets what it acknowledged when the power goes. For tests alone."""

_ASK = """
    SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), current_setting('fsync'),
           current_setting('full_page_writes'), pg_is_in_recovery() OR current_setting('transaction_read_only')::bool
"""


def where(connection: BaseDatabaseWrapper) -> str:
    """The database as a person would name it: no password, no user."""
    named = connection.settings_dict
    host = named["HOST"] or "this machine"
    port = f":{named['PORT']}" if named["PORT"] else ""
    return f"the PostgreSQL database {named['NAME']} at {host}{port}"


def why_not(connection: BaseDatabaseWrapper) -> str | None:
    """Why this server may not be used, and what to do; None if it may. Leaves a connection that is open."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ASK)
            version, encoding, fsync, full_pages, is_read_only = cursor.fetchone()
    except NotSupportedError:  # so old that Django refuses it first
        connection.close()
        return _too_old("")
    except Error as error:
        connection.close()
        return _unreachable(connection, error)
    if version < OLDEST * 10_000:
        return _too_old(f", and this one is {version // 10_000}")
    if encoding != "UTF8":
        return (
            f"{where(connection)} has the encoding {encoding}, which cannot hold every word: make it anew with"
            " CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        )
    if is_read_only:
        return _read_only(connection)
    if "off" in (fsync, full_pages) and not may_forget():
        setting = "fsync" if fsync == "off" else "full_page_writes"
        return (
            f"the PostgreSQL server runs with {setting} = off, so that a power cut would lose copy that was"
            " acknowledged: turn it on in postgresql.conf"
        )
    return None


def may_forget() -> bool:
    """Whether a server is taken that forgets what it acknowledged when the power goes."""
    return os.environ.get(UNSAFE) == "1"


def plain(error: BaseException) -> str:
    """What a database said, on one line."""
    return " ".join(str(error).split()).removeprefix("connection failed: ")


def _too_old(found: str) -> str:
    return f"Dateline needs PostgreSQL {OLDEST} or newer{found}: upgrade the server"


def _unreachable(connection: BaseDatabaseWrapper, error: BaseException) -> str:
    said = plain(error)
    if "read-only" in said:
        return _read_only(connection)
    return f"{where(connection)} cannot be used: {said} (it is named by DATABASE_URL)"


def _read_only(connection: BaseDatabaseWrapper) -> str:
    return f"{where(connection)} is read-only, as a standby is: DATABASE_URL must name the primary"
