"""How much is new in views.

It is counted among the articles that changed last, a bounded number of them: never all that fits.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from dateline.desk.filters import Filter, since
from dateline.newsroom.models import Article

MOST = 99
"""The highest count that is shown as such: past it there is `99+`."""

LOOKED_AT = 1000
"""How many articles, those that changed last, are looked at to count what is new."""

_THEN = datetime(1970, 1, 1, tzinfo=UTC)
_SEEN, _LEAST = -(10**15), -(10**16)
"""Values that stand in a statement where others are put in their place."""


def news_in(views: Sequence[tuple[Filter, int]], now: datetime) -> list[str]:
    """What is new in views, each its filter and the change number at which it was seen: `7`, `99+`, or `7+` where there
    may be more, "" for nothing.
    """
    if not views:
        return []
    filters = tuple(chosen for chosen, _seen in views)
    fixed = all(chosen.words is None for chosen in filters)  # what is found by words is another set each time
    build = _statement if fixed else _statement.__wrapped__
    sql, values = build(filters, LOOKED_AT)
    put: dict[Any, int] = {_SEEN - place: seen for place, (_chosen, seen) in enumerate(views)}
    put[_LEAST] = min(seen for _chosen, seen in views)
    put |= {since(hours, _THEN): since(hours, now) for hours in (chosen.hours for chosen in filters) if hours}
    with connection.cursor() as cursor:
        cursor.execute(sql, [put.get(value, value) for value in values])
        looked_at, *counts = cursor.fetchone()
    return [_told(count, looked_at == LOOKED_AT) for count in counts]


@lru_cache(maxsize=200)
def _statement(filters: tuple[Filter, ...], looked_at: int) -> tuple[str, tuple[Any, ...]]:
    """The statement that counts, and its values, as Django builds them: to build takes it longer than to carry out."""
    counts = {f"view{place}": Count("pk", filter=_is_new(one, _SEEN - place)) for place, one in enumerate(filters)}
    last = Article.objects.filter(change__gt=_LEAST).order_by("-change")[:looked_at]
    try:
        with connection.execute_wrapper(_catch):
            last.aggregate(looked_at=Count("pk"), **counts)
    except _Built as built:
        return built.sql, built.values
    raise AssertionError("Django asked nothing")


class _Built(Exception):
    """A statement that is not carried out."""

    def __init__(self, sql: str, values: tuple[Any, ...]) -> None:
        super().__init__(sql)
        self.sql, self.values = sql, values


def _catch(_execute: object, sql: str, values: Sequence[Any], _many: object, _context: object) -> None:
    raise _Built(sql, tuple(values))


def _is_new(chosen: Filter, seen: int) -> Q:
    """What is new in a view: what came, and in one that goes by states also what got into its state."""
    after = Q(came__gt=seen) if chosen.state is None else Q(change__gt=seen)
    return chosen.wanted(_THEN) & after


def _told(count: int, more: bool) -> str:
    if count > MOST:
        return f"{MOST}+"
    return f"{count}+" if more and count else str(count or "")
