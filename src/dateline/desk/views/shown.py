"""The views that a person has, and how much is new in each.

What is new is counted among the articles that changed last, a bounded number of them: never all that fits.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
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
    """A view as it stands in the sidebar. `seen` is the change number at which the person last saw it, `new` how much
    came since ("" for nothing).
    """

    view: View
    filter: Filter
    query: str
    seen: int
    column: bool
    new: str = ""


def views_of(user: User) -> QuerySet[View]:
    """The views that somebody may see: their own and those of all."""
    return View.objects.filter(Q(owner=user) | Q(owner=None))


def filter_of(view: View) -> Filter:
    """What a view asks for."""
    return asked(QueryDict(view.query))


def address_of(view: View) -> str:
    """The parameters of the wire's screen that show a view."""
    return "&".join(filter(None, (filter_of(view).query(), f"view={view.pk}")))


def kept(user: User) -> list[Shown]:
    """All views of somebody, with nothing said of what is new."""
    views = list(views_of(user))
    watches = {watch.view_id: watch for watch in Watch.objects.filter(user=user)} if views else {}
    return [
        Shown(
            view=view,
            filter=filter_of(view),
            query=address_of(view),
            seen=watches[view.pk].seen if view.pk in watches else view.since,
            column=view.pk in watches and watches[view.pk].column,
        )
        for view in views
    ]


def shown(user: User, now: datetime, open_now: Iterable[int] = ()) -> list[Shown]:
    """All views of somebody with what is new in them. Nothing is new in those that are open: it is there to be seen."""
    views = kept(user)
    closed = set(open_now)
    counted = _new([one for one in views if one.view.pk not in closed], now)
    return [replace(one, new=counted.get(one.view.pk, "")) for one in views]


def saw(user: User, views: Iterable[View], change: int) -> None:
    """Notes that somebody has seen views as they were at a change number. It only rises."""
    for view in views:
        with suppress(IntegrityError):  # thrown away at this moment
            watch, made = Watch.objects.get_or_create(user=user, view=view, defaults={"seen": change})
            if not made and watch.seen < change:
                Watch.objects.filter(pk=watch.pk, seen__lt=change).update(seen=change)


def _new(views: list[Shown], now: datetime) -> dict[int, str]:
    """What is new in views since each was seen, by their keys: `7`, `99+`, or `7+` where there may be more."""
    if not views:
        return {}
    last = Article.objects.filter(change__gt=min(one.seen for one in views)).order_by("-change")[:LOOKED_AT]
    counts = {f"view{one.view.pk}": Count("pk", filter=_is_new(one, now)) for one in views}
    found = last.aggregate(looked_at=Count("pk"), **counts)
    more = found.pop("looked_at") == LOOKED_AT
    return {one.view.pk: _told(found[f"view{one.view.pk}"], more) for one in views}


def _is_new(one: Shown, now: datetime) -> Q:
    """What is new in a view: what came, and in one that goes by states also what got into its state."""
    since = Q(came__gt=one.seen) if one.filter.state is None else Q(change__gt=one.seen)
    return one.filter.wanted(now) & since


def _told(count: int, more: bool) -> str:
    if count > MOST:
        return f"{MOST}+"
    return f"{count}+" if more and count else str(count or "")
