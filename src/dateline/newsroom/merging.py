"""A later version of the agency against what the desk has made of an article: what differs, and taking it in parts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import msgspec

from dateline.newsroom.editing import as_forked, blocks_of, with_blocks
from dateline.wire.draft import Block
from dateline.wire.item import NewsItem

HEADLINE, DATELINE, NOTE, FACTS = "headline", "dateline", "note", "facts"
"""Parts besides the blocks of the body. FACTS is what is known of the item: urgency, subjects, pictures, links …"""

_OF_NOTE = ("note", "signal")
_OF_FACTS = (
    "urgency", "kind", "language", "kicker", "subheadline", "slugline", "byline", "credit", "apparatus",
    "subjects", "keywords", "places", "links", "media", "ed_note", "usage_terms", "copyright",
)  # fmt: skip

_WORD = re.compile(r"\w+")
_ALIKE = 0.34
"""From how much two paragraphs have in common they are versions of one."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """A place in the body: blocks of the desk, blocks of the agency. `key` names it, where they differ.

    `is_new` says that the agency has changed something here since the desk last looked: that the desk has is no reason
    to take it.
    """

    ours: tuple[Block, ...]
    theirs: tuple[Block, ...]
    key: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A field that differs, with both values as text."""

    key: str
    ours: str
    theirs: str
    is_new: bool


def parts(ours: NewsItem, theirs: NewsItem, base: NewsItem | None) -> list[Part]:
    """The fields in which what the desk has (`ours`) differs from the agency's version (`theirs`).

    `base` is the version that the desk had seen before.
    """
    theirs, base = as_forked(theirs), as_forked(base) if base else None
    found = []
    for key in (HEADLINE, DATELINE, NOTE, FACTS):
        mine, other = _value(ours, key), _value(theirs, key)
        if mine != other:
            seen = _value(base, key) if base else None
            found.append(Part(key, _told(mine), _told(other), other != seen))
    return found


def hunks(ours: NewsItem, theirs: NewsItem, base: NewsItem | None) -> list[Hunk]:
    """The bodies of both side by side, from top to bottom."""
    seen = {block.text for block in blocks_of(base)} if base else set()
    return list(_numbered(_aligned(blocks_of(ours), blocks_of(theirs)), seen))


def merged(ours: NewsItem, theirs: NewsItem, taken: Collection[str]) -> NewsItem:
    """What the desk has with these parts (keys of `parts` and `hunks`) as the agency has them."""
    theirs = as_forked(theirs)
    blocks: list[Block] = []
    for hunk in hunks(ours, theirs, None):
        blocks += hunk.theirs if not hunk.key or hunk.key in taken else hunk.ours
    fields = {HEADLINE: ("headline",), DATELINE: ("dateline",), NOTE: _OF_NOTE, FACTS: _OF_FACTS}
    changed = {name: getattr(theirs, name) for key in fields if key in taken for name in fields[key]}
    return with_blocks(msgspec.structs.replace(ours, **changed), blocks)


def _value(item: NewsItem, key: str) -> object:
    if key == FACTS:
        return tuple(getattr(item, name) for name in _OF_FACTS)
    if key == DATELINE:
        return item.dateline.text if item.dateline else ""
    return getattr(item, key) or ""


def _told(value: object) -> str:
    return value if isinstance(value, str) else ""


def _aligned(ours: list[Block], theirs: list[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    matcher = SequenceMatcher(None, [block.html for block in ours], [block.html for block in theirs], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        mine, other = ours[a:b], theirs[c:d]
        if kind == "equal":
            yield mine, other
        else:
            yield from _paired(mine, other)


def _paired(ours: list[Block], theirs: list[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    """Blocks that differ, each beside the one of which it is a version, in the order of both."""
    at = 0
    for mine in ours:
        alike = next((n for n in range(at, min(at + 8, len(theirs))) if _is_alike(mine, theirs[n])), None)
        if alike is None:
            yield [mine], []
            continue
        for block in theirs[at:alike]:
            yield [], [block]
        yield [mine], [theirs[alike]]
        at = alike + 1
    for block in theirs[at:]:
        yield [], [block]


def _is_alike(one: Block, other: Block) -> bool:
    """Whether two blocks have so many words in common that one is a version of the other."""
    words, others = (set(_WORD.findall(block.text.casefold())) for block in (one, other))
    return one.tag == other.tag and len(words & others) >= _ALIKE * max(len(words), len(others))


def _numbered(pairs: Iterator[tuple[list[Block], list[Block]]], seen: set[str]) -> Iterator[Hunk]:
    number = 0
    for ours, theirs in pairs:
        if [block.html for block in ours] == [block.html for block in theirs]:
            yield Hunk(tuple(ours), tuple(theirs))
            continue
        number += 1
        is_new = any(block.text not in seen for block in theirs) or (not theirs and any(b.text in seen for b in ours))
        yield Hunk(tuple(ours), tuple(theirs), str(number), is_new)
