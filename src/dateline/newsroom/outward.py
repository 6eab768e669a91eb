"""An article as programs outside get it: what readers see of it, and nothing that is for editors."""

from datetime import datetime

from dateline.newsroom.addresses import article_path, public_id
from dateline.newsroom.content import news_item
from dateline.newsroom.house import own_address
from dateline.newsroom.models import Article, House
from dateline.newsroom.visible import is_shown
from dateline.wire.item import Link, NewsItem


def outward(article: Article, house: House, now: datetime) -> NewsItem:
    """The article as an item of its own: its id is the public one, its address a canonical link.

    What readers no longer get is canceled, and has its id, its version and the time it went, and nothing else. The
    article comes with its revision, section and provider.
    """
    item = news_item(article) if is_shown(article, now) else None
    if item is None or article.section is None:
        return canceled(article, article.expires_at if article.listed and article.expires_at else article.told_at)
    # What is not named here stays here: notes to editors, sign-offs, terms, and pictures, which the site does not show.
    return NewsItem(
        provider=article.provider.code,
        guid=public_id(article.short_id),
        version=str(article.told),
        urgency=item.urgency,
        kind=item.kind,
        language=item.language,
        format=item.format,
        first_created=article.published_at,
        version_created=article.modified_at or article.published_at,
        expires=article.expires_at,
        precision=item.precision,
        kicker=item.kicker,
        headline=item.headline,
        subheadline=item.subheadline,
        abstract=item.abstract,
        byline=item.byline,
        note=article.note or None,
        dateline=item.dateline,
        credit=tuple(article.credit),
        body=item.body,
        text=item.text,
        section=article.section.name,
        subjects=item.subjects,
        places=item.places,
        links=(Link(href=own_address(house) + article_path(article), rel="canonical"),),
    )


def canceled(article: Article, at: datetime | None = None) -> NewsItem:
    """The article as one that is no longer there for who asks: its id, its version and when it went, and nothing else.

    NewsML-G2 takes what names no version for the first: who has a later one would keep that.
    """
    return NewsItem(
        guid=public_id(article.short_id),
        version=str(article.told),
        status="canceled",
        version_created=at or article.told_at,
        format="ninjs",
    )
