"""Superdesk's own items, which it keeps in a dialect of ninjs. All copy is invented."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.wire import NewsItem, read
from dateline.wire.item import Dateline

ITEM: dict[str, Any] = {
    "guid": "urn:newsml:agency.example:1",
    "type": "text",
    "state": "published",
    "pubstatus": "usable",
    "headline": "Observatory opens",
    "body_html": "<p>The observatory opens.</p>",
    "versioncreated": "2025-03-04T10:20:30+0000",
}


def only(**more: Any) -> NewsItem:
    [found] = read(json.dumps({**ITEM, **more}).encode()).items
    return found


def test_an_embargo_is_told_beside_the_hour_without_its_zone() -> None:
    settings = {"time_zone": "Europe/Amsterdam", "utc_embargo": "2025-03-05T11:00:00+0000"}
    found = only(embargo="2025-03-05T12:00:00+0000", schedule_settings=settings)
    assert (found.embargoed, found.problems) == (datetime(2025, 3, 5, 11, tzinfo=UTC), ())
    alone = only(embargo="2025-03-05T12:00:00+0000")
    assert alone.embargoed == datetime(2025, 3, 5, 12, tzinfo=UTC)


def test_what_is_scheduled_waits_for_its_hour() -> None:
    settings = {"utc_publish_schedule": "2025-03-05T11:00:00+0000"}
    assert only(state="scheduled", schedule_settings=settings).embargoed == datetime(2025, 3, 5, 11, tzinfo=UTC)
    assert only(schedule_settings=settings).embargoed is None


@pytest.mark.parametrize(
    ("state", "status"),
    [("published", "usable"), ("spiked", "withheld"), ("draft", "withheld"), ("killed", "canceled")],
)
def test_the_state_says_whether_an_item_was_published(state: str, status: str) -> None:
    assert only(state=state).status == status


def test_the_dateline_is_an_object_with_a_text() -> None:
    found = only(dateline={"text": "SYDNEY, March 4 AAP -", "source": "AAP", "located": {"city": "Sydney"}})
    assert found.dateline == Dateline(
        text="SYDNEY, March 4 AAP -", places=("Sydney",), agencies=("AAP",), date="March 4"
    )
    assert found.places == ("Sydney",)
