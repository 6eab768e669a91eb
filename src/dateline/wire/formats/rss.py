"""RSS 0.90 to 2.0 and RSS 1.0 (RDF)."""

from dateline.wire.formats.base import Format
from dateline.wire.formats.rss_reader import NAME, looks_like, read
from dateline.wire.formats.rss_writer import RssFeed

FORMAT = Format(
    name=NAME, title="RSS 0.90 to 2.0 and RSS 1.0 (RDF)", looks_like=looks_like, read=read, document=RssFeed
)
