"""`publish`: puts an article up, whatever held it."""

from datetime import datetime

from django.utils.translation import gettext as _

from dateline.newsroom.acts import act, check_ahead, refuse_unless
from dateline.newsroom.models import Article, Item, Section
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing


def publish(
    item: Item,
    *,
    section: Section | None = None,
    at: datetime | None = None,
    reason: str = "",
    by: By = None,
    work: Work | None = None,
) -> Article:
    """Puts the article up, into `section` if one is given, whatever held it; a running embargo still counts.

    With `at` it shows from that moment on, and not before: until then it is scheduled.

    Raises NotAllowed where its state does not allow it, or where nothing says in which section it belongs; with `at`
    also where it is up already, or where that moment is past.
    """
    with writing(work) as work:
        if at is not None:
            check_ahead(at, work)
            if Article.objects.get(item=item).state == Article.State.PUBLISHED:
                raise NotAllowed(_("It is published already: hold it first."))
        article = act("publish", item, work, by=by, reason=reason, section=section, until=at)
        return refuse_unless(article, (Article.State.PUBLISHED, Article.State.EMBARGOED, Article.State.SCHEDULED))
