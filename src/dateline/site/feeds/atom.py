"""Atom (RFC 4287), with what has gone as deleted entries (RFC 6721)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from dateline.site.feeds.matter import Entry, Feed, clean

NAMESPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"'


def write(feed: Feed) -> bytes:
    """The feed as Atom."""
    parts = [
        _element("id", feed.id),
        _element("title", feed.title),
        _element("updated", _time(feed.updated)),
        f'<link rel="self" type="application/atom+xml" href={_attribute(feed.url)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(feed.home)}/>',
        *([f'<link rel="hub" href={_attribute(feed.hub)}/>'] if feed.hub else []),
        *("<entry>\n" + "\n".join(_entry(entry)) + "\n</entry>" for entry in feed.entries),
        *(f'<at:deleted-entry ref="{gone.id}" when="{_time(gone.at)}"/>' for gone in feed.departures),
    ]
    inside = "\n".join(parts)
    language = _attribute(feed.language)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed {NAMESPACES} xml:lang={language}>\n{inside}\n</feed>\n'.encode()
    )


def _entry(entry: Entry) -> Iterator[str]:
    language = f" xml:lang={_attribute(entry.language)}" if entry.language else ""
    yield _element("id", entry.id)
    yield f"<title{language}>{escape(clean(entry.title))}</title>"
    yield _element("updated", _time(entry.updated))
    if entry.published:
        yield _element("published", _time(entry.published))
    yield f'<link rel="alternate" type="text/html" href={_attribute(entry.url)}/>'
    for name in entry.agencies:
        yield f"<author>{_element('name', name)}</author>"
    if entry.section:
        yield f"<category term={_attribute(entry.section)}/>"
    if entry.lead:
        yield f"<summary{language}>{escape(clean(entry.lead))}</summary>"
    if entry.html:
        yield f'<content type="html"{language}>{escape(clean(entry.html))}</content>'


def _time(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _attribute(text: str) -> str:
    return quoteattr(clean(text))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(clean(text))}</{name}>"
