"""What has to become of copy, worked out a second time, in the plainest way, from docs/newsroom.md.

It keeps all that ever happened and goes through the whole of it at each question. Nothing of dateline.newsroom is used.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from dateline.wire.item import NewsItem

from . import telltale

AHEAD = timedelta(minutes=10)
TWO_DAYS, SEVEN_DAYS, AN_HOUR = timedelta(hours=48), timedelta(days=7), timedelta(hours=1)
Step = tuple[bool, datetime, str, str]
"""Where an item leads: whether a person says so, when, and the name and guid of what it leads to."""

NEVER, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass
class Version:
    """One version of an item: when it came first, when somebody could first act on it, and whether a source that
    publishes the agency has brought it. `gone`: its words were taken.
    """

    item: NewsItem
    arrived: datetime
    read: datetime
    trusted: bool
    gone: bool = False

    @property
    def ahead(self) -> bool:
        return self.item.version_created is not None and self.item.version_created > self.arrived + AHEAD

    @property
    def moment(self) -> datetime:
        made = self.item.version_created
        return self.arrived if made is None or self.ahead else made

    @property
    def signal(self) -> str:
        return self.item.signal.kind if self.item.signal else ""

    @property
    def ends_it(self) -> bool:
        return self.signal == "kill" or self.item.status == "canceled"

    @property
    def place(self) -> tuple[bool, int, datetime]:
        """Its place among the versions: by number, those without one first, then by time."""
        number = self.item.version
        return number is not None, int(number or 0), self.item.version_created or NEVER


@dataclass
class Said:
    """What a person did with an item."""

    verb: str
    at: datetime
    section: str | None = None
    other: str | None = None
    note: str = ""
    until: datetime | None = None
    words: dict[str, str] = field(default_factory=dict)


@dataclass
class Naming:
    """A replacement or kill in one item that names another.

    `at` is its own time, for the order of several: without one a kill is the last, a replacement the first. `moments`
    are those near which it looks: a kill each time that it is said, a replacement the first.
    """

    by: str
    name: str
    kills: bool
    target: str
    at: datetime
    read: datetime
    trusted: bool
    moments: list[datetime]


@dataclass(frozen=True)
class Fate:
    """What a reader gets for an item: `up` (200), `moved` (302 to `to`), `hidden` (404) or `gone` (410)."""

    kind: str
    why: str = ""
    version: NewsItem | None = None
    note: str = ""
    section: str | None = None
    to: str | None = None


@dataclass
class Known:
    """All that is known of one item."""

    guid: str
    versions: list[Version] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    barred_at: datetime | None = None
    edited: list[NewsItem] = field(default_factory=list)
    is_forked: bool = False

    @property
    def name(self) -> str:
        """Its name in addresses: of two that say something at one moment the later name counts."""
        return telltale.name_of(self.guid)

    def last(self, *verbs: str) -> Said | None:
        return next((said for said in reversed(self.said) if said.verb in verbs), None)

    @property
    def published(self) -> datetime | None:
        said = self.last("publish")
        return said.at if said else None

    @property
    def shown(self) -> NewsItem:
        """What it shows as soon as it may: the desk's version, or the newest that is usable."""
        if self.is_forked:
            return self.edited[-1]
        ordered = sorted(self.versions, key=lambda version: version.place)
        return (self.usable or ordered)[-1].item

    @property
    def scheduled(self) -> datetime | None:
        """The moment before which somebody who published it does not want it to show."""
        moment = None
        for said in self.said:
            if said.verb == "publish" and (said.until or (moment and moment > said.at)):
                moment = said.until
        return moment

    @property
    def purged(self) -> bool:
        return self.last("purge") is not None

    def approved(self, version: Version) -> bool:
        return self.published is not None and version.read <= self.published

    def overrules(self, moment: datetime) -> bool:
        return self.published is not None and self.published > moment

    @property
    def usable(self) -> list[Version]:
        """The versions that may show, the newest last."""
        ordered = sorted(self.versions, key=lambda version: version.place)
        found = [
            version
            for version in ordered
            if version.trusted and not (version.ends_it or version.ahead or version.signal == "advisory")
        ]
        return found or [version for version in ordered if self.approved(version) and not version.ends_it]


class Oracle:
    """The newsroom as it has to be."""

    def __init__(self, sections: dict[str, str]) -> None:
        self.items: dict[str, Known] = {}
        self.sections = sections
        self.retention: timedelta | None = None
        self.understood: set[str] = set()

    # What happens

    def hears(self, item: NewsItem, *, arrived: datetime, read: datetime, trusted: bool) -> None:
        """A version was read from a delivery."""
        known = self.items.setdefault(item.guid or "", Known(item.guid or ""))
        for version in known.versions:
            if version.item == item:
                version.trusted = version.trusted or trusted
                return
        known.versions.append(Version(item, arrived, read, trusted))
        if known.purged or self.has_ended(known, read):
            self.takes(known)

    def does(self, guid: str, said: Said) -> None:
        """A person did something."""
        known = self.items[guid]
        known.said.append(said)
        if said.verb == "edit":
            known.edited.append(msgspec.structs.replace(known.shown, abstract=None, **said.words))
            known.is_forked = True
        if said.verb == "follow":
            known.is_forked = False
        if said.verb in ("kill", "purge"):
            known.barred_at = said.at
        if said.verb in ("expire", "purge"):
            self.takes(known)

    def sweeps(self, now: datetime) -> None:
        """The worker took its turn at what is due."""
        for known in self.items.values():
            if self.has_ended(known, now):
                self.takes(known)

    def notes(self, now: datetime) -> None:
        """Something happened: whatever is killed since then bars copies of it from now on."""
        for known in self.items.values():
            if known.purged or self.is_killed(known):
                known.barred_at = known.barred_at or now
            else:
                known.barred_at = None

    @staticmethod
    def takes(known: Known) -> None:
        for version in known.versions:
            version.gone = True
        known.is_forked = False

    # What readers get

    def fates(self, now: datetime) -> dict[str, Fate]:
        """What each item has to be for readers at this moment."""
        return {guid: self.fate(known, now) for guid, known in self.items.items()}

    def fate(self, known: Known, now: datetime) -> Fate:
        seen = {known.guid}
        origin = known
        while True:
            fate = self.own_fate(known, now)
            if fate.kind != "moved" or fate.to is None:
                break
            if fate.to in seen:
                return Fate("hidden", "a ring")
            known = self.items[fate.to]
            seen.add(known.guid)
        if known is not origin and fate.kind == "up":
            return Fate("moved", to=known.guid)
        return fate

    def own_fate(self, known: Known, now: datetime) -> Fate:
        """What an item is, the item that replaced it apart."""
        if known.purged:
            return Fate("gone", "purged")
        if self.is_killed(known):
            return Fate("gone", "killed")
        if self.is_over(known, now):
            return Fate("gone", "expired")
        ring = self.ring_of(known)
        following = self.leads_to(known)
        if following is not None and not (ring and max(ring)[-1] == known.guid):
            return Fate("moved", to=following[-1])
        if (waits := self.waits(known)) is not None:
            return Fate("hidden", waits)
        if any(end > now for end in self.embargoes_of(known)):
            return Fate("hidden", "embargo")
        return Fate("up", version=known.shown, note=self.notes_of(known, now), section=self.section_of(known))

    def waits(self, known: Known) -> str | None:
        """Why an item waits for a person, if it does."""
        held = known.last("hold", "publish", "reinstate")
        if held and held.verb == "hold":
            return "held"
        if not known.usable:
            return "nothing usable"
        top = known.usable[-1]
        if top.item.status == "withheld" and not known.approved(top):
            return "withheld"
        terms = top.item.usage_terms or ""
        approved = any(known.approved(version) and version.item.usage_terms == terms for version in known.usable)
        if terms and terms not in self.understood and not approved:
            return "terms"
        if any(len(meant) > 1 and not known.overrules(naming.read) for naming, meant in self.namings_of(known)):
            return "ambiguous"
        if any(not known.overrules(moment) for moment in self.copies_barred_at(known)):
            return "copy of what was killed"
        if self.section_of(known) is None:
            return "no section"
        if known.published is None and not (top.item.headline or top.item.text):
            return "no words"
        return None

    def is_killed(self, known: Known) -> bool:
        said = known.last("kill", "reinstate")
        if said and said.verb == "kill":
            return True
        since = said.at if said else NEVER
        own = any(version.ends_it and version.read > since for version in known.versions)
        others = [naming for naming, meant in self.namings_of(known) if naming.kills and len(meant) == 1]
        return own or any(naming.read > since for naming in others)

    def is_over(self, known: Known, now: datetime) -> bool:
        """Whether it cannot be shown any more: its rights have ended, or had, so that its words are gone."""
        return self.has_ended(known, now) or (bool(known.usable) and known.usable[-1].gone)

    def has_ended(self, known: Known, now: datetime) -> bool:
        """Whether its rights have ended: by a person, or by their time."""
        ends = self.ends_at(known)
        return known.last("expire") is not None or (ends is not None and ends <= now)

    def ends_at(self, known: Known) -> datetime | None:
        ends = [known.usable[-1].item.expires] if known.usable else []
        limit = known.last("expire_at")
        ends += [limit.until] if limit else []
        if self.retention is not None:
            counted = [version for version in known.versions if version.trusted] or known.versions
            made = [version.item.version_created for version in counted if not version.ahead]
            times = [time for time in made if time is not None] or [version.arrived for version in counted]
            ends.append(min(times) + self.retention)
        return min((end for end in ends if end is not None), default=None)

    def embargo_of(self, known: Known) -> datetime | None:
        """The longest embargo of any version that was not released."""
        released = known.last("release")
        since = released.at if released else NEVER
        ends = [version.item.embargoed for version in known.usable if version.read > since]
        ends += [said.until for said in known.said if said.verb == "embargo" and said.at > since]
        return max((end for end in ends if end is not None), default=None)

    def embargoes_of(self, known: Known, seen: frozenset[str] = frozenset()) -> Iterable[datetime]:
        """Its own embargo, and those of what it replaces or may mean to, unless somebody has released it."""
        if (own := self.embargo_of(known)) is not None:
            yield own
        if known.scheduled is not None:
            yield known.scheduled
        if known.last("release") is None and known.guid not in seen:
            for naming in self.namings():
                for guid in self.meant(naming) if naming.by == known.guid and not naming.kills else ():
                    yield from self.embargoes_of(self.items[guid], seen | {known.guid})

    def section_of(self, known: Known) -> str | None:
        moved = next((said.section for said in reversed(known.said) if said.section), None)
        if moved or not known.usable:
            return moved
        codes = [subject.code for subject in known.usable[-1].item.subjects]
        return next((section for code, section in self.sections.items() if code in codes), None)

    def notes_of(self, known: Known, now: datetime) -> str:
        """The notes for readers: the desk's, the copy's own, and that of the last correction."""
        desk = known.last("correct")
        if known.is_forked:
            last = known.last("correct", "edit")
            return "\n".join([last.note if last and last.verb == "correct" else "", known.edited[-1].note or ""])
        over = [n for n, version in enumerate(known.usable, 1) if version.item.expires and version.item.expires <= now]
        since = known.usable[max(over, default=0) :]
        corrections = [version for version in since if version.signal == "correction"]
        notes = [
            telltale.note_of(version.item) for version in (known.usable[-1], *corrections[-1:]) if not version.gone
        ]
        return "\n".join([desk.note if desk else "", *notes])

    def copies_barred_at(self, known: Known) -> Iterable[datetime]:
        """When other items with the same words were killed or purged."""
        words = {_folded(version.item.text) for version in known.versions if not version.ends_it} - {""}
        for other in self.items.values():
            same = any(_folded(version.item.text) in words for version in other.versions if not version.ends_it)
            if other is not known and same and other.barred_at is not None:
                yield other.barred_at

    # Replacements and kills that name other copy

    def namings(self) -> list[Naming]:
        """Every one, earliest first. Several versions of an item that name the same are one, of the earliest."""
        found: dict[tuple[str, bool, str], Naming] = {}
        for known in self.items.values():
            for version in known.versions:
                target = version.item.signal.target if version.item.signal else None
                if version.signal not in ("kill", "replacement") or not target:
                    continue
                if (version.signal == "replacement" and version.ahead) or _folded(target) == _folded(known.guid):
                    continue
                key = (known.guid, version.signal == "kill", _folded(target))
                made = version.item.version_created
                unknown = LAST if key[1] else NEVER
                at = unknown if made is None or version.ahead else made
                one = Naming(known.guid, known.name, *key[1:], at, version.read, version.trusted, [version.moment])
                if key in found:
                    earlier = found[key]
                    times = [time for time in (one.at, earlier.at) if time not in (NEVER, LAST)]
                    one.at = min(times, default=unknown)
                    moments = one.moments + earlier.moments
                    one.moments = moments if one.kills else [min(moments)]
                    # A kill that is said again counts again; a replacement that was overruled stays so.
                    one.read = max(one.read, earlier.read) if one.kills else min(one.read, earlier.read)
                    one.trusted = one.trusted or earlier.trusted
                found[key] = one
        return sorted(found.values(), key=lambda naming: (naming.at, naming.name, naming.kills))

    def namings_of(self, known: Known) -> list[tuple[Naming, set[str]]]:
        """The kills and trusted replacements that may mean an item, each with all the items that it may mean."""
        return [
            (naming, meant)
            for naming in self.namings()
            if (naming.kills or naming.trusted) and known.guid in (meant := self.meant(naming))
        ]

    def meant(self, naming: Naming) -> set[str]:
        """The items that a replacement or kill may mean: several where it is not clear."""
        named = [guid for guid in self.items if guid != naming.by and _folded(guid) == naming.target]
        found = set(named) or {
            known.guid
            for known in self.items.values()
            if known.guid != naming.by and any(self.fits(version, naming) for version in known.versions)
        }
        if naming.kills and len(found) > 1:
            found = {guid for guid in found if self.was_there(guid, naming)} or found
        own = self.items[naming.by].versions
        if any(
            _names(version.item, naming.target) and version.signal not in ("kill", "replacement") for version in own
        ):
            return set()
        replacing = [other for other in self.namings() if not other.kills and other.by in found]
        after = [other for other in replacing if (other.at, other.name) > (naming.at, naming.name)]
        if not naming.kills:
            found -= {other.by for other in after if any(_names(version.item, other.target) for version in own)}
        if len(found) > 1:
            late = {other.by for other in after}
            replaced: set[str] = set()
            for other in replacing:
                if other.trusted and other.by in found - late and len(means := self.meant(other)) == 1:
                    replaced |= {guid for guid in means if not self.is_up_again(guid, other, naming)}
            found = found - late - replaced or found
        return found

    def fits(self, version: Version, naming: Naming) -> bool:
        window = SEVEN_DAYS if naming.kills and naming.target.isdigit() else TWO_DAYS
        timeless = version.item.version_created is None or version.ahead
        after = window if timeless else AN_HOUR
        near = any(moment - window <= version.moment <= moment + after for moment in naming.moments)
        return near and not version.ends_it and _names(version.item, naming.target)

    def was_there(self, guid: str, naming: Naming) -> bool:
        """Whether copy that a kill may mean is not sent anew, later than the kill."""
        until = max(naming.moments) + AHEAD
        return any(
            self.fits(version, naming)
            and (version.item.version_created is None or version.ahead or version.moment <= until)
            for version in self.items[guid].versions
        )

    def is_up_again(self, guid: str, replacing: Naming, naming: Naming) -> bool:
        """Whether somebody had published what was replaced when a replacement or kill came that may mean it."""
        acts = [said.at for said in self.items[guid].said if said.verb == "publish"]
        return any(replacing.read < at <= naming.read for at in acts)

    def leads_to(self, known: Known) -> Step | None:
        """What an item was replaced by, and who says so when."""
        said = known.last("replace", "publish")
        if said and said.verb == "replace" and said.other:
            return True, said.at, "", said.other
        steps = [
            (False, naming.at, naming.name, naming.by)
            for naming, meant in self.namings_of(known)
            if not naming.kills and len(meant) == 1 and not known.overrules(naming.read)
        ]
        return max(steps, default=None)

    def ring_of(self, known: Known) -> list[Step]:
        """The steps that lead from an item round to itself; none where they do not."""
        steps: list[Step] = []
        step = self.leads_to(known)
        while step is not None and step not in steps:
            steps.append(step)
            if step[-1] == known.guid:
                return steps
            step = self.leads_to(self.items[step[-1]])
        return []


def _folded(text: str | None) -> str:
    """Words as they are compared; a number without its leading zeros."""
    words = re.sub(r"[^a-z0-9]+", " ", (text or "").casefold()).strip()
    return words.lstrip("0") if words.isdigit() else words


def _names(item: NewsItem, target: str) -> bool:
    number = (item.guid or "").rpartition("-")[2]
    return target in (_folded(item.headline), _folded(item.slugline), _folded(number), _folded(item.guid))
