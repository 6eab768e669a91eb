"""Who is in the editor: each open editor says every few seconds that it is still there, and is told who else is."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dateline.desk.access import editor, for_desk
from dateline.desk.item import article_of
from dateline.desk.times import short
from dateline.newsroom.house import house
from dateline.newsroom.leases import hear, lease_of, let_go
from dateline.newsroom.models import Article, Lease
from dateline.newsroom.permissions import ACT
from dateline.newsroom.verbs.edit import last_seen

_TOKEN = re.compile(r"[0-9a-f]{32}")


def token_of(request: HttpRequest) -> str:
    """The token of the page that asks; empty where there is none."""
    found = request.POST.get("token", "")
    return found if _TOKEN.fullmatch(found) else ""


@require_POST
def lease(request: HttpRequest, short_id: str) -> HttpResponse:
    """An open editor says that it is there; gives what to tell its editor where that is another than before (`was`)."""
    if not request.user.is_authenticated and request.headers.get("HX-Request"):
        # Not led to the sign-in: what is typed would be lost.
        response = render(request, "desk/editing/lease.html", {"signed_out": True, "state": "out"})
        add_never_cache_headers(response)
        return response
    return _lease(request, short_id)


@for_desk(ACT)
def _lease(request: HttpRequest, short_id: str) -> HttpResponse:
    article, token = article_of(short_id), token_of(request)
    if request.POST.get("do") == "leave":
        let_go(article.item, token)
        return HttpResponse(status=204)
    if not token:
        return HttpResponse(status=204)
    was = request.POST.get("was", "")
    heard = hear(article.item, editor(request), token, timezone.now(), had=was.startswith("mine-"))
    about = told(article, token, heard, request.POST.get("seen", ""))
    if about["state"] == was:
        return HttpResponse(status=204)
    return render(request, "desk/editing/lease.html", about)


def told(article: Article, token: str, lease: Lease | None, seen: str) -> dict[str, object]:
    """What to tell an editor of who else is in this article, and whether somebody has saved it meanwhile."""
    theirs = lease if lease is not None and lease.token != token else None
    is_overtaken = seen != str(last_seen(article.item))
    return {
        "article": article,
        "theirs": theirs,
        "since": short(theirs.since, timezone.now(), house()) if theirs else "",
        "overtaken": is_overtaken,
        "state": f"{theirs.token[:6] if theirs else 'mine' if lease else 'free'}-{int(is_overtaken)}",
    }


def refusal(article: Article, token: str) -> str:
    """Why this page may not save now: somebody else has the article open. Empty where it may."""
    lease = lease_of(article.item, timezone.now())
    if lease is None or lease.token == token:
        return ""
    who = lease.user.get_username()
    return _("%(who)s has this article open in the editor: take it over, or wait.") % {"who": who}
