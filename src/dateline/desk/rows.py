"""A row of the wire: what an editor sees of an item at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dateline.desk.filters import signal_name
from dateline.desk.times import of_milliseconds, short
from dateline.newsroom.models import Article, House
from dateline.search.marking import Marker
from dateline.search.query import parse

LOUD = 2
"""The urgency from which copy is a flash to the desk: 1 and 2."""


_HTML = """<li id="{key}" class="row {tone} is-{state}" data-item="{item}" data-cursor="{cursor}"
 data-change="{change}">
<a href="{path}" hx-get="{path}" hx-target="#pane" hx-swap="innerHTML show:none">
<span class="urgency" title="{name}"><span class="unseen">{name} </span>{urgency}</span>
<time datetime="{iso}">{time}</time>
<span class="provider">{provider}</span>
<span class="head">{signal}{place}<span class="title" dir="auto">{title}</span></span>
<span class="section">{section}</span>
<span class="state">{became}{edited}</span>
</a></li>
"""
"""By Python and no template, fifty times a screen (docs/adr/0046-rows-by-python.md)."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in a row. `tone` is its class by urgency: `flash`, `high`, `plain` or `low`; `within` the list
    that it stands in, where a screen has several; `marker` marks what was looked for.
    """

    article: Article
    time: str
    iso: str
    title: str
    signal: str
    tone: str
    within: str = ""
    marker: Marker | None = None

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

    @property
    def html(self) -> SafeString:
        """Its element, in the editor's language."""
        article = self.article
        return format_html(
            _HTML,
            key=self.key,
            tone=self.tone,
            state=article.state,
            item=article.short_id,
            cursor=self.cursor,
            change=article.change,
            path=self.path,
            name=_("Urgency"),
            urgency="–" if article.urgency is None else article.urgency,
            iso=self.iso,
            time=self.time,
            provider=article.provider.code,
            signal=format_html('<b class="signal">{}</b> ', self.signal) if self.signal else "",
            place=format_html('<span class="place">{}</span> ', self._marked(article.dateline))
            if article.dateline
            else "",
            title=self._marked(self.title),
            section=article.section.name if article.section else "",
            became=self.state,
            edited=self._edited(),
        )

    def _marked(self, text: str) -> str:
        if self.marker is None:
            return text
        pieces = self.marker.pieces(text, self.article.language)
        return format_html_join("", "{}", ((_mark(piece.text) if piece.marked else piece.text,) for piece in pieces))

    def _edited(self) -> str:
        if self.article.waiting_id:
            return format_html(' · <b class="edited">{}</b>', _("edited, newer version"))
        return " · " + _("edited") if self.article.edit_id else ""


def _mark(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)


@cache
def _path() -> str:
    return reverse("desk:item", args=["-"])


def row_key(short_id: str, within: str = "") -> str:
    """The id of the element of a row in a list."""
    return f"row{within}-{short_id}"


def rows(
    articles: Iterable[Article], now: datetime, house: House, within: str = "", words: str | None = None
) -> list[Row]:
    """Articles (with section and provider loaded) as rows of a list, in which these words are looked for."""
    marker = Marker(parse(words).phrases) if words else None
    return [_row(article, now, house, within, marker) for article in articles]


def title_of(article: Article) -> str:
    """The headline, else where the text begins, else that there is none: an editor must be able to point at it."""
    return article.headline or article.lead[:120] or _("(without words)")


def _row(article: Article, now: datetime, house: House, within: str, marker: Marker | None) -> Row:
    came = of_milliseconds(article.came_at)
    return Row(
        article=article,
        time=short(came, now, house),
        iso=came.isoformat(timespec="seconds"),
        title=title_of(article),
        signal=signal_name(article.signal) if article.signal else "",
        tone=_tone(article.urgency),
        within=within,
        marker=marker,
    )


def _tone(urgency: int | None) -> str:
    if urgency is None or not 1 <= urgency <= 9:
        return "plain"
    if urgency <= LOUD:
        return "flash"
    return "high" if urgency == 3 else ("plain" if urgency <= 5 else "low")
