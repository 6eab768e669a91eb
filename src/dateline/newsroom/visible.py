"""What readers may see: the only door to articles for pages, feeds, sitemaps, search and the API.

Embargo and expiry are decided here, by the clock of each request; nothing waits for the worker to have noted them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from dateline.newsroom.models import Article, Provider, Section

GONE_STATES = (Article.State.KILLED, Article.State.EXPIRED, Article.State.PURGED)
_CHAIN = 50

REACH = 50
"""How far lists reach that begin with the newest, unless the house has longer ones: the feeds, the front, the rail."""

EMBARGOES = 50
"""How many of the embargoes that run are looked at, to know when one ends next."""

MOST_PINNED = 5
"""How many articles are on top at the most; of more, the newest."""

LISTED = Q(listed__in=(True,))
"""As `listed = 1`: what Django makes of `listed=True`, a bare column, no index of SQLite's serves."""


class Cursor(NamedTuple):
    """Where a list was left: what follows is older. The fields of the last article shown."""

    sort_at: int
    sort_place: int
    short_id: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The article is up: 200."""

    article: Article


@dataclass(frozen=True, slots=True)
class Moved:
    """Replaced by another article that is up: 302 to `article`."""

    article: Article


@dataclass(frozen=True, slots=True)
class Gone:
    """Killed, expired or purged: 410."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Never heard of, or not for readers: 404, the same for both."""


Found = Shown | Moved | Gone | Unknown


def visible(now: datetime) -> QuerySet[Article]:
    """The articles that readers may see at this moment, in no order."""
    return Article.objects.filter(
        Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=now),
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        LISTED,
    )


def newest(
    section: Section | Provider | None, limit: int, now: datetime, before: Cursor | None = None
) -> list[Article]:
    """The newest visible articles of a section or an agency (of all, for None), newest first; those after `before` in
    that order.

    They come without their section and provider: who lists articles has these once, and not once an article.
    """
    articles = visible(now)
    if isinstance(section, Provider):
        articles = articles.filter(provider=section)
    elif section is not None:
        articles = articles.filter(section=section)
    if before is not None:
        at, place, last = before
        articles = articles.filter(sort_at__lte=at).filter(
            Q(sort_at__lt=at) | Q(sort_place__gt=place) | Q(sort_place=place, short_id__gt=last)
        )
    return list(articles.order_by("-sort_at", "sort_place", "short_id")[:limit])


def corrected(limit: int, now: datetime, before: Cursor | None = None) -> list[Article]:
    """The visible articles that were corrected, the latest correction first; those after `before` in that order, whose
    `sort_at` is then the moment of the correction.
    """
    articles = visible(now).filter(corrected_at__isnull=False)
    if before is not None:
        at, _place, last = before
        articles = articles.filter(corrected_at__lte=at).filter(Q(corrected_at__lt=at) | Q(short_id__gt=last))
    return list(articles.order_by("-corrected_at", "short_id")[:limit])


def departed(since: datetime, limit: int) -> list[tuple[str, datetime]]:
    """What readers could get, and no longer can since then: short id and when, the latest first.

    An article whose rights have run out is among them once the worker has written that down.
    """
    rows = Article.objects.filter(listed__in=(False,), told__gt=0).order_by("-told")
    return [(short_id, at) for short_id, at in rows.values_list("short_id", "told_at")[:limit] if at and at > since]


def pinned(section: Section | None, now: datetime) -> list[Article]:
    """The visible articles that are pinned to the top of a section (of the front, for None), newest first."""
    where = "front_until" if section is None else "section_until"
    articles = visible(now).filter(**{f"{where}__gt": now})
    if section is not None:
        articles = articles.filter(section=section)
    return list(articles.order_by("-sort_at", "sort_place", "short_id")[:MOST_PINNED])


def listed_at(section: Section | None, nth: int, since: datetime, until: datetime) -> Cursor | None:
    """The place of the nth newest article of a section (of all, for None) that is visible all the time from `since`
    `until`; None where there are fewer.

    In plain SQL, for each transaction that changes an article asks: Django takes thirty times as long to build this
    query as the database to answer it.
    """
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (since, until)]
    where, wanted = ("", []) if section is None else (" AND section_id = %s", [section.pk])
    with connection.cursor() as rows:
        rows.execute(_LISTED_AT.format(where=where), [True, *moments, *wanted, nth - 1])
        found = rows.fetchone()
    return Cursor(*found) if found else None


_LISTED_AT = (
    "SELECT sort_at, sort_place, short_id FROM newsroom_article WHERE listed IN (%s)"
    " AND (embargoed_until IS NULL OR embargoed_until <= %s) AND (expires_at IS NULL OR expires_at > %s){where}"
    " ORDER BY sort_at DESC, sort_place, short_id LIMIT 1 OFFSET %s"
)


def cursor(article: Article) -> Cursor:
    """The place of an article in every list."""
    return Cursor(article.sort_at, article.sort_place, article.short_id)


def front(limit: int, now: datetime) -> list[tuple[Section, list[Article]]]:
    """For each section in its order its newest articles; sections without any are left out."""
    found = ((section, newest(section, limit, now)) for section in Section.objects.all())
    return [(section, articles) for section, articles in found if articles]


def article_for(short_id: str, now: datetime) -> Found:
    """What stands at the address of an item. `Shown.article` comes with its revision, section and provider."""
    article = _whole().filter(short_id=short_id).first()
    if article is None:
        return Unknown()
    if article.state != Article.State.REPLACED or _is_over(article, now):
        return _standing(article, now)
    found = _standing(_last_of_chain(article), now)
    return Moved(found.article) if isinstance(found, Shown) else found


class Embargo(NamedTuple):
    """An embargo that runs: when it ends, and the key of its article's section (None for any)."""

    end: datetime
    section: int | None


def is_shown(article: Article, now: datetime) -> bool:
    """Whether readers may see this article at this moment."""
    return isinstance(_standing(article, now), Shown)


def embargoes(now: datetime) -> list[Embargo]:
    """The embargoes that run, soonest end first; of very many the first ones, and last of those one for any section."""
    running = Article.objects.filter(LISTED, embargoed_until__gt=now).order_by("embargoed_until")
    rows = running.values_list("embargoed_until", "section")[:EMBARGOES]
    found = [Embargo(end, section) for end, section in rows if end is not None]
    if len(found) == EMBARGOES:  # whatever comes after these: a list that is made anew too soon is right as well
        found[-1] = Embargo(found[-1].end, None)
    return found


def next_moment(
    section: Section | None,
    now: datetime,
    shown: Iterable[Article] = (),
    running: list[Embargo] | None = None,
) -> datetime | None:
    """When the clock alone next changes a list of this section (of all, for None): a cache holds until then.

    That is the next end of an embargo, or the first expiry or end of a pin among the articles `shown`. `running` are
    the embargoes, for who has asked for them already.
    """
    # The section is looked at here: asked for it, SQLite would rather look through the whole section than at the
    # few embargoes that run.
    running = embargoes(now) if running is None else running
    ends = [end for end, where in running if section is None or where is None or where == section.pk][:1]
    ends += [article.expires_at for article in shown if article.expires_at is not None]
    ends += [end for article in shown for end in (article.front_until, article.section_until) if end is not None]
    return min((end for end in ends if end > now), default=None)


def _whole() -> QuerySet[Article]:
    return Article.objects.select_related("revision", "edit", "section", "provider")


def _standing(article: Article, now: datetime) -> Found:
    if article.state in GONE_STATES or _is_over(article, now):
        return Gone()
    if article.listed and (article.embargoed_until is None or article.embargoed_until <= now):
        return Shown(article)
    return Unknown()


def _is_over(article: Article, now: datetime) -> bool:
    """Whether its rights have run out, in whatever state it is: the worker only writes down that they have."""
    return article.expires_at is not None and article.expires_at <= now


def _last_of_chain(article: Article) -> Article:
    seen = {article.pk}
    while article.state == Article.State.REPLACED and article.replaced_by_id and len(seen) < _CHAIN:
        following = _whole().filter(item=article.replaced_by_id).first()
        if following is None or following.pk in seen:
            break
        article = following
        seen.add(article.pk)
    return article
