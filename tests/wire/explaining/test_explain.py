"""Where each part of a file went, and what of it went nowhere."""

import re
from datetime import UTC, datetime

import pytest

from dateline.wire import Explanation, Unreadable, explain, read
from tests.accept import CORPUS
from tests.accept import cases as corpus_cases

NITF = b"""<?xml version="1.0"?>
<nitf>
<head>
<docdata management-status="usable">
<doc-id id-string="x-1"/>
<urgency ed-urg="4"/>
<date.issue norm="20250304T091500+0100"/>
<fixture fix-id="ONGEBRUIKT"/>
</docdata>
</head>
<body><body.head><hedline><hl1>Brug open (2)</hl1></hedline><distributor>Nieuw Bureau</distributor></body.head>
<body.content>
<p>LEIDEN (ANP/AFP) - De brug gaat open.</p>
<p>abc/def</p>
</body.content></body></nitf>"""


def places(found: Explanation) -> dict[str, tuple[str | None, str, str]]:
    return {field.key: (field.where, field.value, field.by) for field in found.items[0].fields}


def test_each_value_has_the_element_and_line_that_it_came_from() -> None:
    found = places(explain(NITF))
    assert found["guid"] == ("docdata/doc-id:5 @id-string", "x-1", "format")
    assert found["urgency"] == ("docdata/urgency:6 @ed-urg", "4", "format")
    assert found["versionCreated"] == ("docdata/date.issue:7 @norm", "2025-03-04T08:15:00Z", "format")
    assert found["headline"] == ("hedline/hl1:11", "Brug open", "grammar")
    assert found["dateline.text"] == ("body.content/p:13", "LEIDEN (ANP/AFP) -", "grammar")
    assert found["kind"] == (None, "text", "default")


def test_words_that_left_the_body_say_why() -> None:
    taken = {one.text: (one.role, one.where, one.why) for one in explain(NITF).items[0].taken}
    assert taken["… (2)"] == ("signal", "hedline/hl1:11", "marks on the headline")
    assert taken["LEIDEN (ANP/AFP) -"][:2] == ("dateline", "body.content/p:13")
    assert taken["abc/def"][0] == "apparatus"
    assert "sign-off" in taken["abc/def"][2]


def test_what_is_in_no_item_is_listed_and_what_is_in_one_is_not() -> None:
    unused = {one.where: one.text for one in explain(NITF).unused}
    assert unused == {"docdata/fixture:8 @fix-id": "ONGEBRUIKT"}


def test_an_agency_of_which_nothing_is_known_says_so() -> None:
    assert (explain(NITF).items[0].profile, explain(NITF).items[0].is_known) == (None, False)
    known = (CORPUS / "newsml-1-belga.xml").read_bytes()
    assert (explain(known).items[0].profile, explain(known).items[0].is_known) == ("BELGA", True)


def test_keys_without_a_value_are_named_as_in_json() -> None:
    missing = explain(NITF).items[0].missing
    assert {"firstCreated", "edNote", "language"} <= set(missing)
    assert "headline" not in missing


def test_json_is_explained_by_its_keys() -> None:
    found = places(explain((CORPUS / "anp-api-item.json").read_bytes()))
    assert found["headline"][0] == "data.title"
    assert found["version"][0] == "data.version"
    assert found["places"][0] == "data.entities[0].value"


def test_plain_text_is_explained_by_its_lines() -> None:
    page = (
        "Kop van het stuk\nLEIDEN (ANP) - De sterrenwacht gaat open.\nMeer uit Cultuur\nGENT (ANP) - Er is een brug.\n"
    )
    found = places(explain(page.encode(), fetched_at=datetime(2025, 11, 28, tzinfo=UTC)))
    assert found["headline"][0] == "line 1"
    assert found["dateline.text"][0] == "line 2"


def test_of_several_items_each_is_looked_for_where_it_stands() -> None:
    lines = (
        "<item>",
        "<guid>g{0}</guid>",
        "<title>Kop nummer {0}</title>",
        "<description>{1}{0}.</description>",
        "</item>",
    )
    items = ("\n".join(lines).format(number, "LEIDEN (ANP) - Zin ") for number in range(60))
    feed = "\n".join(('<rss version="2.0"><channel>', "<title>x</title>", *items, "</channel></rss>"))
    found = explain(feed.encode())
    assert (len(found.items), found.more) == (50, 10)
    for number, one in enumerate(found.items):
        where = {field.key: field.where for field in one.fields}
        assert where["headline"] == f"item/title:{number * 5 + 5}"
        assert where["dateline.text"] == f"item/description:{number * 5 + 6}"


def test_an_empty_feed_is_no_silence() -> None:
    feed = b'<rss version="2.0"><channel><title>x</title></channel></rss>'
    assert [one.code for one in read(feed).set_aside] == ["not-an-item"]
    assert explain(feed).set_aside == read(feed).set_aside


def test_what_was_set_aside_is_told() -> None:
    assert [one.code for one in explain((CORPUS / "anp-api-list.json").read_bytes()).set_aside] == ["not-an-item"]


@pytest.mark.parametrize("case", corpus_cases(), ids=lambda case: case.name)
def test_the_items_are_those_that_read_gives(case) -> None:
    data = case.source.read_bytes()
    at = datetime(2025, 11, 28, 12, tzinfo=UTC)
    try:
        items = read(data, fetched_at=at).items
    except Unreadable as refusal:
        with pytest.raises(Unreadable, match=re.escape(str(refusal))):
            explain(data, fetched_at=at)
        return
    found = explain(data, fetched_at=at)
    assert tuple(one.item for one in found.items) == items


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"<nitf>", b"{", b"[" * 5000, b"<a>" * 300])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        explain(data)


def test_deep_json_and_markup_are_no_reason_to_break() -> None:
    from dateline.wire.explaining.places import places_of

    deep = (b"[" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000, b"<html>" + b"<b>" * 50_000)
    for data in (*deep, b"<a", b"{", b"\xff\xfe<\0"):
        assert isinstance(places_of(data), list)
