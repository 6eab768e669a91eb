"""What every address of the API has in common: key, rate, entity tag, and how it says no."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from dateline.api.rates import Rates
from dateline.newsroom import apikeys
from dateline.newsroom.apikeys import KEYS
from dateline.newsroom.models import ApiKey

PROBLEM = "application/problem+json"
JSON = "application/json"

AS_FILE = {"Content-Disposition": 'attachment; filename="api.json"'}
"""No browser shows an answer as a page of the site, whatever is in it."""

HOUSE = "house"
"""The tag of what depends on the settings of the house: everything."""

View = Callable[..., "Told"]


class Refused(Exception):
    """A call that is not answered: status, and a sentence for people."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status = status
        self.headers = headers


class Told(NamedTuple):
    """What a call is answered, the tags whose change makes it wrong, and the moment from which it is."""

    body: bytes
    tags: frozenset[str] = frozenset()
    until: datetime | None = None


class Answer(HttpResponse):
    """What a key is answered: it may be kept for that key for as long as it holds."""

    def __init__(self, told: Told, key: ApiKey) -> None:
        super().__init__(told.body, content_type=JSON, headers=AS_FILE)
        self.tags = told.tags | {HOUSE, KEYS}
        self.until = told.until
        self.payer = (key.pk, key.rate)
        self["Cache-Control"] = "private, no-cache"


@cache
def rates() -> Rates:
    """Where the calls to this installation are counted."""
    return Rates(Path(settings.DATA) / "calls")


def admit(key: int, rate: int) -> None:
    """Counts a call. Raises Refused where there have been enough in this minute."""
    wait = rates().take(key, rate)
    if wait:
        raise Refused(429, f"This key may call {rate} times a minute.", **{"Retry-After": str(wait)})


def token_of(authorization: str) -> str:
    """The key that a call shows; empty where it shows none."""
    scheme, _space, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def endpoint(view: View) -> Callable[..., HttpResponse]:
    """Makes a view of the API of a function that takes request, key and parts of the address, and says what is told."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Refused(405, "Only GET and HEAD.", Allow="GET, HEAD")
            key = _key(request)
            admit(key.pk, key.rate)
            return _answer(request, Answer(view(request, key, **parts), key))
        except Refused as refused:
            return problem(refused)

    return guarded


def problem(refused: Refused) -> HttpResponse:
    """A refusal as RFC 9457 has it."""
    body = msgspec.json.encode({"status": refused.status, "title": str(refused)})
    response = HttpResponse(body, status=refused.status, content_type=PROBLEM, headers=AS_FILE)
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
    token = token_of(request.headers.get("Authorization", ""))
    if not token:
        raise Refused(401, "Show a key: Authorization: Bearer KEY.", **{"WWW-Authenticate": "Bearer"})
    found = apikeys.find(token)
    if found is None:
        raise Refused(401, "There is no such key.", **{"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return found


def _answer(request: HttpRequest, made: Answer) -> HttpResponse:
    made["ETag"] = etag = f'"{blake2b(made.content, digest_size=12).hexdigest()}"'
    known = request.headers.get("If-None-Match", "")
    if not known or not any(one.strip().removeprefix("W/") in (etag, "*") for one in known.split(",")):
        return made
    response = HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": made["Cache-Control"]})
    del response["Content-Type"]
    return response
