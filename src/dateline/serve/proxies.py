"""Proxies in front of Dateline: what one of ours says of a request is believed, what anybody else says is not seen.

A proxy that is trusted (DATELINE_TRUSTED_PROXIES) must set these headers itself, whatever the client sent:
X-Forwarded-For, X-Forwarded-Proto and, where it does not pass Host on, X-Forwarded-Host. It must not pass on headers
whose names have underscores: in WSGI they look the same as those with hyphens.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog

from dateline.networks import Address, Network, address_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

log = structlog.get_logger(__name__)

MOST_HOPS = 20
"""No chain of ours is longer; one that is was made up."""

_SAID = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
"""How the names of the headers begin that proxies tell of themselves and of their clients in."""


def is_forwarded(environ: "WSGIEnvironment") -> bool:
    """Whether a request says that it came through a proxy, ours or anybody's."""
    return any(name.startswith(_SAID) for name in environ)


class Proxies:
    """The proxies that are ours. With `https`, readers use that, and a proxy that does not say so is a mistake."""

    def __init__(self, trusted: Iterable[Network], *, https: bool = False) -> None:
        self._trusted = tuple(trusted)
        self._https = https
        self._told: set[str] = set()

    def settle(self, environ: "WSGIEnvironment") -> None:
        """Have a request tell of the client, as far as that is known.

        REMOTE_ADDR becomes the client's address, wsgi.url_scheme and HTTP_HOST what the client used, if one of our
        proxies says so. What any other says, and the headers themselves, are taken out.
        """
        said = {name: str(environ.pop(name)) for name in [name for name in environ if name.startswith(_SAID)]}
        peer = address_of(environ.get("REMOTE_ADDR", ""))
        if peer is None:
            return
        environ["REMOTE_ADDR"] = str(peer)
        if not said:
            return
        if not self._is_ours(peer):
            if peer.is_private:  # from elsewhere anybody may write such headers
                self._tell("a proxy is not trusted: name it in DATELINE_TRUSTED_PROXIES if it is yours", peer)
            return
        environ["REMOTE_ADDR"] = str(self._client(peer, said.get("HTTP_X_FORWARDED_FOR", "")))
        if said.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
            environ["wsgi.url_scheme"] = "https"
        elif self._https:
            self._tell("a proxy does not say X-Forwarded-Proto: https, though the base address is https", peer)
        if host := said.get("HTTP_X_FORWARDED_HOST", "").strip():
            environ["HTTP_HOST"] = host

    def _client(self, peer: Address, chain: str) -> Address:
        """The last address of a chain that is not ours: what stands before it may be made up."""
        client = peer
        for name in reversed(chain.split(",")[-MOST_HOPS:]):
            said = address_of(name)
            if said is None:
                return client
            client = said
            if not self._is_ours(said):
                return client
        return client

    def _tell(self, what: str, proxy: Address) -> None:
        """Log it, once."""
        if what not in self._told:
            self._told.add(what)
            log.warning(what, proxy=str(proxy))

    def _is_ours(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)
