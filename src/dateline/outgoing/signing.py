"""How webhooks are signed, as Standard Webhooks has it: an HMAC of id, time and body, which receivers can check."""

import base64
import hmac

from django.conf import settings

PREFIX = "whsec_"


def secret(slug: str) -> str:
    """The secret of the outlet of this name, derived from the secret key of the installation: none is kept."""
    return PREFIX + base64.b64encode(_key(slug)).decode()


def headers(slug: str, call: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of a call: its id, its time in seconds since 1970, and the signature of the two and the body. While a
    secret key before counts, there is a signature by that as well, so that receivers change theirs when they can.
    """
    keys = [_key(slug), *(_key(slug, before) for before in settings.SECRET_KEY_FALLBACKS)]
    made = [hmac.digest(key, f"{call}.{at}.".encode() + body, "sha256") for key in keys]
    return {
        "webhook-id": call,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in made),
    }


def _key(slug: str, secret_key: str = "") -> bytes:
    return hmac.digest(str(secret_key or settings.SECRET_KEY).encode(), f"outlet:{slug}".encode(), "sha256")
