"""The real feeds and exports of ../shared: what stands in them, and that each word of a text is in one place.

The words are counted here with lxml alone, so that the reader cannot vouch for itself.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree, html

from dateline.wire import NewsItem, read
from dateline.wire.problems import CODES
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared

FIXTURES = SHARED / "wire" / "superdesk-core" / "io" / "fixtures"
YOUTUBE = SHARED / "wire" / "superdesk-ewtn" / "ingest" / "ewtn_youtube" / "rss.xml"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def squash(text: str) -> str:
    return "".join(text.split())


def words_of(entry: etree._Element) -> str:
    """The words of an entry's text: its HTML without tags, its plain text, or what is said of its video."""
    encoded = entry.find(ENCODED)
    if encoded is not None:
        text = (encoded.text or "").strip()
        return squash(html.fromstring(f"<div>{text}</div>").text_content()) if text else ""
    for name in (f"{ATOM}content", f".//{MEDIA}description"):
        found = entry.find(name)
        if found is not None:
            return squash(found.text or "")
    return ""


def told(item: NewsItem) -> str:
    """The words of an item's text and of what was taken out of it, letter by letter in order where nothing was."""
    first = item.byline if item.byline and item.byline.startswith("By ") else ""
    return squash(first + item.text)


@pytest.mark.parametrize(
    "path",
    [FIXTURES / "wenn.xml", FIXTURES / "wordpress_wxr.xml", FIXTURES / "wordpress_wxr_thumb.xml", YOUTUBE],
    ids=lambda path: path.name,
)
def test_every_entry_is_an_item_and_each_of_its_words_is_in_one_place(path: Path) -> None:
    data = path.read_bytes()
    root = etree.fromstring(data)
    entries = [
        entry
        for entry in root.iter(f"{ATOM}entry", "item")
        if (entry.findtext("{http://wordpress.org/export/1.2/}post_type") or "post") == "post"
    ]
    reading = read(data)
    assert len(reading.items) == len(entries)
    for item, entry in zip(reading.items, entries, strict=True):
        assert item.guid == (entry.findtext("guid") or entry.findtext(f"{ATOM}id"))
        assert {problem.code for problem in item.problems} <= CODES.keys() - {"words-differ"}
        assert re.sub(r"\s", "", told(item)) == words_of(entry)


def test_the_wenn() -> None:
    first, second = read((FIXTURES / "wenn.xml").read_bytes()).items
    assert (first.provider, first.format, first.credit, first.byline) == ("WENN", "atom", ("WENN",), None)
    assert first.headline == "Suge Knight involved in fatal hit and run incident"
    assert first.version_created == datetime(2015, 1, 30, 0, 33, 6, tzinfo=UTC)
    assert (first.language, first.section, first.places) == ("en-GB", "Music", ("Compton",))
    assert first.apparatus == ("(KL&TD/WNWCZM/RL)",)
    assert second.version_created == datetime(2015, 1, 29, 21, 58, 32, tzinfo=UTC)


def test_a_channel_of_videos() -> None:
    items = read(YOUTUBE.read_bytes()).items
    first = items[0]
    assert (first.provider, first.kind, first.guid) == ("EWTN", "video", "yt:video:2JELmDmKJlA")
    assert first.headline == "THE CATHOLIC UNIVERSITY OF AMERICA: MASS OF THE HOLY SPIRIT - 2023-08-31"
    assert first.first_created == datetime(2023, 9, 1, 12, 8, 55, tzinfo=UTC)
    assert first.version_created == datetime(2023, 9, 1, 12, 37, 46, tzinfo=UTC)
    assert first.media[0].href == "https://www.youtube.com/v/2JELmDmKJlA?version=3"
    assert (first.media[0].width, first.media[0].height) == (640, 390)


def test_exports_of_wordpress() -> None:
    items = read((FIXTURES / "wordpress_wxr.xml").read_bytes()).items
    assert [item.headline for item in items] == [
        "Starafrica to dispose assets for $6 million to clear debt",
        "test2",
        "test3",
        "test4",
        "test5",
    ]
    first = items[0]
    assert first.first_created == datetime(2013, 7, 29, 16, 3, 54, tzinfo=UTC)
    assert (first.language, first.byline, first.keywords) == ("en-US", "By Tester", ("companies",))
    assert [subject.name for subject in first.subjects] == ["Business", "Companies", "Economy"]
    assert items[1].media[0].href == "http://example.net/image.png"
    assert [link.href for link in items[4].links if link.rel == "embed"] == ["https://test.invalid"]


def test_a_featured_picture_of_wordpress() -> None:
    (item,) = read((FIXTURES / "wordpress_wxr_thumb.xml").read_bytes()).items
    assert (item.headline, item.text, item.byline) == ("test post", "toto", "toto")
    assert [(media.href, media.caption) for media in item.media] == [("https://toto.invalid/attachment.jpg", "excerpt")]
