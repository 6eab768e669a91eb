"""HTML so regular that html5ever would make nothing else of it: most bodies of feeds, which need not go through it.

Every tag is one of a few, in small letters, its attributes in double quotes; every element is closed where it must be
and stands where it may. libxml2 then reads the same tree of it as of what the sanitiser hands back. XHTML that was
parsed with the document around it and is as regular need not be written and parsed once more either.
"""

import re
from typing import Any, cast

from lxml import etree

from dateline.wire.text.tree import Element

_VOID = frozenset(("br", "img"))
_INLINE = frozenset("a abbr b cite code del em i ins q s small span strong sub sup u".split())
_BLOCKS = frozenset("blockquote div figcaption figure h2 h3 h4 ol p ul".split())
_HOLDS_BLOCKS = frozenset(("", "blockquote", "div", "figcaption", "figure", "li"))
_LISTS = frozenset(("ol", "ul"))
_DEEPEST = 30
"""How deep elements may be nested; what is deeper is the sanitiser's."""

_NAMES = "|".join(sorted(_VOID | _INLINE | _BLOCKS | {"li"}, key=len, reverse=True))
_TAG = re.compile(rf'<(/?)({_NAMES})((?:\s+[a-z][a-z0-9-]*="[^"<>&]*(?:&amp;[^"<>&]*)*")*)\s*(/?)>')
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#0?39|#160|#8\d{3});")
_ADDRESS = re.compile(r'\s(?:href|src)="([^"]*)"')
# Nothing in it can be wrong for a parser of URLs, nor is anything in it read in another way.
_PLAIN_ADDRESS = re.compile(
    r"[/#].*|https?://(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,4})?(?:[/?#].*)?", re.DOTALL
)
_HAS_ADDRESS = frozenset(("a", "img"))
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (_DEEPEST + 1) + ")")


def is_regular(markup: str) -> bool:
    """Whether the tree that libxml2 makes of a text in HTML is the same with and without the sanitiser."""
    tags = _TAG.findall(markup)
    if len(tags) != markup.count("<") or "\r" in markup or "\0" in markup or markup[:1] == "\ufeff":
        return False
    if "&" in markup and len(_REFERENCE.findall(markup)) != markup.count("&"):
        return False
    inside = [""]
    for end, name, attributes, closed in tags:
        if end:
            if inside.pop() != name or attributes or closed:
                return False
        elif attributes and name in _HAS_ADDRESS and not _has_plain_addresses(attributes):
            return False
        elif name in _VOID:
            continue
        elif closed or not _may_stand(name, inside):
            return False
        else:
            inside.append(name)
    return len(inside) == 1


def is_regular_tree(root: Element) -> bool:
    """Whether an element that has been parsed as XML holds what an HTML parser would make the same tree of.

    It must hold a `<div>` around all, and no two breaks in a row, which stand for a new paragraph.
    """
    if len(root) != 1 or root[0].tag != "div" or (root.text and not root.text.isspace()):
        return False
    for parent in root.iter():
        name = parent.tag
        if name in _VOID and (len(parent) or parent.text):
            return False
        in_block = parent is root or name in _HOLDS_BLOCKS
        broken = False
        for child in parent:
            inner = child.tag
            if inner == "br":
                if broken:
                    return False
                broken = not (child.tail and child.tail.strip())
                continue
            broken = False
            if inner in _BLOCKS:
                if not in_block:
                    return False
            elif inner in _HAS_ADDRESS:
                if not _is_plain_link(child):
                    return False
            elif inner == "li":
                if name not in _LISTS:
                    return False
            elif inner not in _INLINE:
                return False
    return not _TOO_DEEP(cast(Any, root))


def _is_plain_link(element: Element) -> bool:
    """Whether a link or picture has an address in which nothing can be wrong, and no link in it."""
    address = element.get("href" if element.tag == "a" else "src")
    if address is not None and ('"' in address or "xn--" in address or not _PLAIN_ADDRESS.fullmatch(address)):
        return False
    return not len(element) or element.find(".//a") is None


def _has_plain_addresses(attributes: str) -> bool:
    return all(_PLAIN_ADDRESS.fullmatch(one) and "xn--" not in one for one in _ADDRESS.findall(attributes))


def _may_stand(name: str, inside: list[str]) -> bool:
    """Whether an element may begin in the last of these, without any of them ending before it."""
    if name in _INLINE:
        return len(inside) < _DEEPEST and (name != "a" or "a" not in inside)
    return len(inside) < _DEEPEST and inside[-1] in (_LISTS if name == "li" else _HOLDS_BLOCKS)
