"""Apparatus: how agencies close their copy. Names and numbers are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.copy import grammar
from dateline.wire.copy.apparatus import (
    is_apparatus,
    is_editors_note,
    is_initials,
    is_note_heading,
    opens_notebook,
    trailing,
)
from dateline.wire.copy.bylines import is_byline
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.gathering import gather
from dateline.wire.draft import Draft
from dateline.wire.profiles import profile_named
from dateline.wire.text.blocks import paragraph


@pytest.mark.parametrize(
    "text",
    [
        "axm/ch/jm",
        "rfj/bcp/dl",
        "MA // EA",
        "PAL (JCR) // EA",
        "Bureau/Fim",
        "Lusa/fim",
        "(Schluss)",
        "___",
        "(©NTB)",
        "© 2019 Bureau. Alle rechten voorbehouden.",
        "Copyright 2019 The Bureau. All rights reserved.",
        "(NNB Redactie Economie)",
        "((jo.bloggs@bureau.example; +44 20 5550 0100))",
        "jo@bureau.example",
        "Anna Svensson/TT",
        "هو/ماب/ب ق",
        "سب-لال/نور-كام/سام",
        "VDH/FUL/",
        "(SDA\\/sj)",
        "AAP gfr",
        "AAP RTV ar",
        "==Kyodo",
        "/ritzau/",
        "dpa hm bs wjh",
        "ends",
        "(END)",
        "ENDS",
        "./.",
        "./.XXX",
        "././.XXX",
        "./. XXX",
        "EFE",
        "(ANP)",
        "NNNN",
        "150920 JUN 07",
        "101137 GMT Dez 18",
        "(ANP Redactie AFN/Economie, email iemand(at)anp.nl, +31 20 555 0100)",
        "ANP Redactie Sport, tel. 020-5550100, iemand@anp.nl",
        "(Reporting by Jo Doe; Editing by Al Roe)",
        "((Reporting by Jo Doe; Editing by Al Roe))",
        "Reporting by Jo Doe; Editing by Al Roe",
    ],
)
def test_sign_offs_contacts_and_trailers_are_apparatus(text: str) -> None:
    assert is_apparatus(text)


@pytest.mark.parametrize(
    "text",
    [
        "De man is dood.",
        "Ajax/Feyenoord",
        "Jan/Piet",
        "en/of",
        "FC Utrecht",
        "2-1/3-2",
        "Quelle: Reuters/oraise",
        "Reporting by the paper found that he lied.",
        "Meer informatie: tel. 020 5550100",
        "De desk is bereikbaar via mail@example.org",
        "تم بثه",
        "On the Net: example.org",
    ],
)
def test_the_last_words_of_a_story_are_its_own(text: str) -> None:
    assert not is_apparatus(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("It grew. (Reporting by Jo Doe; Editing by Al Roe)", "(Reporting by Jo Doe; Editing by Al Roe)"),
        ("Lo dijo ayer. EFE", "EFE"),
        ("Lo dijo ayer. EFE gr/bp", "EFE gr/bp"),
        ("Der Mann ist tot. (SDA\\/sj)", "(SDA\\/sj)"),
        ("Lo ha detto. (ANSA).", "(ANSA)."),
        ("Het is zo. ./.XXX", "./.XXX"),
        (
            "Het is zo. (ANP Redactie, iemand(at)anp.nl, +31 20 555 0100)",
            "(ANP Redactie, iemand(at)anp.nl, +31 20 555 0100)",
        ),
        ("It was so. rfj/bcp/dl", "rfj/bcp/dl"),
    ],
)
def test_a_sign_off_behind_the_last_sentence_is_found(text: str, mark: str) -> None:
    assert text[len(text) - trailing(text) :] == mark


@pytest.mark.parametrize(
    "text", ["He works at AP", "He works for Reuters.", "said AFP.", "Het kost 3 euro (4 dollar)", "x"]
)
def test_an_agency_in_a_sentence_is_no_sign_off(text: str) -> None:
    assert trailing(text) == 0


def test_a_notebook_opens_with_its_heading() -> None:
    assert opens_notebook("# Notizblock")
    assert opens_notebook("* * * * Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt")
    assert not opens_notebook("# 1 in de hitlijst")


def test_notes_to_editors_and_their_headings() -> None:
    assert is_editors_note("Noot voor de redactie: foto volgt")
    assert not is_note_heading("Noot voor de redactie: foto volgt")
    assert is_note_heading("NOTE TO EDITORS:")
    assert not is_editors_note("Noten voor de eekhoorn")


def test_initials() -> None:
    assert is_initials("gr/bp")
    assert not is_initials("Jo Doe/Al Roe")


@pytest.mark.parametrize(
    "text",
    [
        "By Jo Doe",
        "Door Jan van der Berg en Piet de Vries",
        "Von Anna Muster, dpa",
        "Door onze verslaggever",
        "Van onze redactie",
        "By Al Roe, dpa  =",
        "Door: Jan Jansen",
        "door Jan Jansen",
        "Par Jeanne DUPONT, avec Paul DURAND à Bruxelles",
    ],
)
def test_a_line_with_names_is_a_byline(text: str) -> None:
    assert is_byline(text)


@pytest.mark.parametrize(
    "text",
    ["By contrast, the town lost", "Door de storm is er schade", "Von Berlin aus geht es weiter", "Byzantium fell"],
)
def test_a_sentence_is_no_byline(text: str) -> None:
    assert not is_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "EMBARGO tot dinsdag 12.00 uur",
        "Onder embargo tot 3 mei",
        "Embargo: 12.00 uur",
        "Sperrfrist 12.00 Uhr",
        "STRICTLY EMBARGOED. Not for release until noon.",
        "Niet publiceren voor 12.00 uur",
        "E M B A R G O tot 12.00 uur",
        "Let op redacties: embargo tot 12.00 uur",
        "Attentie redacties: niet voor publicatie voor 12.00 uur",
        "NIET VOOR 12.00 UUR",
        "Publicatie niet eerder dan dinsdag 12.00 uur",
        "Vrij voor publicatie vanaf 06.00 uur",
        "Bajo embargo hasta las 12.00",
    ],
)
def test_a_line_may_announce_an_embargo(text: str) -> None:
    assert announces_embargo(text)


@pytest.mark.parametrize(
    "text",
    [
        "Embargo op olie raakt Rusland.",
        "Het embargo op wapens blijft.",
        "Niet te koop",
        "Niet voor 12.00 uur op straat, dat is de regel.",
        "Vrij na 3 jaar cel, dat is hij nu.",
        "Publicatie na 3 jaar: het boek is er.",
    ],
)
def test_a_sentence_about_an_embargo_announces_none(text: str) -> None:
    assert not announces_embargo(text)


@given(st.text(max_size=500))
def test_any_paragraph_is_looked_at_without_failing(text: str) -> None:
    if text:
        is_apparatus(text)
    assert 0 <= trailing(text) <= len(text)
    is_editors_note(text)
    is_byline(text)
    announces_embargo(text)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("De brug is dicht. (NNB Redactie Economie)", "(NNB Redactie Economie)"),
        ("The bridge is closed. Enditem", "Enditem"),
        ("Die Brücke ist gesperrt. (Forts.)", "(Forts.)"),
        ("Il ponte è chiuso (ANSA). ABC", "(ANSA). ABC"),
    ],
)
def test_more_closing_words_are_taken_off(text: str, taken: str) -> None:
    assert text[len(text) - trailing(text) :].strip() == taken


@pytest.mark.parametrize(
    "text",
    [
        "Copyright is een recht van makers, zegt de minister.",
        "Kaarten: info@museum.example of aan de kassa.",
        "Ajax/Fim speelde gelijk.",
        "Jan Jansen/Piet Pietersen",
        "De redactie van NNB werd geprezen.",
    ],
)
def test_sentences_that_look_like_apparatus_stay(text: str) -> None:
    assert not is_apparatus(text)
    assert not trailing(text)


@pytest.mark.parametrize(
    "text",
    [
        "(c) ANP",
        "(c) Copyright ANP",
        "Copyright ANP 2019",
        "(c) 2019 ANP",
        "(ANP/binnenland, 070-4140000)",
        "EFE gr/bp",
        "(iwi)",
        "/sj",
        "Keywords: BRIDGE CLOSED/",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "(By Jo Bloggs; Editing by Al Roe)",
    ],
)
def test_copyright_of_an_agency_desks_by_telephone_and_lone_initials_are_apparatus(text: str) -> None:
    assert is_apparatus(text)


@pytest.mark.parametrize(
    "text",
    [
        "(c) de raad besluit binnen een week",
        "Copyright law changes in 2019",
        "(Voor het eerst in 2019, en dat is 0 keer te veel)",
        "Keywords: they matter.",
        "(by Tuesday; editing will follow)",
    ],
)
def test_what_only_begins_like_apparatus_is_none(text: str) -> None:
    assert not is_apparatus(text)


@pytest.mark.parametrize(
    "text",
    ["Voor de redactie: Jan is te bereiken", "Informatie voor redacties: bel Jan", "Perscontact: Jan Jansen, 06"],
)
def test_notes_to_editors_have_many_headings(text: str) -> None:
    assert is_editors_note(text)


@pytest.mark.parametrize("text", ["Voor de redactie van de krant is het feest", "Informatie voor pers is er"])
def test_a_sentence_about_editors_is_no_note_to_them(text: str) -> None:
    assert not is_editors_note(text)


def test_a_paragraph_without_words_is_no_apparatus() -> None:
    assert not is_apparatus("")


@pytest.mark.parametrize(
    "text",
    [
        "—Copyright 2026 The Associated Press. All rights reserved.",
        "(c) Copyright Thomson Reuters 2026. Click For Restrictions - https://agency.example",
        "abc/ def/",
        "(Red/Adnkronos)",
        "(إعداد فلان للنشرة العربية - تحرير فلان)",
        "-.-.-",
        ".../...",
    ],
)
def test_more_closing_lines_are_apparatus(text: str) -> None:
    assert is_apparatus(text)


@pytest.mark.parametrize(
    "text",
    [
        "en/ of meer",
        "(Rode/Kruis)",
        "— Copyright is a right, the judge said.",
        "(إعداد)",
        "-.5",
        "Copyright of songs is sold.",
    ],
)
def test_what_only_looks_like_a_closing_line_stays(text: str) -> None:
    assert not is_apparatus(text)


def test_a_story_that_goes_on_says_so_behind_its_last_sentence() -> None:
    assert trailing("Il ponte è aperto. (SEGUE).") == len("(SEGUE).")
    assert trailing("Die Brücke ist offen./abc/DP/def") == len("/abc/DP/def")
    assert trailing("Es geht um ARD/ZDF") == 0


@pytest.mark.parametrize(
    ("agency", "closing"),
    [
        ("CTK", ["abc def"]),
        ("EFE", ["ao/jb", "(foto) (vídeo)"]),
        ("ANSA", ["ABC", "04-MAR-26 10:00 NNNN"]),
        ("PA", ["mfl"]),
        ("RTR", ["Source text for Eikon: [ID:nABC123]", "Further company coverage: [BRDG.L]", "(Gdansk Newsroom)"]),
        ("ANP", ["ANP Economie, email economie(at)anp.example, +31 70 123 45 67"]),
    ],
)
def test_the_closing_lines_of_one_agency(agency: str, closing: list[str]) -> None:
    draft = Draft(format="x", blocks=[paragraph(text) for text in ("It opened on a Monday.", *closing)])
    grammar.apply(draft, profile_named(agency).habit)
    assert gather(draft).apparatus == tuple(closing)
