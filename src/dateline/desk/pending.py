"""Kills and replacements that match nothing, or several: what they may mean, and a person's word on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.acts import CONFIRM, Refused
from dateline.desk.numbers import number_of
from dateline.desk.rows import rows, title_of
from dateline.desk.screen import screen
from dateline.desk.times import short
from dateline.newsroom import verbs
from dateline.newsroom.house import house
from dateline.newsroom.identity import slug_of
from dateline.newsroom.models import Article, House, Item, Reference
from dateline.newsroom.naming import items_named
from dateline.newsroom.open_references import open_references
from dateline.newsroom.permissions import ACT
from dateline.newsroom.references import LATER, WINDOW
from dateline.newsroom.states import NotAllowed

PAGE = 50
MOST_LOOKED_AT = 300
"""How many of a provider's articles are compared with what a reference names."""

MOST_OFFERED = 8
_SHORT_WORD = 3
"""Words of so many letters say nothing of what is meant."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A reference as a row: what it does, what it names, and in which copy."""

    reference: Reference
    time: str
    kind: str
    says: str
    count: int


@require_safe
@for_desk()
def pending(request: HttpRequest) -> HttpResponse:
    """All that waits: first what may mean several, whose copy is held for it, then what means nothing that is here."""
    now, paper = timezone.now(), house()
    before = number_of(request.GET.get("before", ""))
    several = open_references(Reference.State.AMBIGUOUS).order_by("-id")[:PAGE] if before is None else ()
    nothing = open_references(Reference.State.PENDING).order_by("-id")
    if before is not None:
        nothing = nothing.filter(pk__lt=before)
    found = list(_loaded(nothing[: PAGE + 1]))
    context = {
        "several": [_row(one, now, paper) for one in _loaded(several)],
        "nothing": [_row(one, now, paper) for one in found[:PAGE]],
        "older": found[PAGE - 1].pk if len(found) > PAGE else "",
        "here": "pending",
    }
    return screen(request, "desk/pending.html", context)


@require_safe
@for_desk()
def reference(request: HttpRequest, key: int) -> HttpResponse:
    """One reference: the copy that makes it, and what it may mean."""
    return _show(request, key)


@require_POST
@for_desk(ACT)
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Kills or replaces the one that is chosen, or says that none is meant; and why not, if it is not done (409)."""
    found = _of(key)
    reason = request.POST.get("words", "").strip()[:2000]
    try:
        if "dismiss" in request.POST:
            if not reason:
                raise Refused(_("Nothing was done: say why nothing is meant."))
            verbs.dismiss_reference(found, reason=reason, by=editor(request))
            said = _("It means nothing that is here.")
        else:
            item = _chosen(request, found)
            verbs.settle_reference(found, item=item, reason=reason, by=editor(request))
            said = _("Done: %(title)s.") % {"title": title_of(Article.objects.get(item=item))}
    except (Refused, NotAllowed) as error:
        return _show(request, key, refused=str(error))
    messages.success(request, said)
    return redirect("desk:pending")


def _show(request: HttpRequest, key: int, refused: str = "") -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("item", "named", "words")}
    found, now, paper = _of(key), timezone.now(), house()
    context = {
        "row": _row(found, now, paper),
        "reference": found,
        "is_open": found in open_references(),
        "kills": found.kind == Reference.Kind.KILL,
        "confirm": CONFIRM,
        "candidates": rows(_candidates(found), now, paper),
        "refused": refused,
        "typed": typed,
        "here": "pending",
    }
    return screen(request, "desk/reference.html", context, status=409 if refused else 200)


def _of(key: int) -> Reference:
    return get_object_or_404(Reference.objects.select_related("item__article", "provider"), pk=key)


def _loaded(found: Iterable[Reference]) -> Iterable[Reference]:
    keys = [one.pk for one in found]
    rows = Reference.objects.filter(pk__in=keys).select_related("item__article", "provider").prefetch_related("targets")
    return rows.order_by("-id")


def _row(found: Reference, now: datetime, paper: House) -> Pending:
    kills = found.kind == Reference.Kind.KILL
    return Pending(
        reference=found,
        time=short(found.arrived_at, now, paper),
        kind=pgettext("reference", "Kill") if kills else pgettext("reference", "Replacement"),
        says=title_of(found.item.article),
        count=len(found.targets.all()),
    )


def _candidates(found: Reference) -> list[Article]:
    """What it may mean: what matches, else what of the same agency has words of it and came near it in time."""
    articles = Article.objects.select_related("section", "provider")
    matching = list(articles.filter(item__in=found.targets.all()).order_by("-came_at", "-id"))
    if matching:
        return matching
    since, until = (round(moment.timestamp() * 1000) for moment in _near(found.at))
    near = articles.filter(provider=found.provider_id, came_at__gte=since, came_at__lte=until)
    wanted = _words(found.target)
    shared: list[tuple[int, Article]] = []
    for article in near.exclude(item=found.item_id).order_by("-came_at", "-id")[:MOST_LOOKED_AT]:
        if common := len(wanted & _words(f"{article.headline} {article.short_id}")):
            shared.append((common, article))
    shared.sort(key=lambda one: -one[0])
    return [article for _common, article in shared[:MOST_OFFERED]]


def _near(moment: datetime) -> tuple[datetime, datetime]:
    try:
        return moment - WINDOW - timedelta(days=1), moment + WINDOW + LATER
    except OverflowError:
        return moment, moment


def _words(text: str) -> set[str]:
    return {word for word in slug_of(text).split("-") if len(word) > _SHORT_WORD}


def _chosen(request: HttpRequest, found: Reference) -> Item:
    """The item that the form names, by one of those it offers or by words. Raises Refused."""
    named = request.POST.get("named", "").strip()[:500] or request.POST.get("item", "").strip()[:500]
    if not named:
        raise Refused(_("Nothing was done: choose which one is meant."))
    if found.kind == Reference.Kind.KILL and request.POST.get("confirm", "").strip().casefold() != CONFIRM:
        raise Refused(_("Nothing was done: type “%(word)s” to confirm.") % {"word": CONFIRM})
    items = items_named([named])
    if len(items) != 1:
        raise Refused(_("Nothing was done: “%(named)s” names no article, or several.") % {"named": named})
    return items[0]
