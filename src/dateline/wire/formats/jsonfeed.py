"""JSON Feed 1.0 and 1.1."""

from dateline.wire.formats.base import Format
from dateline.wire.formats.jsonfeed_reader import NAME, looks_like, read
from dateline.wire.formats.jsonfeed_writer import JsonFeed

FORMAT = Format(name=NAME, title="JSON Feed 1.0 and 1.1", looks_like=looks_like, read=read, document=JsonFeed)
