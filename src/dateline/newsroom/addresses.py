"""The address of an article: made in one place, and never changed for a page that is up."""

from urllib.parse import quote

from dateline.newsroom.models import Article


def article_path(article: Article) -> str:
    """`/buitenland/kremlin-geen-deals-…-1a2b3c`: the id at its end decides, the words are for people."""
    if article.section is None:
        raise ValueError(f"{article.short_id} has no section, and so no address")
    words = f"{article.words}-" if article.words else ""
    return f"/{article.section.slug}/{quote(words)}{article.short_id}"
