"""The news item: what every reader makes and every writer takes.

Names are IPTC's (ninjs 3.1, NewsML-G2). In JSON they stand in camel case, as `dateline convert --to json` promises.
"""

from datetime import datetime
from typing import Literal

import msgspec

from dateline.wire.problems import Problem

Status = Literal["usable", "withheld", "canceled"]
"""IPTC pubStatus, spelt as the IPTC spells it."""

Kind = Literal["text", "picture", "graphic", "video", "audio", "composite"]
"""IPTC news item nature (ninjs `type`)."""

Precision = Literal["second", "minute", "hour", "day"]
"""How much of `version_created` is known; what is finer than this is not a fact of the copy."""

SignalKind = Literal["kill", "correction", "replacement", "update", "repeat", "addition", "flash", "advisory"]
"""What the copy says about itself, strongest first (see SIGNAL_STRENGTH)."""

SIGNAL_STRENGTH: tuple[SignalKind, ...] = (
    "kill",
    "correction",
    "replacement",
    "update",
    "repeat",
    "addition",
    "flash",
    "advisory",
)
"""The order in which one signal wins over another when the copy gives several."""


class Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of a news item: an immutable value, compared by what it holds."""


class Signal(Part, frozen=True):
    """What the copy says about itself.

    `text` is the agency's own words for it, where it used words; `target` is what a replacement, correction or kill
    names (a headline, slug, number or guid), as written.
    """

    kind: SignalKind
    text: str | None = None
    target: str | None = None


class Dateline(Part, frozen=True):
    """Place(s), agencies and sometimes date ahead of the text.

    `text` is as written, dash included; `places` have a reader's capitals; `agencies` are the codes, in the order of
    the copy; `date` is the date as written there.
    """

    text: str
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    date: str | None = None


class Subject(Part, frozen=True):
    """What an item is about: a code of a scheme (a URI, a vocabulary's name, or the provider's own), and its name."""

    scheme: str | None = None
    code: str | None = None
    name: str | None = None


class Link(Part, frozen=True):
    """Something the item points to: an address (`href`) or another item (`guid`), and in what relation (`rel`)."""

    href: str | None = None
    guid: str | None = None
    rel: str | None = None
    title: str | None = None


class Media(Part, frozen=True):
    """A picture, graphic, video or sound that belongs to the item.

    `width` and `height` are in pixels, `size` in bytes, `duration` in seconds. `usage_terms` are its own, beside those
    of the item.
    """

    kind: Kind
    href: str | None = None
    guid: str | None = None
    mime_type: str | None = None
    role: str | None = None
    headline: str | None = None
    caption: str | None = None
    byline: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    duration: float | None = None
    usage_terms: str | None = None


class NewsItem(Part, frozen=True, kw_only=True):
    """One revision of one piece of news, as its provider sent it. All times are aware and in UTC.

    Facts that the copy does not give are None or empty: nothing here is guessed.
    """

    provider: str | None = None
    guid: str | None = None
    version: str | None = None
    status: Status = "usable"
    signal: Signal | None = None
    urgency: int | None = None
    kind: Kind = "text"
    language: str | None = None
    format: str

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
    dateline: Dateline | None = None
    credit: tuple[str, ...] = ()
    body: str = ""
    text: str = ""
    apparatus: tuple[str, ...] = ()
    section: str | None = None

    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    ed_note: str | None = None
    usage_terms: str | None = None
    copyright: str | None = None
    problems: tuple[Problem, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of reading one file: its items in their order, and what was left out of it.

    `set_aside` names what was recognised and is no news item (a list of items to fetch, a concept, a fragment of a
    message), each with a reason that a person can read.
    """

    format: str
    items: tuple[NewsItem, ...] = ()
    set_aside: tuple[Problem, ...] = ()
