"""What crawlers are told: robots.txt, the reservation of text and data mining, and the sitemaps."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

import msgspec
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from dateline.newsroom.addresses import path_of
from dateline.newsroom.house import house as house_now
from dateline.newsroom.models import Article, Provider
from dateline.newsroom.touching import RECENT, RECENT_LASTS, item_tag
from dateline.newsroom.visible import LISTED, visible
from dateline.site.addresses import absolute
from dateline.site.frame import Frame, tags
from dateline.site.machines import all_may_be_read
from dateline.site.page import Page, PageResponse, Part, Rendered, frame_of
from dateline.site.times import moment
from dateline.site.wording import title_of

XML = "application/xml; charset=utf-8"
NEWS_SIZE = 1000
RANGE = 10_000
"""How many keys of articles a sitemap of the archive spans: no more than so many addresses."""

AT_ONCE = 500

LEARNING = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot"),
    *("cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot"),
    *("Meta-ExternalAgent", "omgili", "PanguBot", "Timpibot"),
)
"""Crawlers that collect text for machines to learn from."""

_URLSET = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ELSEWHERE = Q(noindex=True) | Q(provider__noindex=True) | Q(provider__canonical=Provider.Canonical.PROVIDER)
"""What search engines are not to find here."""

_PLACE = ("section__slug", "words", "short_id", "published_at", "modified_at", "precision")


class _Row(NamedTuple):
    section: str
    words: str
    short_id: str
    published: datetime | None
    modified: datetime | None
    precision: str


def robots(_about: str, frame: Frame) -> Rendered:
    """`robots.txt`: what crawlers leave alone, who may not learn from the site, and where the sitemaps are."""
    lines = ["User-agent: *", *(f"Disallow: /{name}/" for name in ("api", "desk", "intake", "search")), ""]
    if not all_may_be_read(frame):
        lines += [*(f"User-agent: {name}" for name in LEARNING), "Disallow: /", ""]
    lines += [f"Sitemap: {absolute(f'/{name}.xml', frame.house)}" for name in ("sitemap", "sitemap-news")]
    return Rendered(("\n".join(lines) + "\n").encode(), tags())


def tdmrep(_about: str, frame: Frame) -> Rendered:
    """`/.well-known/tdmrep.json`: whether text and data mining is reserved (TDMRep of the W3C)."""
    reserved = 0 if all_may_be_read(frame) else 1
    return Rendered(msgspec.json.encode([{"location": "/", "tdm-reservation": reserved}]) + b"\n", tags())


def news(_about: str, frame: Frame) -> Rendered:
    """The sitemap of the news of two days, as Google News has it: 1,000 at the most."""
    since = frame.now - RECENT_LASTS
    found = visible(frame.now).filter(LISTED, sort_at__gte=since.timestamp() * 1000, published_at__gte=since)
    found = found.exclude(_ELSEWHERE).select_related("section").order_by("-sort_at", "sort_place", "short_id")
    articles = list(found[:NEWS_SIZE])
    body = "\n".join(
        [
            f'{_URLSET} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">',
            *(_news(article, frame) for article in articles),
            "</urlset>\n",
        ]
    )
    ends = [article.published_at + RECENT_LASTS for article in articles if article.published_at]
    until = min(filter(None, (frame.next_moment(None, articles), *ends)), default=None)
    return Rendered(body.encode(), tags(RECENT, *(item_tag(article.short_id) for article in articles)), until=until)


@require_safe
def plain(request: HttpRequest, kind: str, content_type: str) -> HttpResponse:
    """A page of one part."""
    cacheable = not request.GET
    return PageResponse(Page((Part(kind),), content_type=content_type, cacheable=cacheable), frame_of(request))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The index of the sitemaps of the archive: those in which there is anything."""
    house, now = house_now(), timezone.now()
    last = Article.objects.aggregate(last=Max("pk"))["last"] or 0
    numbers = [number for number in range(last // RANGE + 1) if _within(number, now).exists()]
    lines = [f"<sitemap><loc>{escape(absolute(f'/sitemap-{number}.xml', house))}</loc></sitemap>" for number in numbers]
    opening = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    body = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', opening, *lines, "</sitemapindex>\n"])
    return HttpResponse(body, content_type=XML)


@require_safe
def archive(request: HttpRequest, number: str) -> HttpResponseBase:
    """One sitemap of the archive, sent while it is read: however long it is, it takes the memory of AT_ONCE rows."""
    which = int(number)
    if str(which) != number or not _within(which, timezone.now()).exists():
        return HttpResponse(status=404)
    # Who asks for the headers alone gets those of the stream: an empty answer would have a length and a tag of its own.
    return StreamingHttpResponse(() if request.method == "HEAD" else _urls(which), content_type=XML)


def _urls(number: int) -> Iterator[bytes]:
    house = house_now()
    yield f"{_URLSET}>\n".encode()
    last = number * RANGE - 1
    while True:
        # The time and the rows anew for each piece: what is withdrawn meanwhile is not in the next.
        rows = _within(number, timezone.now()).filter(pk__gt=last).order_by("pk").values_list("pk", *_PLACE)[:AT_ONCE]
        found = list(rows)
        lines = []
        for key, *fields in found:
            row, last = _Row(*fields), key
            changed = moment(row.modified or row.published, row.precision, house)
            when = f"<lastmod>{changed.iso}</lastmod>" if changed else ""
            place = absolute(path_of(row.section, row.words, row.short_id), house)
            lines.append(f"<url><loc>{escape(place)}</loc>{when}</url>\n")
        yield "".join(lines).encode()
        if len(found) < AT_ONCE:
            break
    yield b"</urlset>\n"


def _within(number: int, now: datetime) -> QuerySet[Article]:
    found = visible(now).filter(pk__gte=number * RANGE, pk__lt=(number + 1) * RANGE, section__isnull=False)
    return found.exclude(_ELSEWHERE)


def _news(article: Article, frame: Frame) -> str:
    house = frame.house
    language = (article.language or house.language).split("-")[0].lower()
    published = moment(article.published_at, article.precision, house)
    place = absolute(path_of(article.section.slug, article.words, article.short_id), house) if article.section else ""
    return (
        f"<url><loc>{escape(place)}</loc><news:news><news:publication><news:name>{escape(house.title)}</news:name>"
        f"<news:language>{escape(language)}</news:language></news:publication>"
        f"<news:publication_date>{published.iso if published else ''}</news:publication_date>"
        f"<news:title>{escape(title_of(article))}</news:title></news:news></url>"
    )
