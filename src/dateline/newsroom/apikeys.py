"""The keys of the content API: made once, shown once, and kept as a hash (docs/adr/0033-keys-of-the-api.md)."""

import hashlib
import secrets
from collections.abc import Iterable

from dateline.newsroom.models import ApiKey, Provider
from dateline.newsroom.transaction import By, writing

KEYS = "keys"
"""The tag of what is kept for those who have a key."""

PREFIX = "dl_"
"""What a key begins with, so that who finds one knows what it is."""


def make(name: str, *, rate: int, providers: Iterable[Provider] = (), by: By) -> str:
    """Makes a key; gives it. Nobody can get it a second time."""
    key = PREFIX + secrets.token_urlsafe(32)
    with writing() as work:
        work.edition(KEYS)
        row = ApiKey.objects.create(name=name, key_sha256=fingerprint(key), rate=rate, made_at=work.now)
        row.providers.set(providers)
        work.event("setup", by=by, reason=f"key to the API: {name}")
    return key


def end(name: str, *, by: By) -> bool:
    """Has a key open nothing any more; whether there was one of this name."""
    with writing() as work:
        ended = ApiKey.objects.filter(name=name).delete()[0] > 0
        if ended:
            work.edition(KEYS)
            work.event("setup", by=by, reason=f"key to the API -: {name}")
    return ended


def find(key: str) -> ApiKey | None:
    """The row of a key, if it opens anything."""
    return ApiKey.objects.filter(key_sha256=fingerprint(key), active=True).first()


def fingerprint(key: str) -> str:
    """What is kept of a key."""
    # It has 256 random bits, so a plain hash cannot be turned back: no salt, and no slow one at each call.
    return hashlib.sha256(key.encode()).hexdigest()
