"""XML that is a list of fields: an element for each fact, in the agency's own words for them."""

from datetime import datetime

from dateline.wire.draft import Draft
from dateline.wire.formats.times import precision_of, read_time
from dateline.wire.problems import problem
from dateline.wire.text.blocks import fold
from dateline.wire.text.tree import Element


class Flat:
    """The fields of an element: the words of its children, by their names."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._first: dict[str, Element] = {}
        for child in element:
            self._first.setdefault(child.tag, child)

    def text(self, *names: str) -> str | None:
        """The words of the first of these children that has any, white space folded."""
        for name in names:
            found = self.raw(name)
            if found is not None:
                return fold(found)
        return None

    def raw(self, name: str) -> str | None:
        """The words of a child as they stand: those of a body, which may be escaped HTML."""
        element = self._first.get(name)
        if element is None:
            return None
        words = "".join(element.itertext()) if len(element) else element.text
        return words if words and not words.isspace() else None

    def inner(self, name: str) -> "list[Flat]":
        """The children of a name, each as fields of its own."""
        return [Flat(element) for element in self.element.findall(name)]


def read_local(draft: Draft, text: str | None, pattern: str, where: str) -> datetime | None:
    """A time in an agency's own writing (`28.09.2018 11:15`), naive; one that cannot be read is a problem."""
    if not text:
        return None
    try:
        return datetime.strptime(text, pattern)
    except ValueError:
        draft.problems.append(problem("time-unreadable", where, text))
        return None


def read_made(draft: Draft, text: str | None, where: str) -> None:
    """Sets when this revision was made, and how exactly that is known."""
    draft.version_created = read_time(draft, text, where)
    draft.precision = precision_of(text) if draft.version_created is not None else None
