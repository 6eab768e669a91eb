"""Who may read /metrics: whoever has the token; without one only this machine itself."""

import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.http.request import split_domain_port

from dateline.networks import address_of
from dateline.serve.proxies import is_forwarded

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

REFUSED = (
    "Metrics are for this machine itself, asked directly at localhost; from elsewhere with the token that is set as "
    "DATELINE_METRICS_TOKEN (Authorization: Bearer …)."
)


def may_read(environ: "WSGIEnvironment") -> bool:
    """Whether this request may. To be asked before serve/proxies.py has changed it.

    Where a token is set it is always needed. Without one a request must come from this machine, for a name of this
    machine, and not through a proxy: one that says nothing of itself would pass on the request of anybody.
    """
    token: str = settings.METRICS_TOKEN
    if token:
        kind, _, given = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    return (
        _is_loopback(environ.get("REMOTE_ADDR", ""))
        and _is_local_name(environ.get("HTTP_HOST", ""))
        and not is_forwarded(environ)
    )


def _is_loopback(address: str) -> bool:
    found = address_of(address)
    return found is not None and found.is_loopback


def _is_local_name(host: str) -> bool:
    domain, _ = split_domain_port(host)
    if domain == "localhost":
        return True
    try:
        return ip_address(domain.strip("[]")).is_loopback
    except ValueError:
        return False
