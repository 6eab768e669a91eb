"""HTML: a whole page for people, an `<article>` for each item, without script or style."""

from collections.abc import Iterator

from dateline.wire.copy.datelines import render_dateline
from dateline.wire.formats.base import Format
from dateline.wire.formats.markup import html_of, start_of, tag, time_of, told, words
from dateline.wire.item import NewsItem


class Page:
    """The page, UTF-8. The status of an item that is not usable and an embargo stand above it."""

    def __init__(self) -> None:
        self.count = 0
        self.title: str | None = None
        self.language: str | None = None

    def add(self, item: NewsItem) -> bytes:
        """An `<article>`."""
        self.count += 1
        first = self.count == 1
        self.title = item.headline if first else None
        self.language = item.language if first or item.language == self.language else None
        article = tag("article", *_article(item), lang=item.language)
        return (article if first else f"\n{article}").encode()

    def head(self) -> bytes:
        """The language of the page is that of all items, its title the headline of the only one."""
        head = f'<meta charset="utf-8">{told("title", self.title or "News")}'
        start = start_of("html", lang=self.language)
        return f"<!DOCTYPE html>\n{start}\n<head>{head}</head>\n<body>\n".encode()

    def foot(self) -> bytes:
        return b"\n</body>\n</html>\n"


def _article(item: NewsItem) -> Iterator[str]:
    if item.status != "usable":
        yield tag("p", told("strong", item.status))
    if item.embargoed is not None:
        moment = time_of(item.embargoed) or ""
        yield tag("p", "Embargo: ", tag("time", moment, datetime=moment))
    yield told("p", item.kicker)
    yield told("h1", item.headline)
    yield told("p", item.subheadline)
    yield told("p", item.byline)
    if item.version_created is not None:
        moment = time_of(item.version_created) or ""
        yield tag("p", tag("time", moment, datetime=moment))
    yield told("p", item.note)
    if item.dateline is not None:
        yield told("p", render_dateline(item.dateline.places, item.dateline.agencies, item.dateline.date))
    yield html_of(item)
    for media in item.media:
        if media.caption:
            yield tag("figure", tag("figcaption", words(media.caption)))
    yield told("footer", item.copyright)


FORMAT = Format(name="html", title="a page of HTML, an article for each item", document=Page)
