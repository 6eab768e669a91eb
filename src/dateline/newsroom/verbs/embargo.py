"""`embargo`: sets an embargo by hand."""

from datetime import datetime

from django.utils.translation import gettext as _

from dateline.newsroom.acts import act, check_ahead
from dateline.newsroom.models import Article, Item
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing


def embargo(item: Item, *, until: datetime, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Nothing of the item shows before `until`, on top of the embargoes of its copy: what is up comes down at once.

    An embargo is never made shorter so: that takes a `release`. Raises NotAllowed where its state does not allow it,
    and where `until` is past or no later than the embargo that runs.
    """
    with writing(work) as work:
        check_ahead(until, work)
        now = Article.objects.get(item=item)
        if now.state == Article.State.EMBARGOED and now.embargoed_until and now.embargoed_until >= until:
            raise NotAllowed(_("It is under a longer embargo: that has to be lifted first."))
        return act("embargo", item, work, by=by, reason=reason, until=until)
