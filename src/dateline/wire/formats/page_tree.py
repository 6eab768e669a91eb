"""The tree of a saved HTML page as lines: without menus, feet, notices and scripts, cut into the article and the rails.

Each pass goes over the tree once: what has to be known of what an element holds is worked out for all of them together,
so that no nesting makes the work more than linear.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from lxml import etree

from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.errors import Unreadable
from dateline.wire.formats.page_body import names_of
from dateline.wire.formats.page_lines import CONTROL, PARAGRAPH, Line
from dateline.wire.formats.page_times import Clock, Mark, TimeRole, parse_mark, parse_moment, role_of
from dateline.wire.formats.page_words import credit_of_caption, rail_of
from dateline.wire.formats.values import number
from dateline.wire.item import Media, Precision
from dateline.wire.text.blocks import blocks_of_tree, fold
from dateline.wire.text.tree import Element

_GONE = frozenset(
    "script style noscript template head nav dialog button select textarea input svg math iframe object"
    " embed menu canvas map search".split()
)
"""Elements that hold no copy: they are taken out before anything else is looked at."""

_SITE = frozenset(("header", "footer", "form"))
"""Elements of the site, unless they hold the headline or much of the page's text: a form may be around all of it."""

_GONE_ROLES = frozenset(
    "navigation banner contentinfo dialog alertdialog search menu menubar toolbar alert tooltip".split()
)

_GONE_WORDS = frozenset(
    "cookie cookies cookiebar cookiewall consent gdpr newsletter nieuwsbrief advert advertisement breadcrumb"
    " breadcrumbs navigation navbar nav footer comments reacties modal skiplink sharedaddy related recirculation"
    " recommended disqus".split()
)
"""Words of `class` and `id` that say the same, where nothing else says that there is copy inside."""

_LOOSE_WORDS = frozenset("social share sharing ad ads banner menu popup skip tags paywall".split())
"""Such words that stand on elements with copy too: they count where there is little running text inside."""

_ALL_WORDS = _GONE_WORDS | _LOOSE_WORDS

_BLOCKS = frozenset(
    "html body address article aside blockquote center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5"
    " h6 header hgroup hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_WHOLE = frozenset("ul ol dl table blockquote pre".split())
"""What stays one block in an article."""

_PRECISIONS: dict[str, Precision] = {"minute": "minute", "hour": "hour", "day": "day"}
"""How exact a time of a page of Dateline's own is: its `data-age`, whatever else it shows."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCTURE = frozenset([*_HEADINGS, "time", "article", "section", "figure"])
_OWN = frozenset(("article", "main"))
_NOT_ALLOWED = re.compile(f"{CONTROL.pattern}|\f")

MAX_LINES = 10_000
"""The most lines (paragraphs, headings, labels) that a page may have."""

MAX_RAILS = 40
"""The most rails that a page is looked through for."""

Elements = set[etree._Element]


@dataclass(slots=True)
class Rails:
    """The titles of the rails in a tree, and the elements that hold one: a rail ends with its holder."""

    titles: Elements = field(default_factory=set)
    holders: Elements = field(default_factory=set)


def prune(root: etree._Element) -> Rails:
    """Take out of the tree what holds no copy. Gives the rails, which nothing is taken out around."""
    _drop(element for element in root.iter() if element.tag in _GONE or _is_hidden(element))
    texts = _texts(root)
    much = {element for element, length in texts.items() if 3 * length > texts[root]}
    some = {element for element, length in texts.items() if 12 * length > texts[root]}
    heads = _around(
        heading for heading in root.iter("h1", "h2") if any(one.tag in _OWN for one in heading.iterancestors())
    )
    _drop(
        element
        for element in root.iter(*_SITE)
        if element not in much and (element.tag != "header" or element not in heads)
    )
    rails = _rails(root)
    kept = _around([*root.iter("h1", "main", "article"), *rails.titles]) | much
    _drop(
        element
        for element in root.iter()
        if element not in kept
        and _is_furniture(element, _GONE_WORDS if element.tag == "p" or element in some else _ALL_WORDS)
    )
    return rails


def _texts(root: etree._Element) -> Counter[etree._Element]:
    """The characters of long paragraphs in each element."""
    found: Counter[etree._Element] = Counter()
    for element in reversed(list(root.iter())):
        if element.tag == "p":
            length = sum(map(len, element.itertext()))
            found[element] = length if length >= PARAGRAPH else 0
        parent = element.getparent()
        if parent is not None and found[element]:
            found[parent] += found[element]
    return found


def _around(elements: Iterable[etree._Element]) -> Elements:
    """The elements themselves and all that hold one of them."""
    found: Elements = set()
    for element in elements:
        at: etree._Element | None = element
        while at is not None and at not in found:
            found.add(at)
            at = at.getparent()
    return found


def _drop(elements: Iterator[etree._Element]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        tail = _allowed(element.tail or "")
        if before is None:
            parent.text = _allowed(parent.text or "") + tail
        elif tail:
            before.tail = _allowed(before.tail or "") + tail
        parent.remove(element)


def _allowed(text: str) -> str:
    """A text as lxml takes it back: the parser makes control characters of references such as `&#1;`."""
    return _NOT_ALLOWED.sub(" ", text)


def _is_hidden(element: etree._Element) -> bool:
    attributes = element.attrib
    return bool(attributes) and (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _GONE_ROLES
        or "display:none" in attributes.get("style", "").replace(" ", "")
    )


def _is_furniture(element: etree._Element, words: frozenset[str]) -> bool:
    if element.tag == "aside":
        return True
    if element.tag in ("html", "body"):
        return False
    return not words.isdisjoint(names_of(element))


def _rails(root: etree._Element) -> Rails:
    rails = Rails()
    for element in root.iter():
        if element.tag not in _BLOCKS or len(rails.titles) >= MAX_RAILS:
            continue
        inside = [child.tag for child in islice(element.iter(), 1, 10)]
        if len(inside) > 5 or any(tag in _BLOCKS for tag in inside):
            continue
        text = _head(element)
        holder = _holder(element) if text and rail_of(text) else None
        if holder is not None:
            rails.titles.add(element)
            rails.holders.add(holder)
    return rails


def _head(element: etree._Element) -> str:
    """The first words of an element: all of a title or a dateline, and little more than that."""
    return fold(" ".join(piece[:200] for piece in islice(element.itertext(), 12)))


def _holder(title: etree._Element) -> etree._Element | None:
    """The nearest element around a rail's title that has words behind the title too."""
    inside = title
    for ancestor in title.iterancestors():
        if inside.tail and inside.tail.strip():
            return ancestor
        if any(text.strip() for sibling in inside.itersiblings() for text in islice(sibling.itertext(), 100)):
            return ancestor
        inside = ancestor
    return None


def scope_of(root: etree._Element) -> etree._Element:
    """The element that holds the article: the `article`, else `main`, with the headline in it; else everything."""
    texts = _texts(root)
    headlines = _around(root.iter("h1"))
    for name in ("article", "main"):
        for element in root.iter(name):
            if element in headlines and (texts[element] or not texts[root]):
                return element
    alone = list(islice(root.iter("article"), 2))
    return alone[0] if len(alone) == 1 and not headlines and (texts[alone[0]] or not texts[root]) else root


class Liner:
    """Goes through a pruned tree and makes its lines, in their order: of the article's scope, and of the rails.

    What stands in neither is left out. `media` are the pictures of the article.
    """

    def __init__(self, root: etree._Element, rails: Rails, clock: Clock) -> None:
        self.lines: list[Line] = []
        self.media: list[Media] = []
        self._rails = rails
        self._clock = clock
        self._scope = scope_of(root)
        self._place: int | None = 0 if self._scope is root else None
        """Where lines go: nowhere, to the article (0) or to a rail (from 1)."""
        self._titles = 0
        self._structured = _around(root.iter(*_STRUCTURE))
        self._holding = _around(root.iter(*_BLOCKS, "time"))
        self._item = 0
        self._items = 0
        self._href: str | None = None
        self._run: list[str | etree._Element] = []
        self._run_tag = "p"
        self._run_at = root
        self._walk(root, "p")
        self._flush()

    def _walk(self, element: etree._Element, tag: str) -> None:
        """The content of an element, whose loose text stands under `tag`."""
        self._add(element.text, element, tag)
        for child in element:
            if child.tag == "br":
                self._line_break(child)
            elif child.tag == "time":
                if not self._is_a_time(child):
                    self._add(child, element, tag)
            elif child.tag in _BLOCKS:
                self._flush()
                self._enter(child)
                self._flush()
            elif child in self._holding:
                self._enter(child)
            elif self._place and self._closes(child) and self._is_an_age(child):
                pass
            else:
                self._add(child, element, tag)
            self._add(child.tail, element, tag)

    def _enter(self, element: etree._Element) -> None:
        """One element: its lines go to the article, to a rail, or nowhere."""
        before, item, href = self._place, self._item, self._href
        if element in self._rails.titles:
            self._titles += 1
            before = self._place = self._titles
        elif self._place and element.tag in ("li", "article"):
            self._items += 1
            self._item = self._items
        elif element is self._scope:
            self._place = 0
        if element.tag == "a":
            self._href = element.get("href")
        if element.tag == "figure" and self._is_picture(element):
            self._figure(element)
        elif element.tag in _WHOLE and self._place == 0 and self._is_plain(element):
            self._put([element], element, "div")
        else:
            self._walk(element, str(element.tag) if element.tag in _HEADINGS else "p")
        if element is self._scope or element in self._rails.holders:
            self._flush()
            self._place = before
        if self._item != item or self._href != href:
            self._flush()
            self._item, self._href = item, href

    def _add(self, piece: str | etree._Element | None, at: etree._Element, tag: str) -> None:
        if piece is None or self._place is None:
            return
        if not self._run:
            if isinstance(piece, str) and not piece.strip():
                return
            self._run_tag, self._run_at = tag, at
        self._run.append(piece)

    def _line_break(self, element: etree._Element) -> None:
        """One break stays in its paragraph, two end it."""
        last = next((piece for piece in reversed(self._run) if not isinstance(piece, str) or piece.strip()), None)
        if isinstance(last, etree._Element) and last.tag == "br":
            self._flush()
        elif self._run:
            self._add(element, element, "p")

    def _flush(self) -> None:
        run, self._run = self._run, []
        if run:
            self._put(run, self._run_at, self._run_tag)

    def _put(self, pieces: list[str | etree._Element], at: etree._Element, tag: str) -> None:
        """A line of these pieces, with its blocks."""
        if self._place is None:
            return
        holder = etree.Element("div")
        wrapper = etree.SubElement(holder, tag)
        last: etree._Element | None = None
        for piece in pieces:
            if isinstance(piece, str):
                if last is None:
                    wrapper.text = (wrapper.text or "") + _allowed(piece)
                else:
                    last.tail = (last.tail or "") + _allowed(piece)
            else:
                last = deepcopy(piece)
                last.tail = None
                wrapper.append(last)
        blocks = blocks_of_tree(cast(Element, holder))
        text = " ".join(block.text.replace("\n", " ") for block in blocks)
        if text:
            links = [link for link in wrapper.iter("a") if link.get("href")]
            linked = sum(len(fold("".join(link.itertext()))) for link in links) / len(text)
            line = Line(text, f"line {at.sourceline}", blocks=blocks, level=_HEADINGS.get(tag, 0), holder=at)
            line.linked = 1.0 if self._href else min(linked, 1.0)
            line.href = self._href or next((link.get("href") for link in links), None)
            self._append(line)

    def _append(self, line: Line) -> None:
        if len(self.lines) >= MAX_LINES:
            raise Unreadable("too-many", f"It has more than {MAX_LINES:,} paragraphs, which is no page of a site.")
        if self._place is not None:
            line.railed, line.item = self._place, self._item
            self.lines.append(line)

    def _is_plain(self, element: etree._Element) -> bool:
        """Whether a list or the like is one of the article's own, not one of items with headlines, times, datelines."""
        return element not in self._structured and not any(parse_dateline(_head(child)) for child in element)

    def _is_a_time(self, element: etree._Element) -> bool:
        """Whether a `time` stands for itself, a label at the most ahead of it, and not in a sentence. Adds its line."""
        if self._place is None:
            return False
        if self._place and self._closes(element) and self._is_an_age(element):
            return True
        if len(self._run) > 6:
            return False
        shown = fold("".join(element.itertext()))
        ahead = fold("".join(one if isinstance(one, str) else "".join(one.itertext()) for one in self._run))
        after = fold((element.tail or "")[:200]).strip(" |·•–-,;")
        role = role_of(ahead)
        if len(ahead) > 40 or len(shown) > 80 or (after and ((ahead and not role) or not after[0].isupper())):
            return False
        mark = self._mark(element, shown)
        if mark is None:
            return False
        if role is None:
            self._flush()
        self._run.clear()
        text = shown or element.get("datetime", "")
        mark = mark._replace(role=role or mark.role)
        self._append(Line(text, f"line {element.sourceline}", mark=mark, holder=element))
        return True

    @staticmethod
    def _closes(element: etree._Element) -> bool:
        """Whether nothing stands behind an element in the one around it."""
        return not (element.tail or "").strip() and element.getnext() is None

    def _is_an_age(self, element: etree._Element) -> bool:
        """Whether all that an element holds is the time of the item that it closes. Adds its line."""
        shown = fold("".join(element.itertext())[:120])
        mark = self._mark(element, shown) if shown and parse_mark(shown, self._clock) else None
        if mark is None:
            return False
        self._flush()
        self._append(Line(shown, f"line {element.sourceline}", mark=mark, holder=element))
        return True

    def _mark(self, element: etree._Element, shown: str) -> Mark | None:
        """The moment of the attribute, with the language and role of the words."""
        words = parse_mark(shown, self._clock)
        exact = parse_moment(element.get("datetime", ""), self._clock)
        names = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
        role: TimeRole | None = words.role if words else None
        if "modified" in names or "updated" in names:
            role = "updated"
        elif "published" in names:
            role = "published"
        best = exact if exact is not None and (exact.moment or words is None) else words
        if best is None:
            return None
        about = words is not None and not words.counted and words.precision == "hour"
        precision = _PRECISIONS.get(element.get("data-age", ""), "hour" if about else best.precision)
        return best._replace(role=role, precision=precision, language=words.language if words else None)

    @staticmethod
    def _is_picture(element: etree._Element) -> bool:
        """Whether a figure shows a picture or nothing, and no table or quotation of the article."""
        return element.find(".//img") is not None or not any(True for _ in element.iter(*_WHOLE))

    def _figure(self, element: etree._Element) -> None:
        """A picture of the article, and the words below it; pictures elsewhere are left out."""
        picture = element.find(".//img")
        if self._place != 0 or picture is None:
            return
        caption = element.find(".//figcaption")
        words, owner = _caption(caption)
        address = next((found for name in _SOURCES if (found := picture.get(name, "")) and found[:5] != "data:"), None)
        wider = (_widest(one.get("srcset", "")) for one in element.iter("img", "source"))
        address = address or next((found for found in wider if found), None)
        wide, high = number(picture.get("width")), number(picture.get("height"))
        credit = credit_of_caption(words) or owner
        self.media.append(
            Media(kind="picture", href=address, caption=words or None, credit=credit, width=wide, height=high)
        )


def _caption(element: etree._Element | None) -> tuple[str, str | None]:
    """The words of a caption, and the agency that is alone in an element at its end (`De loods<span>ANP</span>`)."""
    pieces = [str(text) for text in element.itertext()] if element is not None else []
    whole = [text for text in pieces if text.strip()]
    owner = whole[-1].strip() if len(whole) > 1 and code_of(whole[-1].strip()) is not None else None
    if owner is not None:
        return fold(f"{''.join(pieces).rstrip().removesuffix(owner)} {owner}"), owner
    return fold("".join(pieces)), None


def _widest(sources: str) -> str | None:
    """The address of the widest picture of a `srcset` (`a.jpg 640w, b.jpg 1280w`)."""
    found = []
    for source in sources[:20_000].split(", "):
        address, _, size = source.strip().rpartition(" ")
        if size[-1:] == "w" and (width := number(size[:-1])):
            found.append((width, address.strip()))
    return max(found)[1] if found else None


_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
