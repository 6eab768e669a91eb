"""Items as Reuters Connect answers with them: ninjs in all but the names of some keys and what is around it."""

from typing import Any

from dateline.wire.text.json import Object

RENAMED = {
    "bodyxhtml": "body_xhtml",
    "slug": "slugline",
    "editornote": "ednote",
    "caption": "description_text",
}
"""Reuters' names of keys, in lower case, and those of ninjs."""

_MARKS = ("versionedguid", "bodyxhtml", "usagetermsrole")
"""Keys that only Reuters has, in lower case."""

_LEFT_OUT = ("bodyxhtmlrich", "fragment", "headlinemarkup")
"""Keys under which Reuters says once more what stands under others."""


def unwrapped(value: Any) -> Any:
    """The item or items of an answer (`{"data": {"item": …}}`, `{"data": {"search": {"items": …}}}`)."""
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, dict):
        return value
    item, search = data.get("item"), data.get("search")
    if isinstance(item, dict) and "uri" in item:
        return item
    items = search.get("items") if isinstance(search, dict) else None
    return items if isinstance(items, list) else value


def as_ninjs(item: Object) -> Object:
    """An item (keys in lower case) under the names of ninjs, where it is Reuters'."""
    if not any(mark in item for mark in _MARKS):
        return item
    found: Object = {}
    for key, value in item.items():
        if key not in _LEFT_OUT:
            found.setdefault(RENAMED.get(key, key), value)
    return found
