"""What could not be read: deliveries in quarantine, with the reason and their bytes.

A mistake in what reads the copy of an agency breaks all of it alike: what came by one source and is broken for one
reason is one line, and is read again by one press of a button.
"""

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from dateline.desk.access import for_desk
from dateline.desk.numbers import number_of
from dateline.desk.replaying import BROKEN, ENDED, asked_for, like
from dateline.desk.screen import screen
from dateline.desk.times import short
from dateline.newsroom import raw
from dateline.newsroom.house import house
from dateline.newsroom.models import Delivery

PAGE = 100
MOST_BYTES = 20_000
"""How much of a delivery's bytes the screen shows."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A delivery in quarantine, as a row. `count` is how many are broken alike, itself the newest of them."""

    delivery: Delivery
    time: str
    count: int = 1

    @property
    def others(self) -> int:
        """How many are like it."""
        return self.count - 1


@require_safe
@for_desk()
def broken(request: HttpRequest) -> HttpResponse:
    """What waits in quarantine (what was shelved, with `?shelved=1`), the newest first: by source and reason, or each
    of those that are like one.
    """
    before = number_of(request.GET.get("before", ""))
    state = Delivery.State.SHELVED if request.GET.get("shelved") else Delivery.State.QUARANTINED
    wanted = Delivery.objects.filter(state=state)
    one = Delivery.objects.select_related("source").filter(pk=number_of(request.GET.get("like", "")) or 0).first()
    if one is not None and one.state not in BROKEN:
        one = None
    rows = _groups(wanted, before) if one is None else _each(one, before)
    context = {
        "rows": rows[:PAGE],
        "older": rows[PAGE - 1].delivery.pk if len(rows) > PAGE else None,
        "like": one,
        "count": (wanted if one is None else like(one)).count(),
        "shelved": (one.state if one else state) == Delivery.State.SHELVED,
        "has_shelved": Delivery.objects.filter(state=Delivery.State.SHELVED).exists(),
        "again": asked_for(request.GET.get("asked", "")),
        "asked": request.GET.get("asked", ""),
        "here": "broken",
    }
    return screen(request, "desk/broken.html", context)


def _groups(wanted: QuerySet[Delivery], before: int | None) -> list[Broken]:
    """A page of what is broken alike, and one more, by the newest of each that is older than `before`."""
    found = wanted.order_by().values("source", "reason").annotate(newest=Max("id"), count=Count("id"))
    if before is not None:
        found = found.filter(newest__lt=before)
    counts = dict(found.order_by("-newest").values_list("newest", "count")[: PAGE + 1])
    return _rows(Delivery.objects.filter(pk__in=counts), counts)


def _each(one: Delivery, before: int | None) -> list[Broken]:
    """A page of what is broken as `one` is, and one more."""
    found = like(one) if before is None else like(one).filter(pk__lt=before)
    return _rows(found, {}, PAGE + 1)


def _rows(found: QuerySet[Delivery], counts: dict[int, int], most: int | None = None) -> list[Broken]:
    now, paper = timezone.now(), house()
    deliveries = found.select_related("source").defer("raw", "report").order_by("-id")[:most]
    return [Broken(each, short(each.arrived_at, now, paper), counts.get(each.pk, 1)) for each in deliveries]


@require_safe
@for_desk()
def delivery(request: HttpRequest, key: int) -> HttpResponse:
    """One delivery: why it waits, and what is in it."""
    found = get_object_or_404(Delivery.objects.select_related("source"), pk=key)
    try:
        data: bytes | None = raw.load(found)
    except raw.RawMissing:
        data = None
    is_broken = found.state in BROKEN
    context = {
        "delivery": found,
        "time": short(found.arrived_at, timezone.now(), house()),
        "text": None if data is None else shown(data[:MOST_BYTES]),
        "cut": data is not None and len(data) > MOST_BYTES,
        "can_be_read": found.state in ENDED and data is not None,
        "was_read": found.state == Delivery.State.DONE,
        "waits": found.state == Delivery.State.QUARANTINED,
        "is_broken": is_broken,
        "others": like(found).exclude(pk=found.pk).count() if is_broken else 0,
    }
    return screen(request, "desk/delivery.html", context)


def shown(data: bytes) -> str:
    """Bytes as text that can be looked at: what is not text stands as its number (`\\x02`)."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return "".join(
        one if one.isprintable() or one in "\n\t" else f"\\x{ord(one):02x}" for one in text.replace("\r\n", "\n")
    )
