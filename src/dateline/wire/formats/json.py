"""Dateline's own JSON: one object a line for each item (NDJSON), the keys that the design promises, in its order."""

from collections.abc import Sequence

import msgspec

from dateline.wire.formats.base import Format
from dateline.wire.item import NewsItem

_ENCODER = msgspec.json.Encoder()


def write(items: Sequence[NewsItem]) -> bytes:
    """A line for each item, line break included: keys in the order of NewsItem, times as RFC 3339 in UTC, with `Z`."""
    return _ENCODER.encode_lines(items)


FORMAT = Format(name="json", title="Dateline's JSON, an item a line", write=write)
