"""What goes out to others: each way out, the calls that did not arrive, and how fast what was killed was gone there."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.access import for_desk
from dateline.desk.screen import screen
from dateline.desk.times import short
from dateline.newsroom.house import house
from dateline.newsroom.models import Outlet, Sending
from dateline.newsroom.permissions import ACT
from dateline.outgoing import rows

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """An outgoing call as a row; `seconds` is how long it took until something was gone."""

    sending: Sending
    time: str
    seconds: str = ""


@require_safe
@for_desk()
def outgoing(request: HttpRequest) -> HttpResponse:
    """All ways out, what waits or was given up, and the last removals."""
    now, paper = timezone.now(), house()
    calls = Sending.objects.select_related("outlet", "article")
    troubled = calls.exclude(error="").exclude(state=Sending.State.DONE).order_by("-id")[:SHOWN]
    removed = calls.filter(took__isnull=False).order_by("-done_at")[:SHOWN]
    outlets = [
        (outlet, Sending.objects.filter(outlet=outlet, state=Sending.State.PENDING).count())
        for outlet in Outlet.objects.all()
    ]
    context = {
        "outlets": outlets,
        "troubled": [Row(sending, short(sending.since, now, paper)) for sending in troubled],
        "removed": [
            Row(sending, short(sending.done_at or sending.since, now, paper), f"{(sending.took or 0) / 1000:.1f}")
            for sending in removed
        ],
        "here": "outgoing",
    }
    return screen(request, "desk/outgoing.html", context)


@require_POST
@for_desk(ACT)
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Has a call made again now."""
    rows.again(get_object_or_404(Sending, pk=key), timezone.now())
    return redirect("desk:outgoing")
