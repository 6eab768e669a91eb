"""Where an item stands, decided from everything that is known of it: a pure function, so that order cannot matter.

Revisions are a set: `stand` sorts them itself. Acts of people are facts with a time; only they, and the clock, can
make the same copy stand differently.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from dateline.newsroom.evidence import FORKING, WAITS, Act, Link, Rev, Rights, Standing, State, Step
from dateline.newsroom.models import Reference, Rule
from dateline.newsroom.terms import understood


def stand(
    revisions: Iterable[Rev],
    acts: Iterable[Act],
    links: Iterable[Link],
    rights: Rights,
    now: datetime,
    *,
    copy_killed_at: datetime | None = None,
    stays: bool = False,
    moving: frozenset[int] = frozenset(),
    replaces_until: datetime | None = None,
    edit: int | None = None,
) -> Standing:
    """Where an item stands, from all of its revisions, the acts of people, other copy that refers to it, and its
    rights.

    `copy_killed_at` is when another item with the same words was killed or purged; `stays` says that of a ring of
    replacements it is the one that stays; `moving` are the sections whose updates move up; `replaces_until` is the end
    of a running embargo on copy that it replaces; `edit` is what the desk made of it, where it is forked.
    """
    return _Case(
        revisions=_current(revisions),
        acts=sorted(acts, key=lambda act: act.at),
        links=sorted(links, key=lambda link: (link.at, link.short_id)),
        rights=rights,
        now=now,
        copy_killed_at=copy_killed_at,
        stays=stays,
        moving=moving,
        replaces_until=replaces_until,
        edit=edit,
    ).decide()


def leads_to(acts: Iterable[Act], links: Iterable[Link]) -> Step | None:
    """Where an item leads that was replaced: a person's word counts before that of copy, and the last before others."""
    done = sorted(acts, key=lambda act: act.at)
    act = next((act for act in reversed(done) if act.verb in ("replace", "publish")), None)
    if act and act.verb == "replace" and act.other is not None:
        return Step(True, act.at, "", act.other, act.reason)
    published = next((act.at for act in reversed(done) if act.verb == "publish"), None)
    steps = [
        Step(False, link.at, link.short_id, link.item, _("The agency replaced it."))
        for link in links
        if link.kind == Reference.Kind.REPLACE
        and not link.ambiguous
        and not (published is not None and published > link.received_at)
    ]
    return max(steps, default=None)


def _current(revisions: Iterable[Rev]) -> list[Rev]:
    """The revisions in their order, without readings of a delivery that a replay of it has improved.

    What people did after the first reading holds for the better one.
    """
    latest: dict[tuple[int, int, str], Rev] = {}
    for rev in sorted(revisions, key=lambda rev: rev.id):
        first = latest.setdefault((rev.delivery, rev.place, rev.order_key), rev)
        latest[rev.delivery, rev.place, rev.order_key] = replace(rev, received_at=first.received_at)
    return sorted(latest.values(), key=lambda rev: (rev.order_key, rev.sha))


class _Case:
    """One decision. Each `_…` method below answers one question; `decide` asks them in order of weight."""

    def __init__(
        self,
        *,
        revisions: list[Rev],
        acts: Sequence[Act],
        links: Sequence[Link],
        rights: Rights,
        now: datetime,
        copy_killed_at: datetime | None,
        stays: bool,
        moving: frozenset[int],
        replaces_until: datetime | None,
        edit: int | None,
    ) -> None:
        self.revisions, self.acts, self.links = revisions, acts, links
        self.rights, self.now = rights, now
        self.copy_killed_at, self.stays, self.moving = copy_killed_at, stays, moving
        self.edit = edit
        self.published_act = self._last("publish")
        self.usable = [rev for rev in revisions if self._counts(rev)]
        if not self.usable:
            self.usable = [rev for rev in revisions if self._approved(rev) and not rev.kills]
        self.top = self.usable[-1] if self.usable else None
        self.embargo, self.scheduled = self._embargo(), self._scheduled()
        self.first = self._first()
        if replaces_until is not None and self._last("release") is None:
            self.embargo = max(self.embargo or replaces_until, replaces_until)
        self.expires_at = self._expires_at()

    def decide(self) -> Standing:
        for question in (
            self._purged,
            self._killed,
            self._expired,
            self._replaced,
            self._held_by_hand,
            self._nothing_usable,
            self._held_by_rule,
            self._to_desk,
            self._embargoed,
            self._not_yet,
        ):
            if (answer := question()) is not None:
                return answer
        return self._standing(State.PUBLISHED)

    # Questions

    def _purged(self) -> Standing | None:
        act = self._last("purge")
        return None if act is None else self._standing(State.PURGED, act.reason)

    def _killed(self) -> Standing | None:
        act = self._last("kill", "reinstate")
        if act and act.verb == "kill":
            return self._standing(State.KILLED, act.reason)
        since = act.at if act else datetime.min.replace(tzinfo=UTC)
        if any(rev.kills and rev.received_at > since for rev in self.revisions):
            return self._standing(State.KILLED, _("The agency killed it."))
        if any(
            link.kind == Reference.Kind.KILL and not link.ambiguous and link.received_at > since for link in self.links
        ):
            return self._standing(State.KILLED, _("The agency killed it in other copy that names it."))
        return None

    def _expired(self) -> Standing | None:
        act = self._last("expire")
        if act is not None:
            return self._standing(State.EXPIRED, act.reason)
        if (self.expires_at and self.expires_at <= self.now) or (self.top and self.top.taken):
            return self._standing(State.EXPIRED, _("The right to show it has ended."))
        return None

    def _replaced(self) -> Standing | None:
        step = None if self.stays else leads_to(self.acts, self.links)
        return None if step is None else self._standing(State.REPLACED, step.reason, replaced_by=step.item)

    def _held_by_hand(self) -> Standing | None:
        latest = self._last("hold", "publish", "reinstate")
        return self._standing(State.HELD, latest.reason) if latest and latest.verb == "hold" else None

    def _nothing_usable(self) -> Standing | None:
        if self.top is not None:
            return None
        if any(rev.ahead for rev in self.revisions):
            return self._standing(State.HELD, _("It is dated in the future, beyond any clock's error."))
        if any(not rev.trusted for rev in self.revisions):
            return self._standing(State.DESK, _("Its source does not publish this provider."))
        if any(rev.signal == "advisory" for rev in self.revisions):
            return self._standing(State.DESK, _("It is a note to editors."))
        return self._standing(State.DESK, _("There is no text."))

    def _held_by_rule(self) -> Standing | None:
        assert self.top is not None  # noqa: S101  # _nothing_usable has answered otherwise
        if self.top.status == "withheld" and not self._approved(self.top):
            return self._standing(State.HELD, _("The agency withholds it."))
        if not self._terms_understood(self.top):
            return self._standing(State.HELD, _("Its usage terms are not among those that are understood."))
        if any(link.ambiguous and not self._overruled(link.received_at) for link in self.links):
            return self._standing(State.HELD, _("Other copy replaces or kills it or another: it names several."))
        if self.copy_killed_at is not None and not self._overruled(self.copy_killed_at):
            return self._standing(State.HELD, _("Copy with the same words was killed."))
        return None

    def _embargoed(self) -> Standing | None:
        assert self.top is not None  # noqa: S101
        if self.embargo is None or self.embargo <= self.now:
            return None
        own = max(filter(None, (self.top.facts.embargoed, self._embargo_by_hand())), default=None)
        if own is None or own < self.embargo:
            reason = _("The newest revision drops or shortens a running embargo: somebody has to release it.")
        else:
            reason = _("It is under embargo.")
        return self._standing(State.EMBARGOED, reason)

    def _not_yet(self) -> Standing | None:
        if self.scheduled is None or self.scheduled <= self.now:
            return None
        return self._standing(State.SCHEDULED, _("It is published when its time has come."))

    def _to_desk(self) -> Standing | None:
        assert self.top is not None  # noqa: S101
        # That an editor has put it into a section publishes nothing.
        section = self._section() if self.published_act else self.top.section
        if section is None:
            is_known = self._section() is not None or self.top.action == WAITS
            reason = _("No rule says in which section it belongs.")
            return self._standing(State.DESK, _("Nobody has published it yet.") if is_known else reason)
        if self.published_act:
            return None
        if self.top.action == WAITS:
            return self._standing(State.DESK, _("Nobody has published it yet."))
        if not self.top.facts.words:
            return self._standing(State.DESK, _("There is no text."))
        if self.top.facts.kind != "text":
            return self._standing(State.DESK, _("It is not a text."))
        if self.top.action == Rule.Action.DESK:
            return self._standing(State.DESK, _("A rule leaves it to the desk."))
        return None

    # Facts

    def _last(self, *verbs: str) -> Act | None:
        return next((act for act in reversed(self.acts) if act.verb in verbs), None)

    def _place(self, verb: str) -> int:
        """Where the last act of this verb stands among the acts; -1 where there is none."""
        return max((place for place, act in enumerate(self.acts) if act.verb == verb), default=-1)

    def _counts(self, rev: Rev) -> bool:
        """Whether a revision may be what readers see. One that may not is passed over and blocks nothing."""
        return not (rev.kills or rev.ahead or rev.signal == "advisory" or not rev.trusted)

    def _approved(self, rev: Rev) -> bool:
        return self.published_act is not None and rev.received_at <= self.published_act.at

    def _overruled(self, at: datetime) -> bool:
        return self.published_act is not None and self.published_act.at > at

    def _terms_understood(self, top: Rev) -> bool:
        terms = top.facts.usage_terms
        if understood(terms, self.rights.known_terms):
            return True
        return any(self._approved(rev) and rev.facts.usage_terms == terms for rev in self.usable)

    def _embargo(self) -> datetime | None:
        """The longest embargo of any revision since the desk last released one: a later one that is shorter waits."""
        released = self._last("release")
        ends = [
            rev.facts.embargoed
            for rev in self.usable
            if rev.facts.embargoed and not (released and rev.received_at <= released.at)
        ]
        if (by_hand := self._embargo_by_hand()) is not None:
            ends.append(by_hand)
        return max(ends, default=None)

    def _embargo_by_hand(self) -> datetime | None:
        """The longest embargo that somebody has set since the desk last released one."""
        since = self._place("release")
        ends = [act.until for act in self.acts[since + 1 :] if act.verb == "embargo" and act.until]
        return max(ends, default=None)

    def _scheduled(self) -> datetime | None:
        """The moment before which somebody who published it does not want it to show, past ones included."""
        moment = None
        for act in self.acts:
            if act.verb == "publish" and (act.until is not None or (moment is not None and moment > act.at)):
                moment = act.until
        return moment

    def _first(self) -> datetime | None:
        """When the item was first news, as the copy says: its earliest time, or the end of its embargo if later."""
        earliest = _earliest(self.usable)
        if earliest is None:
            return None
        if self.usable[-1].action == WAITS and self.published_act is not None:
            # What the house writes is news once somebody publishes it.
            earliest = next(act.at for act in self.acts if act.verb == "publish")
        return max(filter(None, (earliest, self.embargo, self.scheduled)))

    def _expires_at(self) -> datetime | None:
        """When the rights end: by the newest revision, by the provider's rules, or by a person."""
        ended = self._last("expire")
        # What somebody did is past, whatever the clock of another host says.
        ends = [min(ended.at, self.now)] if ended else []
        if self.top is not None and self.top.facts.expires is not None:
            ends.append(self.top.facts.expires)
        limit = self._last("expire_at")
        if limit is not None and limit.until is not None:
            ends.append(limit.until)
        if self.rights.retention and self.revisions:
            # A source that does not publish this provider cannot end its copy by an old date.
            counted = [rev for rev in self.revisions if rev.trusted] or self.revisions
            # Copy without a time is counted from when it came: it must not stay for ever.
            start = _earliest(counted) or min(rev.fetched_at or rev.arrived_at for rev in counted)
            with suppress(OverflowError):  # the end of all time: it ends never
                ends.append(start + self.rights.retention)
        return min(ends, default=None)

    def _since_expiry(self) -> list[Rev]:
        """The usable revisions after the last whose own time is over. When that was the newest the words of all were
        taken, unless what gave the item longer came before it.
        """
        over = [rev.facts.expires is not None and rev.facts.expires <= self.now for rev in self.usable]
        return self.usable[len(over) - over[::-1].index(True) :] if True in over else self.usable

    def _section(self) -> int | None:
        followed = self._place("follow")
        moves = [
            act.section
            for place, act in enumerate(self.acts)
            if act.section is not None and (act.verb == "publish" or place > followed)
        ]
        if moves or self.top is None:
            return moves[-1] if moves else None
        return self.top.section

    def _updated_at(self, *verbs: str) -> datetime | None:
        """When it was last updated: by its copy, by what the desk made of it, or by the last of these acts."""
        by_hand = self._last(*verbs)
        times = [by_hand.at if by_hand else None]
        if self.edit is None:
            times.append(self.top.version_created if self.top else None)
        elif (edited := self._last("edit", "take")) is not None:
            base = next((rev for rev in self.revisions if rev.id == edited.revision), None)
            times += [edited.at, base.version_created if base else None]
        latest = max((time for time in times if time is not None), default=None)
        return latest if latest and self.first and latest > self.first else None

    def _standing(self, state: str, reason: str = "", replaced_by: int | None = None) -> Standing:
        section = self._section()
        updated_at = self._updated_at("correct", "anonymise", "restore_name")
        sort_at = self.first
        if sort_at is None:
            arrivals = [rev.arrived_at if rev.ahead else rev.fetched_at for rev in self.usable]
            sort_at = min((time for time in arrivals if time), default=None)
        elif section in self.moving:
            # That somebody is no longer named makes no news of it again.
            sort_at = self._updated_at("correct") or sort_at
        corrected = self._corrections()
        ends = [end for end in (self.embargo, self.scheduled) if end and end > self.now]
        return Standing(
            state=state,
            reason=reason,
            revision=self.top.id if self.top else (self.revisions[-1].id if self.revisions else None),
            edit=self.edit,
            waiting=self._waiting(),
            section=section,
            replaced_by=replaced_by,
            note=self._note(),
            correction=corrected[-1].id if corrected and self.edit is None else None,
            embargoed_until=max(ends, default=None),
            expires_at=self.expires_at,
            published_at=self.first,
            updated_at=updated_at,
            sort_at=sort_at,
            sort_place=self.usable[0].place if self.usable else 0,
            front_until=self._pinned("front"),
            section_until=self._pinned("section"),
            corrected_at=self._corrected_at(corrected),
            noindex=(last := self._last("noindex", "index")) is not None and last.verb == "noindex",
        )

    def _corrections(self) -> list[Rev]:
        """The corrections that are in what is shown: of what the desk made, those up to the version that it took in."""
        found = [rev for rev in self._since_expiry() if rev.signal == "correction"]
        made = None if self.edit is None else self._last("edit", "take")
        if made is None:
            return found
        base = next((rev for rev in self.revisions if rev.id == made.revision), None)
        return [rev for rev in found if base is not None and rev.order_key <= base.order_key]

    def _corrected_at(self, corrections: Sequence[Rev]) -> datetime | None:
        """When it was last corrected, by its agency or with a note of the desk."""
        by_hand = self._last("correct")
        times = [by_hand.at] if by_hand and by_hand.reason else []
        times += [time for rev in corrections[-1:] if (time := rev.version_created or self.first) is not None]
        return max(times, default=None)

    def _note(self) -> str:
        """The desk's note for readers. What the desk makes of an article holds the notes that were there."""
        act = self._last("correct") if self.edit is None else self._last("correct", *FORKING)
        return act.reason if act and act.verb == "correct" else ""

    def _waiting(self) -> int | None:
        """The newest version of a forked article, if the desk has not looked at it."""
        if self.edit is None or self.top is None:
            return None
        seen = self._last(*FORKING)
        return None if seen is None or seen.revision == self.top.id else self.top.id

    def _pinned(self, where: str) -> datetime | None:
        act = self._last(f"pin_{where}", "unpin")
        return act.until if act and act.until and act.until > self.now else None


def _earliest(revisions: Iterable[Rev]) -> datetime | None:
    """The earliest time that the copy gives for itself, clocks that run far ahead left out."""
    times = [
        time
        for rev in revisions
        if not rev.ahead
        for time in (rev.version_created, rev.facts.first_created)
        if time is not None and rev.believes(time)
    ]
    return min(times, default=None)
