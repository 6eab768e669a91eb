"""The fragments that are lists of articles: rail, section, front. Every one asks `newsroom.visible`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dateline.newsroom.models import Article, Section, Touch
from dateline.newsroom.visible import cursor, newest, next_moment
from dateline.site.addresses import article_path, parse_cursor, section_path
from dateline.site.frame import Frame, SectionLink, section_of, tags, template
from dateline.site.page import Entry, Rendered
from dateline.site.times import moment
from dateline.site.wording import dateline_of, is_flash, language_attributes, title_of

TOP_SIZE = 5
LATEST_SIZE = 9
BLOCK_SIZE = 5
_TOP_FROM = 20
_PLAIN_URGENCY = 5


def rail(slug: str, frame: Frame) -> Rendered:
    """*Meer uit Buitenland*: the newest of a section, one more than is shown, for the page of one that is in it."""
    section = section_of(slug)
    link = SectionLink.of(section)
    size = frame.house.rail_size
    articles = newest(section, size + 1, frame.now)
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
    section, size = section_of(slug), frame.house.page_size
    link = SectionLink.of(section)
    articles = newest(section, size + 1, frame.now, parse_cursor(before) if before else None)
    older = section_path(slug, cursor(articles[size - 1])) if len(articles) > size else ""
    context = {
        "shape": "list" if before else "list first",
        "section": link,
        "live": "" if before else f"/{slug}/latest",
        "older": older,
        "newest": link.path if before else "",
    }
    return _list(
        frame, articles[:size], section, limit=size, context=context, full=True, level=2, shell_when_empty=True
    )


def block(slug: str, frame: Frame) -> Rendered:
    """A section on the front; as many more as the top of the front may have taken."""
    section = section_of(slug)
    link = SectionLink.of(section)
    articles = newest(section, BLOCK_SIZE + TOP_SIZE, frame.now)
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
    articles = newest(None, LATEST_SIZE, frame.now)
    return _list(frame, articles, None, limit=LATEST_SIZE, context=context, show_section=True, shell_when_empty=True)


def top(_about: str, frame: Frame) -> Rendered:
    """What the front opens with."""
    articles = top_articles(frame.now)
    context = {"shape": "top", "title": "", "label": _("Top stories")}
    return _list(frame, articles, None, limit=TOP_SIZE, context=context, full=True, show_section=True, level=2)


def top_articles(now: datetime) -> list[Article]:
    """Of the newest articles the most urgent, most urgent first."""
    found = newest(None, _TOP_FROM, now)
    return sorted(found, key=lambda article: (article.urgency or _PLAIN_URGENCY, not article.headline))[:TOP_SIZE]


def number_of(tag: str) -> int:
    """The edition that last changed what is kept under a tag."""
    return Touch.objects.filter(tag=tag).order_by("-n").values_list("n", flat=True).first() or 0


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
    tag = f"section:{section.slug}" if section else "front"
    number = number_of(tag)
    entries = tuple(
        Entry(article.short_id, _entry(article, frame, full=full, show_section=show_section, level=level))
        for article in articles
    )
    shell = context | {"number": number, "empty": not entries}
    is_shown = bool(entries) or shell_when_empty
    return Rendered(
        before=template("list.html", shell) if is_shown else b"",
        tags=tags(tag, *_item_tags(articles)),
        until=next_moment(section, frame.now, articles),
        entries=entries,
        limit=limit,
        after=template("list_end.html", shell) if is_shown else b"",
        number=number,
    )


def _item_tags(articles: Iterable[Article]) -> list[str]:
    return [f"item:{article.short_id}" for article in articles]


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
        "flash": is_flash(article),
        "attributes": language_attributes(article.language, frame.house),
        "time": moment(article.published_at, article.precision, frame.house),
        "show_section": show_section and section is not None,
        "section": section.name if section else "",
        "tone": section.tone if section else "",
    }
    return template("entry.html", context)
