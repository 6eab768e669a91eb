"""The sources that an agency fills: how long each has been silent, and whether that is too long."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, OuterRef, Subquery

from dateline.newsroom.models import Delivery, PollMark, Source

FROM_OUTSIDE = (Source.Kind.FOLDER, Source.Kind.PUSH, Source.Kind.ANP_API)
"""Sources that an agency fills, and that can fall silent."""


class Feed(NamedTuple):
    """A source that an agency fills. `silence` is in seconds, infinite where nothing ever came; `quiet_after`, the
    silence that is normal, too, 0 where nobody has said. `failures` are the calls in a row that failed, of one that is
    polled.
    """

    slug: str
    silence: float
    quiet_after: float
    polled: bool
    failures: int

    @property
    def is_quiet(self) -> bool:
        """Whether it has been silent for longer than somebody has said is normal."""
        return bool(self.quiet_after) and self.silence > self.quiet_after


def feeds(now: datetime) -> list[Feed]:
    """Every active source that an agency fills, and how long it has been silent."""
    arrived = Delivery.objects.filter(source=OuterRef("pk")).order_by("-arrived_at").values("arrived_at")[:1]
    failures = dict(PollMark.objects.values_list("source").annotate(most=Max("failures")).order_by("source"))
    sources = Source.objects.filter(active=True, kind__in=FROM_OUTSIDE).annotate(last=Subquery(arrived))
    return [
        Feed(
            slug=source.slug,
            silence=max(0.0, (now - source.last).total_seconds()) if source.last else float("inf"),
            quiet_after=source.quiet_after * 60.0,
            polled=source.kind == Source.Kind.ANP_API,
            failures=failures.get(source.pk, 0),
        )
        for source in sources.order_by("slug")
    ]
