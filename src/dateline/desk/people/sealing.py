"""The secrets of codes as the database has them: sealed by a key that derives from the installation's secret key.

Nothing in a backup or a copy of the database is enough to make a code (docs/adr/0044-sealed-factors.md).
"""

import base64
import hmac
import secrets

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

MARK = "sealed1:"
"""What a sealed text begins with: no secret of an app (base32) and no seed of codes (hex) does."""


def sealed(text: str) -> str:
    """A text as the database is to have it."""
    from cryptography.fernet import Fernet  # not above: a process that shows readers' pages does without

    return MARK + Fernet(_key()).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed. What another key has sealed comes back as a secret that nobody has, so that no code fits it."""
    found = opened_or_none(text)
    if found is not None:
        return found
    log.error("a factor was sealed with another secret key: its codes fit nothing until it is removed and added again")
    return base64.b32encode(secrets.token_bytes(20)).decode()


def opened_or_none(text: str) -> str | None:
    """What was sealed, or None where another key sealed it. What was never sealed comes back as it is."""
    from cryptography.fernet import Fernet, InvalidToken

    if not text.startswith(MARK):
        return text
    try:
        return Fernet(_key()).decrypt(text.removeprefix(MARK)).decode()
    except InvalidToken:
        return None


def _key() -> bytes:
    made = hmac.digest(str(settings.SECRET_KEY).encode(), b"factors:1", "sha256")
    return base64.urlsafe_b64encode(made)
