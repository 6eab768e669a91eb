"""How PostgreSQL is reached: DATABASE_URL, and what every connection asks for."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url

SCHEMES = frozenset({"postgres", "postgresql"})

CONNECT_SECONDS = 3
"""A server that does not answer for so long is away."""

LOST_SECONDS = 3
"""What was sent and is not even acknowledged after this is lost, and so is the connection."""

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
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "timezone": "UTC",
    "client_encoding": "UTF8",
}
"""Settings of each session."""


def database(url: str) -> dict[str, Any]:
    """Django's settings of a database for DATABASE_URL. Raises ValueError with what is wrong with it.

    What the address says in its query (`?sslmode=verify-full`) goes to libpq as it is.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError("must begin with postgresql:// (without it, a SQLite file in the data directory is used)")
    if len(parts.path) < 2:
        raise ValueError("must name a database, like postgresql://dateline@db.example/dateline")
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    options = dict(found.get("OPTIONS", {}))
    session = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    options["options"] = f"{session} {options.get('options', '')}".strip()
    for name, value in {
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": LOST_SECONDS * 1000,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 2,
        "application_name": "dateline",
    }.items():
        options.setdefault(name, value)
    return found | {"OPTIONS": options}
