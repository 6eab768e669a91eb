"""Where a killed item was, and when each of these surfaces went dark: the editor's browser asks them as readers do."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dateline.desk.access import for_desk
from dateline.desk.item import article_of
from dateline.desk.rows import title_of
from dateline.desk.screen import screen
from dateline.desk.times import exact
from dateline.newsroom.addresses import article_path
from dateline.newsroom.house import house
from dateline.newsroom.models import Article, Event
from dateline.newsroom.visible import newest


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
    context = {
        "article": article,
        "title": title_of(article),
        "killed_at": killed.at if killed else None,
        "time": exact(killed.at, house()) if killed else "",
        "surfaces": surfaces(article),
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
    for name in ("rss", "atom", "json"):
        found.append(Surface(_("Feed (%(format)s)") % {"format": name}, reverse("site:front-feed", args=[name])))
        path = reverse("site:feed", kwargs={"section": section.slug, "name": name})
        found.append(Surface(_("Feed of %(name)s (%(format)s)") % {"name": section.name, "format": name}, path))
    return found
