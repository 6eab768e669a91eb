"""`pin`, `unpin`: an article on top of the front or of its section, for a time."""

from datetime import datetime
from typing import Literal

from dateline.newsroom.acts import act, check_ahead
from dateline.newsroom.models import Article, Item
from dateline.newsroom.transaction import By, Work, writing

Where = Literal["front", "section"]


def pin(
    item: Item, *, where: Where, until: datetime, reason: str = "", by: By = None, work: Work | None = None
) -> Article:
    """Puts the article on top of the front, or of its section, until a moment; it still shows only where it may.

    Raises NotAllowed where its state does not allow it, or where the moment is past.
    """
    with writing(work) as work:
        check_ahead(until, work)
        return act(f"pin_{where}", item, work, by=by, reason=reason, until=until)


def unpin(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Takes the article from the top of front and section.

    Raises NotAllowed where its state does not allow it.
    """
    with writing(work) as work:
        return act("unpin", item, work, by=by, reason=reason)
