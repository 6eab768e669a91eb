"""The demonstration, as `make run` starts it: full at once, then live; stopped, killed and started again meanwhile."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.intake.demo import playlist
from dateline.intake.demo.template import fill
from dateline.newsroom.addresses import public_id
from dateline.wire import read
from tests.conftest import REPO
from tests.serve import running as processes
from tests.serve.running import Running, free_port, running, until
from tests.whole.following import Follower, key_to
from tests.whole.helpers import asked, shown, texts

pytestmark = pytest.mark.once


def test_it_is_full_at_once(demo: Running) -> None:
    until(lambda: len(texts(shown(demo, "/"), "main .headline")) > 30, 5.0, "a full front")
    sections = [path.get("href") for path in shown(demo, "/").cssselect("header nav a")]
    assert len(sections) == 6
    for path in sections:
        assert len(texts(shown(demo, path), "main li")) >= 5, path


def article(data: Path, headline: str) -> str:
    """Where the article with this headline is; empty while there is none."""
    found = asked(data, "SELECT short_id FROM newsroom_article WHERE headline LIKE ?", f"%{headline}%")
    return f"/nieuws/x-{found[0]}" if found else ""


def missed(data: Path, follower: Follower) -> list[str]:
    """What is up and was in no feed, and what a program that follows has otherwise than it is."""
    rows = asked(data, "SELECT short_id, listed FROM newsroom_article WHERE told > 0")
    items = {public_id(short_id): "usable" if listed else "canceled" for short_id, listed in rows}
    unread = [uri for uri, status in items.items() if status == "usable" and uri not in follower.entries]
    return unread + [uri for uri, status in items.items() if follower.items.get(uri) != status]


def held_before(place: Path, *names: str) -> Callable[[str], None]:
    """Has the player wait before each of these files, until what is given is called with its name."""
    held = place / "held"
    held.mkdir()
    for name in names:
        (held / name).touch()
    return lambda name: (held / name).unlink()


def test_it_plays_through_whatever_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "COMMAND", (sys.executable, "-m", "tests.whole.quick_demo"))
    monkeypatch.chdir(REPO)
    data, port = tmp_path / "data", free_port()
    kill, replacement, later = "nnb-burgemeester-drostambacht-kill.xml", "nnb-pelikaan-akkoord.xml", "vpd-zeewier.xml"
    let = held_before(tmp_path, kill, replacement, later)
    follower = Follower(port, key_to(data))
    statuses: dict[str, list[int]] = {}

    def status(site: Running, headline: str) -> int:
        """What the article answers, past the way to its own address; remembered."""
        path = article(data, headline)
        reply = site.get(path) if path else None
        if reply and reply.status == 301:
            reply = site.get(reply.headers["location"])
        seen = statuses.setdefault(headline, [])
        if reply and reply.status not in seen[-1:]:
            seen.append(reply.status)
        return reply.status if reply else 0

    def embargo_holds(site: Running) -> bool:
        """Whether it still has to; what shows before its end fails."""
        moment = begun(data).replace(microsecond=0).timestamp() + 90
        code = status(site, "Rekenkamer: zwembad") or 404  # none: it is not read yet
        listed = b"Rekenkamer: zwembad" in site.get("/").body + site.get("/feed.rss").body
        now = time.time()
        assert now >= moment or (code, listed) == (404, False), f"{moment - now} s before its time"
        return now < moment - 0.2

    with running(data, "--demo", port=port) as site:
        follower.start()
        until(lambda: status(site, "Pelikaan Papier ultimatum") == 200, 5.0, "an article of the beginning")
        until(lambda: status(site, "Burgemeester Drostambacht") == 200, 10.0, "an article that comes")
        embargo_holds(site)
        os.kill(site.pid_of("work"), signal.SIGKILL)
        let(kill)
        until(lambda: status(site, "Burgemeester Drostambacht") == 410, 10.0, "its kill")
        os.kill(site.children(site.pid_of("web"))[0], signal.SIGKILL)
        site.wait_until_up(10)
        let(replacement)
        until(lambda: status(site, "Pelikaan Papier ultimatum") == 302, 10.0, "a replacement")
        embargo_holds(site)
        family = site.family()
        assert site.stop() == 0, "SIGTERM"
        assert not [pid for pid in family if processes.alive(pid)]
    before = asked(data, "SELECT count(*) FROM newsroom_delivery")[0]
    assert before < len(names()), "it was stopped in the middle"

    let(later)
    with running(data, "--demo", port=port) as site:
        while embargo_holds(site):
            time.sleep(0.05)
        until(lambda: status(site, "Rekenkamer: zwembad") == 200, 2.0, "the end of the embargo")
        until(lambda: b"Rekenkamer: zwembad" in site.get("/binnenland/").body, 1.0, "its place in the section")
        until(lambda: asked(data, "SELECT count(*) FROM newsroom_delivery")[0] == len(names()), 20.0, "all of it")
        until(lambda: not asked(data, "SELECT 1 FROM newsroom_delivery WHERE state != 'done'"), 5.0, "the worker")
        until(lambda: missed(data, follower) == [], 5.0, "who follows has all of it")
        until(lambda: follower.unchanged, 5.0, "a feed with nothing new")
        follower.stop()
        assert texts(shown(site, page(site, "Klapbrug in Waardermeer")), "h1") == [
            "Klapbrug in Waardermeer na zeven uur weer dicht"
        ]
        assert texts(shown(site, page(site, "Waterschap wil dijk")), ".note")[0].startswith("Correctie RECTIFICATIE:")
        assert status(site, "Burgemeester Drostambacht") == 410
        assert status(site, "Attentie redacties") == 404
        assert "SELECT" not in site.said()
        assert "Traceback" not in site.said()
    assert statuses["Burgemeester Drostambacht"] == [200, 410]
    assert statuses["Pelikaan Papier ultimatum"] == [200, 302]
    assert statuses["Rekenkamer: zwembad"][-1] == 200
    # Nothing was lost, nothing doubled.
    assert Counter(asked(data, "SELECT name FROM newsroom_delivery")) == Counter(names())
    stored = asked(data, "SELECT i.guid, r.version FROM newsroom_revision r JOIN newsroom_item i ON i.id = r.item_id")
    assert Counter(stored) == Counter(played(data))
    assert asked(data, "SELECT count(*) FROM newsroom_event WHERE verb = 'receive'") == [len(stored)]


def names() -> set[str]:
    """The files of the demonstration; one is played twice and is one delivery."""
    entries = playlist.load()
    return {entry.file for entry in (*entries.initial, *entries.live)}


def page(site: Running, headline: str) -> str:
    return site.get(article(site.data, headline)).headers["location"]


def begun(data: Path) -> datetime:
    """When the demonstration began, from which its times count."""
    return datetime.fromisoformat(asked(data, "SELECT min(arrived_at) FROM newsroom_delivery")[0]).replace(tzinfo=UTC)


def played(data: Path) -> list[tuple[str, str]]:
    """Guid and version of each item in the files of the demonstration."""
    start = begun(data)
    entries = playlist.load()
    found: list[tuple[str, str]] = []
    for entry in {entry.file: entry for entry in (*entries.initial, *entries.live)}.values():
        copy = fill((playlist.WIRE / entry.file).read_text("utf-8"), start).encode()
        fetched_at = datetime.fromisoformat(fill(entry.fetched_at, start)) if entry.fetched_at else None
        items = read(copy, name=entry.file, fetched_at=fetched_at, provider=entry.provider).items
        found += [(item.guid, item.version or "") for item in items]
    return found
