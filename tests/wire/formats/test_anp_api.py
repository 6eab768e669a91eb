"""The ANP News API: invented answers, and the captured ones of ../shared with their facts read by hand."""

import json
from datetime import UTC, datetime

import pytest

from dateline.wire.errors import Unreadable
from dateline.wire.formats import anp_api
from dateline.wire.formats.base import Drafts, Source, head_of
from dateline.wire.item import Link, NewsItem, Signal, Subject
from dateline.wire.reader import read

ITEM = {
    "id": "0123456789abcdef0123456789abcdef",
    "kind": "TEXTARTICLE",
    "pubDate": "2025-03-04T10:20:30Z",
    "firstIssueDate": "2025-03-04T09:00:00+01:00",
    "modified": "2025-03-04T10:20:31Z",
    "source": "11111111-2222-3333-4444-555555555555",
    "sourceTitle": "ANP 101",
    "title": "Sterrenwacht weer open",
    "bodyText": "<p>LEIDEN (ANP/AFP) - De sterrenwacht gaat <b>dinsdag</b> open.</p>"
    "<hl2>Koepel</hl2><p>Hij draait weer.</p><p/>",
    "urgency": 3,
    "version": 2,
    "authors": ["Noor de Wit", "Jan Bos"],
    "editorialNote": "Foto volgt",
    "category": "ANP/BIN",
    "categories": ["ANP/BIN", "XANP/101"],
    "keywords": ["sterren", "Leiden", "sterren"],
    "entities": [
        {"id": "1", "value": "Leiden", "kind": "location"},
        {"id": "2", "value": "Noor de Wit", "kind": "person"},
        {"id": "3", "value": "Leiden", "kind": "location"},
    ],
    "links": [],
    "hasMedia": False,
    "itemId": "ANP-040325-012",
    "copyrightNotice": "© 2025 ANP",
    "relationships": ["alike"],
}


def answer(data, **more) -> bytes:
    return json.dumps({"hasError": False, "data": data, **more}).encode()


def drafts(data: bytes) -> Drafts:
    return anp_api.read(Source(data=data))


def item(**changes) -> NewsItem:
    (found,) = read(answer(ITEM | changes)).items
    return found


def test_an_item():
    found = item()
    assert (found.provider, found.guid, found.version, found.format) == ("ANP", ITEM["id"], "2", "anp-api")
    assert (found.urgency, found.kind, found.status, found.signal, found.language) == (3, "text", "usable", None, "nl")
    assert str(found.first_created) == "2025-03-04 08:00:00+00:00"
    assert str(found.version_created) == "2025-03-04 10:20:30+00:00"
    assert found.precision == "second"
    assert found.headline == "Sterrenwacht weer open"
    assert found.byline == "Noor de Wit, Jan Bos"
    assert (found.slugline, found.ed_note, found.copyright) == ("ANP-040325-012", "Foto volgt", "© 2025 ANP")
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("LEIDEN (ANP/AFP) -", ("Leiden",))
    assert found.credit == ("ANP", "AFP")
    assert found.text == "De sterrenwacht gaat dinsdag open.\n\nKoepel\n\nHij draait weer."
    assert found.body == "<p>De sterrenwacht gaat <b>dinsdag</b> open.</p>\n<h2>Koepel</h2>\n<p>Hij draait weer.</p>"
    assert (found.keywords, found.places) == (("sterren", "Leiden"), ("Leiden",))
    assert [subject.code for subject in found.subjects if subject.scheme == "anp-category"] == ["ANP/BIN", "XANP/101"]
    assert Subject(scheme="anp-entity:person", code="2", name="Noor de Wit") in found.subjects
    assert found.problems == ()


def test_a_bare_item_is_read_too():
    assert read(json.dumps(ITEM).encode()).items == read(answer(ITEM)).items


def test_null_and_missing_fields_are_nothing():
    bare = {
        "id": "a",
        "pubDate": "2025-03-04T10:20:30Z",
        "bodyText": None,
        "title": None,
        "authors": None,
        "links": None,
    }
    (draft,) = drafts(answer(bare)).drafts
    assert (draft.headline, draft.byline, draft.blocks, draft.keywords, draft.problems) == (None, None, [], [], [])


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ["x"]), ("authors", 7), ("entities", "x"), ("urgency", 0), ("kind", "POEM"), ("version", {})],
)
def test_a_field_of_another_type_is_a_problem_and_not_a_crash(field, value):
    found = item(**{field: value})
    assert [(problem.code, problem.where) for problem in found.problems if problem.code == "unknown-value"] == [
        ("unknown-value", field)
    ]
    assert found.guid == ITEM["id"]


def test_numbers_may_be_texts_and_the_other_way_round():
    found = item(urgency="4", version="3", title=2025)
    assert (found.urgency, found.version, found.headline) == (4, "3", "2025")


def test_an_unreadable_time_is_a_problem():
    found = item(pubDate="yesterday")
    assert found.version_created is None
    assert {problem.code for problem in found.problems} == {"time-unreadable", "time-unknown"}


def test_media_are_announced_and_fetched_elsewhere():
    assert [problem.code for problem in item(hasMedia=True).problems] == ["media-incomplete"]


def test_the_second_lead_of_the_afp_is_an_update():
    assert item(category="2ndlead", categories=["2ndlead"]).signal == Signal(kind="update")


def test_the_copy_of_another_agency():
    found = item(sourceTitle="AFP EN (Editorial)", bodyText="<p>The tower opens.</p>")
    assert (found.language, found.credit) == ("en", ("AFP",))


def test_links_as_addresses_and_as_objects():
    links = ["https://a.example/1", {"url": "https://a.example/2", "title": "Meer", "kind": "web"}, {"id": "77"}, 5]
    found = item(links=links)
    assert found.links == (
        Link(href="https://a.example/1"),
        Link(href="https://a.example/2", rel="web", title="Meer"),
        Link(guid="77"),
    )
    assert [(problem.code, problem.where) for problem in found.problems] == [("unknown-value", "links")]


def test_set_phrases_of_the_anp_are_signals():
    assert item(
        bodyText="<p>N i e u w bericht, vervangt: Toren dicht</p><p>LEIDEN (ANP) - Tekst.</p>"
    ).signal == Signal(kind="replacement", text="N i e u w bericht, vervangt: Toren dicht", target="Toren dicht")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            {"items": [{"id": "a1"}, {"id": "b2"}], "hasMore": True},
            "A list of 2 items to fetch (there are more): a1, b2",
        ),
        ({"items": [{"id": "a1"}], "hasMore": False}, "A list of 1 item to fetch: a1"),
        ({"items": [], "hasMore": False}, "A list of 0 items to fetch"),
        ([{"id": "s1", "kind": "NEWSFEED", "title": "ANP 101"}], "A list of 1 source of the ANP News API: ANP 101"),
        (
            [{"id": "m1", "origin": "https://a.example/", "mimeType": "image/jpeg"}],
            "A list of 1 media file to fetch: m1",
        ),
        ([], "A list of 0 entries of the ANP News API"),
    ],
)
def test_lists_are_set_aside_with_a_reason(data, reason):
    reading = read(answer(data))
    assert reading.items == ()
    assert [(problem.code, problem.excerpt) for problem in reading.set_aside] == [("not-an-item", reason)]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (
            json.dumps({"hasError": True, "data": {"errorCode": 404, "description": "No such item"}}).encode(),
            "malformed",
            "404: No such item",
        ),
        (b'{"hasError": true, "data": null}', "malformed", "no reason"),
        (b'{"hasError": false, "data": null}', "malformed", "no data"),
        (answer({"title": "x", "bodyText": "y"}), "malformed", "no id"),
        (answer(ITEM)[:-40], "cut-off", "ends in the middle"),
        (answer(ITEM)[:-1], "cut-off", "ends in the middle"),
        (answer(ITEM) + b"}", "malformed", "trailing characters"),
        (b'{"hasError": false, "data": {"id": "a",, }}', "malformed", "broken"),
        (b'{"hasError": false, "data": ' + b"[" * 500_000, "too-deep", "too deeply"),
        (answer(ITEM) + b" " * 2_100_000, "too-large", "more than 2 MiB"),
        (b'{"data": 1, "hasError": ' + b'{"a":' * 300_000, "too-deep", "too deeply"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, code, words):
    assert anp_api.looks_like(head_of(data))
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == code
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "extra",
    [
        b'"n": ' + b"9" * 5000,
        b'"n": 1e99999',
        b'"title": "a", "title": "Sterrenwacht weer open"',
        b'"deep": ' + b"[" * 300 + b"]" * 300,
    ],
)
def test_odd_values_in_unknown_fields_do_no_harm(extra):
    data = answer(ITEM).replace(b'"kind": "TEXTARTICLE"', extra + b', "kind": "TEXTARTICLE"')
    assert read(data).items[0].headline == "Sterrenwacht weer open"


@pytest.mark.parametrize(
    "text", ['{"uri": "urn:x", "type": "text"}', '{"title": "bodyText"}', "[]", "{", '"hasError"', "<a/>"]
)
def test_other_json_is_not_taken_for_it(text):
    assert not anp_api.looks_like(head_of(text.encode()))


class TestShared:
    """The captured answers of 2 May 2019 in ../shared/wire/superdesk-anp."""

    @pytest.fixture
    def items(self, shared) -> dict[str, NewsItem]:
        files = sorted((shared / "wire" / "superdesk-anp" / "io" / "fixtures").glob("*item-detail*.json"))
        assert len(files) == 4
        found = {}
        for file in files:
            (one,) = read(file.read_bytes()).items
            found[(one.guid or "")[:4]] = one
        return found

    def test_identity_times_and_urgency(self, items):
        facts = {
            key: (one.version, str(one.first_created)[11:19], str(one.version_created)[11:19], one.urgency)
            for key, one in items.items()
        }
        assert facts == {
            "7404": ("2", "12:20:15", "12:50:24", 3),
            "864f": ("1", "12:09:38", "12:09:38", 3),
            "ac47": ("1", "12:44:20", "12:44:20", 4),
            "bd34": ("1", "12:33:15", "12:33:15", 3),
        }
        assert all(one.guid and len(one.guid) == 32 for one in items.values())

    def test_headlines_datelines_and_credit(self, items):
        found = {key: (one.headline, one.dateline and one.dateline.text, one.credit) for key, one in items.items()}
        assert found == {
            "7404": (
                "Assange wil zich niet 'overgeven' aan VS",
                "LONDEN (ANP/RTR/BLOOMBERG) -",
                ("ANP", "RTR", "BLOOMBERG"),
            ),
            "864f": ("Caterpillar gaat aandeelhouders belonen", "DEERFIELD (AFN) -", ("AFN",)),
            "ac47": ("Bank of England sees temporary boost from Brexit stockpiling", None, ("AFP",)),
            "bd34": ("Uitkeringsaanvragen VS stabiel", "WASHINGTON (AFN/BLOOMBERG) -", ("AFN", "BLOOMBERG")),
        }

    def test_signals_languages_and_apparatus(self, items):
        found = {key: (one.signal and one.signal.kind, one.language, one.apparatus) for key, one in items.items()}
        assert found == {
            "7404": (None, "nl", ()),
            "864f": (None, "nl", ()),
            "ac47": ("update", "en", ("rfj/bcp/dl",)),
            "bd34": (None, "nl", ("(ANP Redactie AFN/Economie, email economie(at)anp.nl, +31 20 560 6070)",)),
        }

    def test_the_text_begins_and_ends_with_the_agency_s_words(self, items):
        ends = {
            key: (" ".join(one.text.split()[:3]), " ".join(one.text.split()[-2:]), one.text.count("\n\n") + 1)
            for key, one in items.items()
        }
        assert ends == {
            "7404": ("WikiLeaks-oprichter Julian Assange", "weken cel.", 7),
            "864f": ("Caterpillar, 's werelds", "en uitrustingen.", 3),
            "ac47": ("The Bank of", "0.50 percent.", 20),
            "bd34": ("Het aantal eerste", "voor WW-uitkeringen.", 2),
        }

    def test_subjects_and_places(self, items):
        one = items["7404"]
        assert one.places == ("Verenigde Staten", "Groot-Brittannië", "Amerika", "Londen", "Washington")
        assert [subject.code for subject in one.subjects[:3]] == ["ANP/BUI", "XANP/101", "XANP/BUI"]
        assert [subject.name for subject in one.subjects if subject.scheme == "anp-entity:person"] == [
            "Julian Assange",
            "Chelsea Manning",
        ]
        assert items["864f"].keywords == ("NEW", "FNG", "CMP")

    def test_no_problems(self, items):
        assert {key: one.problems for key, one in items.items()} == dict.fromkeys(items, ())

    def test_everything_else_there_is_a_list(self, shared):
        files = [file for file in (shared / "wire" / "superdesk-anp").rglob("*.json") if "item-detail" not in file.name]
        assert len(files) == 7
        for file in files:
            reading = read(file.read_bytes())
            assert reading.items == ()
            assert reading.set_aside[0].excerpt.startswith("A list of ")


@pytest.mark.parametrize("wrap", [lambda items: items, lambda items: {"items": items, "hasMore": False}])
def test_a_list_that_holds_whole_items_gives_each_of_them(wrap):
    announced = {"id": "fedcba98", "kind": "TEXTARTICLE", "modified": "2025-03-04T10:20:31Z"}
    reading = read(answer(wrap([ITEM, ITEM | {"id": "89abcdef"}, {"bodyText": "<p>Wie is dit?</p>"}, announced])))
    assert [found.guid for found in reading.items] == [ITEM["id"], "89abcdef"]
    assert [found.where.rpartition("[")[2] for found in reading.set_aside] == ["2]", "3]"]


def test_a_list_of_too_many_whole_items_is_refused_and_not_cut_short():
    with pytest.raises(Unreadable, match="2,001 items"):
        drafts(answer([{"id": str(number), "bodyText": ""} for number in range(2001)]))


def test_a_title_with_entities_of_html_is_the_words_that_they_stand_for():
    assert item(title="&quot;Eb &amp; vloed&quot; in Leiden").headline == '"Eb & vloed" in Leiden'


@pytest.mark.parametrize("note", ["EMBARGO tot 12.00 uur", "Foto volgt\nOnder embargo tot nader bericht"])
def test_an_embargo_in_the_note_to_editors_withholds(note):
    found = item(editorialNote=note)
    assert found.status == "withheld"
    assert [(told.code, told.where) for told in found.problems] == [("embargo-unclear", "edNote")]


def test_an_embargo_with_day_and_hour_in_the_note_to_editors_has_its_moment():
    found = item(editorialNote="Foto volgt\nOnder embargo tot dinsdag 12.00 uur")
    assert found.embargoed == datetime(2025, 3, 4, 11, tzinfo=UTC)  # that of the copy, a Tuesday at 11.20 in Amsterdam


def test_a_note_that_only_tells_of_a_picture_is_no_signal():
    assert item(editorialNote="Met foto").signal is None
