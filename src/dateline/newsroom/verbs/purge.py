"""`purge`: takes an item's words out of everything."""

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Event, Item
from dateline.newsroom.taking import deliveries_of, take_content, take_raw
from dateline.newsroom.transaction import By, Work, writing


def purge(item: Item, *, reason: str, by: By = None, work: Work | None = None) -> Article:
    """Takes the words of an item out of its article, its revisions and its raw copy. Who, what, when and a hash stay.

    Its address answers 410, and receiving it again revives nothing. Allowed in every state. The notes that its readers
    were given go too: they are words about it, as the record has them.
    """
    with writing(work) as work:
        work.flush_events()
        # Before it is settled, so that what stands then is what stands whenever it is settled again.
        Event.objects.filter(item=item, verb="correct").update(reason="")
        item.purged_at = work.now
        item.save(update_fields=["purged_at"])
        article = act("purge", item, work, by=by, reason=reason)
        take_content(item, work)
        take_raw(deliveries_of(item), work)
        return article
