"""The views that a person has, and how much is new in each.

What is new is counted among the articles that changed last, a bounded number of them: never all that fits.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from dateline.desk.filters import Filter, asked
from dateline.newsroom.models import Article, View, Watch

MOST = 99
"""The highest count that is shown as such: past it there is `99+`."""

LOOKED_AT = 1000
"""How many articles, those that changed last, are looked at to count what is new."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view as it stands in the sidebar. `new` is how much came since the person last saw it ("" for nothing)."""

    view: View
    filter: Filter
    query: str
    new: str
    column: bool


def views_of(user: User) -> QuerySet[View]:
    """The views that somebody may see: their own and those of all."""
    return View.objects.filter(Q(owner=user) | Q(owner=None))


def filter_of(view: View) -> Filter:
    """What a view asks for."""
    return asked(QueryDict(view.query))


def address_of(view: View) -> str:
    """The parameters of the wire's screen that show a view."""
    return "&".join(filter(None, (filter_of(view).query(), f"view={view.pk}")))


def shown(user: User, now: datetime, open_now: Iterable[int] = ()) -> list[Shown]:
    """All views of somebody with what is new in them. Nothing is new in those that are open: it is there to be seen."""
    views = list(views_of(user))
    watches = {watch.view_id: watch for watch in Watch.objects.filter(user=user)} if views else {}
    seen = {view: watches[view.pk].seen if view.pk in watches else view.since for view in views}
    closed = set(open_now)
    counted = _new({view: since for view, since in seen.items() if view.pk not in closed}, now)
    return [
        Shown(
            view=view,
            filter=filter_of(view),
            query=address_of(view),
            new=counted.get(view.pk, ""),
            column=view.pk in watches and watches[view.pk].column,
        )
        for view in views
    ]


def saw(user: User, views: Iterable[View], change: int) -> None:
    """Notes that somebody has seen views as they were at a change number. It only rises."""
    for view in views:
        with suppress(IntegrityError):  # thrown away at this moment
            watch, made = Watch.objects.get_or_create(user=user, view=view, defaults={"seen": change})
            if not made and watch.seen < change:
                Watch.objects.filter(pk=watch.pk, seen__lt=change).update(seen=change)


def _new(seen: dict[View, int], now: datetime) -> dict[int, str]:
    """What is new in views since a change number each, by their keys: `7`, `99+`, or `7+` where there may be more."""
    if not seen:
        return {}
    last = Article.objects.filter(change__gt=min(seen.values())).order_by("-change").values("pk")[:LOOKED_AT]
    counts = {f"view{view.pk}": Count("pk", filter=_is_new(view, since, now)) for view, since in seen.items()}
    found = Article.objects.filter(pk__in=last).aggregate(looked_at=Count("pk"), **counts)
    more = found.pop("looked_at") == LOOKED_AT
    return {view.pk: _told(found[f"view{view.pk}"], more) for view in seen}


def _is_new(view: View, since: int, now: datetime) -> Q:
    """What is new in a view: what came, and in one that goes by states also what got into its state."""
    chosen = filter_of(view)
    return chosen.wanted(now) & (Q(came__gt=since) if chosen.state is None else Q(change__gt=since))


def _told(count: int, more: bool) -> str:
    if count > MOST:
        return f"{MOST}+"
    return f"{count}+" if more and count else str(count or "")
