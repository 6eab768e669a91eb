"""Reading and writing agency copy: a pure library. Bytes in, values out; no clock, no network, no settings.

`read` makes news items of a file, `write` a document of news items, `explain` says where each part of a file went.
"""

from dateline.wire.errors import REASONS, Unreadable
from dateline.wire.explaining import Explanation, ItemExplanation, explain
from dateline.wire.formats import detect
from dateline.wire.formats.base import Document, Format
from dateline.wire.item import Dateline, Link, Media, NewsItem, Reading, Signal, Subject
from dateline.wire.problems import CODES, Problem
from dateline.wire.reader import read
from dateline.wire.writer import document, formats, losses, write

__all__ = [
    "CODES",
    "REASONS",
    "Dateline",
    "Document",
    "Explanation",
    "Format",
    "ItemExplanation",
    "Link",
    "Media",
    "NewsItem",
    "Problem",
    "Reading",
    "Signal",
    "Subject",
    "Unreadable",
    "detect",
    "document",
    "explain",
    "formats",
    "losses",
    "read",
    "write",
]
