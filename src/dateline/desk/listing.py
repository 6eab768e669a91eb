"""Lists of the wire: a page of one, and what became of it since a change number."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from dateline.desk.filters import Filter
from dateline.desk.rows import Row, row_key, rows
from dateline.newsroom.models import Article, House

Cursor = tuple[int, int]
"""A place in the order of the wire: when it came, and its key."""

MOST = 100
"""How many rows one answer to "anything after N?" brings up to date; past that the screen must be loaded anew."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list on a screen: its rows, where older ones begin ("" if there are none), and its filter.

    `within` tells it from other lists of the same screen, in the ids of elements: "" where it is alone.
    """

    filter: Filter
    rows: list[Row]
    older: str
    within: str = ""

    @property
    def top(self) -> str:
        """The place of its first row."""
        return self.rows[0].cursor if self.rows else "0.0"


def listing(
    chosen: Filter, now: datetime, house: House, size: int, before: Cursor | None = None, within: str = ""
) -> Listing:
    """The newest rows that a filter asks for; those after `before` in the order of the wire."""
    found = list(_older_than(_in_order(chosen.articles(now)), before)[: size + 1])
    shown = rows(found[:size], now, house, within)
    return Listing(chosen, shown, shown[-1].cursor if len(found) > size else "", within)


@dataclass(frozen=True, slots=True)
class News:
    """What became of a list: rows that came after its top, rows that are another, and ids of rows to take out."""

    within: str = ""
    new: list[Row] = field(default_factory=list)
    other: list[Row] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def changed_since(after: int) -> list[int] | None:
    """The keys of articles that are another since a change number; None for more than can be told."""
    found = list(Article.objects.filter(change__gt=after).values_list("pk", flat=True)[: MOST + 1])
    return None if len(found) > MOST else found


def news(chosen: Filter, changed: list[int], top: Cursor, now: datetime, house: House, within: str = "") -> News:
    """What became of a list whose first row is at `top`, by the articles that changed."""
    if not changed:
        return News(within)
    wanted = list(_in_order(chosen.articles(now).filter(pk__in=changed)))
    found = rows(wanted, now, house, within)
    left = Article.objects.filter(pk__in=set(changed) - {article.pk for article in wanted})
    return News(
        within,
        new=[row for row in found if row.place > top],
        other=[row for row in found if row.place <= top],
        left=[row_key(short_id, within) for short_id in left.values_list("short_id", flat=True)],
    )


def cursor(text: str) -> Cursor | None:
    """A place as it stands in an address (`1764300000000.17`); None where it is none."""
    came_at, _dot, key = text.partition(".")
    if len(text) > 40 or not (came_at.isascii() and came_at.isdigit() and key.isascii() and key.isdigit()):
        return None
    place = int(came_at), int(key)
    return place if max(place) < 2**63 else None


def change_of(text: str) -> int | None:
    """A change number as it stands in an address; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _in_order(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("section", "provider").order_by("-came_at", "-id")


def _older_than(articles: QuerySet[Article], before: Cursor | None) -> QuerySet[Article]:
    if before is None:
        return articles
    came_at, key = before
    return articles.filter(came_at__lte=came_at).filter(Q(came_at__lt=came_at) | Q(pk__lt=key))
