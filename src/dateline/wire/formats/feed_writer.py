"""What the feeds that are written share: which items are published in one, and what of them."""

from dateline.wire.formats.markup import clean
from dateline.wire.formats.ninjs import uri_of
from dateline.wire.formats.text import dated_text
from dateline.wire.item import Link, NewsItem

RELATIONS = frozenset(("related", "via", "license", "replies"))
"""The relations of links, besides `alternate`, that RSS and Atom are written with."""

NO_TIME = "1970-01-01T00:00:00Z"
"""Where a feed must state a time and the copy has none."""


class WrittenFeed:
    """A feed: the items that may be published, under the names of their agencies.

    `count` is how many items it was given, those that are not in it included.
    """

    def __init__(self) -> None:
        self.count = 0
        self._agencies: dict[str, None] = {}

    @property
    def title(self) -> str:
        """The name of the feed: the agencies whose items are in it."""
        return ", ".join(filter(None, self._agencies)) or "News"

    def add(self, item: NewsItem) -> bytes:
        """The part of an item that may be published, or of one that was; empty for any other."""
        self.count += 1
        part = self.part(item) if is_published(item) else self.removal(item)
        if not part:
            return b""
        between = self.between if self._agencies else b""
        self._agencies[item.provider or ""] = None
        return between + part

    between = b""
    """What stands between two parts."""

    def part(self, item: NewsItem) -> bytes:
        """An item in the format's own form."""
        raise NotImplementedError

    def removal(self, item: NewsItem) -> bytes:
        """What the format says of an item that is not published (any more)."""
        return b""


def is_published(item: NewsItem) -> bool:
    """Whether a feed may publish an item: usable, without an embargo (a feed does not know what time it is read)."""
    return item.status == "usable" and item.embargoed is None


def id_of(item: NewsItem, position: int) -> str:
    """The id of an item: the same whenever it is written."""
    return uri_of(item.guid or f"item-{position}", item.provider)


def address_of(item: NewsItem) -> str | None:
    """Where an item can be read, by its own links."""
    for link in item.links:
        if link.rel in ("alternate", "canonical") and is_web(link.href):
            return link.href
    return None


def others_of(item: NewsItem) -> tuple[Link, ...]:
    """The links of an item to something else than itself, as far as a feed of XML has a place for them."""
    return tuple(link for link in item.links if link.rel in RELATIONS and is_web(link.href))


def is_web(address: str | None) -> bool:
    """Whether an address is one of http or https."""
    return address is not None and address.startswith(("http://", "https://"))


def headline_of(item: NewsItem) -> str:
    """What a feed calls an item: its headline, else the first words of its text, else `-`; only what XML can hold."""
    for words in (item.headline, dated_text(item)[:80].replace("\n", " "), item.slugline):
        if found := clean(words or "").strip():
            return found
    return "-"
