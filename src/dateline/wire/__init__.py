"""Reading and writing agency copy: a pure library. Bytes in, values out; no clock, no network, no settings."""

from dateline.wire.errors import Unreadable
from dateline.wire.item import NewsItem, Reading
from dateline.wire.problems import Problem
from dateline.wire.reader import read

__all__ = ["NewsItem", "Problem", "Reading", "Unreadable", "read"]
