"""`anonymise`, `restore_name`: a person is no longer named in an article, in this version and in later ones."""

from django.utils.translation import gettext as _

from dateline.newsroom.acts import act
from dateline.newsroom.content import item_of, made_of
from dateline.newsroom.models import Article, Item
from dateline.newsroom.permissions import check_permission
from dateline.newsroom.standins import names, said
from dateline.newsroom.states import NotAllowed, check
from dateline.newsroom.transaction import By, Work, writing

LONGEST = 100
MOST = 50
"""How many names of one article can be replaced."""


def anonymise(item: Item, *, name: str, stand_in: str, reason: str, by: By = None, work: Work | None = None) -> Article:
    """Replaces a name by a stand-in in all that readers get of the article, now and in later versions.

    The record has the reason and never the name. Raises NotAllowed where the article's state does not allow it, without
    a reason, and where the name is none or is not in the article.
    """
    with writing(work) as work:
        article = _article(item, "anonymise", by)
        name, stand_in = _line(name), _line(stand_in)
        _check(article, name, stand_in, reason)
        article.stand_ins = [*(pair for pair in article.stand_ins if pair[0] != name), [name, stand_in]]
        article.save(update_fields=["stand_ins"])
        return act("anonymise", item, work, by=by, reason=reason)


def restore_name(item: Item, *, name: str, reason: str, by: By = None, work: Work | None = None) -> Article:
    """Has the article name somebody again whom it no longer named. What the desk has written meanwhile stays.

    Raises NotAllowed where the article's state does not allow it, without a reason, and where no stand-in is for this
    name.
    """
    with writing(work) as work:
        article = _article(item, "restore_name", by)
        if not reason.strip():
            raise NotAllowed(_("Say why."))
        left = [pair for pair in article.stand_ins if pair[0] != name]
        if len(left) == len(article.stand_ins):
            raise NotAllowed(_("Nothing stands for that name in this article."))
        article.stand_ins = left
        article.save(update_fields=["stand_ins"])
        return act("restore_name", item, work, by=by, reason=reason)


def _article(item: Item, verb: str, by: By) -> Article:
    check_permission(by, verb)
    article = Article.objects.select_for_update(of=("self",)).select_related("edit", "revision").get(item=item)
    check(verb, article.state)
    return article


def _check(article: Article, name: str, stand_in: str, reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Say why."))
    if sum(char.isalpha() for char in name) < 2 or not stand_in:
        raise NotAllowed(_("Say which name, and what is to stand in its place."))
    if said(stand_in, [(name, "")]) != stand_in:
        raise NotAllowed(_("What stands in its place must not hold the name itself."))
    if len(article.stand_ins) >= MOST:
        raise NotAllowed(_("That many names cannot be replaced in one article: edit it."))
    versions = (
        made_of(article.edit) if article.edit else None,
        item_of(article.revision) if article.revision else None,
    )
    if said(article.note, [(name, "")]) == article.note and not any(one and names(one, name) for one in versions):
        raise NotAllowed(_("That name is not in this article: write it as it stands there."))


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
