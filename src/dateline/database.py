"""What the databases have in common for whoever uses them: which errors pass."""

from django.db import Error, InterfaceError, OperationalError

SQLITE_PASSING = frozenset((5, 6, 7, 10, 13, 14))
"""SQLite's codes for busy, locked, no memory, I/O error, disk full and cannot open."""

PASSING_CLASSES = frozenset(("08", "28", "40", "53", "57", "58"))
"""PostgreSQL's classes of errors about connections, signing in, transactions that are to be tried again, resources
(disk full, too many connections), what an administrator does (shutting down, cancelling), and the system.
"""

PASSING_STATES = frozenset(
    (
        "25006",  # read-only: the server has become a standby
        "25P03",  # idle in a transaction for too long
        "25P04",  # a transaction took too long
        "3D000",  # no such database: it is being restored
        "55P03",  # a lock was not to be had
    )
)


def is_passing(error: BaseException) -> bool:
    """Whether an error says that the database cannot be used just now, and nothing of what was to be read or written.

    Whoever gets such an error lets go of the connection and tries again later.
    """
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF in SQLITE_PASSING
    state = getattr(cause, "sqlstate", None)
    if state:
        return state[:2] in PASSING_CLASSES or state in PASSING_STATES
    return isinstance(error, OperationalError | InterfaceError)
