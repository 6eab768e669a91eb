"""Taking back what somebody has just done: the act that leads to where the item stood, one press away.

It is an act like any other: in the history, refused if somebody else was quicker, and itself to be taken back. What
needs a reason of its own, or a second person, has none: a kill, an embargo, a name that was replaced.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dateline.desk.offers import allowed
from dateline.desk.times import field
from dateline.newsroom.house import house
from dateline.newsroom.models import Article, Event
from dateline.newsroom.states import TABLE
from dateline.newsroom.transaction import By

_KEPT = "undo"


@dataclass(frozen=True, slots=True)
class Before:
    """How an item stood, as far as an act can lead back there."""

    state: str
    section: str
    front_until: datetime | None
    section_until: datetime | None


@dataclass(frozen=True, slots=True)
class Undo:
    """An act that takes back another one, and what its form holds."""

    verb: str
    fields: dict[str, str]


def standing(article: Article) -> Before:
    """How an item stands now."""
    section = article.section.slug if article.section else ""
    return Before(article.state, section, article.front_until, article.section_until)


def undo_of(verb: str, before: Before, article: Article, by: By) -> Undo | None:
    """What takes back an act that has just been done with an item; None where nothing can, or this person may not."""
    found = _undo(verb, before, article)
    tabled = "pin_front" if found and found.verb == "pin" else found and found.verb
    if found is None or article.state not in TABLE[str(tabled)] or not allowed(found.verb, article, by):
        return None
    return found


def _undo(verb: str, before: Before, article: Article) -> Undo | None:
    match verb:
        case "hold" if before.state == Article.State.PUBLISHED:
            return Undo("publish", {"section": before.section})
        case "publish" if before.state in (Article.State.DESK, Article.State.HELD):
            return Undo("hold", {"words": _("Undone.")})
        case "publish" if before.state == article.state == Article.State.PUBLISHED:
            moved = article.section is not None and before.section not in ("", article.section.slug)
            return Undo("publish", {"section": before.section}) if moved else None
        case "pin" | "unpin":
            return _pinned_again(before, article)
        case "noindex":
            return Undo("index", {})
        case "index":
            return Undo("noindex", {})
        case "expire_at":
            return Undo("expire_at", {"moment": field(_end_before(article), house())})
    return None


def _pinned_again(before: Before, article: Article) -> Undo | None:
    if before.front_until is None and before.section_until is None:
        return Undo("unpin", {})
    changed = [
        (where, until)
        for where, until, now in (
            ("front", before.front_until, article.front_until),
            ("section", before.section_until, article.section_until),
        )
        if until != now
    ]
    if len(changed) != 1 or changed[0][1] is None:  # no one act leads back there
        return None
    where, until = changed[0]
    return Undo("pin", {"where": where, "moment": field(until, house())})


def _end_before(article: Article) -> datetime | None:
    """When it was to come down before the last word on that."""
    said = Event.objects.filter(item=article.item_id, verb="expire_at", act=True).order_by("-pk")
    return next((event.until for event in said[1:2]), None)


def keep(request: HttpRequest, article: Article, undo: Undo | None) -> None:
    """Keeps it for the page that follows on a form without JavaScript."""
    if undo is not None:
        request.session[_KEPT] = [article.short_id, article.change, undo.verb, undo.fields]


def kept(request: HttpRequest, article: Article) -> Undo | None:
    """What `keep` has kept for this item, once, and as long as nothing has happened to it since."""
    if _KEPT not in request.session:
        return None
    short_id, change, verb, fields = request.session.pop(_KEPT)
    return Undo(verb, fields) if (short_id, change) == (article.short_id, article.change) else None
