"""The history of everything: who or what did what to which item, the latest first. Nothing in it can be changed."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from dateline.desk.access import for_desk
from dateline.desk.events import AT_ONCE, entries
from dateline.desk.numbers import number_of
from dateline.desk.screen import screen
from dateline.desk.times import day_of
from dateline.newsroom.house import house
from dateline.newsroom.models import Event

PAGE = 100
MOST_AT_ONCE = 10_000
"""How many events one line of the history stands for, at the most."""


@require_safe
@for_desk()
def history(request: HttpRequest) -> HttpResponse:
    """What happened, as far as the address asks for it: by whom, on which day, acts of people alone."""
    who, day = request.GET.get("who", "").strip()[:150], parse_day(request.GET.get("day", ""))
    events = Event.objects.select_related("item__article", "section", "by", "delivery").order_by("-id")
    events = events.defer("delivery__raw", "delivery__report")
    if who:
        events = events.filter(by_name=who)
    if request.GET.get("people"):
        events = events.filter(Q(act=True) | ~Q(by_name=""))
    if day is not None:
        start, end = day_of(day, house())
        events = events.filter(at__gte=start, at__lt=end)
    before = number_of(request.GET.get("before", ""))
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[:PAGE])
    if len(found) == PAGE and found[-1].verb in AT_ONCE:
        found += _rest(events, found[-1])
    query = request.GET.copy()
    query["before"] = str(found[-1].pk) if found else ""
    context = {
        "events": entries(found, house()),
        "older": query.urlencode() if found and events.filter(pk__lt=found[-1].pk).exists() else "",
        "who": who,
        "day": day.isoformat() if day else "",
        "people": bool(request.GET.get("people")),
        "here": "history",
    }
    return screen(request, "desk/history.html", context)


def _rest(events: QuerySet[Event], last: Event) -> list[Event]:
    """What was done at once with the last event of a page: a line does not go on in the next."""
    rest = events.filter(pk__lt=last.pk, pk__gte=last.pk - MOST_AT_ONCE, verb=last.verb, at=last.at)
    return list(rest.filter(by_name=last.by_name, reason=last.reason))


def parse_day(text: str) -> date | None:
    """A day of the address (`2026-11-28`); None where it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
