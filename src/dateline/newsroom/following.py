"""Following the paper from outside: everything that readers can get, in the order in which it last became another.

The order is that of change numbers, which is the order of commits: whoever has read up to a place has missed nothing
before it, and everything that happens comes after it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from dateline.newsroom.models import Article


class Followed(NamedTuple):
    """How far somebody has read: the change number and key of the last article."""

    told: int
    key: int


START = Followed(0, 0)


def told_after(place: Followed, limit: int, providers: Iterable[int] = ()) -> list[Article]:
    """The articles after this place, `limit` at the most, of these providers (of all, for none).

    They come with all that they are made of. What is no longer up is among them.
    """
    articles = Article.objects.filter(told__gte=place.told, told__gt=0)
    articles = articles.filter(Q(told__gt=place.told) | Q(pk__gt=place.key))
    wanted = list(providers)
    if wanted:
        articles = articles.filter(provider__in=wanted)
    return list(articles.select_related("revision", "edit", "section", "provider").order_by("told", "pk")[:limit])


def place_of(article: Article) -> Followed:
    """The place of an article."""
    return Followed(article.told, article.pk)


def last_place() -> Followed:
    """The place after everything that there is."""
    last = Article.objects.order_by("-told", "-pk").values_list("told", "pk").first()
    return Followed(*last) if last else START
