"""The content API: items as ninjs, in the order in which they change, or by section."""

import re

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dateline import wire
from dateline.api.description import MOST, USUAL, describe
from dateline.api.endpoint import AS_FILE, JSON, Refused, Told, endpoint, number, problem
from dateline.api.listing import changed, changes_at, embargoes_too, listed, place_of, scope_of, text_of
from dateline.newsroom.content import with_copy
from dateline.newsroom.following import last_place
from dateline.newsroom.house import house, own_address
from dateline.newsroom.models import ApiKey, Article, Provider, Section
from dateline.newsroom.outward import outward
from dateline.newsroom.touching import ANY
from dateline.newsroom.visible import Cursor, Unknown, article_for, cursor, newest


@endpoint
def items(request: HttpRequest, key: ApiKey) -> Told:
    """What changed after a cursor, in order; what has gone is canceled."""
    limit = number(request, "limit", USUAL, MOST)
    return changed(place_of(request.GET.get("after", "")), limit, key)


@endpoint
def item(request: HttpRequest, key: ApiKey, short_id: str) -> Told:
    """One item as it is now."""
    whole = Article.objects.select_related("revision", "edit", "section", "provider")
    article = whole.filter(short_id=short_id, told__gt=0).first()
    scope = scope_of(key)
    if article is None or (scope and article.provider_id not in scope):
        raise Refused(404, "There is no such item.")
    now = timezone.now()
    # Under an embargo that was laid on it later it is as unknown to readers as before.
    if isinstance(article_for(short_id, now), Unknown):
        raise Refused(404, "There is no such item.")
    body = wire.write([outward(article, house(), now)], "ninjs")
    return Told(body, frozenset((ANY,)), changes_at([article], now))


@endpoint
def sections(request: HttpRequest, key: ApiKey) -> Told:
    """All sections, in the order of the paper."""
    base = own_address(house())
    found = [
        {"slug": section.slug, "name": section.name, "url": f"{base}/{section.slug}/"}
        for section in Section.objects.all()
    ]
    return Told(msgspec.json.encode({"sections": found}))


@endpoint
def section(request: HttpRequest, key: ApiKey, slug: str) -> Told:
    """The items of a section, newest first, as its page lists them; or, after a cursor, what changed of these."""
    limit = number(request, "limit", USUAL, MOST)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    at = _cursor(before) if before else None
    row = Section.objects.filter(slug=slug).first()
    if row is None:
        raise Refused(404, "There is no such section.")
    if after:
        if before:
            raise Refused(400, "after does not go with before.")
        return changed(place_of(after), limit, key, lambda shown: [one.pk for one in shown if one.section_id == row.pk])
    follow = text_of(last_place())  # first: what changes while this is looked for is told after it
    now = timezone.now()
    found = newest(row, limit + 1, now, at)
    shown, more, scope = found[:limit], len(found) > limit, scope_of(key)
    kept = with_copy([article for article in shown if not scope or article.provider_id in scope])
    providers = Provider.objects.in_bulk()
    for article in kept:
        article.section, article.provider = row, providers[article.provider_id]
    at_end = cursor(shown[-1]) if more else None
    text = f"{at_end.sort_at}.{at_end.sort_place}.{at_end.short_id}" if at_end else None
    return embargoes_too(listed(kept, cursor=text, more=more, follow=follow), row, now)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description of this API."""
    if request.method not in ("GET", "HEAD"):
        return problem(Refused(405, "Only GET and HEAD.", Allow="GET, HEAD"))
    body = msgspec.json.encode(describe(own_address(house())))
    response = HttpResponse(body, content_type=JSON, headers=AS_FILE)
    response["Cache-Control"] = "no-cache"
    return response


def nothing(request: HttpRequest) -> HttpResponse:
    """Any other address."""
    return problem(Refused(404, "There is nothing at this address: see /api/v1/openapi.json."))


def _cursor(text: str) -> Cursor:
    found = re.fullmatch(r"(-?[0-9]{1,16})\.([0-9]{1,9})\.([0-9a-z]{1,16})", text)
    if found is None:
        raise Refused(400, "before is no cursor that this API has given.")
    return Cursor(int(found[1]), int(found[2]), found[3])
