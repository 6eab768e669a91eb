"""An HTTP call to somebody else: in bounded time, without redirects, and never to an address that is not public."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

CONNECT = 5.0
"""Seconds to wait for a connection."""

TOTAL = 10.0
"""Seconds that a call may take in all, however slowly its answer drips."""

CAUGHT_UP = 0.7
"""Seconds after a change by which every web process has heard of it: before that others could fetch the old page."""

MOST = 64 * 1024
"""Bytes of an answer that are read."""


class Failed(Exception):
    """A call that did not do what it should; the text says why, for people."""


class Answered(NamedTuple):
    """Status and body of an answer."""

    status: int
    body: bytes


def call(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, private: bool = False
) -> Answered:
    """Makes one call. Raises Failed, also where the address is not public and `private` does not allow that."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        wire = connected(host, port, private=private)
    except OSError as error:
        raise Failed(f"{host} cannot be reached: {error.strerror or error}") from None
    # A server that sends a byte now and then would hold a call for hours.
    connection = http.client.HTTPConnection(host, port, timeout=TOTAL)
    connection.sock = wire
    end = threading.Timer(TOTAL, _cut, (connection,))
    end.daemon = True
    end.start()
    try:
        wire.settimeout(TOTAL)
        if parts.scheme == "https":
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        connection.sock = wire
        connection.request(method, target, body or None, {"Host": parts.netloc, **(headers or {})})
        answer = connection.getresponse()
        return Answered(answer.status, answer.read(MOST))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failed(f"{host} did not answer: {error or type(error).__name__}") from None
    finally:
        end.cancel()
        connection.close()
        wire.close()


def connected(host: str, port: int, *, private: bool) -> socket.socket:
    """A connection to an address that was looked at: a second look-up by name could give another one.

    Raises Failed where it is not public and `private` does not allow that, and OSError where nobody is there.
    """
    trouble: OSError | None = None
    for family, kind, protocol, _name, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not private and not is_public(str(place[0])):
            raise Failed(f"{host} is {place[0]}, which is no public address: set private to allow it")
        wire = socket.socket(family, kind, protocol)
        wire.settimeout(CONNECT)
        try:
            wire.connect(place)
        except OSError as error:
            wire.close()
            trouble = error
        else:
            return wire
    raise trouble or OSError("it has no address")


def is_public(address: str) -> bool:
    """Whether an address is one of the internet's: not of this machine or net, and not another one in disguise."""
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    teredo = getattr(found, "teredo", None)
    within = [one for one in (found, inner, *(teredo or ())) if one is not None]
    # The prefix by which IPv6 networks reach IPv4 (RFC 6052) is public, and whatever lies behind it need not be.
    if found.version == 6 and found.packed[:12] == b"\x00\x64\xff\x9b" + b"\x00" * 8:
        within.append(ip_address(found.packed[12:]))
    return all(one.is_global and not one.is_multicast for one in within)


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it is over already
        connection.sock.shutdown(socket.SHUT_RDWR)
