"""When the words of an article were last others. A version with the same words is no change for readers."""

from datetime import datetime

from dateline.newsroom.content import item_of
from dateline.newsroom.models import Article, Revision
from dateline.wire.item import NewsItem


def modified_at(article: Article) -> datetime | None:
    """When an article's words last changed after it was published; None if they never did, or nobody knows.

    The article's revision must be loaded, or is read.
    """
    if article.updated_at is None or article.revision is None or article.edit_id is not None:
        return article.updated_at
    made = article.revision.version_created
    if made is None or article.updated_at > made:
        return article.updated_at  # the desk has corrected it since
    since = _same_since(article, article.revision)
    return since if since and article.published_at and since > article.published_at else None


def _same_since(article: Article, shown: Revision) -> datetime | None:
    """When the first of the versions was made that have had these words without a break."""
    words, since = _words(item_of(shown)), shown.version_created
    earlier = Revision.objects.filter(item=article.item_id, order_key__lt=shown.order_key, status="usable")
    for revision in earlier.exclude(signal__in=("kill", "advisory")).order_by("-order_key")[:50]:
        if words is None or _words(item_of(revision)) != words:
            break
        since = revision.version_created or since
    return since


def _words(item: NewsItem | None) -> tuple[object, ...] | None:
    if item is None:
        return None
    lines = (item.kicker, item.headline, item.subheadline, item.abstract, item.byline, item.note)
    return (*lines, item.dateline.text if item.dateline else None, item.text)
