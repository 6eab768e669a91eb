"""HTML: a whole page for people, an `<article>` for each item, without script or style."""

from collections.abc import Iterator, Sequence

from dateline.wire.copy.datelines import render_dateline
from dateline.wire.formats.base import Format
from dateline.wire.formats.markup import html_of, tag, time_of, told, words
from dateline.wire.item import NewsItem


def write(items: Sequence[NewsItem]) -> bytes:
    """The page, UTF-8. The status of an item that is not usable and an embargo stand above it."""
    first = items[0] if items else None
    title = (first.headline if first is not None and len(items) == 1 else None) or "News"
    language = first.language if first is not None and len({item.language for item in items}) == 1 else None
    head = f'<meta charset="utf-8">{told("title", title)}'
    articles = "\n".join(tag("article", *_article(item), lang=item.language) for item in items)
    page = tag("html", f"\n<head>{head}</head>\n<body>\n{articles}\n</body>\n", lang=language)
    return f"<!DOCTYPE html>\n{page}\n".encode()


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


FORMAT = Format(name="html", title="a page of HTML, an article for each item", write=write)
