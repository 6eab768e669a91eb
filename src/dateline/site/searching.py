"""The page of search: a form that works as it is, and what was found, made anew for each request.

No list of hits is kept: addresses of searches can be made up without end, and any change of any article may change any
of them. The rest of the page is the same for all searches and kept as ever.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dateline.newsroom.addresses import article_path
from dateline.newsroom.content import news_item
from dateline.newsroom.models import Article
from dateline.search import find, telling
from dateline.search.index import is_whole
from dateline.search.marking import Marker
from dateline.search.query import Kind, Query, narrowed, parse
from dateline.search.wanted import TooSlow
from dateline.site import page as pages
from dateline.site.frame import Frame, SectionLink, head, template
from dateline.site.page import Part, frame_of
from dateline.site.times import moment
from dateline.site.wording import dateline_of, flash_until, language_attributes, title_of

PATH = "/search"
EXCERPT = 280
"""Characters of an article's text that show what was looked for."""

_ABOUT = {"place": Kind.PLACE, "agency": Kind.AGENCY, "section": Kind.SECTION}
_FIELDS = ("q", *_ABOUT, "from", "until")
_AFTER = re.compile(r"(-?[0-9]{1,19})(?:\.([0-9]{1,4})\.(-?[0-9]{1,19}))?")


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
            given["before"] = f"{after.docid}.{after.score}.{after.top}" if self.order == "best" else f"{after.docid}"
        return f"{PATH}?{urlencode(given)}" if given else PATH


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, or why nothing was; without a question the form alone."""
    frame, asked = frame_of(request), _asked(request)
    with translation.override(frame.house.language):
        results = _results(asked, frame)
        title = _("Search: %(query)s") % {"query": asked.fields["q"]} if asked.fields["q"] else _("Search")
        body = b"".join(
            (
                head(frame, title, noindex=True),
                pages.store.take(Part("masthead", "search-page /search"), frame).join(""),
                results,
                pages.store.take(Part("foot"), frame).join(""),
            )
        )
    response = HttpResponse(body, content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _asked(request: HttpRequest) -> Asked:
    fields = {name: _storable(request.GET.get(name, "")) for name in _FIELDS}
    query = narrowed(
        parse(fields["q"]),
        {kind: fields[name] for name, kind in _ABOUT.items()},
        fields["from"],
        fields["until"],
    )
    order: find.Order = "best" if request.GET.get("order") == "best" else "new"
    return Asked(fields, order, _after(request.GET.get("before", ""), order), query)


def _storable(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()[:500]


def _after(text: str, order: find.Order) -> find.Place | None:
    found = _AFTER.fullmatch(text)
    if found is None or (found[2] is not None) != (order == "best"):
        return None
    place = find.Place(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    return place if max(abs(place.docid), abs(place.top)) < 2**62 else None


def _results(asked: Asked, frame: Frame) -> bytes:
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
    elif asked.fields["q"] and not told:
        told.append(_("There is no word in this to search for."))
    marker = Marker(asked.query.phrases)
    context = {
        **_form(asked, frame),
        "told": told,
        "asked": found is not None,
        "entries": [_entry(article, marker, frame) for article in found.articles] if found else [],
        "older": asked.path(found.after) if found and found.after else "",
        "newest": asked.path() if asked.after else "",
        "best": asked.order == "best",
        "by_best": asked.path(order="best"),
        "by_new": asked.path(order="new"),
        "reach": find.REACH,
    }
    return template("search.html", context)


def _form(asked: Asked, frame: Frame) -> dict[str, object]:
    fields = asked.fields
    narrow = any(fields[name] for name in (*_ABOUT, "from", "until"))
    return {
        "fields": {**fields, "since": fields["from"]},
        "narrow": narrow,
        "sections": frame.links,
        "agencies": sorted(
            {(provider.code, provider.name) for provider in frame.providers.values()}, key=lambda pair: pair[1].lower()
        ),
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
