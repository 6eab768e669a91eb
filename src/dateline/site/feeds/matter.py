"""What is in a feed, whatever its format: its entries, and what has gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import escape
from django.utils.translation import gettext as _

from dateline.newsroom.addresses import article_path, public_id
from dateline.newsroom.content import news_item
from dateline.newsroom.models import Article, House, Provider, Revision
from dateline.newsroom.touching import agency_tag
from dateline.newsroom.visible import departed
from dateline.site.addresses import absolute, feed_path, section_path
from dateline.site.body import with_dateline
from dateline.site.frame import Frame, list_tag
from dateline.site.page import Vanished
from dateline.site.wording import agencies_by_name, dateline_of, title_of

FEED_SIZE = 30
DEPARTED_SIZE = 100
DEPARTED_FOR = timedelta(days=7)
"""For how long Atom feeds tell that something has gone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed. `published` and `modified` are None where they are not known to more than a day."""

    short_id: str
    title: str
    url: str
    published: datetime | None
    modified: datetime | None
    updated: datetime
    language: str
    agencies: list[str]
    section: str
    lead: str
    html: str

    @property
    def id(self) -> str:
        """Of its item's provider and guid alone: it never changes."""
        return public_id(self.short_id)


class Departure(NamedTuple):
    """That an article is no longer there: its id and when it went, and nothing else."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, whatever its format. `tag` is that of the list, `until` when the clock alone next changes it."""

    title: str
    description: str
    home: str
    url: str
    language: str
    entries: list[Entry]
    departures: list[Departure]
    tag: str
    until: datetime | None

    @property
    def id(self) -> str:
        """Of the address of the feed."""
        return uuid5(NAMESPACE_URL, self.url).urn

    @property
    def updated(self) -> datetime:
        """When anything in it last changed."""
        times = [*(entry.updated for entry in self.entries), *(gone.at for gone in self.departures)]
        return max(times, default=_EPOCH)


def of_scope(scope: str, name: str, frame: Frame) -> Feed:
    """The feed of `section SLUG`, `agency CODE`, or of all, for a format. Raises Vanished where there is none."""
    kind, _space, which = scope.partition(" ")
    house = frame.house
    section = frame.section(which) if kind == "section" else None
    agency = _agency(which, frame) if kind == "agency" else None
    articles = frame.newest(agency or section, FEED_SIZE)
    of_what = section.name if section else (agencies_by_name([agency.code], [agency])[0] if agency else "")
    title = f"{of_what} – {house.title}" if of_what else house.title
    texts = _texts(articles, house)
    return Feed(
        title=title,
        description=house.motto or title,
        home=absolute(section_path(section.slug) if section else "/", house),
        url=absolute(feed_path(name, scope), house),
        language=house.language,
        entries=[_entry(article, frame, texts.get(article.pk, "")) for article in articles],
        departures=list(_departures(frame)) if name == "atom" else [],
        tag=agency_tag(agency) if agency else list_tag(section),
        until=frame.next_moment(section, articles),
    )


def clean(text: str) -> str:
    """A text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def _agency(code: str, frame: Frame) -> Provider:
    for provider in frame.providers.values():
        if provider.code.casefold() == code.casefold():
            return provider
    raise Vanished(code)


def _entry(article: Article, frame: Frame, html: str) -> Entry:
    known = article.precision != "day"
    modified = article.modified_at
    published = article.published_at
    return Entry(
        short_id=article.short_id,
        title=title_of(article),
        url=absolute(article_path(article), frame.house),
        published=published if known else None,
        modified=modified if known else None,
        updated=modified or published or _EPOCH + timedelta(milliseconds=article.came_at),
        language=article.language,
        agencies=agencies_by_name(
            article.credit or [frame.providers[article.provider_id].code], frame.providers.values()
        ),
        section=article.section.name if article.section else "",
        lead=dateline_of(article) + article.lead,
        html=html,
    )


def _texts(articles: list[Article], house: House) -> dict[int, str]:
    """The whole text of each article, by its key, where the house gives that away."""
    if house.feed_text != House.FeedText.FULL:
        return {}
    revisions = Revision.objects.in_bulk([article.revision_id for article in articles if article.revision_id])
    texts = {}
    for article in articles:
        article.revision = revisions.get(article.revision_id or 0)
        item = news_item(article)
        if item is not None:
            texts[article.pk] = _note(article) + with_dateline(item.body, dateline_of(article))
    return texts


def _note(article: Article) -> str:
    lines = [line for line in article.note.splitlines() if line.strip()]
    if article.signal == "correction":
        lines = [f"{_('Correction')}: {lines[0]}", *lines[1:]] if lines else [_("This article has been corrected.")]
    return "".join(f"<p><em>{escape(line)}</em></p>" for line in lines)


def _departures(frame: Frame) -> Iterator[Departure]:
    for short_id, at in departed(frame.now - DEPARTED_FOR, DEPARTED_SIZE):
        yield Departure(public_id(short_id), at)
