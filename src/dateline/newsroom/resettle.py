"""Settling anew what a change of the configuration concerns, a few items a transaction."""

import time
from collections.abc import Iterable

from django.db.models import QuerySet

from dateline.newsroom.models import Article, Item
from dateline.newsroom.settle import settle
from dateline.newsroom.transaction import writing

_AT_ONCE = 10
_PAUSE = 0.005


def resettle_providers(codes: Iterable[str]) -> int:
    """Settles every item of these providers anew, after a change of their rights; how many."""
    return _resettle(Item.objects.filter(provider__code__in=list(codes)))


def resettle_waiting() -> int:
    """Settles anew what is at the desk or held, after a change of rules, sources or sections; how many."""
    waiting = (Article.State.DESK, Article.State.HELD)
    return _resettle(Item.objects.filter(article__state__in=waiting))


def _resettle(items: QuerySet[Item]) -> int:
    keys = list(items.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        with writing() as work:
            for item in Item.objects.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk"):
                settle(item, work)
        # SQLite lets nobody in by turns: without a pause, whoever waits for the lock might wait in vain.
        time.sleep(_PAUSE)
    return len(keys)
