"""The writer: news items in, a document out."""

from collections.abc import Iterable

from dateline.wire.formats.base import Document, Format, written
from dateline.wire.formats.losses import losses_of
from dateline.wire.formats.table import FORMATS
from dateline.wire.item import NewsItem
from dateline.wire.problems import Problem


def formats() -> tuple[Format, ...]:
    """Every format that is read or written, in the order in which detection tries them."""
    return tuple(row.format for row in FORMATS)


def write(items: Iterable[NewsItem], to: str = "json") -> bytes:
    """The items as one document of the format of that name: a line for each, or one XML document of all.

    Raises ValueError where no format of this name is written.
    """
    return written(document(to), items)


def document(to: str = "json") -> Document:
    """A document of that format to which items are added one by one, for more of them than memory holds.

    Raises ValueError where no format of this name is written.
    """
    for row in FORMATS:
        if row.name == to and row.format.document is not None:
            return row.format.document()
    known = ", ".join(row.name for row in FORMATS if row.writes)
    raise ValueError(f"There is no format {to!r} to write; there is {known}.")


def losses(item: NewsItem, to: str) -> tuple[Problem, ...]:
    """What `write` cannot write of an item in the format of that name, or not as it is: `where` is its key in JSON."""
    return tuple(losses_of(item, to))
