"""The feeds: of all, of a section, of an agency, each as RSS, Atom and JSON Feed."""

from collections.abc import Callable

from dateline.newsroom.touching import GONE, item_tag
from dateline.site.feeds import atom, jsonfeed, rss
from dateline.site.feeds.matter import Feed, of_scope, of_search
from dateline.site.frame import Frame, tags
from dateline.site.page import Rendered

WRITERS: dict[str, Callable[[Feed], bytes]] = {"rss": rss.write, "atom": atom.write, "json": jsonfeed.write}
"""Each format of feeds, as addresses name it, and what writes it."""

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def feed(about: str, frame: Frame) -> Rendered:
    """A feed: `rss`, `atom` or `json`, and of what it is (`section SLUG`, `agency CODE`; of all without)."""
    name, _space, scope = about.partition(" ")
    return _written(of_scope(scope, name, frame), name)


def found(about: str, frame: Frame) -> Rendered:
    """The feed of a search: `rss`, `atom` or `json`, and its fields as addresses have them."""
    name, _space, fields = about.partition(" ")
    return _written(of_search(fields, name, frame), name)


def _written(made: Feed, name: str) -> Rendered:
    found = tags(made.tag, *(item_tag(entry.short_id) for entry in made.entries))
    # Of the three only Atom tells what has gone.
    found |= {GONE} if name == "atom" else frozenset()
    return Rendered(WRITERS[name](made), found, until=made.until)
