"""Checks of addresses: the site's own, the names it goes by, and the proxies in front of it."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from dateline.newsroom.house import house
from dateline.serve import start
from dateline.serve.checks.finding import Finding
from dateline.serve.checks.machine import is_local


def address() -> Iterator[Finding]:
    """The site knows its own address, and all its processes the same one."""
    said, own = os.environ.get("DATELINE_BASE_URL", "").strip().rstrip("/"), house().base_url.rstrip("/")
    # `up` may have been told what this process was not; told nothing, it goes by its port.
    running = start.address_in_use(settings.DATA)
    if running and not running.startswith("http://localhost:"):
        said = said or running
    if not said and not own:
        advice = "set DATELINE_BASE_URL to the address that readers use"
        yield Finding("warning", f"no base address: feeds and links say {running or settings.BASE_URL}", advice)
        return
    if own and not said:
        advice = "set DATELINE_BASE_URL to it: cookies, host names and https go by that"
        yield Finding("error" if own.startswith("https:") else "warning", f"only the house knows it is {own}", advice)
    elif own and said != own:
        yield Finding("warning", f"the house's address is {own}, but DATELINE_BASE_URL is {said}", "make them one")
    else:
        yield Finding("ok", f"the site is {said}")
    if said.startswith("http:") and not _is_local(said):
        yield Finding(
            "warning",
            f"{said} is not https",
            "passwords of editors and secrets of agencies go in the clear: put a proxy that ends TLS in front",
        )


def hosts() -> Iterator[Finding]:
    """The site answers to its own names only."""
    for name in settings.ALLOWED_HOSTS:
        if name == "*":
            yield Finding(
                "error",
                "DATELINE_HOSTS has *: the site answers to any name",
                "name the host names that readers use; links and cookies can be led astray with any other",
            )
        elif name.startswith("."):
            yield Finding("warning", f"DATELINE_HOSTS has {name}: any name below that domain", "name each host")
        elif "/" in name or name.count(":") == 1:
            yield Finding("error", f"DATELINE_HOSTS has {name}, which no request can match", "give the host name alone")


def proxies() -> Iterator[Finding]:
    """Where the base address is https, the proxy that ends TLS is known."""
    trusted = ", ".join(map(str, settings.TRUSTED_PROXIES))
    if trusted:
        yield Finding("ok", f"proxies that are believed: {trusted}")
    elif settings.BASE_URL.startswith("https:"):
        yield Finding(
            "warning",
            f"{settings.BASE_URL}, but no proxy is trusted",
            "set DATELINE_TRUSTED_PROXIES to the address that it connects from (127.0.0.1,::1 on this machine): "
            "without it every reader and every agency has the proxy's address",
        )
    if not is_local() and not settings.METRICS_TOKEN:
        yield Finding(
            "ok", "/metrics answers to this machine alone; DATELINE_METRICS_TOKEN opens it to others who have that"
        )


def _is_local(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
