"""RSS 2.0, with the elements of Atom and Dublin Core that its Best Practices Profile names."""

from collections.abc import Iterator
from email.utils import format_datetime
from xml.sax.saxutils import escape

from dateline.site.feeds.matter import Entry, Feed, clean

NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def write(feed: Feed) -> bytes:
    """The feed as RSS."""
    channel = [
        _element("title", feed.title),
        _element("link", feed.home),
        _element("description", feed.description),
        _element("language", feed.language),
        *([_element("lastBuildDate", format_datetime(feed.updated))] if feed.entries else []),
        f'<atom:link href="{_text(feed.url)}" rel="self" type="application/rss+xml"/>',
        *([f'<atom:link href="{_text(feed.hub)}" rel="hub"/>'] if feed.hub else []),
        *("<item>\n" + "\n".join(_item(entry)) + "\n</item>" for entry in feed.entries),
    ]
    inside = "\n".join(channel)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {NAMESPACES}>\n'
        f"<channel>\n{inside}\n</channel>\n</rss>\n"
    ).encode()


def _item(entry: Entry) -> Iterator[str]:
    yield _element("title", entry.title)
    yield _element("link", entry.url)
    yield f'<guid isPermaLink="false">{entry.id}</guid>'
    if entry.lead or entry.html:
        # Readers take it for HTML. Where there is the whole text, it has to stand ahead of that.
        yield _element("description", escape(entry.lead or entry.title))
    if entry.html:
        yield _element("content:encoded", entry.html)
    if entry.published:
        yield _element("pubDate", format_datetime(entry.published))
    if entry.modified:
        yield _element("atom:updated", entry.modified.isoformat(timespec="seconds"))
    for name in entry.agencies:
        yield _element("dc:creator", name)
    if entry.section:
        yield _element("category", entry.section)
    if entry.language:
        yield _element("dc:language", entry.language)


def _text(text: str) -> str:
    return escape(clean(text), {'"': "&quot;"})


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"
