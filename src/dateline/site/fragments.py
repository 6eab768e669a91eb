"""The parts that pages are joined from: a table of kinds."""

from collections.abc import Callable

from django.utils import translation

from dateline.site import articles, crawlers, feeds, frame, house, lists, looks, machines
from dateline.site.frame import Frame
from dateline.site.page import Part, Rendered

KINDS: dict[str, Callable[[str, Frame], Rendered]] = {
    "head:front": frame.head_front,
    "head:section": frame.head_section,
    "head:item": articles.head_item,
    "head:missing": frame.head_missing,
    "masthead": frame.masthead,
    "foot": house.foot,
    "head:house": house.head_house,
    "house": house.house_page,
    "look": looks.look,
    "corrections": house.corrections,
    "corrections:older": house.corrections,
    "article": articles.article,
    "rail": lists.rail,
    "list": lists.section_list,
    "title": frame.section_title,
    "block": lists.block,
    "latest": lists.latest,
    "top": lists.top,
    "missing": frame.missing,
    "feed": feeds.feed,
    "found": feeds.found,
    "data:front": machines.data_front,
    "data:section": machines.data_section,
    "robots": crawlers.robots,
    "tdmrep": crawlers.tdmrep,
    "sitemap-news": crawlers.news,
}
"""Each kind of part, and what renders it from what it is about."""


def render(part: Part, frame: Frame | None = None) -> Rendered:
    """A part as the frame has it, or else as it is now, in the language of the house.

    Raises Vanished where there is nothing to show.
    """
    frame = frame or Frame()
    with translation.override(frame.house.language):
        return KINDS[part.kind](part.about, frame)
