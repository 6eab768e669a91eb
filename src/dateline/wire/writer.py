"""The writer: news items in, a document out."""

from collections.abc import Iterable

from dateline.wire.formats import FORMATS
from dateline.wire.formats.base import Format
from dateline.wire.item import NewsItem


def formats() -> tuple[Format, ...]:
    """Every format that is read or written, in the order in which detection tries them."""
    return FORMATS


def write(items: Iterable[NewsItem], to: str = "json") -> bytes:
    """The items as one document of the format of that name: a line for each, or one XML document of all.

    Raises ValueError where no format of this name is written.
    """
    for format in FORMATS:
        if format.name == to and format.write is not None:
            return format.write(list(items))
    known = ", ".join(format.name for format in FORMATS if format.write is not None)
    raise ValueError(f"There is no format {to!r} to write; there is {known}.")
