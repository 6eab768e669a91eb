"""Columns: several views side by side, each live. One question a second asks for all of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dateline.desk import bar
from dateline.desk.access import editor, for_desk
from dateline.desk.flashes import told
from dateline.desk.listing import News, changed_since, cursor, listing, news
from dateline.desk.numbers import number_of
from dateline.desk.screen import screen
from dateline.desk.views.shown import Shown, kept, saw
from dateline.newsroom.house import house
from dateline.newsroom.transaction import CHANGE, number

PAGE = 25
"""How many rows a column has."""

MOST_COLUMNS = 6


@require_safe
@for_desk()
def columns(request: HttpRequest) -> HttpResponse:
    """The views of the address (`?view=1&view=2`) side by side, else those that the person has as columns."""
    person = editor(request)
    change, now, paper = number(CHANGE), timezone.now(), house()
    views = kept(person)
    side_by_side = _columns(request, views)
    saw(person, (one.view for one in side_by_side), change)
    lists = [(one, listing(one.filter, now, paper, PAGE, within=_within(one))) for one in side_by_side]
    context = {
        "columns": lists,
        "query": _address(side_by_side),
        "change": change,
        "live": bool(side_by_side),
        "here": "columns",
    }
    return screen(request, "desk/views/columns.html", context)


@require_safe
@for_desk()
def changes(request: HttpRequest) -> HttpResponse:
    """Anything after N, in any of the columns? 204 for no, else what became of each."""
    after, change = number_of(request.GET.get("after", "")), number(CHANGE)
    if after is None or after == change:
        return HttpResponse(status=204)
    now, paper = timezone.now(), house()
    views = kept(editor(request))
    changed = changed_since(after)
    lists: list[News] = []
    for one in _columns(request, views):
        top = cursor(request.GET.get(f"top{_within(one)}", "")) or (0, 0)
        lists.append(news(one.filter, changed or [], top, now, paper, _within(one)))
    context = {
        "lists": lists,
        "flood": changed is None,
        "anew": f"{reverse('desk:columns')}?{_address(_columns(request, views))}",
        "change": change,
        **bar.told(request),
        **told(request),
    }
    return render(request, "desk/changes.html", context)


def _asked(request: HttpRequest) -> list[int]:
    return [int(key) for key in request.GET.getlist("view")[:MOST_COLUMNS] if number_of(key) is not None]


def _columns(request: HttpRequest, views: list[Shown]) -> list[Shown]:
    keys = _asked(request)
    if not keys:
        return [one for one in views if one.column][:MOST_COLUMNS]
    return [one for one in views if one.view.pk in keys]


def _address(views: list[Shown]) -> str:
    return "&".join(f"view={one.view.pk}" for one in views)


def _within(one: Shown) -> str:
    return f"-{one.view.pk}"
