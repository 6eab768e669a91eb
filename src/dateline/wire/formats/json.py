"""Dateline's own JSON: one object a line for each item (NDJSON), the keys that the design promises, in its order."""

import msgspec

from dateline.wire.formats.base import Format, OneByOne
from dateline.wire.item import NewsItem

_ENCODER = msgspec.json.Encoder()


def line_of(item: NewsItem, _number: int = 1) -> bytes:
    """A line, line break included: keys in the order of NewsItem, times as RFC 3339 in UTC, with `Z`."""
    return _ENCODER.encode(item) + b"\n"


FORMAT = Format(name="json", title="Dateline's JSON, an item a line", document=lambda: OneByOne(line_of))
