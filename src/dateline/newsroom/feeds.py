"""The sources that an agency fills: how long each has been silent, and whether that is too long."""

from datetime import datetime
from typing import NamedTuple

from dateline.newsroom.models import Delivery, PollMark, Source
from dateline.newsroom.rows import marks, read_columns

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


_LAST = f"""
    WHERE id IN (SELECT (
        SELECT last.id FROM newsroom_delivery AS last
        WHERE last.source_id = newsroom_source.id ORDER BY last.arrived_at DESC LIMIT 1
    ) FROM newsroom_source WHERE active = %s AND kind IN ({marks(FROM_OUTSIDE)}))
"""  # noqa: S608


def feeds(now: datetime) -> list[Feed]:
    """Every active source that an agency fills, and how long it has been silent.

    In SQL, since every screen of the desk counts the silent ones: Django takes ten times as long to build the question.
    """
    asked = [True, *FROM_OUTSIDE]
    sources = read_columns(
        Source,
        ("id", "slug", "quiet_after", "kind"),
        f"WHERE active = %s AND kind IN ({marks(FROM_OUTSIDE)}) ORDER BY slug",
        asked,
    )
    last = dict(read_columns(Delivery, ("source", "arrived_at"), _LAST, asked))
    failures: dict[int, int] = {}
    if any(kind == Source.Kind.ANP_API for *_, kind in sources):
        for key, count in read_columns(PollMark, ("source", "failures"), ""):
            failures[key] = max(count, failures.get(key, 0))
    return [
        Feed(
            slug=slug,
            silence=max(0.0, (now - last[key]).total_seconds()) if key in last else float("inf"),
            quiet_after=quiet_after * 60.0,
            polled=kind == Source.Kind.ANP_API,
            failures=failures.get(key, 0),
        )
        for key, slug, quiet_after, kind in sources
    ]
