"""Dateline's own words inside the formats of others, only for what these have no place for.

A name is `dateline:KEY`, the key as in Dateline's JSON; a text stands as it is, anything else as JSON.
NewsML-G2 has them as extension properties, NITF as `<meta>`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from dateline.wire.draft import Draft
from dateline.wire.item import NewsItem, Precision, Signal

PREFIX = "dateline:"
"""What the name of each begins with."""

NAMESPACE = "urn:x-dateline:item"
"""The scheme of the names, where a format wants one."""

_FIELDS = {field.name: field.encode_name for field in msgspec.structs.fields(NewsItem)}


def own_of(item: NewsItem, *fields: str) -> Iterator[tuple[str, str]]:
    """Name and value of those fields of an item that have something in them."""
    for field in fields:
        value = getattr(item, field)
        if value is not None and value != () and value != "":
            text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
            yield PREFIX + _FIELDS[field], text


def restore(draft: Draft, facts: Mapping[str, str]) -> None:
    """Sets in a draft what Dateline itself has written of an item. Values of a wrong shape count for nothing."""
    for field, name in _FIELDS.items():
        text = facts.get(PREFIX + name)
        if text is None:
            continue
        if field in _TEXTS:
            setattr(draft, field, text)
        elif field in _SHAPES:
            try:
                _set(draft, field, msgspec.json.decode(text, type=_SHAPES[field]))
            except (msgspec.DecodeError, RecursionError):
                continue
        elif field == "precision" and text in ("second", "minute", "hour", "day"):
            draft.precision = _precision(text)


_TEXTS = frozenset("provider guid version kicker subheadline note section abstract byline slugline copyright".split())
_SHAPES: dict[str, Any] = {"signal": Signal, "credit": list[str], "apparatus": list[str], "places": list[str]}


def _set(draft: Draft, field: str, value: Any) -> None:
    if field == "signal":
        draft.signals = [value]
    else:
        setattr(draft, "head_apparatus" if field == "apparatus" else field, value)


def _precision(text: str) -> Precision:
    return msgspec.convert(text, Precision)
