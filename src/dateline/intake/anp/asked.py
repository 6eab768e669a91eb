"""What comes of asking for an item: a delivery, another time to ask, a question for the desk; and all of it committed.

An item that is no longer there changes nothing about its article: the API is not known to say of anything that it was
withdrawn, so a person has to ask the agency.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.intake.anp.answers import Answer, Listed
from dateline.intake.anp.lease import Lease
from dateline.intake.anp.service import BACK, ServiceProgress, is_young
from dateline.intake.anp.troubles import NotAdmitted, NotThere, Trouble
from dateline.intake.store import Incoming, Known, store_many
from dateline.newsroom.identity import kept_guid
from dateline.newsroom.models import Article, Item, PolledItem, PollMark, Provider
from dateline.newsroom.transaction import Work, writing

SOONEST, LATEST = 30.0, 7200.0
"""Seconds between two times of asking for the same item, at the least and at the most."""

SURE = 3
"""Failures in a row after which an item counts as missing. One that was there counts so at once if the API says so."""

TRIES = 12
"""How often an item that was never got is asked for at the least: that takes half a day."""

KEPT = timedelta(hours=72)
"""How long it is remembered that an item was asked for: a mark may vanish."""

_OVER = (Article.State.KILLED, Article.State.EXPIRED, Article.State.PURGED, Article.State.REPLACED)


@dataclass(slots=True)
class Asked:
    """An item that was asked for, and either its answer or why there is none. A row without a key is a new one.

    `alone` is false for a failure that came after another one: then it says more of the API than of the item.
    """

    row: PolledItem
    answer: Answer | None = None
    trouble: Trouble | None = None
    alone: bool = True

    @property
    def is_changed(self) -> bool:
        """Whether it answers something else than the last time, of what is read of it."""
        return self.answer is not None and self.answer.sha256 != self.row.sha256

    @property
    def is_gone(self) -> bool:
        """Whether the API says that it no longer has, or gives, what it gave before."""
        return bool(self.row.sha256) and isinstance(self.trouble, NotThere | NotAdmitted)


def new_row(service: ServiceProgress, entry: Listed) -> PolledItem:
    """The row of an item that a list names and that was never asked for."""
    now = timezone.now()
    came = now if entry.at is None else min(entry.at, now)
    return PolledItem(source=service.source, service=service.mark.service, item=entry.id, first_seen=came)


def commit(lease: Lease, service: ServiceProgress, batch: Sequence[Asked]) -> None:
    """Stores what came of a batch, in one transaction with the mark that stands for it.

    Raises Stopped, and stores nothing, where another process has taken the asking over.
    """
    now = timezone.now()
    changed = [_incoming(asked, asked.answer, now) for asked in batch if asked.answer and asked.is_changed]
    before = [asked.row.missing for asked in batch]
    for asked in batch:
        _move_on(asked, now)
    verbs = [_verb(missing, asked.row.missing) for missing, asked in zip(before, batch, strict=True)]
    done = {asked.row.item for asked in batch}

    def store() -> None:
        lease.confirm()
        store_many(service.source, changed, now=now)
        _store_rows([asked.row for asked in batch])
        PollMark.objects.filter(pk=service.mark.pk).update(newest=service.newest_without(done))

    if any(verbs):
        with writing() as work:
            store()
            for asked, verb in zip(batch, verbs, strict=True):
                if verb:
                    _write_down(service, asked, verb, work)
    else:
        with transaction.atomic():
            store()
    service.stored(done)


def _incoming(asked: Asked, answer: Answer, now: datetime) -> Incoming:
    row = asked.row
    backlog = not row.sha256 and not is_young(Listed(row.item, row.first_seen), now)
    return Incoming(f"anp-api/{row.service}/{row.item}", answer.data, known=Known(backlog=backlog))


def _move_on(asked: Asked, now: datetime) -> None:
    """Sets in the row how it went, and when it is asked for again."""
    row = asked.row
    row.asked_at = now
    age = max((now - row.first_seen).total_seconds(), 0.0)
    if asked.answer is not None:
        row.missing = 0
        row.sha256 = asked.answer.sha256
        pause = min(max(age, SOONEST), LATEST)
    else:
        if row.missing + 1 < SURE or asked.alone or asked.is_gone:
            row.missing += 1
        if asked.is_gone:
            row.missing = max(row.missing, SURE)
        pause = min(5.0 * 3.0 ** min(row.missing, 10), LATEST)
    pause *= random.uniform(1.0, 1.1)  # noqa: S311  # not a secret
    # What was never got is tried for half a day, however old it is.
    over = age >= BACK.total_seconds() and (row.sha256 or row.missing >= TRIES)
    row.ask_at = None if over else now + timedelta(seconds=pause)


def _store_rows(rows: Sequence[PolledItem]) -> None:
    fields = ["asked_at", "ask_at", "sha256", "missing"]
    PolledItem.objects.bulk_update([row for row in rows if row.pk], fields)
    PolledItem.objects.bulk_create(
        [row for row in rows if not row.pk],
        update_conflicts=True,
        unique_fields=["source", "service", "item"],
        update_fields=fields,
    )


def _verb(before: int, after: int) -> str:
    if before < SURE <= after:
        return "missing"
    return "returned" if after < SURE <= before else ""


def _write_down(service: ServiceProgress, asked: Asked, verb: str, work: Work) -> None:
    row = asked.row
    item = _item(row)
    if item is None and verb == "returned":
        return
    if item is not None and Article.objects.filter(item=item, state__in=_OVER).exists():
        return
    words = {"service": service.mark.title or row.service, "item": row.item, "why": str(asked.trouble)}
    if verb == "returned":
        reason = _("%(service)s gives this item again.")
    elif item is not None:
        reason = _("%(service)s no longer gives this item (%(why)s). Ask the agency whether it is withdrawn.")
    else:
        reason = _("%(service)s lists the item %(item)s and does not give it (%(why)s). Ask the agency for it.")
    work.event(verb, item=item, reason=reason % words)


def _item(row: PolledItem) -> Item | None:
    """The item that this source brought, if it was received."""
    if not row.sha256:
        return None
    providers = list(Provider.objects.values_list("pk", flat=True))
    items = Item.objects.filter(provider__in=providers, guid=kept_guid(row.item))
    return items.filter(revisions__delivery__source=row.source_id).first()
