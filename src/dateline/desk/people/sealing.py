"""The secrets of codes as the database has them: sealed by a key that derives from the installation's secret key.

Nothing in a backup or a copy of the database is enough to make a code (docs/adr/0044-sealed-factors.md).
"""

import base64
import hmac
import secrets
from typing import Any

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

MARK = "sealed1:"
"""What a sealed text begins with: no secret of an app (base32) and no seed of codes (hex) does."""


def sealed(text: str) -> str:
    """A text as the database is to have it."""
    from cryptography.fernet import Fernet  # not above: a process that shows readers' pages does without

    return MARK + Fernet(_key(settings.SECRET_KEY)).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed. What another key has sealed comes back as a secret that nobody has, so that no code fits it."""
    found = opened_or_none(text)
    if found is not None:
        return found
    log.error("a factor was sealed with another secret key: its codes fit nothing until it is removed and added again")
    return base64.b32encode(secrets.token_bytes(20)).decode()


def opened_or_none(text: str) -> str | None:
    """What was sealed by the secret key or the one before, or None where another key sealed it. What was never sealed
    comes back as it is.
    """
    from cryptography.fernet import Fernet, InvalidToken, MultiFernet

    if not text.startswith(MARK):
        return text
    keys = MultiFernet([Fernet(_key(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])
    try:
        return keys.decrypt(text.removeprefix(MARK)).decode()
    except InvalidToken:
        return None


def seal_anew() -> int:
    """Seals with the secret key of now what the one before has sealed; gives how many rows. While there is none before,
    there is nothing to do.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    from allauth.mfa.models import Authenticator  # not above: this is imported before its application is there

    count = 0
    for row in Authenticator.objects.filter(type__in=("totp", "recovery_codes")):
        data = {name: _anew(value) for name, value in row.data.items()}
        # As it was read: a code that somebody uses meanwhile stays used.
        count += Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=data)
    log.info("sealed anew", factors=count)
    return count


def _anew(value: Any) -> Any:
    if isinstance(value, list):
        return [_anew(each) for each in value]
    text = opened_or_none(value) if isinstance(value, str) and value.startswith(MARK) else None
    return value if text is None else sealed(text)


def _key(secret: object) -> bytes:
    made = hmac.digest(str(secret).encode(), b"factors:1", "sha256")
    return base64.urlsafe_b64encode(made)
