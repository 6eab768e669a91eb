"""The editor: an article as a form that works without JavaScript, and that never overwrites what somebody else did."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dateline.desk.access import editor, for_desk
from dateline.desk.difference import Piece, difference
from dateline.desk.editing.lease import refusal, token_of, told
from dateline.desk.item import article_of, show
from dateline.desk.numbers import number_of
from dateline.desk.offers import is_own
from dateline.desk.rows import title_of
from dateline.desk.screen import screen
from dateline.newsroom import verbs
from dateline.newsroom.content import news_item
from dateline.newsroom.editing import LONGEST, Words, edited, words_of
from dateline.newsroom.leases import lease_of, let_go, take_over
from dateline.newsroom.models import Article, Revision, Section
from dateline.newsroom.permissions import ACT
from dateline.newsroom.states import TABLE, NotAllowed, Overtaken, check
from dateline.newsroom.transaction import writing
from dateline.newsroom.verbs.edit import last_seen
from dateline.wire.item import NewsItem


@dataclass(frozen=True, slots=True)
class Form:
    """What the form holds: the words, the section's address, and what the editor had seen when it was opened."""

    words: Words
    section: str
    seen: str
    base: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk(ACT)
def edit(request: HttpRequest, short_id: str) -> HttpResponse:
    """The article as a form; saved, the item again; where it cannot be saved, the form as the editor left it (409)."""
    article = article_of(short_id)
    if request.method == "POST":
        return _save(request, article)
    try:
        check("edit", article.state)
    except NotAllowed as error:
        return show(request, article, refused=str(error))
    copy = news_item(article)
    if copy is None:
        return show(request, article, refused=_("The copy is no longer kept."))
    return _form(request, article, _fresh(article, copy))


def _fresh(article: Article, copy: NewsItem) -> Form:
    base = article.edit.base_id if article.edit else article.revision_id
    section = article.section.slug if article.section else ""
    return Form(words_of(copy, article.note), section, str(last_seen(article.item)), str(base or ""))


def sent(request: HttpRequest) -> Form:
    """What an editor has sent."""
    sent = request.POST
    words = Words(*(sent.get(name, "") for name in ("headline", "lead", "body", "note")))
    return Form(words, sent.get("section", ""), sent.get("seen", ""), sent.get("base", ""))


def _save(request: HttpRequest, article: Article) -> HttpResponse:
    form, token, do = sent(request), token_of(request), request.POST.get("do", "")
    if do == "leave":
        let_go(article.item, token)
        return redirect("desk:item", short_id=article.short_id)
    if do == "take-over":
        take_over(article.item, editor(request), token)
        return _form(request, article, form)
    try:
        _do(request, article, form)
    except Overtaken as error:
        now = article_of(article.short_id)
        copy = news_item(now)
        overtaken = Form(form.words, form.section, str(last_seen(now.item)), form.base)
        return _form(request, now, overtaken, refused=str(error), other=_against(copy, form.words) if copy else None)
    except NotAllowed as error:
        return _form(request, article_of(article.short_id), form, refused=str(error))
    let_go(article.item, token)
    messages.success(request, _("Saved."))
    return redirect("desk:item", short_id=article.short_id)


def _do(request: HttpRequest, article: Article, form: Form) -> None:
    section = chosen_section(form)
    seen, base = number_of(form.seen), number_of(form.base)
    revision = Revision.objects.filter(item=article.item_id, pk=base).first() if base else None
    by = editor(request)
    with writing() as work:
        if refused := refusal(article, token_of(request)):
            raise NotAllowed(refused)
        verbs.edit(article.item, words=form.words, section=section, base=revision, seen=seen or 0, by=by, work=work)
        if request.POST.get("do") == "publish":
            verbs.publish(article.item, section=section, by=by, work=work)


def chosen_section(form: Form) -> Section | None:
    """The section of the form, if one is chosen. Raises NotAllowed where there is none of that address."""
    section = Section.objects.filter(slug=form.section).first() if form.section else None
    if form.section and section is None:
        raise NotAllowed(_("Nothing was done: there is no such section any more."))
    return section


def _form(
    request: HttpRequest,
    article: Article,
    form: Form,
    *,
    refused: str = "",
    other: list[list[Piece]] | None = None,
) -> HttpResponse:
    token = token_of(request) or secrets.token_hex(16)
    context: dict[str, Any] = {
        **told(article, token, lease_of(article.item, timezone.now()), form.seen),
        "article": article,
        "own": is_own(article),
        "token": token,
        "title": title_of(article),
        "form": form,
        "sections": Section.objects.all(),
        "longest": LONGEST,
        "refused": refused,
        "other": other,
        "can_publish": article.state in TABLE["publish"] and article.state != Article.State.PUBLISHED,
    }
    return screen(request, "desk/editing/editor.html", context, status=409 if refused else 200)


def _against(copy: NewsItem, words: Words) -> list[list[Piece]]:
    """What the editor has against what stands there now, word by word."""
    try:
        mine = edited(copy, words)
    except NotAllowed:
        return []
    return difference(_told(copy), _told(mine))


def _told(copy: NewsItem) -> str:
    return "\n\n".join(filter(None, (copy.headline, copy.text, copy.note)))
