"""Taking in here and now, for commands that tell what became of each file."""

import time
from collections.abc import Collection, Iterable, Iterator

from django.db import OperationalError

from dateline.intake.report import Entry
from dateline.intake.worker import Worker, passing
from dateline.newsroom.models import Article, Delivery
from dateline.newsroom.transaction import writing

GIVE_UP_AFTER = 30.0
"""Seconds for which the database may be out of reach before a command gives up; what is stored stays stored."""


def work_off(deliveries: Collection[int]) -> None:
    """Works these deliveries until none of them waits, beside whatever worker there is.

    Raises OperationalError when the database stays out of reach.
    """
    worker = Worker()
    failing_since: float | None = None
    while True:
        try:
            if not worker.step(deliveries):
                return
            failing_since = None
        except OperationalError as error:
            failing_since = failing_since or time.monotonic()
            if not passing(error) or time.monotonic() - failing_since > GIVE_UP_AFTER:
                raise
            time.sleep(0.5)


def put_back(deliveries: Iterable[int]) -> set[int]:
    """Has these deliveries wait again, as if they had never been tried.

    Gives those that stay as they are, because retention or a purge has taken their bytes.
    """
    keys = set(deliveries)
    taken = set(Delivery.objects.filter(pk__in=keys, raw=None, raw_file="").values_list("pk", flat=True))
    with writing() as work:
        Delivery.objects.filter(pk__in=keys - taken).update(
            state=Delivery.State.PENDING, attempts=0, reason="", report=[], done_at=None
        )
        for key in sorted(keys - taken):
            work.event("replay", delivery_id=key)
    return taken


def became(deliveries: Collection[int]) -> Iterator[tuple[Delivery, list[tuple[Entry, Article | None]]]]:
    """What became of deliveries, in the order of their ids: the entries of their reports, each with its article."""
    rows = list(Delivery.objects.filter(pk__in=deliveries).defer("raw").order_by("pk"))
    wanted = {entry["item"] for row in rows for entry in row.report if "item" in entry}
    articles = {
        article.short_id: article for article in Article.objects.filter(short_id__in=wanted).select_related("section")
    }
    for row in rows:
        yield row, [(entry, articles.get(entry.get("item", ""))) for entry in row.report]
