"""The parts that pages are joined from: a table of kinds."""

from collections.abc import Callable

from django.utils import timezone, translation

from dateline.newsroom.house import house
from dateline.site import articles, feeds, frame, lists
from dateline.site.frame import Frame
from dateline.site.page import Part, Rendered

KINDS: dict[str, Callable[[str, Frame], Rendered]] = {
    "head:front": frame.head_front,
    "head:section": frame.head_section,
    "head:item": articles.head_item,
    "head:missing": frame.head_missing,
    "masthead": frame.masthead,
    "foot": frame.foot,
    "article": articles.article,
    "rail": lists.rail,
    "list": lists.section_list,
    "title": frame.section_title,
    "block": lists.block,
    "latest": lists.latest,
    "top": lists.top,
    "missing": frame.missing,
    "feed": feeds.feed,
}
"""Each kind of part, and what renders it from what it is about."""


def render(part: Part) -> Rendered:
    """A part as it is at this moment, in the language of the house. Raises Vanished where there is nothing to show."""
    our = house()
    with translation.override(our.language):
        return KINDS[part.kind](part.about, Frame(our, timezone.now()))
