"""Profiles: who delivers a draft, and what is different about its copy. All values are invented."""

from zoneinfo import ZoneInfo

import pytest

from dateline.wire.copy import grammar
from dateline.wire.copy.agencies import code_of
from dateline.wire.copy.gathering import gather
from dateline.wire.draft import Block, Draft
from dateline.wire.item import Signal, Subject
from dateline.wire.profiles import PROFILES, UNKNOWN, profile_for, profile_named
from dateline.wire.profiles.anp import section_of
from dateline.wire.text.blocks import paragraph


def draft_with(**facts: str) -> Draft:
    return Draft(format="test", facts=facts)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"provider_id": "afp.com"}, "AFP"),
        ({"provider_id": "www.sda-ats.ch", "party": "ats"}, "ATS"),
        ({"party": "أ ف ب"}, "AFP"),
        ({"provider_id": "example.org", "source": "BELGA"}, "BELGA"),
        ({"party": "Nobody|Reuters"}, "RTR"),
        ({"sourceTitle": "AFN Web"}, "ANP"),
        ({"sourceTitle": "AFP EN (Editorial)"}, "AFP"),
    ],
)
def test_the_deliverer_is_known_by_what_the_file_says(facts: dict[str, str], code: str) -> None:
    assert profile_for(draft_with(**facts)).code == code


def test_a_given_provider_wins_and_an_unknown_one_is_left_alone() -> None:
    draft = draft_with(party="Reuters")
    draft.provider = "Streekblad"
    profile = profile_for(draft)
    assert profile is UNKNOWN
    profile.adjust(draft)
    assert draft.provider == "Streekblad"


def test_another_source_of_the_anp_news_api_wins_over_its_provider() -> None:
    draft = draft_with(sourceTitle="AFP EN (Editorial)")
    draft.provider = "ANP"
    profile_for(draft).adjust(draft)
    assert draft.provider == "AFP"


def test_an_agency_without_a_row_has_its_code_and_nothing_else() -> None:
    profile = profile_named("Indo-Asian News Service")
    assert (profile.code, profile.zone, profile.quirks) == ("IANS", None, None)
    assert profile_named("Streekblad") is UNKNOWN


def test_every_profile_is_found_by_its_codes_and_names() -> None:
    for profile in PROFILES:
        assert profile.code is not None
        assert code_of(profile.code) == profile.code
        assert code_of(profile.name) in (profile.code, *profile.codes, "KEYSTONE-ATS")
        assert all(profile_named(code) is profile for code in (profile.code, *profile.codes))
        assert profile.zone is not None


def test_anp_s_categories_give_the_section() -> None:
    assert section_of("ANP/BUI") == "Buitenland"
    assert section_of("XANP/BUI") == "Buitenland"
    assert section_of("FIN") == "Economie"
    assert section_of("XANP/101") is None
    draft = draft_with(sourceTitle="ANP 101", categories="XANP/101 ANP/BUI")
    profile_for(draft).adjust(draft)
    assert draft.section == "Buitenland"
    assert draft.language == "nl"


def test_anp_s_slugline_holds_the_reporter() -> None:
    draft = draft_with(provider_id="ANP")
    draft.slugline = "Jo van der Doe (abc)"
    draft.subjects = [Subject(scheme="urn:newsml:anp.nl:20090407:ANPCatCodes:Webfeed", code="ECO")]
    profile_for(draft).adjust(draft)
    assert draft.byline == "Jo van der Doe"
    assert draft.section == "Economie"
    assert draft.subjects[0].name == "Economie"


@pytest.mark.parametrize("slugline", ["ECO-POST-CAO", "Post/cao", "jo"])
def test_a_slug_is_no_reporter(slugline: str) -> None:
    draft = draft_with(provider_id="ANP")
    draft.slugline = slugline
    profile_for(draft).adjust(draft)
    assert draft.byline is None


def test_belga_s_item_has_its_own_priority_and_no_made_up_headline() -> None:
    draft = draft_with(
        **{"provider_id": "belga.be", "property.Priority": "2", "property.NewsPackage.NewsService": "INT|BIN"}
    )
    draft.headline, draft.language = "No Headline !", "nl"
    profile_for(draft).adjust(draft)
    assert (draft.headline, draft.urgency, draft.section) == (None, 2, "Binnenland")


@pytest.mark.parametrize("closing", ["./.ABC", "ABC/DEF/./.", "(ABC, nl, DEF)", "(ABC, fr)"])
def test_who_wrote_it_closes_belga_s_copy(closing: str) -> None:
    draft = Draft(format="test", provider="BELGA", blocks=[paragraph("De brug is open."), paragraph(closing)])
    grammar.apply(draft, profile_named("BELGA").habit)
    assert [block.role for block in draft.blocks] == ["body", "apparatus"]


def test_who_sends_a_tip_of_belga_is_no_headline_and_cues_of_a_bulletin_are_not_read_out() -> None:
    draft = Draft(format="newsml-1", kind="audio", headline="cor 12 - VERZONNEN BRAND, Voorbeeldstad")
    draft.blocks = [paragraph(text) for text in ("***", "NewsComponentRef", "Een verzonnen bericht.")]
    profile_named("BELGA").adjust(draft)
    assert (draft.headline, draft.head_apparatus) == ("VERZONNEN BRAND, Voorbeeldstad", ["cor 12"])
    assert [block.role for block in draft.blocks] == ["apparatus", "apparatus", "body"]


def test_an_alert_of_the_afp_is_a_flash() -> None:
    draft = draft_with(provider_id="afp.com", item_type="Alert")
    profile_for(draft).adjust(draft)
    assert [signal.kind for signal in draft.signals] == ["flash"]


def test_times_without_a_zone_are_in_the_agency_s() -> None:
    assert profile_named("belga.be").zone == ZoneInfo("Europe/Brussels")
    assert profile_named("STT").zone == ZoneInfo("Europe/Helsinki")
    assert profile_named("Europa Press").zone == ZoneInfo("UTC")


def test_dpa_s_desks_give_the_section_of_german_copy() -> None:
    draft = draft_with(party="dpa", desk="dpacat:vm")
    profile_for(draft).adjust(draft)
    assert draft.section == "Vermischtes"
    draft = draft_with(party="dpa", scope="ku")
    profile_for(draft).adjust(draft)
    assert draft.section == "Kultur"
    draft = draft_with(party="dpa", desk="dpacat:pl")
    draft.language = "es"
    profile_for(draft).adjust(draft)
    assert draft.section is None


def test_dpa_s_urgency_genre_and_notes_are_signals() -> None:
    draft = draft_with(party="dpa", genre="dpatextgenre:27", correction="Im 2. Absatz: 27 statt 28")
    draft.urgency = 2
    draft.signals = [Signal(kind="correction")]
    profile_for(draft).adjust(draft)
    assert draft.signals == [
        Signal(kind="correction", text="Im 2. Absatz: 27 statt 28"),
        Signal(kind="flash"),
        Signal(kind="advisory"),
    ]
    picture = draft_with(party="dpa")
    picture.urgency, picture.kind = 2, "picture"
    profile_for(picture).adjust(picture)
    assert picture.signals == []


@pytest.mark.parametrize(
    ("provider_id", "code"),
    [
        ("texto.efeservicios.com", "EFE"),
        ("www.itar-tass.com", "TASS"),
        ("pa.press.net", "PA"),
        ("afp.com:20160116:PH", "AFP"),
        ("press.example", None),
    ],
)
def test_an_agency_is_known_by_a_host_with_something_ahead_of_it(provider_id: str, code: str | None) -> None:
    assert profile_for(draft_with(provider_id=provider_id)).code == code


@pytest.mark.parametrize(
    ("subheadline", "slugline", "kind", "left"),
    [
        ("INDIA SUCESOS", "INDIA SUCESOS", None, None),
        ("(Ampliación) TAIWÁN ELECCIONES", "TAIWÁN ELECCIONES", "update", None),
        ("(Corrige) G20 CUMBRE", "G20 CUMBRE", "correction", None),
        ("(Avance) TAIWÁN ELECCIONES", "TAIWÁN ELECCIONES", None, None),
        ("Dos leones, en libertad", None, None, "Dos leones, en libertad"),
    ],
)
def test_the_line_below_a_headline_of_efe_is_its_slug(
    subheadline: str, slugline: str | None, kind: str | None, left: str | None
) -> None:
    draft = Draft(format="nitf", provider="EFE", subheadline=subheadline)
    profile_for(draft).adjust(draft)
    assert (draft.slugline, draft.subheadline) == (slugline, left)
    assert [signal.kind for signal in draft.signals] == ([kind] if kind else [])


def test_the_byline_of_ansa_is_a_line_below_the_headline_unless_it_says_who_wrote() -> None:
    draft = Draft(format="nitf", provider="ANSA", byline="Era chiuso da due anni")
    profile_for(draft).adjust(draft)
    assert (draft.subheadline, draft.byline) == ("Era chiuso da due anni", None)
    written = Draft(format="nitf", provider="ANSA", byline="di Anna Rossi")
    profile_for(written).adjust(written)
    assert (written.subheadline, written.byline) == (None, "di Anna Rossi")


@pytest.mark.parametrize(
    ("fact", "value", "kind"),
    [
        ("property.Version", "Correction", "correction"),
        ("genre", "Article|Prev|Update", "update"),
        ("genre", "afpattribute:Lead", "update"),
        ("genre", "Article", None),
    ],
)
def test_what_afp_says_of_a_version_is_a_signal(fact: str, value: str, kind: str | None) -> None:
    draft = Draft(format="newsml-1", provider="AFP", facts={fact: value})
    profile_for(draft).adjust(draft)
    assert [signal.kind for signal in draft.signals] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("provider", "headline", "left", "kind"),
    [
        ("GLOBE NEWSWIRE", "Re-transmission - Acme reports", "Acme reports", "repeat"),
        ("GLOBE NEWSWIRE", "Retransmission of data is slow", "Retransmission of data is slow", None),
        ("BLOOMBERG", "Acme Reports (1)", "Acme Reports", "update"),
        ("BUSINESS WIRE", "CORRECTING and REPLACING Acme reports", "Acme reports", "correction"),
    ],
)
def test_what_a_house_writes_with_a_headline_is_signal(
    provider: str, headline: str, left: str, kind: str | None
) -> None:
    draft = Draft(format="nitf", provider=provider, headline=headline)
    profile_for(draft).adjust(draft)
    assert (draft.headline, [signal.kind for signal in draft.signals]) == (left, [kind] if kind else [])


@pytest.mark.parametrize("provider", ["BUSINESS WIRE", "GLOBE NEWSWIRE", "PR NEWSWIRE"])
def test_what_a_corrected_release_says_ahead_of_itself_is_signal(provider: str) -> None:
    ahead = [
        "LONDON, June 2, 2025 (NEWSWIRE) -- In the second sentence, a figure should read: 4 (instead of 5).",
        "The corrected release follows:",
        "ACME REPORTS",
    ]
    draft = Draft(format="nitf", provider=provider, headline="Acme reports")
    draft.blocks = [
        paragraph(text)
        for text in (*ahead, "Acme today reported.", "View source version on businesswire.com: x", "Contacts")
    ]
    profile = profile_for(draft)
    profile.adjust(draft)
    grammar.apply(draft, profile.habit)
    found = gather(draft)
    assert found.signal == Signal(
        kind="correction",
        text="In the second sentence, a figure should read: 4 (instead of 5).\nThe corrected release follows:",
    )
    assert found.dateline is not None
    assert found.dateline.places == ("London",)
    body = [block.text for block in draft.blocks if block.role == "body"]
    assert body[:1] == ["Acme today reported."]
    assert ("Contacts" in body) == (provider != "BUSINESS WIRE")


def test_a_corrected_release_with_a_dateline_of_its_own_keeps_that() -> None:
    texts = (
        "PARIS--(BUSINESS WIRE)--Please replace the release.",
        "The updated release reads:",
        "LONDON--(BUSINESS WIRE)--Acme.",
    )
    draft = Draft(format="nitf", provider="BUSINESS WIRE", headline="Acme", blocks=[paragraph(text) for text in texts])
    profile_for(draft).adjust(draft)
    assert [block.role for block in draft.blocks] == ["signal", "signal", "body"]


def test_a_paragraph_about_a_corrected_release_is_the_story_s_own() -> None:
    texts = ("Acme said the updated release reads well.", "It sells.")
    draft = Draft(format="nitf", provider="BUSINESS WIRE", headline="Acme", blocks=[paragraph(text) for text in texts])
    profile_for(draft).adjust(draft)
    assert ([block.role for block in draft.blocks], draft.signals) == (["body", "body"], [])


def test_who_handed_a_release_on_is_no_part_of_it() -> None:
    closing = (
        "** Ovenstående pressemeddelelse er videreformidlet af Ritzau på vegne af tredjepart. "
        "Ritzau er derfor ikke ansvarlig for indholdet **"
    )
    draft = Draft(
        format="nitf",
        provider="RITZAU",
        headline="Opfundet",
        blocks=[paragraph("Den sejler i morgen."), paragraph(closing)],
    )
    grammar.apply(draft, profile_for(draft).habit)
    assert [block.role for block in draft.blocks] == ["body", "apparatus"]


def test_a_dateline_of_keystone_that_says_what_it_is_about_is_none() -> None:
    facts = {"line.CatchWord": "Verkehr", "line.CatchLine": "Neue Brücke"}
    draft = Draft(
        format="newsml-1", provider="SDA", dateline_field="Verkehr", kicker="Verkehr\nNeue Brücke", facts=facts
    )
    profile_for(draft).adjust(draft)
    assert (draft.dateline_field, draft.kicker, draft.keywords) == (None, "Neue Brücke", ["Verkehr"])
    placed = Draft(format="newsml-1", provider="SDA", dateline_field="Bern", facts={"line.CatchWord": "Verkehr"})
    profile_for(placed).adjust(placed)
    assert placed.dateline_field == "Bern"


def test_a_host_below_that_of_an_agency_is_the_agency() -> None:
    for host in ("test.tt.se", "texto.efeservicios.com:17:2"):
        assert profile_for(Draft(format="ninjs", facts={"sent_from": host})).code in ("TT", "EFE")
    assert profile_for(Draft(format="ninjs", facts={"sent_from": "tt.se.example"})).code is None


def test_a_package_of_tt_is_not_called_by_its_guid() -> None:
    draft = Draft(format="newsml-g2", provider="TT", kind="composite", guid="http://tt.se/a-pack", headline="a-pack")
    profile_for(draft).adjust(draft)
    assert draft.headline is None


def test_a_flash_of_ritzau_is_one_by_its_slug() -> None:
    draft = Draft(format="nitf", provider="RITZAU", slugline="NU-FLASH-K")
    profile_for(draft).adjust(draft)
    assert draft.signals == [Signal(kind="flash")]


def test_section_and_slug_of_ntb() -> None:
    draft = Draft(format="nitf", provider="NTB", facts={"category": "Innenriks", "meta.NTBStikkord": "bru-stengt"})
    profile_for(draft).adjust(draft)
    assert (draft.section, draft.slugline) == ("Innenriks", "bru-stengt")
    news = Draft(format="newsml-g2", provider="NTB", subjects=[Subject(scheme="subj", code="Sport", name="Sport")])
    profile_for(news).adjust(news)
    assert news.section == "Sport"


def test_the_line_of_number_and_kind_of_bay_city_news_may_stand_in_columns_with_the_text() -> None:
    text = "BCN51                   -DATEBOOK\n9 A.M.    NOBODY    COMES\n10 A.M.   HE        GOES"
    draft = Draft(format="anpa1312", provider="BCN", blocks=[Block("pre", f"<pre>{text}</pre>", text)])
    profile_for(draft).adjust(draft)
    assert [(block.role, block.text.split()[0]) for block in draft.blocks] == [("apparatus", "BCN51"), ("body", "9")]


@pytest.mark.parametrize(
    ("provider", "last", "below"),
    [
        ("PTI", "It is old. PTI AB CDE", "PTI AB CDE"),
        ("DPA-AFX", "It is old./ab/DP/cd", "/ab/DP/cd"),
        ("PTI", "It is old.", "RDK ABC"),
        ("RTR", "It is old.", "(Bericht von Ann Other, redigiert von Bo Bar. Rückfragen an x@reuters.example)"),
        ("RTR", "It is old.", "(Ann Other et Bo Bar, version française Cy Dee, édité par Ed Eff)"),
        ("RTR", "It is old.", "(Ann Other, in redazione a Roma Bo Bar)"),
        ("AFP", "It is old.", "-- Bloomberg News contributed to this story --"),
        ("CP", "It is old.", "— With files from The Associated Press."),
        ("EFE", "It is old.", "1010101"),
        ("PAP", "It is old.", "Autor: Ann Other"),
        ("APA", "It is old.", "APA0123 5 CI 0100 Fr, 05.Jän 2024"),
        ("BLOOMBERG", "It is old.", "--With assistance from Ann Other."),
    ],
)
def test_a_house_signs_below_its_copy(provider: str, last: str, below: str) -> None:
    texts = ["LONDON (AP) - The bridge shut.", last]
    if provider == "DPA-AFX":
        texts.append("ISIN DE0005140008 US0231351067")
    if below not in last:
        texts.append(below)
    draft = Draft(format="newsml-g2", provider=provider, blocks=[paragraph(text) for text in texts])
    profile = profile_for(draft)
    profile.adjust(draft)
    grammar.apply(draft, profile.habit)
    assert [block.text for block in draft.blocks if block.role == "body"] == ["The bridge shut.", "It is old."]
    assert below in gather(draft).apparatus


@pytest.mark.parametrize(("form", "kind"), [("(krótka2)", "update"), ("(aktl.)", "update"), ("(Warszawa)", None)])
def test_pap_says_behind_a_headline_which_form_of_a_story_it_is(form: str, kind: str | None) -> None:
    draft = Draft(format="newsml-g2", provider="PAP", headline=f"Most zamknięty {form}")
    profile_for(draft).adjust(draft)
    assert [signal.kind for signal in draft.signals] == ([kind] if kind else [])
    assert draft.headline == ("Most zamknięty" if kind else f"Most zamknięty {form}")
