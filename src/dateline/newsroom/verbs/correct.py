"""`correct`: puts a note for readers to an article."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def correct(item: Item, *, note: str, by: By = None, work: Work | None = None) -> Article:
    """Puts a note for readers to the article: what was wrong.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("correct", item, work, by=by, reason=note)
