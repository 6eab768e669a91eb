"""Promise 5, to the end: the same deliveries in any order and however often end in the same newsroom, as readers see it
and as it is kept: articles, versions, links, sections, addresses.
"""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.newsroom.addresses import article_path
from dateline.newsroom.visible import visible
from dateline.wire.item import NewsItem
from tests.databases import examples
from tests.newsroom.helpers import picture

from .history import START, Staged
from .pieces import Plan, plans, sources

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = examples(6)

Delivered = list[tuple[str, list[NewsItem]]]
HOUR = timedelta(hours=1)


def made(drawn: list[tuple[str, list[Plan]]]) -> Delivered:
    """The deliveries of a day, each piece made once. What names other copy has a time of its own: of two without one,
    the arrival decides which came last, as it must.
    """
    desk = SimpleNamespace(moment=START, serial=0)
    return [(source, [_timed(plan).make(desk) for plan in some]) for source, some in drawn]  # type: ignore[arg-type]


def _timed(plan: Plan) -> Plan:
    names_other_copy = plan.kind in ("kill other", "replace")
    return replace(plan, age=HOUR) if names_other_copy and plan.age is None else plan


def end_of(deliveries: Delivered, days: int) -> dict[str, object]:
    """What stands in the end. Readers are shown what the oracle says, which knows no order."""
    with Staged() as history:
        history.retain(days)
        for source, items in deliveries:
            history.step(lambda items=items, source=source: history.deliver(items, source), look=False)  # type: ignore[misc]
        history.passes(START + HOUR / 2 - history.moment)
        history.look()
        seen = picture()
        for row in seen["articles"].values():
            if row["published_at"] is None:
                # The retention of copy without a time is counted from its arrival, which order may change.
                row.pop("expires_at")
        return seen | {"addresses": _addresses()}


def _addresses() -> list[str]:
    return sorted(article_path(article) for article in visible(START + HOUR / 2).select_related("section"))


@given(
    drawn=st.lists(st.tuples(sources, st.lists(plans, min_size=1, max_size=3)), min_size=2, max_size=5),
    days=st.sampled_from([0, 0, 0, 1]),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_the_same_deliveries_end_the_same_in_any_order_and_however_often(drawn, days, random):
    deliveries = made(drawn)
    again = deliveries + random.choices(deliveries, k=2)
    random.shuffle(again)
    assert end_of(again, days) == end_of(deliveries, days)
