"""What is written in NewsML-G2, NITF and feeds: valid, and published only where it may be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from dateline.wire.item import NewsItem
from dateline.wire.reader import read
from dateline.wire.writer import write
from tests.wire.formats.test_writers import BARE, FULL

BODY = (
    '<h3>Kop</h3>\n<p>x<sup><b>3</b></sup> <i>a <b>b</b></i></p>\n<p>H<sub>2</sub>O <a href="https://a.example/?a=1&amp;b=2"><b>meer</b></a><br>tekst</p>\n<ul><li>een</li></ul>\n'
    '<table><tr><td colspan="2">cel</td></tr></table>\n<blockquote>citaat</blockquote>\n<pre>a  b\nc</pre>'
)
RICH = replace(FULL, body=BODY)
PACKAGE = replace(FULL, kind="composite", body="", text="")
PUBLIC = replace(FULL, status="usable", embargoed=None)
SCHEMAS = {"newsml-g2": "newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd", "nitf": "nitf/nitf-3-6.xsd"}


@pytest.fixture(scope="module")
def schemas(shared: Path) -> dict[str, etree.XMLSchema]:
    return {name: etree.XMLSchema(etree.parse(shared / "schemas" / path)) for name, path in SCHEMAS.items()}


def errors(schema: etree.XMLSchema, document: bytes) -> list[str]:
    schema.validate(etree.fromstring(document))
    return [error.message for error in schema.error_log]


@pytest.mark.parametrize("item", [FULL, RICH, PACKAGE, BARE, NewsItem(format="x")])
@pytest.mark.parametrize("to", SCHEMAS)
def test_an_item_is_valid(schemas, item, to):
    assert errors(schemas[to], write([item], to)) == []


@pytest.mark.parametrize("to", SCHEMAS)
def test_several_items_are_a_valid_message_and_none_are_nothing(schemas, to):
    assert errors(schemas["newsml-g2"], write([FULL, RICH, PACKAGE, PACKAGE, BARE], to)) == []
    assert write([], to) == b""


@pytest.mark.parametrize("to", SCHEMAS)
def test_what_holds_an_item_back_is_read_again(to):
    for status in ("usable", "withheld", "canceled"):
        (found,) = read(write([replace(RICH, status=status)], to), format=to).items
        assert (found.status, found.embargoed, found.guid, found.version) == (
            status,
            RICH.embargoed,
            RICH.guid,
            RICH.version,
        )
        assert found.signal.kind == ("kill" if status == "canceled" else "replacement")


@pytest.mark.parametrize("to", SCHEMAS)
def test_a_name_of_our_own_makes_no_embargo_shorter(to):
    forged = write([RICH], to).replace(b"2025-03-05T05:00:00Z&quot;", b"2020-03-05T05:00:00Z&quot;")
    (found,) = read(forged, format=to).items
    assert found.embargoed == datetime(2025, 3, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize("to", ["rss", "atom", "jsonfeed"])
def test_a_feed_publishes_nothing_that_is_held_back(to):
    held = [replace(PUBLIC, status="withheld"), replace(PUBLIC, status="canceled"), replace(FULL, status="usable")]
    assert PUBLIC.headline.encode() not in write(held, to)
    shown = write([PUBLIC], to)
    assert PUBLIC.headline.encode() in shown
    assert b"axm/ch" not in shown
    assert PUBLIC.ed_note.encode() not in shown


@pytest.mark.parametrize("to", ["rss", "atom", "jsonfeed"])
def test_an_item_of_characters_that_xml_cannot_hold_comes_back_from_a_feed(to):
    item = NewsItem(format="x", guid="1", headline=" \x10", text="\x1a", body="<p>\x1a</p>")
    (found,) = read(write([item], to), format=to).items
    assert (found.headline, found.text) == ("-", "")


def test_atom_says_what_was_deleted():
    feed = etree.fromstring(write([replace(PUBLIC, status="canceled")], "atom"))
    (gone,) = feed.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert gone.get("ref") == PUBLIC.guid


@pytest.mark.parametrize("to", ["rss", "atom", "jsonfeed", "html"])
def test_no_script_gets_through(to):
    item = replace(PUBLIC, body="<p onclick='x()'>a<script>alert(1)</script></p>", headline="<script>x</script>")
    written = write([item], to)
    assert b"alert" not in written
    assert b"onclick" not in written
    if to != "jsonfeed":
        assert b"<script" not in written
