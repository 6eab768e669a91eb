"""Lists of items as the API answers them, and the cursors by which they go on."""

import re
from collections.abc import Iterable

import msgspec
from django.utils import timezone

from dateline import wire
from dateline.api.endpoint import Refused
from dateline.newsroom.following import START, Followed
from dateline.newsroom.house import house
from dateline.newsroom.models import ApiKey, Article
from dateline.newsroom.outward import outward
from dateline.newsroom.transaction import era
from dateline.wire.item import NewsItem

LATEST = "latest"


def listed(items: Iterable[NewsItem], **told: object) -> bytes:
    """Items, and what is told beside them."""
    lines = wire.write(list(items), "ninjs").splitlines()
    return b'{"items":[' + b",".join(lines) + b"]," + msgspec.json.encode(told)[1:]


def outwards(articles: Iterable[Article]) -> list[NewsItem]:
    """Articles, which come with all that they are made of, as they are now."""
    paper, now = house(), timezone.now()
    return [outward(article, paper, now) for article in articles]


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
