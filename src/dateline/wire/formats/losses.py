"""What a writer could not write of an item, as problems: the library's caller and `dateline convert` are told."""

from collections.abc import Iterator

import msgspec

from dateline.wire.formats.markup import clean
from dateline.wire.item import NewsItem
from dateline.wire.problems import Problem, problem

_FIELDS = {field.name: field.encode_name for field in msgspec.structs.fields(NewsItem)}
_NO_PLACE_IN_FEEDS = (
    *("version", "signal", "urgency", "expires", "kicker", "subheadline", "slugline", "note", "dateline"),
    *("apparatus", "section", "places", "ed_note", "usage_terms"),
)
_NO_PLACE = {
    "rss": _NO_PLACE_IN_FEEDS,
    "atom": _NO_PLACE_IN_FEEDS,
    "jsonfeed": (*_NO_PLACE_IN_FEEDS, "copyright", "subjects"),
}
_XML = ("newsml-g2", "nitf", "rss", "atom")
_OTHER_IN_NITF = ("<h3", "<h4", "<b>", "<strong>", "<i>")


def losses_of(item: NewsItem, to: str) -> Iterator[Problem]:
    """What is not written, or not as it is, where an item is made into the format of that name.

    `json` and ninjs hold all of an item; `html` and `text` are for people and are not asked.
    """
    if to in _NO_PLACE and (item.status != "usable" or item.embargoed is not None):
        held = "status" if item.status != "usable" else "embargoed"
        yield problem("left-out", held, item.status if held == "status" else str(item.embargoed))
        return
    for field in _NO_PLACE.get(to, ()):
        value = getattr(item, field)
        if value:
            yield problem("not-written", _FIELDS[field], _shown(value))
    if to in _XML:
        yield from _forbidden(item)
    if to == "newsml-g2" and item.version_created is None:
        yield problem("time-unknown", "versionCreated")
    if to == "nitf":
        for markup in _OTHER_IN_NITF:
            if markup in item.body:
                yield problem("written-otherwise", "body", markup.strip("<>"))


def _forbidden(item: NewsItem) -> Iterator[Problem]:
    """The fields whose characters XML cannot hold."""
    for field, name in _FIELDS.items():
        value = getattr(item, field)
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and clean(text) != text for text in texts):
            yield problem("control-characters", name, clean(_shown(value)))


def _shown(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
