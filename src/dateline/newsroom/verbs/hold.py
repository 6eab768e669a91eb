"""`hold`: takes an article down until somebody publishes it."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def hold(item: Item, *, reason: str, by: By = None, work: Work | None = None) -> Article:
    """Takes the article down until somebody publishes it. Kills pass a hold.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("hold", item, work, by=by, reason=reason)
