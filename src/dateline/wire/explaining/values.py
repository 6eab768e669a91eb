"""What an explanation holds."""

from typing import Literal

import msgspec

from dateline.wire.draft import Role
from dateline.wire.item import NewsItem
from dateline.wire.problems import Problem

By = Literal["format", "profile", "grammar", "default"]
"""Who gave a key its value: the format's reader, the agency's profile, the grammar of wire copy, or nobody."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A key of an item that has a value.

    `key` is as in JSON (`versionCreated`, `dateline.places`); `value` is on one line; `where` is the element,
    attribute, key or line of the file that holds the value, None where none was found; `by` says who put it there.
    """

    key: str
    value: str
    where: str | None
    by: By


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the copy that are not in the body: `role` is the key that they went to, `why` is for a person."""

    role: Role
    text: str
    where: str | None
    why: str


class Unused(msgspec.Struct, frozen=True, kw_only=True):
    """Texts of the file that no item holds: the first of them, and how many stand at places of this name."""

    where: str
    text: str
    count: int


class ItemExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """How one item came about.

    `profile` is the code of the agency whose profile was used, None where none is known; `is_known` is False where
    there is no more of that agency than its name. `missing` names the keys without a value.
    """

    item: NewsItem
    profile: str | None
    is_known: bool
    fields: tuple[Field, ...]
    taken: tuple[Taken, ...]
    missing: tuple[str, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Where each part of a file went. `format` is a name of FORMATS, `title` the same for a person.

    `more` counts items behind those that are explained.
    """

    format: str
    title: str
    items: tuple[ItemExplanation, ...] = ()
    more: int = 0
    set_aside: tuple[Problem, ...] = ()
    unused: tuple[Unused, ...] = ()
