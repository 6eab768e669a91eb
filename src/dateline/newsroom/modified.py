"""When the words of an article were last others. A version with the same words is no change for readers."""

from datetime import datetime

from dateline.newsroom.content import decode, item_of
from dateline.newsroom.editing import as_forked
from dateline.newsroom.models import Article, Edit, Event, Revision
from dateline.wire.item import NewsItem

_MOST = 50
"""How many versions back it is looked when these words began."""

_ON_WORDS = ("correct", "anonymise", "restore_name", "follow")
"""Acts that change what readers read, beside an edit."""


def modified_at(article: Article) -> datetime | None:
    """When an article's words last changed after it was published; None if they never did, or nobody knows.

    The article's revision must be loaded, or is read.
    """
    if article.revision is None or (article._state.adding and article.updated_at is None):
        return article.updated_at
    acts = Event.objects.filter(item=article.item_id, act=True, verb__in=_ON_WORDS).order_by("-id")
    by_hand = acts.values_list("at", flat=True).first()
    since = _same_since(article.revision) if article.edit_id is None else _edited_since(article.item_id)
    latest = max(filter(None, (by_hand, since)), default=None)
    return latest if latest and article.published_at and latest > article.published_at else None


def _same_since(shown: Revision) -> datetime | None:
    """When the first of the versions was made that have had these words without a break."""
    words, since = _words(item_of(shown)), shown.version_created
    earlier = Revision.objects.filter(item=shown.item_id, order_key__lt=shown.order_key, status="usable")
    for revision in earlier.exclude(signal__in=("kill", "advisory")).order_by("-order_key")[:_MOST]:
        if words is None or _words(item_of(revision)) != words:
            break
        since = revision.version_created or since
    return since


def _edited_since(item: int) -> datetime | None:
    """When the desk first gave an item the words that it has now: who moves it, or leaves a later version of the
    agency, saves the same again. Where these are still those of the agency, when that did.
    """
    first: Edit | None = None
    words = None
    for edit in Edit.objects.filter(item=item).select_related("base").order_by("-n")[:_MOST]:
        these = _words(decode(bytes(edit.content))) if edit.content else None
        if first is not None and (these is None or these != words):
            return first.at
        first, words = edit, these
    if first is None:
        return None
    copy = item_of(first.base) if first.base else None
    if first.base is not None and copy is not None and words == _words(as_forked(copy)):
        return _same_since(first.base)
    return first.at


def _words(item: NewsItem | None) -> tuple[object, ...] | None:
    if item is None:
        return None
    lines = (item.kicker, item.headline, item.subheadline, item.abstract, item.byline, item.note)
    return (*lines, item.dateline.text if item.dateline else None, item.text)
