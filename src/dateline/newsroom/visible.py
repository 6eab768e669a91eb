"""What readers may see: the only door to articles for pages, feeds, sitemaps, search and the API.

Embargo and expiry are decided here, by the clock of each request; nothing waits for the worker to have noted them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from dateline.newsroom.models import Article, Provider, Section
from dateline.newsroom.rows import read, read_columns

GONE_STATES = (Article.State.KILLED, Article.State.EXPIRED, Article.State.PURGED)
_REMOVED = (Article.State.KILLED, Article.State.PURGED)
_CHAIN = 50
_WITH = ("revision", "edit", "section", "provider")

REACH = 50
"""How far lists reach that begin with the newest, unless the house has longer ones: the feeds, the front, the rail."""

EMBARGOES = 50
"""How many of the embargoes that run are looked at, to know when one ends next."""

MOST_PINNED = 5
"""How many articles are on top at the most; of more, the newest."""

LISTED = Q(listed__in=(True,))
"""As `listed = 1`, for lists: what Django makes of `listed=True`, a bare column, no index of SQLite's serves."""


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
    """The articles that readers may see at this moment, in no order.

    For who knows their keys; a list of the newest asks for LISTED too. SQLite would look for thirty keys by an index
    over a million that are listed.
    """
    return Article.objects.filter(
        Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=now),
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        listed=True,
    )


def newest(
    section: Section | Provider | None, limit: int, now: datetime, before: Cursor | None = None
) -> list[Article]:
    """The newest visible articles of a section or an agency (of all, for None), newest first; those after `before` in
    that order.

    They come without their section and provider: who lists articles has these once, and not once an article.
    """
    where, values = _visible(now, now)
    if section is not None:
        where += f" AND {'provider' if isinstance(section, Provider) else 'section'}_id = %s"
        values.append(section.pk)
    if before is not None:
        where += f" AND {_AFTER}"
        values += [before.sort_at, before.sort_at, before.sort_place, before.sort_place, before.short_id]
    return read(Article, f"WHERE {where} {_NEWEST_FIRST}", [*values, limit])


_NEWEST_FIRST = "ORDER BY sort_at DESC, sort_place, short_id LIMIT %s"
_AFTER = "sort_at <= %s AND (sort_at < %s OR sort_place > %s OR (sort_place = %s AND short_id > %s))"


def corrected(limit: int, now: datetime, before: Cursor | None = None) -> list[Article]:
    """The visible articles that were corrected, the latest correction first; those after `before` in that order, whose
    `sort_at` is then the moment of the correction.
    """
    articles = visible(now).filter(LISTED, corrected_at__isnull=False)
    if before is not None:
        at, _place, last = before
        articles = articles.filter(corrected_at__lte=at).filter(Q(corrected_at__lt=at) | Q(short_id__gt=last))
    return list(articles.order_by("-corrected_at", "short_id")[:limit])


def departed(since: datetime, limit: int, now: datetime) -> list[tuple[str, datetime]]:
    """What readers could get, and no longer can since then: short id and when, the latest first. Of more than `limit`
    what was killed or purged stays, and rights that ran out with it are left out.

    An article whose rights have run out is among them once the worker has written that down; one that came under an
    embargo when it was up, until that ends.
    """
    # By the index of states: to ask more of the database would have it look through all that has gone.
    which = "WHERE state IN (%s, %s) AND told_at > %s"
    found = read_columns(Article, ("short_id", "told_at", "told"), which, [*_REMOVED, _adapted(since)])
    removed = [(short_id, at) for short_id, at, told in found if told]
    rows = Article.objects.filter(listed__in=(False,), told__gt=0).order_by("-told")
    gone = list(rows.values_list("short_id", "told_at")[:limit])
    # By the index of embargoes, and in its order: there are few.
    which = "WHERE listed IN (%s) AND embargoed_until > %s AND told > 0 ORDER BY embargoed_until LIMIT %s"
    gone += read_columns(Article, ("short_id", "told_at"), which, [True, _adapted(now), limit])
    others = {(short_id, at) for short_id, at in gone if at and at > since} - set(removed)
    return _latest([*_latest(removed), *_latest(others)][:limit])


def _latest(gone: Iterable[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    return sorted(gone, key=lambda one: one[1], reverse=True)


def pinned(section: Section | None, now: datetime) -> list[Article]:
    """The visible articles that are pinned to the top of a section (of the front, for None), newest first."""
    where, values = _visible(now, now)
    where += f" AND {'front' if section is None else 'section'}_until > %s"
    values.append(_adapted(now))
    if section is not None:
        where += " AND section_id = %s"
        values.append(section.pk)
    return read(Article, f"WHERE {where} {_NEWEST_FIRST}", [*values, MOST_PINNED])


def listed_at(section: Section | None, nth: int, since: datetime, until: datetime) -> Cursor | None:
    """The place of the nth newest article of a section (of all, for None) that is visible all the time from `since`
    `until`; None where there are fewer.

    Each transaction that changes an article asks.
    """
    where, values = _visible(since, until)
    if section is not None:
        where += " AND section_id = %s"
        values.append(section.pk)
    with connection.cursor() as rows:
        rows.execute(
            f"SELECT sort_at, sort_place, short_id FROM newsroom_article WHERE {where} {_NEWEST_FIRST} OFFSET %s",  # noqa: S608
            [*values, 1, nth - 1],
        )
        there = rows.fetchone()
    return Cursor(*there) if there else None


def _visible(since: datetime, until: datetime) -> tuple[str, list[Any]]:
    """What `visible` asks, of all the time from `since` `until`: in plain SQL, for every page with a list asks it, and
    Django takes many times as long to build such a query as the database to answer it.
    """
    return (
        "listed IN (%s)"
        " AND (embargoed_until IS NULL OR embargoed_until <= %s)"
        " AND (expires_at IS NULL OR expires_at > %s)",
        [True, _adapted(since), _adapted(until)],
    )


def _adapted(moment: datetime) -> Any:
    """A moment as the database has it."""
    return connection.ops.adapt_datetimefield_value(moment)


def cursor(article: Article) -> Cursor:
    """The place of an article in every list."""
    return Cursor(article.sort_at, article.sort_place, article.short_id)


def front(limit: int, now: datetime) -> list[tuple[Section, list[Article]]]:
    """For each section in its order its newest articles; sections without any are left out."""
    found = ((section, newest(section, limit, now)) for section in Section.objects.all())
    return [(section, articles) for section, articles in found if articles]


def article_for(short_id: str, now: datetime) -> Found:
    """What stands at the address of an item. `Shown.article` comes with its revision, section and provider."""
    article = _whole("short_id", short_id)
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
    which = "WHERE listed IN (%s) AND embargoed_until > %s ORDER BY embargoed_until LIMIT %s"
    rows = read_columns(Article, ("embargoed_until", "section"), which, [True, _adapted(now), EMBARGOES])
    found = [Embargo(end, section) for end, section in rows]
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


def _whole(column: str, value: str | int) -> Article | None:
    """The article of which a column says so (it is of one alone), with its revision, edit, section and provider."""
    articles = read(Article, f"WHERE newsroom_article.{column} = %s", [value], _WITH)
    return articles[0] if articles else None


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
        following = _whole("item_id", article.replaced_by_id)
        if following is None or following.pk in seen:
            break
        article = following
        seen.add(article.pk)
    return article
