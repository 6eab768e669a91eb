"""What an editor has before them, and what becomes of it: the copy as the fields of a form, and the form as copy.

The body goes through the same rules as the body of any copy (dateline.wire.text): tags, addresses and words alike.
"""

import re
from dataclasses import dataclass
from html import unescape

import msgspec
from django.utils.translation import gettext as _

from dateline.newsroom.content import DESK, copy_note
from dateline.newsroom.states import NotAllowed
from dateline.wire.draft import Block
from dateline.wire.errors import Unreadable
from dateline.wire.item import NewsItem
from dateline.wire.text.blocks import body_html, body_text
from dateline.wire.text.html import blocks_of_html

LONGEST = 400_000
"""The longest text of an article, in characters, that the desk takes."""

_HEADLINE, _LEAD, _NOTE = 500, 1000, 2000
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BLOCK = re.compile(r"<(?:h[1-6]|ul|ol|dl|table|blockquote|pre|p|div|figure|hr)\b", re.IGNORECASE)
_AMPERSAND = re.compile(r"&amp;(#?\w*;?)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article as an editor writes them.

    `lead` is what lists show, where it is not the first paragraph. `body` has a blank line between paragraphs; what is
    more than a paragraph, and what is marked in one, is HTML.
    """

    headline: str = ""
    lead: str = ""
    body: str = ""
    note: str = ""


def words_of(item: NewsItem, note: str) -> Words:
    """An article's words for the editor; `note` is the note that readers see."""
    return Words(item.headline or "", (item.abstract or "") if item.format == DESK else "", source_of(item), note)


def source_of(item: NewsItem) -> str:
    """The body of an item as an editor writes it."""
    return "\n\n".join(_source(block) for block in blocks_of(item))


def blocks_of(item: NewsItem) -> list[Block]:
    """The blocks of an item's body."""
    return blocks_of_html(item.body).blocks


def as_forked(item: NewsItem, note: str | None = None) -> NewsItem:
    """Copy as the desk takes it over: the note as readers would see it (or `note`), nothing that only a reader adds."""
    shown = copy_note(item) if note is None else note
    plain = {"format": DESK, "note": shown or None, "problems": ()}
    return msgspec.structs.replace(item, **plain, **({} if item.format == DESK else {"abstract": None}))


def edited(item: NewsItem, words: Words) -> NewsItem:
    """The item with these words. Raises NotAllowed where they are too many, or none."""
    blocks = typed(words.body)
    headline = _line(words.headline, _HEADLINE)
    if not headline and not blocks:
        raise NotAllowed(_("There must be a headline or a text."))
    return with_blocks(
        msgspec.structs.replace(
            item,
            format=DESK,
            headline=headline or None,
            abstract=_line(words.lead, _LEAD) or None,
            note=_lines(words.note)[:_NOTE].strip() or None,
            problems=(),
        ),
        blocks,
    )


def typed(source: str) -> list[Block]:
    """The blocks of what somebody wrote: a blank line between paragraphs, HTML for more. Raises NotAllowed where it is
    too much.
    """
    if len(source) > LONGEST:
        raise NotAllowed(_("The text is too long: %(most)s characters at the most.") % {"most": f"{LONGEST:,}"})
    try:
        return blocks_of_html("\n".join(_markup(source))).blocks if source.strip() else []
    except Unreadable as error:
        raise NotAllowed(str(error)) from None


def with_blocks(item: NewsItem, blocks: list[Block]) -> NewsItem:
    """The item with this body."""
    return msgspec.structs.replace(item, body=body_html(blocks), text=body_text(blocks))


def _source(block: Block) -> str:
    if block.tag != "p":
        return block.html
    inner = block.html[len("<p>") : -len("</p>")].replace("<br>", "\n")
    return _AMPERSAND.sub(_plain_ampersand, inner)


def _plain_ampersand(found: re.Match[str]) -> str:
    """The `&` of `Q&A` as it is typed, unless that would be read as a character of another name."""
    typed = f"&{found[1]}"
    return typed if unescape(typed) == typed else found[0]


def _markup(source: str) -> list[str]:
    """What an editor wrote, as HTML: paragraphs that are none yet become such."""
    chunks = (chunk.strip() for chunk in _BLANK.split(_lines(source)))
    return [
        chunk if _BLOCK.match(chunk) else "<p>{}</p>".format(chunk.replace("\n", "<br>")) for chunk in chunks if chunk
    ]


def _lines(text: str) -> str:
    """Text of a form with line breaks as they are here."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _line(text: str, length: int) -> str:
    return " ".join(text.split())[:length]
