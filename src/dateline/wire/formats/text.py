"""Plain text for people: headline, dateline and paragraphs."""

from collections.abc import Sequence

from dateline.wire.copy.datelines import render_dateline
from dateline.wire.formats.base import Format
from dateline.wire.item import NewsItem

RULE = "-" * 72
"""The line between two items."""


def write(items: Sequence[NewsItem]) -> bytes:
    """The items as UTF-8 text: a blank line between paragraphs, RULE between items."""
    return f"\n{RULE}\n\n".join(_item_text(item) for item in items).encode("utf-8", "replace")


def _item_text(item: NewsItem) -> str:
    lines = [
        None if item.status == "usable" else f"[{item.status}]",
        item.kicker,
        item.headline,
        item.subheadline,
        item.byline,
        item.note,
        dated_text(item),
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def dated_text(item: NewsItem) -> str:
    """The text of an item with its dateline ahead of it."""
    if item.dateline is None:
        return item.text
    dateline = render_dateline(item.dateline.places, item.dateline.agencies, item.dateline.date)
    return f"{dateline}{item.text}" if dateline else item.text


FORMAT = Format(name="text", title="plain text", write=write)
