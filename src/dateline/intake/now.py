"""Taking in here and now, for commands that tell what became of each file."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from dateline.database import is_passing
from dateline.intake.report import Entry
from dateline.intake.store import Known
from dateline.intake.worker import Worker
from dateline.newsroom.models import Article, Delivery
from dateline.newsroom.transaction import By, writing

GIVE_UP_AFTER = 30.0
"""Seconds for which the database may be out of reach before a command gives up; what is stored stays stored."""

AGAIN_AFTER = 0.5
"""Seconds between two tries."""

BACK_AT_ONCE = 1_000
"""Deliveries that are put back in one transaction: a kill that comes meanwhile waits for no more of them."""

SOON = 0.05
"""Seconds between two looks at what others have in hand."""

T = TypeVar("T")


def patiently(part: Callable[[], T]) -> T:
    """What `part` gives, tried again as long as the database is out of reach.

    Raises django.db.Error when it stays so; what is stored stays stored.
    """
    began = time.monotonic()
    while True:
        try:
            return part()
        except DatabaseError as error:
            if not is_passing(error) or time.monotonic() - began > GIVE_UP_AFTER:
                raise
            connection.close()
            time.sleep(AGAIN_AFTER)


def work_off(deliveries: Collection[int]) -> None:
    """Works these deliveries until none of them waits, beside whatever worker there is.

    Raises django.db.Error when the database stays out of reach.
    """
    worker = Worker()
    waiting = Delivery.objects.filter(pk__in=deliveries, state=Delivery.State.PENDING)
    try:
        while True:
            if not patiently(lambda: worker.step(deliveries)):
                if not patiently(waiting.exists):
                    break
                time.sleep(SOON)  # another worker has them in hand
    finally:
        worker.close()


def learn(delivery: Delivery, known: Known) -> bool:
    """Notes what somebody says now of a delivery that arrived before; gives whether it is to be read again for that.

    What is broken always is. Whose copy it is can be said of that alone: items that are there keep their agency.
    """
    broken = delivery.state in (Delivery.State.QUARANTINED, Delivery.State.SHELVED)
    said = {"fetched_at": known.fetched_at, "zone": known.zone, "section_name": known.section}
    if broken:
        said["provider_name"] = known.provider
    other = {name: value for name, value in said.items() if value and getattr(delivery, name) != value}
    if other:
        Delivery.objects.filter(pk=delivery.pk).update(**other)
    return broken or bool(other)


def put_back(deliveries: Iterable[int], by: By = None) -> set[int]:
    """Has these deliveries wait again, as if they had never been tried. `by` is who asks, for the record, in which all
    of them have one moment.

    Gives those that stay as they are, because retention or a purge has taken their bytes.
    """
    keys, moment = sorted(set(deliveries)), timezone.now()
    taken: set[int] = set()
    for start in range(0, len(keys), BACK_AT_ONCE):
        some = keys[start : start + BACK_AT_ONCE]
        with writing() as work:
            work.now = moment
            rows = Delivery.objects.filter(pk__in=some)
            gone = set(rows.filter(raw=None, raw_file="").values_list("pk", flat=True))
            rows.exclude(pk__in=gone).update(
                state=Delivery.State.PENDING, attempts=0, reason="", report=[], done_at=None
            )
            for key in some:
                if key not in gone:
                    work.event("replay", delivery_id=key, by=by)
        taken |= gone
    return taken


def shelve(deliveries: Iterable[int], by: By) -> int:
    """Has these deliveries, as far as they are in quarantine, wait for nobody any more; gives how many. What is
    shelved keeps its reason and its bytes, and can be put back like any other.
    """
    keys, moment, count = sorted(set(deliveries)), timezone.now(), 0
    for start in range(0, len(keys), BACK_AT_ONCE):
        with writing() as work:
            work.now = moment
            rows = Delivery.objects.filter(pk__in=keys[start : start + BACK_AT_ONCE], state=Delivery.State.QUARANTINED)
            found = list(rows.order_by("pk").values_list("pk", flat=True))
            rows.update(state=Delivery.State.SHELVED)
            for key in found:
                work.event("shelve", delivery_id=key, by=by)
        count += len(found)
    return count


def became(deliveries: Collection[int]) -> Iterator[tuple[Delivery, list[tuple[Entry, Article | None]]]]:
    """What became of deliveries, in the order of their ids: the entries of their reports, each with its article."""
    rows = list(Delivery.objects.filter(pk__in=deliveries).defer("raw").order_by("pk"))
    wanted = {entry["item"] for row in rows for entry in row.report if "item" in entry}
    articles = {
        article.short_id: article for article in Article.objects.filter(short_id__in=wanted).select_related("section")
    }
    for row in rows:
        yield row, [(entry, articles.get(entry.get("item", ""))) for entry in row.report]
