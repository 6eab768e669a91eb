"""The views that a person has, and how much is new in each."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from dateline.desk.filters import Filter, asked
from dateline.desk.views.counting import news_in
from dateline.newsroom.models import View, Watch
from dateline.newsroom.rows import read


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
    return _asked(view.query)


@lru_cache(maxsize=1000)
def _asked(query: str) -> Filter:
    return asked(QueryDict(query))


def address_of(view: View) -> str:
    """The parameters of the wire's screen that show a view."""
    return "&".join(filter(None, (filter_of(view).query(), f"view={view.pk}")))


def kept(user: User) -> list[Shown]:
    """All views of somebody, with nothing said of what is new."""
    views = list(views_of(user))
    watches = {watch.view_id: watch for watch in read(Watch, "WHERE user_id = %s", [user.pk])} if views else {}
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
    opened = set(open_now)
    closed = [one for one in views if one.view.pk not in opened]
    counted = news_in([(one.filter, one.seen) for one in closed], now)
    new = {one.view.pk: count for one, count in zip(closed, counted, strict=True)}
    return [replace(one, new=new.get(one.view.pk, "")) for one in views]


def saw(user: User, views: Iterable[View], change: int) -> None:
    """Notes that somebody has seen views as they were at a change number. It only rises."""
    for view in views:
        with suppress(IntegrityError):  # thrown away at this moment
            watch, made = Watch.objects.get_or_create(user=user, view=view, defaults={"seen": change})
            if not made and watch.seen < change:
                Watch.objects.filter(pk=watch.pk, seen__lt=change).update(seen=change)
