"""The wire: everything that comes in, newest first and live, as far as the filter of the address asks for it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dateline.desk.access import for_desk
from dateline.desk.filters import Filter, asked, choices
from dateline.desk.rows import Row, rows
from dateline.desk.screen import broken_count, screen
from dateline.newsroom.house import house
from dateline.newsroom.models import Article
from dateline.newsroom.open_references import open_count
from dateline.newsroom.transaction import CHANGE, number

PAGE = 50
"""How many rows a screen has."""

MOST = 100
"""How many rows one answer to "anything after N?" brings up to date; past that the screen must be loaded anew."""


@require_safe
@for_desk()
def wire(request: HttpRequest) -> HttpResponse:
    """The whole screen, or what comes before a row of it (`?before=`)."""
    chosen = asked(request.GET)
    before = _cursor(request.GET.get("before", ""))
    # The number first: what changes while the rows are read comes again with the next question.
    change, now = number(CHANGE), timezone.now()
    found = list(_listed(_older_than(chosen.articles(now), before))[: PAGE + 1])
    shown = rows(found[:PAGE], now, house())
    context = {
        "filter": chosen,
        "choices": choices(chosen),
        "rows": shown,
        "older": shown[-1].cursor if len(found) > PAGE else "",
        "live": before is None,
        "change": change,
        "query": chosen.query(),
        "here": "wire",
    }
    return screen(request, "desk/wire.html", context)


@require_safe
@for_desk()
def changes(request: HttpRequest) -> HttpResponse:
    """Anything after N? 204 for no, else the rows that are new or another, for the screen to take."""
    after, top = request.GET.get("after", ""), _cursor(request.GET.get("top", "")) or (0, 0)
    change = number(CHANGE)
    if after == str(change) or not after.isascii() or not after.isdigit() or len(after) > 18:
        return HttpResponse(status=204)
    changed = list(Article.objects.filter(change__gt=int(after)).values_list("pk", flat=True)[: MOST + 1])
    chosen = asked(request.GET)
    news = {"flood": True} if len(changed) > MOST else _news(chosen, changed, top)
    context = {**news, "change": change, "broken": broken_count(), "pending": open_count(), "query": chosen.query()}
    return render(request, "desk/changes.html", context)


@dataclass(frozen=True, slots=True)
class Left:
    """A row that no longer is what the filter asks for."""

    key: str


def _news(chosen: Filter, changed: list[int], top: tuple[int, int]) -> dict[str, list[Row] | list[Left]]:
    """The rows of changed articles: those that came after `top`, those that stand below it, and those to take out."""
    now = timezone.now()
    wanted = list(_listed(chosen.articles(now).filter(pk__in=changed)))
    found = rows(wanted, now, house())
    new = [row for row in found if (row.article.came_at, row.article.pk) > top]
    left = Article.objects.filter(pk__in=set(changed) - {article.pk for article in wanted})
    return {
        "new": new,
        "other": [row for row in found if row not in new],
        "left": [Left(f"row-{short_id}") for short_id in left.values_list("short_id", flat=True)],
    }


def _listed(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("section", "provider").order_by("-came_at", "-id")


def _older_than(articles: QuerySet[Article], before: tuple[int, int] | None) -> QuerySet[Article]:
    if before is None:
        return articles
    came_at, key = before
    return articles.filter(came_at__lte=came_at).filter(Q(came_at__lt=came_at) | Q(pk__lt=key))


def _cursor(text: str) -> tuple[int, int] | None:
    came_at, _dot, key = text.partition(".")
    if len(text) > 40 or not (came_at.isascii() and came_at.isdigit() and key.isascii() and key.isdigit()):
        return None
    place = int(came_at), int(key)
    return place if max(place) < 2**63 else None
