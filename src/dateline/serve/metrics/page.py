"""The page /metrics: Prometheus' text format. docs/operations.md says what to alarm on."""

import platform
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from django.db import connection
from prometheus_client import generate_latest
from prometheus_client.core import (
    CollectorRegistry,
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from dateline import __version__
from dateline.newsroom.feeds import Feed
from dateline.serve import presence
from dateline.serve.metrics.board import Overview
from dateline.serve.metrics.figures import EDITION_BOUNDS, KILL_BOUNDS
from dateline.serve.metrics.newsroom import Newsroom

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


def text(data: Path, overview: Overview, newsroom: Newsroom | None, now: float) -> bytes:
    """The whole page. `now` is `serve.edition.steady()`; without a newsroom the database is away."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Given([*_machine(data, newsroom), *_web(overview, now), *_newsroom(newsroom)]))
    return generate_latest(registry)


class _Given:
    """What prometheus_client calls a collector: it gives what it was given."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _machine(data: Path, newsroom: Newsroom | None) -> Iterator[Metric]:
    yield _labelled(
        "dateline_build_info",
        "Which Dateline this is.",
        ("version", "python", "database"),
        [((__version__, platform.python_version(), connection.vendor), 1.0)],
    )
    yield _gauge("dateline_database_up", "Whether the database answers.", float(newsroom is not None))
    yield _gauge("dateline_disk_free_bytes", "Room where the data directory is.", float(shutil.disk_usage(data).free))
    roles = (("web",), ("work",))
    yield _labelled(
        "dateline_processes",
        "Processes that run on this data directory.",
        ("role",),
        [(role, float(presence.running(data, *role))) for role in roles],
    )


def _web(overview: Overview, now: float) -> Iterator[Metric]:
    counts, states = overview
    requests = CounterMetricFamily(
        "dateline_requests", "Requests by who answered them and with what.", labels=("answered_by", "status")
    )
    for by, status, count in counts.requests:
        requests.add_metric((by, status), count)
    yield requests
    yield _histogram(
        "dateline_kill_seconds",
        "From the arrival of a kill, or from a person's order, until a web process had dropped the page.",
        KILL_BOUNDS,
        counts.kill,
    )
    yield _histogram(
        "dateline_edition_seconds",
        "From a change of what readers see until a web process had dropped what was out of date.",
        EDITION_BOUNDS,
        counts.edition,
    )
    yield _gauge("dateline_cache_entries", "Pages kept in memory.", sum(state.entries for state in states))
    yield _gauge("dateline_cache_bytes", "Memory that the page cache takes.", sum(state.bytes for state in states))
    if states:
        yield _gauge(
            "dateline_reading_age_seconds",
            "Since the web process that is furthest behind has read the edition.",
            max(now - state.read_at for state in states),
        )
        yield _gauge(
            "dateline_edition_followed",
            "The edition of the web process that is furthest behind.",
            min(state.edition for state in states),
        )


def _newsroom(newsroom: Newsroom | None) -> Iterator[Metric]:
    if newsroom is None:
        return
    by_backlog = [(("new",), False), (("backlog",), True)]
    yield _labelled(
        "dateline_unread_oldest_seconds",
        "Age of the oldest delivery that nobody has read yet.",
        ("queue",),
        [(label, newsroom.oldest[backlog]) for label, backlog in by_backlog],
    )
    yield _labelled(
        "dateline_unread_deliveries",
        "Deliveries that nobody has read yet; 100000 is as far as it counts.",
        ("queue",),
        [(label, float(newsroom.unread[backlog])) for label, backlog in by_backlog],
    )
    yield _gauge(
        "dateline_quarantined_deliveries",
        "Deliveries that could not be read; 100000 is as far as it counts.",
        float(newsroom.quarantined),
    )
    yield _gauge(
        "dateline_overdue_seconds",
        "How late the worker is in noting the end of an embargo or of rights; readers do not wait for it.",
        newsroom.overdue,
    )
    yield _gauge("dateline_change", "Change number: rises with everything in the newsroom.", float(newsroom.change))
    yield _gauge("dateline_edition", "Edition number: rises with what readers can see.", float(newsroom.edition))
    yield from _sources(newsroom.feeds)


def _sources(feeds: Sequence[Feed]) -> Iterator[Metric]:
    yield _labelled(
        "dateline_source_silence_seconds",
        "Since the last delivery of a source; infinite where nothing ever came.",
        ("source",),
        [((feed.slug,), feed.silence) for feed in feeds],
    )
    yield _labelled(
        "dateline_source_quiet_after_seconds",
        "Silence that is normal for a source; absent where nobody has said.",
        ("source",),
        [((feed.slug,), feed.quiet_after) for feed in feeds if feed.quiet_after],
    )
    yield _labelled(
        "dateline_source_poll_failures",
        "Calls in a row that failed, of a source that is polled.",
        ("source",),
        [((feed.slug,), float(feed.failures)) for feed in feeds if feed.polled],
    )


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)


def _labelled(
    name: str, help_text: str, labels: Sequence[str], values: Iterable[tuple[Sequence[str], float]]
) -> Metric:
    family = GaugeMetricFamily(name, help_text, labels=labels)
    for label, value in values:
        family.add_metric(label, value)
    return family


def _histogram(name: str, help_text: str, bounds: Sequence[float], values: Sequence[float]) -> Metric:
    *counts, total = values
    names = [*(str(bound) for bound in bounds), "+Inf"]
    buckets = list(zip(names, accumulate(counts), strict=True))
    return HistogramMetricFamily(name, help_text, buckets=buckets, sum_value=total)
