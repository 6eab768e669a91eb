"""dpa's digitalwires: an invented entry in all its parts, and the real ones of ../shared, read by hand."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from dateline.wire import NewsItem, Reading, read
from dateline.wire.errors import Unreadable
from dateline.wire.item import Dateline, Link, Signal, Subject
from tests.conftest import SHARED, needs_shared

WIRE = SHARED / "wire"
INPUT = "dpa-digitalwires/tests/data/input"

ENTRY: dict[str, Any] = {
    "format": "digitalwires@0.9.1",
    "type": "composite",
    "entry_id": "abc",
    "urn": "urn:newsml:dpa.com:20090101:250304-930-000001",
    "version_created": "2025-03-04T11:20:30+01:00",
    "version": 2,
    "pubstatus": "usable",
    "signal": "sig:correction",
    "embargoed": None,
    "language": "de",
    "urgency": 3,
    "kicker": "Himmel",
    "headline": "Sternwarte wieder offen",
    "teaser": "Die Kuppel dreht sich.",
    "byline": "Von Anna Beispiel, dpa",
    "dateline": "Peine (dpa/lni) - ",
    "article_html": '<section class="main"><p>Die Sternwarte ist <b>offen</b>.</p><h2>Kuppel</h2>'
    '<dnl-youtubeembed src="https://example.org/embed?a=1&amp;b=2"></dnl-youtubeembed>'
    "<p></p><p>Sie dreht sich.</p></section>",
    "infobox_html": '<section class="infobox"><p>Gebaut 1912.</p></section>',
    "linkbox_html": '<section><ul><li><a href="https://example.org/?a=1&amp;b=2">Die Warte</a></li></ul></section>',
    "creditline": "dpa",
    "copyrightnotice": "Copyright 2025, dpa",
    "usageterms": "Nutzung nach Vereinbarung",
    "autopublishnotice": "© dpa-infocom, dpa:250304-930-000001/2",
    "notepad": {
        "header_html": "<header><h3>Notizblock</h3></header>",
        "public_html": "<section><h4>Redaktionelle Hinweise</h4><ul><li>Bitte beachten</li></ul></section>",
        "nonpublic_html": None,
    },
    "ednotes": [
        {"role": "dpaednoterole:closingline", "ednote": "dpa koe yyno n1 sck"},
        {"role": "dpaednoterole:editorialnote", "ednote": "Bitte beachten"},
        {"role": "dpaednoterole:picture", "ednote": "Foto Archiv"},
        {"role": "dpaednoterole:correction", "ednote": "Gebaut 1912 statt 1911"},
    ],
    "associations": [
        {
            "type": "image",
            "urn": "urn:newsml:dpa.com:20090101:250304-935-000002",
            "headline": "Warte",
            "caption": "Die Kuppel.",
            "creditline": "Jo Bild/dpa",
            "renditions": [
                {"width": 800, "height": 600, "mimetype": "image/jpeg", "url": "https://example.org/small.jpg"},
                {"width": 2048, "height": 1536, "mimetype": "image/jpeg", "url": "https://example.org/large.jpg"},
            ],
        }
    ],
    "categories": [
        {"type": "dnltype:dpasubject", "name": "Bahn", "qcode": "medtop:20000340", "rank": 1},
        {"type": "dnltype:keyword", "name": "Sterne", "qcode": None},
        {"type": "dnltype:geosubject", "name": "Niedersachsen", "qcode": "dpaarea:9"},
        {"type": "dnltype:poi", "name": "Warte, 31 Peine", "qcode": None, "geojson": {"properties": {"name": "Warte"}}},
        {"type": "dnltype:desk", "name": "vm", "qcode": "dpacat:vm"},
        {"type": "dnltype:provider", "name": "dpa", "qcode": "dnlprov:dpa"},
    ],
}


def item(**changes: Any) -> NewsItem:
    [found] = read(json.dumps(ENTRY | changes).encode()).items
    return found


def test_an_entry_in_all_its_parts() -> None:
    found = item()
    assert (found.provider, found.guid, found.version) == ("DPA", ENTRY["urn"], "2")
    assert (found.format, found.kind, found.status, found.language, found.urgency) == (
        "dpa-digitalwires",
        "text",
        "usable",
        "de",
        3,
    )
    assert found.version_created == datetime(2025, 3, 4, 10, 20, 30, tzinfo=UTC)
    assert found.signal == Signal(kind="correction", text="Gebaut 1912 statt 1911")
    assert (found.kicker, found.headline, found.abstract) == (
        "Himmel",
        "Sternwarte wieder offen",
        "Die Kuppel dreht sich.",
    )
    assert found.dateline == Dateline(text="Peine (dpa/lni) -", places=("Peine",), agencies=("DPA", "lni"))
    assert (found.byline, found.section) == ("Von Anna Beispiel, dpa", "Vermischtes")
    assert found.text == "Die Sternwarte ist offen.\n\nKuppel\n\nSie dreht sich.\n\nGebaut 1912.\n\nDie Warte"
    assert found.apparatus == (
        "Notizblock",
        "Redaktionelle Hinweise",
        "Bitte beachten",
        "dpa koe yyno n1 sck",
        "© dpa-infocom, dpa:250304-930-000001/2",
    )
    assert found.links == (
        Link(href="https://example.org/embed?a=1&b=2", rel="youtubeembed"),
        Link(href="https://example.org/?a=1&b=2", rel="seeAlso", title="Die Warte"),
    )
    [picture] = found.media
    assert (picture.href, picture.width, picture.caption) == ("https://example.org/large.jpg", 2048, "Die Kuppel.")
    assert (found.ed_note, found.usage_terms) == ("Foto Archiv", "Nutzung nach Vereinbarung")
    assert Subject(scheme="medtop", code="20000340", name="Bahn") in found.subjects
    assert (found.keywords, found.places) == (("Sterne",), ("Niedersachsen", "Warte"))
    assert found.problems == ()


def test_a_link_that_the_notepad_holds_too_is_not_in_the_text() -> None:
    notepad = {"public_html": "<h4>Internet</h4><ul><li><a href='https://example.org/'>Die Warte</a></li></ul>"}
    found = item(notepad=notepad)
    assert found.text.endswith("Gebaut 1912.")
    assert found.apparatus[:2] == ("Internet", "Die Warte")
    assert found.links[-1].title == "Die Warte"


def test_the_dateline_of_the_text_counts_once() -> None:
    markup = '<p><span class="dateline">Peine <span class="credit">(dpa/lni)</span> - </span>Sie ist offen.</p>'
    found = item(article_html=markup, infobox_html=None, linkbox_html=None)
    assert found.text == "Sie ist offen."
    assert found.dateline is not None
    assert found.dateline.agencies == ("DPA", "lni")


def test_a_cancellation_is_a_kill_and_needs_no_body() -> None:
    found = item(pubstatus="canceled", article_html=None, headline=None, associations=[], signal=None)
    assert (found.status, found.signal) == ("canceled", Signal(kind="kill"))


def test_an_embargo_holds_and_one_without_a_time_withholds() -> None:
    found = item(embargoed="2025-03-04T19:00:00+01:00")
    assert (found.embargoed, found.status) == (datetime(2025, 3, 4, 18, tzinfo=UTC), "usable")
    for unclear in ("", "Dienstag, 18 Uhr"):
        found = item(embargoed=unclear)
        assert (found.status, [problem.code for problem in found.problems]) == ("withheld", ["embargo-unclear"])
    found = item(pubstatus="embargoed")
    assert (found.status, [problem.code for problem in found.problems]) == ("withheld", ["embargo-unclear"])


def test_urgency_2_is_a_flash_and_the_genre_achtung_an_advisory() -> None:
    assert item(signal=None, urgency=2).signal == Signal(kind="flash")
    genre = [{"type": "dnltype:genre", "name": "Achtung", "qcode": "dpatextgenre:27"}]
    assert item(signal=None, categories=genre).signal == Signal(kind="advisory")


def test_a_picture_s_caption_is_its_text() -> None:
    found = item(article_html=None, infobox_html=None, linkbox_html=None, notepad=None, ednotes=[], signal=None)
    assert (found.kind, found.text) == ("picture", "Die Kuppel.")
    assert len(found.media) == 1


def test_lists_answers_and_lines_of_entries() -> None:
    entry = json.dumps(ENTRY)
    for data in (f"[{entry},{entry}]", f'{{"entries": [{entry}, {entry}]}}', f"{entry}\n{entry}\n"):
        assert len(read(data.encode()).items) == 2


def test_an_entry_without_content_is_set_aside() -> None:
    data = b'{"urn": "a", "entry_id": "b", "version": 1, "version_created": "2025-03-04T11:20:30+01:00"}'
    reading = read(data)
    assert (reading.format, reading.items) == ("dpa-digitalwires", ())
    assert [problem.code for problem in reading.set_aside] == ["not-an-item"]


def test_half_an_entry_is_unreadable() -> None:
    with pytest.raises(Unreadable) as refused:
        read(json.dumps(ENTRY).encode()[:-40])
    assert refused.value.code == "cut-off"


def test_fields_of_another_type_are_problems_and_no_end() -> None:
    found = item(
        headline=[1], urgency="x", version={}, associations="none", categories=[3], ednotes=7, embargoed="soon"
    )
    assert {problem.where for problem in found.problems} >= {"headline", "urgency", "associations", "categories"}
    assert {problem.code for problem in found.problems} == {"unknown-value", "embargo-unclear"}


def reading(path: str) -> Reading:
    return read((WIRE / path).read_bytes())


def only(path: str) -> NewsItem:
    [found] = reading(path).items
    return found


@needs_shared
def test_the_update_from_new_york() -> None:
    found = only(f"{INPUT}/with_dateline.json")
    assert (found.guid, found.version) == ("urn:newsml:dpa.com:20090101:250128-930-357319", "2")
    assert found.version_created == datetime(2025, 1, 28, 8, 18, 34, tzinfo=UTC)
    assert found.signal == Signal(kind="update", text="Sendeziel für Digitalprodukte ergänzt.")
    assert found.dateline == Dateline(text="New York (dpa) -", places=("New York",), agencies=("DPA",))
    assert found.text.startswith("Ein Chatbot aus China schockt die Wall Street")
    assert found.text.endswith("die Aussicht auf günstigere KI hingegen ein Kursplus.")
    assert found.apparatus[-1] == "dpa so yyon z2 a3 vni/dmo"
    assert (found.kicker, found.byline) == ("Künstliche Intelligenz", "Von Andrej Sokolow, dpa")


@needs_shared
def test_what_dpa_hands_on_for_europa_press() -> None:
    found = only(f"{INPUT}/empty_paragraph.json")
    assert (found.provider, found.language, found.credit) == ("DPA", "es", ("EUROPA PRESS",))
    assert found.signal == Signal(kind="update", text="AMP.-")
    assert found.headline is not None
    assert found.headline.startswith("O.Próximo.- Netanyahu acusa")
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.date) == (("Madrid",), "21 Nov. 2024")


@needs_shared
def test_reports_that_are_listed_correct_nothing() -> None:
    found = only(f"{INPUT}/lesestuecke.json")
    assert found.signal == Signal(kind="advisory")
    assert found.text.count("KORR-Bericht") == 7


@needs_shared
@pytest.mark.parametrize("path", sorted(WIRE.glob("dpa-*/**/input/*.json")), ids=lambda path: path.name)
def test_every_word_of_every_real_entry_is_in_one_place(path: Any) -> None:
    entry = json.loads(path.read_bytes())
    [found] = read(path.read_bytes()).items
    notepad = entry["notepad"] or {}
    told = [entry["article_html"], entry["infobox_html"], *notepad.values()]
    lines = [one["ednote"] for one in entry["ednotes"] if one["role"].endswith("closingline")]
    lines += [entry["autopublishnotice"] or ""]
    if entry["article_html"] is None:
        lines = [one["description"] for one in entry["descriptions"]]
    words = "".join(html.fromstring(markup).text_content() for markup in told if markup) + "".join(lines)
    dateline = found.dateline.text if found.dateline and 'class="dateline"' in (entry["article_html"] or "") else ""
    read_words = dateline + found.text + "".join(found.apparatus)
    assert "".join(read_words.split()) == "".join(words.split())
    assert [problem.code for problem in found.problems] == []
