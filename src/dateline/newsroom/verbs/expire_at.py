"""`expire_at`: says when the article comes down for good."""

from datetime import datetime

from dateline.newsroom.acts import act, check_ahead
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def expire_at(item: Item, *, at: datetime | None, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """The article expires at this moment, unless its rights end before; None takes back what somebody said before.

    Raises NotAllowed where its state does not allow it, or where the moment is past.
    """
    with writing(work) as work:
        if at is not None:
            check_ahead(at, work)
        return act("expire_at", item, work, by=by, reason=reason, until=at)
