"""Every place where a reader can meet copy: one table. What is built later gets a row here, and no test of its own.

A surface gives the texts that a reader gets there. It takes the web process that is asked and the history so far, which
knows all addresses (`History.addresses`).
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.newsroom import visible

from .web import WebProcess

if TYPE_CHECKING:
    from .history import History

Read = Callable[[WebProcess, "History"], Iterator[str]]

_OLDER = re.compile(r'href="(/[a-z0-9-]+/?\?before=[^"]+)"')
_MORE = re.compile(r'href="(/search\?[^"]+)" rel="next"')
_ENDLESS = 40


@dataclass(frozen=True)
class Surface:
    """A surface, how it is read, and which fields of copy that is up must be found there ("never stale")."""

    name: str
    read: Read
    shows: frozenset[str] = field(default=frozenset())


def front(web: WebProcess, history: "History") -> Iterator[str]:
    """The front."""
    yield web.browse("/").text


def sections(web: WebProcess, history: "History") -> Iterator[str]:
    """Every section, and its pages back in time."""
    for slug in history.slugs():
        address, pages = f"/{slug}/", 0
        while address and pages < _ENDLESS:
            text = web.browse(address).text
            yield text
            older = _OLDER.search(text.replace("&amp;", "&"))
            address, pages = older[1] if older else "", pages + 1


def articles(web: WebProcess, history: "History") -> Iterator[str]:
    """Every address that an article ever had: its page with the rail, or what stands there instead."""
    for address in history.addresses:
        yield web.browse(address).text


def feeds(web: WebProcess, history: "History") -> Iterator[str]:
    """The feed of everything, and those of each section and of the agency, in every format."""
    for name in ("rss", "atom", "json"):
        for folder in ("", "/agency/anp", *(f"/{slug}" for slug in history.slugs())):
            yield web.browse(f"{folder}/feed.{name}").text


def sitemaps(web: WebProcess, history: "History") -> Iterator[str]:
    """The index of the archive's sitemaps, and each of them: the words of a headline stand in addresses."""
    index = web.browse("/sitemap.xml").text
    yield index
    for address in re.findall(r"<loc>[^<]*(/sitemap-[0-9]+\.xml)</loc>", index):
        yield web.browse(address).text


def news_sitemap(web: WebProcess, history: "History") -> Iterator[str]:
    """The sitemap of the news of two days, and what else is for crawlers."""
    yield web.browse("/sitemap-news.xml").text
    yield web.browse("/robots.txt").text


def latest(web: WebProcess, history: "History") -> Iterator[str]:
    """What an open front asks for: the newest of all."""
    yield web.browse("/latest").text


def live(web: WebProcess, history: "History") -> Iterator[str]:
    """What other open pages ask for: the list of a section, and its rail without the article that is read."""
    for slug in history.slugs():
        yield web.browse(f"/{slug}/latest").text
        yield web.browse("/".join(["", slug, "rail", *list(history.names)[:1]])).text


def corrections(web: WebProcess, history: "History") -> Iterator[str]:
    """The list of what was corrected, and its pages back in time."""
    address, pages = "/corrections", 0
    while address and pages < _ENDLESS:
        text = web.browse(address).text
        yield text
        older = _OLDER.search(text)
        address, pages = older[1] if older else "", pages + 1


def api(web: WebProcess, history: "History") -> Iterator[str]:
    """The content API: all that changed from the beginning, every item, every section."""
    key = {"authorization": f"Bearer {history.key}"}
    cursor, more = "", True
    while more:
        body = web.get(f"/api/v1/items?after={cursor}", **key).body
        yield body.decode()
        told = json.loads(body)
        cursor, more = told["cursor"], told["more"]
    for name in history.names:
        yield web.get(f"/api/v1/items/{name}", **key).body.decode()
    for slug in history.slugs():
        yield web.get(f"/api/v1/sections/{slug}/items", **key).body.decode()


def leads(web: WebProcess, history: "History") -> Iterator[str]:
    """Where addresses lead: the words of a headline stand in them."""
    for name in history.names:
        yield web.browse(f"/nergens/x-{name}").location


def searches(web: WebProcess, history: "History") -> Iterator[str]:
    """What is found by words that are in every headline and every text, and by the agency: all pages of each."""
    for asked in ("q=brug", "q=station+haven", "q=brug&order=best", "q=agency:anp", "q=-niets"):
        address, pages = f"/search?{asked}", 0
        while address and pages < _ENDLESS:
            text = web.browse(address).text
            yield text
            more = _MORE.search(text.replace("&amp;", "&"))
            address, pages = more[1] if more else "", pages + 1


def search_feeds(web: WebProcess, history: "History") -> Iterator[str]:
    """The feeds of searches: by a word of every headline that the desk has not written, and of everything."""
    for asked in ("q=brug", "q=-niets"):
        for name in ("rss", "atom", "json"):
            yield web.browse(f"/search/feed.{name}?{asked}").text


def api_search(web: WebProcess, history: "History") -> Iterator[str]:
    """The search of the content API, each order; and what changed of it from the beginning."""
    key = {"authorization": f"Bearer {history.key}"}
    for asked in ("q=brug&order=best", "q=-niets", "agency=anp&after=0-0-0"):
        cursor: str | None = ""
        where = "after" if "after" in asked else "before"
        while cursor is not None:
            told = web.get(f"/api/v1/search?{asked}" + (f"&{where}={cursor}" if cursor else ""), **key)
            yield told.body.decode()
            found = json.loads(told.body)
            cursor = found["cursor"] if found["more"] else None


def door(_web: WebProcess, history: "History") -> Iterator[str]:
    """The door of the newsroom itself, through which all others go, and those that are still to be built."""
    yield from (str(vars(article)) for article in visible.visible(history.moment))
    yield from (str(vars(article)) for article in visible.newest(None, 100, history.moment))
    for name in history.names:
        found = visible.article_for(name, history.moment)
        if isinstance(found, visible.Shown | visible.Moved):
            yield str(vars(found.article))


SURFACES: tuple[Surface, ...] = (
    Surface("front", front, frozenset({"headline"})),
    Surface("sections", sections, frozenset({"headline"})),
    Surface("articles and rails", articles, frozenset({"headline", "text", "note"})),
    Surface("feeds", feeds, frozenset({"headline", "lead"})),
    Surface("sitemaps of the archive", sitemaps, frozenset({"headline"})),
    Surface("news sitemap", news_sitemap),
    Surface("live list of the front", latest, frozenset({"headline"})),
    Surface("live lists of sections", live),
    Surface("corrections", corrections),
    Surface("search", searches, frozenset({"headline"})),
    Surface("feeds of searches", search_feeds, frozenset({"headline", "lead"})),
    Surface("search of the content API", api_search, frozenset({"headline", "text", "note"})),
    Surface("content API", api, frozenset({"headline", "text", "note"})),
    Surface("redirects", leads),
    Surface("the newsroom's door", door, frozenset({"headline", "lead"})),
)
