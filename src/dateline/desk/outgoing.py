"""What goes out to others: each way out, the calls that did not arrive, and how fast what was killed was gone there."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.screen import screen
from dateline.desk.sources import State
from dateline.desk.times import short
from dateline.newsroom import configuring
from dateline.newsroom.house import house
from dateline.newsroom.models import House, Outlet, Sending
from dateline.newsroom.permissions import ACT, SET_UP
from dateline.outgoing import rows
from dateline.search import telling
from dateline.search.query import parse

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """An outgoing call as a row. `again` is when one that failed is made once more, `seconds` how long it took until
    something was gone.
    """

    sending: Sending
    time: str
    again: str = ""
    seconds: str = ""


@require_safe
@for_desk()
def outgoing(request: HttpRequest) -> HttpResponse:
    """All ways out, what waits or was given up, and the last removals."""
    now, paper = timezone.now(), house()
    calls = Sending.objects.select_related("outlet", "article")
    removed = calls.filter(took__isnull=False).order_by("-done_at")[:SHOWN]
    outlets = [
        (outlet, Sending.objects.filter(outlet=outlet, state=Sending.State.PENDING).count())
        for outlet in Outlet.objects.all()
    ]
    troubled = sorted(
        (call for outlet, _n in outlets for call in rows.troubled(outlet, SHOWN)), key=lambda one: -one.pk
    )
    context = {
        "outlets": outlets,
        "troubled": [_row(sending, now, paper) for sending in troubled[:SHOWN]],
        "removed": [
            Row(
                sending,
                short(sending.done_at or sending.since, now, paper),
                seconds=f"{(sending.took or 0) / 1000:.1f}",
            )
            for sending in removed
        ],
        "here": "outgoing",
    }
    return screen(request, "desk/outgoing.html", context)


@require_safe
@for_desk()
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """One way out: how it is, and what waits to be sent by it or was given up."""
    found = get_object_or_404(Outlet, slug=slug)
    now, paper = timezone.now(), house()
    last = rows.last_arrived(found)
    context = {
        "outlet": found,
        "state": _state(found, last),
        "amiss": telling.amiss(parse(found.query)),
        "waiting": Sending.objects.filter(outlet=found, state=Sending.State.PENDING).count(),
        "queue": [_row(sending, now, paper) for sending in rows.unsettled(found, SHOWN)],
        "last": short(last.done_at, now, paper) if last and last.done_at else "",
        "proved": short(found.proved_at, now, paper) if found.proved_at else "",
        "here": "outgoing",
    }
    return screen(request, "desk/outlet.html", context)


@require_POST
@for_desk(SET_UP)
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Pauses a way out, or has it used again: then all that changed meanwhile is sent."""
    configuring.switch(get_object_or_404(Outlet, slug=slug), on="on" in request.POST, by=editor(request))
    return redirect("desk:outlet", slug=slug)


@require_POST
@for_desk(SET_UP)
def prove(request: HttpRequest, slug: str) -> HttpResponse:
    """Has the worker try a way out now, with the last call that arrived."""
    if rows.try_now(get_object_or_404(Outlet, slug=slug), timezone.now()):
        messages.success(request, _("It is tried now: what comes of it is shown here."))
    else:
        messages.warning(request, _("Nothing was sent by it yet: it is tried with the next change."))
    return redirect("desk:outlet", slug=slug)


@require_POST
@for_desk(ACT)
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Has a call made again now."""
    rows.again(get_object_or_404(Sending, pk=key), timezone.now())
    return redirect("desk:outgoing")


def _row(sending: Sending, now: datetime, paper: House) -> Row:
    waits = sending.attempts and sending.error and sending.state == Sending.State.PENDING
    return Row(sending, short(sending.since, now, paper), again=short(sending.next_at, now, paper) if waits else "")


def _state(outlet: Outlet, last: Sending | None) -> State:
    if not outlet.active:
        return State(pgettext("way out", "paused"), "plain")
    if rows.troubled(outlet, 1):
        return State(pgettext("way out", "in trouble"), "bad")
    if last is None:
        return State(pgettext("way out", "nothing sent yet"), "plain")
    return State(pgettext("way out", "works"), "good")
