"""What every fragment is rendered in: the house, its sections, the moment; and the parts that frame each page."""

from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.newsroom.addresses import feed_path
from dateline.newsroom.house import house
from dateline.newsroom.looks.sheet import dark, light
from dateline.newsroom.models import Article, House, Outlet, Provider, Section
from dateline.newsroom.rows import first_value, read
from dateline.newsroom.touching import FRONT, section_tag
from dateline.newsroom.visible import Cursor, Embargo, Found, article_for, embargoes, newest, next_moment, pinned
from dateline.site.addresses import absolute, section_path
from dateline.site.assets import asset
from dateline.site.looks import logo_path, style_path
from dateline.site.own import templates
from dateline.site.page import Rendered, Vanished
from dateline.site.times import day_of
from dateline.site.wording import locale_of

HOUSE = "house"
_TONES = 6
OPENING_SIZE = 20

ROBOTS = "max-image-preview:large"
"""What search engines may do with a page that says nothing else."""


class SectionLink(NamedTuple):
    """A section as pages name it; `tone` is the class of its colour."""

    slug: str
    name: str
    path: str
    feed: str
    tone: str

    @classmethod
    def of(cls, section: Section) -> "SectionLink":
        """The link to a section."""
        slug = section.slug
        # By its key, which never changes and takes no look at the other sections.
        return cls(
            slug, section.name, section_path(slug), feed_path(scope=f"section {slug}"), f"tone-{section.pk % _TONES}"
        )


class Publisher(NamedTuple):
    """What pages know of the house."""

    title: str
    motto: str
    language: str
    zone: str
    logo: str
    logo_width: int
    logo_height: int

    @classmethod
    def of(cls, house: House) -> "Publisher":
        """What pages know of this house; `logo` is an address."""
        size = (house.logo_width, house.logo_height)
        return cls(house.title, house.motto, house.language, house.zone, logo_path(house), *size)


class Frame:
    """What the parts of one page are made from: the moment, and rows of the newsroom, each read once, when first used.

    `stamp` belongs to the store of rendered parts: which edition it had read before anything in here was. A part made
    from this frame is kept under that edition and no later one, so a frame is for one page and never kept.
    """

    def __init__(self, stamp: Any = None) -> None:
        self.stamp = stamp
        self.now = timezone.now()
        self._found: dict[str, Found] = {}
        self._numbers: dict[str, int] = {}
        self._pinned: dict[Section | None, list[Article]] = {}
        self._newest: dict[Section | None, tuple[int, list[Article]]] = {}  # with how many were asked for

    @cached_property
    def house(self) -> House:
        """The publisher's settings."""
        return house()

    @cached_property
    def publisher(self) -> Publisher:
        """What pages know of the house."""
        return Publisher.of(self.house)

    @cached_property
    def sections(self) -> dict[str, Section]:
        """All sections by slug, in the order of the paper."""
        return {section.slug: section for section in read(Section, "ORDER BY place, name")}

    @cached_property
    def links(self) -> list[SectionLink]:
        """The links to all sections, in the order of the paper."""
        return [SectionLink.of(section) for section in self.sections.values()]

    @cached_property
    def providers(self) -> dict[int, Provider]:
        """All providers by key."""
        return {provider.pk: provider for provider in Provider.objects.all()}

    @cached_property
    def opening(self) -> list[Article]:
        """The newest articles of all sections."""
        return self.newest(None, OPENING_SIZE)

    @cached_property
    def purged(self) -> bool:
        """Whether a cache in front keeps pages and is known to drop them when it is told to."""
        return Outlet.objects.filter(kind=Outlet.Kind.PURGE, active=True, proved_at__isnull=False).exists()

    @cached_property
    def hub(self) -> str:
        """The hub that is told when feeds change; empty where there is none."""
        hubs = Outlet.objects.filter(kind=Outlet.Kind.WEBSUB, active=True).order_by("slug")
        return hubs.values_list("url", flat=True).first() or ""

    def section(self, slug: str) -> Section:
        """A section by its slug. Raises Vanished where there is none."""
        section = self.sections.get(slug)
        if section is None:
            raise Vanished(slug)
        return section

    def found(self, short_id: str) -> Found:
        """What stands at the address of an item."""
        if short_id not in self._found:
            self._found[short_id] = article_for(short_id, self.now)
        return self._found[short_id]

    def newest(self, section: Section | Provider | None, limit: int, before: Cursor | None = None) -> list[Article]:
        """The newest articles of a section or an agency (of all, for None), with their sections."""
        if isinstance(section, Provider) or before is not None:
            return self.with_sections(newest(section, limit, self.now, before))
        self.number(section)  # before the articles: a change that comes between is newer than what is given
        asked, articles = self._newest.get(section, (0, []))
        if asked < limit:
            articles = self.with_sections(newest(section, limit, self.now))
            self._newest[section] = (limit, articles)
        return articles[:limit]

    def pinned(self, section: Section | None) -> list[Article]:
        """What is pinned to the top of a section (of the front, for None), with their sections."""
        self.number(section)
        if section not in self._pinned:
            self._pinned[section] = self.with_sections(pinned(section, self.now))
        return self._pinned[section]

    def with_sections(self, articles: list[Article]) -> list[Article]:
        """The articles with their sections, which are read once a page."""
        for article in articles:
            if article.section_id in self.sections_by_key:
                article.section = self.sections_by_key[article.section_id]
        return articles

    def number(self, section: Section | None) -> int:
        """The edition that last changed the list of a section (of all, for None), as of before it was first read."""
        tag = list_tag(section)
        if tag not in self._numbers:
            last = first_value("SELECT n FROM newsroom_touch WHERE tag = %s ORDER BY n DESC LIMIT 1", [tag])
            self._numbers[tag] = int(last or 0)
        return self._numbers[tag]

    def next_moment(self, section: Section | None, shown: list[Article]) -> datetime | None:
        """When the clock alone next changes a list that shows these articles."""
        return next_moment(section, self.now, shown, self._embargoes)

    @cached_property
    def sections_by_key(self) -> dict[int | None, Section]:
        """All sections by key."""
        return {section.pk: section for section in self.sections.values()}

    @cached_property
    def _embargoes(self) -> list[Embargo]:
        return embargoes(self.now)


def template(name: str, context: dict[str, Any]) -> bytes:
    """A template's UTF-8. No request goes in: what is kept for everybody must not know who asked. No rows do either:
    what a template could read from them is under none of the tags of its part.
    """
    return templates.render(f"site/{name}", context)


def list_tag(section: Section | None) -> str:
    """The tag of the lists of a section, or of all."""
    return section_tag(section) if section else FRONT


def tags(*names: str) -> frozenset[str]:
    """The tags of a fragment: `house` is under everything."""
    return frozenset((HOUSE, *names))


def head(frame: Frame, title: str, **about: Any) -> bytes:
    """The head of a page: its title, and where its style, script and feeds are."""
    house = frame.house
    context = {
        "house": frame.publisher,
        "language": house.language,
        "title": f"{title} – {house.title}" if title else house.title,
        "feeds": feed_links(house.title),
        "icon": asset("site/icon.svg"),
        "style": style_path(house),
        "papers": (light(house).paper, dark(house).paper),
        "script": asset("site/site.js"),
    }
    return template("head.html", context | about)


def feed_links(title: str, scope: str = "") -> list[dict[str, str]]:
    """The feeds of a scope (see `site.addresses.feed_path`), for the head of a page."""
    types = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
    return [{"title": title, "path": feed_path(name, scope), "type": type} for name, type in types.items()]


def list_graph(title: str, path: str, frame: Frame) -> list[tuple[str, str]]:
    """The properties of Open Graph of a page that lists articles."""
    house = frame.house
    found = [("og:type", "website"), ("og:title", title or house.title), ("og:url", absolute(path, house))]
    return [*found, ("og:site_name", house.title), ("og:locale", locale_of(house.language))]


def head_front(_about: str, frame: Frame) -> Rendered:
    """The head of the front."""
    description = frame.house.motto or _("The latest news of %(title)s") % {"title": frame.house.title}
    about = {"description": description, "canonical": absolute("/", frame.house), "robots": ROBOTS}
    return Rendered(head(frame, "", graph=list_graph("", "/", frame), **about), tags())


def head_section(what: str, frame: Frame) -> Rendered:
    """The head of a section, or of one of its pages back in time (`slug cursor`)."""
    slug, _space, before = what.partition(" ")
    section = SectionLink.of(frame.section(slug))
    title = _("%(section)s, earlier") % {"section": section.name} if before else section.name
    path = f"{section.path}?before={before}" if before else section.path
    feeds = feed_links(f"{section.name} – {frame.house.title}", f"section {slug}")
    description = _("%(section)s: the latest news of %(title)s") % {"section": title, "title": frame.house.title}
    about = {"description": description, "canonical": absolute(path, frame.house), "robots": ROBOTS, "feeds": feeds}
    return Rendered(head(frame, title, graph=list_graph(title, path, frame), **about), tags())


def section_title(slug: str, frame: Frame) -> Rendered:
    """The name of a section over its page."""
    return Rendered(template("section_title.html", {"section": SectionLink.of(frame.section(slug))}), tags())


def masthead(about: str, frame: Frame) -> Rendered:
    """The head of the paper, up to where the page's own matter begins: `shape` or `shape current`."""
    shape, _space, current = about.partition(" ")
    day = day_of(frame.now, frame.house)
    today = {"iso": day.iso, "text": day.text, "until": day.until}
    context = {"house": frame.publisher, "sections": frame.links, "shape": shape, "current": current, "today": today}
    return Rendered(template("masthead.html", context), tags(), until=day.end)


def _words(which: str) -> tuple[str, str]:
    if which == "gone":
        return (
            _("This item is no longer available"),
            _("It has been withdrawn, or the time for which it could be shown is over."),
        )
    return (
        _("Page not found"),
        _("There is no page at this address. It may have been mistyped, or the link that led here is wrong."),
    )


def head_missing(about: str, frame: Frame) -> Rendered:
    """The head of a page that says why there is nothing here: `missing` or `gone`."""
    return Rendered(head(frame, _words(about)[0], noindex=True), tags())


def missing(about: str, frame: Frame) -> Rendered:
    """Why there is nothing here, and where to go instead."""
    title, why = _words(about)
    return Rendered(template("missing.html", {"title": title, "why": why}), tags())
