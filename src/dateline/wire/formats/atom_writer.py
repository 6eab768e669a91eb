"""Atom 1.0 (RFC 4287): a feed of the items that may be published, and of those that are canceled (RFC 6721)."""

from collections.abc import Iterator
from datetime import datetime

from dateline.wire.formats.feed_writer import NO_TIME, WrittenFeed, address_of, headline_of, id_of, others_of
from dateline.wire.formats.markup import DECLARATION, html_of, latest, start_of, tag, time_of, told
from dateline.wire.formats.ninjs import uri_of
from dateline.wire.item import NewsItem


class AtomFeed(WrittenFeed):
    """The feed. Withheld and embargoed items are left out; a canceled one is an `at:deleted-entry` without words."""

    def __init__(self) -> None:
        super().__init__()
        self._updated: datetime | None = None

    def part(self, item: NewsItem) -> bytes:
        """An `<entry>`."""
        self._updated = latest(self._updated, item.version_created)
        return ("\n" + tag("entry", *_entry(item, self.count))).encode()

    def removal(self, item: NewsItem) -> bytes:
        """What says that an item is deleted, without its words; nothing for one that only waits."""
        if item.status != "canceled":
            return b""
        self._updated = latest(self._updated, item.version_created)
        when = time_of(item.version_created or item.first_created) or NO_TIME
        return ("\n" + tag("at:deleted-entry", ref=id_of(item, self.count), when=when)).encode()

    def head(self) -> bytes:
        """The feed is named after the agencies, and as new as its newest item."""
        title = self.title
        about = (
            told("id", uri_of("feed", title)),
            told("title", title),
            told("updated", time_of(self._updated) or NO_TIME),
            tag("author", told("name", title)),
        )
        return f"{DECLARATION}{_START}{''.join(about)}".encode()

    def foot(self) -> bytes:
        return b"</feed>\n"


_START = start_of("feed", xmlns="http://www.w3.org/2005/Atom", xmlns__at="http://purl.org/atompub/tombstones/1.0")


def _entry(item: NewsItem, number: int) -> Iterator[str]:
    yield told("id", id_of(item, number))
    yield told("title", headline_of(item), type="text")
    yield told("updated", time_of(item.version_created or item.first_created) or NO_TIME)
    yield told("published", time_of(item.first_created))
    if item.byline:
        yield tag("author", told("name", item.byline))
    if (address := address_of(item)) is not None:
        yield tag("link", rel="alternate", href=address)
    for link in others_of(item):
        yield tag("link", rel=link.rel, href=link.href, title=link.title)
    for media in item.media:
        if media.href:
            kind, title = media.mime_type, media.headline
            yield tag("link", rel="enclosure", href=media.href, type=kind, length=media.size, title=title)
    for keyword in item.keywords:
        yield tag("category", term=keyword)
    for subject in item.subjects:
        if subject.code or subject.name:
            yield tag("category", term=subject.code or subject.name, scheme=_scheme(subject.scheme), label=subject.name)
    yield told("rights", item.copyright)
    yield told("summary", item.abstract)
    yield tag("content", *([_escaped(item)] if item.body else []), type="html", xml__lang=item.language)


def _scheme(scheme: str | None) -> str | None:
    return None if scheme is None else uri_of(scheme, "scheme")


def _escaped(item: NewsItem) -> str:
    return told("x", html_of(item))[3:-4]
