"""What is in a feed, whatever its format: its entries, and what has gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import escape
from django.utils.translation import gettext as _

from dateline.newsroom.addresses import article_path, feed_path, public_id
from dateline.newsroom.content import news_item, with_copy
from dateline.newsroom.models import Article, House, Provider
from dateline.newsroom.touching import ANY, agency_tag
from dateline.newsroom.visible import departed
from dateline.search import asking, find
from dateline.site.addresses import absolute, search_scope, section_path
from dateline.site.body import with_dateline
from dateline.site.frame import Frame, list_tag
from dateline.site.page import Vanished
from dateline.site.wording import agencies_by_name, dateline_of, is_corrected, note_of, title_of

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
    """A feed, whatever its format. `tag` is that of the list, `until` when the clock alone next changes it,
    `hub` where subscribers may have themselves told of that (WebSub).
    """

    title: str
    motto: str
    home: str
    url: str
    language: str
    entries: list[Entry]
    departures: list[Departure]
    tag: str
    until: datetime | None
    hub: str = ""

    @property
    def id(self) -> str:
        """Of the address of the feed."""
        return uuid5(NAMESPACE_URL, self.url).urn

    @property
    def description(self) -> str:
        """What it is, in a line."""
        return self.motto or self.title

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
    return Feed(
        title=f"{of_what} – {house.title}" if of_what else house.title,
        home=absolute(section_path(section.slug) if section else "/", house),
        tag=agency_tag(agency) if agency else list_tag(section),
        # What has gone is told in all of them, whatever its section was, and comes back when its embargo ends.
        until=frame.next_moment(None if name == "atom" else section, articles),
        hub=frame.hub,
        **_about(articles, scope, name, frame),
    )


def of_search(written: str, name: str, frame: Frame) -> Feed:
    """The feed of a search by its fields, newest first. Raises Vanished where nothing is asked, and TooSlow."""
    fields = asking.fields_of(dict(parse_qsl(written)))
    query, scope = asking.query_of(fields), search_scope(fields)
    if query.is_empty:
        raise Vanished(written)
    found = find.for_readers(query, frame.now, frame.house, limit=FEED_SIZE)
    articles = frame.with_sections(list(found.articles))
    asked = fields["q"] or ", ".join(value for value in fields.values() if value)
    return Feed(
        title=_("Search: %(query)s") % {"query": asked} + f" – {frame.house.title}",
        home=absolute(f"/search?{scope.partition(' ')[2]}", frame.house),
        tag=ANY,
        until=frame.next_moment(None, articles),
        **_about(articles, scope, name, frame),
    )


def _about(articles: list[Article], scope: str, name: str, frame: Frame) -> dict[str, Any]:
    """What is the same for every feed of these articles, of whatever they are."""
    house, texts = frame.house, _texts(articles, frame.house)
    return {
        "url": absolute(feed_path(name, scope), house),
        "motto": house.motto,
        "language": house.language,
        "entries": [_entry(article, frame, texts.get(article.pk, "")) for article in articles],
        "departures": list(_departures(frame)) if name == "atom" else [],
    }


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
    texts = {}
    for article in with_copy(articles):
        item = news_item(article)
        if item is not None:
            texts[article.pk] = _note(article) + with_dateline(item.body, dateline_of(article))
    return texts


def _note(article: Article) -> str:
    title, lines = note_of(article)
    if lines and is_corrected(article):
        lines = [f"{title}: {lines[0]}", *lines[1:]]
    return "".join(f"<p><em>{escape(line)}</em></p>" for line in lines)


def _departures(frame: Frame) -> Iterator[Departure]:
    for short_id, at in departed(frame.now - DEPARTED_FOR, DEPARTED_SIZE, frame.now):
        yield Departure(public_id(short_id), at)
