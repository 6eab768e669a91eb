"""Where a killed item was, and when each of these surfaces went dark: the editor's browser asks them as readers do."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dateline.desk.access import for_desk
from dateline.desk.item import article_of
from dateline.desk.relations import takers
from dateline.desk.rows import title_of
from dateline.desk.screen import screen
from dateline.desk.times import exact
from dateline.newsroom.addresses import FEEDS, article_path, feed_path
from dateline.newsroom.house import house
from dateline.newsroom.models import Article, Event
from dateline.newsroom.visible import newest

_WORDS = 8
"""Of the headline, by which it is searched for."""


@dataclass(frozen=True, slots=True)
class Surface:
    """One address at which readers could get the item. `gone` is the status that says that it is dark; where it is 200
    the item must not be named in the answer.
    """

    name: str
    path: str
    gone: int = 200


@require_safe
@for_desk()
def dark(request: HttpRequest, short_id: str) -> HttpResponse:
    """The surfaces of a killed item, each asked until it is dark. Only what was killed is looked after."""
    article = article_of(short_id)
    if article.state != Article.State.KILLED:
        raise Http404
    killed = Event.objects.filter(item=article.item_id, verb__in=("kill", "killed")).order_by("-pk").first()
    told = takers(article)
    context = {
        "article": article,
        "title": title_of(article),
        "killed_at": killed.at if killed else None,
        "time": exact(killed.at, house()) if killed else "",
        "surfaces": surfaces(article),
        "takers": told,
        "all_gone": all(one.is_gone for one in told),
        "here": "wire",
    }
    return screen(request, "desk/dark.html", context)


def surfaces(article: Article) -> list[Surface]:
    """Where readers could get an article: its page, and what lists it."""
    section = article.section
    if section is None:
        return []
    found = [
        Surface(_("Article"), article_path(article), 410),
        Surface(_("Front page"), reverse("site:front")),
        Surface(_("Section %(name)s") % {"name": section.name}, reverse("site:section", args=[section.slug])),
    ]
    for beside in newest(section, 1, timezone.now()):
        beside.section = section
        found.append(Surface(_("Rail of %(name)s") % {"name": section.name}, article_path(beside)))
    agency = article.provider.code
    for scope, whose in (("", ""), (f"section {section.slug}", section.name), (f"agency {agency}", agency)):
        told = _("Feed of %(name)s (%(format)s)") if scope else _("Feed (%(format)s)")
        found += [Surface(told % {"name": whose, "format": name}, feed_path(name, scope)) for name in FEEDS]
    found.append(Surface(_("Sitemap of the news"), "/sitemap-news.xml"))
    if words := " ".join(re.findall(r"\w+", article.headline)[:_WORDS]):
        found.append(Surface(_("Search"), f"{reverse('site:search')}?{urlencode({'q': words})}"))
    return found
