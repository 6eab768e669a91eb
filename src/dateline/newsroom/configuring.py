"""Changing who sends copy and where it goes: what admin and desk share. Each change is in the record, drops every kept
page, and has the worker settle anew what it concerns.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Model, ProtectedError
from django.forms import ModelForm
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dateline.newsroom.following import last_place
from dateline.newsroom.models import ApiKey, Outlet, Provider, Rule, Section
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.resettle import ask_for_provider, ask_for_waiting
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing

_LONGEST = 80
_RIGHTS = frozenset({"retention_days", "known_terms"})
"""Fields of a provider on which depends where its copy stands that is already here."""


def save(form: ModelForm, *, by: By) -> Model:
    """Stores what a valid form says, and notes what changed. Raises NotAllowed where this user may not do it."""
    check_permission(by, "setup")
    with writing() as work:
        row = form.instance
        if row.pk is None and isinstance(row, Rule | Section):
            row.place = 1 + (type(row)._default_manager.aggregate(last=Max("place"))["last"] or 0)
        added = row.pk is None
        if added and isinstance(row, Outlet):
            row.told, row.key = last_place()  # it is told of what happens from now on
        form.save()
        note(row, work, by=by, what=gettext_lazy("new") if added else said(form, work))
        if isinstance(row, Provider) and _RIGHTS & set(form.changed_data):
            ask_for_provider(row, work)
    return row


def delete(row: Model, *, by: By) -> None:
    """Deletes a row. Raises NotAllowed where copy or articles are of it, or where this user may not do it."""
    check_permission(by, "setup")
    with writing() as work:
        if isinstance(row, Provider) and (keys := keys_to([row])):
            why = _("This can't be deleted: the key “%(name)s” to the API opens its copy. End the key first.")
            raise NotAllowed(why % {"name": keys[0].name})
        note(row, work, by=by, what=gettext_lazy("deleted"))
        try:
            row.delete()
        except ProtectedError:
            raise NotAllowed(_("This can't be deleted: copy or articles are of it.")) from None


def keys_to(providers: Iterable[Provider]) -> list[ApiKey]:
    """The keys to the API that open the copy of these alone. Without its last provider a key would open all copy."""
    return list(ApiKey.objects.filter(providers__in=list(providers)).distinct())


def switch(row: Outlet, *, on: bool, by: By) -> None:
    """Has a way out be used, or not. Raises NotAllowed where this user may not do it."""
    check_permission(by, "setup")
    with writing() as work:
        if Outlet.objects.filter(pk=row.pk, active=not on).update(active=on):
            note(row, work, by=by, what=gettext_lazy("used again") if on else gettext_lazy("paused"))


def move(row: Rule | Section, *, up: bool, by: By) -> None:
    """Has a rule or section change places with the one before or after it; nothing, at the end."""
    check_permission(by, "setup")
    with writing() as work:
        rows = list(type(row)._default_manager.all())
        at = next((n for n, one in enumerate(rows) if one.pk == row.pk), 0)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for place, one in enumerate(rows):
            type(row)._default_manager.filter(pk=one.pk).update(place=place)
        note(row, work, by=by, what=gettext_lazy("moved up") if up else gettext_lazy("moved down"))


def note(row: Model, work: Work, *, by: By, what: object) -> None:
    """Notes a change of a row: in the record (`what`, in the language of the house), for every page, and for what waits
    at the desk.
    """
    with translation.override(work.catalogue.language):
        work.event("setup", by=by, reason=f"{row._meta.verbose_name} {row}: {what}")
    work.whole_site()
    ask_for_waiting(work)


def said(form: ModelForm, work: Work) -> str:
    """What a form changed, in the language of the house: `retention in days 30 → 0`."""
    with translation.override(work.catalogue.language):
        changed = [
            f"{form.fields[name].label} {_value(form.initial.get(name))} → {_value(form.cleaned_data.get(name))}"
            for name in form.changed_data
        ]
        return "; ".join(changed) or _("unchanged")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Iterable) and not isinstance(value, str):
        value = ", ".join(map(str, value))
    text = " ".join(str("" if value is None else value).split())
    return f"“{text[:_LONGEST]}”" if text else "–"
