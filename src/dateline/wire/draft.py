"""The draft: the raw shape of an item between a format's reader and the grammar of wire copy.

A format's reader fills a Draft with what stands in the file and nothing else; a profile sets right what one agency does
differently; the grammar (`dateline.wire.copy.grammar`) then gives each block of the body its role. Blocks stay in the
order of the document whatever their role, which is what makes the word accounting a comparison of two strings.
"""

from datetime import datetime
from typing import Literal

import msgspec

from dateline.wire.item import Dateline, Kind, Link, Media, Precision, Signal, Status, Subject
from dateline.wire.problems import Problem

Role = Literal["body", "dateline", "signal", "apparatus", "headline", "byline", "note"]
"""Where the words of a block go. Only `body` blocks make the item's body and text."""


class Block(msgspec.Struct):
    """One block of the copy: a paragraph, heading, list, table, quote or preformatted piece.

    `html` is the whole block as clean HTML, `<p>` and `</p>` included; `text` is the same words as plain text with
    white space folded (lines kept apart by a line break in lists, tables and preformatted blocks); `tag` is the block's
    element.
    """

    tag: str
    html: str
    text: str
    role: Role = "body"


class Draft(msgspec.Struct):
    """An item while it is being read. Texts are as they stand in the file.

    Times are aware, in any zone, or naive where the file states none, until `dateline.wire.reader` settles them.
    """

    format: str
    provider: str | None = None
    guid: str | None = None
    version: str | None = None
    status: Status = "usable"
    signals: list[Signal] = []
    """Every signal found, in any order; the strongest becomes the item's."""
    urgency: int | None = None
    kind: Kind = "text"
    language: str | None = None

    first_created: datetime | None = None
    version_created: datetime | None = None
    embargoed: datetime | None = None
    expires: datetime | None = None
    precision: Precision | None = None

    kicker: str | None = None
    headline: str | None = None
    subheadline: str | None = None
    abstract: str | None = None
    slugline: str | None = None
    byline: str | None = None
    note: str | None = None
    dateline_field: str | None = None
    """The format's own dateline field (`DateLine`, `dateline`), which is not part of the body."""
    dateline: Dateline | None = None
    """The dateline that the grammar found, in the text or in the format's field."""
    head_apparatus: list[str] = []
    """What the grammar took off the headline and no reader needs (`RL:`): apparatus that is no word of the body."""
    credit: list[str] = []
    blocks: list[Block] = []
    section: str | None = None

    subjects: list[Subject] = []
    keywords: list[str] = []
    places: list[str] = []
    links: list[Link] = []
    media: list[Media] = []
    ed_note: str | None = None
    usage_terms: str | None = None
    copyright: str | None = None
    problems: list[Problem] = []

    facts: dict[str, str] = {}
    """What only a profile has a use for: the provider's id and party names, category codes, genres, as they stand."""
