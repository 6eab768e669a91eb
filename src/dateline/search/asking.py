"""A search as addresses have it: the fields of a question, and the places where its answers go on."""

import re
from collections.abc import Mapping

from dateline.search.find import Order, Place
from dateline.search.query import Kind, Query, narrowed, parse

ABOUT = {"place": Kind.PLACE, "agency": Kind.AGENCY, "section": Kind.SECTION}
FIELDS = ("q", *ABOUT, "from", "until")
"""The parameters that say what is looked for."""

LONGEST_FIELD = 500

_AFTER = re.compile(r"(-?[0-9]{1,19})(?:\.([0-9]{1,4})\.(-?[0-9]{1,19}))?")


def fields_of(given: Mapping[str, str]) -> dict[str, str]:
    """What is looked for, by field; empty where nothing is given."""
    return {name: _storable(given.get(name, "")) for name in FIELDS}


def query_of(fields: Mapping[str, str]) -> Query:
    """What the fields ask for, all together."""
    about = {kind: fields.get(name, "") for name, kind in ABOUT.items()}
    return narrowed(parse(fields.get("q", "")), about, fields.get("from", ""), fields.get("until", ""))


def text_of(place: Place, order: Order) -> str:
    """A place in a list of hits, as addresses name it."""
    return f"{place.docid}.{place.score}.{place.top}" if order == "best" else f"{place.docid}"


def place_of(text: str, order: Order) -> Place | None:
    """The place that a text names in a list of this order, or None where it names none."""
    found = _AFTER.fullmatch(text)
    if found is None or (found[2] is not None) != (order == "best"):
        return None
    place = Place(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    return place if max(abs(place.docid), abs(place.top)) < 2**62 else None


def _storable(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()[:LONGEST_FIELD]
