"""Lists of the wire: a page of one, and what became of it since a change number."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BooleanField, Case, When

from dateline.desk.filters import Filter
from dateline.desk.rows import Row, row_key, rows
from dateline.desk.scan import Cursor, scan
from dateline.desk.times import of_milliseconds, short
from dateline.newsroom.models import Article, House
from dateline.newsroom.rows import marks, read

MOST = 100
"""How many rows one answer to "anything after N?" brings up to date; past that the screen must be loaded anew."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list on a screen: its rows, where older ones begin ("" if there are none), and its filter.

    `within` tells it from other lists of the same screen, in the ids of elements: "" where it is alone. `looked_to` is
    the moment to which was looked back, where that is not the end: there may be older rows.
    """

    filter: Filter
    rows: list[Row]
    older: str
    within: str = ""
    looked_to: str = ""

    @property
    def top(self) -> str:
        """The place of its first row."""
        return self.rows[0].cursor if self.rows else "0.0"


def listing(
    chosen: Filter, now: datetime, house: House, size: int, before: Cursor | None = None, within: str = ""
) -> Listing:
    """The newest rows that a filter asks for; those after `before` in the order of the wire."""
    found = scan(chosen, now, size + 1, before)
    shown = rows(_articles(found.keys[:size]), now, house, within, chosen.words)
    if len(found.keys) > size:
        return Listing(chosen, shown, shown[-1].cursor, within)
    if found.looked_to is None:
        return Listing(chosen, shown, "", within)
    return Listing(chosen, shown, f"{found.looked_to}.0", within, short(of_milliseconds(found.looked_to), now, house))


@dataclass(frozen=True, slots=True)
class News:
    """What became of a list: rows that came after its top, rows that are another, and rows to take out, each with the
    change by which it had to go.
    """

    within: str = ""
    new: list[Row] = field(default_factory=list)
    other: list[Row] = field(default_factory=list)
    left: list[tuple[str, int]] = field(default_factory=list)


def changed_since(after: int) -> list[int] | None:
    """The keys of articles that are another since a change number; None for more than can be told."""
    # In their order, so that PostgreSQL takes the index: it keeps one plan for whatever number it is asked for.
    changed = Article.objects.filter(change__gt=after).order_by("change")
    found = list(changed.values_list("pk", flat=True)[: MOST + 1])
    return None if len(found) > MOST else found


def news(chosen: Filter, changed: list[int], top: Cursor, now: datetime, house: House, within: str = "") -> News:
    """What became of a list whose first row is at `top`, by the articles that changed."""
    if not changed:
        return News(within)
    found = _articles(changed)
    fits = fitting(chosen, changed, now)
    here = rows((one for one in found if one.pk in fits), now, house, within, chosen.words)
    return News(
        within,
        new=[row for row in here if row.place > top],
        other=[row for row in here if row.place <= top],
        left=[(row_key(one.short_id, within), one.change) for one in found if one.pk not in fits],
    )


def fitting(chosen: Filter, keys: list[int], now: datetime) -> set[int]:
    """Which of these articles a filter asks for."""
    if not chosen.is_set():
        return set(keys)
    # The filter is no condition of the query: SQLite would go through an index of it instead of these few.
    fits = Case(When(chosen.wanted(now), then=True), default=False, output_field=BooleanField())
    found = Article.objects.filter(pk__in=keys).annotate(fits=fits).values_list("pk", "fits")
    return {key for key, fit in found if fit}


def cursor(text: str) -> Cursor | None:
    """A place as it stands in an address (`1764300000000.17`); None where it is none."""
    came_at, _dot, key = text.partition(".")
    if len(text) > 40 or not (came_at.isascii() and came_at.isdigit() and key.isascii() and key.isdigit()):
        return None
    place = int(came_at), int(key)
    return place if max(place) < 2**63 else None


def _articles(keys: list[int]) -> list[Article]:
    """Articles in the order of the wire, with what a row needs."""
    if not keys:
        return []
    # Put in order here: SQLite would go through all of an index to have them in its order.
    found = read(Article, f'WHERE "newsroom_article"."id" IN ({marks(keys)})', keys, ("section", "provider"))
    return sorted(found, key=lambda article: (article.came_at, article.pk), reverse=True)
