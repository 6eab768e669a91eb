"""Histories as a state machine for hypothesis: every verb in a rule, and a look everywhere after each step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from . import telltale
from .history import SECTIONS, Staged
from .pieces import ITEMS, Plan, plans, sources

HOUR = timedelta(hours=1)
ACTS = ("publish", "hold", "correct", "kill", "reinstate", "release", "expire", "purge")

FINE: dict[str, Any] = {"kind": "plain", "version": 1, "age": HOUR, "embargo": None, "expires": None}
FINE |= {"terms": "", "category": "BUI"}
"""What is different about copy with which nothing is the matter."""

items = st.integers(0, ITEMS - 1)
acts = st.sampled_from([*ACTS[:6], *ACTS[:6], *ACTS, "publish", "publish", "reinstate"])
sections = st.sampled_from([None, None, *SECTIONS.values()])


class Newsroom(RuleBasedStateMachine):
    """A newsroom to which things happen."""

    def __init__(self) -> None:
        super().__init__()
        self.staged = Staged()
        self.history = self.staged.__enter__()

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.staged.__exit__()

    @initialize(made=st.lists(plans, min_size=2, max_size=4))
    def the_day_begins(self, made: list[Plan]) -> None:
        """There is some copy, nothing the matter with it."""
        history = self.history
        fine = [replace(plan, **FINE, n=n, headline=n) for n, plan in enumerate(made)]
        history.step(lambda: history.deliver([plan.make(history) for plan in fine]))
        history.step(history.tell)

    @rule()
    def all_who_follow_are_told(self) -> None:
        """Webhooks, files and caches have what is up, and nothing else."""
        self.history.step(self.history.tell)

    @rule(made=st.lists(plans, min_size=1, max_size=3), source=sources, works=st.sampled_from([True, True, False]))
    def copy_comes_in(self, made: list[Plan], source: str, works: bool) -> None:
        """A delivery of one item or several, which is read at once or later."""
        history = self.history
        history.step(lambda: history.deliver([plan.make(history) for plan in made], source, work=works))

    @rule(plan=plans)
    def one_item_comes_in(self, plan: Plan) -> None:
        """A delivery of one item, as most are."""
        history = self.history
        history.step(lambda: history.deliver([plan.make(history)]))

    @rule(number=st.integers(0, 30), source=st.one_of(st.none(), sources))
    def a_delivery_comes_again(self, number: int, source: str | None) -> None:
        """The same items once more, perhaps by another way."""
        self.history.step(lambda: self.history.again(number, source))

    @rule(verb=acts, n=items, section=sections)
    def somebody_acts(self, verb: str, n: int, section: str | None) -> None:
        """A person does something with an item, if that is allowed."""
        self.history.step(self._act(verb, n, section))

    @rule(verb=st.sampled_from(["edit", "edit", "edit", "follow", "follow", "correct"]), n=items)
    def somebody_writes(self, verb: str, n: int) -> None:
        """A person edits an article, or undoes that."""
        self.history.step(self._act(verb, n, None))

    @rule(verb=st.sampled_from(["publish", "publish", "embargo", "expire_at", "pin"]), n=items, section=sections,
          later=st.sampled_from([HOUR / 2, HOUR, 2 * HOUR, 26 * HOUR]))  # fmt: skip
    def somebody_sets_a_moment(self, verb: str, n: int, section: str | None, later: timedelta) -> None:
        """A person says from when, or until when."""
        history, where = self.history, section if verb == "publish" else None
        history.step(lambda: history.act(verb, telltale.guid_of(n), section=where, later=later))

    @rule(verb=acts, n=items, other=items)
    def somebody_acts_on_two(self, verb: str, n: int, other: int) -> None:
        """A person has one item lead to another, or does something with both."""
        history = self.history
        if verb in ("correct", "release"):
            history.step(lambda: history.act("replace", telltale.guid_of(n), other=telltale.guid_of(other)))
        else:
            history.step(self._act(verb, n, None))
            history.step(self._act(verb, other, None))

    @precondition(lambda self: self.history.addresses)
    @rule(verb=st.sampled_from(["kill", "hold", "expire", "purge", "publish"]), n=items, web=st.integers(0, 1),
          place=st.integers(0, 30), left=st.integers(0, 4))  # fmt: skip
    def somebody_acts_while_a_page_is_made(self, verb: str, n: int, web: int, place: int, left: int) -> None:
        """Something is committed between the reading of a page's rows and its keeping."""
        history = self.history
        asked = [*history.addresses, "/", *(f"/{slug}/" for slug in history.slugs()), "/feed.rss"]

        address = asked[place % len(asked)]
        history.step(lambda: history.while_made(history.webs[web], address, left, self._act(verb, n, None)))

    @rule(time=st.sampled_from([HOUR / 2, HOUR, 2 * HOUR, 26 * HOUR, 31 * 24 * HOUR]))
    def time_passes(self, time: timedelta) -> None:
        """Embargoes end, and rights."""
        self.history.step(lambda: self.history.passes(time))

    @rule(what=st.sampled_from(["read", "due", "replay"]), number=st.integers(0, 30))
    def the_worker_does_its_part(self, what: str, number: int) -> None:
        """What waits is read, what is due is written down, or a delivery is read again (`dateline replay`)."""
        history = self.history
        history.step({"read": history.work, "due": history.sweep, "replay": lambda: history.replay(number)}[what])

    @rule(what=st.sampled_from(["retention", "terms", "section"]), number=st.integers(0, 3))
    def the_administrator_changes(self, what: str, number: int) -> None:
        """Another contract, terms that are understood (or are no more), or another name over a section."""
        history = self.history
        terms = [f"{telltale.RESTRICTED} {telltale.word('terms', number)}"] if number else []
        changes = {
            "retention": lambda: history.retain((0, 0, 1, 30)[number]),
            "terms": lambda: history.understand(terms),
            "section": lambda: history.rename(history.slugs()[number % 2], f"Wereld {number}"),
        }
        history.step(changes[what])

    def _act(self, verb: str, n: int, section: str | None) -> Callable[[], object]:
        guid = telltale.guid_of(n)
        return lambda: self.history.act(verb, guid, section=section if verb == "publish" else None)
