"""Dateline's own words inside the formats of others, only for what these have no place for.

A name is `dateline:KEY`, the key as in Dateline's JSON; a text stands as it is, anything else as JSON.
NewsML-G2 has them as extension properties, NITF as `<meta>`, ninjs as descriptions in roles of these names (ninjs 1 as
`description_dateline_KEY`). Where a format has names for keys in lower case only, so are these.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from dateline.wire.draft import Draft
from dateline.wire.item import Kind, Link, Media, NewsItem, Precision, Signal, Subject

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


def no_version_time(item: NewsItem) -> Iterator[tuple[str, str]]:
    """That the time of the version is not known, for formats where another time stands in for it."""
    if item.version_created is None:
        yield PREFIX + _FIELDS["version_created"], "null"


def is_own(facts: Mapping[str, str]) -> bool:
    """Whether Dateline has written what these facts are of: that was an item, whatever of it could be written."""
    return any(key[:_OWN].lower() == PREFIX for key in facts)


def restore(draft: Draft, facts: Mapping[str, str]) -> None:
    """Sets in a draft what Dateline itself has written of an item. Values of a wrong shape count for nothing.

    Nothing here makes an item less held back than the format's own fields do: status is not among it.
    """
    told_by_key = {key.lower(): value for key, value in facts.items() if key[:_OWN].lower() == PREFIX}
    if not told_by_key:
        return
    for field, name in _FIELDS.items():
        text = told_by_key.get((PREFIX + name).lower())
        if text is None or (field == "provider" and draft.provider is not None):
            continue  # whose copy it is, the source of a file knows better than the file
        if field in _TEXTS:
            setattr(draft, field, text)
        elif field in _SHAPES:
            try:
                told = text if field in _WORDS else msgspec.json.decode(text)
                _set(draft, field, msgspec.convert(told, _SHAPES[field]))
            except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
                continue


_OWN = len(PREFIX)

_TEXTS = frozenset("provider guid version kicker subheadline note section abstract byline slugline copyright".split())
_SHAPES: dict[str, Any] = {
    "signal": Signal,
    "precision": Precision,
    "kind": Kind,
    "version_created": type(None),
    "first_created": datetime,
    "embargoed": datetime,
    **dict.fromkeys(("credit", "apparatus", "places"), list[str]),
    "links": list[Link],
    "media": list[Media],
    "subjects": list[Subject],
}
_WORDS = ("precision", "kind")


def _set(draft: Draft, field: str, value: Any) -> None:
    if field == "signal":
        draft.signals.insert(0, value)  # one that the format's own fields give and that is stronger still wins
    elif field == "version_created":
        draft.version_created = draft.precision = None
    elif field == "embargoed":
        draft.embargoed = _later(draft.embargoed, value)
    elif field in ("links", "media"):
        setattr(draft, field, [replace(one, href=_harmless(one.href)) for one in value])
    else:
        setattr(draft, "head_apparatus" if field == "apparatus" else field, value)


_SCRIPT = re.compile(r"[\0-\x20]*(?:java|vb)script|[\0-\x20]*data\s*:", re.IGNORECASE)


def _harmless(address: str | None) -> str | None:
    """An address or the name of a file; None for one that is a script or holds what it points to."""
    return None if address is None or _SCRIPT.match(address) else address


def _later(known: datetime | None, told: datetime) -> datetime:
    """The later of two embargoes; of one without a zone it cannot be said, and it stays."""
    if known is None or (known.tzinfo is not None and told.tzinfo is not None and told > known):
        return told
    return known
