"""What it is decided from where an item stands, as plain values: its revisions, acts of people, other copy, rights."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dateline.newsroom.content import Facts
from dateline.newsroom.models import Article

State = Article.State

FORKING = ("edit", "take", "leave")
"""Acts after which an article shows what the desk made of it, until it is told to `follow` its agency again."""

WAITS = "wait"
"""What is done with copy of the house: it waits until somebody publishes it."""

AHEAD = timedelta(minutes=10)
"""A version dated further ahead of its arrival than this is taken for a wrong clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rev:
    """A revision as standing sees it.

    `trusted` is false where the source does not publish this provider; `section` and `action` are what the first
    matching rule says, None and empty where there is none. `sha` breaks ties, `taken` means that its content is gone.
    `arrived_at` is when its delivery was stored, `received_at` when it was read: nobody could act on it before that.
    """

    id: int
    order_key: str
    sha: str
    delivery: int
    place: int
    arrived_at: datetime
    received_at: datetime
    version_created: datetime | None = None
    fetched_at: datetime | None = None
    status: str = "usable"
    signal: str = ""
    facts: Facts = field(default_factory=Facts)
    trusted: bool = True
    section: int | None = None
    action: str = ""
    taken: bool = False

    @property
    def ahead(self) -> bool:
        """Whether it is dated too far ahead of its arrival to be believed."""
        made = self.version_created or self.facts.first_created
        return made is not None and not self.believes(made)

    def believes(self, time: datetime) -> bool:
        """Whether a time that the copy gives for itself can be: not far ahead of its arrival."""
        return time <= self.arrived_at + AHEAD

    @property
    def kills(self) -> bool:
        """Whether it ends its item."""
        return self.signal == "kill" or self.status == "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person did, from the record. `revision` is the version that it was about, `until` the moment that it
    names.
    """

    verb: str
    at: datetime
    reason: str = ""
    section: int | None = None
    other: int | None = None
    revision: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A replacement or kill in other copy that was found to mean this item, alone or (`ambiguous`) among several."""

    kind: str
    item: int
    short_id: str
    at: datetime
    received_at: datetime
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """Where an item that was replaced leads to, and how strongly that is said: by a person before copy, by the latest.

    `short_id` is of the item that it leads to (`item` is its key).
    """

    by_hand: bool
    at: datetime
    short_id: str
    item: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What may be done with the provider's copy. `retention` is None where it is without limit or not set."""

    retention: timedelta | None = None
    known_terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an item stands: the decided fields of its article.

    `revision` is what it shows, unless the desk has made something of it (`edit`); `waiting` is then the newest
    version, if the desk has not looked at it. `correction` is the latest correction up to what it shows, whose note
    stays. Until `front_until` and `section_until` it is pinned to the top of the front and of its section.
    """

    state: str
    reason: str = ""
    revision: int | None = None
    edit: int | None = None
    waiting: int | None = None
    section: int | None = None
    replaced_by: int | None = None
    note: str = ""
    correction: int | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    sort_at: datetime | None = None
    sort_place: int = 0
    front_until: datetime | None = None
    section_until: datetime | None = None
    noindex: bool = False
    corrected_at: datetime | None = None

    @property
    def listed(self) -> bool:
        """Whether readers see it as soon as the clock allows."""
        return self.state in (State.PUBLISHED, State.EMBARGOED, State.SCHEDULED)
