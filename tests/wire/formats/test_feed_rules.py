"""Feeds by the rules of their own specifications: RSS 2.0, Atom (RFC 4287, RFC 6721) and JSON Feed 1.1."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree
from msgspec.structs import replace

from dateline.wire import NewsItem, write
from dateline.wire.formats.ninjs import is_uri
from dateline.wire.item import Link
from tests.wire.formats.test_writers import BARE, FULL
from tests.wire.test_round_trip import sampled

PUBLIC = replace(
    FULL, status="usable", embargoed=None, links=(Link(href="https://a.example/1", rel="alternate"), *FULL.links)
)
SETS = {
    "none": [],
    "one": [PUBLIC],
    "bare": [BARE, NewsItem(format="x")],
    "held": [FULL, replace(PUBLIC, status="canceled"), replace(PUBLIC, status="withheld")],
}
A = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
MODIFIED = "{http://purl.org/dc/terms/}modified"
MEDIA = "{http://search.yahoo.com/mrss/}"
RFC_822 = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z][a-z] \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture(params=[*SETS, "real"])
def items(request):
    return SETS[request.param] if request.param in SETS else sampled()


def count(element, *names):
    return [len(element.findall(name)) for name in names]


def test_rss(items):
    rss = etree.fromstring(write(items, "rss"))
    assert (rss.tag, rss.get("version"), len(rss)) == ("rss", "2.0", 1)
    (channel,) = rss
    assert channel.tag == "channel"
    assert count(channel, "title", "link", "description") == [1, 1, 1]
    assert is_uri(channel.findtext("link"))
    assert {child.tag for child in channel} <= {"title", "link", "description", "item"}
    found = channel.findall("item")
    for item in found:
        assert {child.tag for child in item} <= {
            *("title", "link", "guid", "pubDate", "category", "description", CONTENT),
            *(DC + name for name in ("creator", "language", "rights")),
            *(MEDIA + "content", MODIFIED, A + "link"),
        }
        assert item.findtext("title") or item.findtext("description")
        for name in ("title", "link", "guid", "pubDate", "description", CONTENT):
            assert len(item.findall(name)) <= 1
        guid = item.find("guid")
        assert guid.get("isPermaLink") == "false"
        assert guid.text
        if item.find("link") is not None:
            assert item.findtext("link").startswith(("http://", "https://"))
        for name in (MODIFIED, "pubDate"):
            assert len(item.findall(name)) <= 1
        modified = item.findtext(MODIFIED)
        assert modified is None or RFC_3339.fullmatch(modified)
        for link in item.findall(A + "link"):
            assert link.get("href").startswith(("http://", "https://"))
        date = item.findtext("pubDate")
        assert date is None or (RFC_822.fullmatch(date) and parsedate_to_datetime(date))
        for media in item.findall(MEDIA + "content"):
            assert media.get("url")
            assert media.get("medium") in ("image", "audio", "video", "document", None)
    assert len(found) == sum(item.status == "usable" and item.embargoed is None for item in items)


def test_atom(items):
    feed = etree.fromstring(write(items, "atom"))
    assert feed.tag == A + "feed"
    assert count(feed, A + "id", A + "title", A + "updated") == [1, 1, 1]
    assert is_uri(feed.findtext(A + "id"))
    assert RFC_3339.fullmatch(feed.findtext(A + "updated"))
    names = [child.tag for child in feed]
    assert set(names) <= {A + "id", A + "title", A + "updated", A + "author", A + "entry", TOMBSTONE}
    first = next((at for at, name in enumerate(names) if name in (A + "entry", TOMBSTONE)), len(names))
    assert set(names[first:]) <= {A + "entry", TOMBSTONE}
    for author in feed.iter(A + "author"):
        assert count(author, A + "name") == [1]
    for entry in feed.findall(A + "entry"):
        assert count(entry, A + "id", A + "title", A + "updated", A + "content") == [1, 1, 1, 1]
        assert is_uri(entry.findtext(A + "id"))
        for name in ("published", "rights", "summary"):
            assert len(entry.findall(A + name)) <= 1
        for name in ("published", "updated"):
            told = entry.findtext(A + name)
            assert told is None or (RFC_3339.fullmatch(told) and datetime.fromisoformat(told))
        assert entry.find(A + "content").get("type") == "html"
        assert len(entry.find(A + "content")) == 0
        for link in entry.findall(A + "link"):
            assert link.get("href")
        assert len([link for link in entry.findall(A + "link") if link.get("rel") == "alternate"]) <= 1
        for category in entry.findall(A + "category"):
            assert category.get("term")
            assert category.get("scheme") is None or is_uri(category.get("scheme"))
    for gone in feed.findall(TOMBSTONE):
        assert is_uri(gone.get("ref"))
        assert RFC_3339.fullmatch(gone.get("when"))


def test_json_feed(items):
    feed = json.loads(write(items, "jsonfeed"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert feed.keys() <= {"version", "title", "items"}
    texts = ("id", "url", "title", "summary", "image", "date_published", "date_modified", "language", "content_html")
    for item in feed["items"]:
        assert item.keys() <= {*texts, "authors", "tags", "attachments"}
        assert item["id"]
        assert "content_html" in item
        assert all(isinstance(item[key], str) for key in texts if key in item)
        for key in ("date_published", "date_modified"):
            assert key not in item or RFC_3339.fullmatch(item[key])
        assert all(isinstance(tag, str) for tag in item.get("tags", ()))
        assert all(author["name"] for author in item.get("authors", ()))
        for attachment in item.get("attachments", ()):
            assert attachment["url"]
            assert attachment["mime_type"]
            assert attachment.keys() <= {"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}


@pytest.mark.parametrize("to", ["rss", "atom", "jsonfeed"])
def test_ids_are_the_same_whatever_else_is_in_the_feed(to):
    alone, among = write([PUBLIC], to), write([replace(PUBLIC, guid="urn:a:b"), PUBLIC], to)
    assert PUBLIC.guid.encode() in alone
    assert PUBLIC.guid.encode() in among
