"""The ways in: whether copy comes by each as it should, what is missing, and what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from dateline.desk.access import for_desk
from dateline.desk.screen import screen
from dateline.desk.times import short
from dateline.newsroom import keys
from dateline.newsroom.feeds import FROM_OUTSIDE, Feed, feeds
from dateline.newsroom.gaps import Hole, holes_of
from dateline.newsroom.house import house
from dateline.newsroom.models import Delivery, House, PollMark, Source

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
MOST_BROKEN = 20
"""How many deliveries that could not be read a source's own screen lists."""


@dataclass(frozen=True, slots=True)
class State:
    """How a source is: a word for it, and its tone: `good`, `bad` or `plain`."""

    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source at a glance. `lately` is how many deliveries came in the last hour, `before` in that of a week ago;
    `holes` are None while what may fill them has yet to be read.
    """

    source: Source
    state: State
    last: str
    lately: int
    before: int
    broken: int
    troubles: list[str]
    holes: list[Hole] | None


@require_safe
@for_desk()
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, those that need somebody first; of Dateline's own ones those by which anything came."""
    known = [one for one in _with_last(Source.objects.all()) if one.kind in FROM_OUTSIDE or one.last]
    found = source_rows(known, timezone.now())
    found.sort(key=lambda row: (row.state.tone != "bad", not row.troubles, row.source.slug))
    return screen(request, "desk/sources.html", {"rows": found, "here": "sources"})


@require_safe
@for_desk()
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: how it is, what its services skipped, and what of it could not be read."""
    found = get_object_or_404(_with_last(Source.objects.all()), slug=slug)
    now, paper = timezone.now(), house()
    broken = Delivery.objects.filter(state=Delivery.State.QUARANTINED, source=found).defer("raw").order_by("-id")
    context = {
        "row": source_rows([found], now)[0],
        "broken_deliveries": [(one, short(one.arrived_at, now, paper)) for one in broken[:MOST_BROKEN]],
        "marks": [(mark, _asked(mark, now, paper)) for mark in PollMark.objects.filter(source=found, service__gt="")],
        "here": "sources",
    }
    return screen(request, "desk/source.html", context)


def source_rows(found: Iterable[Any], now: datetime) -> list[SourceRow]:
    """Sources (with `last`, when their last delivery arrived) as rows."""
    rows = list(found)
    known, paper = {feed.slug: feed for feed in feeds(now)}, house()
    lately, before = (_came(rows, until) for until in (now, now - WEEK))
    broken = _by_source(Delivery.objects.filter(state=Delivery.State.QUARANTINED))
    shown = []
    for one in rows:
        last: datetime | None = one.last
        troubles = list(_troubles(one, now)) if one.active else []
        shown.append(
            SourceRow(
                source=one,
                state=_state(one, known.get(one.slug), troubles, last),
                last=short(last, now, paper) if last else "",
                lately=lately.get(one.pk, 0),
                before=before.get(one.pk, 0),
                broken=broken.get(one.pk, 0),
                troubles=troubles,
                holes=holes_of(one, now),
            )
        )
    return shown


def _with_last(found: QuerySet[Source]) -> QuerySet[Any]:
    arrived = Delivery.objects.filter(source=OuterRef("pk")).order_by("-arrived_at").values("arrived_at")[:1]
    return found.annotate(last=Subquery(arrived)).prefetch_related("providers")


def _came(rows: list[Source], until: datetime) -> dict[int, int]:
    """How many deliveries came by each source in the hour before a moment."""
    wanted = Delivery.objects.filter(source__in=rows, arrived_at__gt=until - HOUR, arrived_at__lte=until)
    return _by_source(wanted)


def _by_source(found: QuerySet[Delivery]) -> dict[int, int]:
    return dict(found.order_by().values_list("source").annotate(count=Count("id")))


def _state(one: Source, feed: Feed | None, troubles: list[str], last: datetime | None) -> State:
    if not one.active:
        return State(pgettext("source", "switched off"), "plain")
    if feed is not None and feed.is_quiet:
        return State(pgettext("source", "silent"), "bad")
    if troubles:
        return State(pgettext("source", "in trouble"), "bad")
    if last is None:
        return State(pgettext("source", "nothing came yet"), "plain")
    return State(pgettext("source", "comes in"), "good")


def _troubles(one: Source, now: datetime) -> Iterable[str]:
    """What keeps copy from coming in by a source, as far as can be seen from here."""
    if one.kind in FROM_OUTSIDE and not one.names_make_rows and not one.providers.all():
        yield _("It may publish no provider: nothing of it reaches readers.")
    if one.kind == Source.Kind.PUSH:
        try:
            keys.accepted(one, now)
        except keys.NoSecret as error:
            yield str(error)
    for mark in PollMark.objects.filter(source=one).exclude(trouble="").order_by("service"):
        failed = ngettext("%(count)d call failed", "%(count)d calls in a row failed", mark.failures)
        said = [mark.title or mark.service, failed % {"count": mark.failures} if mark.failures else "", mark.trouble]
        yield ": ".join(filter(None, said))


def _asked(mark: PollMark, now: datetime, paper: House) -> str:
    return short(mark.read_at, now, paper) if mark.read_at else ""
