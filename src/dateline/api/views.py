"""The content API: items as ninjs, in the order in which they change, or by section."""

import re
from collections.abc import Iterable

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dateline import wire
from dateline.api.description import MOST, USUAL, describe
from dateline.api.endpoint import JSON, Refused, endpoint, number, problem
from dateline.newsroom.following import START, Followed, last_place, place_of, told_after
from dateline.newsroom.house import house, own_address
from dateline.newsroom.models import ApiKey, Article, Revision, Section
from dateline.newsroom.outward import outward
from dateline.newsroom.transaction import era
from dateline.newsroom.visible import Cursor, Unknown, article_for, cursor, newest

_LATEST = "latest"


@endpoint
def items(request: HttpRequest, key: ApiKey) -> bytes:
    """What changed after a cursor, in order; what has gone is canceled."""
    limit = number(request, "limit", USUAL, MOST)
    place = _place(request.GET.get("after", ""))
    if place is None:
        return _listed([], _text(last_place()), more=False)
    found = told_after(place, limit + 1, _scope(key))
    shown = found[:limit]
    return _listed(shown, _text(place_of(shown[-1]) if shown else place), more=len(found) > limit)


@endpoint
def item(request: HttpRequest, key: ApiKey, short_id: str) -> bytes:
    """One item as it is now."""
    article = Article.objects.select_related("revision", "section", "provider").filter(short_id=short_id).first()
    if article is None or not article.told or not _may_see(key, article):
        raise Refused(404, "There is no such item.")
    # Under an embargo that was laid on it later it is as unknown to readers as before.
    if isinstance(article_for(short_id, timezone.now()), Unknown):
        raise Refused(404, "There is no such item.")
    return wire.write([outward(article, house(), timezone.now())], "ninjs")


@endpoint
def sections(request: HttpRequest, key: ApiKey) -> bytes:
    """All sections, in the order of the paper."""
    base = own_address(house())
    found = [
        {"slug": section.slug, "name": section.name, "url": f"{base}/{section.slug}/"}
        for section in Section.objects.all()
    ]
    return msgspec.json.encode({"sections": found})


@endpoint
def section(request: HttpRequest, key: ApiKey, slug: str) -> bytes:
    """The items of a section, newest first, as its page lists them."""
    limit = number(request, "limit", USUAL, MOST)
    before = request.GET.get("before", "")
    at = _cursor(before) if before else None
    row = Section.objects.filter(slug=slug).first()
    if row is None:
        raise Refused(404, "There is no such section.")
    found = newest(row, limit + 1, timezone.now(), at)
    shown = found[:limit]
    _complete(shown, row)
    more = len(found) > limit
    scope = _scope(key)
    kept = [article for article in shown if not scope or article.provider_id in scope]
    at_end = cursor(shown[-1]) if more else None
    return _listed(kept, f"{at_end.sort_at}.{at_end.sort_place}.{at_end.short_id}" if at_end else None, more=more)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this API."""
    if request.method not in ("GET", "HEAD"):
        return problem(Refused(405, "Only GET and HEAD.", Allow="GET, HEAD"))
    response = HttpResponse(msgspec.json.encode(describe(own_address(house()))), content_type=JSON)
    response["Cache-Control"] = "no-cache"
    return response


def nothing(request: HttpRequest) -> HttpResponse:
    """Any other address."""
    return problem(Refused(404, "There is nothing at this address: see /api/v1/openapi.json."))


def _listed(articles: Iterable[Article], at: str | None, *, more: bool) -> bytes:
    paper, now = house(), timezone.now()
    lines = wire.write([outward(article, paper, now) for article in articles], "ninjs").splitlines()
    told = msgspec.json.encode({"cursor": at, "more": more})
    return b'{"items":[' + b",".join(lines) + b"]," + told[1:]


def _scope(key: ApiKey) -> set[int]:
    return set(key.providers.values_list("pk", flat=True))


def _may_see(key: ApiKey, article: Article) -> bool:
    scope = _scope(key)
    return not scope or article.provider_id in scope


def _complete(articles: list[Article], row: Section) -> None:
    """Gives articles of a list what an item is made of."""
    revisions = Revision.objects.in_bulk([article.revision_id for article in articles if article.revision_id])
    for article in articles:
        article.section = row
        article.revision = revisions.get(article.revision_id or 0)


def _text(place: Followed) -> str:
    return f"{era() or 0}-{place.told}-{place.key}"


def _place(text: str) -> Followed | None:
    """The place that a cursor names; None for the latest. Raises Refused."""
    if not text:
        return START
    if text == _LATEST:
        return None
    found = re.fullmatch(r"([0-9a-f]{1,32})-([0-9]{1,16})-([0-9]{1,16})", text)
    if found is None:
        raise Refused(400, "after is no cursor that this API has given.")
    if found[1] != (era() or "0"):
        return START  # from before a restored backup: its numbers say nothing of those there are now
    return Followed(int(found[2]), int(found[3]))


def _cursor(text: str) -> Cursor:
    found = re.fullmatch(r"(-?[0-9]{1,16})\.([0-9]{1,9})\.([0-9a-z]{1,16})", text)
    if found is None:
        raise Refused(400, "before is no cursor that this API has given.")
    return Cursor(int(found[1]), int(found[2]), found[3])
