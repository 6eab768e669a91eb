"""Keeping views: making one of the filters in the address, changing it, sharing it, throwing it away."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.filters import Filter, asked, choices, described
from dateline.desk.numbers import number_of
from dateline.desk.screen import screen
from dateline.desk.views.shown import address_of, filter_of, saw, shown, views_of
from dateline.newsroom.models import View, Watch
from dateline.newsroom.permissions import may
from dateline.newsroom.transaction import CHANGE, number, writing

MOST_VIEWS = 40
"""How many views one person may have, and how many all may share."""

WISHES = ("column", "notify", "sound")
"""What each person does with a view, as the fields of `Watch` are called."""

_LONGEST_NAME = 60


@require_safe
@for_desk()
def views(request: HttpRequest) -> HttpResponse:
    """All views of the person, each with the way to change it."""
    found = shown(editor(request), timezone.now())
    return screen(request, "desk/views/all.html", {"views": found, "here": "wire"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk()
def new(request: HttpRequest) -> HttpResponse:
    """The form for a view of the filters in the address (`?query=`), and the making of it."""
    person = editor(request)
    chosen = _filter(request)
    if request.method != "POST":
        return _form(request, None, chosen)
    shared = bool(request.POST.get("shared")) and may(person, "view")
    refused = _refused(request, shared, None)
    if refused:
        return _form(request, None, chosen, refused)
    view = View(name=_name(request), query=chosen.query(), owner=None if shared else person, since=number(CHANGE))
    _store(view, person, shared)
    _set_watch(view, request)
    return redirect(f"{reverse('desk:home')}?{address_of(view)}")


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk()
def view(request: HttpRequest, key: int) -> HttpResponse:
    """One view: its name, its filters (those in `?query=`, where there are some), whose it is; and changing it."""
    person = editor(request)
    found = get_object_or_404(views_of(person), pk=key)
    chosen = _filter(request) if "query" in (request.POST or request.GET) else filter_of(found)
    if request.method != "POST":
        return _form(request, found, chosen)
    if may_change(person, found):
        was_shared = found.owner_id is None
        shared = bool(request.POST.get("shared")) and may(person, "view")
        refused = _refused(request, shared, found)
        if refused:
            return _form(request, found, chosen, refused)
        found.name, found.query, found.owner = _name(request), chosen.query(), None if shared else person
        _store(found, person, shared or was_shared)
    _set_watch(found, request)
    return redirect(f"{reverse('desk:home')}?{address_of(found)}")


@require_POST
@for_desk()
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Throws a view away."""
    person = editor(request)
    found = get_object_or_404(views_of(person), pk=key)
    if not may_change(person, found):
        return render(request, "desk/not_yours.html", status=403)
    with writing() as work:
        if found.owner_id is None:
            work.event("view", by=person, reason=_("%(name)s: thrown away") % {"name": found.name})
        found.delete()
    return redirect("desk:views")


@require_POST
@for_desk()
def seen(request: HttpRequest) -> HttpResponse:
    """Notes how far the person has seen the views that are open on a screen."""
    change = number_of(request.POST.get("after", ""))
    keys = [int(key) for key in request.POST.getlist("view")[:MOST_VIEWS] if number_of(key) is not None]
    if change is None:
        raise Http404
    saw(editor(request), views_of(editor(request)).filter(pk__in=keys), min(change, number(CHANGE)))
    return HttpResponse(status=204)


def may_change(person: User, view: View) -> bool:
    """Whether somebody may change or throw away a view: their own; those of all, who may act on the news."""
    return view.owner_id == person.pk or (view.owner_id is None and may(person, "view"))


def _form(request: HttpRequest, view: View | None, chosen: Filter, refused: str = "") -> HttpResponse:
    person = editor(request)
    watch = Watch.objects.filter(user=person, view=view).first() if view else None
    posted = request.method == "POST"
    context = {
        "view": view,
        "name": _name(request) if posted else (view.name if view else ""),
        "shared": bool(request.POST.get("shared")) if posted else (view is not None and view.owner_id is None),
        **(_wishes(request) if posted else {name: getattr(watch, name, False) for name in WISHES}),
        "query": chosen.query(),
        "described": described(chosen, choices(chosen)),
        "may_change": view is None or may_change(person, view),
        "may_share": may(person, "view"),
        "refused": refused,
        "here": "wire",
    }
    return screen(request, "desk/views/form.html", context, status=409 if refused else 200)


def _filter(request: HttpRequest) -> Filter:
    return asked(QueryDict((request.POST or request.GET).get("query", "")[:2000]))


def _name(request: HttpRequest) -> str:
    return " ".join(request.POST.get("name", "").split())[: _LONGEST_NAME * 2]


def _refused(request: HttpRequest, shared: bool, view: View | None) -> str:
    """Why a view cannot be kept as the form says; "" if it can."""
    name = _name(request)
    if not name:
        return _("Nothing was saved: give the view a name.")
    if len(name) > _LONGEST_NAME:
        return _("Nothing was saved: the name is longer than %(count)s characters.") % {"count": _LONGEST_NAME}
    others = View.objects.filter(owner=None if shared else editor(request))
    if view is not None:
        others = others.exclude(pk=view.pk)
    if any(other.name.casefold() == name.casefold() for other in others):
        return _("Nothing was saved: there is another view of this name.")
    if len(others) >= MOST_VIEWS:
        return _("Nothing was saved: there are %(count)s views already. Throw one away first.") % {"count": MOST_VIEWS}
    return ""


def _store(view: View, person: User, told: bool) -> None:
    """Stores a view. What concerns all is recorded, and told to every screen."""
    if not told:
        view.save()
        return
    with writing() as work:
        view.save()
        work.event("view", by=person, reason=view.name)


def _set_watch(view: View, request: HttpRequest) -> None:
    watch, _made = Watch.objects.get_or_create(user=editor(request), view=view, defaults={"seen": view.since})
    wishes = _wishes(request)
    if any(getattr(watch, name) != wish for name, wish in wishes.items()):
        Watch.objects.filter(pk=watch.pk).update(**wishes)


def _wishes(request: HttpRequest) -> dict[str, bool]:
    """What the form says that the person does with the view."""
    return {name: bool(request.POST.get(name)) for name in WISHES}
