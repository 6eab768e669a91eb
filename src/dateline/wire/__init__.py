"""Reading and writing agency copy: a pure library. Bytes in, values out; no clock, no network, no settings.

`read` makes news items of a file, `write` a document of news items, `explain` says where each part of a file went.
"""

import importlib
from typing import TYPE_CHECKING

from dateline.wire.errors import REASONS, Unreadable
from dateline.wire.formats.base import Document, Format
from dateline.wire.item import Dateline, Link, Media, NewsItem, Reading, Signal, Subject
from dateline.wire.problems import CODES, Problem
from dateline.wire.writer import document, formats, losses, write

if TYPE_CHECKING:
    from dateline.wire.explaining import Explanation, ItemExplanation, explain
    from dateline.wire.formats.table import detect
    from dateline.wire.reader import read

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

_HOMES = {
    "Explanation": "dateline.wire.explaining",
    "ItemExplanation": "dateline.wire.explaining",
    "detect": "dateline.wire.formats.table",
    "explain": "dateline.wire.explaining",
    "read": "dateline.wire.reader",
}
"""What loads the grammar and the profiles, which most of the site has no use for: imported when first asked for."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
