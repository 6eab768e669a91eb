"""The token by which a provider says who somebody is (OpenID Connect Core 1.0, 3.1.3.7): all checked, or not believed.

allauth skips the signature of a token that it fetched itself; here it is always checked.
"""

import hmac
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""By a key of the provider's alone: no shared secret, and never `none`."""

LEEWAY = 30
"""Seconds by which the clocks of the two may differ."""

LONGEST_SUBJECT = 191


class Untrusted(Exception):
    """A token that proves nothing; the text says why, and quotes nothing of it."""


def read(token: Any, keys: Any, *, issuer: str, client: str, nonce: str) -> dict[str, Any]:
    """What a token claims, once all that makes it this provider's word to us about this one sign-in has been checked.

    `keys` is the provider's key set, as its address for keys has it. Raises Untrusted.
    """
    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(keys, header),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise Untrusted(f"its token: {type(error).__name__}") from None
    except (TypeError, ValueError, AttributeError) as error:  # what is no token, or no set of keys, at all
        raise Untrusted(f"its token cannot be read: {type(error).__name__}") from None
    _check_party(claims, client)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise Untrusted("its token is about another sign-in")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise Untrusted("its token names nobody")
    return claims


def _check_party(claims: dict[str, Any], client: str) -> None:
    """A token for several is for us only if it was given to us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client) != client:
        raise Untrusted("its token was given to another")


def _key(keys: Any, header: dict[str, Any]) -> jwt.PyJWK:
    """The key that the token names; where it names none, the only one there is."""
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise Untrusted("its token is signed by no algorithm that is taken")
    there = [key for key in keys["keys"] if key.get("use", "sig") == "sig"] if isinstance(keys, dict) else []
    named = [key for key in there if key.get("kid") == header["kid"]] if "kid" in header else there
    if len(named) != 1:
        raise Untrusted("its token is signed by no key of the provider")
    return jwt.PyJWK(named[0], algorithm=named[0].get("alg") or algorithm)
