"""The wire: everything that comes in, newest first and live, as far as the filter of the address asks for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dateline.desk import bar
from dateline.desk.access import editor, for_desk
from dateline.desk.filters import Filter, asked, choices, described
from dateline.desk.flashes import told
from dateline.desk.listing import changed_since, cursor, listing, news
from dateline.desk.numbers import number_of
from dateline.desk.screen import screen
from dateline.desk.views.shown import Shown, saw, shown
from dateline.desk.words import told_of
from dateline.newsroom.house import house
from dateline.newsroom.transaction import CHANGE, number

PAGE = 50
"""How many rows a screen has."""


@require_safe
@for_desk()
def wire(request: HttpRequest) -> HttpResponse:
    """The whole screen, or what comes before a row of it (`?before=`)."""
    chosen = asked(request.GET)
    before = cursor(request.GET.get("before", ""))
    # The number first: what changes while the rows are read comes again with the next question.
    change, now = number(CHANGE), timezone.now()
    found = listing(chosen, now, house(), PAGE, before)
    views, offered = shown(editor(request), now, _open(request)), choices(chosen)
    here = _here(request, views)
    if here is not None and before is None:
        saw(editor(request), [here.view], change)
    context = {
        "filter": chosen,
        "choices": offered,
        "described": described(chosen, offered),
        "words_told": told_of(chosen.words) if chosen.words else (),
        "list": found,
        "live": before is None,
        "change": change,
        "query": _address(chosen, _open(request)),
        "views": views,
        "view": here,
        "here": "wire",
    }
    return screen(request, "desk/wire.html", context)


@require_safe
@for_desk()
def changes(request: HttpRequest) -> HttpResponse:
    """Anything after N? 204 for no, else the rows that are new or another, for the screen to take."""
    after, top = number_of(request.GET.get("after", "")), cursor(request.GET.get("top", "")) or (0, 0)
    change = number(CHANGE)
    if after is None or after == change:
        return HttpResponse(status=204)
    # A view that was made since is not on that screen: there is nothing to put its count into.
    chosen, now, has = asked(request.GET), timezone.now(), request.GET.get("has", "").split()
    changed = changed_since(after)
    context = {
        "lists": [news(chosen, changed or [], top, now, house())],
        "flood": changed is None,
        "anew": f"{reverse('desk:home')}?{_address(chosen, _open(request))}",
        "views": [one for one in shown(editor(request), now, _open(request)) if str(one.view.pk) in has],
        "change": change,
        **bar.told(request),
        **told(request),
    }
    return render(request, "desk/changes.html", context)


def _open(request: HttpRequest) -> list[int]:
    key = number_of(request.GET.get("view", ""))
    return [] if key is None else [key]


def _address(chosen: Filter, views: list[int]) -> str:
    """The parameters of this screen: its filters, and the view that it is opened as."""
    return "&".join(filter(None, (chosen.query(), *(f"view={key}" for key in views))))


def _here(request: HttpRequest, views: list[Shown]) -> Shown | None:
    """The view that the address names, if it is there."""
    keys = _open(request)
    return next((one for one in views if one.view.pk in keys), None)
