"""`publish`: puts an article up, whatever held it."""

from dateline.newsroom.acts import act, refuse_unless
from dateline.newsroom.models import Article, Item, Section
from dateline.newsroom.transaction import By, Work, writing


def publish(
    item: Item, *, section: Section | None = None, reason: str = "", by: By = None, work: Work | None = None
) -> Article:
    """Puts the article up, into `section` if one is given, whatever held it; a running embargo still counts.

    Raises NotAllowed where its state does not allow it, or where nothing says in which section it belongs.
    """
    with writing(work) as work:
        article = act("publish", item, work, by=by, reason=reason, section=section)
        return refuse_unless(article, (Article.State.PUBLISHED, Article.State.EMBARGOED))
