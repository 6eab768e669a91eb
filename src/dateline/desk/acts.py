"""Acting on an item: the verbs of the newsroom, one address each, by POST alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dateline.desk.access import editor, for_desk
from dateline.desk.item import article_of, show
from dateline.desk.offers import Offer, allowed, every_offer
from dateline.desk.times import typed
from dateline.desk.undo import keep, standing, undo_of
from dateline.newsroom import verbs
from dateline.newsroom.house import house
from dateline.newsroom.models import Article, Item, Section
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import By, Work, writing
from dateline.newsroom.verbs.pin import Where

CONFIRM = "kill"
"""The word that is typed to confirm a kill, in every language: it is the trade's own."""

_MOST_WORDS = 2000
_FIELDS = ("words", "section", "moment", "where", "name", "stand_in")


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form of an act holds: the words, a section, a moment, where something is pinned, a name and what is
    to stand in its place.
    """

    words: str = ""
    section: Section | None = None
    moment: datetime | None = None
    where: Where = "front"
    name: str = ""
    stand_in: str = ""


Do = Callable[[Item, Filled, By, Work], object]


def _until(filled: Filled) -> datetime:
    if filled.moment is None:
        raise Refused(_("Nothing was done: say until when."))
    return filled.moment


VERBS: dict[str, Do] = {
    "publish": lambda item, form, by, work: verbs.publish(
        item, section=form.section, at=form.moment, reason=form.words, by=by, work=work
    ),
    "hold": lambda item, form, by, work: verbs.hold(item, reason=form.words, by=by, work=work),
    "correct": lambda item, form, by, work: verbs.correct(item, note=form.words, by=by, work=work),
    "follow": lambda item, form, by, work: verbs.follow(item, reason=form.words, by=by, work=work),
    "embargo": lambda item, form, by, work: verbs.embargo(
        item, until=_until(form), reason=form.words, by=by, work=work
    ),
    "ask_release": lambda item, form, by, work: verbs.ask_release(item, reason=form.words, by=by, work=work),
    "release": lambda item, form, by, work: verbs.release(item, reason=form.words, by=by, work=work),
    "expire_at": lambda item, form, by, work: verbs.expire_at(
        item, at=form.moment, reason=form.words, by=by, work=work
    ),
    "pin": lambda item, form, by, work: verbs.pin(item, where=form.where, until=_until(form), by=by, work=work),
    "unpin": lambda item, form, by, work: verbs.unpin(item, by=by, work=work),
    "anonymise": lambda item, form, by, work: verbs.anonymise(
        item, name=form.name, stand_in=form.stand_in, reason=form.words, by=by, work=work
    ),
    "restore_name": lambda item, form, by, work: verbs.restore_name(
        item, name=form.name, reason=form.words, by=by, work=work
    ),
    "noindex": lambda item, form, by, work: verbs.noindex(item, reason=form.words, by=by, work=work),
    "index": lambda item, form, by, work: verbs.index(item, reason=form.words, by=by, work=work),
    "purge": lambda item, form, by, work: verbs.purge(item, reason=form.words, by=by, work=work),
    "reinstate": lambda item, form, by, work: verbs.reinstate(item, reason=form.words, by=by, work=work),
    "kill": lambda item, form, by, work: verbs.kill(item, reason=form.words, by=by, work=work),
}
"""verb → what does it, given the item, the form, who asks, and the transaction."""

_IN_ANY_CASE = frozenset({"kill", "purge"})
"""What is done even if the item changed while the editor looked: what must go must go."""


class Refused(Exception):
    """An act that is not done. `str()` is a sentence for the editor: why, and what to do."""


@require_POST
@for_desk()
def act(request: HttpRequest, short_id: str, verb: str) -> HttpResponse:
    """Does one thing with an item, and shows it again: what was done, or why it was not (409)."""
    offer = next((one for one in every_offer() if one.verb == verb), None)
    if offer is None:
        raise Http404
    article = article_of(short_id)
    before = standing(article)
    if not allowed(verb, article, editor(request)):
        return render(request, "desk/not_yours.html", status=403)
    try:
        _do(request, article, offer)
    except (Refused, NotAllowed) as error:
        return show(request, article_of(short_id), refused=str(error), kept={"verb": verb} | _typed(request))
    said = _("Done: %(act)s.") % {"act": offer.label.lower()}
    article = article_of(short_id)
    undo = undo_of(verb, before, article, editor(request))
    if request.headers.get("HX-Request"):
        return show(request, article, said=said, undo=undo)
    messages.success(request, said)
    keep(request, article, undo)
    return redirect("desk:item", short_id=short_id)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What the form of an act holds, as it was sent: a refusal loses nothing of it but the word that confirms."""
    return {name: request.POST.get(name, "")[:_MOST_WORDS] for name in _FIELDS}


def _do(request: HttpRequest, article: Article, offer: Offer) -> None:
    words = request.POST.get("words", "").strip()[:_MOST_WORDS]
    if offer.needs_words and not words:
        raise Refused(_("Nothing was done: fill in “%(field)s” first.") % {"field": offer.asks})
    # The word is the verb, in every language: it is the trade's own.
    if offer.confirms and request.POST.get("confirm", "").strip().casefold() != offer.confirms:
        raise Refused(_("Nothing was done: type “%(word)s” to confirm.") % {"word": offer.confirms})
    filled = Filled(
        words=words,
        section=_section(request.POST.get("section", "")) if offer.takes_section else None,
        moment=_moment(request.POST.get("moment", "")) if offer.moment else None,
        where="section" if request.POST.get("where") == "section" else "front",
        name=request.POST.get("name", ""),
        stand_in=request.POST.get("stand_in", ""),
    )
    with writing() as work:
        _refuse_what_was_not_seen(request.POST.get("change", ""), article, offer)
        VERBS[offer.verb](article.item, filled, editor(request), work)


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    found = typed(text, house())
    if found is None:
        raise Refused(_("Nothing was done: that is no time."))
    return found


def _section(slug: str) -> Section | None:
    if not slug:
        return None
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        raise Refused(_("Nothing was done: there is no such section any more."))
    return section


def _refuse_what_was_not_seen(change: str, article: Article, offer: Offer) -> None:
    """Raises Refused if anything changed the item after the editor saw it. In the transaction that acts."""
    if offer.verb in _IN_ANY_CASE:
        return
    now = Article.objects.values_list("change", flat=True).get(pk=article.pk)
    if str(now) != change:
        raise Refused(_("Nothing was done: it changed while you looked at it. This is how it stands now."))
