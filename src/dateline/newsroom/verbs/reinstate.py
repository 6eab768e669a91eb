"""`reinstate`: takes a kill back."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing


def reinstate(item: Item, *, reason: str, by: By = None, work: Work | None = None) -> Article:
    """Takes a kill back: the item stands again where its copy puts it. A later kill by the wire counts again.

    Raises NotAllowed where its state does not allow it, or where `by` is a user who is no chief.
    """
    with writing(work) as work:
        return act("reinstate", item, work, by=by, reason=reason)
