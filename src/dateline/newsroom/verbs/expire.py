"""`expire`: ends the right to show an item, and takes its copy away."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.settle import settle
from dateline.newsroom.taking import deliveries_of, take_content, take_raw
from dateline.newsroom.transaction import By, Work, writing


def expire(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Takes the article down for good and its copy away, as when its rights run out: before that time, if a person
    says so.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        article = act("expire", item, work, by=by, reason=reason)
        take(item, work)
        return article


def expire_by_clock(item: Item, work: Work) -> Article:
    """Writes down that the item's rights have run out, if they have, and takes its copy away."""
    article = settle(item, work)
    if article.expires_at is not None and article.expires_at <= work.now:
        take(item, work)
    return article


def take(item: Item, work: Work) -> None:
    """Takes the copy of an item away, its raw bytes included."""
    take_content(item, work)
    take_raw(deliveries_of(item), work)
