"""The set phrases of agencies in many languages, and sentences that look like them. All copy is invented."""

import pytest

from dateline.wire.copy.apparatus import is_apparatus, is_editors_note, trailing
from dateline.wire.copy.bylines import is_byline
from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.habit import Habit
from dateline.wire.copy.headlines import read_headline
from dateline.wire.copy.signals import read_line, read_note

DATELINES = [
    ("DEN HAAG/BRUSSEL (ANP/BELGA) - De", ("Den Haag", "Brussel"), ("ANP", "BELGA"), None),
    ("CAPELLE A/D IJSSEL (ANP) - Het", ("Capelle a/d IJssel",), ("ANP",), None),
    ("(Belga) De politie", (), ("BELGA",), None),
    ("BRUXELLES 31/07 (BELGA/AFP) = La", ("Bruxelles",), ("BELGA", "AFP"), "31/07"),
    ("Paris, 21 août 2019 (AFP) - Le", ("Paris",), ("AFP",), "21 août 2019"),
    ("Genf, Schweiz (AFP) - Der", ("Genf, Schweiz",), ("AFP",), None),
    ("Bern (sda) Der", ("Bern",), ("SDA",), None),
    ("Genève (Keystone-ATS) - Le", ("Genève",), ("KEYSTONE-ATS",), None),
    ("Wien/Brüssel (APA/dpa) - Der", ("Wien", "Brüssel"), ("APA", "DPA"), None),
    ("FRANKFURT/LONDON (dpa-AFX Broker) - Der", ("Frankfurt", "London"), ("DPA-AFX",), None),
    ("Berlin (epd). Der", ("Berlin",), ("EPD",), None),
    ("Bonn (KNA) Der Papst", ("Bonn",), ("KNA",), None),
    ("Köln (SID) Der FC", ("Köln",), ("SID",), None),
    ("WASHINGTON/NEW YORK, Sept 11 (Reuters) - The", ("Washington", "New York"), ("RTR",), "Sept 11"),
    ("PORT-AU-PRINCE, Haiti (AP) — The", ("Port-au-Prince, Haiti",), ("AP",), None),
    ("AUSTIN, Texas--(BUSINESS WIRE)--Acme", ("Austin, Texas",), ("BUSINESS WIRE",), None),
    ("SAN FRANCISCO--(BUSINESS WIRE)--May 3, 2019--Acme", ("San Francisco",), ("BUSINESS WIRE",), "May 3, 2019"),
    ("NEW YORK, May 3, 2019 /PRNewswire/ -- The", ("New York",), ("PR NEWSWIRE",), "May 3, 2019"),
    ("МОСКВА, 3 мая. /ТАСС/. Президент", ("Москва",), ("TASS",), "3 мая"),
    ("МОСКВА, 3 мая - РИА Новости. Президент", ("Москва",), ("RIA",), "3 мая"),
    ("Москва. 3 мая. ИНТЕРФАКС - Президент", ("Москва",), ("INTERFAX",), "3 мая"),
    ("Ciudad de México, 21 sep (EFE).- El", ("Ciudad de México",), ("EFE",), "21 sep"),
    ("MADRID, 21 (EUROPA PRESS) El", ("Madrid",), ("EUROPA PRESS",), "21"),
    ("(ANSA) - ROMA, 12 GIU - Il", ("Roma",), ("ANSA",), "12 GIU"),
    ("Lisboa, 03 mai 2019 (Lusa) – O", ("Lisboa",), ("LUSA",), "03 mai 2019"),
    ("Oslo (NTB-Reuters): Det", ("Oslo",), ("NTB", "RTR"), None),
    ("København /ritzau/: En", ("København",), ("RITZAU",), None),
    ("Helsinki (STT-AFP) - Se", ("Helsinki",), ("STT", "AFP"), None),
    ("Praha 3. května (ČTK) - Vláda", ("Praha",), ("CTK",), "3. května"),
    ("Budapest, 2019. május 3., péntek (MTI) - A", ("Budapest",), ("MTI",), "2019. május 3., péntek"),
    ("TOKYO, May 3, Kyodo - The", ("Tokyo",), ("KYODO",), "May 3"),
    ("New Delhi [India], May 3 (ANI): The", ("New Delhi [India]",), ("ANI",), "May 3"),
    ("ATHENS, May 3 (ANA-MPA) - The", ("Athens",), ("ANA-MPE",), "May 3"),
    ("القاهرة 3 مايو أيار (رويترز) - قال", ("القاهرة",), ("RTR",), "3 مايو أيار"),
    ("القاهرة, 25-11-2023 (أ ف ب) - قال", ("القاهرة",), ("AFP",), "25-11-2023"),
    ("London, March 2 - Alaska said", ("London",), (), "March 2"),
    ("MONTREAL, Feb 26- The firm", ("Montreal",), (), "Feb 26"),
]

NO_DATELINES = """
Donald Trump, 5 mei - dat stond er
Op 5 mei - Bevrijdingsdag - wordt gevierd
Karel Appel, 25 april 1921 - 3 mei 2006
JANSEN (NED) - Tweede
De Nederlandse Bank (DNB) - die
Jan Jansen (VVD) - dat zei
Utrecht (ANP) Een
Kosten: 3 euro. (ANP) - De
""".strip().splitlines()

LINES = [
    ("FLITS", "flash"),
    ("ATTENTION - ANNULATION DE DEPECHE ///", "kill"),
    ("(This story has been refiled to fix a typo)", "correction"),
    ("(This May 3 story corrects paragraph 4)", "correction"),
    ("Päivitetty: lisätty kommentti", "update"),
    ("KORJAUS: nimi korjattu", "correction"),
    ("OIKAISU", "correction"),
    ("Rättelse: namnet", "correction"),
    ("Uppdaterad version", "update"),
    ("RETTELSE: Navnet var feil", "correction"),
    ("Opdateret", "update"),
    ("HASTER", "flash"),
    ("MAKULERAD", "kill"),
    ("(CORREÇÃO)", "correction"),
    ("(Atualizada)", "update"),
    ("تصحيح", "correction"),
    ("عاجل", "flash"),
]

SENTENCES = """
Herhaling van de verkiezingen lijkt onvermijdelijk.
Vervallen huizen worden gesloopt.
Ingetrokken subsidies leiden tot boosheid.
Retrait des troupes: la France décide.
Annulation du procès.
Correction in stock markets continues.
Flash floods hit the city.
Lead prices rose.
Achtung, Baustelle!
Korjaus maksaa miljoonia.
Haster det, spør han.
Makulerad sedel funnen i Malmö.
Roundup is a weed killer.
""".strip().splitlines()

SIGN_OFFS = """
# # #
--30--
- - -
(Schluss) abc/def
dpa ab/cd yy n1 efg
AP-NY-05-03-19 1234EDT
(Lusa/Fim)
/fba/zb
/ritzau/
Reuter
""".strip().splitlines()

TAILS = [
    ("Es ist aus. /fba/zb", "/fba/zb"),
    ("Es ist aus./fba/zb", "/fba/zb"),
    ("Slut. /ritzau/", "/ritzau/"),
    ("Slut. (©NTB)", "(©NTB)"),
    ("Det er slut/åbent.", ""),
]

EMBARGOES = """
Sperrefrist til kl. 12
Embargo till kl 06.00
Julkaisuvapaa klo 10
VAPAA JULKAISTAVAKSI KELLO 10
Publiceras tidigast kl 06.00
Klausuliert bis 12 Uhr
""".strip().splitlines()


@pytest.mark.parametrize(("text", "places", "agencies", "date"), DATELINES)
def test_a_dateline_is_found(text: str, places: tuple[str, ...], agencies: tuple[str, ...], date: str | None) -> None:
    found = parse_dateline(text)
    assert found is not None
    assert (found.dateline.places, found.dateline.agencies, found.dateline.date) == (places, agencies, date)


@pytest.mark.parametrize("text", NO_DATELINES)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_a_line_is_a_signal(line: str, kind: str) -> None:
    found = read_line(line)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_no_signal(line: str) -> None:
    assert read_line(line) is None


@pytest.mark.parametrize(
    ("headline", "kind", "rest"),
    [
        ("ROUNDUP 2: Merkel tritt zurück", "update", "Merkel tritt zurück"),
        ("Roundup: Bayer zahlt", None, "Roundup: Bayer zahlt"),
        ("Dimite Sánchez (ampliación)", "update", "Dimite Sánchez"),
        ("Rättelse: Löfven avgår", "correction", "Löfven avgår"),
        ("HAST: Løkke går av", "flash", "Løkke går av"),
        ("Hast: ingen", None, "Hast: ingen"),
    ],
)
def test_a_mark_of_a_headline_is_a_signal(headline: str, kind: str | None, rest: str) -> None:
    found = read_headline(headline)
    assert found.headline == rest
    assert [signal.kind for signal in found.signals] == ([kind] if kind else [])


def test_a_note_in_arabic_is_a_signal() -> None:
    found = read_note("إضافة تصريحات للرئيس")
    assert found is not None
    assert found.kind == "update"


@pytest.mark.parametrize("text", SIGN_OFFS)
def test_a_sign_off_is_apparatus(text: str) -> None:
    assert is_apparatus(text)


@pytest.mark.parametrize(("text", "tail"), TAILS)
def test_a_sign_off_behind_the_last_sentence_is_found(text: str, tail: str) -> None:
    taken = trailing(text)
    assert text[len(text) - taken :].strip() == tail


def test_only_its_own_name_closes_the_copy_of_an_agency_without_a_space() -> None:
    assert trailing("Viento del noreste con intervalos de fuerte.EFE", Habit(agency="EFE")) == 3
    assert trailing("Viento del noreste con intervalos de fuerte.EFE", Habit(agency="ANP")) == 0
    assert trailing("Hij stemde op de VVD.AFP", Habit(agency="EFE")) == 0


@pytest.mark.parametrize("text", EMBARGOES)
def test_an_embargo_is_announced(text: str) -> None:
    assert announces_embargo(text)


@pytest.mark.parametrize("text", ["Embargo op wapens verlengd", "Frist für Anträge endet", "Publiceras av tidningen"])
def test_a_sentence_about_an_embargo_announces_none(text: str) -> None:
    assert not announces_embargo(text)


@pytest.mark.parametrize(
    "text",
    ["(di Mario Rossi)", "(dell'inviato Mario Rossi)", "Af Jens Jensen /ritzau/", "*** Ana Maria, da agência Lusa ***"],
)
def test_a_byline_is_found(text: str) -> None:
    assert is_byline(text)


@pytest.mark.parametrize("text", ["(di Roma si parla)", "*** Einde ***", "Da Vinci war ein Maler."])
def test_a_sentence_is_no_byline(text: str) -> None:
    assert not is_byline(text)


def test_a_line_that_says_it_is_not_for_publication_is_a_note_to_editors() -> None:
    assert is_editors_note("(Diese Informationen sind nicht zur Veröffentlichung bestimmt)")
    assert not is_editors_note("(Diese Informationen sind nicht neu)")
