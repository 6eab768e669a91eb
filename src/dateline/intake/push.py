"""Copy that is pushed: `POST /intake/{source}`, the bytes of one file or message as the body.

What is answered with 202 is committed and on the disk. The same bytes again are the same delivery, so whoever got no
answer, or one that says "later", sends again. See docs/intake.md for senders.
"""

import logging
import math
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import parse_header_parameters
from django.views.decorators.csrf import csrf_exempt

from dateline.database import is_passing
from dateline.intake import proof
from dateline.intake.body import Body, CutOff, Reading, TooSlow, hear_out
from dateline.intake.names import shown_name
from dateline.intake.room import room, sentence
from dateline.intake.store import LARGEST, Incoming, keep_large, let_go, store_many
from dateline.newsroom.keys import NoSecret
from dateline.newsroom.models import Delivery, Source
from dateline.newsroom.raw import IN_ROW
from dateline.wire.errors import Unreadable

log = logging.getLogger(__name__)

WAITING = 20_000
"""Deliveries of one source that may wait unread."""

LONGEST_NAME = 2000
"""Characters of the header in which a sender names its file."""

_NUMBER = re.compile("[0-9]{1,18}")
_MINUTE = timedelta(minutes=1)
_NOT_ONE_FILE = ("multipart/", "application/x-www-form-urlencoded")
_UNSIGNED = "The source is unknown, or the secret is wrong, or the signature is (its time may differ by 5 minutes)."

_throttle = proof.Throttle()
_reading = Reading()

View = Callable[[HttpRequest, str], HttpResponse]


class Refused(Exception):
    """Why a request is not taken in: the status of the answer, a sentence for people, and further headers."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers


def _answered(view: View) -> View:
    """Every answer in one form, whatever happens: a refusal says why, and a failure nothing of its insides."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            response = view(request, slug)
        except Refused as refused:
            response = _refusal(refused)
        except Exception as error:
            response = _refusal(_of_failure(slug, error))
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Disposition"] = 'attachment; filename="push.json"'
        return response

    return answer


@csrf_exempt  # nothing here looks at a cookie
@_answered
def push(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes one delivery in."""
    source, length, signed = _admitted(request, slug)
    with _reading.turn(source.pk, length is None or length > IN_ROW) as mine:
        if not mine:
            raise Refused(503, "Too many deliveries are being received just now. Send it again.", Retry_After="1")
        incoming = _received(request, source, length, signed)
    stored = store_many(source, [incoming], once=True)[0]
    found = {"delivery": stored.delivery.pk, "sha256": stored.delivery.sha256, "new": stored.new}
    return JsonResponse(found, status=202)


def _admitted(request: HttpRequest, slug: str) -> tuple[Source, int | None, str | None]:
    """All that can be said before the body is read: its source, its length, and its hash if it was signed."""
    try:
        if request.method != "POST":
            raise Refused(405, "Copy is pushed with POST.", Allow="POST")
        source, signed = _authenticated(request, slug)
        length = _length(request, signed)
        _require_room(source)
    except Refused:
        said = request.META.get("CONTENT_LENGTH", "")
        if said or "Transfer-Encoding" in request.headers:
            hear_out(int(said) if _NUMBER.fullmatch(said) else None)
        raise
    return source, length, signed


def _authenticated(request: HttpRequest, slug: str) -> tuple[Source, str | None]:
    """The source, and the hash of the body if that was signed."""
    pushes = Source.objects.filter(kind=Source.Kind.PUSH, active=True)
    source = pushes.filter(slug=slug).first() if "\0" not in slug else None
    why = _UNSIGNED
    try:
        proved = proof.proved(source, request.headers)
    except NoSecret as error:
        proved, why = None, str(error)
    if source is not None and proved is not None:
        return source, proved.sha256
    client = request.META.get("REMOTE_ADDR", "")
    if _throttle.failed(client, slug):
        log.warning("a push from %s for source %s is refused: %s", client, shown_name(slug), why)
    wait = _throttle.wait(client, slug)
    if wait:
        raise Refused(429, f"Too many failures. {_UNSIGNED} Set it right and wait.", Retry_After=str(math.ceil(wait)))
    raise Refused(401, _UNSIGNED, WWW_Authenticate='Bearer realm="intake"')


def _length(request: HttpRequest, signed: str | None) -> int | None:
    """How long the body says it is; None for one that is signed and says nothing."""
    kind = request.META.get("CONTENT_TYPE", "").strip().lower()
    if kind.startswith(_NOT_ONE_FILE):
        raise Refused(415, f"Send the bytes of one file as the body, and its own Content-Type, not {shown_name(kind)}.")
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity"):
        raise Refused(415, "Send the bytes as they are, without Content-Encoding.", Accept_Encoding="identity")
    said = request.META.get("CONTENT_LENGTH", "")
    if "Transfer-Encoding" in request.headers or not said:
        if signed is None:
            # The server does not tell a body that was cut off from one that is at its end.
            raise Refused(411, "Send a Content-Length, or sign the body: else nobody knows whether it is whole.")
        return None
    if not _NUMBER.fullmatch(said):
        raise Refused(400, "The Content-Length is no number.")
    if int(said) > LARGEST:
        raise Refused(413, f"It has more than {LARGEST:,} bytes and is not taken in.")
    if int(said) == 0:
        raise Refused(400, "The body is empty.")
    return int(said)


def _require_room(source: Source) -> None:
    """Refuses what there is no room for: on the disk, in this minute, or among what waits."""
    if room.is_short():
        raise Refused(503, f"{sentence()[0].upper()}{sentence()[1:]}.", Retry_After="60")
    if source.rate:
        # The oldest of the last so many: one look into the index, whichever process took them in.
        recent = Delivery.objects.filter(source=source, arrived_at__gt=timezone.now() - _MINUTE)
        oldest = recent.order_by("-arrived_at").values_list("arrived_at", flat=True)[source.rate - 1 : source.rate]
        for moment in oldest:
            left = max(1, math.ceil((moment + _MINUTE - timezone.now()).total_seconds()))
            raise Refused(429, f"More than {source.rate} deliveries in a minute.", Retry_After=str(left))
    waiting = Delivery.objects.filter(source=source, state=Delivery.State.PENDING).order_by("backlog", "pk")
    if waiting.values_list("pk", flat=True)[WAITING : WAITING + 1]:
        raise Refused(429, f"More than {WAITING:,} deliveries wait to be read.", Retry_After="30")


def _received(request: HttpRequest, source: Source, length: int | None, signed: str | None) -> Incoming:
    """The whole body: in memory if it is small, else on the disk already."""
    body = Body(request.META["wsgi.input"], length, int(request.META["SERVER_PORT"]))
    try:
        with _reading.watched(body):
            start = _first(body, IN_ROW + 1)
            if not start:
                raise Refused(400, "The body is empty.")
            if len(start) <= IN_ROW:
                incoming = Incoming(_name(request), start)
            else:
                incoming = Incoming(_name(request), kept=keep_large(_Joined(start, body), source))
    except CutOff:
        raise Refused(400, f"The body was cut off: {body.received:,} of {length:,} bytes came.") from None
    except TooSlow:
        raise Refused(408, "The body came too slowly. Send it again.", Connection="close") from None
    except Unreadable as error:
        raise Refused(413, str(error)) from None
    if signed is not None and incoming.sha256 != signed:
        if incoming.kept is not None:
            let_go(incoming.kept)
        raise Refused(400, "The body is not the one that was signed: it was cut off, or changed on the way.")
    return incoming


def _first(body: Body, size: int) -> bytes:
    """The first bytes of a body: so many, or all there are."""
    found = bytearray()
    while len(found) < size and (piece := body.read(size - len(found))):
        found += piece
    return bytes(found)


class _Joined:
    """What was read of a body already, and then the rest."""

    def __init__(self, start: bytes, body: Body) -> None:
        self._start = start
        self._body = body

    def read(self, size: int, /) -> bytes:
        if self._start:
            piece, self._start = self._start[:size], self._start[size:]
            return piece
        return self._body.read(size)


def _name(request: HttpRequest) -> str:
    """What the sender calls it: `Content-Disposition: attachment; filename="a.xml"`. It is shown, and never used."""
    try:
        _, parameters = parse_header_parameters(request.headers.get("Content-Disposition", "")[:LONGEST_NAME])
    except ValueError:
        return ""
    return parameters.get("filename", "")


def _of_failure(slug: str, error: Exception) -> Refused:
    """What to answer when something failed that is not the sender's doing."""
    passing = is_passing(error)
    if passing or isinstance(error, OSError):
        log.error("a push for source %s cannot be stored: %s", shown_name(slug), error)
        if passing:
            connection.close()
        return Refused(503, "It cannot be stored just now. Send it again.", Retry_After="5")
    log.exception("a push for source %s failed", shown_name(slug), exc_info=error)
    return Refused(500, "Dateline itself failed on it, and has written down how. It was not taken in.")


def _refusal(refused: Refused) -> HttpResponse:
    headers = {name.replace("_", "-"): value for name, value in refused.headers.items()}
    return JsonResponse({"error": str(refused)}, status=refused.status, headers=headers)
