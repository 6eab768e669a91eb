"""`edit`, `take`, `leave`, `follow`: the desk's own version of an article, beside its agency's."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from dateline.newsroom.acts import act
from dateline.newsroom.content import encode, item_of, news_item
from dateline.newsroom.editing import Words, as_forked, edited
from dateline.newsroom.evidence import FORKING
from dateline.newsroom.merging import merged
from dateline.newsroom.models import Article, Edit, Event, Item, Revision, Section
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.states import NotAllowed, Overtaken, check
from dateline.newsroom.transaction import By, Work, writing
from dateline.wire.item import NewsItem

_SEEN = (*FORKING, "follow", "correct", "publish")
"""Acts that change what an editor has before them."""


def edit(
    item: Item,
    *,
    words: Words,
    section: Section | None = None,
    base: Revision | None = None,
    seen: int | None = None,
    reason: str = "",
    by: By = None,
    work: Work | None = None,
) -> Article:
    """Gives the article these words, and puts it into `section` if that is another: it no longer follows its agency.

    `base` is the version of the agency that the editor had before them (the one that shows, unless given); `seen` is
    what `last_seen` was when they began, None to put the words over whatever is there.

    Raises Overtaken if somebody has changed the article meanwhile, NotAllowed where its state does not allow it or the
    words are none.
    """
    with writing(work) as work:
        article = _article(item, "edit", by, seen)
        if base is None:
            base = article.edit.base if article.edit else article.revision
        start = _shown(article) if article.edit or base is None else as_forked(_copy(base))
        moved = section if section is not None and section.pk != article.section_id else None
        return _fork(item, "edit", edited(start, words), base, work, by=by, reason=reason, section=moved)


def take(
    item: Item,
    *,
    revision: Revision,
    parts: Collection[str] | None = None,
    seen: int | None = None,
    reason: str = "",
    by: By = None,
    work: Work | None = None,
) -> Article:
    """Takes a later version of the agency over into a forked article: the parts of these keys
    (`dateline.newsroom.merging`), or the whole for None.

    Raises Overtaken if somebody has changed the article meanwhile, NotAllowed where it is not forked.
    """
    with writing(work) as work:
        article = _article(item, "take", by, seen)
        ours, theirs = _forked(article), _copy(revision)
        made = as_forked(theirs) if parts is None else merged(ours, theirs, parts)
        return _fork(item, "take", made, revision, work, by=by, reason=reason)


def leave(
    item: Item,
    *,
    revision: Revision,
    seen: int | None = None,
    reason: str = "",
    by: By = None,
    work: Work | None = None,
) -> Article:
    """Leaves a later version of the agency: the desk's own stays as it is, and that one no longer waits.

    Raises Overtaken if somebody has changed the article meanwhile, NotAllowed where it is not forked.
    """
    with writing(work) as work:
        article = _article(item, "leave", by, seen)
        return _fork(item, "leave", _forked(article), revision, work, by=by, reason=reason)


def follow(
    item: Item, *, seen: int | None = None, reason: str = "", by: By = None, work: Work | None = None
) -> Article:
    """Has a forked article show its agency's newest version again, and whatever comes after it.

    Raises Overtaken if somebody has changed the article meanwhile, NotAllowed where it is not forked.
    """
    with writing(work) as work:
        _forked(_article(item, "follow", by, seen))
        return act("follow", item, work, by=by, reason=reason)


def last_seen(item: Item) -> int:
    """The last act on an item that changed what an editor has before them, as a number: 0 for none."""
    return _last_event(item).pk if _last_event(item) else 0


def _last_event(item: Item) -> Any:
    return Event.objects.filter(item=item, act=True, verb__in=_SEEN).order_by("-id").first()


def _article(item: Item, verb: str, by: By, seen: int | None) -> Article:
    """The article, if this may be done with it now by whoever asks."""
    check_permission(by, verb)
    article = Article.objects.select_for_update(of=("self",)).select_related("edit", "revision").get(item=item)
    check(verb, article.state)
    last = _last_event(item)
    if seen is not None and last is not None and last.pk != seen:
        who = last.by_name or _("somebody")
        raise Overtaken(_("%(who)s has changed this article while you were at it.") % {"who": who})
    return article


def _shown(article: Article) -> NewsItem:
    found = news_item(article)
    if found is None:
        raise NotAllowed(_("The copy is no longer kept."))
    return found


def _copy(revision: Revision) -> NewsItem:
    found = item_of(revision)
    if found is None:
        raise NotAllowed(_("The copy is no longer kept."))
    return found


def _forked(article: Article) -> NewsItem:
    """What the desk has made of the article, with the note that readers see now."""
    if article.edit is None:
        raise NotAllowed(_("This article follows its agency: there is no version of the desk."))
    return as_forked(_shown(article), article.note)


def _fork(
    item: Item, verb: str, made: NewsItem, base: Revision | None, work: Work, *, by: By, reason: str, **fields: Any
) -> Article:
    last = Edit.objects.filter(item=item).order_by("-n").values_list("n", flat=True).first() or 0
    name = by if isinstance(by, str) else (by.get_username() if by else "")
    Edit.objects.create(item=item, n=last + 1, base=base, at=work.now, by_name=name, content=encode(made))
    return act(verb, item, work, by=by, reason=reason, revision_id=base.pk if base else None, **fields)
