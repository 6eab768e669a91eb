"""What could not be read: deliveries in quarantine, with the reason, their bytes, and the way to read them again."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.screen import screen
from dateline.desk.times import short
from dateline.intake.now import put_back
from dateline.newsroom import raw
from dateline.newsroom.house import house
from dateline.newsroom.models import Delivery
from dateline.newsroom.permissions import ACT

PAGE = 100
MOST_BYTES = 20_000
"""How much of a delivery's bytes the screen shows."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A delivery in quarantine, as a row."""

    delivery: Delivery
    time: str


@require_safe
@for_desk()
def broken(request: HttpRequest) -> HttpResponse:
    """All that waits in quarantine, the newest first."""
    now, paper = timezone.now(), house()
    waiting = Delivery.objects.filter(state=Delivery.State.QUARANTINED)
    found = waiting.select_related("source").defer("raw").order_by("-id")[:PAGE]
    shown = [Broken(delivery, short(delivery.arrived_at, now, paper)) for delivery in found]
    return screen(request, "desk/broken.html", {"rows": shown, "count": waiting.count(), "here": "broken"})


@require_safe
@for_desk()
def delivery(request: HttpRequest, key: int) -> HttpResponse:
    """One delivery: why it waits, and what is in it."""
    found = get_object_or_404(Delivery.objects.select_related("source"), pk=key)
    try:
        data: bytes | None = raw.load(found)
    except raw.RawMissing:
        data = None
    context = {
        "delivery": found,
        "time": short(found.arrived_at, timezone.now(), house()),
        "text": None if data is None else shown(data[:MOST_BYTES]),
        "cut": data is not None and len(data) > MOST_BYTES,
        "waits": found.state == Delivery.State.QUARANTINED,
    }
    return screen(request, "desk/delivery.html", context)


@require_POST
@for_desk(ACT)
def replay(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Has one delivery read again by the worker, or all that wait."""
    waiting = Delivery.objects.filter(state=Delivery.State.QUARANTINED)
    keys = list((waiting if key is None else waiting.filter(pk=key)).values_list("pk", flat=True))
    count = len(set(keys) - put_back(keys, editor(request)))
    said = ngettext("%(count)d delivery is read again.", "%(count)d deliveries are read again.", count)
    messages.success(request, said % {"count": count})
    return redirect("desk:broken")


def shown(data: bytes) -> str:
    """Bytes as text that can be looked at: what is not text stands as its number (`\\x02`)."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return "".join(
        one if one.isprintable() or one in "\n\t" else f"\\x{ord(one):02x}" for one in text.replace("\r\n", "\n")
    )
