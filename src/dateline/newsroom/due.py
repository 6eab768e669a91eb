"""What the clock brings about: embargoes that end and rights that run out, written down by the worker.

Readers never wait for it (newsroom/visible.py looks at the clock itself); the record, the desk and the caches do.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from math import inf

from django.db.models import Q

from dateline.database import is_passing
from dateline.newsroom.models import Article, Item
from dateline.newsroom.settle import settle
from dateline.newsroom.transaction import Work, writing
from dateline.newsroom.verbs.expire import expire_by_clock
from dateline.newsroom.visible import LISTED

log = logging.getLogger(__name__)

_NOT_TAKEN = Q(taken__in=(False,))
"""As `taken = 0`, which the index of expiries serves (see newsroom/visible.py)."""


AT_ONCE = 50
"""Articles that one call looks after at the most."""


def release_due(now: datetime, seconds: float = inf) -> int:
    """Notes the ends of embargoes that have passed, of one article at least and of others for so long; of how many."""
    due = Article.objects.filter(LISTED, embargoed_until__lte=now).order_by("embargoed_until")
    return _each(due.values_list("item", flat=True)[:AT_ONCE], settle, now, seconds)


def expire_due(now: datetime, seconds: float = inf) -> int:
    """Expires what has outlived its rights and takes its copy away, one article at least and others for so long; how
    many.

    What was killed or replaced loses its copy as well when its time is over.
    """
    due = Article.objects.filter(_NOT_TAKEN, expires_at__lte=now).order_by("expires_at")
    return _each(due.values_list("item", flat=True)[:AT_ONCE], expire_by_clock, now, seconds)


def next_due() -> datetime | None:
    """The next moment at which one of the two has something to do."""
    embargoes = Article.objects.filter(LISTED, embargoed_until__isnull=False).order_by("embargoed_until")
    expiries = Article.objects.filter(_NOT_TAKEN, expires_at__isnull=False).order_by("expires_at")
    ends = [
        *embargoes.values_list("embargoed_until", flat=True)[:1],
        *expiries.values_list("expires_at", flat=True)[:1],
    ]
    return min((moment for moment in ends if moment is not None), default=None)


def _each(keys: Iterable[int], settled: Callable[[Item, Work], object], now: datetime, seconds: float) -> int:
    """Settles these items, each in a transaction of its own: none lasts long, and an item that fails holds up no other.

    Gives how many did not fail.
    """
    until = time.monotonic() + seconds
    done = 0
    for item in Item.objects.filter(pk__in=list(keys)).order_by("pk"):
        try:
            with writing() as work:
                work.now = max(work.now, now)
                settled(item, work)
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("what the clock brings about for item %s", item.pk)
        else:
            done += 1
        if time.monotonic() >= until:
            break
    return done
