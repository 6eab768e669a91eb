"""How PostgreSQL is reached: DATABASE_URL, and what every connection asks for."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url

SCHEMES = frozenset({"postgres", "postgresql"})

CONNECT_SECONDS = 3
"""A server that does not answer for so long is away."""

LOST_SECONDS = 3
"""What was sent and is not even acknowledged after this is lost, and so is the connection."""

STATEMENT_SECONDS = 30
"""No statement takes so long; the server ends those that do."""

SESSION = {
    # An acknowledged delivery must survive a power cut, whatever the server's own default is.
    "synchronous_commit": "on",
    # Newsroom writes go one at a time (newsroom/transaction.py): a host that is cut off in the middle of one must not
    # hold up all the others for longer than this.
    "idle_in_transaction_session_timeout": "3s",
    "tcp_user_timeout": "3s",
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": "10s",
    "timezone": "UTC",
    "client_encoding": "UTF8",
}
"""Settings of each session."""

DRIVER = {
    # What is asked again and again is parsed and planned once: half of what a statement costs otherwise.
    "server_side_binding": True,
    "prepare_threshold": 5,
}
"""How Django and psycopg send statements."""

LIBPQ = {
    "connect_timeout": CONNECT_SECONDS,
    "tcp_user_timeout": LOST_SECONDS * 1000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "application_name": "dateline",
    # A page is only ever made from the primary: a standby may be behind, and knows nothing of a kill yet.
    "target_session_attrs": "read-write",
}
"""How libpq connects; what the address says in its query counts more."""


def database(url: str) -> dict[str, Any]:
    """Django's settings of a database for DATABASE_URL. Raises ValueError with what is wrong with it.

    What the address says in its query (`?sslmode=verify-full`) goes to libpq as it is. No text of this module ever
    quotes an address: there is a password in it.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises, too
        if "@" in parts.path or parts.fragment:  # the rest of a password that began like a port: its name is shown
            raise ValueError
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, KeyError):
        if url.partition("://")[0] in SCHEMES:
            raise ValueError(
                "is no address: it must be like postgresql://dateline:PASSWORD@db.example:5432/dateline, with the"
                " characters : / ? # [ ] @ % of a password written as %3A %2F %3F %23 %5B %5D %40 %25"
            ) from None
        parts = urlsplit("")
    if parts.scheme not in SCHEMES:
        raise ValueError("must begin with postgresql:// (without it, a SQLite file in the data directory is used)")
    if len(parts.path) < 2:
        raise ValueError("must name a database, like postgresql://dateline@db.example/dateline")
    options = dict(found.get("OPTIONS", {}))
    session = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    options["options"] = f"{session} {options.get('options', '')}".strip()
    return found | {"ENGINE": "dateline.postgresql", "OPTIONS": DRIVER | LIBPQ | options}
