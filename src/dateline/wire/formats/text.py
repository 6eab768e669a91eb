"""Plain text for people: headline, dateline and paragraphs."""

from dateline.wire.copy.datelines import render_dateline
from dateline.wire.formats.base import Format, OneByOne
from dateline.wire.formats.markup import time_of
from dateline.wire.item import NewsItem

BETWEEN = f"\n{'-' * 72}\n\n".encode()
"""What stands between two items: a line of dashes."""


def text_of(item: NewsItem, _number: int = 1) -> bytes:
    """An item as UTF-8 text, a blank line between paragraphs."""
    lines = [
        None if item.status == "usable" else f"[{item.status}]",
        None if item.embargoed is None else f"[embargo: {time_of(item.embargoed)}]",
        item.kicker,
        item.headline,
        item.subheadline,
        item.byline,
        item.note,
        dated_text(item),
    ]
    return ("\n\n".join(line for line in lines if line) + "\n").encode("utf-8", "replace")


def dated_text(item: NewsItem) -> str:
    """The text of an item with its dateline ahead of it."""
    if item.dateline is None:
        return item.text
    dateline = render_dateline(item.dateline.places, item.dateline.agencies, item.dateline.date)
    return f"{dateline}{item.text}" if dateline else item.text


FORMAT = Format(name="text", title="plain text", document=lambda: OneByOne(text_of, BETWEEN))
