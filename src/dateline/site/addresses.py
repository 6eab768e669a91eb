"""The addresses of the readers' pages: made in one place, and never changed for a page that is up."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from dateline.newsroom.house import own_address
from dateline.newsroom.models import House
from dateline.newsroom.visible import Cursor


def section_path(slug: str, before: Cursor | None = None) -> str:
    """`/buitenland/`, or one of its pages back in time."""
    return f"/{slug}/?before={cursor_text(before)}" if before else f"/{slug}/"


def search_scope(fields: Mapping[str, str]) -> str:
    """What a feed of a search is of: each search has one address, in whatever order its fields were given."""
    return f"search {urlencode(sorted((name, value) for name, value in fields.items() if value))}"


def absolute(path: str, house: House) -> str:
    """A path with the site's own address before it: pages that are kept for everybody can't go by a request's host."""
    return own_address(house) + path


def cursor_text(cursor: Cursor) -> str:
    """A place in a section's list as addresses name it. It stays valid when the article there is gone."""
    return f"{cursor.sort_at}.{cursor.sort_place}.{cursor.short_id}"


def parse_cursor(text: str) -> Cursor | None:
    """A place in a list from an address, or None where it is none."""
    found = re.fullmatch(r"(-?[0-9]{1,16})\.([0-9]{1,9})\.([0-9a-z]{1,16})", text)
    return Cursor(int(found[1]), int(found[2]), found[3]) if found else None
