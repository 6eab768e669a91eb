"""A row of the wire: what an editor sees of an item at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.desk.filters import signal_name
from dateline.desk.times import of_milliseconds, short
from dateline.newsroom.models import Article, House

LOUD = 2
"""The urgency from which copy is a flash to the desk: 1 and 2."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in a row. `tone` is its class by urgency: `flash`, `high`, `plain` or `low`; `within` the list
    that it stands in, where a screen has several.
    """

    article: Article
    time: str
    iso: str
    title: str
    signal: str
    tone: str
    within: str = ""

    @property
    def key(self) -> str:
        """The id of its element."""
        return row_key(self.article.short_id, self.within)

    @property
    def path(self) -> str:
        """The address of its item."""
        return _path().replace("-", self.article.short_id)

    @property
    def state(self) -> str:
        """What has become of it, in the editor's language."""
        return str(Article.State(self.article.state).label)

    @property
    def place(self) -> tuple[int, int]:
        """Its place in the order of the wire: what came later is more."""
        return self.article.came_at, self.article.pk

    @property
    def cursor(self) -> str:
        """The same, for addresses."""
        return f"{self.article.came_at}.{self.article.pk}"


@cache
def _path() -> str:
    return reverse("desk:item", args=["-"])


def row_key(short_id: str, within: str = "") -> str:
    """The id of the element of a row in a list."""
    return f"row{within}-{short_id}"


def rows(articles: Iterable[Article], now: datetime, house: House, within: str = "") -> list[Row]:
    """Articles (with section and provider loaded) as rows of a list."""
    return [_row(article, now, house, within) for article in articles]


def title_of(article: Article) -> str:
    """The headline, else where the text begins, else that there is none: an editor must be able to point at it."""
    return article.headline or article.lead[:120] or _("(without words)")


def _row(article: Article, now: datetime, house: House, within: str) -> Row:
    came = of_milliseconds(article.came_at)
    return Row(
        article=article,
        time=short(came, now, house),
        iso=came.isoformat(timespec="seconds"),
        title=title_of(article),
        signal=signal_name(article.signal) if article.signal else "",
        tone=_tone(article.urgency),
        within=within,
    )


def _tone(urgency: int | None) -> str:
    if urgency is None or not 1 <= urgency <= 9:
        return "plain"
    if urgency <= LOUD:
        return "flash"
    return "high" if urgency == 3 else ("plain" if urgency <= 5 else "low")
