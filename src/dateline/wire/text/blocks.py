"""Blocks of copy: from a tree to paragraphs, headings, lists, tables, quotes, as clean HTML and as plain text at once.

`Walker` goes through a tree of NITF or HTML once. It only ever writes the tags of this module, escaped text and checked
addresses, so its output is safe whatever the tree holds; and it drops no words: an element that it does not know
counts for its text, text outside paragraphs becomes a paragraph.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from lxml import etree

from dateline.wire.draft import Block
from dateline.wire.text.tree import Element

PARAGRAPH, LIST, TABLE, QUOTE, PRE, FLOW, INLINE, BREAK, ASIDE, DROP = range(10)
"""What an element is to the walker. PARAGRAPH makes a block under its own tag; FLOW holds blocks and is none itself;
ASIDE is no part of the copy's text and is handed back; DROP holds no words of the copy."""

_WORDLESS = ("script", "style", "head", "template")

Kind = tuple[int, str]
"""What an element is, and the tag that it is written as (empty: none)."""

NAMES: Mapping[str, Kind] = {
    **dict.fromkeys(("p", "address", "datasource", "credit", "figcaption", "legend"), (PARAGRAPH, "p")),
    **dict.fromkeys(("byline", "dateline", "tagline", "bibliography", "caption", "dt", "dd", "li"), (PARAGRAPH, "p")),
    **dict.fromkeys(("summary", "lead", "option", "distributor"), (PARAGRAPH, "p")),
    **dict.fromkeys(("hl1", "hl2", "h1", "h2"), (PARAGRAPH, "h2")),
    "h3": (PARAGRAPH, "h3"),
    **dict.fromkeys(("h4", "h5", "h6"), (PARAGRAPH, "h4")),
    **{name: (LIST, name) for name in ("ul", "ol", "dl")},
    **dict.fromkeys(("dir", "menu"), (LIST, "ul")),
    "table": (TABLE, "table"),
    **dict.fromkeys(("bq", "blockquote"), (QUOTE, "blockquote")),
    **dict.fromkeys(("pre", "listing", "xmp"), (PRE, "pre")),
    **dict.fromkeys(("html", "body", "body.content", "body.head", "body.end", "hedline", "abstract"), (FLOW, "")),
    **dict.fromkeys(("block", "note", "fn", "nitf", "nitf-table", "custom-table", "nitf-table-summary"), (FLOW, "")),
    **dict.fromkeys(("div", "section", "article", "main", "header", "footer", "aside", "nav", "center"), (FLOW, "")),
    **dict.fromkeys(("figure", "form", "fieldset", "details", "dialog", "noscript", "hgroup", "search"), (FLOW, "")),
    **dict.fromkeys(("thead", "tbody", "tfoot", "tr", "td", "th"), (FLOW, "")),
    **{name: (INLINE, name) for name in ("em", "i", "strong", "b", "sub", "sup", "a")},
    **dict.fromkeys(("denom",), (INLINE, "sub")),
    **dict.fromkeys(("numer",), (INLINE, "sup")),
    # The lines of an address, between which nothing else need stand.
    **dict.fromkeys(("br", "delivery.point", "delivery.office", "postcode"), (BREAK, "")),
    "hr": (BREAK, ""),
    **dict.fromkeys(("media", "img", "picture", "video", "audio", "object", "iframe", "embed"), (ASIDE, "")),
    **dict.fromkeys(_WORDLESS, (DROP, "")),
}
"""The elements of NITF 2.5 to 3.6 and of HTML. One that is missing is inline, and counts for its text."""

_UNKNOWN: Kind = (INLINE, "")
_CELLS = {"td": "td", "th": "th", "caption": "caption"}
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_ITEMS = {"li": "li", "dt": "dt", "dd": "dd"}
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\x7f]+", re.IGNORECASE)
_ASCII_SPACE = b" \t\n\r\f\v\x1c\x1d\x1e\x1f"
_TOKEN = re.compile(r"<[^>]*>|&[a-z]+;|[^<&]+")
_DIGITS = re.compile(r"[1-9][0-9]{0,2}")


def blocks_of_tree(
    element: Element, names: Mapping[str, Kind] = NAMES, aside: list[Element] | None = None
) -> list[Block]:
    """The blocks of what an element holds, in order; the element itself is only their container.

    `names` says what each element is; elements of kind ASIDE are added to `aside` and are not in the blocks.
    """
    walker = Walker(names, aside)
    walker.flow(element, "p")
    return walker.blocks


def body_html(blocks: Iterable[Block]) -> str:
    """The HTML of the blocks whose role is `body`, one a line."""
    return "\n".join([block.html for block in blocks if block.role == "body"])


def body_text(blocks: Iterable[Block]) -> str:
    """The text of the blocks whose role is `body`, a blank line between them."""
    return "\n\n".join([block.text for block in blocks if block.role == "body"])


def paragraph(text: str, tag: str = "p") -> Block:
    """A block of plain text. Line breaks in it stay line breaks."""
    return Block(tag, f"<{tag}>{escape(text).replace(chr(10), '<br>')}</{tag}>", text)


def squash(text: str) -> str:
    """A text without any white space: what the word accounting compares."""
    return "".join(text.split())


def fold(text: str) -> str:
    """A text with its white space folded. A no-break space inside it is a character like others."""
    return _single_spaced(text).strip()


def _single_spaced(text: str) -> str:
    """A text with one space for each run of white space."""
    if "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text:
        for space in "\n\t\r\f\v":
            text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def escape(text: str) -> str:
    """A text as HTML."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def safe_address(address: str | None) -> str | None:
    """An address that a link may have: http, https or mailto; None for any other."""
    stripped = address.strip() if address else ""
    return stripped if _SAFE_ADDRESS.fullmatch(stripped) else None


def words_of(element: Element, aside: Iterable[Element] = ()) -> str:
    """The text of an element, that of the elements of `aside` (inside it) and of scripts and the like left out. Reads
    the tree on its own, not through the walker, so that one can be held against the other."""
    return words_without(element, (*aside, *element.iter(*_WORDLESS)))


def words_without(element: Element, others: Iterable[Element]) -> str:
    """The text of an element, that of others inside it left out."""
    left_out = {one for one in others if one.text or len(one)}
    left_out.discard(element)
    if not left_out:
        return etree.tostring(cast(Any, element), method="text", encoding="unicode", with_tail=False)
    pieces: list[str] = []
    inside = 0
    for event, node in etree.iterwalk(cast(Any, element), events=("start", "end")):
        if event == "start":
            inside += node in left_out
            if not inside:
                pieces.append(node.text or "")
        else:
            inside -= node in left_out
            if not inside and node is not element:
                pieces.append(node.tail or "")
    return "".join(pieces)


def same_words(text: str, other: str) -> bool:
    """Whether two texts are the same but for white space."""
    if text.encode("utf-8", "surrogatepass").translate(None, _ASCII_SPACE) == other.encode(
        "utf-8", "surrogatepass"
    ).translate(None, _ASCII_SPACE):
        return True
    return squash(text) == squash(other)


def has_words(blocks: Sequence[Block], words: str) -> bool:
    """Whether the texts of blocks, one after another, are these words but for white space.

    As long as each text stands in the words as it is, they are held against each other where they are; from the first
    one that does not, white space inside it included, on what is left of both is compared.
    """
    at = 0
    for order, block in enumerate(blocks):
        text = block.text
        start = words.find(text[:1], at)
        if start < 0 or not words.startswith(text, start) or not (start == at or words[at:start].isspace()):
            return same_words(text_of_blocks(blocks[order:]), words[at:])
        at = start + len(text)
    return at == len(words) or words[at:].isspace()


def text_of_blocks(blocks: Iterable[Block]) -> str:
    """The texts of blocks one after another, whatever their role."""
    return "".join([block.text for block in blocks])


class Walker:
    """Goes through a tree and collects `blocks`.

    It writes one block at a time: HTML and text grow together while inline content goes by; where a block begins or
    ends, what has grown becomes a block, and inline elements that are still open (`<b><p>…</p></b>`) go on in the next.
    """

    def __init__(self, names: Mapping[str, Kind] = NAMES, aside: list[Element] | None = None) -> None:
        self.blocks: list[Block] = []
        self._names = names
        self._aside = aside
        self._html: list[str] = []
        self._text: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._at_space = True

    def flow(self, element: Element, tag: str) -> None:
        """What `element` holds: each block in it a block, the inline content between them blocks under `tag`."""
        self._content(element, tag)
        self._finish(tag)

    def _content(self, element: Element, tag: str) -> None:
        text = element.text
        if text and not (self._at_space and text.isspace()):
            self._write(text)
        for child in element:
            name = child.tag
            kind, new_tag = self._names.get(name, _UNKNOWN)
            if kind == PARAGRAPH and not len(child) and not self._open:
                if self._text:
                    self._finish(tag)
                self._plain(child.text, new_tag)
            elif kind == INLINE:
                self._inline(child, new_tag, tag)
            elif kind == BREAK:
                self._break(name, tag)
                self._content(child, tag)
            elif kind == ASIDE and self._aside is not None:
                self._aside.append(child)
                if name == "media":  # stands between paragraphs, unlike a small picture in a line
                    self._finish(tag)
            elif kind != DROP:
                self._finish(tag)
                self._block(child, kind, new_tag)
            tail = child.tail
            if tail and not (self._at_space and tail.isspace()):
                self._write(tail)

    def _plain(self, text: str | None, tag: str) -> None:
        """A paragraph without any markup: nearly all of them."""
        text = _single_spaced(text).strip() if text else ""
        if text:
            self.blocks.append(Block(tag, f"<{tag}>{escape(text)}</{tag}>", text))

    def _block(self, element: Element, kind: int, tag: str) -> None:
        if kind in (PARAGRAPH, FLOW):
            self.flow(element, tag or "p")
        elif kind == LIST:
            self._compound(tag, *self._list(element, tag))
        elif kind == TABLE:
            self._compound(tag, *self._table(element))
        elif kind == QUOTE:
            inner = self._inner(element)
            self._compound(tag, "".join(block.html for block in inner), "\n".join(block.text for block in inner))
        elif kind == PRE:
            self._pre(element)
        else:
            self.flow(element, "p")

    def _inner(self, element: Element) -> list[Block]:
        """The blocks of an element that is a block of its own."""
        walker = Walker(self._names, self._aside)
        walker.flow(element, "p")
        return walker.blocks

    def _compound(self, tag: str, html: str, text: str) -> None:
        if text and not text.isspace():
            self.blocks.append(Block(tag, f"<{tag}>{html}</{tag}>", text))

    def _pre(self, element: Element) -> None:
        lines = [line.rstrip() for line in words_of(element).splitlines()]
        text = "\n".join(lines).strip("\n")
        self._compound("pre", escape(text), text)

    def _list(self, element: Element, tag: str) -> tuple[str, str]:
        """HTML and text of what a list holds; what stands in it outside an item becomes one."""
        html: list[str] = []
        text: list[str] = []
        outside = "dd" if tag == "dl" else "li"
        for child, stray in _children_and_text(element):
            if child is None:
                item, name = [paragraph(fold(stray))], outside
            else:
                item, name = self._inner_of(child), outside if tag != "dl" else _ITEMS.get(child.tag, outside)
            if item:
                html.append(f"<{name}>{_cell_html(item)}</{name}>")
                text.extend(block.text for block in item)
        return "".join(html), "\n".join(text)

    def _inner_of(self, child: Element) -> list[Block]:
        """The blocks of one item: of what it holds, or of itself where it is no item (a list right in a list)."""
        if child.tag in _ITEMS or self._names.get(child.tag, _UNKNOWN)[0] in (PARAGRAPH, FLOW):
            return self._inner(child)
        walker = Walker(self._names, self._aside)
        kind, tag = self._names.get(child.tag, _UNKNOWN)
        if kind in (INLINE, BREAK):
            walker._inline(child, tag, "p")
            walker._finish("p")
        elif kind == ASIDE and self._aside is not None:
            self._aside.append(child)
        elif kind != DROP:
            walker._block(child, kind, tag)
        return walker.blocks

    def _table(self, element: Element) -> tuple[str, str]:
        """HTML and text of what a table or a group of its rows holds."""
        html: list[str] = []
        text: list[str] = []
        for child, stray in _children_and_text(element):
            name = None if child is None else child.tag
            if child is not None and name == "tr":
                row = self._row(child)
            elif child is not None and name in _ROW_GROUPS:
                inner, lines = self._table(child)
                row = (f"<{name}>{inner}</{name}>", lines) if inner else ("", "")
            else:
                cell = [paragraph(fold(stray))] if child is None else self._inner_of(child)
                caption = name == "caption" and not html
                mark = "caption" if caption else "td"
                inner = f"<{mark}>{_cell_html(cell)}</{mark}>" if cell else ""
                row = (inner if caption or not inner else f"<tr>{inner}</tr>", _cell_text(cell))
            if row[0]:
                html.append(row[0])
                text.append(row[1])
        return "".join(html), "\n".join(text)

    def _row(self, row: Element) -> tuple[str, str]:
        html: list[str] = []
        text: list[str] = []
        for child, stray in _children_and_text(row):
            name = "td" if child is None or child.tag != "th" else "th"
            spans = "" if child is None else "".join(f' {key}="{span}"' for key, span in _spans(child))
            cell = [paragraph(fold(stray))] if child is None else self._inner_of(child)
            html.append(f"<{name}{spans}>{_cell_html(cell)}</{name}>")
            text.append(_cell_text(cell))
        return f"<tr>{''.join(html)}</tr>" if html else "", "\t".join(text)

    def _inline(self, element: Element, html_tag: str, tag: str) -> None:
        if html_tag == "a":
            address = safe_address(element.get("href"))
            html_tag = f'a href="{escape(address).replace(chr(34), "&quot;")}"' if address else ""
        if not html_tag:
            self._content(element, tag)
            return
        name = html_tag.partition(" ")[0]
        if any(close == f"</{name}>" for _, close in self._open):
            self._content(element, tag)
            return
        start = f"<{html_tag}>"
        self._html.append(start)
        self._open.append((start, f"</{name}>"))
        self._content(element, tag)
        self._open.pop()
        if self._html and self._html[-1] == start:
            self._html.pop()
        else:
            self._html.append(f"</{name}>")

    def _break(self, name: str, tag: str) -> None:
        if name == "hr" or (self._text and self._text[-1] == "\n"):
            self._finish(tag)  # two line breaks part paragraphs
            return
        if not self._text:
            return
        self._text[-1] = self._text[-1].rstrip(" ")
        self._html.append("<br>")
        self._text.append("\n")
        self._at_space = True

    def _write(self, text: str) -> None:
        """Adds a piece of text, its white space folded across the pieces around it."""
        text = _single_spaced(text)
        if self._at_space and text[:1] == " ":
            text = text[1:]
        if text:
            self._html.append(escape(text))
            self._text.append(text)
            self._at_space = text[-1] == " "

    def _finish(self, tag: str) -> None:
        """Makes a block of what has been written, if there are words in it."""
        if self._text:
            text = "".join(self._text).strip()
            if text:
                closing = "".join(close for _, close in reversed(self._open))
                html = _trimmed("".join(self._html))
                self.blocks.append(Block(tag, f"<{tag}>{html}{closing}</{tag}>", text))
            self._text.clear()
        if self._html:
            self._html = [start for start, _ in self._open]
        self._at_space = True


def _children_and_text(element: Element) -> Iterable[tuple[Element | None, str]]:
    """The children of an element, and (as None and the text) what stands between them, in order."""
    if element.text and not element.text.isspace():
        yield None, element.text
    for child in element:
        yield child, ""
        if child.tail and not child.tail.isspace():
            yield None, child.tail


def _cell_html(blocks: list[Block]) -> str:
    if len(blocks) == 1 and blocks[0].tag == "p":
        return blocks[0].html[3:-4]
    return "".join(block.html for block in blocks)


def _cell_text(blocks: list[Block]) -> str:
    return " ".join(block.text.replace("\n", " ").replace("\t", " ") for block in blocks)


def _spans(cell: Element) -> list[tuple[str, str]]:
    spans = ((key, cell.get(key, "")) for key in ("colspan", "rowspan"))
    return [(key, span) for key, span in spans if _DIGITS.fullmatch(span)]


def _trimmed(html: str) -> str:
    """HTML of a paragraph without spaces and line breaks at its end."""
    html = html.rstrip()
    while html.endswith("<br>"):
        html = html.removesuffix("<br>").rstrip()
    return html


def split_front(block: Block, chars: int) -> tuple[Block, Block]:
    """Two blocks for one: its first `chars` characters of text, and the rest.

    Both have the block's tag and role, no white space at their ends, and well-formed HTML; one of them may be empty
    (its `text` is then ""). Markup that goes across the cut is closed in the first and opened again in the second.
    """
    front, rest = block.text[:chars].rstrip(), block.text[chars:].lstrip()
    start, end = f"<{block.tag}>", f"</{block.tag}>"
    inner = block.html[len(start) : -len(end)]
    head = escape(front)
    if inner.startswith(head) and "<" not in head and "\n" not in head:
        tail = inner[len(head) :].lstrip(" ")
        while tail.startswith("<br>"):
            tail = tail[4:].lstrip(" ")
    else:
        head, tail = _split_html(inner, len(squash(front)))
    return (
        Block(block.tag, f"{start}{head}{end}", front, block.role),
        Block(block.tag, f"{start}{tail}{end}", rest, block.role),
    )


def split_back(block: Block, chars: int) -> tuple[Block, Block]:
    """Two blocks for one: the text before its last `chars` characters, and those. Otherwise like `split_front`."""
    return split_front(block, len(block.text) - chars)


def _split_html(html: str, letters: int) -> tuple[str, str]:
    """HTML cut after so many characters that are not white space."""
    front: list[str] = []
    open_tags: list[str] = []
    at = 0
    for token in _TOKEN.finditer(html):
        piece = token[0]
        if piece.startswith("<"):
            if letters <= 0 and not piece.startswith("</") and piece != "<br>":
                break
            _follow(piece, open_tags)
            if letters > 0 or piece != "<br>":
                front.append(piece)
        elif letters <= 0 and not piece.isspace():
            break
        elif piece.startswith("&"):
            letters -= 1
            front.append(piece)
        else:
            cut = _cut(piece, letters)
            letters -= len(squash(piece[:cut]))
            front.append(piece[:cut])
            if cut < len(piece) and piece[cut:].strip():
                at = token.start() + cut
                break
        at = token.end()
    closing = "".join(f"</{tag[1:-1].partition(' ')[0]}>" for tag in reversed(open_tags))
    return "".join(front).rstrip() + closing, "".join(open_tags) + html[at:].lstrip(" ")


def _follow(tag: str, open_tags: list[str]) -> None:
    if tag.startswith("</"):
        open_tags.pop()
    elif tag != "<br>":
        open_tags.append(tag)


def _cut(text: str, letters: int) -> int:
    """Where in a text so many characters that are not white space end."""
    if letters >= len(text):
        return len(text)
    for index, char in enumerate(text):
        if letters <= 0:
            return index
        letters -= not char.isspace()
    return len(text)
