"""Six hours of a paper, through real processes: at each hour every way out shows what it has to, and nothing else."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from copy import copy as copy_of
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import pytest

from tests.outgoing import sftp_server, varnish
from tests.outgoing.listening import Listener
from tests.serve.forked import command
from tests.serve.running import Running, free_port, running, until
from tests.whole.conftest import SETUP
from tests.whole.helpers import anp, asked, send

OUTLETS = """
[site]
base_url = "{base}"

[[outlet]]
slug = "partner"
kind = "webhook"
url = "{url}/partner"
private = true

[[outlet]]
slug = "cache"
kind = "purge"
url = "{url}/cache"
private = true

[[outlet]]
slug = "hub"
kind = "websub"
url = "{url}/hub"
private = true

[[outlet]]
slug = "archive"
kind = "folder"
path = "{place}/archive"

[[outlet]]
slug = "library"
kind = "sftp"
url = "sftp://{user}@127.0.0.1:{sftp}/map"
secret_from = "file:{place}/secret"
known_hosts = "{place}/known_hosts"
format = "nitf"
private = true
"""

VARNISH = """
[[outlet]]
slug = "varnish"
kind = "purge"
url = "{base}/"
private = true
"""
"""Where there is one, it stands in front of the site, and the site's own address is there."""

LISTS = (
    *("/", "/latest?after=0", "/buitenland/", "/buitenland/latest?after=0", "/feed.rss", "/feed.atom", "/feed.json"),
    *(f"/buitenland/feed.{kind}" for kind in ("rss", "atom", "json")),
    *(f"/agency/anp/feed.{kind}" for kind in ("rss", "atom", "json")),
    *("/buitenland/rail/000000000000?after=0", "/sitemap-news.xml"),
    *("/search?q=telg", "/search?q=telg&order=best", "/search/feed.rss?q=telg", "/search/feed.atom?q=telg"),
    *(
        "/search/feed.json?q=agency%3Aanp",
        "/api/v1/items",
        "/api/v1/sections/buitenland/items",
        "/api/v1/search?q=telg",
    ),
)
"""What lists articles. The word is in every text; by the words of headlines one is told from another."""

WORDS = ("alfa-een", "alfa-twee", "alfa-drie", "bravo-een", "charlie-een", "delta-een", "echo-een", "foxtrot-een")

ADDRESSES = (
    "SELECT '/' || s.slug || '/' || a.words || '-' || a.short_id FROM newsroom_article a "
    "JOIN newsroom_section s ON s.id = a.section_id WHERE a.told > 0 OR a.embargoed_until IS NOT NULL"
)


class Hour(NamedTuple):
    """What comes in at an hour, and the headlines that are up from then on."""

    copy: tuple[bytes, ...]
    up: set[str]


def copy(number: int, headline: str, *more: str, hours: int, version: int = 1, status: str = "usable") -> bytes:
    """A version of an item that was first sent so many hours ago."""
    lines = (*more, f"EDE (ANP) - De telg is terug, meldt bericht {number}.")
    return anp(number, headline, *lines, minutes=hours * 60, version=version, status=status)


def embargoed(number: int, headline: str, until: datetime) -> bytes:
    """Copy that readers may have from a moment on."""
    will = f'<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>{until:%Y%m%dT%H%M%S}+0000</DateAndTime>'
    status = f'<Status FormalName="Embargoed"/>{will}</StatusWillChange>'
    return copy(number, headline, hours=6).replace(b'<Status FormalName="usable"/>', status.encode())


def story() -> Iterator[Hour]:
    """Six hours; in the last an embargo ends, one of two."""
    now = datetime.now(UTC).replace(microsecond=0)
    news = [copy(n, headline, hours=6) for n, headline in ((1, "Alfa-een"), (2, "Bravo-een"), (4, "Delta-een"))]
    yield Hour((*news, embargoed(5, "Echo-een", now + timedelta(hours=2))), {"alfa-een", "bravo-een", "delta-een"})
    yield Hour((copy(1, "Alfa-twee", hours=6, version=60),), {"alfa-twee", "bravo-een", "delta-een"})
    why = "RECTIFICATIE: hier stond eerst een andere naam, dat was onjuist."
    yield Hour((copy(1, "Alfa-drie", why, hours=6, version=120),), {"alfa-drie", "bravo-een", "delta-een"})
    replacing = copy(3, "Charlie-een", "N i e u w bericht, vervangt: Bravo-een", hours=3)
    yield Hour((replacing,), {"alfa-drie", "charlie-een", "delta-een"})
    yield Hour((copy(4, "Delta-een", hours=6, version=240, status="canceled"),), {"alfa-drie", "charlie-een"})
    yield Hour((embargoed(6, "Foxtrot-een", soon()),), {"alfa-drie", "charlie-een", "foxtrot-een"})


def soon() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)


class Paper:
    """The paper and all who follow it: readers, a program with a key, a partner, caches, folders, a hub."""

    def __init__(self, site: Running, front: Running, listener: Listener, place: Path, key: str) -> None:
        self.site, self.front, self.listener, self.place, self.key = site, front, listener, place, key

    def read(self, address: str) -> str:
        return self.site.get(address, authorization=f"Bearer {self.key}").body.decode()

    def pages(self) -> list[str]:
        """Where articles are or were."""
        return asked(self.site.data, ADDRESSES)

    def wrong(self, up: set[str]) -> dict[str, set[str]]:
        """Where readers and programs see anything else than what is up, and what that is."""
        pages = [self.read(path) for path in self.pages()]
        seen = {address: words_in(self.read(address)) for address in LISTS} | {"pages": words_in(*pages)}
        listed = [
            path
            for path in re.findall(r"<loc>[^<]*(/sitemap-[0-9]+\.xml)</loc>", self.read("/sitemap.xml"))
            for _ in re.findall("<loc>[^<]*/buitenland/[^<]{13,}</loc>", self.read(path))
        ]
        found = {name: words ^ up for name, words in seen.items() if words != up}
        return found if len(listed) == len(up) else found | {"sitemap": set(listed)}

    def not_told(self, up: set[str]) -> dict[str, set[str]]:
        """The same of those who are told, which takes as long as they take."""
        bodies = [json.loads(heard.body) for heard in list(self.listener.heard) if heard.path == "/partner"]
        partner = {body["item"]["uri"]: json.dumps(body["item"]) for body in bodies}
        seen = {
            "partner": words_in(*partner.values()),
            "folder": words_in(*(file.read_text() for file in self.place.glob("archive/*.json"))),
            "sftp": words_in(*(file.read_text() for file in self.place.glob("sftp/map/*.xml"))),
            "pages in front": words_in(*(self.front.get(path).body.decode() for path in self.pages())),
            **{
                f"{path} in front": words_in(self.front.get(path).body.decode())
                for path in LISTS
                if "/api/" not in path
            },
        }
        return {name: words ^ up for name, words in seen.items() if words != up}


def words_in(*texts: str) -> set[str]:
    """The headlines that texts have. An address keeps the words that it began with, and is none."""
    text = re.sub(r"/buitenland/[a-z0-9-]+", "", " ".join(texts).lower())
    return {word for word in WORDS if word in text}


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    listener, port = Listener(), free_port()
    for name in ("in", "archive", "sftp/map"):
        (tmp_path / name).mkdir(parents=True)
    server = sftp_server.Server(tmp_path / "sftp")
    (tmp_path / "secret").write_text(sftp_server.PASSWORD)
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "known_hosts").write_text(server.known())
    with ExitStack() as stack:
        front = stack.enter_context(varnish.in_front_of(port, tmp_path)) if varnish.is_there() else port
        base = f"http://localhost:{front}"
        facts = {"base": base, "url": listener.url, "place": tmp_path, "user": sftp_server.USER, "sftp": server.port}
        text = SETUP.format(folder=tmp_path / "in") + OUTLETS.format(**facts)
        text += VARNISH.format(**facts) if front != port else ""
        (tmp_path / "newsroom.toml").write_text(text)
        done = command(tmp_path / "data", "setup", str(tmp_path / "newsroom.toml"))
        assert done.returncode == 0, done.stderr
        key = command(tmp_path / "data", "key", "proef", "--rate", "0").stdout.split()[-1]
        site = stack.enter_context(running(tmp_path / "data", port=port))
        in_front = copy_of(site)
        in_front.port = front
        yield Paper(site, in_front, listener, tmp_path, key)
    server.close()
    listener.close()


def killed(paper: Paper) -> list[tuple[str, str]]:
    """When something was killed, and which."""
    question = "SELECT e.at, i.short_id FROM newsroom_event e JOIN newsroom_item i ON i.id = e.item_id WHERE e.verb = ?"
    return asked(paper.site.data, question, "killed")


def test_at_each_hour_every_way_out_shows_what_is_up_and_nothing_else(paper: Paper, tmp_path: Path) -> None:
    for hour, (copies, up) in enumerate(story()):
        for n, data in enumerate(copies):
            send(tmp_path / "in", f"{hour}-{n}.xml", data)
        if hour == 4:
            until(lambda: killed(paper), 4.0, "the kill")  # which can be seen once it is committed
            time.sleep(1.0)
            assert paper.wrong(up) == {}, "a second after a kill"
        try:
            until(lambda up=up: not paper.wrong(up) and not paper.not_told(up), 4.0)
        except AssertionError:
            pytest.fail(f"hour {hour}: {paper.wrong(up)} {paper.not_told(up)}")
    [(_at, short_id)] = killed(paper)
    purges = [heard.headers["surrogate-key"].split() for heard in paper.listener.heard if heard.method == "PURGE"]
    assert any({f"item:{short_id}", "any", "gone"} <= set(tags) for tags in purges)
    pings = {value for heard in paper.listener.heard if heard.path == "/hub" for _name, value in parse_qsl(heard.body)}
    feeds = [f"/feed.{kind}".encode() for kind in ("rss", "atom", "json")]
    assert all(any(value.endswith(feed) for value in pings) for feed in feeds)
    bravo = next(path for path in asked(paper.site.data, ADDRESSES) if "bravo" in path)
    assert paper.site.get(bravo).status == 302
    assert "andere naam" in paper.read(next(path for path in asked(paper.site.data, ADDRESSES) if "alfa" in path))
