"""Datelines: the habits of the agencies, in invented sentences, and what must not be taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.copy.datelines import parse_dateline, parse_dateline_field, render_dateline

HABITS = [
    ("MONTRÉAL, le 5 janv. 2024 /CNW/ - Le", ("Montréal",), ("CNW",), "5 janv. 2024"),
    ("NEW YORK, NY / ACCESSWIRE / January 5, 2024 / Acme", ("New York, NY",), ("ACCESSWIRE",), "January 5, 2024"),
    (
        "Toronto, Ontario--(Newsfile Corp. - January 5, 2024) - Acme",
        ("Toronto, Ontario",),
        ("NEWSFILE",),
        "January 5, 2024",
    ),
    ("NUEVA YORK, 5 (DPA/EP) El", ("Nueva York",), ("DPA", "EP"), "5"),
    ("BUCUREŞTI, 5 ian (Agerpres) - Podul", ("Bucureşti",), ("AGERPRES",), "5 ian"),
    ("(ANSAmed) - TUNISI, 5 GEN - Il", ("Tunisi",), ("ANSA",), "5 GEN"),
    ("Riyadh, January 05, 2024, SPA -- The", ("Riyadh",), ("SPA",), "January 05, 2024"),
    ("Magdeburg (dpa/sa) - Die", ("Magdeburg",), ("DPA", "sa"), None),
    ("Halle (Saale) (dpa/sa) - Die", ("Halle (Saale)",), ("DPA", "sa"), None),
    ("UNDATED (AP) — The", (), ("AP",), None),
    ("МОСКВА, 5 янв (Рейтер) - Мост", ("Москва",), ("RTR",), "5 янв"),
    ("DEN HAAG, UTRECHT (ANP) - De", ("Den Haag", "Utrecht"), ("ANP",), None),
    ("AMSTERDAM, ROTTERDAM EN DEN HAAG (ANP) - De", ("Amsterdam", "Rotterdam", "Den Haag"), ("ANP",), None),
    ("BUFFALO, NEW YORK (AP) - The", ("Buffalo, New York",), ("AP",), None),
    ("den haag/brussel (anp/afp) - de", ("Den Haag", "Brussel"), ("ANP", "AFP"), None),
    ("(AGI) - Roma, 4 mar. - Il", ("Roma",), ("AGI",), "4 mar."),
    ("(美國商業資訊)--文", (), ("BUSINESS WIRE",), None),
    ("Vilnius, kovo 4 d. (BNS). Tekstas", ("Vilnius",), ("BNS",), "kovo 4 d."),
    ("Tallinn, 4. märts, BNS - Tekst", ("Tallinn",), ("BNS",), "4. märts"),
    ("Rīga, 4. marts, LETA. Teksts", ("Rīga",), ("LETA",), "4. marts"),
    ("Kyiv, 4 mars (Ukrinform). Le", ("Kyiv",), ("UKRINFORM",), "4 mars"),
    ("КИЇВ. 4 березня. УНН. Текст", ("Київ",), ("UNN",), "4 березня"),
    ("Київ, 4 березня (Укрінформ). Текст", ("Київ",), ("UKRINFORM",), "4 березня"),
    ("04.03. Warszawa (PAP) - Tekst", ("Warszawa",), ("PAP",), "04.03."),
    ("ZAGREB, 4. ožujka 2024. (Hina) - Tekst", ("Zagreb",), ("HINA",), "4. ožujka 2024."),
    ("Bratislava 4. marca (TASR) - Text", ("Bratislava",), ("TASR",), "4. marca"),
    ("София, 4 март (БТА) - Текст", ("София",), ("BTA",), "4 март"),
    ("Бишкек, 4 марта. /Кабар/. Текст", ("Бишкек",), ("Кабар",), "4 марта"),
    ("ABU DHABI, 4th March, 2024 (WAM) -- The", ("Abu Dhabi",), ("WAM",), "4th March, 2024"),
    ("TAIPEI, March 4 (CNA) The", ("Taipei",), ("CNA",), "March 4"),
    (
        "MUMBAI, India, July 25, 2018/PRNewswire-AsiaNet/",
        ("Mumbai, India",),
        ("PR NEWSWIRE", "ASIANET"),
        "July 25, 2018",
    ),
    ("NEW YORK, LONDON and PARIS, May 3 (AP) - The", ("New York", "London", "Paris"), ("AP",), "May 3"),
    ("AUSTIN, Texas and LONDON, May 3 (AP) - The", ("Austin, Texas", "London"), ("AP",), "May 3"),
    ("LOS ANGELES (Variety.com) - The", ("Los Angeles",), ("Variety.com",), None),
    ("LOS ANGELES, (Variety.com) - The", ("Los Angeles",), ("Variety.com",), None),
    ("LONDON (Thomson Reuters Foundation) - The", ("London",), ("RTR",), None),
    ("MOSKOU (ANP/AFP/RTR) - Het", ("Moskou",), ("ANP", "AFP", "RTR"), None),
    ("UTRECHT (ANP) - Het", ("Utrecht",), ("ANP",), None),
    ("'s-HERTOGENBOSCH (ANP) - Het", ("'s-Hertogenbosch",), ("ANP",), None),
    ("DEN\u00a0HAAG\u00a0(ANP)\u00a0– Het", ("Den Haag",), ("ANP",), None),
    ("BERGEN (L) (ANP) - Het", ("Bergen (L)",), ("ANP",), None),
    ("HENGELO (GLD) (ANP) - Het", ("Hengelo (GLD)",), ("ANP",), None),
    ("HILVERSUM (ANP/Novum) - Het", ("Hilversum",), ("ANP", "Novum"), None),
    ("TOKYO, May 3, Kyodo - The", ("Tokyo",), ("KYODO",), "May 3"),
    ("TORONTO, ONTARIO--(Marketwired - May 3, 2014) - The", ("Toronto, Ontario",), ("MARKETWIRED",), "May 3, 2014"),
    ("Leiden – (GlobeNewswire - Jan 5, 2025) - The", ("Leiden",), ("GLOBE NEWSWIRE",), "Jan 5, 2025"),
    ("ABU DHABI, 3rd March, 2020 (WAM) -- The", ("Abu Dhabi",), ("WAM",), "3rd March, 2020"),
    ("København, 3. marts (Ritzau) - Den", ("København",), ("RITZAU",), "3. marts"),
    ("SYDNEY, AAP - The", ("Sydney",), ("AAP",), None),
    ("RĪGA, 4.marts (LETA) - Valdība", ("Rīga",), ("LETA",), "4.marts"),
    ("Tukholma, 4. 3. (STT-TT) - Se", ("Tukholma",), ("STT", "TT"), "4. 3."),
    ("Αθήνα, 4 Μαρτίου (ΑΠΕ-ΜΠΕ) - Η", ("Αθήνα",), ("ANA-MPE",), "4 Μαρτίου"),
    ("تهران (ایرنا) - دولت", ("تهران",), ("IRNA",), None),
    ("Damascus, SANA- The", ("Damascus",), ("SANA",), None),
    ("МОСКВА, 4 мар — РИА Новости, Иван Петров. Текст", ("Москва",), ("RIA",), "4 мар"),
    ("القاهرة 4 مارس (رويترز) - قال", ("القاهرة",), ("RTR",), "4 مارس"),
    ("بيروت - (د ب أ) - قال", ("بيروت",), ("DPA",), None),
    ("SOUTHFIELD, MICH., March 4 - The", ("Southfield, Mich.",), (), "March 4"),
    ("MOSCOW. May 3 (Interfax) - The", ("Moscow",), ("INTERFAX",), "May 3"),
    ("København /ritzau/Reuters/: Den", ("København",), ("RITZAU", "RTR"), None),
    ("Budapest, május 3. (MTI) - A", ("Budapest",), ("MTI",), "május 3."),
    ("Tehran, IRNA – The", ("Tehran",), ("IRNA",), None),
    ("Zürich (awp international) - Der", ("Zürich",), ("AWP",), None),
    ("Praha 3. května (ČTK) - Ten", ("Praha",), ("CTK",), "3. května"),
    ("Bern, 3. Mai (sda) Der", ("Bern",), ("SDA",), "3. Mai"),
    ("MADRID 3 Ene. (EUROPA PRESS) - El", ("Madrid",), ("EUROPA PRESS",), "3 Ene."),
    ("SEVILLA, 2 (EUROPA PRESS) - El", ("Sevilla",), ("EUROPA PRESS",), "2"),
    ("LA RODA (SEVILLA), 2 (EUROPA PRESS)", ("La Roda (Sevilla)",), ("EUROPA PRESS",), "2"),
    ("Stockholm (TT)", ("Stockholm",), ("TT",), None),
    ("Lisboa, 03 mai 2019 (Lusa) – O", ("Lisboa",), ("LUSA",), "03 mai 2019"),
    ("القاهرة 3 ايار/مايو (ا ف ب) - قال", ("القاهرة",), ("AFP",), "3 ايار/مايو"),
    ("МОСКВА, 3 мая /ТАСС/. Он", ("Москва",), ("TASS",), "3 мая"),
    ("AMSTERDAM/DEN HAAG (ANP) – Het", ("Amsterdam", "Den Haag"), ("ANP",), None),
    ("DEERFIELD (AFN) - Het", ("Deerfield",), ("AFN",), None),
    ("BISJKEK (ANP/RTR/BLOOMBERG) - Het", ("Bisjkek",), ("ANP", "RTR", "BLOOMBERG"), None),
    ("'S-HERTOGENBOSCH (ANP) - Het", ("'s-Hertogenbosch",), ("ANP",), None),
    ("'T HARDE (ANP) - Het", ("'t Harde",), ("ANP",), None),
    ("NIEUWERKERK A/D IJSSEL (ANP) - Het", ("Nieuwerkerk a/d IJssel",), ("ANP",), None),
    ("ZUTPHEN (NNB) - Het", ("Zutphen",), ("NNB",), None),
    ("DEN HAAG (ANP) -Het", ("Den Haag",), ("ANP",), None),
    ("AMSTERDAM (ANP) Het", ("Amsterdam",), ("ANP",), None),
    ("STOCKHOLM, Aug 29, 2014 (AFP) - The", ("Stockholm",), ("AFP",), "Aug 29, 2014"),
    ("Paris, 3 mai 2019 (AFP) - Le", ("Paris",), ("AFP",), "3 mai 2019"),
    ("LONDON, March 3 (Reuters) - The", ("London",), ("RTR",), "March 3"),
    ("LONDON/NEW YORK, Oct 3 (Reuters) - The", ("London", "New York"), ("RTR",), "Oct 3"),
    ("PARIS (Reuters) - Un", ("Paris",), ("RTR",), None),
    ("WASHINGTON (AP) — The", ("Washington",), ("AP",), None),
    ("WASHINGTON (AP) _ The", ("Washington",), ("AP",), None),
    ("CHEYENNE, Wyo. (AP) — The", ("Cheyenne, Wyo.",), ("AP",), None),
    ("AUSTIN, Texas (AP) - The", ("Austin, Texas",), ("AP",), None),
    ("BEIJING, July 23 (Kyodo) -- The", ("Beijing",), ("KYODO",), "July 23"),
    ("BEIJING, July 23 - The", ("Beijing",), (), "July 23"),
    ("Berlin (dpa) - Der", ("Berlin",), ("DPA",), None),
    ("Peine (dpa/lni) - Der", ("Peine",), ("DPA", "lni"), None),
    ("Frankfurt/Main (dpa-AFX) - Der", ("Frankfurt/Main",), ("DPA-AFX",), None),
    ("Mainz/München (dpa) - Der", ("Mainz", "München"), ("DPA",), None),
    ("ZÜRICH, 3. Mai (sda) - Der", ("Zürich",), ("SDA",), "3. Mai"),
    ("BRUXELLES 31/07 (BELGA) = Le", ("Bruxelles",), ("BELGA",), "31/07"),
    ("BRUSSEL 29/01 (BELGA/AFP) - Het", ("Brussel",), ("BELGA", "AFP"), "29/01"),
    ("BRUSSEL 29/01 (BELGA-AFP) - Het", ("Brussel",), ("BELGA", "AFP"), "29/01"),
    ("Rome, 12 giu. - (ANSA) - Il", ("Rome",), ("ANSA",), "12 giu."),
    ("(ANSA) - ROMA, 1 LUG - Il", ("Roma",), ("ANSA",), "1 LUG"),
    ("Madrid, 21 sep (EFE).- El", ("Madrid",), ("EFE",), "21 sep"),
    ("MADRID, 21 Nov. 2024 (Europa Press) - El", ("Madrid",), ("EUROPA PRESS",), "21 Nov. 2024"),
    ("WASHINGTON (Dow Jones)--The", ("Washington",), ("DJ",), None),
    ("Sydney, Oct 3 AAP - The", ("Sydney",), ("AAP",), "Oct 3"),
    ("København /ritzau/: En", ("København",), ("RITZAU",), None),
    ("Oslo (NTB): En", ("Oslo",), ("NTB",), None),
    ("STOCKHOLM (TT-AFP) - En", ("Stockholm",), ("TT", "AFP"), None),
    ("MOSCOW, July 23. /TASS/. The", ("Moscow",), ("TASS",), "July 23"),
    ("NEW YORK--(BUSINESS WIRE)--The", ("New York",), ("BUSINESS WIRE",), None),
    ("Lisboa, 28 jan 2025 (NewsAgency) -- As", ("Lisboa",), ("NewsAgency",), "28 jan 2025"),
    ("Jan 3 (OPTA) - The", (), ("OPTA",), "Jan 3"),
    ("(ANP) - Het", (), ("ANP",), None),
    ("‘s-HERTOGENBOSCH (ANP) - De", ("‘s-Hertogenbosch",), ("ANP",), None),
    ("`s-GRAVENHAGE/BRUSSEL (ANP/BELGA) - De", ("`s-Gravenhage", "Brussel"), ("ANP", "BELGA"), None),
    ("DEN HAAG EN BRUSSEL (ANP) - De", ("Den Haag", "Brussel"), ("ANP",), None),
    ("WEST MAAS EN WAAL (ANP) - De", ("West Maas en Waal",), ("ANP",), None),
    ("EINDHOVEN (ANP/Omroep Brabant) - De", ("Eindhoven",), ("ANP", "Omroep Brabant"), None),
    ("LONDEN (ANP/BBC/The Guardian) - De", ("Londen",), ("ANP", "BBC", "The Guardian"), None),
    ("HARRISBURG, PA (AP) — The", ("Harrisburg, PA",), ("AP",), None),
    ("MINNEAPOLIS-ST. PAUL (AP) — The", ("Minneapolis-St. Paul",), ("AP",), None),
    ("McALLEN, Texas (AP) — The", ("McAllen, Texas",), ("AP",), None),
    ("WENEN (ANP) 5 januari - De", ("Wenen",), ("ANP",), "5 januari"),
    ("Madrid (EFE), 3 may - El", ("Madrid",), ("EFE",), "3 may"),
    ("QUÉBEC (Canada) (AFP) - Le", ("Québec (Canada)",), ("AFP",), None),
    ("Budapest, 2019. május 3., péntek (MTI) - A", ("Budapest",), ("MTI",), "2019. május 3., péntek"),
    ("كييف (أوكرانيا), 25-11-2023 (أ ف ب) - قال", ("كييف (أوكرانيا)",), ("AFP",), "25-11-2023"),
    ("دمشق، سوريا (أ ف ب) -- أكدت", ("دمشق، سوريا",), ("AFP",), None),
]


@pytest.mark.parametrize(("text", "places", "agencies", "date"), HABITS)
def test_every_agency_s_habit_gives_places_agencies_and_date(
    text: str, places: tuple[str, ...], agencies: tuple[str, ...], date: str | None
) -> None:
    found = parse_dateline(text)
    assert found is not None
    assert (found.dateline.places, found.dateline.agencies, found.dateline.date) == (places, agencies, date)
    assert " " not in text[found.end :]
    assert found.dateline.text == text[: found.end].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Amsterdam (17) - Wie komt er mee?",
        "Amsterdam (VVD) - Wie komt er mee?",
        "ROTTERDAM (VVD) - Kamerlid Jansen wil meer bomen.",
        "De minister (CDA) - die ook kwam - zweeg.",
        "De nieuwsdienst (Reuters) - zegt het zelf.",
        "Hij werkt voor ANP/AFP - en dat bevalt hem.",
        "President Jansen (Democraat) - zei niets.",
        "VOETBAL - Ajax wint.",
        "Am 4. März (dpa) - so hieß es - war Ruhe.",
        "Deze zin (ANP). Gaat door.",
        "Op 4 maart (ANP). Gaat door.",
        "FC Utrecht - Ajax 3-2",
        "Amsterdam - De stad is vol.",
        "Uitslag: Ajax (ANP) - Feyenoord",
        "Landquart (GR) - das ist ein Dorf.",
        "Harrisburg, PA - The governor spoke.",
        "VI 4.45 -- Corn 1.35",
        "The company (NYSE: ABC) - which makes things - grew.",
        "Jansen, 43, (links) - de eerste vrouw - won.",
        "",
        "(",
        "() - ",
    ],
)
def test_ordinary_prose_is_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None


def test_a_place_in_small_letters_counts_only_ahead_of_a_sentence_of_an_item_from_there() -> None:
    text = "Den Haag - De minister zei dinsdag dat de nieuwe regeling er toch komt."
    found = parse_dateline(text, ("Den Haag", ""))
    assert found is not None
    assert (found.dateline.text, found.dateline.places) == ("Den Haag -", ("Den Haag",))
    assert parse_dateline(text, ("Rotterdam", "")) is None
    for line in (
        "Den Haag - Rotterdam is een spoorlijn die vandaag om acht uur weer opengaat.",
        "Den Haag - de stad achter de duinen - loopt vandaag vol met bezoekers.",
        "Den Haag - Archieffoto",
    ):
        assert parse_dateline(line, ("Den Haag", "Rotterdam")) is None


def test_a_place_without_agency_counts_only_where_the_item_is_from_there() -> None:
    assert parse_dateline("OTTAWA - A man was charged.") is None
    found = parse_dateline("OTTAWA - A man was charged.", ("Ottawa Ontario Canada",))
    assert found is not None
    assert found.dateline.places == ("Ottawa",)


@pytest.mark.parametrize(
    ("field", "places", "agencies", "date"),
    [
        ("Landquart GR", ("Landquart GR",), (), None),
        ("4/4/2018", (), (), "4/4/2018"),
        ("BEIJING, July 23", ("Beijing",), (), "July 23"),
        ("BEIJING July 23", ("Beijing",), (), "July 23"),
        ("STOCKHOLM, Aug 29, 2014 (AFP) -", ("Stockholm",), ("AFP",), "Aug 29, 2014"),
        ("نانتوكت (الولايات المتحدة), 26-11-2023 (أ ف ب) -", ("نانتوكت (الولايات المتحدة)",), ("AFP",), "26-11-2023"),
        ("FRANCE (AFP)", ("France",), ("AFP",), None),
        ("Frankfurt/Main (dpa) - ", ("Frankfurt/Main",), ("DPA",), None),
        ("SYDNEY March 22 AAP -", ("Sydney",), ("AAP",), "March 22"),
        ("CAPE CANAVERAL, Fla.", ("Cape Canaveral, Fla.",), (), None),
        ("Helsinki", ("Helsinki",), (), None),
    ],
)
def test_the_field_of_a_format_may_hold_any_part_of_a_dateline(
    field: str, places: tuple[str, ...], agencies: tuple[str, ...], date: str | None
) -> None:
    found = parse_dateline_field(field)
    assert found is not None
    assert (found.text, found.places, found.agencies, found.date) == (field.strip(), places, agencies, date)


@pytest.mark.parametrize("field", ["", "  ", "20170102T222800+0000", "20010907", "2018-10-02T16:23:22+02:00"])
def test_an_empty_field_and_a_machine_s_time_are_no_dateline(field: str) -> None:
    assert parse_dateline_field(field) is None


PLACES = [
    "Moskou",
    "Den Haag",
    "'s-Hertogenbosch",
    "New York",
    "Rio de Janeiro",
    "Aix-en-Provence",
    "IJmuiden",
    "St. Petersburg",
    "München",
    "L'Aquila",
    "Alphen aan den Rijn",
    "Kyiv",
    "Frankfurt/Main",
    "Austin, Texas",
]
CODES = ["ANP", "AFP", "RTR", "BLOOMBERG", "BELGA", "DPA", "AFN", "AP", "NNB"]


@given(
    st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True),
    st.sampled_from([None, "3 mei", "Aug 29, 2014", "31/07"]),
)
def test_what_is_rendered_reads_back_as_it_was(places: list[str], agencies: list[str], date: str | None) -> None:
    rendered = render_dateline(tuple(places), tuple(agencies), date)
    found = parse_dateline(rendered + "Het is zo.")
    assert found is not None
    assert found.dateline.places == tuple(places)
    assert found.dateline.agencies == tuple(agencies)
    assert found.dateline.date == date
    assert found.end == len(rendered)


def test_a_dateline_is_rendered_in_one_way() -> None:
    assert render_dateline(("Moskou",), ("ANP", "AFP", "RTR")) == "MOSKOU (ANP/AFP/RTR) - "
    assert render_dateline((), ()) == ""


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing_and_never_past_its_end(text: str) -> None:
    found = parse_dateline(text)
    assert found is None or 0 < found.end <= len(text)
    parse_dateline_field(text)


@pytest.mark.parametrize(
    "text",
    [
        "Het ANP (Algemeen Nederlands Persbureau) - opgericht voor de oorlog - meldt dat.",
        "AFP (Agence France-Presse) - een persbureau - meldt dat.",
        "In Moskou (TASS) - waar het persbureau zit - is niets gezegd.",
        "ASML (ASML) - De chipmaker won.",
        "Jan 1 (CET) - wordt de dag.",
        "Berne (ats) est une ville.",
        "Foto (ANP)",
        "FOTO (ANP) - De brug ligt open.",
        "Jan (AFP) 5 januari 2019 was een mooie dag - dat zei hij.",
        "Persbureau Reuters (RTR) - dat dit meldt - zegt het.",
        "JANSEN (NED) - De renner wint.",
        "JANSEN (NED/Rode Ploeg) - De renner wint.",
        "FABRIEK (AEX) - Het concern wint.",
        "Partij (VVD/Nieuwe Lijst) - De kandidaat wint.",
        "PSV, 2 - Ajax, 1",
    ],
)
def test_agencies_tickers_and_clocks_in_brackets_make_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None


def test_a_field_with_a_clock_is_a_machine_s_time() -> None:
    assert parse_dateline_field("2.4.2019 16:02:09 CEST") is None


@pytest.mark.parametrize(
    ("field", "places", "agencies"),
    [
        ("Bryssel/TT", ("Bryssel",), ("TT",)),
        ("GÖTEBORG/TT-AFP", ("Göteborg",), ("TT", "AFP")),
        ("BONN/dpa", ("Bonn",), ("DPA",)),
        ("Mainz/München", ("Mainz", "München"), ()),
        ("Frankfurt/Main", ("Frankfurt/Main",), ()),
    ],
)
def test_an_agency_behind_a_stroke_in_a_field_is_no_place(field, places, agencies):
    found = parse_dateline_field(field)
    assert (found.text, found.places, found.agencies) == (field, places, agencies)


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [("Stockholm/TT", "Stockholm", "TT"), ("New York/TT", "New York", "TT"), ("دمشق-سانا", "دمشق", "SANA")],
)
def test_a_place_and_an_agency_may_be_a_paragraph_of_their_own(text: str, place: str, agency: str) -> None:
    found = parse_dateline(text)
    assert found is not None
    assert (found.dateline.places, found.dateline.agencies, found.end) == ((place,), (agency,), len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Anna Svensson/TT",
        "Foto/TT",
        "REUTERS/TT",
        "Ajax/PSV",
        "Stockholm/tt",
        "Stockholm/TT skriver",
        "AP/AFP",
        "Text/Bild",
    ],
)
def test_a_writer_or_a_credit_is_no_dateline(text: str) -> None:
    assert parse_dateline(text) is None
