"""`release`: ends an embargo before its time."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def release(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Ends the embargoes that the item's revisions carry so far. A later revision may bring a new one.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("release", item, work, by=by, reason=reason)
