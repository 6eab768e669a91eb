"""The page of search: a form that works as it is, and what was found, made anew for each request; and its feeds.

No list of hits is kept: addresses of searches can be made up without end, and any change of any article may change any
of them. The rest of the page is the same for all searches and kept as ever. Feeds, which programs ask for again and
again, are kept until any article changes, in a corner of the cache (`site.page.MADE_UP`).
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dateline.newsroom.addresses import article_path
from dateline.newsroom.content import news_item, with_copy
from dateline.newsroom.models import Article
from dateline.search import asking, find, telling
from dateline.search.index import is_whole
from dateline.search.marking import Marker
from dateline.search.query import Query
from dateline.search.wanted import TooSlow
from dateline.site import page as pages
from dateline.site.addresses import absolute, search_scope
from dateline.site.feeds import CONTENT_TYPES
from dateline.site.frame import ROBOTS, Frame, SectionLink, feed_links, head, template
from dateline.site.page import Page, PageResponse, Part, Vanished, frame_of, take_from_elsewhere
from dateline.site.times import moment
from dateline.site.views import missing
from dateline.site.wording import dateline_of, flash_until, language_attributes, title_of

PATH = "/search"
EXCERPT = 280
"""Characters of an article's text that show what was looked for."""

SLOW_FOR = 3600
"""Seconds after which a feed whose search took too long may be asked for again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address has it: what the form shows again, and what it means."""

    fields: dict[str, str]
    order: find.Order
    after: find.Place | None
    query: Query

    def path(self, after: find.Place | None = None, order: find.Order | None = None) -> str:
        """The address of this search; of what comes after a place, or in another order."""
        given = {name: value for name, value in self.fields.items() if value}
        if (order or self.order) == "best":
            given["order"] = "best"
        if after is not None:
            given["before"] = asking.text_of(after, self.order)
        return f"{PATH}?{urlencode(given)}" if given else PATH


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, or why nothing was; without a question the form alone."""
    frame, asked = frame_of(request), _asked(request)
    with translation.override(frame.house.language):
        results, has_hits = _results(asked, frame)
        title = _("Search: %(query)s") % {"query": asked.fields["q"]} if asked.fields["q"] else _("Search")
        body = b"".join(
            (
                head(frame, title, **_robots(asked, has_hits, frame), **_feeds(asked, title, frame)),
                pages.store.take(Part("masthead", "search-page /search"), frame).join(""),
                results,
                pages.store.take(Part("foot"), frame).join(""),
            )
        )
    response = HttpResponse(body, content_type="text/html; charset=utf-8")
    take_from_elsewhere(response)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """The feed of a search, newest first."""
    fields, frame = asking.fields_of(request.GET.dict()), frame_of(request)
    part = Part("found", f"{name} {search_scope(fields).partition(' ')[2]}")
    page = Page((part,), content_type=CONTENT_TYPES[name], cacheable=set(request.GET) <= set(fields))
    try:
        return PageResponse(page, frame)
    except Vanished:
        return missing(request)
    except TooSlow:
        with translation.override(frame.house.language):
            response = HttpResponse(telling.too_slow(), status=503, content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "no-store"
        response["Retry-After"] = str(SLOW_FOR)
        return response


def _asked(request: HttpRequest) -> Asked:
    fields = asking.fields_of(request.GET.dict())
    order: find.Order = "best" if request.GET.get("order") == "best" else "new"
    after = asking.place_of(request.GET.get("before", ""), order)
    return Asked(fields, order, after, asking.query_of(fields))


def _robots(asked: Asked, has_hits: bool, frame: Frame) -> dict[str, object]:
    """What search engines may do: all that is found leads them to the one page of search (ADR 69)."""
    query = asked.query
    is_plain = asked.order == "new" and asked.after is None and not query.problems and not query.without
    if not is_plain or not (has_hits or asked.path() == PATH):
        return {"noindex": True}
    description = _("Search the news of %(title)s") % {"title": frame.house.title}
    return {"description": description, "canonical": absolute(PATH, frame.house), "robots": ROBOTS}


def _feeds(asked: Asked, title: str, frame: Frame) -> dict[str, object]:
    """The feeds of what is asked, for the head of its page; the site's own stand there without."""
    if asked.query.is_empty:
        return {}
    return {"feeds": feed_links(f"{title} – {frame.house.title}", search_scope(asked.fields))}


def _results(asked: Asked, frame: Frame) -> tuple[bytes, bool]:
    """The form with what was found, and whether that is anything."""
    found, told = None, [telling.sentence(problem) for problem in asked.query.problems]
    if not asked.query.is_empty:
        try:
            found = find.for_readers(
                asked.query, frame.now, frame.house, limit=frame.house.page_size, order=asked.order, after=asked.after
            )
        except TooSlow:
            told.append(telling.too_slow())
        if not is_whole():
            told.append(telling.not_whole())
        told += telling.unknown(asked.query)
        if found is not None and not found.articles and asked.after is None:
            told += telling.why_nothing(asked.fields["q"], asked.query, frame.house, hidden=False)
    elif asked.fields["q"] and not told:
        told.append(_("There is no word in this to search for."))
    marker = Marker(asked.query.phrases)
    context = {
        **_form(asked, frame),
        "told": told,
        "asked": found is not None,
        "entries": [_entry(article, marker, frame) for article in with_copy(list(found.articles))] if found else [],
        "older": asked.path(found.after) if found and found.after else "",
        "newest": asked.path() if asked.after else "",
        "best": asked.order == "best",
        "by_best": asked.path(order="best"),
        "by_new": asked.path(order="new"),
        "reach": find.REACH,
    }
    return template("search.html", context), bool(context["entries"])


def _form(asked: Asked, frame: Frame) -> dict[str, object]:
    fields, sections = asked.fields, list(frame.links)
    agencies = {provider.code: provider.name for provider in frame.providers.values()}
    # A form that hides what an address asks for would search for more the next time.
    agencies.setdefault(fields["agency"], fields["agency"])
    if fields["section"] not in {link.slug for link in sections}:
        sections.append(SectionLink(fields["section"], fields["section"], "", "", ""))
    return {
        "fields": {**fields, "since": fields["from"]},
        "narrow": any(fields[name] for name in asking.FIELDS if name != "q"),
        "sections": [link for link in sections if link.slug],
        "agencies": sorted(((code, name) for code, name in agencies.items() if code), key=lambda pair: pair[1].lower()),
    }


def _entry(article: Article, marker: Marker, frame: Frame) -> dict[str, object]:
    row = frame.sections_by_key.get(article.section_id)
    section = SectionLink.of(row) if row else None
    article.section = row
    item = news_item(article)
    text = (item.text if item else "") or article.lead or ("" if article.headline else title_of(article))
    return {
        "short_id": article.short_id,
        "path": article_path(article),
        "headline": marker.pieces(article.headline, article.language),
        "dateline": marker.pieces(dateline_of(article), article.language),
        "text": marker.excerpt(text, article.language, EXCERPT),
        "flash": flash_until(article, frame.now) is not None,
        "attributes": language_attributes(article.language, frame.house),
        "time": moment(article.published_at, article.precision, frame.house),
        "section": section,
    }
