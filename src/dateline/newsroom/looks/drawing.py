"""Drawings (SVG) written anew from what is allowed: shapes, colours, gradients; no scripts, links, styles or text."""

import re
from html import escape
from typing import NamedTuple

from django.utils.translation import gettext as _

from dateline.wire.errors import Unreadable
from dateline.wire.text.tree import Element
from dateline.wire.text.xml import parse_xml

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    "svg g defs title desc path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath "
    "mask use symbol".split()
)
_DROPPED = frozenset({"metadata"})
_LOOKS = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity clip-path clip-rule mask stop-color stop-opacity color display "
    "visibility".split()
)
_ATTRIBUTES = _LOOKS | frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points viewBox preserveAspectRatio transform offset "
    "gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits href".split()
)
_URL = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
_VALUE = re.compile(r"[\w\s.,#%()+:'\"/-]*")
_SIZE = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:px)?\s*")
_MOST_ELEMENTS = 2000


class Drawing(NamedTuple):
    """A drawing that is clean. Its size is in pixels."""

    data: bytes
    width: int
    height: int


def cleaned(data: bytes) -> Drawing | str:
    """The drawing, written anew; or why it can't be: a sentence for people."""
    try:
        root = parse_xml(data, prefix_of=lambda namespace: "" if namespace == _SVG else "other.").root
    except Unreadable:
        return _("The file is no PNG, JPEG, WebP or SVG.")
    if root.tag != "svg":
        return _("The file is no PNG, JPEG, WebP or SVG.")
    if sum(1 for _element in root.iter()) > _MOST_ELEMENTS:
        return _("The drawing has too many parts.")
    size = _size(root)
    if size is None:
        return _("The drawing does not say how large it is: give it a viewBox.")
    if foreign := _foreign(root):
        return _("The drawing has <%(name)s> in it: export it as plain shapes, text as paths.") % {"name": foreign}
    return Drawing(_written(root, *size).encode(), *size)


def _size(root: Element) -> tuple[int, int] | None:
    sides = [_SIZE.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        found = [float(side[1]) if side else float(box[2 + place]) for place, side in enumerate(sides)]
        width, height = (max(1, round(side)) for side in found)
    except (IndexError, ValueError, OverflowError):
        return None
    return width, height


def _foreign(root: Element) -> str:
    """The first element that would be missed."""
    for element in root.iter():
        if not element.tag.startswith("other.") and element.tag not in _ELEMENTS | _DROPPED:
            return element.tag
    return ""


def _written(element: Element, width: int = 0, height: int = 0) -> str:
    attributes = _attributes(element)
    if width:
        attributes.setdefault("viewBox", f"0 0 {width} {height}")
        attributes |= {"width": str(width), "height": str(height), "xmlns": _SVG}
    start = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    inner = "".join(_written(child) for child in element if child.tag in _ELEMENTS)
    if element.tag in ("title", "desc"):
        inner = escape("".join(element.itertext()))
    return f"<{element.tag}{start}>{inner}</{element.tag}>"


def _attributes(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2]
        if plain == "style":
            found |= _styles(value)
        elif plain in _ATTRIBUTES and _is_safe(plain, value):
            found.setdefault(plain, value)
    return found


def _styles(value: str) -> dict[str, str]:
    """What a `style` says, as attributes: the policy of the site allows no style in a document."""
    pairs = (part.partition(":") for part in value.split(";"))
    return {
        name.strip(): said.strip()
        for name, _colon, said in pairs
        if name.strip() in _LOOKS and _is_safe(name.strip(), said.strip())
    }


def _is_safe(name: str, value: str) -> bool:
    if name == "href":
        return re.fullmatch(r"#[\w.-]+", value) is not None
    without = _URL.sub("", value)
    return _VALUE.fullmatch(value) is not None and "url" not in without.lower() and ":" not in without
