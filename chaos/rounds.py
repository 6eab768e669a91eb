"""One round: a day played under violence, and what of it is not as it is in peace."""

import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chaos import newsroom, pages
from chaos.comparing import differences
from chaos.day import Day, make
from chaos.killing import Killer
from chaos.newsroom import Installation
from chaos.processes import Site
from chaos.sending import Sender
from chaos.stories import STAYING
from chaos.watching import Watcher
from dateline.intake.files import is_copy
from tests.postgres import Server

SECONDS_A_KILL = 0.5
START_SECONDS, SETTLE_SECONDS = 60.0, 120.0

DIED = "Dateline stopped three times%"
"""How the reason begins for which a delivery is in quarantine that three workers died of."""


@dataclass
class Round:
    """What happened in a round."""

    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0
    sent: int = 0
    acknowledged: int = 0
    seconds: float = 0.0
    replayed: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


class Ground:
    """Where rounds are played: the newsrooms that were set up, and PostgreSQL's server (None: SQLite)."""

    def __init__(self, folder: Path, server: Server | None = None) -> None:
        self.server = server
        self.folder = folder
        self.made = newsroom.set_up(folder / "chaos", server)
        # In peace it is always SQLite: what comes of a day is the same on both.
        self.reference = newsroom.set_up(folder / "reference") if server else self.made

    def play(self, seed: int, kills: int, stories: int) -> Round:
        """Plays the day of a seed with so many kills, and compares."""
        rng = random.Random(f"violence {seed}")
        played = Round(seed)
        started = time.monotonic()
        began = datetime.now(UTC).replace(microsecond=0)
        soon = began + timedelta(seconds=5 + round(kills * SECONDS_A_KILL * 0.7))
        day = make(seed, began, soon, stories)
        played.deliveries = len(day.sent)
        at = newsroom.copied(self.made, "round", self.server)
        with Site(at) as site:
            _until(lambda: _answers(site), START_SECONDS, site)
            found = self._under_fire(at, site, day, soon, rng, kills, played)
        wanted = self._in_peace(seed, began, soon, stories)
        for what in ("deliveries", "items", "revisions", "articles", "references"):
            played.violations += differences(found[what], wanted[what], what)
        for port in site.ports:
            played.violations += differences(found[f"pages {port}"], wanted["pages"], f"pages at {port}")
        played.violations += found["broken"]
        played.violations += [f"in peace: {one}" for one in wanted["broken"]]
        played.seconds = time.monotonic() - started
        return played

    def _under_fire(
        self, at: Installation, site: Site, day: Day, soon: datetime, rng: random.Random, kills: int, played: Round
    ) -> dict[str, Any]:
        killer = Killer(site, random.Random(rng.random()), kills, self.server)
        sender = Sender(at, site.ports, day.sent, random.Random(rng.random()), killer.progress)
        with Watcher(at, site.ports, day, random.Random(rng.random())) as watcher:
            sender.start(kills * SECONDS_A_KILL)
            killer.rage(sender.await_next)
            sender.finish()
            _until(lambda: _answers(site) and _settled(at, soon), SETTLE_SECONDS, site)
            played.replayed = _replay(at)
            _until(lambda: _answers(site) and _settled(at, soon), SETTLE_SECONDS, site)
            found = _picture(at)
            for port in site.ports:
                found[f"pages {port}"] = pages.of(sorted(found["articles"]), pages.over_http(port))
        played.kills, played.sent, played.answers = killer.kills, sender.count, watcher.answers
        played.acknowledged = sum(sender.acknowledged.values())
        played.violations += watcher.violations + sender.refused + _lost(at, found, sender)
        if watcher.answers[500]:
            played.violations.append(f"{watcher.answers[500]} pages were answered by 500")
        return found

    def _in_peace(self, seed: int, began: datetime, soon: datetime, stories: int) -> dict[str, Any]:
        at = newsroom.copied(self.reference, "peace")
        file = self.folder / "peace.json"
        words = [str(seed), began.isoformat(), soon.isoformat(), str(stories), str(file)]
        done = at.run(*words, module="chaos.reference")
        if done.returncode:
            raise RuntimeError(f"the reference run failed: {done.stderr[-3000:]}")
        found: dict[str, Any] = json.loads(file.read_text())
        return found


def _picture(at: Installation) -> dict[str, Any]:
    done = at.run(module="chaos.picture")
    if done.returncode:
        raise RuntimeError(f"the picture failed: {done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _answers(site: Site) -> bool:
    """Whether all of the site is up."""
    try:
        return all(pages.over_http(port)("/healthz").status == 200 for port in site.ports)
    except OSError:
        return False


def _settled(at: Installation, soon: datetime) -> bool:
    """Whether nothing waits any more: no file to be taken, no delivery to be read, no embargo to be noted."""
    if datetime.now(UTC) <= soon:
        return False
    for source in newsroom.FOLDERS:
        if source != STAYING and any(is_copy(path.name) for path in at.folder(source).iterdir()):
            return False
    try:
        ((pending,),) = at.rows("SELECT count(*) FROM newsroom_delivery WHERE state = 'pending'")
        ((running,),) = at.rows(
            "SELECT count(*) FROM newsroom_article WHERE listed AND embargoed_until < ?", f"{soon:%Y-%m-%d %H:%M:%S}.5"
        )
    except Exception:
        return False
    return not pending and not running


def _replay(at: Installation) -> int:
    """Has read again what is in quarantine because three workers died of it: a person's task, so the report tells."""
    rows = at.rows("SELECT id FROM newsroom_delivery WHERE state = 'quarantined' AND reason LIKE ?", DIED)
    if rows:
        at.run("replay", *(str(key) for (key,) in rows))
    return len(rows)


def _lost(at: Installation, found: dict[str, Any], sender: Sender) -> list[str]:
    """What was acknowledged and is no delivery: pushes that were answered by 202, files that were moved away."""
    there = set(found["deliveries"])
    wrong = [
        f"{source} {sha256} was acknowledged and is no delivery"
        for source, sha256 in sender.acknowledged
        if f"{source} {sha256}" not in there
    ]
    for source in newsroom.FOLDERS:
        for path in at.folder(source).rglob("*"):
            # An empty one was to keep the name for a file whose mover died; that then got another name.
            if path.is_file() and path.stat().st_size:
                sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
                if f"{source} {sha256}" not in there:
                    wrong.append(f"{path} was taken away and is no delivery")
    return wrong


def _until(condition: Callable[[], bool], seconds: float, site: Site) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"not within {seconds:.0f} s\n{site.said()}")
        time.sleep(0.1)
