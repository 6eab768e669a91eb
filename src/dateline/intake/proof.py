"""Whether whoever pushes copy knows the secret of the source: by showing it, or by a signature with a time.

Both are headers, so that nothing of a stranger's body is read:

    Authorization: Bearer SECRET
    Dateline-Signature: t=UNIX, sha256=HEX, v1=HEX

`sha256` is that of the body; `v1` is HMAC-SHA256 with the secret over "UNIX.SHA256", in hexadecimal. Its time may be
TOLERANCE away from ours. A signature that is sent again brings only the very bytes again: the same delivery.
"""

import hmac
import re
import threading
import time
from collections.abc import Mapping
from typing import NamedTuple

from django.utils import timezone

from dateline.newsroom import keys
from dateline.newsroom.models import Source

TOLERANCE = 300.0
"""Seconds by which the clock of whoever signs may differ from ours."""

FAILURES, WITHIN = 10, 60.0
"""Failures of one client with one source, within so many seconds, after which it is told to wait."""

MOST_REMEMBERED = 10_000

_BEARER = re.compile(r"Bearer +(\S{1,500}) *", re.IGNORECASE)
_SIGNATURE = re.compile(r"t=([0-9]{1,12}) *, *sha256=([0-9A-Fa-f]{64}) *, *v1=([0-9A-Fa-f]{64})")


class Proof(NamedTuple):
    """That a request is by whoever knows the secret; `sha256` is that of its body, if it was signed."""

    sha256: str | None


def proved(source: Source | None, headers: Mapping[str, str]) -> Proof | None:
    """What the headers of a request prove for a source; None for nothing.

    As much is computed for a source that there is not, so that the time an answer takes tells nobody which there are.
    Raises keys.NoSecret where the secret of the source cannot be had.
    """
    secrets = keys.accepted(source, timezone.now()) if source is not None else [keys.derived("", 0)]
    found: Proof | None = None
    for secret in secrets:
        found = _by_bearer(secret, headers.get("Authorization", "")) or found
        found = _by_signature(secret, headers.get("Dateline-Signature", "")) or found
    return found if source is not None else None


def signature(secret: str, at: int, sha256: str) -> str:
    """The `v1` of a signature: of a body by its hash (hexadecimal), at a time (seconds since 1970)."""
    return hmac.digest(secret.encode(), f"{at}.{sha256.lower()}".encode(), "sha256").hex()


def _by_bearer(secret: str, said: str) -> Proof | None:
    shown = _BEARER.fullmatch(said)
    same = hmac.compare_digest(secret.encode(), (shown[1] if shown else "").encode("utf-8", "replace"))
    return Proof(None) if same and shown else None


def _by_signature(secret: str, said: str) -> Proof | None:
    found = _SIGNATURE.fullmatch(said.strip())
    at, sha256, shown = found.groups() if found else ("0", "", "")
    same = hmac.compare_digest(signature(secret, int(at), sha256), shown.lower())
    return Proof(sha256.lower()) if same and abs(time.time() - int(at)) <= TOLERANCE else None


class Throttle:
    """Counts failures of each client with each source, in this process; those of one are no trouble for another.

    Whoever shows the right secret is never kept out: several clients may have one address, and a stranger among them
    could shut an agency out. What keeps guesses out is how long a secret is (keys.SHORTEST).
    """

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], tuple[int, float]] = {}
        self._lock = threading.Lock()

    def wait(self, client: str, slug: str) -> float:
        """Seconds that this client is to wait because of its failures with this source; 0 for none."""
        count, since = self._failures.get((client, slug), (0, 0.0))
        left = since + WITHIN - time.monotonic()
        return left if count >= FAILURES and left > 0 else 0.0

    def failed(self, client: str, slug: str) -> bool:
        """Counts a failure; gives whether it is the first for a while, which is worth a line in the log."""
        now = time.monotonic()
        with self._lock:
            count, since = self._failures.get((client, slug), (0, now))
            if now - since > WITHIN:
                count, since = 0, now
            if len(self._failures) >= MOST_REMEMBERED:
                self._failures.clear()
            self._failures[client, slug] = (count + 1, since)
        return count == 0
