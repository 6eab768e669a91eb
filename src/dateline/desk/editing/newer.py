"""The agency's newer version of an article that the desk has edited: what differs, and what to take of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from dateline.desk.access import editor, for_desk
from dateline.desk.difference import Piece, difference
from dateline.desk.item import article_of, show
from dateline.desk.numbers import number_of
from dateline.desk.rows import title_of
from dateline.desk.screen import screen
from dateline.desk.times import exact
from dateline.newsroom import verbs
from dateline.newsroom.content import item_of, news_item
from dateline.newsroom.editing import as_forked
from dateline.newsroom.house import house
from dateline.newsroom.merging import DATELINE, FACTS, HEADLINE, NOTE, Hunk, Part, hunks, parts
from dateline.newsroom.models import Article, Revision
from dateline.newsroom.permissions import ACT
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.verbs.edit import last_seen
from dateline.wire.item import NewsItem


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that differs: what it is, both sides word by word, and whether it is ticked.

    What is the same on both sides has no `key`.
    """

    key: str
    name: str
    pieces: list[list[Piece]]
    ticked: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk(ACT)
def newer(request: HttpRequest, short_id: str) -> HttpResponse:
    """What differs, with a box to tick for each; sent, the ticked is taken, all of it, or nothing (`do`)."""
    article = article_of(short_id)
    if request.method == "POST":
        return _decided(request, article)
    ours = news_item(article)
    theirs = item_of(article.revision) if article.revision else None
    if article.edit is None or ours is None or theirs is None:
        return show(request, article, refused=_("This article follows its agency: there is no version of the desk."))
    return _screen(request, article, as_forked(ours, article.note), theirs)


def _decided(request: HttpRequest, article: Article) -> HttpResponse:
    sent = request.POST
    key, seen = number_of(sent.get("revision", "")), number_of(sent.get("seen", ""))
    about: dict[str, Any] = {"seen": seen or 0, "by": editor(request)}
    try:
        revision = Revision.objects.filter(item=article.item_id, pk=key or 0).first()
        if revision is None:
            raise NotAllowed(_("The copy is no longer kept."))
        if sent.get("do") == "leave":
            verbs.leave(article.item, revision=revision, **about)
        elif sent.get("do") == "whole":
            verbs.take(article.item, revision=revision, **about)
        else:
            verbs.take(article.item, revision=revision, parts=sent.getlist("part"), **about)
    except NotAllowed as error:
        return show(request, article_of(article.short_id), refused=str(error))
    messages.success(request, _("Saved."))
    return redirect("desk:item", short_id=article.short_id)


def _screen(request: HttpRequest, article: Article, ours: NewsItem, theirs: NewsItem) -> HttpResponse:
    base = item_of(article.edit.base) if article.edit and article.edit.base else None
    revision = article.revision
    context = {
        "article": article,
        "title": title_of(article),
        "revision": revision,
        "time": exact(revision.arrived_at, house()) if revision else "",
        "seen": last_seen(article.item),
        "fields": [_field(part) for part in parts(ours, theirs, base)],
        "blocks": [_block(hunk) for hunk in hunks(ours, theirs, base)],
        "waiting": article.waiting_id is not None,
    }
    return screen(request, "desk/editing/newer.html", context)


def _field(part: Part) -> Choice:
    names = {
        HEADLINE: _("Headline"),
        DATELINE: pgettext("of an article", "Dateline"),
        NOTE: _("Note to readers"),
        FACTS: _("Urgency, subjects, pictures and the like"),
    }
    return Choice(part.key, names[part.key], difference(part.ours, part.theirs), part.is_new)


def _block(hunk: Hunk) -> Choice:
    ours, theirs = ("\n\n".join(block.text for block in side) for side in (hunk.ours, hunk.theirs))
    name = _("Take over paragraph %(n)s") % {"n": hunk.key} if hunk.key else ""
    return Choice(hunk.key, name, difference(ours, theirs), hunk.is_new)
