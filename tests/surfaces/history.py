"""A history of a newsroom, on the real thing: copy comes in through store and worker, people act by the verbs, the
clock moves on; and after each step `look` holds every surface against the oracle.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core import signals
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from dateline.intake import store, worker
from dateline.intake.now import put_back
from dateline.newsroom import apikeys, raw, verbs
from dateline.newsroom.models import Delivery, House, Item, Provider, Rule, Section, Source, Touch
from dateline.newsroom.resettle import resettle_waiting
from dateline.newsroom.setup import apply as setting_up
from dateline.newsroom.states import NotAllowed
from dateline.newsroom.transaction import EDITION, number, writing
from dateline.newsroom.verbs.edit import Words
from dateline.serve import application
from dateline.site import page as site_page
from dateline.wire.item import NewsItem

from . import telltale
from .followers import Followers
from .leftovers import leftovers
from .oracle import Fate, Oracle, Said
from .surfaces import SURFACES
from .web import WebProcess

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECTIONS = {"BUI": "buitenland", "BIN": "binnenland"}
WIRE, SECOND, STRANGER = "wire", "second", "stranger"
"""Sources: two that publish the ANP, and one that does not."""

VOUCHED = 0.5
"""Seconds after which a web process must not answer from memory without another look at the edition."""

STATUS = {"up": 200, "moved": 302, "hidden": 404, "gone": 410}


class Leak(AssertionError):
    """Something stands where it must not, or does not where it must."""


class History:
    """A newsroom from its first minute, with two web processes. It lasts as long as its transaction."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.moment = START
        self.steady = 1000.0
        self._patches = patch
        self._patch(patch)
        self._newsroom()
        self.key = apikeys.make("proef", rate=0, by="test")
        self.oracle = Oracle(dict(SECTIONS))
        self.webs: tuple[WebProcess, ...] = (WebProcess(self, prompt=True), WebProcess(self, prompt=False))
        self.surfaces = SURFACES
        self.delivered: list[tuple[str, bytes]] = []
        self.waiting: list[Delivery] = []
        self.names: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.serial = 0
        self.followers: Followers | None = None
        self.told_at: datetime | None = None

    def _patch(self, patch: pytest.MonkeyPatch) -> None:
        """The clock is this one; what a delivery holds are items, in no agency's format."""
        patch.setattr(timezone, "now", lambda: self.moment)
        patch.setattr(application, "steady", lambda: self.steady)
        patch.setattr(application, "time", SimpleNamespace(time=lambda: self.moment.timestamp()))
        patch.setattr(worker, "read_delivery", lambda delivery: telltale.unpacked(raw.load(delivery)))
        patch.setattr(site_page, "store", site_page.store)
        patch.setattr(logging.getLogger("django.request"), "disabled", True)  # thousands of 404 and 410 are asked for

    def _newsroom(self) -> None:
        House.objects.update_or_create(pk=1, defaults={"title": "De Avondster", "page_size": 2, "rail_size": 2})
        anp = Provider.objects.create(code=telltale.PROVIDER, name="ANP", retention_days=0)
        for slug in (WIRE, SECOND, STRANGER):
            source = Source.objects.create(slug=slug, path=f"/{slug}")
            if slug != STRANGER:
                source.providers.add(anp)
        for place, (category, slug) in enumerate(SECTIONS.items()):
            section = Section.objects.create(slug=slug, name=slug.title(), place=place)
            Rule.objects.create(place=place, category=category, section=section)

    # What happens

    def step(self, happens: Callable[[], object], *, look: bool = True) -> None:
        """Has something happen at a moment of its own, then looks everywhere half a second after."""
        self.moment += timedelta(seconds=1)
        self.do(happens)
        self.steady += VOUCHED
        for web in self.webs:
            if web.prompt:
                web.follower.poll()
        if look:
            self.look()

    def do(self, happens: Callable[[], object]) -> None:
        """Has something happen, with what follows a commit."""
        before = len(connection.run_on_commit)
        happens()
        # All is one transaction, that of the test: what waits for its commit is done here.
        due, connection.run_on_commit[before:] = connection.run_on_commit[before:], []
        for _savepoints, action, _robust in due:
            action()
        self.oracle.notes(self.moment)

    def deliver(self, items: Iterable[NewsItem], source: str = WIRE, *, padding: int = 0, work: bool = True) -> None:
        """A delivery comes in, and is read unless nobody works just now."""
        data = telltale.packed(list(items), padding)
        self.delivered.append((source, data))
        stored = store.store(Source.objects.get(slug=source), f"{len(self.delivered)}.json", data, now=self.moment)
        if stored.new:
            self.waiting.append(stored.delivery)
        if work:
            self.work()

    def work(self) -> None:
        """The worker reads what waits."""
        self._work_off()
        for delivery in self.waiting:
            self._tell(delivery)
        self.waiting = []

    def _work_off(self) -> None:
        """Has one worker work until nothing waits: it may take several transactions for a delivery."""
        one = worker.Worker()
        while one.step() or Delivery.objects.filter(state=Delivery.State.PENDING).exists():
            pass
        one.close()

    def _tell(self, delivery: Delivery) -> None:
        row = Delivery.objects.select_related("source").get(pk=delivery.pk)
        source, data = next(
            (source, data)
            for source, data in self.delivered
            if source == row.source.slug and raw.hashlib.sha256(data).hexdigest() == row.sha256
        )
        for item in telltale.unpacked(data).items:
            name = telltale.name_of(item.guid or "")
            self.names[name] = item.guid or ""
            trusted = source != STRANGER
            self.oracle.hears(item, arrived=row.arrived_at, read=self.moment, trusted=trusted)

    def again(self, number: int, source: str | None = None) -> None:
        """A delivery comes once more, by the same source or by another."""
        if self.delivered:
            number %= len(self.delivered)
            self.deliver(self.items_of(number), source or self.delivered[number][0])

    def items_of(self, number: int) -> tuple[NewsItem, ...]:
        """The items of a delivery."""
        return telltale.unpacked(self.delivered[number][1]).items

    def replay(self, number: int) -> None:
        """A delivery is read again from its bytes."""
        keys = sorted(Delivery.objects.values_list("pk", flat=True))
        if keys and not self.waiting:
            put_back([keys[number % len(keys)]])
            self._work_off()

    def act(
        self,
        verb: str,
        guid: str,
        *,
        section: str | None = None,
        other: str | None = None,
        later: timedelta | None = None,
    ) -> bool:
        """A person does something with an item, perhaps for a moment that is so much later; whether it was allowed."""
        item = Item.objects.filter(guid=guid).first()
        if item is None:
            return False
        self.serial += 1
        note = telltale.word("desk", self.serial)
        said: dict[str, Any] = {"note": note} if verb == "correct" else {"reason": f"Om {verb}"}
        if section:
            said["section"] = Section.objects.get(slug=section)
        if other:
            replacing = Item.objects.filter(guid=other).first()
            if replacing is None:
                return False
            said["with_item"] = replacing
        until = self.moment + later if later else None
        names = {"publish": "at", "expire_at": "at", "embargo": "until", "pin": "until"}
        if verb in names:
            said[names[verb]] = until
        if verb == "pin":
            said["where"] = "front"
        typed = telltale.typed(self.serial, note) if verb == "edit" else {}
        if verb == "edit":
            said["words"] = Words(headline=typed["headline"], body=typed["text"], note=note)
        try:
            getattr(verbs, verb)(item, by="desk", **said)
        except NotAllowed:
            return False
        is_noted = verb == "correct"
        self.oracle.does(guid, Said(verb, self.moment, section, other, note if is_noted else "", until, typed))
        return True

    def passes(self, time: timedelta) -> None:
        """Time passes in which nothing happens."""
        self.moment += time

    def sweep(self) -> None:
        """The worker looks after what is due."""
        while worker.look_after_due():
            pass
        self.oracle.sweeps(self.moment)

    def tell(self) -> None:
        """The worker looks after what is due, and tells all who follow the paper from outside."""
        self.sweep()
        self.followers = self.followers or Followers(self._patches)
        self.followers.are_told()
        self.told_at = self.moment

    def retain(self, days: int) -> None:
        """The administrator sets how long copy may be kept; 0 is without limit."""
        self._set_up({"retention_days": days})
        self.oracle.retention = timedelta(days=days) if days else None

    def understand(self, terms: list[str]) -> None:
        """The administrator says which usage terms are understood."""
        self._set_up({"known_terms": terms})
        self.oracle.understood = set(terms)

    def _set_up(self, changed: dict[str, Any]) -> None:
        anp = Provider.objects.get(code=telltale.PROVIDER)
        values = {"code": anp.code, "name": anp.name, "retention_days": anp.retention_days}
        values["known_terms"] = anp.known_terms.splitlines()
        empty: dict[str, list[Any]] = {name: [] for name in ("site", "provider", "section", "source", "rule")}
        setting_up.apply(empty | {"provider": [values | changed]})

    def rename(self, slug: str, name: str) -> None:
        """The administrator gives a section another name."""
        with writing() as work:
            Section.objects.filter(slug=slug).update(name=name)
            work.edition("house")
        resettle_waiting()

    def while_made(
        self, web: WebProcess, address: str, place: int, happens: Callable[[], object], tag: str = "house"
    ) -> None:
        """Has something happen while a page's parts of this tag are made anew: after the rows of the `place`th of them
        were read, before that part is kept. The process hears of it at once.
        """

        def meanwhile() -> None:
            self.do(happens)
            web.follower.poll()

        with writing() as work:
            work.edition(tag)
        web.follower.poll()
        web.meanwhile = (place, meanwhile)
        web.ask(address)
        if web.meanwhile is not None:  # it has fewer parts
            web.meanwhile = None
            meanwhile()

    def prune(self) -> None:
        """A change that nothing shown is about, and then the rows of all changes before it are pruned."""
        with writing() as work:
            work.edition("nothing")
        Touch.objects.filter(n__lt=number(EDITION)).delete()

    # What is seen

    def slugs(self) -> list[str]:
        """The sections, as addresses name them."""
        return list(SECTIONS.values())

    def look(self) -> None:
        """Raises Leak unless every surface (of `surfaces`) of every process shows what it has to, and nothing else."""
        fates = self.oracle.fates(self.moment)
        for web in self.webs:
            self._look_at_addresses(web, fates)
        allowed = {word for fate in fates.values() for word in _shown(fate)}
        for surface in self.surfaces:
            for web in self.webs:
                who = f"{surface.name}, {'prompt' if web.prompt else 'late'} process"
                self._compare(who, surface.read(web, self), surface.shows, allowed, fates)
        if self.followers is not None and self.told_at == self.moment:
            for who, texts, shows in self.followers.read(self):
                self._compare(who, texts, shows, allowed, fates)
        if not self.waiting and (left := leftovers(self.oracle)):
            raise Leak(f"kept, though its words had to go: {left}\n{self.told(fates)}")

    def _compare(
        self, who: str, texts: Iterable[str], shows: frozenset[str], allowed: set[str], fates: dict[str, Fate]
    ) -> None:
        found = {word for text in texts for word in telltale.words_in(text)}
        wanted = {word for fate in fates.values() for word in _wanted(fate, shows)}
        if found - allowed:
            raise Leak(f"{who}: shows {sorted(found - allowed)}\n{self.told(fates)}")
        if wanted - found:
            raise Leak(f"{who}: lacks {sorted(wanted - found)}\n{self.told(fates)}")

    def _look_at_addresses(self, web: WebProcess, fates: dict[str, Fate]) -> None:
        who = "prompt" if web.prompt else "late"
        # First what this process may have in its memory.
        for address, name in self.addresses.items():
            fate = fates[self.names[name]]
            got = web.browse(address)
            fine = (200, 301) if fate.kind == "up" else (STATUS[fate.kind],)
            if got.status not in fine:
                raise Leak(f"{who}: {address} answers {got[:2]}, not {fine}\n{self.told(fates)}")
        for name, guid in self.names.items():
            fate = fates[guid]
            got = web.browse(f"/nergens/x-{name}")
            status = STATUS[fate.kind]
            if fate.kind == "up":
                section = fate.section
                if got.status != 301 or f"/{section}/" not in got.location or not got.location.endswith(name):
                    raise Leak(
                        f"{who}: {guid} is not led to its address: {got[:2]}, not in {section}\n{self.told(fates)}"
                    )
                self.addresses.setdefault(got.location, name)
            elif got.status != status or (fate.to and not got.location.endswith(telltale.name_of(fate.to))):
                raise Leak(f"{who}: {guid} answers {got[:2]}, not {status}\n{self.told(fates)}")

    def told(self, fates: dict[str, Fate]) -> str:
        """Where every item has to stand, for whoever reads a failure."""
        lines = [f"  {guid[-3:]} {telltale.name_of(guid)} {fate.kind} {fate.why}" for guid, fate in fates.items()]
        rows = Item.objects.select_related("article").order_by("guid")
        lines += [f"  is {item.guid[-3:]} {item.article.state}: {item.article.reason}" for item in rows]
        return "\n".join([f"at {self.moment}", *lines])


def _shown(fate: Fate) -> set[str]:
    if fate.version is None:
        return set()
    return telltale.shown_words(fate.version) | telltale.words_in(fate.note)


def _wanted(fate: Fate, shows: frozenset[str]) -> set[str]:
    version = fate.version
    if version is None:
        return set()
    told = {
        "headline": version.headline or "",
        "lead": version.text.partition("\n\n")[0],
        "text": version.text,
        "note": fate.note,
    }
    return telltale.words_in(" ".join(told[name] for name in shows))


class Staged:
    """A history in a transaction that nothing is left of."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._all = transaction.atomic()
        self._data = TemporaryDirectory(prefix="dateline-tests-")

    def __enter__(self) -> History:
        # Files would outlive the transaction: raw copy, and the log of removals.
        self._patch.setattr(settings, "DATA", Path(self._data.name))
        # All is one transaction: what begins or ends a request must not close its connection.
        for signal in (signals.request_started, signals.request_finished):
            signal.disconnect(close_old_connections)
        self._all.__enter__()
        try:
            return History(self._patch)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_error: object) -> None:
        try:
            transaction.set_rollback(True)
            self._all.__exit__(None, None, None)
        finally:
            self._patch.undo()
            self._data.cleanup()
            for signal in (signals.request_started, signals.request_finished):
                signal.connect(close_old_connections)
