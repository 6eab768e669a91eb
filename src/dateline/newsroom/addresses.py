"""The address of an article, and its id for machines: made in one place, and never changed for what is up."""

import uuid
from urllib.parse import quote

from dateline.newsroom.models import Article

FEEDS = ("rss", "atom", "json")
"""The formats of feeds, as their addresses name them."""


def article_path(article: Article) -> str:
    """`/buitenland/kremlin-geen-deals-…-1a2b3c`: the id at its end decides, the words are for people."""
    if article.section is None:
        raise ValueError(f"{article.short_id} has no section, and so no address")
    return path_of(article.section.slug, article.words, article.short_id)


def path_of(section: str, words: str, short_id: str) -> str:
    """The address of the article with these fields; `section` is the slug of its section."""
    front = f"{words}-" if words else ""
    return f"/{section}/{quote(front)}{short_id}"


def public_id(short_id: str) -> str:
    """An article's id in feeds and for programs: of its item's provider and guid, like the short id it is made from."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"dateline:{short_id}").urn


def feed_path(name: str = "rss", scope: str = "") -> str:
    """`/feed.rss`, `/buitenland/feed.atom` (of `section buitenland`), `/agency/anp/feed.json` (of `agency ANP`),
    `/search/feed.rss?q=brand` (of `search q=brand`).
    """
    kind, _space, which = scope.partition(" ")
    if kind == "search":
        return f"/search/feed.{name}?{which}"
    folder = {"": "", "section": f"/{which}", "agency": f"/agency/{quote(which.lower(), safe='')}"}[kind]
    return f"{folder}/feed.{name}"
