"""HTTP in bounded time: a request ends by its deadline, however slowly its answer drips, and soon when polling ends.

httpx2 bounds each wait for bytes, and not all of them together: a server that sends a byte every few seconds would hold
a request for hours.
"""

import ssl
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import httpcore2
import httpx2

CONNECT = 5.0
"""Seconds to wait for a connection."""

READ = 10.0
"""Seconds to wait for the next bytes."""

TOTAL = 20.0
"""Seconds that a request may take, from the connection to the last byte."""

SLICE = 1.0
"""Seconds after which a wait looks whether polling is to end."""

KEPT_OPEN = 2.0
"""Seconds that a connection stays open for the next request: servers close theirs after five or more."""


class Clock:
    """The deadline of the request that is under way. `go_on` raises if there is no more point in it."""

    def __init__(self, go_on: Callable[[], None]) -> None:
        self.go_on = go_on
        self._deadline = 0.0

    def start(self) -> None:
        """A request begins."""
        self._deadline = time.monotonic() + TOTAL

    def left(self, timeout: float | None) -> float:
        """Seconds that a wait may last: `timeout`, or what is left until the deadline; 0 or less when it is over."""
        left = self._deadline - time.monotonic()
        return left if timeout is None else min(left, timeout)


@cache
def trusted() -> ssl.SSLContext:
    """Whom a connection trusts. Read once a process: it takes longer than most requests."""
    return httpx2.create_ssl_context()


class Transport(httpx2.HTTPTransport):
    """One connection at a time, certificates verified, no proxy, each request by the clock's deadline."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(verify=trusted())
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trusted(),
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=KEPT_OPEN,
            network_backend=_Backend(clock),
        )


class _Backend(httpcore2.SyncBackend):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        stream = super().connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(stream, self._clock)


class _Stream(httpcore2.NetworkStream):
    """A connection whose waits end by the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = time.monotonic() + self._clock.left(timeout)
        while (left := until - time.monotonic()) > 0:
            try:
                return self._stream.read(max_bytes, min(left, SLICE))
            except httpcore2.ReadTimeout:
                self._clock.go_on()
        raise httpcore2.ReadTimeout("the answer took too long")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, max(0.01, self._clock.left(timeout)))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = max(0.01, self._clock.left(timeout))
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
