"""JSON Feed 1.1: a feed of the items that may be published."""

from typing import Any

import msgspec

from dateline.wire.formats.feed_writer import WrittenFeed, address_of, headline_of, id_of
from dateline.wire.formats.markup import clean, html_of, time_of
from dateline.wire.formats.values import UNKNOWN_TYPE
from dateline.wire.item import Media, NewsItem

Json = dict[str, Any]


class JsonFeed(WrittenFeed):
    """The feed. Items that are withheld, embargoed or canceled are left out."""

    between = b","

    def part(self, item: NewsItem) -> bytes:
        """An object of `items`."""
        return msgspec.json.encode(_item(item, self.count))

    def head(self) -> bytes:
        """The feed is named after the agencies."""
        about = {"version": "https://jsonfeed.org/version/1.1", "title": self.title}
        return msgspec.json.encode(about)[:-1] + b',"items":['

    def foot(self) -> bytes:
        return b"]}\n"


def _item(item: NewsItem, number: int) -> Json:
    pictures = [media for media in item.media if media.kind == "picture" and media.href]
    facts = {
        "id": id_of(item, number),
        "url": address_of(item),
        "title": item.headline if clean(item.text).strip() else headline_of(item),
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
        "mime_type": media.mime_type or UNKNOWN_TYPE,
        "title": media.headline or media.caption,
        "size_in_bytes": media.size,
        "duration_in_seconds": media.duration,
    }
    return {key: value for key, value in facts.items() if value is not None}
