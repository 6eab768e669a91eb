"""What an editor can do with an item now: the verbs that its state and the editor's role allow."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dateline.newsroom.models import Article
from dateline.newsroom.permissions import may
from dateline.newsroom.states import TABLE
from dateline.newsroom.transaction import By


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb, as its button says it, with the key that presses it and what it asks for.

    `asks` is the label of the words that go with it ("" for none), which must be there if `needs_words`.
    """

    verb: str
    label: str
    key: str = ""
    asks: str = ""
    needs_words: bool = False
    takes_section: bool = False
    confirms: bool = False


def offers(article: Article, by: By) -> list[Offer]:
    """What this editor may do with this article now, in the order of the screen."""
    return [
        one for one in every_offer() if article.state in TABLE[one.verb] and may(by, one.verb) and _fits(one, article)
    ]


def _fits(offer: Offer, article: Article) -> bool:
    """Whether it would change anything: what is held is not held again."""
    return (offer.verb, article.state) not in {("hold", Article.State.HELD), ("kill", Article.State.KILLED)}


def every_offer() -> list[Offer]:
    """All that the desk offers, in the order of the screen and in the editor's language."""
    why = _("Why")
    return [
        Offer("publish", _("Publish"), key="p", takes_section=True),
        Offer("hold", _("Hold"), key="h", asks=why, needs_words=True),
        Offer("correct", _("Correct"), asks=_("Note for readers: what was wrong"), needs_words=True),
        Offer("release", _("Lift the embargo"), asks=why, needs_words=True),
        Offer("reinstate", _("Take the kill back"), asks=why, needs_words=True),
        Offer("kill", _("Kill"), key="x", asks=why, needs_words=True, confirms=True),
    ]
