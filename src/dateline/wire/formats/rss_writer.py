"""RSS 2.0, with the full text in `content:encoded`: a feed of the items that may be published."""

from collections.abc import Iterator
from email.utils import format_datetime

from dateline.wire.formats.feed_writer import WrittenFeed, address_of, headline_of, id_of, others_of
from dateline.wire.formats.markup import DECLARATION, html_of, start_of, tag, time_of, told
from dateline.wire.formats.ninjs import uri_of
from dateline.wire.item import NewsItem


class RssFeed(WrittenFeed):
    """The feed. Items that are withheld, embargoed or canceled are left out."""

    def part(self, item: NewsItem) -> bytes:
        """An `<item>`."""
        return ("\n" + tag("item", *_item(item, self.count))).encode()

    def head(self) -> bytes:
        """The feed is named after the agencies."""
        title = self.title
        about = told("title", title), told("link", uri_of("feed", title)), told("description", title)
        return f"{DECLARATION}{_START}<channel>{''.join(about)}".encode()

    def foot(self) -> bytes:
        return b"</channel></rss>\n"


_START = start_of(
    "rss",
    version="2.0",
    xmlns__content="http://purl.org/rss/1.0/modules/content/",
    xmlns__dc="http://purl.org/dc/elements/1.1/",
    xmlns__dcterms="http://purl.org/dc/terms/",
    xmlns__atom="http://www.w3.org/2005/Atom",
    xmlns__media="http://search.yahoo.com/mrss/",
)


def _item(item: NewsItem, number: int) -> Iterator[str]:
    yield told("title", headline_of(item))
    yield told("link", address_of(item))
    yield told("guid", id_of(item, number), isPermaLink="false")
    for link in others_of(item):
        yield tag("atom:link", rel=link.rel, href=link.href, title=link.title)
    made = item.first_created or item.version_created
    yield told("pubDate", format_datetime(made, usegmt=True) if made else None)
    if item.version_created != made:
        yield told("dcterms:modified", time_of(item.version_created))
    yield told("dc:creator", item.byline)
    yield told("dc:language", item.language)
    yield told("dc:rights", item.copyright)
    for keyword in item.keywords:
        yield told("category", keyword)
    for subject in item.subjects:
        yield told("category", subject.name or subject.code, domain=subject.scheme)
    yield told("description", item.abstract)
    yield told("content:encoded", html_of(item))
    for media in item.media:
        if media.href:
            yield tag(
                "media:content",
                told("media:title", media.headline),
                told("media:description", media.caption),
                told("media:credit", media.byline, role="photographer"),
                told("media:credit", media.credit),
                url=media.href,
                type=media.mime_type,
                medium=_MEDIUMS.get(media.kind),
                fileSize=media.size,
                width=media.width,
                height=media.height,
                duration=None if media.duration is None else round(media.duration),
            )


_MEDIUMS = {"picture": "image", "graphic": "image", "video": "video", "audio": "audio", "text": "document"}
