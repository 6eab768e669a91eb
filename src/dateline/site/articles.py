"""The fragments of an article's own page: its head, and the article itself."""

from dateline.newsroom.addresses import article_path
from dateline.newsroom.content import news_item
from dateline.newsroom.models import Article, Provider
from dateline.newsroom.touching import item_tag
from dateline.newsroom.visible import Shown
from dateline.site.addresses import absolute
from dateline.site.body import article_body
from dateline.site.frame import Frame, SectionLink, feed_links, head, tags, template
from dateline.site.machines import article_data, article_graph, reserves, robots_of
from dateline.site.page import Rendered, Vanished
from dateline.site.times import moment
from dateline.site.wording import agencies_by_name, dateline_of, flash_until, language_attributes, note_of, title_of
from dateline.wire.item import NewsItem

_DESCRIPTION = 300
_CANONICAL = ("canonical", "self", "web", "alternate", "irel:seealso")


def head_item(short_id: str, frame: Frame) -> Rendered:
    """The head of an article's page."""
    article, item = _shown(short_id, frame)
    feeds = feed_links(article.section.name, f"section {article.section.slug}") if article.section else []
    description = item.abstract or dateline_of(article) + article.lead
    body = head(
        frame,
        title_of(article),
        description=_shortened(description),
        robots=robots_of(article),
        reserved=reserves(article.provider),
        graph=article_graph(article, _shortened(description), frame),
        data=article_data(article, _shortened(description), frame),
        canonical=_canonical(article, item, frame),
        feeds=feeds,
    )
    return Rendered(body, tags(item_tag(short_id)), until=article.expires_at)


def article(short_id: str, frame: Frame) -> Rendered:
    """An article as it is read."""
    article, item = _shown(short_id, frame)
    house = frame.house
    published = moment(article.published_at, article.precision, house)
    updated = moment(article.modified_at, article.precision, house)
    note_title, note_lines = note_of(article)
    flash = flash_until(article, frame.now)
    context = {
        "house": frame.publisher,
        "short_id": article.short_id,
        "headline": article.headline,
        "byline": item.byline,
        "kicker": item.kicker,
        "subheadline": item.subheadline,
        "abstract": item.abstract,
        "section": SectionLink.of(article.section) if article.section else None,
        "flash": flash is not None,
        "attributes": language_attributes(article.language, house),
        "body": article_body(item.body, dateline_of(article), heads=not article.headline),
        "note_title": note_title,
        "note_lines": note_lines,
        "published": published,
        "updated": updated if published and updated and updated.text != published.text else None,
        "sources": agencies_by_name(article.credit or [article.provider.code], frame.providers.values()),
    }
    until = min(filter(None, (article.expires_at, flash)), default=None)
    return Rendered(template("article.html", context), tags(item_tag(short_id)), until=until)


def _shown(short_id: str, frame: Frame) -> tuple[Article, NewsItem]:
    found = frame.found(short_id)
    if isinstance(found, Shown):
        item = news_item(found.article)
        if item is not None:
            return found.article, item
    raise Vanished(short_id)


def _canonical(article: Article, item: NewsItem, frame: Frame) -> str:
    """The page that search engines are sent to: this one, or the provider's own where its rights ask for that."""
    if article.provider.canonical == Provider.Canonical.PROVIDER:
        for rel in _CANONICAL:
            for link in item.links:
                if (link.rel or "").lower() == rel and (link.href or "").startswith(("https://", "http://")):
                    return link.href or ""
    return absolute(article_path(article), frame.house)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _DESCRIPTION else text[:_DESCRIPTION].rsplit(" ", 1)[0] + "…"
