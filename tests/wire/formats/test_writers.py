"""Writers: Dateline's JSON, ninjs 3.1 and plain text."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.formats import ninjs as ninjs_format
from dateline.wire.formats import page_text
from dateline.wire.formats.base import Source
from dateline.wire.formats.table import FORMATS
from dateline.wire.item import Dateline, Link, Media, NewsItem, Signal, Subject
from dateline.wire.problems import Problem
from dateline.wire.writer import write

KEYS = (
    "provider guid version status signal urgency kind language format"
    " firstCreated versionCreated embargoed expires precision"
    " kicker headline subheadline abstract slugline byline note dateline credit body text apparatus section"
    " subjects keywords places links media edNote usageTerms copyright problems"
).split()
"""The keys that the design promises, in its order."""

FULL = NewsItem(
    provider="ANP",
    guid="urn:newsml:anp.nl:20250304:ANPX-040325-012",
    version="2",
    status="withheld",
    signal=Signal(kind="replacement", text="N i e u w bericht, vervangt: Toren dicht", target="Toren dicht"),
    urgency=3,
    kind="text",
    language="nl",
    format="newsml-1",
    first_created=datetime(2025, 3, 4, 8, 0, tzinfo=UTC),
    version_created=datetime(2025, 3, 4, 9, 0, 0, 500000, tzinfo=UTC),
    embargoed=datetime(2025, 3, 5, 5, 0, tzinfo=UTC),
    expires=datetime(2025, 4, 4, 8, 0, tzinfo=UTC),
    precision="second",
    kicker="Sterren",
    headline="Sterrenwacht weer open",
    subheadline="Na twee jaar",
    abstract="Een teaser.",
    slugline="STERREN",
    byline="Noor de Wit",
    note="Voegt een zin toe.",
    dateline=Dateline(text="LEIDEN (ANP/AFP) -", places=("Leiden",), agencies=("ANP", "AFP")),
    credit=("ANP", "AFP"),
    body="<p>Een <b>alinea</b>.</p>\n<p>Nog een.</p>",
    text="Een alinea.\n\nNog een.",
    apparatus=("axm/ch",),
    section="Binnenland",
    subjects=(
        Subject(scheme="http://cv.iptc.org/newscodes/mediatopic/", code="20000002", name="arts"),
        Subject(scheme="anp-entity:person", code="2", name="Noor de Wit"),
        Subject(scheme="anp-entity:organisation", code="3", name="Sterrenwacht"),
        Subject(name="sterren"),
    ),
    keywords=("koepel",),
    places=("Leiden",),
    links=(Link(guid="ANP-1", rel="replaces"), Link(href="https://a.example/1", title="Meer")),
    media=(
        Media(
            kind="picture",
            href="https://a.example/k.jpg",
            mime_type="image/jpeg",
            role="main",
            caption="De koepel",
            width=800,
            height=600,
            size=9,
        ),
        Media(kind="video", href="film (1).mp4", headline="Film", duration=1.5, credit="AFP", usage_terms="Alleen web"),
    ),
    ed_note="Foto volgt",
    usage_terms="Niet in België",
    copyright="© 2025 ANP",
    problems=(Problem("no-zone", "pubDate", "x"),),
)
BARE = NewsItem(format="page-text", kind="picture", media=(Media(kind="picture"),))


def lines(data: bytes) -> list[dict]:
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.splitlines()]


class TestJson:
    def test_the_keys_are_those_of_the_design_in_its_order(self):
        for found in lines(write([FULL, BARE], "json")):
            assert list(found) == KEYS

    def test_the_keys_of_the_parts(self):
        (found,) = lines(write([FULL], "json"))
        assert list(found["signal"]) == ["kind", "text", "target"]
        assert list(found["dateline"]) == ["text", "places", "agencies", "date"]
        assert list(found["subjects"][0]) == ["scheme", "code", "name"]
        assert list(found["problems"][0]) == ["code", "where", "excerpt"]

    def test_times_are_in_utc_and_end_in_z(self):
        (found,) = lines(write([FULL], "json"))
        assert (found["firstCreated"], found["versionCreated"]) == (
            "2025-03-04T08:00:00Z",
            "2025-03-04T09:00:00.500000Z",
        )

    def test_absent_facts_are_null_or_empty(self):
        (found,) = lines(write([NewsItem(format="x")], "json"))
        assert {key for key, value in found.items() if value} == {"status", "kind", "format"}
        assert (found["guid"], found["credit"], found["body"]) == (None, [], "")

    def test_an_item_is_one_line_whatever_is_in_it(self):
        odd = NewsItem(format="x", headline="a\nb\u2028c\r", text="\x00")
        assert write([odd, odd], "json").count(b"\n") == 2


class TestNinjs:
    def test_the_facts_of_an_item(self):
        (found,) = lines(write([FULL], "ninjs"))
        assert found["uri"] == FULL.guid
        assert found["standard"]["version"] == "3.1"
        assert (found["pubStatus"], found["urgency"], found["language"], found["version"]) == ("withheld", 3, "nl", "2")
        assert (found["versionCreated"], found["embargoedUntil"]) == (
            "2025-03-04T09:00:00.500000Z",
            "2025-03-05T05:00:00Z",
        )
        assert {line["role"]: line["value"] for line in found["headlines"]} == {
            "main": "Sterrenwacht weer open",
            "kicker": "Sterren",
            "subheadline": "Na twee jaar",
        }
        assert [(body["contentType"], body["wordCount"]) for body in found["bodies"]] == [
            ("text/html", 4),
            ("text/plain", 4),
        ]
        assert [line["role"] for line in found["descriptions"]] == [
            "abstract",
            "note",
            "dateline",
            "signal:replacement",
            "apparatus",
            "dateline:provider",
            "dateline:section",
            "dateline:precision",
            "dateline:links",
            "dateline:media",
            "dateline:subjects",
            "dateline:signal",
        ]
        assert (found["by"], found["located"], found["edNote"]) == ("Noor de Wit", "Leiden", "Foto volgt")
        assert found["subjects"] == [
            {"name": "arts", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000002"},
            {"name": "sterren"},
            {"name": "koepel", "rel": "keyword"},
        ]
        assert found["people"] == [{"name": "Noor de Wit", "literal": "anp-entity:person:2"}]
        assert found["organisations"] == [{"name": "Sterrenwacht", "literal": "anp-entity:organisation:3"}]
        assert found["infoSources"] == [
            {"name": "ANP", "role": "provider"},
            {"name": "ANP", "role": "credit"},
            {"name": "AFP", "role": "credit"},
        ]

    def test_media_and_links_are_associations(self):
        (found,) = lines(write([FULL], "ninjs"))
        picture, film, replaced, more = found["associations"]
        assert picture["renditions"][0] | {"name": ""} == {
            "name": "",
            "href": "https://a.example/k.jpg",
            "contentType": "image/jpeg",
            "width": 800,
            "height": 600,
            "sizeInBytes": 9,
        }
        assert film["uri"] == f"{FULL.guid}#media-2"
        assert film["renditions"] == [{"name": "main", "title": "film (1).mp4", "duration": 1.5}]
        assert (replaced["uri"], replaced["rel"]) == ("urn:x-dateline::ANP-1", "replaces")
        assert (more["uri"], more["name"]) == ("https://a.example/1", "Meer")

    def test_a_guid_that_is_no_uri_is_put_into_one(self):
        (found,) = lines(write([NewsItem(format="x", provider="ANP", guid="a b/ë")], "ninjs"))
        assert found["uri"] == "urn:x-dateline:ANP:a%20b%2F%C3%AB"
        assert found["altIds"] == [{"role": "guid", "value": "a b/ë"}]

    def test_times_that_are_not_known_are_left_out(self):
        (found,) = lines(write([BARE], "ninjs"))
        assert not {"versionCreated", "firstCreated", "headlines", "bodies"} & set(found)
        assert found["uri"] == "urn:x-dateline::item-1"


@pytest.fixture(scope="session")
def validator(shared) -> jsonschema.Draft202012Validator:
    schema = json.loads((shared / "schemas" / "ninjs" / "ninjs-schema_3.1.json").read_text())
    checker = jsonschema.FormatChecker(())
    checker.checks("uri")(lambda value: ninjs_format.uri_of(value, None) == value)
    checker.checks("date-time", raises=ValueError)(lambda value: datetime.fromisoformat(value).tzinfo is not None)
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


class TestNinjsSchema:
    """Against the IPTC's schema in ../shared."""

    @pytest.mark.parametrize("item", [FULL, BARE, NewsItem(format="x")], ids=["full", "bare", "nothing"])
    def test_what_is_written_is_valid(self, validator, item):
        (found,) = lines(write([item], "ninjs"))
        assert [error.message for error in validator.iter_errors(found)] == []

    def test_the_schema_is_really_applied(self, validator):
        (found,) = lines(write([FULL], "ninjs"))
        for wrong in (
            found | {"uri": "a b"},
            found | {"urgency": 10},
            found | {"extra": 1},
            found | {"expires": "soon"},
        ):
            assert list(validator.iter_errors(wrong))

    @given(
        guid=st.text(max_size=20),
        provider=st.none() | st.text(max_size=8),
        href=st.text(max_size=20),
        code=st.text(max_size=9),
    )
    def test_whatever_the_identifiers_are(self, validator, guid, provider, href, code):
        item = NewsItem(
            format="x",
            guid=guid,
            provider=provider,
            links=(Link(href=href), Link(guid=guid)),
            media=(Media(kind="picture", href=href, guid=guid),),
            subjects=(Subject(scheme=href, code=code), Subject(code=guid)),
        )
        (found,) = lines(write([item], "ninjs"))
        assert [error.message for error in validator.iter_errors(found)] == []


def validator_of(shared, version: str) -> jsonschema.protocols.Validator:
    schema = json.loads((shared / "schemas" / "ninjs" / f"ninjs-schema_{version}.json").read_text())
    checker = jsonschema.FormatChecker(())
    checker.checks("uri")(lambda value: not isinstance(value, str) or ninjs_format.uri_of(value, None) == value)
    checker.checks("date-time", raises=ValueError)(lambda value: datetime.fromisoformat(value).tzinfo is not None)
    return jsonschema.validators.validator_for(schema)(schema, format_checker=checker)


@pytest.mark.parametrize("version", ["2.2", "1.6"])
class TestOlderNinjs:
    """Against the IPTC's schemas in ../shared."""

    @pytest.mark.parametrize("item", [FULL, BARE, NewsItem(format="x")], ids=["full", "bare", "nothing"])
    def test_what_is_written_is_valid(self, shared, version, item):
        (found,) = lines(write([item], f"ninjs@{version}"))
        assert [error.message for error in validator_of(shared, version).iter_errors(found)] == []

    def test_the_facts_of_an_item(self, version):
        (found,) = lines(write([FULL], f"ninjs@{version}"))
        assert found["uri"] == FULL.guid
        assert found["standard" if version == "2.2" else "$standard"]["version"] == version
        assert (found["pubstatus"], found["embargoed"]) == ("withheld", "2025-03-05T05:00:00Z")
        assert (
            found["headline"] == FULL.headline if version == "1.6" else found["headlines"][0]["value"] == FULL.headline
        )
        assert not {"title", "rel"} & set(found["associations"][0] if version == "2.2" else ())


class TestText:
    def test_an_item(self):
        assert write([FULL], "text").decode() == (
            "[withheld]\n\n[embargo: 2025-03-05T05:00:00Z]\n\n"
            "Sterren\n\nSterrenwacht weer open\n\nNa twee jaar\n\nNoor de Wit\n\nVoegt een zin toe.\n\n"
            "LEIDEN (ANP/AFP) - Een alinea.\n\nNog een.\n"
        )

    def test_several_items_are_kept_apart_by_a_line(self):
        one = NewsItem(format="x", headline="Een", text="Tekst.")
        assert write([one, one], "text").decode() == f"Een\n\nTekst.\n\n{'-' * 72}\n\nEen\n\nTekst.\n"

    def test_the_text_is_read_back_as_the_same_article(self):
        item = NewsItem(
            format="x",
            headline="Sterrenwacht weer open",
            dateline=FULL.dateline,
            text="Een alinea die af is.\n\nNog een alinea, ook af.",
        )
        (draft,) = page_text.read(Source(data=write([item], "text"))).drafts
        assert draft.headline == item.headline
        assert [block.text for block in draft.blocks] == [
            "LEIDEN (ANP/AFP) - Een alinea die af is.",
            "Nog een alinea, ook af.",
        ]


def test_what_is_offered_for_writing():
    assert {row.name for row in FORMATS if row.writes} >= {"json", "ninjs", "text"}
