"""What an item has to do with others: what replaced or killed what, where it is for readers, and who was sent it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dateline.desk.rows import title_of
from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, Outlet, Reference, Sending
from dateline.newsroom.visible import is_shown

MOST = 20
"""How many others of a kind are named."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another article that this one has to do with, and how."""

    how: str
    title: str
    short_id: str


@dataclass(frozen=True, slots=True)
class Taker:
    """A way out by which an article went, or a cache that may have pages of it. `is_gone` says that the last call, that
    it is gone, arrived; `seconds` is how long that took.
    """

    outlet: Outlet
    is_gone: bool
    seconds: float | None
    trouble: str


def others(article: Article) -> list[Other]:
    """What took its place, and what its copy replaces or kills."""
    found = []
    if article.state == Article.State.REPLACED and article.replaced_by_id:
        found.append(_other(_("Replaced by"), Article.objects.get(item=article.replaced_by_id)))
    meant = Reference.targets.through.objects.filter(reference__item=article.item_id)
    for kind, key in meant.values_list("reference__kind", "item")[:MOST]:
        how = pgettext("reference", "Kills") if kind == Reference.Kind.KILL else pgettext("reference", "Replaces")
        found.append(_other(how, Article.objects.get(item=key)))
    return found


def _other(how: str, article: Article) -> Other:
    return Other(how, title_of(article), article.short_id)


def places(article: Article, now: datetime) -> list[tuple[str, str]]:
    """Where readers get an article at this moment: name and address."""
    section = article.section
    if section is None or not is_shown(article, now):
        return []
    found = [(section.name, article_path(article))]
    if article.front_until and article.front_until > now:
        found.append((_("On top of the front"), "/"))
    if article.section_until and article.section_until > now:
        found.append((_("On top of its section"), f"/{section.slug}/"))
    return found


def takers(article: Article) -> list[Taker]:
    """Who was sent an article, or may keep pages of it."""
    outlets = {outlet.pk: outlet for outlet in Outlet.objects.all()}
    calls = Sending.objects.filter(outlet__in=list(outlets), article=article) if outlets else ()
    return [_taker(outlets[call.outlet_id], call) for call in calls]


def _taker(outlet: Outlet, call: Sending) -> Taker:
    is_gone = call.gone and call.state == Sending.State.DONE
    return Taker(outlet, is_gone, None if call.took is None else call.took / 1000, call.error)
