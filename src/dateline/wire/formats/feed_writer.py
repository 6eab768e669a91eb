"""What the feeds that are written share: which items are published in one, and what of them."""

from collections.abc import Iterable

from dateline.wire.formats.ninjs import uri_of
from dateline.wire.formats.text import dated_text
from dateline.wire.item import NewsItem

NO_TIME = "1970-01-01T00:00:00Z"
"""Where a feed must state a time and the copy has none."""


def is_published(item: NewsItem) -> bool:
    """Whether a feed may publish an item: usable, without an embargo (a feed does not know what time it is read)."""
    return item.status == "usable" and item.embargoed is None


def id_of(item: NewsItem, position: int) -> str:
    """The id of an item: the same whenever it is written."""
    return uri_of(item.guid or f"item-{position}", item.provider)


def title_of(agencies: Iterable[str]) -> str:
    """The name of a feed: the agencies whose items are in it."""
    return ", ".join(filter(None, agencies)) or "News"


def address_of(item: NewsItem) -> str | None:
    """Where an item can be read, by its own links."""
    for link in item.links:
        if link.rel in ("alternate", "canonical") and link.href and link.href.startswith(("http://", "https://")):
            return link.href
    return None


def headline_of(item: NewsItem) -> str:
    """What a feed calls an item: its headline, else the first words of its text."""
    return item.headline or dated_text(item)[:80].strip().replace("\n", " ") or item.slugline or "-"
