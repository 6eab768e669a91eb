"""The address of an article, and its id for machines: made in one place, and never changed for what is up."""

import uuid
from urllib.parse import quote

from dateline.newsroom.models import Article


def article_path(article: Article) -> str:
    """`/buitenland/kremlin-geen-deals-…-1a2b3c`: the id at its end decides, the words are for people."""
    if article.section is None:
        raise ValueError(f"{article.short_id} has no section, and so no address")
    words = f"{article.words}-" if article.words else ""
    return f"/{article.section.slug}/{quote(words)}{article.short_id}"


def public_id(short_id: str) -> str:
    """An article's id in feeds and for programs: of its item's provider and guid, like the short id it is made from."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"dateline:{short_id}").urn
