"""The rows of outgoing calls: filled from what changed, claimed by one worker, and done, tried again or given up."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from dateline.newsroom.following import Followed, place_of, told_after
from dateline.newsroom.house import house
from dateline.newsroom.models import Article, Outlet, Sending
from dateline.newsroom.rows import first_value
from dateline.newsroom.transaction import EDITION, number
from dateline.newsroom.visible import is_shown
from dateline.outgoing import hub
from dateline.search import find
from dateline.search.query import parse

AT_ONCE = 200
FEW = 5
_UNSETTLED = (Sending.State.PENDING, Sending.State.FAILED)
CLAIMED_FOR = timedelta(seconds=60)
"""How long a worker has for a call: if it dies meanwhile, another makes the call after that."""

HEAD_START = timedelta(days=1)
"""By how much what has gone is due before what is up: no kill waits behind a flood of news."""

LONGEST = timedelta(hours=1)
MOST_ATTEMPTS = 20
"""After so many attempts, some ten hours, a call is given up until somebody says otherwise."""

SOON, SOONER = timedelta(seconds=60), timedelta(seconds=10)
"""The longest pause where other calls arrive, and that of what has gone."""

OUTAGE = timedelta(hours=9)
"""What was given up without anything else having arrived for so long was not to blame."""


def fill(outlet: Outlet) -> int:
    """Makes rows of what changed since the outlet's place; how many changes it went through."""
    if outlet.kind == Outlet.Kind.WEBSUB:
        return _fill_lists(outlet)
    changed = told_after(Followed(outlet.told, outlet.key), AT_ONCE)
    if not changed:
        return 0
    before, place, now = Q(told=outlet.told, key=outlet.key), place_of(changed[-1]), timezone.now()
    with transaction.atomic():
        # Of several workers one moves the outlet on, and its rows come with that or not at all.
        if not Outlet.objects.filter(before, pk=outlet.pk).update(told=place.told, key=place.key):
            outlet.refresh_from_db()
            return 0
        for article in changed:
            _note(outlet, article, now)
    outlet.told, outlet.key = place
    return len(changed)


def _fill_lists(outlet: Outlet) -> int:
    """The same for who is told of lists and not of articles: its place is an edition, since what is listed nowhere any
    more is known by that alone.
    """
    before, edition = outlet.told, number(EDITION)
    if edition == before:
        return 0
    with transaction.atomic():
        if not Outlet.objects.filter(pk=outlet.pk, told=before).update(told=edition):
            outlet.refresh_from_db()
            return 0
        if hub.changed(before, edition):
            _note_all(outlet, edition, timezone.now())
    outlet.told = edition
    return 1


def is_for(outlet: Outlet, article: Article, now: datetime) -> bool:
    """Whether an outlet gets this article as it is: it is up, of a section and provider that it asks for, and found by
    its query. Raises TooSlow.
    """
    section = article.section.slug if article.section else ""
    return (
        is_shown(article, now)
        and (not outlet.sections or section in outlet.sections)
        and (not outlet.providers or article.provider.code in outlet.providers)
        and (not outlet.query or _is_found(outlet, article))
    )


def _is_found(outlet: Outlet, article: Article) -> bool:
    query = parse(outlet.query)
    # What is not wholly understood would find more than was meant.
    return not query.problems and article.pk in find.among(query, house(), [article.pk])


def is_due(outlet: int, now: datetime) -> bool:
    """Whether a call of an outlet, by its key, waits for no time any more. In plain SQL: each is asked for five times a
    second.
    """
    sql = "SELECT 1 FROM newsroom_sending WHERE outlet_id = %s AND state = 'pending' AND next_at <= %s LIMIT 1"
    return first_value(sql, [outlet, connection.ops.adapt_datetimefield_value(now)]) is not None


def claim(outlet: Outlet, now: datetime) -> Sending | None:
    """The next call that is due, if there is one that no other worker has."""
    due = Sending.objects.filter(outlet=outlet, state=Sending.State.PENDING, next_at__lte=now)
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    for key in due.filter(free).order_by("next_at", "id").values_list("pk", flat=True)[:5]:
        # The attempt counts before it is made.
        claimed = due.filter(free, pk=key).update(claimed_until=now + CLAIMED_FOR, attempts=F("attempts") + 1)
        if claimed:
            return Sending.objects.get(pk=key)
    return None


def done(sending: Sending, *, gone: bool, took: int | None, now: datetime) -> None:
    """A call was made. If the article has changed meanwhile, the row waits for the next."""
    _hurry(sending, now)
    rows = Sending.objects.filter(pk=sending.pk)
    rows.update(sent=sending.told, claimed_until=None, error="", took=took, gone=gone)
    rows.filter(told=sending.told).update(state=Sending.State.DONE, done_at=now)


def _hurry(arrived: Sending, now: datetime) -> None:
    """Whoever was away answers: what failed meanwhile does not wait until pauses are over that grew all the time, and
    what has gone stands before all news.
    """
    calls = Sending.objects.filter(outlet=arrived.outlet_id)
    last = calls.filter(state=Sending.State.DONE).order_by("-done_at").values_list("done_at", flat=True).first()
    before = max(filter(None, (last, arrived.done_at)), default=None)
    given_up = calls.filter(state=Sending.State.FAILED)
    if before is not None:
        given_up = given_up.filter(next_at__gt=before + OUTAGE)
    if given_up.exists():
        given_up.update(state=Sending.State.PENDING, attempts=0, next_at=now + LONGEST)
    waiting = calls.filter(state=Sending.State.PENDING, next_at__gt=now + SOONER).exclude(pk=arrived.pk)
    if waiting.exists():
        waiting.filter(article__listed=False).update(next_at=now + SOONER)
        waiting.filter(next_at__gt=now + SOON).update(next_at=now + SOON)


def failed(sending: Sending, error: str, now: datetime) -> None:
    """A call could not be made: it is tried again after a pause that grows, or given up."""
    pause = min(LONGEST, timedelta(seconds=2 ** min(sending.attempts, 20)))
    state = Sending.State.FAILED if sending.attempts >= MOST_ATTEMPTS else Sending.State.PENDING
    rows = Sending.objects.filter(pk=sending.pk)
    rows.update(error=error[:500], claimed_until=None)
    # What changed during the call is due as it was: a kill does not wait until the pause is over.
    rows.filter(told=sending.told).update(state=state, next_at=now + pause)


def again(sending: Sending, now: datetime) -> None:
    """Somebody says that a call is to be tried again now."""
    rows = Sending.objects.filter(pk=sending.pk).exclude(state=Sending.State.DONE)
    rows.update(state=Sending.State.PENDING, attempts=0, next_at=now)


def try_now(outlet: Outlet, now: datetime) -> bool:
    """Has the last call that arrived made once more, as a trial; of a cache or hub, one about everything. False where
    there was none yet.
    """
    calls = Sending.objects.filter(outlet=outlet)
    if outlet.kind == Outlet.Kind.PURGE and not calls.filter(article=None).exists():
        Sending.objects.create(outlet=outlet, article=None, next_at=now, since=now)
        return True
    if outlet.kind in (Outlet.Kind.PURGE, Outlet.Kind.WEBSUB):
        last = calls.filter(article=None).first()
    else:
        last = last_arrived(outlet)
    if last is None:
        return False
    calls.filter(pk=last.pk).update(state=Sending.State.PENDING, attempts=0, next_at=now, since=now)
    return True


def troubled(outlet: Outlet, limit: int) -> list[Sending]:
    """Calls that failed, the latest first: those that are made again, and those that were given up."""
    calls = Sending.objects.filter(outlet=outlet).exclude(error="").select_related("outlet", "article").order_by("-id")
    # A state at a time, as the indexes have them: most calls of a way out have arrived.
    found = [one for state in _UNSETTLED for one in calls.filter(state=state)[:limit]]
    return sorted(found, key=lambda one: -one.pk)[:limit]


def unsettled(outlet: Outlet, limit: int) -> list[Sending]:
    """Calls that have not arrived: those that wait, the next first, and those that were given up."""
    calls = Sending.objects.filter(outlet=outlet).select_related("outlet", "article")
    found = list(calls.filter(state=Sending.State.PENDING).order_by("next_at", "id")[:limit])
    return found + list(calls.filter(state=Sending.State.FAILED).order_by("-id")[: limit - len(found)])


def last_arrived(outlet: Outlet) -> Sending | None:
    """The call that arrived last."""
    return Sending.objects.filter(outlet=outlet, state=Sending.State.DONE).order_by("-done_at").first()


def unheard(before: datetime) -> list[Sending]:
    """Calls that have not arrived about what was killed or purged before this moment: of each outlet in use a few."""
    removed = (Article.State.KILLED, Article.State.PURGED)
    found: list[Sending] = []
    for outlet in Outlet.objects.filter(active=True):
        calls = Sending.objects.filter(outlet=outlet, since__lt=before, article__state__in=removed)
        found += calls.filter(state=Sending.State.PENDING).select_related("outlet", "article")[:FEW]
    given_up = Sending.objects.filter(state=Sending.State.FAILED).select_related("outlet", "article").order_by("-id")
    found += [one for one in given_up[:AT_ONCE] if one.outlet.active and one.article and one.article.state in removed]
    return found


def _note_all(outlet: Outlet, told: int, now: datetime) -> None:
    """One row for whatever changed: who is told of lists is told once of many."""
    fresh = {"told": told, "state": Sending.State.PENDING, "attempts": 0, "next_at": now, "since": now}
    if not Sending.objects.filter(outlet=outlet, article=None).update(**fresh):
        # Those who have the lists by now have all that was before.
        Sending.objects.create(outlet=outlet, article=None, sent=outlet.told, **fresh)


def _note(outlet: Outlet, article: Article, now: datetime) -> None:
    known = Sending.objects.filter(outlet=outlet, article=article)
    due = now if is_shown(article, now) else now - HEAD_START
    fresh = {"told": article.told, "state": Sending.State.PENDING, "attempts": 0, "next_at": due}
    fresh["since"] = article.told_at or now
    if known.update(**fresh):
        return
    # What has gone, or was never for it, is told only to who got it before. A cache may have kept anything.
    if outlet.kind == Outlet.Kind.PURGE or is_for(outlet, article, now):
        Sending.objects.create(outlet=outlet, article=article, **fresh)
