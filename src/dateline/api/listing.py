"""Lists of items as the API answers them, and the cursors by which they go on."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

import msgspec
from django.utils import timezone

from dateline import wire
from dateline.api.endpoint import Refused, Told
from dateline.newsroom.following import START, Followed, last_place, told_after
from dateline.newsroom.following import place_of as place_after
from dateline.newsroom.house import house
from dateline.newsroom.models import ApiKey, Article, Section
from dateline.newsroom.outward import canceled, outward
from dateline.newsroom.touching import ANY
from dateline.newsroom.transaction import era
from dateline.newsroom.visible import next_moment

LATEST = "latest"


def listed(articles: Iterable[Article], fits: Collection[int] | None = None, **told: object) -> Told:
    """Articles, which come with all that they are made of, as they are now, and what is told beside them.

    Of those whose key is not in `fits`, where that is given, is told that they are gone.
    """
    paper, now = house(), timezone.now()
    shown = list(articles)
    items = [
        outward(article, paper, now) if fits is None or article.pk in fits else canceled(article) for article in shown
    ]
    lines = wire.write(items, "ninjs").splitlines()
    body = b'{"items":[' + b",".join(lines) + b"]," + msgspec.json.encode(told)[1:]
    return Told(body, frozenset((ANY,)), changes_at(shown, now))


def changed(
    place: Followed | None,
    limit: int,
    key: ApiKey,
    fits: Callable[[list[Article]], Collection[int]] | None = None,
) -> Told:
    """What changed after a place, in order, for a key; for None as place, the latest place alone.

    Of what `fits` does not give the keys of is told that it is gone, for it may have been what is asked for.
    """
    if place is None:
        return listed([], cursor=text_of(last_place()), more=False)
    found = told_after(place, limit + 1, scope_of(key))
    shown = found[:limit]
    at_end = text_of(place_after(shown[-1]) if shown else place)
    return listed(shown, fits(shown) if fits else None, cursor=at_end, more=len(found) > limit)


def changes_at(articles: Iterable[Article], now: datetime) -> datetime | None:
    """When the clock alone makes any of these articles another for who asks."""
    ends = (end for article in articles for end in (article.embargoed_until, article.expires_at) if end is not None)
    return min((end for end in ends if end > now), default=None)


def embargoes_too(told: Told, section: Section | None, now: datetime) -> Told:
    """What is told of the newest of a section (of all, for None): until an embargo ends, at the latest."""
    ends = [end for end in (told.until, next_moment(section, now)) if end is not None]
    return told._replace(until=min(ends, default=None))


def scope_of(key: ApiKey) -> set[int]:
    """The providers that a key opens; none for all."""
    return set(key.providers.values_list("pk", flat=True))


def text_of(place: Followed) -> str:
    """How far somebody has followed, as a cursor."""
    return f"{era() or 0}-{place.told}-{place.key}"


def place_of(text: str) -> Followed | None:
    """The place that a cursor names; None for the latest. Raises Refused."""
    if not text:
        return START
    if text == LATEST:
        return None
    found = re.fullmatch(r"([0-9a-f]{1,32})-([0-9]{1,16})-([0-9]{1,16})", text)
    if found is None:
        raise Refused(400, "after is no cursor that this API has given.")
    if found[1] != (era() or "0"):
        return START  # from before a restored backup: its numbers say nothing of those there are now
    return Followed(int(found[2]), int(found[3]))
