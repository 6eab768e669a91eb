"""Having copy read again, broken or not, and what came of it so far; or having it wait for nobody any more."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dateline.desk.access import editor, for_desk
from dateline.desk.numbers import number_of
from dateline.intake.now import put_back, shelve
from dateline.newsroom.models import Delivery, Event
from dateline.newsroom.permissions import ACT

MOST = 10_000
"""Deliveries that are read again by one press: about two seconds go into asking for so many."""


@dataclass(frozen=True, slots=True)
class Again:
    """What came so far of deliveries that were to be read again: how many wait, were read, or are broken as before."""

    waits: int
    read: int
    broken: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.waits + self.read + self.broken

    @property
    def tried(self) -> int:
        """How many have had their turn."""
        return self.read + self.broken


BROKEN = (Delivery.State.QUARANTINED, Delivery.State.SHELVED)
"""What could not be read: it waits for somebody, or for nobody any more."""

ENDED = (*BROKEN, Delivery.State.DONE)
"""What can be read again: what was read, but wrongly, as well."""


def quarantined() -> QuerySet[Delivery]:
    """All that waits in quarantine."""
    return Delivery.objects.filter(state=Delivery.State.QUARANTINED)


def like(delivery: Delivery) -> QuerySet[Delivery]:
    """What is broken as this delivery is: of its source, for its reason, and waiting as it is."""
    return Delivery.objects.filter(source=delivery.source_id, reason=delivery.reason, state=delivery.state)


@require_POST
@for_desk(ACT)
def replay(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Has the worker read again one delivery, what is broken as one is (`like`), or all that waits."""
    was_read = key is not None and Delivery.objects.filter(pk=key, state=Delivery.State.DONE).exists()
    asked = _put_back(_wanted(request, key, ENDED), editor(request))
    if not asked:
        messages.error(request, _("There is nothing to read again: somebody was first, or the bytes are gone."))
    elif was_read:
        messages.success(request, _("It is read again: its items follow in a moment."))
    return redirect("desk:delivery", key) if was_read else redirect(reverse("desk:broken") + asked)


@require_POST
@for_desk(ACT)
def put_away(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Has one delivery, or what is broken as one is (`like`), wait for nobody any more."""
    count = shelve(_wanted(request, key, BROKEN) if key or "like" in request.POST else (), editor(request))
    said = ngettext("%(count)d delivery was shelved.", "%(count)d deliveries were shelved.", count)
    messages.success(request, said % {"count": count})
    return redirect("desk:broken")


def _wanted(request: HttpRequest, key: int | None, states: Collection[str]) -> list[int]:
    """The keys of what is asked for: one in these states, what is broken as one is (`like`), or all that waits."""
    wanted = quarantined()
    if key is not None:
        wanted = Delivery.objects.filter(pk=key, state__in=states)
    elif "like" in request.POST:
        one = Delivery.objects.filter(pk=number_of(request.POST["like"]) or 0, state__in=BROKEN).first()
        wanted = quarantined().none() if one is None else like(one)
    return list(wanted.order_by("pk").values_list("pk", flat=True)[:MOST])


def _put_back(keys: list[int], by: User) -> str:
    """Puts deliveries back; gives the part of the address by which `asked_for` knows them, nothing where none was."""
    before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    put_back(keys, by)
    ends = Event.objects.filter(pk__gt=before, verb="replay", by=by).aggregate(first=Min("pk"), last=Max("pk"))
    return f"?asked={ends['first']}-{ends['last']}" if ends["first"] else ""


def asked_for(text: str) -> Again | None:
    """What came so far of what was asked for, as it stands in the address; None where that is nothing."""
    first, last = (number_of(part) for part in text.partition("-")[::2])
    if first is None or last is None or last - first > 2 * MOST:
        return None
    asked = Event.objects.filter(pk__gte=first, pk__lte=last, verb="replay").values("delivery")
    found = Delivery.objects.filter(pk__in=asked).order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict(found)
    if not counts:
        return None
    return Again(
        waits=counts.get(Delivery.State.PENDING, 0),
        read=counts.get(Delivery.State.DONE, 0),
        broken=counts.get(Delivery.State.QUARANTINED, 0),
    )
