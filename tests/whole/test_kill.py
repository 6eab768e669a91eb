"""A kill, by the wire and by hand: within a second of its commit nothing shows the item any more, and it is final."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.serve.forked import command
from tests.serve.running import Running, until
from tests.whole.helpers import anp, asked, receive, send

HEADLINE = "Burgemeester {} stapt op"
TEXT = "HOOGWOUDE (ANP) - De burgemeester van Hoogwoude stapt op, zegt {}."


class Watch:
    """Asks for the pages without end, and remembers when each last showed what it should not."""

    def __init__(self, site: Running, paths: list[str], words: str) -> None:
        self.last: dict[str, float] = {}
        self._site, self._paths, self._words = site, paths, words.encode()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            for path in self._paths:
                begun = time.time()
                if self._words in self._site.get(path).body:
                    self.last[path] = begun
            time.sleep(0.02)


@pytest.fixture(params=["by the wire", "by hand"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_kill_is_complete_within_a_second_and_final(site: Running, folder: Path, tmp_path: Path, way: str) -> None:
    number = 300 if way == "by hand" else 310
    headline = HEADLINE.format(number)
    article = anp(number, headline, TEXT.format(number), minutes=2)
    (tmp_path / "killed.xml").write_bytes(article)
    (tmp_path / "other.xml").write_bytes(
        anp(number + 1, f"Ander nieuws {number}", f"EDE (ANP) - Iets anders, {number}.")
    )
    path, other = receive(site.data, tmp_path / "killed.xml", tmp_path / "other.xml").paths
    surfaces = ["/", "/buitenland/", "/feed.rss", "/buitenland/feed.rss", "/latest?after=0", other, path]
    for surface in surfaces:
        until(lambda surface=surface: headline.encode() in site.get(surface).body, 2.0, f"{headline} on {surface}")
    short_id = path.rsplit("-", 1)[-1]
    with Watch(site, surfaces, headline) as watch:
        until(lambda: set(watch.last) == set(surfaces), 5.0, "a look at each page")
        if way == "by hand":
            done = command(site.data, "kill", f"http://localhost:{site.port}{path}", "--reason", "onjuist")
            assert (done.returncode, done.stdout.split("  ")[0]) == (0, f"killed {short_id}")
        else:
            send(folder, "kill.xml", anp(number, headline, version=2, minutes=2, status="canceled"))
        until(lambda: site.get(path).status == 410, 10.0, "410")
        time.sleep(0.3)  # the other pages are looked at once more
    (killed,) = asked(
        site.data,
        "SELECT at FROM newsroom_event e JOIN newsroom_item i ON i.id = e.item_id "
        "WHERE e.verb = 'killed' AND i.short_id = ?",
        short_id,
    )
    at = datetime.fromisoformat(killed).replace(tzinfo=UTC).timestamp()
    late = {surface: round(seen - at, 3) for surface, seen in watch.last.items()}
    print("seen after the kill was begun, in seconds:", late)
    assert max(late.values()) < 1.0, late
    assert site.get(path).headers["cache-control"] == "no-store"

    # What comes again, and what comes later, changes nothing.
    (tmp_path / "again.xml").write_bytes(article)
    (tmp_path / "later.xml").write_bytes(anp(number, headline, TEXT.format("opnieuw"), version=3, minutes=2))
    received = receive(site.data, tmp_path / "again.xml", tmp_path / "later.xml")
    assert (received.status, received.paths) == (0, [])
    assert site.get(path).status == 410
    for surface in surfaces[:-1]:
        assert headline.encode() not in site.get(surface).body, surface
    assert other.encode() in site.get("/buitenland/").body


def test_a_kill_that_comes_first_is_remembered(site: Running, tmp_path: Path) -> None:
    (tmp_path / "kill.xml").write_bytes(anp(330, "Vals bericht", version=2, status="canceled"))
    (tmp_path / "copy.xml").write_bytes(anp(330, "Vals bericht", "EDE (ANP) - Dit klopt niet."))
    received = receive(site.data, tmp_path / "kill.xml", tmp_path / "copy.xml")
    assert not received.paths
    assert received.items[1].startswith("killed")
    assert b"Vals bericht" not in site.get("/buitenland/").body


def test_what_is_not_clear_kills_nothing(site: Running) -> None:
    assert command(site.data, "kill", "no-such-thing", "--reason", "x").returncode == 1
