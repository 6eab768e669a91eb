"""What an installation says of the provider that its people sign in by (OpenID Connect), from its environment.

DATELINE_OIDC_ISSUER       its address, as its discovery document and its tokens have it: https://login.example/realms/krant
DATELINE_OIDC_CLIENT       the name by which it knows this installation
DATELINE_OIDC_SECRET_FROM  where the secret of that name is: env:NAME or file:/PATH
DATELINE_OIDC_CLAIM        the claim of its tokens that has a person's groups or roles; a.b is b within a
DATELINE_OIDC_VIEWERS, DATELINE_OIDC_EDITORS, DATELINE_OIDC_CHIEFS
                           what stands there for each role, with commas; at least one of the three
DATELINE_OIDC_NAME         what it is called at the desk (default: the host of its address)
DATELINE_OIDC_SCOPES       what is asked for, with spaces (default: openid profile email)

None has a default that lets anybody in: without the first there is no such sign-in, and without the others no start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

PREFIX = "DATELINE_OIDC_"
ROLES = (("CHIEFS", "chief"), ("EDITORS", "editor"), ("VIEWERS", "viewer"))
"""The variables that give roles, the highest first: of several that fit, that counts."""
_NEEDED = ("ISSUER", "CLIENT", "SECRET_FROM", "CLAIM")
_KNOWN = (*_NEEDED, *(name for name, _role in ROLES), "NAME", "SCOPES")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Oidc:
    """A provider: who it is, how it is asked, and what it has to say for somebody to get a role."""

    issuer: str
    client: str
    secret_from: str
    claim: str
    roles: tuple[tuple[str, frozenset[str]], ...]
    name: str
    scopes: tuple[str, ...]

    def role(self, claims: Mapping[str, Any]) -> str:
        """The highest role that a token gives; empty where it gives none."""
        has = _values(_at(claims, self.claim))
        return next((role for role, wanted in self.roles if wanted & has), "")

    def may_ask(self, address: object) -> bool:
        """Whether an address is one that the secret may be sent to: https, or this machine if the issuer is on it."""
        return isinstance(address, str) and (_is_https(address) or (_is_here(address) and not _is_https(self.issuer)))


def from_environment(environ: Mapping[str, str]) -> Oidc | None:
    """The provider, or None where none is set. Raises ValueError, whose text begins with the variable that is wrong."""
    said = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environ.items()
        if name.startswith(PREFIX) and value.strip()
    }
    if not said:
        return None
    if unknown := sorted(said.keys() - set(_KNOWN)):
        raise ValueError(f"{PREFIX}{unknown[0]} is not known: there are {', '.join(PREFIX + name for name in _KNOWN)}")
    for name in _NEEDED:
        if name not in said:
            raise ValueError(f"{PREFIX}{name} is needed where any {PREFIX}… is set")
    roles = tuple((role, frozenset(_words(said.get(name, "")))) for name, role in ROLES)
    if not any(wanted for _role, wanted in roles):
        raise ValueError(f"{PREFIX}CHIEFS, _EDITORS or _VIEWERS must say who gets a role: without one nobody would")
    issuer = said["ISSUER"]
    if len(issuer) > _LONGEST or not (_is_https(issuer) or _is_here(issuer)):
        raise ValueError(f"{PREFIX}ISSUER must be an address like https://login.example/realms/krant")
    scopes = tuple(dict.fromkeys(["openid", *said.get("SCOPES", "profile email").split()]))
    name = said.get("NAME", "") or str(urlsplit(issuer).hostname)
    return Oidc(issuer, said["CLIENT"], said["SECRET_FROM"], said["CLAIM"], roles, name[:40], scopes)


def _words(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def _at(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, which may be an address with dots, else by its path."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _values(claim: Any) -> set[str]:
    """The words of a claim: of a list its strings, of a string that string alone. Nothing else gives a role."""
    if isinstance(claim, str):
        return {claim}
    return {each for each in claim if isinstance(each, str)} if isinstance(claim, list) else set()


def _is_https(address: str) -> bool:
    return _host(address, "https") != ""


def _is_here(address: str) -> bool:
    host = _host(address, "http")
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _host(address: str, scheme: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    has_more = parts.username is not None or parts.password is not None or parts.fragment
    return (parts.hostname or "") if parts.scheme == scheme and not has_more else ""
