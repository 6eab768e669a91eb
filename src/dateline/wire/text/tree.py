"""What readers see of an element of a parsed tree."""

from collections.abc import Iterator, Mapping
from typing import Protocol, overload


class Element(Protocol):
    """An element of lxml whose name is a string: the parser leaves no comments, instructions and entities in the tree.

    It has as much of lxml's interface as the readers use; see `lxml.etree._Element` for what each part does.
    """

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """The attributes, by name."""

    @overload
    def get(self, key: str) -> str | None: ...
    @overload
    def get(self, key: str, default: str) -> str: ...
    def find(self, path: str) -> "Element | None":
        """The first element at a path."""

    def findall(self, path: str) -> "list[Element]":
        """All elements at a path."""

    def findtext(self, path: str) -> str | None:
        """The text of the first element at a path."""

    def iter(self, *tags: str) -> "Iterator[Element]":
        """This element and all in it."""

    def iterchildren(self, *tags: str) -> "Iterator[Element]":
        """The elements right in it."""

    def itertext(self) -> Iterator[str]:
        """All pieces of text in it."""

    def append(self, element: "Element") -> None:
        """Adds an element at the end."""

    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> "Element": ...


def child_of(element: Element, name: str) -> Element | None:
    """The first element of a name right in another. Where there are few, `find` takes longer than looking at them."""
    for child in element:
        if child.tag == name:
            return child
    return None
