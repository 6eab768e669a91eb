"""How webhooks are signed, as Standard Webhooks has it: an HMAC of id, time and body, which receivers can check."""

import base64
import hmac

from django.conf import settings

PREFIX = "whsec_"


def secret(slug: str) -> str:
    """The secret of the outlet of this name, derived from the secret key of the installation: none is kept."""
    return PREFIX + base64.b64encode(_key(slug)).decode()


def headers(slug: str, call: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of a call: its id, its time in seconds since 1970, and the signature of the two and the body."""
    made = hmac.digest(_key(slug), f"{call}.{at}.".encode() + body, "sha256")
    return {
        "webhook-id": call,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }


def _key(slug: str) -> bytes:
    return hmac.digest(str(settings.SECRET_KEY).encode(), f"outlet:{slug}".encode(), "sha256")
