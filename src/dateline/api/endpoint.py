"""What every address of the API has in common: key, rate, entity tag, and how it says no."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from dateline.newsroom import apikeys
from dateline.newsroom.models import ApiKey

PROBLEM = "application/problem+json"
JSON = "application/json"

View = Callable[..., bytes]


class Refused(Exception):
    """A call that is not answered: status, and a sentence for people."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status = status
        self.headers = headers


class _Rates:
    """How many calls each key has left in this minute, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minute = 0
        self._made: dict[int, int] = {}

    def take(self, key: ApiKey) -> None:
        """Counts a call. Raises Refused where there have been enough."""
        now = self._clock()
        with self._lock:
            if int(now // 60) != self._minute:
                self._minute, self._made = int(now // 60), {}
            made = self._made[key.pk] = self._made.get(key.pk, 0) + 1
        if key.rate and made > key.rate:
            wait = 60 - int(now % 60)
            raise Refused(429, f"This key may call {key.rate} times a minute.", **{"Retry-After": str(wait)})


rates = _Rates()


def endpoint(view: View) -> Callable[..., HttpResponse]:
    """Makes a view of the API of a function that takes request, key and the parts of the address, and gives JSON."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Refused(405, "Only GET and HEAD.", Allow="GET, HEAD")
            key = _key(request)
            rates.take(key)
            return _answer(request, view(request, key, **parts))
        except Refused as refused:
            return problem(refused)

    return guarded


def problem(refused: Refused) -> HttpResponse:
    """A refusal as RFC 9457 has it."""
    body = msgspec.json.encode({"status": refused.status, "title": str(refused)})
    response = HttpResponse(body, status=refused.status, content_type=PROBLEM)
    for name, value in refused.headers.items():
        response[name] = value
    return response


def number(request: HttpRequest, name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most` in the query. Raises Refused."""
    text = request.GET.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= most):
        raise Refused(400, f"{name} must be a whole number from 1 to {most}.")
    return int(text)


def _key(request: HttpRequest) -> ApiKey:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused(401, "Show a key: Authorization: Bearer KEY.", **{"WWW-Authenticate": "Bearer"})
    found = apikeys.find(token.strip())
    if found is None:
        raise Refused(401, "There is no such key.", **{"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return found


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    known = request.headers.get("If-None-Match", "")
    if known and any(one.strip().removeprefix("W/") in (etag, "*") for one in known.split(",")):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(body, content_type=JSON)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
