"""`replace`: has one item lead to another."""

from django.utils.translation import gettext as _

from dateline.newsroom.acts import act
from dateline.newsroom.models import Article, Item
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing


def replace(item: Item, *, with_item: Item, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Takes the article down and has its address lead to that of `with_item`.

    Raises NotAllowed where its state does not allow it, or where the two would lead to each other.
    """
    with writing(work) as work:
        following: Item | None = with_item
        seen: set[int] = set()
        while following is not None and following.pk not in seen:
            if following.pk == item.pk:
                raise NotAllowed(_("These would lead to each other."))
            seen.add(following.pk)
            following = Item.objects.filter(pk__in=Article.objects.filter(item=following).values("replaced_by")).first()
        return act("replace", item, work, by=by, reason=reason, other=with_item)
