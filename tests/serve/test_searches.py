"""Feeds of searches in the page cache: never out of date, and never in the way of other pages."""

import json
from datetime import timedelta

from django.utils import timezone
from lxml import etree

from dateline.newsroom.addresses import public_id
from dateline.newsroom.touching import place_of, touch
from dateline.newsroom.transaction import writing
from dateline.search.index import fill_some
from tests.site import make

DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def taken_up(reader):
    while fill_some():
        pass
    reader.poll()  # it has heard of all that: whatever is kept from here on stays


def changed(row, *, kill=False, **fields):
    """What the newsroom does with an article that changes: row, index and tags in one transaction."""
    with writing() as work:
        before = place_of(row)
        for name, value in fields.items():
            setattr(row, name, value)
        row.told, row.told_at = work.next_change, work.now
        row.save()
        touch(row, before, work, kill=kill)
        work.shows(row)


def test_it_is_answered_from_memory_until_any_article_changes(reader):
    old = make.article("Brand lang geleden", "Rook.", at=make.NOON - timedelta(days=900))
    taken_up(reader)
    address = "/search/feed.atom?q=brand"
    first = reader.get(address)
    asked = len(reader.asked)
    assert reader.get(f"{address}&utm_source=x", if_none_match=first.headers["etag"]).status == 304
    assert len(reader.asked) == asked
    for kill, fields in ((False, {"headline": "Brand van toen"}), (True, {"state": "killed", "listed": False})):
        changed(old, kill=kill, **fields)
        reader.poll()
        reply = reader.get(address, if_none_match=first.headers["etag"])
        assert reply.status == 200
    assert "Brand" not in reply.body.decode()
    [gone] = etree.fromstring(reply.body).findall(DELETED)
    assert gone.get("ref") == public_id(old.short_id)


def test_it_is_made_anew_when_an_embargo_ends(reader):
    address = "/search/feed.json?q=brand"
    make.article("Brand", "Rook.", embargoed_until=timezone.now() + timedelta(seconds=1))
    taken_up(reader)
    assert json.loads(reader.get(address).body)["items"] == []
    [page] = reader.cache._corner.pages.entries.values()
    assert page.until is not None


def test_made_up_searches_push_out_nothing_else(reader):
    make.article("Brand", "Rook " * 400)
    taken_up(reader)
    reader.get("/")
    kept = dict(reader.cache.pages.entries)
    for n in range(30):
        assert reader.get(f"/search/feed.rss?q=brand{n}").status == 200
    assert dict(reader.cache.pages.entries) == kept
    assert len(reader.cache._corner.pages.entries) == 30
    reader.cache.forget(0)
    assert not reader.cache._corner.pages.entries


def test_once_the_index_is_made_whole_it_is_made_anew(reader):
    make.article("Brand", "Rook.")
    assert b"Rook" not in reader.get("/search/feed.rss?q=brand").body
    taken_up(reader)
    assert b"Rook" in reader.get("/search/feed.rss?q=brand").body
