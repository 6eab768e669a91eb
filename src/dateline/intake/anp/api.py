"""The calls of the ANP News API: over TLS, one at a time, in bounded time and memory."""

import base64
import email.utils
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import httpcore2
import httpx2

from dateline import __version__
from dateline.intake.anp import answers
from dateline.intake.anp.answers import Answer, Page, Service
from dateline.intake.anp.transport import CONNECT, READ, Clock, Transport
from dateline.intake.anp.troubles import (
    BadAnswer,
    Misconfigured,
    NotAdmitted,
    NotThere,
    TooBusy,
    Trouble,
    Unreachable,
)
from dateline.newsroom.models import Source
from dateline.wire.formats.anp_api import MAX_BYTES

# A line for each request would drown the log.
logging.getLogger("httpx2").setLevel(logging.WARNING)

LIST_BYTES = 4 * 1024 * 1024
"""The longest list that is read, in bytes: some forty thousand items."""

REDIRECTS = 3
"""Redirects within the API's own host that a call follows at the most."""

STALE = 300.0
"""Seconds after which an error may mean that the token has run out, which not every server says by a 401."""

COOKIES = 50
"""Cookies that are kept at the most, and only for a session that a log-in call began."""

LONGEST_REST = 3600.0
"""The longest time that a server may ask to be left alone, in seconds: nobody switches the news off for a day."""


class _Reply(NamedTuple):
    status: int
    headers: httpx2.Headers
    body: bytes


class Api:
    """The API of one source. `go_on` raises when there is no more point in asking; it is called again and again.

    Raises Misconfigured where the source's settings cannot be used. Every call raises a Trouble where it fails.
    """

    def __init__(self, source: Source, secret: str, go_on: Callable[[], None]) -> None:
        self._base = base_of(source)
        self._go_on = go_on
        self._login = _login_path(source) if source.auth == Source.Auth.LOGIN else ""
        self._basic = "Basic " + base64.b64encode(f"{source.user}:{secret}".encode()).decode()
        self._bearer = ""
        self._signed_in_at = 0.0
        self._clock = Clock(go_on)
        self._client = httpx2.Client(
            transport=Transport(self._clock),
            timeout=httpx2.Timeout(READ, connect=CONNECT),
            headers={
                "User-Agent": f"Dateline/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
        )

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def services(self) -> list[Service]:
        """The services that this user may read."""
        return answers.services_of(self._get("services/sources", LIST_BYTES))

    def page(self, service: str, older_than: str | None = None) -> Page:
        """The newest items of a service, or those that were listed before an item."""
        query = f"?fromItem={quote(older_than, safe='')}" if older_than is not None else ""
        return answers.page_of(self._get(f"services/sources/{quote(service, safe='')}/items{query}", LIST_BYTES))

    def item(self, service: str, item: str) -> Answer:
        """An item."""
        path = f"services/sources/{quote(service, safe='')}/items/{quote(item, safe='')}"
        return answers.answer_of(self._get(path, MAX_BYTES), item)

    def _get(self, path: str, most: int) -> bytes:
        if not self._login:
            return _content(self._request(path, self._basic, most))
        if not self._signed_in_at:
            self._sign_in()
        reply = self._request(path, self._bearer, most)
        if reply.status == 401 or (self._is_stale() and answers.error_of(reply.body) is not None):
            self._sign_in()
            reply = self._request(path, self._bearer, most)
        return _content(reply)

    def _is_stale(self) -> bool:
        return time.monotonic() - self._signed_in_at > STALE

    def _sign_in(self) -> None:
        """Gets a token, a session cookie or both."""
        self._bearer, self._signed_in_at = "", 0.0
        self._client.cookies.clear()
        try:
            token = answers.token_of(_content(self._request(self._login, self._basic, LIST_BYTES)))
        except NotThere as trouble:
            raise NotAdmitted(f"the log-in call {self._login} fails: {trouble}") from None
        if token is None and not self._client.cookies:
            raise NotAdmitted(f"the log-in call {self._login} gives neither a token nor a cookie")
        self._bearer = f"Bearer {token}" if token else ""
        self._signed_in_at = time.monotonic()

    def _request(self, path: str, authorization: str, most: int) -> _Reply:
        url = httpx2.URL(f"{self._base}/{path}")
        for _ in range(REDIRECTS + 1):
            self._go_on()
            reply = self._send(url, authorization, most)
            if reply.status not in (301, 302, 303, 307, 308):
                return reply
            try:
                target = url.join(reply.headers.get("Location", ""))
            except httpx2.InvalidURL:
                break
            if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
                raise BadAnswer("it redirects to another host, which is never followed: set the address right")
            url = target
        raise BadAnswer("it redirects without end")

    def _send(self, url: httpx2.URL, authorization: str, most: int) -> _Reply:
        self._clock.start()
        headers = {"Authorization": authorization} if authorization else {}
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                reply = _Reply(response.status_code, response.headers, _read(response, most))
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise Unreachable(_why_unreachable(error)) from error
        except httpx2.TimeoutException:
            raise BadAnswer("it answers too slowly") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.NetworkError, httpcore2.ProtocolError):
            raise BadAnswer("it breaks its answer off") from None
        if not self._login or len(self._client.cookies) > COOKIES:
            self._client.cookies.clear()
        return reply


def base_of(source: Source) -> str:
    """The address below which the calls are. Raises Misconfigured, with what to do, for one that is not safe."""
    try:
        parts = urlsplit(source.url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise Misconfigured(f'its address is {source.url!r}: write one like "https://newsapi.example"')
    if parts.username is not None or parts.password is not None:
        raise Misconfigured("its address has a user or password in it: set user and secret_from instead")
    if parts.scheme == "http" and not _is_loopback(host):
        raise Misconfigured("its address begins with http://, which would show the password to others: use https://")
    return source.url.strip().rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _login_path(source: Source) -> str:
    path = source.login.strip().lstrip("/")
    # The password goes there: nowhere but to the API itself.
    if not path or "://" in path or not path.isprintable():
        raise Misconfigured(f'its log-in path is {source.login!r}: write one like "services/login"')
    return path


def _read(response: httpx2.Response, most: int) -> bytes:
    """The body, decompressed piece by piece: what turns out too long is not read on."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", "gzip", "x-gzip"):
        raise BadAnswer("it answers in an encoding that was not asked for")
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > most:
            raise BadAnswer(f"it answers with more than {most // 1024**2} MiB")
    return bytes(body)


def _content(reply: _Reply) -> bytes:
    """The body of an answer that gives what was asked for."""
    status = reply.status
    if status == 200:
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in ("application/json", "text/json") and not kind.endswith("+json"):
            raise BadAnswer("it answers with something else than JSON")
        return reply.body
    raise _trouble_of(reply)


def _trouble_of(reply: _Reply) -> Trouble:
    status = reply.status
    said = f"HTTP {status}"
    if status == 401:
        return NotAdmitted(f"it does not let this user in ({said}): check user, auth and secret_from")
    if status == 403:
        return NotAdmitted(f"it does not let this user read this ({said})")
    if status in (429, 503):
        return TooBusy(f"it asks to be left alone for a while ({said})", _rest(reply.headers.get("Retry-After", "")))
    if status in (404, 410):
        return NotThere(f"it does not have this ({said})")
    error = answers.error_of(reply.body) if 400 <= status < 500 else None
    return NotThere(error) if error else BadAnswer(f"it answers with a fault ({said})")


def _rest(told: str) -> float:
    """The seconds of a Retry-After, which may name a moment instead."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return min(float(told[:9]), LONGEST_REST)
    try:
        moment = email.utils.parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, min((moment - datetime.now(UTC)).total_seconds(), LONGEST_REST))


def _why_unreachable(error: Exception) -> str:
    if isinstance(error, httpx2.ConnectTimeout):
        return "it cannot be reached: no connection in time"
    told = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return "its certificate cannot be trusted: " + told.partition("failed: ")[2].partition(" (_ssl")[0]
    return f"it cannot be reached: {told.partition('] ')[2] or told}"
