"""NewsML 1.0 to 1.2: pictures, videos and sounds, with what is said of them around them."""

from collections.abc import Iterable

from dateline.wire.formats.newsml1_names import name_of
from dateline.wire.formats.newsml1_parts import usage_of
from dateline.wire.formats.newsml1_tree import Component, Content, property_of, width_of
from dateline.wire.formats.values import joined, number, text_of
from dateline.wire.item import Media
from dateline.wire.text.blocks import blocks_of_tree, fold
from dateline.wire.text.html import blocks_of_html, is_html
from dateline.wire.text.tree import Element


class MediaLines:
    """What components say of the media in them, looked up once a component.

    `article` is the component whose headline is the item's: what it says is said of the text and not of a picture.
    """

    def __init__(self, article: Component, captions: dict[Component, list[Content]]) -> None:
        self._article = article
        self._captions = captions
        self._known: dict[Component, dict[str, str | None]] = {}

    def of(self, component: Component) -> dict[str, str | None]:
        """`HeadLine`, `CreditLine`, `caption`, `creator` of the media in a component, from it or the one around it."""
        if component not in self._known:
            around = component if component.has_headline or component.parent is None else component.parent
            lines = own_lines(component) if component is not self._article else {}
            if around is not component and around is not self._article and around.has_headline:
                lines = {**own_lines(around), **lines}
            captions = (caption_of(text.data) for text in self._captions.get(around, ()) if text.data is not None)
            lines["caption"] = "\n".join(caption for caption in captions if caption) or lines.get("caption")
            self._known[component] = lines
        return self._known[component]


def captions_by_place(captions: Iterable[Content]) -> dict[Component, list[Content]]:
    """Captions by the component that they stand in, and by the one around that."""
    places: dict[Component, list[Content]] = {}
    for caption in captions:
        places.setdefault(caption.component, []).append(caption)
        if caption.component.parent is not None:
            places.setdefault(caption.component.parent, []).append(caption)
    return places


def media_from(content: Content, lines: MediaLines, creator: str | None) -> Media:
    """The picture, video or sound of a content outside; `creator` made it where nothing nearer says who did."""
    component = content.component
    own = lines.of(component)
    return Media(
        kind=content.kind or "picture",
        href=content.href,
        guid=component.duid,
        mime_type=content.mime_type,
        role=component.role,
        headline=own.get("HeadLine"),
        caption=own.get("caption") or property_of(content, "Caption", "Description"),
        byline=own.get("creator") or creator,
        credit=own.get("CreditLine"),
        width=width_of(content) or None,
        height=number(property_of(content, "Height", "PixelHeight", "ImageHeight")),
        size=content.size,
        duration=_seconds(property_of(content, "Duration", "TotalDuration")),
        usage_terms=own.get("usage"),
    )


def own_lines(component: Component) -> dict[str, str | None]:
    """Headline, credit, caption, creator and usage terms that a component itself states."""
    own: dict[str, str | None] = {}
    for piece in component.pieces:
        if piece.tag == "NewsLines":
            for line in piece:
                kind = (name_of(line.find("NewsLineType")) or "").lower() if line.tag == "NewsLine" else ""
                if kind == "caption":
                    own["caption"] = text_of(line.find("NewsLineText"))
                elif line.tag == "RightsLine":
                    own["usage"] = joined(own.get("usage"), text_of(line))
                elif kind in _RESTRICTIONS:
                    own["usage"] = joined(own.get("usage"), text_of(line.find("NewsLineText")))
                else:
                    own.setdefault(line.tag, text_of(line))
        elif piece.tag == "AdministrativeMetadata":
            own["creator"] = name_of(piece.find("Creator/Party"))
        elif piece.tag == "RightsMetadata":
            for usage in piece.findall("UsageRights"):
                own["usage"] = joined(own.get("usage"), usage_of(usage))
    return own


_RESTRICTIONS = ("advisoryline", "advisory", "rightsline", "restriction", "restrictions")
"""Lines that say of a picture what may be done with it: AFP's `AdvisoryLine` says `RESTRICTED TO EDITORIAL USE`."""


def caption_of(data: Element) -> str | None:
    """The words of a caption, whatever form they are in."""
    content = data.find("nitf/body/body.content")
    return plain_words(content if content is not None else data)


def plain_words(data: Element) -> str | None:
    """The words of a title or the like, whatever form they are in."""
    text = data.text or ""
    if len(data):
        return "\n".join(block.text for block in blocks_of_tree(data)) or None
    if is_html(text):
        return "\n".join(block.text for block in blocks_of_html(text).blocks) or None
    return fold(text) or None


def _seconds(text: str | None) -> float | None:
    """A duration that is a plain number of seconds."""
    try:
        seconds = float(text) if text else 0.0
    except ValueError:
        return None
    return seconds if 0 < seconds < 1e7 else None
