"""`noindex`, `index`: whether search engines may have an article."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def noindex(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Keeps the article out of search engines: its page says so, and it is in no sitemap. Readers get it as ever.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("noindex", item, work, by=by, reason=reason)


def index(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Lets search engines have the article again, unless the rights of its provider keep it from them.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("index", item, work, by=by, reason=reason)
