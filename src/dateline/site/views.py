"""Address in, page out: which parts make it, and what it is when there is nothing to show."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dateline.newsroom.addresses import article_path, feed_path
from dateline.newsroom.models import Article, Section
from dateline.newsroom.redirects import GONE, is_plain_link, lead
from dateline.newsroom.touching import ANY, CORRECTIONS, FRONT, item_tag, older_tag, section_tag
from dateline.newsroom.visible import Cursor, Gone, Moved, Shown
from dateline.site import page as pages
from dateline.site.addresses import absolute, cursor_text, parse_cursor, section_path
from dateline.site.assets import asset
from dateline.site.feeds import CONTENT_TYPES
from dateline.site.house import has_page
from dateline.site.lists import top_articles
from dateline.site.looks import content_type
from dateline.site.machines import reserves
from dateline.site.page import QUERY, Page, PageResponse, Part, Vanished, frame_of

_FOOT = Part("foot")
FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front: what is most urgent, the newest, and a block for each section."""
    if is_plain_link(_query(request)) and (led := _led_on(request)):
        return led
    frame = frame_of(request)
    chosen = top_articles(frame)
    taken = " ".join(article.short_id for article in chosen)
    blocks = tuple(Part("block", slug, taken) for slug in frame.sections)
    parts = (
        Part("head:front"),
        Part("masthead", "front front"),
        Part("top"),
        Part("latest"),
        *blocks,
        Part("data:front"),
        _FOOT,
    )
    page = Page(
        parts,
        tags=frozenset((FRONT, "house")),
        until=frame.next_moment(None, chosen),
        cacheable=_plain(request),
    )
    return PageResponse(page, frame)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """A section, or one of its pages back in time (`?before=`)."""
    slug, frame = section, frame_of(request)
    row = frame.sections.get(slug)
    if row is None:
        return missing(request)
    before = request.GET.get("before", "")
    about, cacheable = slug, _plain(request, "before")
    if before:
        cursor = parse_cursor(before)
        if cursor is None or not frame.newest(row, 1, cursor):
            return missing(request)
        about = f"{slug} {cursor_text(cursor)}"
        cacheable = cacheable and before == cursor_text(cursor) and _stands_at(cursor, row)
    parts = (
        Part("head:section", about),
        Part("masthead", f"section-page {slug}"),
        Part("title", slug),
        Part("list", about),
        *(() if before else (Part("data:section", slug),)),
        _FOOT,
    )
    tag = older_tag(row) if before else section_tag(row)
    return PageResponse(Page(parts, tags=frozenset((tag, "house")), cacheable=cacheable), frame)


@require_safe
def article(request: HttpRequest, section: str, last: str) -> HttpResponse:
    """An article. The id at the end of its address decides; an address with other words leads to the right one."""
    short_id, frame = last[-12:], frame_of(request)
    found = frame.found(short_id)
    if isinstance(found, Gone):
        return _nothing(request, "gone", 410, cacheable=_plain(request))
    if isinstance(found, Moved):
        return _redirect(article_path(found.article), 302)
    if not isinstance(found, Shown) or found.article.section is None:
        return missing(request)
    path = article_path(found.article)
    if quote(request.path) != path:
        return _redirect(path, 301)
    slug = found.article.section.slug
    parts = (
        Part("head:item", short_id),
        Part("masthead", f"reading {slug}"),
        Part("article", short_id),
        Part("rail", slug, short_id),
        _FOOT,
    )
    tags = frozenset((item_tag(short_id), "house"))
    page = Page(parts, tags=tags, until=found.article.expires_at, cacheable=_plain(request))
    try:
        response = PageResponse(page, frame)
    except Vanished:
        return gone(request)
    # Said either way: what a page says counts before tdmrep.json, which speaks for the most careful of all agencies.
    response["tdm-reservation"] = "1" if reserves(found.article.provider) else "0"
    return response


@require_safe
def feed(request: HttpRequest, name: str, section: str = "", agency: str = "") -> HttpResponse:
    """The feed of a section, of an agency, or of all."""
    scope = f"section {section}" if section else f"agency {agency.casefold()}" if agency else ""
    cacheable = _plain(request) and agency == agency.casefold()
    parts, frame = (Part("feed", f"{name} {scope}".strip()),), frame_of(request)
    page = Page(parts, tags=frozenset(("house",)), content_type=CONTENT_TYPES[name], cacheable=cacheable)
    try:
        response = PageResponse(page, frame)
    except Vanished:
        return missing(request)
    if frame.hub:
        own = absolute(feed_path(name, scope), frame.house)
        response["Link"] = f'<{frame.hub}>; rel="hub", <{own}>; rel="self"'
    return response


@require_safe
def live(request: HttpRequest, kind: str, section: str = "", short_id: str = "") -> HttpResponse:
    """Anything after number N? 204 for no, else the list as pages have it (without the article whose page asks)."""
    part, frame = Part(kind, section, short_id), frame_of(request)
    try:
        number = pages.store.take(part, frame).number
        if request.GET.get("after") == str(number):
            response = HttpResponse(status=204)
        else:
            response = PageResponse(Page((part,), cacheable=False), frame)
    except Vanished:
        response = HttpResponse(status=404)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def section_without_slash(request: HttpRequest, section: str) -> HttpResponse:
    """`/buitenland` leads to `/buitenland/`."""
    if section in frame_of(request).sections:
        return _redirect(section_path(section), 301)
    return missing(request)


@require_safe
def look(request: HttpRequest, name: str) -> HttpResponse:
    """The style sheet or the logo of the house. Its name is made of what it holds: it never changes."""
    page = Page((Part("look", name),), content_type=content_type(name), cacheable=_plain(request))
    try:
        response = PageResponse(page, frame_of(request))
    except Vanished:
        return missing(request)
    response["Cache-Control"] = FOR_GOOD
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """The icon, for who asks without having read a page."""
    return _redirect(asset("site/icon.svg"), 302)


@require_safe
def house_page(request: HttpRequest, which: str) -> HttpResponse:
    """The imprint, or what the house says of privacy; a section of that name, as long as nobody has written it."""
    frame = frame_of(request)
    if not has_page(which, frame.house):
        return section_without_slash(request, section=which)
    parts = (Part("head:house", which), Part("masthead", "section-page"), Part("house", which), _FOOT)
    return PageResponse(Page(parts, tags=frozenset(("house",)), cacheable=_plain(request)), frame)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What was corrected, or one of its pages back in time (`?before=`)."""
    before = request.GET.get("before", "")
    cursor = parse_cursor(before) if before else None
    if before and (cursor is None or before != cursor_text(cursor)):
        return missing(request)
    parts = (
        Part("head:house", "corrections older" if before else "corrections"),
        Part("masthead", "section-page"),
        Part("corrections:older" if before else "corrections", before),
        _FOOT,
    )
    page = Page(parts, tags=frozenset((CORRECTIONS, "house")), cacheable=_plain(request, "before"))
    return PageResponse(page, frame_of(request))


def gone(request: HttpRequest) -> HttpResponse:
    """410: what was killed, or may no longer be shown."""
    return _nothing(request, "gone", 410)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that readers may know of; unless it is an address of an old site that leads on."""
    return _led_on(request) or _nothing(request, "missing", 404)


def _led_on(request: HttpRequest) -> HttpResponse | None:
    frame = frame_of(request)
    found = lead(frame.house.redirects, request.path, _query(request))
    if found is None:
        return None
    if found.item is None:
        return gone(request) if found.to == GONE else _redirect(found.to, 301)
    stands = frame.found(found.item.short_id)
    if isinstance(stands, Gone):
        return gone(request)
    if isinstance(stands, Shown | Moved) and stands.article.section is not None:
        return _redirect(article_path(stands.article), 301)
    return None


def _query(request: HttpRequest) -> str:
    """The query as it was asked."""
    return request.META.get(QUERY) or request.META.get("QUERY_STRING", "")


def _nothing(request: HttpRequest, which: str, status: int, *, cacheable: bool = False) -> HttpResponse:
    parts = (Part("head:missing", which), Part("masthead", "missing"), Part("missing", which), Part("latest"), _FOOT)
    # What is gone may come back by another article: the last one of those that replaced each other.
    page = Page(parts, tags=frozenset((ANY, "house")), status=status, cacheable=cacheable)
    response = PageResponse(page, frame_of(request))
    response["Cache-Control"] = "no-store"
    return response


def _redirect(path: str, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Location"] = path
    # A browser that kept it for good would hold on to an address after the desk has moved the article back.
    response["Cache-Control"] = "no-cache"
    return response


def _plain(request: HttpRequest, *known: str) -> bool:
    """Whether an address has no parameter but those that its page knows: any others could pile up in the cache."""
    return set(request.GET) <= set(known)


def _stands_at(cursor: Cursor, section: Section) -> bool:
    """Whether an article stands, or stood, at a place: a place that somebody made up is answered but not kept."""
    at, place, short_id = cursor
    return Article.objects.filter(short_id=short_id, sort_at=at, sort_place=place, section=section).exists()
