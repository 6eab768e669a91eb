"""TTNITF, TT's own markup of a text in Swedish (`<inlineXML contenttype="application/ttnitf+xml">`); and its HTML."""

from typing import cast

from lxml import etree

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.places import reader_case
from dateline.wire.draft import Draft, Role
from dateline.wire.formats.body import add_text, add_tree
from dateline.wire.formats.values import text_of
from dateline.wire.item import Dateline, Media
from dateline.wire.text.blocks import blocks_of_tree, safe_address
from dateline.wire.text.tree import Element, child_of

_NAMES = {"CITAT": "p", "MELLIS": "h2", "UL": "ul", "LI": "li", "P": "p", "B": "b", "I": "i", "BR": "br"}
"""What the elements inside a text are as HTML; CITAT is a paragraph of speech, which TT prints behind a dash."""


def is_ttnitf(root: Element) -> bool:
    """Whether an element is the `<BODY>` of a TTNITF."""
    return root.tag == "BODY" and child_of(root, "TEXT") is not None


def mark_pictures(body: Element) -> None:
    """Makes the figures of TT's HTML, whose pictures are items of their own, what NITF calls media; and parts the place
    ahead of the text from the agency behind it."""
    for figure in body.iter("figure"):
        if any(image.get("data-uri") for image in figure.iter("img")):
            figure.tag = "media"
    for span in body.iter("span"):
        if span.get("class") == "vignette" and not span.tail:
            span.tail = " "


def pictures_in(figure: Element) -> list[Media]:
    """The pictures of such a figure, with the caption and the line that says who made them."""
    makers = [made for element in figure.iter() if element.get("class") == "byline" and (made := text_of(element))]
    caption = "\n".join(block.text for block in blocks_of_tree(figure) if block.text not in makers) or None
    return [
        Media(
            kind="picture",
            href=safe_address(image.get("src")),
            guid=image.get("data-uri"),
            caption=caption or image.get("alt") or None,
            byline=", ".join(makers) or None,
        )
        for image in figure.iter("img")
    ]


def fill(draft: Draft, body: Element) -> None:
    """Adds the texts of a `<BODY>`, in order: the story, then its fact boxes, each under a heading of its own.

    Of a story that is also told in short (`<RUBBE>`) that is the abstract.
    """
    is_story = True
    for text in body:
        if text.tag == "RUBBE":
            draft.abstract = draft.abstract or text_of(child_of(text, "RUBBETEXT"))
        elif text.tag == "TEXT":
            add_text(draft, text.text or " ")
            for part in list(text):
                _add(draft, part, is_story=is_story)
            is_story = False


def _add(draft: Draft, part: Element, *, is_story: bool) -> None:
    name = part.tag
    if name == "BILD" or (name == "DAT" and draft.dateline is None):
        if name == "BILD":
            draft.media.append(_picture(part))
        else:
            draft.dateline = _dateline(part)
        add_text(draft, part.tail or " ")
    elif name == "RUBRIK":
        if is_story:
            draft.headline = draft.headline or text_of(part)
        _add_blocks(draft, part, "headline" if is_story else "body", "h2")
    elif name == "BYLINE":
        _add_blocks(draft, part, "byline", "p")
    else:
        _add_blocks(draft, part, "body", "div")


def _add_blocks(draft: Draft, part: Element, role: Role, name: str) -> None:
    """Adds an element, what stands behind it included, under the name that it has in HTML."""
    for element in part.iter():
        element.tag = _NAMES.get(element.tag, element.tag)
    part.tag = name
    holder = cast(Element, etree.Element("div"))
    holder.append(part)
    add_tree(draft, holder, role)


def _dateline(dat: Element) -> Dateline | None:
    """The place, or the subject that TT has in its stead, and whose copy it is."""
    place, source = text_of(child_of(dat, "ORT")), text_of(child_of(dat, "SOURCE"))
    text = " ".join(filter(None, (place, source))) or text_of(dat)
    words = (source or "").replace("/", " ").replace("-", " ").replace(":", " ").replace(",", " ").split()
    agencies = tuple(dict.fromkeys(code for word in words if (code := code_of(word)) is not None))
    return Dateline(text=text, places=(reader_case(place),) if place else (), agencies=agencies) if text else None


def _picture(bild: Element) -> Media:
    caption = child_of(bild, "BILDTEXT")
    for element in caption.iter() if caption is not None else ():
        element.tag = _NAMES.get(element.tag, element.tag)
    lines = [block.text for block in blocks_of_tree(caption)] if caption is not None else []
    return Media(
        kind="picture",
        href=text_of(child_of(bild, "BILDFIL")),
        caption="\n".join(lines) or None,
        byline=text_of(child_of(bild, "BILDSKAPARE")),
    )
