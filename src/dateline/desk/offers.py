"""What an editor can do with an item now: the verbs that its state and the editor's role allow."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dateline.newsroom.models import Article, Source
from dateline.newsroom.permissions import may
from dateline.newsroom.states import TABLE
from dateline.newsroom.transaction import By
from dateline.newsroom.verbs.release import asked_release, may_release


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb, as its button says it, with the key that presses it and what it asks for.

    `asks` is the label of the words that go with it ("" for none), which must be there if `needs_words`; `moment` that
    of a moment, likewise. `confirms` is the word that must be typed. `takes_names` asks for a name and its stand-in,
    `takes_name` for one that has a stand-in. `rare` ones stand behind “more”, so that the copy is not pushed down.
    """

    verb: str
    label: str
    key: str = ""
    asks: str = ""
    needs_words: bool = False
    takes_section: bool = False
    confirms: str = ""
    moment: str = ""
    needs_moment: bool = False
    takes_where: bool = False
    takes_names: bool = False
    takes_name: bool = False
    rare: bool = False


def offers(article: Article, by: By) -> list[Offer]:
    """What this editor may do with this article now, in the order of the screen."""
    return [
        one
        for one in every_offer()
        if article.state in TABLE[_TABLED.get(one.verb, one.verb)]
        and allowed(one.verb, article, by)
        and _fits(one, article, by)
    ]


_TABLED = {"pin": "pin_front"}


def allowed(verb: str, article: Article, by: By) -> bool:
    """Whether somebody may do this with this article: an embargo can be lifted by two who may not alone."""
    return may_release(article, by) if verb == "release" else may(by, verb)


def is_own(article: Article) -> bool:
    """Whether the house wrote it: there is no agency that it could follow."""
    return article.source is not None and article.source.kind == Source.Kind.DESK


def _fits(offer: Offer, article: Article, by: By) -> bool:
    """Whether it would change anything: what is held is not held again."""
    if offer.verb == "follow":
        return article.edit_id is not None and not is_own(article)
    if offer.verb == "ask_release":
        return not may_release(article, by) and asked_release(article) is None
    if offer.verb == "unpin":
        return article.front_until is not None or article.section_until is not None
    if offer.verb in ("noindex", "index"):
        return article.noindex == (offer.verb == "index")
    if offer.verb == "restore_name":
        return bool(article.stand_ins)
    return (offer.verb, article.state) not in {("hold", Article.State.HELD), ("kill", Article.State.KILLED)}


def every_offer() -> list[Offer]:
    """All that the desk offers, in the order of the screen and in the editor's language."""
    why = _("Why")
    return [
        Offer("publish", _("Publish"), key="p", takes_section=True, moment=_("From (empty: at once)")),
        Offer("hold", _("Hold"), key="h", asks=why, needs_words=True),
        Offer("follow", _("Follow the agency again"), asks=why),
        Offer("correct", _("Correct"), key="c", asks=_("Note for readers: what was wrong"), needs_words=True),
        Offer("pin", _("Pin"), moment=_("Until"), needs_moment=True, takes_where=True, rare=True),
        Offer("unpin", _("Unpin"), rare=True),
        Offer("embargo", _("Embargo"), key="b", moment=_("Until"), needs_moment=True, asks=why, rare=True),
        Offer("expire_at", _("Take down later"), moment=_("At (empty: never)"), asks=why, rare=True),
        Offer("anonymise", _("Replace a name"), takes_names=True, asks=why, needs_words=True, rare=True),
        Offer("restore_name", _("Name somebody again"), takes_name=True, asks=why, needs_words=True, rare=True),
        Offer("noindex", _("Keep out of search engines"), asks=why, rare=True),
        Offer("index", _("Let search engines have it again"), asks=why, rare=True),
        Offer("ask_release", _("Ask to lift the embargo"), asks=why, needs_words=True),
        Offer("release", _("Lift the embargo"), asks=why, needs_words=True),
        Offer("reinstate", _("Take the kill back"), asks=why, needs_words=True),
        Offer("kill", _("Kill"), key="x", asks=why, needs_words=True, confirms="kill"),
        Offer("purge", _("Purge"), asks=why, needs_words=True, confirms="purge", rare=True),
    ]
