"""JSON Feed 1.1: a feed of the items that may be published."""

from typing import Any

import msgspec

from dateline.wire.formats.feed_writer import address_of, id_of, is_published, title_of
from dateline.wire.formats.markup import html_of, time_of
from dateline.wire.item import Media, NewsItem

Json = dict[str, Any]


class JsonFeed:
    """The feed. Items that are withheld, embargoed or canceled are left out."""

    def __init__(self) -> None:
        self.count = 0
        self.agencies: dict[str, None] = {}

    def add(self, item: NewsItem) -> bytes:
        """An object of `items`."""
        self.count += 1
        if not is_published(item):
            return b""
        part = msgspec.json.encode(_item(item, self.count))
        part = b"," + part if self.agencies else part
        self.agencies[item.provider or ""] = None
        return part

    def head(self) -> bytes:
        """The feed is named after the agencies."""
        about = {"version": "https://jsonfeed.org/version/1.1", "title": title_of(self.agencies)}
        return msgspec.json.encode(about)[:-1] + b',"items":['

    def foot(self) -> bytes:
        return b"]}\n"


def _item(item: NewsItem, number: int) -> Json:
    pictures = [media for media in item.media if media.kind == "picture" and media.href]
    facts = {
        "id": id_of(item, number),
        "url": address_of(item),
        "title": item.headline,
        "summary": item.abstract,
        "image": pictures[0].href if pictures else None,
        "date_published": time_of(item.first_created or item.version_created),
        "date_modified": time_of(item.version_created),
        "authors": [{"name": item.byline}] if item.byline else None,
        "tags": list(item.keywords),
        "language": item.language,
        "attachments": [_attachment(media) for media in item.media if media.href],
    }
    return {"content_html": html_of(item), **{key: value for key, value in facts.items() if value}}


def _attachment(media: Media) -> Json:
    facts = {
        "url": media.href,
        "mime_type": media.mime_type or "application/octet-stream",
        "title": media.headline or media.caption,
        "size_in_bytes": media.size,
        "duration_in_seconds": media.duration,
    }
    return {key: value for key, value in facts.items() if value is not None}
