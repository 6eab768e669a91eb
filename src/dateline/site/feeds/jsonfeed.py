"""JSON Feed 1.1."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from dateline.site.feeds.matter import Entry, Feed


def write(feed: Feed) -> bytes:
    """The feed as JSON."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    if feed.hub:
        told["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    return msgspec.json.encode(told) + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    facts = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": "" if entry.html else entry.lead or entry.title,  # one of the two must be there
        "summary": entry.lead if entry.html else "",
        "date_published": _time(entry.published),
        "date_modified": _time(entry.modified),
        "authors": [{"name": name} for name in entry.agencies],
        "tags": [entry.section] if entry.section else [],
        "language": entry.language,
    }
    return {name: value for name, value in facts.items() if value}


def _time(time: datetime | None) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if time else ""
