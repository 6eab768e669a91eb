"""What the acts of people share: the check against the table of states, the record, and settling."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dateline.newsroom.models import Article, Item
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.settle import BARRED, settle, settle_copies
from dateline.newsroom.states import NotAllowed, check
from dateline.newsroom.transaction import By, Work


def act(
    verb: str, item: Item, work: Work, *, by: By, reason: str, is_permitted: bool = False, **fields: Any
) -> Article:
    """Records an act on an item and settles it.

    Raises NotAllowed where the article's state does not allow it, or where this user may not do it (which somebody has
    looked at already who says `is_permitted`).
    """
    if not is_permitted:
        check_permission(by, verb)
    article = Article.objects.select_for_update().get(item=item)
    check(verb, article.state)
    was_barred = article.state in BARRED
    about = {"revision_id": article.revision_id} | fields
    work.event(verb, by=by, act=True, item=item, reason=reason, **about)
    article = settle(item, work, article)
    if was_barred and article.state in BARRED:
        settle_copies(item, work)  # those that somebody has published since the last time
    return article


def refuse_unless(article: Article, states: tuple[str, ...]) -> Article:
    """The article, if it came to one of these states; else NotAllowed, whose message is why it stands where it does."""
    if article.state not in states:
        raise NotAllowed(article.reason or article.get_state_display())
    return article


def check_ahead(moment: datetime, work: Work) -> None:
    """Raises NotAllowed unless a moment that somebody sets is still to come."""
    if moment <= work.now:
        raise NotAllowed(_("That moment is past."))
