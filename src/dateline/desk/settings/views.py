"""The screens of what is set: a list of each kind, a form for a row, and the acts on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.screen import screen
from dateline.desk.settings.kinds import HOUSE, KINDS, Kind, kind_of
from dateline.newsroom import configuring, keys
from dateline.newsroom.house import house
from dateline.newsroom.models import Outlet, Provider, Rule, Source
from dateline.newsroom.permissions import SET_UP
from dateline.newsroom.resettle import left_to_do
from dateline.newsroom.setup.forms import address_of
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.trying import try_rule
from dateline.outgoing import signing

either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_desk(SET_UP)
def index(request: HttpRequest) -> HttpResponse:
    """Everything that can be set."""
    unset = list(Provider.objects.filter(retention_days=None).values_list("code", flat=True))
    context = {
        "counts": [(kind, kind.rows().count()) for kind in KINDS],
        "people": User.objects.filter(is_active=True).count(),
        "title": house().title,
        "unset": unset,
    }
    return settings_screen(request, "desk/settings/index.html", context)


@require_safe
@for_desk(SET_UP)
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """Every row of a kind."""
    found = kind_of(kind)
    rows = [(row, found.cells(row)) for row in found.rows()]
    context = {"kind": found, "rows": rows, "ways": found.ways}
    return settings_screen(request, "desk/settings/listing.html", context)


@either
@for_desk(SET_UP)
def edit(request: HttpRequest, kind: str, key: int | None = None) -> HttpResponse:
    """The form of a row, a new one where no key is given; stores it, or (a rule) shows what it would have done."""
    found = kind_of(kind)
    row = _new(found, request) if key is None else get_object_or_404(found.rows(), pk=key)
    form = found.form_of(row)(request.POST or None, instance=row)
    context: dict[str, Any] = {"kind": found, "form": form, "row": row, "says": found.about}
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST and isinstance(row, Rule):
            context["trial"] = try_rule(row, timezone.now())
        else:
            return _saved(request, found, form, new=key is None)
    status = 400 if request.method == "POST" and not form.is_valid() else 200
    return settings_screen(request, "desk/settings/edit.html", context, status=status)


@require_POST
@for_desk(SET_UP)
def delete(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Deletes a row, unless copy or articles are of it."""
    row = get_object_or_404(kind_of(kind).rows(), pk=key)
    try:
        configuring.delete(row, by=editor(request))
    except NotAllowed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Deleted."))
    return redirect("desk:settings-list", kind=kind)


@require_POST
@for_desk(SET_UP)
def move(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Has a row change places with the one before it, or after it."""
    found = kind_of(kind)
    if not found.ordered:
        raise Http404
    configuring.move(get_object_or_404(found.rows(), pk=key), up="up" in request.POST, by=editor(request))
    return redirect("desk:settings-list", kind=kind)


@require_POST
@for_desk(SET_UP)
def renew(request: HttpRequest, key: int) -> HttpResponse:
    """Gives a push a new secret, and shows it this once."""
    source = get_object_or_404(Source, pk=key, kind=Source.Kind.PUSH)
    try:
        keys.renew(source, by=editor(request))
    except keys.NoSecret as error:
        messages.warning(request, str(error))
        return redirect("desk:settings-row", kind="sources", key=key)
    return _secret(request, source)


@either
@for_desk(SET_UP)
def site(request: HttpRequest) -> HttpResponse:
    """The house: the title of the site, its language, zone and sizes."""
    return edit_house(request, HOUSE(request.POST or None, instance=house()), "desk:settings", {"part": "site"})


def edit_house(request: HttpRequest, form: Any, back: str, context: dict[str, Any]) -> HttpResponse:
    """Saves what is set of the house and leads to the screen `back`, or shows the form and what is wrong with it."""
    if request.method == "POST" and form.is_valid():
        configuring.save(form, by=editor(request))
        messages.success(request, _("Saved."))
        return redirect(back)
    status = 400 if request.method == "POST" else 200
    return settings_screen(request, "desk/settings/edit.html", {"form": form, **context}, status=status)


def settings_screen(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    frame = {"here": "settings", "kinds": KINDS, "applying": left_to_do()}
    return screen(request, template, frame | context, status=status)


def _new(kind: Kind, request: HttpRequest) -> Model:
    if not kind.ways:
        return kind.model()
    wanted = request.GET.get("kind", kind.ways[0][0])
    if wanted not in dict(kind.ways):
        raise Http404
    return kind.model(kind=wanted)


def _saved(request: HttpRequest, kind: Kind, form: ModelForm, *, new: bool) -> HttpResponse:
    row = configuring.save(form, by=editor(request))
    if new and isinstance(row, Source) and row.kind == Source.Kind.PUSH and not row.secret_from:
        return _secret(request, row)
    if new and isinstance(row, Outlet) and row.kind == Outlet.Kind.WEBHOOK:
        context = {"kind": kind, "row": row, "address": row.url, "secret": signing.secret(row.slug)}
        return settings_screen(request, "desk/settings/secret.html", context)
    messages.success(request, _("Saved."))
    return redirect("desk:settings-list", kind=kind.slug)


def _secret(request: HttpRequest, source: Source) -> HttpResponse:
    """What the agency has to know: the one answer in which the secret stands."""
    context = {"kind": kind_of("sources"), "row": source, "address": address_of(source), "secret": keys.secret(source)}
    return settings_screen(request, "desk/settings/secret.html", context)
