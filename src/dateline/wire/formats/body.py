"""Bodies: from what a format holds to the blocks of a draft, with the words counted on the way.

Each function adds blocks to a draft and holds their words against the source's, read without the walker; where
they differ, the copy is kept as it came, without markup, and a `words-differ` problem says so.
"""

from collections.abc import Callable
from html import unescape

from dateline.wire.draft import Block, Draft, Role
from dateline.wire.problems import problem
from dateline.wire.text.blocks import NAMES, blocks_of_tree, has_words, paragraph, words_of, words_without
from dateline.wire.text.html import blocks_of_html, is_html, mark_figures
from dateline.wire.text.plain import blocks_of_text, unwrap
from dateline.wire.text.tree import Element


def add_tree(draft: Draft, element: Element, role: Role = "body") -> list[Element]:
    """Adds what an element of NITF or XHTML holds; the pictures and the like in it are handed back."""
    aside: list[Element] = []
    blocks = blocks_of_tree(element, NAMES, aside)
    _add(draft, blocks, words_of(element, aside), lambda: "\n".join(element.itertext()), role)
    return aside


def add_regular_tree(draft: Draft, element: Element) -> list[Element]:
    """The same for XHTML that is regular (see `is_regular_tree`), captions of figures as `add_markup` has them."""
    mark_figures(element)
    aside: list[Element] = []
    blocks = blocks_of_tree(element, NAMES, aside)
    _add(draft, blocks, words_without(element, aside), lambda: "\n".join(element.itertext()), "body")
    return aside


def add_markup(draft: Draft, markup: str, role: Role = "body", *, figures: bool = False) -> list[Element]:
    """Adds a text in HTML, whatever is in it; the pictures and the like in it are handed back, and with `figures` their
    captions (see `blocks_of_html`)."""
    aside: list[Element] = []
    body = blocks_of_html(markup, aside, figures=figures)
    _add(draft, body.blocks, body.words, lambda: markup, role)
    return aside


def add_text(draft: Draft, text: str, role: Role = "body") -> list[Element]:
    """Adds a text that is plain or HTML, or HTML with its tags escaped once more."""
    if text.isspace():
        return []
    if is_html(text):
        return add_markup(draft, text, role)
    if "&lt;" in text and is_html(unescape(text)):
        return add_markup(draft, unescape(text), role)
    _add(draft, blocks_of_text(text), text, lambda: text, role)
    return []


def add_plain(draft: Draft, text: str, role: Role = "body") -> None:
    """Adds a text that is plain and nothing else: a `<b>` in it is words."""
    _add(draft, blocks_of_text(text), text, lambda: text, role)


def _add(draft: Draft, blocks: list[Block], words: str, source: Callable[[], str], role: Role) -> None:
    if not has_words(blocks, words):
        draft.problems.append(problem("words-differ", "body", blocks[0].text if blocks else ""))
        blocks = [paragraph(" ".join(line.split())) for line in source().splitlines() if line.strip()]
    unwrap(blocks)
    if role != "body":
        for block in blocks:
            block.role = role
    draft.blocks.extend(blocks)
