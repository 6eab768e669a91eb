"""The fragments that are lists of articles: rail, section, front. Every one asks `newsroom.visible`."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dateline.newsroom.addresses import article_path
from dateline.newsroom.models import Article, Section
from dateline.newsroom.touching import item_tag, older_tag, section_tag
from dateline.newsroom.visible import cursor
from dateline.site.addresses import parse_cursor, section_path
from dateline.site.frame import Frame, SectionLink, list_tag, tags, template
from dateline.site.page import Entry, Rendered
from dateline.site.times import moment
from dateline.site.wording import dateline_of, flash_until, language_attributes, title_of

TOP_SIZE = 5
LATEST_SIZE = 9
BLOCK_SIZE = 5

ENTRIES_KEPT = 2_000
"""Entries of which a process keeps the bytes, some 3 MB."""

_PLAIN_URGENCY = 5


def rail(slug: str, frame: Frame) -> Rendered:
    """*Meer uit Buitenland*: the newest of a section, one more than is shown, for the page of one that is in it."""
    section = frame.section(slug)
    link = SectionLink.of(section)
    size = frame.house.rail_size
    articles = frame.newest(section, size + 1)
    title = _("More from %(section)s") % {"section": section.name}
    return _list(
        frame,
        articles,
        section,
        limit=size,
        context={"shape": "rail", "section": link, "title": title, "title_id": "rail", "live": f"/{slug}/rail"},
    )


def section_list(about: str, frame: Frame) -> Rendered:
    """A section's page, or one of its pages back in time (`slug cursor`)."""
    slug, _space, before = about.partition(" ")
    section, size = frame.section(slug), frame.house.page_size
    link = SectionLink.of(section)
    articles = frame.newest(section, size + 1, parse_cursor(before) if before else None)
    older = section_path(slug, cursor(articles[size - 1])) if len(articles) > size else ""
    shown = articles[:size] if before else _on_top(frame.pinned(section), articles[:size])
    context = {
        "shape": "list" if before else "list first",
        "section": link,
        "live": "" if before else f"/{slug}/latest",
        "older": older,
        "newest": link.path if before else "",
    }
    rendered = _list(
        frame, shown, section, limit=len(shown), context=context, full=True, level=2, shell_when_empty=True
    )
    return replace(rendered, tags=rendered.tags - {section_tag(section)} | {older_tag(section)}) if before else rendered


def block(slug: str, frame: Frame) -> Rendered:
    """A section on the front; as many more as the top of the front may have taken."""
    section = frame.section(slug)
    link = SectionLink.of(section)
    articles = frame.newest(section, BLOCK_SIZE + TOP_SIZE)
    context = {
        "shape": "block",
        "section": link,
        "title": section.name,
        "title_id": f"block-{slug}",
        "title_path": link.path,
    }
    return _list(frame, articles, section, limit=BLOCK_SIZE, context=context, full=True)


def latest(_about: str, frame: Frame) -> Rendered:
    """The newest of all sections."""
    context = {"shape": "latest", "title": _("Latest news"), "title_id": "latest", "live": "/latest"}
    articles = frame.opening[:LATEST_SIZE]
    return _list(frame, articles, None, limit=LATEST_SIZE, context=context, show_section=True, shell_when_empty=True)


def top(_about: str, frame: Frame) -> Rendered:
    """What the front opens with."""
    articles = top_articles(frame)
    context = {"shape": "top", "title": "", "label": _("Top stories")}
    return _list(frame, articles, None, limit=TOP_SIZE, context=context, full=True, show_section=True, level=2)


def top_articles(frame: Frame) -> list[Article]:
    """What is pinned, and of the newest articles the most urgent, most urgent first."""
    by_urgency = sorted(frame.opening, key=lambda article: (article.urgency or _PLAIN_URGENCY, not article.headline))
    return _on_top(frame.pinned(None), by_urgency)[:TOP_SIZE]


def _on_top(pinned: list[Article], articles: list[Article]) -> list[Article]:
    """What is pinned, and then the others."""
    keys = {article.pk for article in pinned}
    return pinned + [article for article in articles if article.pk not in keys]


def _list(
    frame: Frame,
    articles: list[Article],
    section: Section | None,
    *,
    limit: int,
    context: dict[str, Any],
    full: bool = False,
    show_section: bool = False,
    level: int = 3,
    shell_when_empty: bool = False,
) -> Rendered:
    number = frame.number(section)
    entries = tuple(
        Entry(article.short_id, _entry(article, frame, full=full, show_section=show_section, level=level))
        for article in articles
    )
    shell = context | {"number": number, "empty": not entries}
    is_shown = bool(entries) or shell_when_empty
    moments = [frame.next_moment(section, articles), *(flash_until(article, frame.now) for article in articles)]
    return Rendered(
        before=template("list.html", shell) if is_shown else b"",
        tags=tags(list_tag(section), *_item_tags(articles)),
        until=min(filter(None, moments), default=None),
        entries=entries,
        limit=limit,
        after=template("list_end.html", shell) if is_shown else b"",
        number=number,
    )


def _item_tags(articles: Iterable[Article]) -> list[str]:
    return [item_tag(article.short_id) for article in articles]


def _entry(article: Article, frame: Frame, *, full: bool, show_section: bool, level: int) -> bytes:
    section = SectionLink.of(article.section) if article.section else None
    context = {
        "short_id": article.short_id,
        "path": article_path(article),
        "headline": article.headline,
        "dateline": dateline_of(article),
        "lead": article.lead or (title_of(article) if not article.headline else ""),
        "full": full,
        "level": level,
        "flash": flash_until(article, frame.now) is not None,
        "attributes": language_attributes(article.language, frame.house),
        "time": moment(article.published_at, article.precision, frame.house),
        "show_section": show_section and section is not None,
        "section": section.name if section else "",
        "tone": section.tone if section else "",
    }
    return _made(get_language(), tuple(context.items()))


@lru_cache(maxsize=ENTRIES_KEPT)
def _made(language: str | None, context: tuple[tuple[str, Any], ...]) -> bytes:
    """An entry, made once of the same words: of a list that changes nearly all stay as they are."""
    return template("entry.html", dict(context))
