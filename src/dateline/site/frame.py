"""What every fragment is rendered in: the house, its sections, the moment; and the parts that frame each page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dateline.newsroom.models import House, Section
from dateline.site.addresses import absolute, feed_path, section_path
from dateline.site.assets import asset
from dateline.site.page import Rendered, Vanished

HOUSE = "house"
_TONES = 6


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
        return cls(slug, section.name, section_path(slug), feed_path(slug), f"tone-{section.pk % _TONES}")


@dataclass(frozen=True)
class Frame:
    """What a fragment may know besides its own subject. Made anew for each rendering."""

    house: House
    now: datetime


def section_links() -> list[SectionLink]:
    """All sections, in the order of the paper."""
    return [SectionLink.of(section) for section in Section.objects.all()]


def section_of(slug: str) -> Section:
    """A section by its slug. Raises Vanished where there is none."""
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        raise Vanished(slug)
    return section


def template(name: str, context: dict[str, Any]) -> bytes:
    """A template's UTF-8. No request goes in: what is kept for everybody must not know who asked."""
    return render_to_string(f"site/{name}", context).encode()


def tags(*names: str) -> frozenset[str]:
    """The tags of a fragment: `house` is under everything."""
    return frozenset((HOUSE, *names))


def head(frame: Frame, title: str, **about: Any) -> bytes:
    """The head of a page: its title, and where its style, script and feeds are."""
    house = frame.house
    context = {
        "language": house.language,
        "title": f"{title} – {house.title}" if title else house.title,
        "feeds": [{"title": house.title, "path": feed_path()}],
        "icon": asset("site/icon.svg"),
        "style": asset("site/site.css"),
        "script": asset("site/site.js"),
    }
    return template("head.html", context | about)


def head_front(_about: str, frame: Frame) -> Rendered:
    """The head of the front."""
    return Rendered(head(frame, "", description=frame.house.motto, canonical=absolute("/", frame.house)), tags())


def head_section(about: str, frame: Frame) -> Rendered:
    """The head of a section, or of one of its pages back in time (`slug cursor`)."""
    slug, _space, before = about.partition(" ")
    section = SectionLink.of(section_of(slug))
    title = _("%(section)s, earlier") % {"section": section.name} if before else section.name
    path = f"{section.path}?before={before}" if before else section.path
    feed = {"title": f"{section.name} – {frame.house.title}", "path": section.feed}
    return Rendered(head(frame, title, canonical=absolute(path, frame.house), feeds=[feed]), tags())


def section_title(slug: str, frame: Frame) -> Rendered:
    """The name of a section over its page."""
    return Rendered(template("section_title.html", {"section": SectionLink.of(section_of(slug))}), tags())


def masthead(about: str, frame: Frame) -> Rendered:
    """The head of the paper, up to where the page's own matter begins: `shape` or `shape current`."""
    shape, _space, current = about.partition(" ")
    context = {"house": frame.house, "sections": section_links(), "shape": shape, "current": current}
    return Rendered(template("masthead.html", context), tags())


def foot(_about: str, frame: Frame) -> Rendered:
    """The foot of every page, from the end of its own matter."""
    return Rendered(template("foot.html", {"house": frame.house, "sections": section_links()}), tags())


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
