"""One item: as readers see it, as it came, its versions and what changed between them, and what was done to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dateline.desk.access import editor, for_desk
from dateline.desk.difference import Piece, difference
from dateline.desk.events import Entry, entries, told
from dateline.desk.filters import signal_name
from dateline.desk.offers import offers
from dateline.desk.relations import others, places, takers
from dateline.desk.rows import rows
from dateline.desk.screen import screen
from dateline.desk.times import exact, short
from dateline.desk.undo import Undo
from dateline.desk.undo import kept as kept_undo
from dateline.newsroom.content import item_of, made_of, news_item
from dateline.newsroom.house import house
from dateline.newsroom.leases import lease_of
from dateline.newsroom.models import Article, Edit, Event, House, Revision, Section
from dateline.newsroom.permissions import may
from dateline.newsroom.states import TABLE
from dateline.newsroom.verbs.release import asked_release
from dateline.wire.item import NewsItem

TABS = ("article", "copy", "versions", "history")
MOST_VERSIONS, MOST_EVENTS = 200, 200


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the item, its agency's or the desk's own. `shown` says that it is what the article shows."""

    key: str
    version: Revision | Edit
    time: str
    name: str
    headline: str
    signal: str
    source: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to another; those are named by their keys."""

    older: str
    newer: str
    paragraphs: list[list[Piece]]


@require_safe
@for_desk()
def item(request: HttpRequest, short_id: str) -> HttpResponse:
    """An item on a page of its own; the same without its frame where the wire's screen asks for it."""
    article = article_of(short_id)
    return show(request, article, undo=kept_undo(request, article))


def show(
    request: HttpRequest,
    article: Article,
    *,
    said: str = "",
    refused: str = "",
    undo: Undo | None = None,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    """An item's page; with what has just been done to it and how that is taken back (`undo`), or why it was not. `kept`
    is what was typed for an act that was refused: its verb, and the fields of its form.
    """
    paper, now = house(), timezone.now()
    offered = offers(article, editor(request))
    tab = request.GET.get("tab", "article")
    copy, asked = news_item(article), asked_release(article)
    context = {
        "article": article,
        "row": rows([article], now, paper)[0],
        "copy": copy,
        "came": item_of(article.revision) if article.revision else None,
        "lease": lease_of(article.item, now),
        "asked": asked,
        "asked_why": told(asked) if asked else "",
        "can_edit": article.state in TABLE["edit"] and may(editor(request), "edit"),
        "tab": tab if tab in TABS else "article",
        "facts": facts(article, copy, paper),
        "offers": [one for one in offered if not one.rare],
        "more": [one for one in offered if one.rare],
        "more_open": any(one.rare and one.verb == kept.get("verb") for one in offered),
        "kept": kept,
        "lost": "" if kept.get("verb") in {one.verb for one in offered} else kept.get("words", ""),
        "sections": Section.objects.all(),
        "said": said,
        "refused": refused,
        "undo": undo,
        "pane": bool(request.headers.get("HX-Request")),
    }
    context |= _of_tab(context["tab"], request, article, paper, now)
    return screen(request, "desk/item.html", context, status=409 if refused else 200)


def _of_tab(tab: object, request: HttpRequest, article: Article, paper: House, now: datetime) -> dict[str, object]:
    if tab == "versions":
        found = _versions(article, paper, now)
        return {"versions": found, "difference": _difference(request, found)}
    if tab == "history":
        return {"events": _events(article, paper)}
    if tab == "article":
        return {"others": others(article), "places": places(article, now), "takers": takers(article)}
    return {}


def article_of(short_id: str) -> Article:
    """An article with what its page needs; Http404 where there is none."""
    return get_object_or_404(
        Article.objects.select_related(
            "section", "provider", "revision__delivery__source", "replaced_by", "item", "edit__base"
        ),
        short_id=short_id,
    )


def facts(article: Article, copy: NewsItem | None, paper: House) -> list[tuple[str, str]]:
    """What is known of the item beside its words: name and value, those without a value left out."""
    times = [
        (_("Published"), article.published_at),
        (_("Updated"), article.updated_at),
        (_("Shows from") if article.state == Article.State.SCHEDULED else _("Embargo"), article.embargoed_until),
        (_("Expires"), article.expires_at),
        (_("On top of the front until"), article.front_until),
        (_("On top of its section until"), article.section_until),
    ]
    known = [(name, exact(when, paper)) for name, when in times if when]
    if article.reason:
        known.insert(0, (_("Why"), article.reason))
    if copy is None:
        return known
    subjects = ", ".join(filter(None, (one.name or one.code for one in copy.subjects)))
    more = [
        (_("For the desk"), copy.ed_note),
        (_("Usage terms"), copy.usage_terms),
        (_("Signal"), _signal(copy)),
        (_("Slug"), copy.slugline),
        (_("Byline"), copy.byline),
        (_("Subjects"), subjects),
        (_("Keywords"), ", ".join(copy.keywords)),
        (_("Places"), ", ".join(copy.places)),
        (_("Language"), copy.language),
        (_("Copyright"), copy.copyright),
        (_("Identity"), copy.guid),
    ]
    return known + [(name, value) for name, value in more if value]


def _signal(copy: NewsItem) -> str:
    if copy.signal is None:
        return ""
    return " – ".join(filter(None, (signal_name(copy.signal.kind), copy.signal.text, copy.signal.target)))


def _versions(article: Article, paper: House, now: datetime) -> list[Version]:
    """The agency's versions, newest first, and above each what the desk made of it."""
    revisions = article.item.revisions.select_related("delivery__source").order_by("-order_key", "-id")
    edits = list(article.item.edits.order_by("-n")[:MOST_VERSIONS])
    found = []
    for revision in revisions[:MOST_VERSIONS]:
        found += [_made(edit, article, paper, now) for edit in edits if edit.base_id == revision.pk]
        edits = [edit for edit in edits if edit.base_id != revision.pk]
        found.append(_came(revision, article, paper, now))
    return found + [_made(edit, article, paper, now) for edit in edits]


def _came(revision: Revision, article: Article, paper: House, now: datetime) -> Version:
    return Version(
        key=str(revision.pk),
        version=revision,
        time=short(revision.version_created or revision.arrived_at, now, paper),
        name=_("version %(name)s") % {"name": revision.version} if revision.version else "",
        headline=_headline(item_of(revision)),
        signal=signal_name(revision.signal) if revision.signal else "",
        source=revision.delivery.source.slug,
        shown=article.edit_id is None and revision.pk == article.revision_id,
    )


def _made(edit: Edit, article: Article, paper: House, now: datetime) -> Version:
    return Version(
        key=f"e{edit.n}",
        version=edit,
        time=short(edit.at, now, paper),
        name=_("the desk’s own, %(n)s") % {"n": edit.n},
        headline=_headline(made_of(edit)),
        signal="",
        source=edit.by_name,
        shown=edit.pk == article.edit_id,
    )


def _headline(copy: NewsItem | None) -> str:
    return _("no longer kept") if copy is None else copy.headline or ""


def _difference(request: HttpRequest, versions: list[Version]) -> Difference | None:
    """What changed between two versions: those of the address, else the newest and the one before."""
    known = {version.key: version.version for version in versions}
    if len(known) < 2:
        return None
    newest, before = list(known)[:2]
    older, newer = request.GET.get("older", before), request.GET.get("newer", newest)
    if not {older, newer} <= known.keys():
        raise Http404
    return Difference(older, newer, difference(_text(known[older]), _text(known[newer])))


def _text(version: Revision | Edit) -> str:
    copy = made_of(version) if isinstance(version, Edit) else item_of(version)
    return "" if copy is None else "\n\n".join(filter(None, (copy.headline, copy.text)))


def _events(article: Article, paper: House) -> list[Entry]:
    events = Event.objects.filter(item=article.item_id).select_related("item__article", "section", "by").order_by("-id")
    return entries(events[:MOST_EVENTS], paper)
