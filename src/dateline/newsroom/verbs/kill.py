"""`kill`: ends an item."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def kill(item: Item, *, reason: str, by: By = None, work: Work | None = None) -> Article:
    """Ends the item: gone from every surface, and for good until it is reinstated.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("kill", item, work, by=by, reason=reason)
