"""What a writer cannot write is told, and nothing else is."""

import pytest
from msgspec.structs import replace

from dateline.wire import CODES, NewsItem, losses
from dateline.wire.item import Link, Media
from dateline.wire.writer import formats, write
from tests.wire import test_round_trip
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


WORDS_ELSEWHERE = "provider credit byline headline abstract keywords apparatus body text first_created version_created"
"""Fields of which a feed may come to say more, or elsewhere: a title made of the text, the time of the only version."""


@pytest.mark.parametrize("to", ["rss", "atom", "jsonfeed"])
def test_what_does_not_come_back_from_a_feed_was_told(to):
    names = dict(zip(NewsItem.__struct_fields__, NewsItem.__struct_encode_fields__, strict=True))
    silent = []
    for item in test_round_trip.sampled():
        back = test_round_trip.back_from(write([item], to), to) if item.status == "usable" else ()
        lost = {where for _, where in told(item, to)}
        silent += [
            (item.guid, field)
            for field in set(names) - {*WORDS_ELSEWHERE.split(), *test_round_trip.ALWAYS}
            if back and getattr(item, field) and _folded(getattr(item, field)) != _folded(getattr(back[0], field))
            if names[field] not in lost and not _is_canonical(item, field)
        ]
    assert silent == []


def _folded(value):
    return " ".join(value.split()) if isinstance(value, str) else value


def _is_canonical(item, field):
    return field == "links" and any(link.rel == "canonical" for link in item.links)


def test_links_and_pictures_are_told_as_far_as_a_feed_has_no_place_for_them():
    one = Link(href="https://www.example.org/een", rel="alternate")
    other, own = Link(href="https://www.example.org/twee", rel="related", title="Twee"), Link(guid="urn:x:1")
    picture = Media(kind="picture", href="https://www.example.org/een.jpg", headline="Een", byline="Piet Vis")
    item = NewsItem(
        format="rss",
        guid="urn:x:2",
        headline="Een",
        body="<p>Twee.</p>",
        text="Twee.",
        provider="ANP",
        links=(one, other),
        media=(picture,),
    )
    assert told(item, "rss") == []
    assert told(replace(item, body="", text=""), "rss") == [("not-written", "kind")]  # read again it is a picture
    assert told(item, "atom") == [("not-written", "media")]
    assert told(item, "jsonfeed") == [("not-written", "links"), ("not-written", "media")]
    assert told(replace(item, links=(own,)), "rss") == [("not-written", "links")]


@pytest.mark.parametrize("to", ["text", "html"])
def test_what_is_for_people_tells_the_facts_that_they_do_not_see(to):
    keys = {where for _, where in told(FULL, to)}
    assert {"guid", "urgency", "subjects", "edNote", "usageTerms", "apparatus", "links"} <= keys
    assert not {"headline", "text", "body", "dateline", "byline", "status", "embargoed"} & keys


@pytest.mark.parametrize("to", ["json", "ninjs", "ninjs@2.2", "ninjs@1.6", "newsml-g2"])
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
