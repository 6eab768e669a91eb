"""RSS 2.0: one feed a section, and one of everything."""

import re
import uuid
from email.utils import format_datetime
from xml.sax.saxutils import escape

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article
from dateline.newsroom.touching import item_tag
from dateline.site.addresses import absolute, feed_path, section_path
from dateline.site.frame import Frame, list_tag, tags
from dateline.site.page import Rendered
from dateline.site.wording import agencies_by_name, dateline_of, title_of

FEED_SIZE = 30
CONTENT_TYPE = "application/rss+xml; charset=utf-8"
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(slug: str, frame: Frame) -> Rendered:
    """The newest of a section, or of all sections, as RSS."""
    section = frame.section(slug) if slug else None
    house = frame.house
    articles = frame.newest(section, FEED_SIZE)
    title = f"{section.name} – {house.title}" if section else house.title
    times = [time for article in articles for time in (article.updated_at, article.published_at) if time]
    channel = [
        _element("title", title),
        _element("link", absolute(section_path(slug) if slug else "/", house)),
        _element("description", house.motto or title),
        _element("language", house.language),
        *([_element("lastBuildDate", format_datetime(max(times)))] if times else []),
        f'<atom:link href="{_text(absolute(feed_path(slug), house))}" rel="self" type="application/rss+xml"/>',
        *(_item(article, frame) for article in articles),
    ]
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        "<channel>\n" + "\n".join(channel) + "\n</channel>\n</rss>\n"
    )
    item_tags = (item_tag(article.short_id) for article in articles)
    return Rendered(body.encode(), tags(list_tag(section), *item_tags), until=frame.next_moment(section, articles))


def entry_id(article: Article) -> str:
    """An article's id in feeds: of its item's provider and guid, like the short id that it is made from."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"dateline:{article.short_id}").urn


def _item(article: Article, frame: Frame) -> str:
    parts = [
        _element("title", title_of(article)),
        _element("link", absolute(article_path(article), frame.house)),
        f'<guid isPermaLink="false">{entry_id(article)}</guid>',
        _element("description", dateline_of(article) + article.lead),
    ]
    if article.published_at and article.precision != "day":
        parts.append(_element("pubDate", format_datetime(article.published_at)))
    parts += [_element("dc:creator", name) for name in agencies_by_name(article.credit, frame.providers.values())]
    if article.section:
        parts.append(_element("category", article.section.name))
    return "<item>\n" + "\n".join(parts) + "\n</item>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"
