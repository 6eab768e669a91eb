"""What a writer cannot write is told, and nothing else is."""

import pytest
from msgspec.structs import replace

from dateline.wire import CODES, losses
from dateline.wire.writer import formats
from tests.wire.formats.test_writers import FULL

PUBLIC = replace(FULL, status="usable", embargoed=None)


def told(item, to):
    return [(loss.code, loss.where) for loss in losses(item, to)]


def test_a_feed_tells_what_it_leaves_out():
    assert told(FULL, "rss") == [("left-out", "status")]
    assert told(replace(FULL, status="usable"), "atom") == [("left-out", "embargoed")]


def test_a_feed_tells_the_keys_that_it_has_no_place_for():
    keys = {where for code, where in told(PUBLIC, "jsonfeed") if code == "not-written"}
    assert {"apparatus", "edNote", "usageTerms", "signal", "urgency", "copyright"} <= keys
    assert not {"headline", "body", "text", "guid", "keywords", "byline"} & keys


@pytest.mark.parametrize("to", ["json", "ninjs", "ninjs@2.2", "ninjs@1.6", "html", "text", "newsml-g2"])
def test_what_holds_all_of_an_item_tells_nothing(to):
    assert told(PUBLIC, to) == []


def test_nitf_tells_the_markup_that_it_does_not_have():
    assert told(PUBLIC, "nitf") == [("written-otherwise", "body")]
    assert told(replace(PUBLIC, body="<p>x</p>"), "nitf") == []


def test_news_ml_g2_tells_that_no_time_is_known():
    assert told(replace(PUBLIC, version_created=None), "newsml-g2") == [("time-unknown", "versionCreated")]


@pytest.mark.parametrize("to", ["newsml-g2", "nitf", "rss", "atom"])
def test_characters_that_xml_does_not_allow_are_told(to):
    assert ("control-characters", "headline") in told(replace(PUBLIC, headline="a\x01b"), to)


def test_every_code_is_in_the_table():
    odd = replace(FULL, body="<h3>x</h3>\x01", version_created=None)
    found = {loss.code for format in formats() for item in (odd, PUBLIC, FULL) for loss in losses(item, format.name)}
    assert found <= CODES.keys()
