"""Settling anew what a change of the configuration concerns, a few items a transaction.

What a screen asks for the worker does, however much it is: it is noted in the transaction of the change itself.
"""

import time
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from dateline.newsroom.models import Article, Item, Provider, Resettling
from dateline.newsroom.settle import settle
from dateline.newsroom.transaction import Work, writing

_AT_ONCE = 10
_IN_A_TURN = 5
"""Items of one turn of the worker: new copy waits meanwhile."""

_PAUSE = 0.005

WAITING = (Article.State.DESK, Article.State.HELD)
"""The states whose articles a change of rules, sources or sections may bring further."""


def ask_for_provider(provider: Provider, work: Work) -> None:
    """Has the worker settle every item of a provider anew, after a change of its rights."""
    _ask(work, provider=provider)


def ask_for_waiting(work: Work) -> None:
    """Has the worker settle anew what is at the desk or held, after a change of rules, sources or sections."""
    for state in WAITING:
        _ask(work, state=state)


def left_to_do() -> bool:
    """Whether the worker has anything to settle anew."""
    return Resettling.objects.exists()


def resettle_some() -> int:
    """Settles the next few items that somebody asked for; how many, 0 when nothing is left. For the worker."""
    if not left_to_do():
        return 0
    with writing() as work:
        task = Resettling.objects.order_by("id").first()
        if task is None:
            return 0
        found = list(_left(task)[:_IN_A_TURN])
        for article in found:
            settle(article.item, work)
        if len(found) < _IN_A_TURN:
            task.delete()
            work.change()
        else:
            task.came_at, task.key = found[-1].came_at, found[-1].pk
            task.save(update_fields=["came_at", "key"])
    # SQLite lets nobody in by turns: without a pause, whoever waits for the lock might wait in vain.
    time.sleep(_PAUSE)
    return max(len(found), 1)


def resettle_providers(codes: Iterable[str]) -> int:
    """Settles every item of these providers anew, here and now; how many. For commands."""
    return _resettle(Item.objects.filter(provider__code__in=list(codes)))


def resettle_waiting() -> int:
    """Settles anew what is at the desk or held, here and now; how many. For commands."""
    return _resettle(Item.objects.filter(article__state__in=WAITING))


def _ask(work: Work, **which: object) -> None:
    Resettling.objects.filter(**which).delete()  # from the start again: what was done was done by other rules
    Resettling.objects.create(asked_at=work.now, **which)


def _left(task: Resettling) -> QuerySet[Article]:
    """The articles of a task that are left, in the order of the wire, which has an index for each kind of task."""
    of_it = Q(provider=task.provider_id) if task.provider_id else Q(state=task.state)
    articles = Article.objects.filter(of_it).select_related("item").order_by("-came_at", "-id")
    if task.came_at is None:
        return articles
    return articles.filter(came_at__lte=task.came_at).filter(Q(came_at__lt=task.came_at) | Q(pk__lt=task.key))


def _resettle(items: QuerySet[Item]) -> int:
    keys = list(items.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        with writing() as work:
            for item in Item.objects.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk"):
                settle(item, work)
        time.sleep(_PAUSE)
    return len(keys)
