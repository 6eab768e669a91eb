"""Answers of Reuters Connect, which are ninjs in all but some names. All copy is invented."""

import json
from datetime import UTC, datetime
from typing import Any

from dateline.wire import NewsItem, read
from dateline.wire.item import Signal

ITEM: dict[str, Any] = {
    "uri": "tag:reuters.example,2025:newsml_L1N1:3",
    "versionedGuid": "tag:reuters.example,2025:newsml_L1N1:3",
    "version": "3",
    "type": "text",
    "headLine": "UPDATE 2-Observatory opens",
    "byLine": "By Ann Other",
    "fragment": "The observatory opened",
    "bodyXhtml": "<p>LEIDEN, March 4 (Reuters) - The observatory opened.</p>",
    "bodyXhtmlRich": "<p>LEIDEN, March 4 (Reuters) - The <b>observatory</b> opened.</p>",
    "slug": "STARS/",
    "language": "en",
    "firstCreated": "2025-03-04T10:00:00Z",
    "versionCreated": "2025-03-04T10:20:30Z",
    "urgency": 3,
}


def only(answer: Any) -> NewsItem:
    reading = read(json.dumps(answer).encode())
    assert reading.format == "ninjs"
    [found] = reading.items
    return found


def test_an_item_is_inside_its_answer_and_under_names_of_its_own() -> None:
    found = only({"data": {"item": ITEM}})
    assert (found.guid, found.version) == ("tag:reuters.example,2025:newsml_L1N1", "3")
    assert (found.headline, found.signal) == ("Observatory opens", Signal(kind="update", text="UPDATE 2-"))
    assert (found.text, found.byline, found.slugline) == ("The observatory opened.", "By Ann Other", "STARS/")
    assert found.version_created == datetime(2025, 3, 4, 10, 20, 30, tzinfo=UTC)
    assert found.problems == ()


def test_the_items_that_a_search_finds_are_items() -> None:
    found = only({"data": {"search": {"items": [ITEM], "totalHits": 1}}})
    assert found.headline == "Observatory opens"
