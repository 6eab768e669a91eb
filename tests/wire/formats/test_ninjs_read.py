"""ninjs 1.0 to 3.1: the IPTC's suites, dialects of it, and Dateline's own read back. Copy in here is invented."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from dateline.wire import NewsItem, Reading, read
from dateline.wire.errors import Unreadable
from dateline.wire.item import Dateline, Link, Media, Signal, Subject
from dateline.wire.writer import write
from tests.conftest import SHARED, needs_shared

SUITE = SHARED / "wire/ninjs/validation/test_suite"
PASS = sorted(SUITE.glob("*/should_pass/*.json"))
FAIL = sorted(SUITE.glob("*/should_fail/*.json"))
NO_FAULT = {"time-unknown", "no-zone", "no-headline", "content-unknown", "media-incomplete"}
"""Problems that a file may have which the schema is content with."""

ONE: dict[str, Any] = {
    "uri": "urn:newsml:agency.example:20250304:1",
    "type": "text",
    "version": "2",
    "versioncreated": "2025-03-04T10:20:30Z",
    "firstcreated": "2025-03-04T09:00:00+01:00",
    "pubstatus": "usable",
    "urgency": 3,
    "language": "en-gb",
    "headline": "Observatory opens",
    "byline": "Noor de Wit",
    "located": "Leiden",
    "slugline": "stars",
    "ednote": "Photo to follow",
    "usageterms": "Not for books",
    "copyrightholder": "Agency",
    "description_text": "The dome turns.",
    "body_text": "LEIDEN (AFP) - The observatory opens. It is old.",
    "body_xhtml": "<p>LEIDEN (AFP) - The observatory <b>opens</b>.</p><p>It is old.</p>",
    "subject": [{"name": "astronomy", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "20000741"}],
    "person": [{"name": "Noor de Wit"}],
    "place": [{"name": "Netherlands"}],
    "associations": {
        "photo": {
            "uri": "https://example.org/1",
            "type": "picture",
            "headline": "Dome",
            "description_text": "The dome.",
            "renditions": {
                "small": {"href": "https://example.org/s.jpg", "mimetype": "image/jpeg", "width": 100},
                "large": {
                    "href": "https://example.org/l.jpg",
                    "mimetype": "image/jpeg",
                    "width": "2000",
                    "height": 1500,
                },
            },
        },
        "story": {"uri": "https://example.org/2", "type": "text", "headline": "Before"},
    },
}

THREE: dict[str, Any] = {
    "uri": "https://agency.example/2",
    "standard": {"name": "ninjs", "version": "3.1"},
    "type": "picture",
    "versionCreated": "2025-03-04T10:20:30Z",
    "pubStatus": "withheld",
    "embargoedUntil": "2025-03-04T20:00:00Z",
    "headlines": [{"role": "main", "value": "Dome"}, {"role": "kicker", "value": "Stars"}],
    "descriptions": [{"role": "caption", "value": "The dome turns."}],
    "by": "Jan Bos",
    "infoSources": [{"name": "AFP"}],
    "people": [{"name": "Noor de Wit", "uri": "http://www.wikidata.org/entity/Q1"}],
    "renditions": [{"name": "main", "href": "https://example.org/l.jpg", "contentType": "image/jpeg", "width": 2000}],
}


def reading(value: Any) -> Reading:
    return read(json.dumps(value).encode())


def item(value: Any) -> NewsItem:
    [found] = reading(value).items
    return found


def test_an_item_of_ninjs_1() -> None:
    found = item(ONE)
    assert (found.format, found.guid, found.version, found.urgency) == ("ninjs", ONE["uri"], "2", 3)
    assert (found.version_created, found.first_created) == (
        datetime(2025, 3, 4, 10, 20, 30, tzinfo=UTC),
        datetime(2025, 3, 4, 8, tzinfo=UTC),
    )
    assert (found.headline, found.byline, found.slugline, found.language) == (
        "Observatory opens",
        "Noor de Wit",
        "stars",
        "en-GB",
    )
    assert found.dateline == Dateline(text="LEIDEN (AFP) -", places=("Leiden",), agencies=("AFP",))
    assert found.body == "<p>The observatory <b>opens</b>.</p>\n<p>It is old.</p>"
    assert (found.abstract, found.ed_note, found.usage_terms) == ("The dome turns.", "Photo to follow", "Not for books")
    assert found.copyright == "© Agency"
    assert found.subjects == (
        Subject(scheme="http://cv.iptc.org/newscodes/mediatopic/", code="20000741", name="astronomy"),
        Subject(scheme="person", name="Noor de Wit"),
    )
    assert found.places == ("Netherlands", "Leiden")
    [picture] = found.media
    assert (picture.href, picture.width, picture.caption, picture.headline) == (
        "https://example.org/l.jpg",
        2000,
        "The dome.",
        "Dome",
    )
    assert found.links == (Link(href="https://example.org/2", rel="story", title="Before"),)
    assert found.problems == ()


def test_an_item_of_ninjs_3_that_is_a_picture() -> None:
    found = item(THREE)
    assert (found.kind, found.status, found.headline, found.kicker) == ("picture", "withheld", "Dome", "Stars")
    assert found.embargoed == datetime(2025, 3, 4, 20, tzinfo=UTC)
    assert (found.text, found.abstract, found.byline, found.credit) == ("The dome turns.", None, "Jan Bos", ("AFP",))
    assert found.subjects == (Subject(scheme="http://www.wikidata.org/entity/", code="Q1", name="Noor de Wit"),)
    assert found.media == (
        Media(
            kind="picture",
            href="https://example.org/l.jpg",
            guid="https://agency.example/2",
            mime_type="image/jpeg",
            role="main",
            headline="Dome",
            caption="The dome turns.",
            byline="Jan Bos",
            credit="AFP",
            width=2000,
        ),
    )


@pytest.mark.parametrize("key", ["body_html", "body_text", "body_xhtml", "bodies"])
def test_a_body_is_read_as_what_it_says_or_else_as_what_it_looks_like(key: str) -> None:
    bare = {name: value for name, value in ONE.items() if not name.startswith("body")}
    markup = "<p>One &amp; <i>two</i></p><p>three</p>"
    value: Any = (
        markup if key != "bodies" else [{"role": "main", "contentType": "application/xhtml+xml", "value": markup}]
    )
    assert item(bare | {key: value}).body == "<p>One &amp; <i>two</i></p>\n<p>three</p>"


def test_a_body_in_nitf_and_one_in_escaped_html() -> None:
    bare = {name: value for name, value in ONE.items() if not name.startswith("body")}
    nitf = "<nitf><body><body.content><p>One</p><hl2>Two</hl2></body.content></body></nitf>"
    found = item(bare | {"bodies": [{"contenttype": "application/nitf+xml", "value": nitf}]})
    assert found.body == "<p>One</p>\n<h2>Two</h2>"
    assert item(bare | {"body_text": "&lt;p&gt;One&lt;/p&gt;"}).body == "<p>One</p>"


def test_plain_text_that_says_so_keeps_its_angles() -> None:
    found = item({"uri": "urn:a:b", "bodies": [{"contentType": "text/plain", "value": "a < b and c > d"}]})
    assert found.text == "a < b and c > d"


def test_a_second_body_that_says_more_is_told() -> None:
    found = item(ONE | {"body_sidebar": "Something altogether different"})
    assert [(problem.code, problem.where) for problem in found.problems] == [("content-unknown", "bodies sidebar")]


def test_superdesk_s_dialect() -> None:
    found = item(
        {
            "guid": "tag:localhost:2025:1",
            "source": "AAP",
            "type": "text",
            "versioncreated": "2025-03-04T10:20:30+0000",
            "headline": "Observatory opens",
            "body_html": "<p>It opens.</p><figure><img src='https://example.org/v.jpg'/><figcaption>Dome.</figcaption></figure>",
            "priority": 6,
            "service": [{"code": "f", "name": "Finance"}],
            "evolvedfrom": "tag:localhost:2025:0",
            "extra": {"subtitle": "At last"},
            "annotations": [{"id": 1, "type": "regular", "body": "<p>A dome is a roof.</p>"}],
            "associations": {
                "editor_0": {
                    "guid": "p1",
                    "type": "picture",
                    "description_text": "Dome.",
                    "usageterms": "No sales",
                    "renditions": {
                        "original": {"href": "https://example.org/o.jpg"},
                        "viewImage": {"href": "https://example.org/v.jpg"},
                    },
                },
                "editor_1": None,
            },
        }
    )
    assert (found.provider, found.guid, found.credit, found.urgency) == ("AAP", "tag:localhost:2025:1", ("AAP",), None)
    assert found.signal == Signal(kind="update", target="tag:localhost:2025:0")
    assert found.links == (Link(guid="tag:localhost:2025:0", rel="evolvedFrom"),)
    assert (found.subheadline, found.note) == ("At last", "A dome is a roof.")
    assert (found.text, [one.href for one in found.media]) == ("It opens.", ["https://example.org/o.jpg"])
    assert ([one.usage_terms for one in found.media], found.usage_terms) == (["No sales"], None)
    assert found.subjects == (Subject(scheme="service", code="f", name="Finance"),)
    assert found.problems == ()


def test_a_canceled_item_is_a_kill_also_where_superdesk_says_killed() -> None:
    for change in ({"pubstatus": "canceled"}, {"state": "killed"}):
        found = item(ONE | change)
        assert (found.status, found.signal) == ("canceled", Signal(kind="kill"))


def test_an_empty_embargo_means_ask() -> None:
    found = item(ONE | {"embargoed": ""})
    assert (found.status, [problem.code for problem in found.problems]) == ("withheld", ["embargo-unclear"])
    assert item(ONE | {"embargoed": None}).status == "usable"


def test_lists_answers_and_lines_of_items() -> None:
    one = json.dumps(ONE)
    for text in (f"[{one}, {one}]", f'{{"_items": [{one}, {one}]}}', f"{one}\n{one}\n"):
        assert len(read(text.encode()).items) == 2
    with pytest.raises(Unreadable) as refused:
        read(f"{one}\n{one[:200]}".encode())
    assert refused.value.code == "cut-off"


def test_keys_that_hold_null_are_as_if_they_were_not_there() -> None:
    nulls = dict.fromkeys(("rightsinfo", "altids", "genre", "extra", "annotations", "renditions", "expires", "signal"))
    assert item(ONE | nulls) == item(ONE)
    assert reading(ONE | {"eventdetails": None, "type": "event"}).items == ()


def test_what_is_planned_is_set_aside() -> None:
    found = reading(
        {"uri": "urn:a:b", "type": "event", "title": "Opening", "eventDetails": {"dates": {"startDate": "x"}}}
    )
    assert found.items == ()
    assert [(problem.code, problem.where) for problem in found.set_aside] == [
        ("not-an-item", ""),
        ("time-unreadable", "eventdetails.dates.startdate"),
    ]


def test_other_json_is_none_of_it() -> None:
    for value in ({"a": 1}, [1, 2], {"uri": 3}, {"openapi": "3", "uri": "a", "pubstatus": 1}):
        with pytest.raises(Unreadable) as refused:
            reading(value)
        assert refused.value.code == "unknown-format"


def test_dateline_s_own_ninjs_is_read_back() -> None:
    written = NewsItem(
        provider="ANP",
        guid="ANPX-1",
        version="2",
        status="withheld",
        signal=Signal(kind="flash"),
        urgency=2,
        language="nl",
        format="newsml-1",
        first_created=datetime(2025, 3, 4, 8, tzinfo=UTC),
        version_created=datetime(2025, 3, 4, 9, tzinfo=UTC),
        embargoed=datetime(2025, 3, 4, 20, tzinfo=UTC),
        precision="second",
        kicker="Sterren",
        headline="Sterrenwacht open",
        subheadline="Eindelijk",
        abstract="De koepel draait.",
        slugline="sterren",
        byline="Noor de Wit",
        note="Bij dit bericht hoort een kaart",
        dateline=Dateline(text="LEIDEN (ANP/AFP) -", places=("Leiden",), agencies=("ANP", "AFP")),
        credit=("ANP", "AFP"),
        body="<p>De <b>sterrenwacht</b> is open.</p>\n<p>Hij draait weer.</p>",
        text="De sterrenwacht is open.\n\nHij draait weer.",
        apparatus=("axm/ch",),
        subjects=(
            Subject(scheme="http://cv.iptc.org/newscodes/mediatopic/", code="20000741", name="sterrenkunde"),
            Subject(scheme="anp-category", code="BUI", name="Buitenland"),
        ),
        keywords=("sterren",),
        places=("Nederland",),
        links=(Link(href="https://example.org/2", rel="seeAlso", title="Eerder"),),
        media=(
            Media(
                kind="picture", href="https://example.org/l.jpg", role="main", headline="Koepel", caption="De koepel."
            ),
        ),
        ed_note="Foto volgt",
        usage_terms="Niet voor boeken",
        copyright="© ANP",
    )
    [found] = read(write([written], "ninjs")).items
    same = {name for name in written.__struct_fields__ if getattr(found, name) == getattr(written, name)}
    assert set(written.__struct_fields__) - same == {"format"}
    [picture] = found.media
    assert (picture.href, picture.headline, picture.caption) == ("https://example.org/l.jpg", "Koepel", "De koepel.")


@needs_shared
def test_the_suites_are_there() -> None:
    assert (len(PASS), len(FAIL)) == (74, 30)


@needs_shared
@pytest.mark.parametrize("path", PASS, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_what_must_pass_is_read_without_a_fault(path: Path) -> None:
    found = read(path.read_bytes())
    problems = {problem.code for one in found.items for problem in one.problems} - NO_FAULT
    planned = any(problem.excerpt.startswith("What is planned") for problem in found.set_aside)
    assert len(found.items) == 1 or (planned and len(found.set_aside) == 1)
    allowed = {"019_embargoed_bad_datetime.json": {"embargo-unclear"}, "003_type_component.json": {"unknown-value"}}
    assert problems == allowed.get(path.name, set())


FAULTS = {
    "002_type_invalid": "type",
    "007_pubstatus_cancelled": "pubstatus",
    "009_body_text_with_cr": "",
    "013_person_not_string": "person",
    "014_type_component": "type",
    "001_type_component": "type",
    "001_title_as_number": "title",
    "002_firstcreated_bad_type": "firstcreated",
    "003_ednote_bad_type": "ednote",
    "004_infosource_bad_type": "infosource[0].scheme",
    "001_schema_bad": "$standard",
    "002_headline_nonascii": "headline_ééé",
    "005_bad_altids": "altids",
    "007_invalid_genre": "genre",
    "003_bad_expires": "expires",
    "004_bad_expires": "expires",
    "005_bad_rightsinfo": "linkedrights",
    "006_bad_rightsinfo": "rightsinfo",
    "001_bad_property": "bad",
    "005_encoded_rights": "encodedrights",
    "001_bad_association": "associations.0.incorrectproperty",
    "002_good_association_but_no_name": "associations.0.name",
    "003_good_association_but_no_uri": "associations.0.uri",
    "004_bad_rights": "rightsinfo",
    "003_event_with_conflicting_start": "eventdetails.dates",
    "004_event_with_renditions": "eventdetails.dates",
    "004_invalid_truncated_date": "eventdetails.dates.expectedstartdate",
    "006_bad_urgency": "urgency",
}
"""Where the fault is in each file that must fail."""


@needs_shared
@pytest.mark.parametrize("path", FAIL, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_what_must_fail_has_a_problem_that_names_the_fault(path: Path) -> None:
    if path.stem == "010_body_must_be_string":
        with pytest.raises(Unreadable, match="line 7"):
            read(path.read_bytes())
        return
    found = read(path.read_bytes())
    problems = [*found.set_aside, *(problem for one in found.items for problem in one.problems)]
    assert FAULTS[path.stem] in {problem.where for problem in problems if problem.code not in NO_FAULT}


def words_of(value: str) -> str:
    markup = value if "<" in value else f"<p>{value.replace('&', '&amp;')}</p>"
    return "".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


REAL = [
    path
    for path in sorted(SHARED.glob("wire/**/*.json"))
    if any(part in path.parts for part in ("superdesk-core", "newsroom-core", "superdesk-ntb", "ninjs"))
    and "test_suite" not in path.parts
    and not path.name.startswith(("ap_media", "ansafoto", "upload", "ninjs4"))
]


@needs_shared
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_word_of_a_real_body_in_html_is_in_one_place(path: Path) -> None:
    value = json.loads(path.read_bytes())
    value = value["item"][0] if "item" in value else value
    found = read(path.read_bytes())
    if not found.items:
        assert found.set_aside
        return
    [one] = found.items
    source = words_of(value.get("body_html") or value.get("body_xhtml") or "")
    if not source or one.kind == "picture":
        return
    pieces = [one.dateline.text if one.dateline else "", *one.text.split("\n\n"), *one.apparatus]
    left = source
    for piece in filter(None, ("".join(piece.split()) for piece in pieces)):
        assert piece in left
        left = left.replace(piece, "", 1)
    assert left == ""
