"""An article from nothing: the same form, and the house as its provider."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dateline.desk.access import editor, for_desk
from dateline.desk.editing.editor import Form, chosen_section, sent
from dateline.desk.editing.lease import token_of
from dateline.desk.screen import screen
from dateline.newsroom import verbs
from dateline.newsroom.editing import LONGEST, Words
from dateline.newsroom.models import Article, Section
from dateline.newsroom.permissions import ACT
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import writing


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk(ACT)
def compose(request: HttpRequest) -> HttpResponse:
    """An empty form; saved, the article, at the desk or published; else the form as it was, and why (409)."""
    if request.method != "POST":
        return _form(request, Form(Words(), "", "", ""))
    form = sent(request)
    try:
        article = _do(request, form)
    except NotAllowed as error:
        return _form(request, form, refused=str(error))
    messages.success(request, _("Saved."))
    return redirect("desk:item", short_id=article.short_id)


def _do(request: HttpRequest, form: Form) -> Article:
    section, by = chosen_section(form), editor(request)
    key = token_of(request) or secrets.token_hex(16)
    with writing() as work:
        article = verbs.compose(words=form.words, section=section, key=key, by=by, work=work)
        if request.POST.get("do") == "publish":
            verbs.publish(article.item, by=by, work=work)
    return article


def _form(request: HttpRequest, form: Form, *, refused: str = "") -> HttpResponse:
    context = {
        "form": form,
        "token": token_of(request) or secrets.token_hex(16),
        "sections": Section.objects.all(),
        "longest": LONGEST,
        "refused": refused,
        "here": "new",
    }
    return screen(request, "desk/editing/new.html", context, status=409 if refused else 200)
