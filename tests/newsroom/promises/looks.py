"""What readers see, as the tests of the promises look at it."""

from datetime import timedelta

from dateline.newsroom.visible import article_for, visible

from ..helpers import NOW, item

SOON = NOW + timedelta(seconds=1)
LATER = NOW + timedelta(seconds=2)


def shown(now=NOW) -> list[str]:
    """The guids of what readers see."""
    return sorted(visible(now).values_list("item__guid", flat=True))


def at_address(guid: str = "a", now=NOW):
    """What an item's address leads to."""
    return article_for(item(guid).short_id, now)
