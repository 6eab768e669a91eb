"""`release`: ends an embargo before its time. It takes a chief who says why, or two editors (`ask_release`)."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from dateline.newsroom.acts import act
from dateline.newsroom.alarms import lifted
from dateline.newsroom.models import Article, Event, Item
from dateline.newsroom.permissions import may
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing


def release(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Ends the embargoes that run so far, of the copy and of the desk. A later revision may bring a new one. The other
    chiefs are told of who does it alone.

    Raises NotAllowed where its state does not allow it, for a user without a reason, and for an editor unless another
    has asked for it.
    """
    with writing(work) as work:
        article = Article.objects.get(item=item)
        if not may_release(article, by):
            raise NotAllowed(_("Lifting an embargo takes a chief, or a second person after one has asked for it."))
        if isinstance(by, User) and not reason.strip():
            raise NotAllowed(_("Say why the embargo is lifted."))
        asked = asked_release(article)
        done = act("release", item, work, by=by, reason=reason, is_permitted=True)
        if asked is None or asked.by == by:
            lifted(item, work, by=by, reason=reason)
        return done


def ask_release(item: Item, *, reason: str = "", by: By = None, work: Work | None = None) -> Article:
    """Asks a second person to lift the embargo. It holds for the embargo that runs now, and for no other.

    Raises NotAllowed where its state does not allow it, or without a reason.
    """
    with writing(work) as work:
        if not reason.strip():
            raise NotAllowed(_("Say why the embargo is lifted."))
        until = Article.objects.get(item=item).embargoed_until
        return act("ask_release", item, work, by=by, reason=reason, until=until)


def asked_release(article: Article) -> Event | None:
    """Who has asked for the embargo that runs to be lifted, if somebody has."""
    if article.state != Article.State.EMBARGOED:
        return None
    acts = Event.objects.filter(item=article.item_id, act=True, verb__in=("ask_release", "release", "embargo"))
    last = acts.select_related("by").order_by("-id").first()
    return last if last and last.verb == "ask_release" and last.until == article.embargoed_until else None


def may_release(article: Article, by: By) -> bool:
    """Whether somebody may lift the embargo: a chief alone, an editor if another has asked for it."""
    if may(by, "release"):
        return True
    asked = asked_release(article)
    return asked is not None and may(by, "ask_release") and asked.by != by
