"""IPTC 7901: dpa's wires and Belga's telex, real files and what old lines do to messages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.formats.table import detect
from tests.conftest import needs_shared

CORE = "superdesk-core/io/fixtures"


@pytest.fixture
def wire(shared: Path) -> Path:
    return shared / "wire"


def one(path: Path) -> NewsItem:
    (item,) = read(path.read_bytes()).items
    return item


@needs_shared
@pytest.mark.parametrize(
    ("name", "guid", "made", "urgency", "language", "headline", "places", "agencies"),
    [
        (
            "dpa-iptc7901/tests/data/output/nsb-n1.iptc",
            "iptc7901:DPA:nsb0000:2024-09-25:22e91ef4d5f920c8",
            "2024-09-25T16:52",
            4,
            "de",
            "Baum auf Bahnstrecke bei Peine - Verspätungen",
            ("Peine",),
            ("DPA", "lni"),
        ),
        (
            f"{CORE}/IPTC7901.txt",
            "iptc7901:DPA:eca062:2013-11-13",
            "2013-11-13T11:37",
            4,
            "en",
            "Germany Social Democrats: Coalition talks with Merkel could fail",
            ("Berlin",),
            ("DPA",),
        ),
        (
            f"{CORE}/dpa_two_by_line.txt",
            "iptc7901:DPA:ecp0007:2018-11-21",
            "2018-11-21T11:59",
            4,
            "en",
            "Chiefs-Rams 2.0? Would be a fun Super Bowl, but don't count on it",
            ("San Diego",),
            ("TCA", "DPA"),
        ),
        (
            f"{CORE}/dpa_two_line.txt",
            "iptc7901:DPA:eca0124:2018-11-21",
            "2018-11-21T21:01",
            3,
            "en",
            "Peace talks on Yemen to take place in Sweden next month, Mattis says",
            ("Washington",),
            ("DPA",),
        ),
        (
            "superdesk-belga/io/fixtures/dpa.txt",
            "iptc7901:DPA:eca00075:2018-12-10",
            "2018-12-10T11:37",
            3,
            "en",
            "Top EU court: Britain can unilaterally reverse Brexit decision",
            ("Luxembourg",),
            ("DPA",),
        ),
        (
            "belga-telex-examples/FKBR200706150920_141.txt",
            "iptc7901:BELGA:EXT010:2007-06-15",
            "2007-06-15T07:20",
            3,
            "fr",
            "Affaire Litvinenko: le FSB ouvre une enquête pour espionnage",
            ("Moscou",),
            ("AFP",),
        ),
    ],
)
def test_facts_of_real_messages(
    wire: Path,
    name: str,
    guid: str,
    made: str,
    urgency: int,
    language: str,
    headline: str,
    places: tuple[str, ...],
    agencies: tuple[str, ...],
) -> None:
    item = one(wire / name)
    assert item.version_created == datetime.fromisoformat(f"{made}+00:00")
    assert (item.guid, item.precision, item.urgency, item.language) == (guid, "minute", urgency, language)
    assert (item.headline, item.status, item.problems) == (headline, "usable", ())
    assert item.dateline is not None
    assert (item.dateline.places, item.dateline.agencies) == (places, agencies)
    assert item.credit == agencies


@needs_shared
def test_marks_of_the_desk_are_signals_and_the_byline_is_no_headline(wire: Path) -> None:
    item = one(wire / "superdesk-belga/io/fixtures/dpa.txt")
    assert item.signal is not None
    assert (item.signal.kind, item.signal.text, item.version) == ("update", "2ND LEAD\n3RD NET", "2")
    assert item.byline == "By Helen Maguire, dpa"
    assert item.apparatus[0] == "# Notebook"
    assert item.apparatus[-1] == "dpa hm bs wjh"
    assert item.text.startswith("Britain could unilaterally decide not to leave the European Union, the bloc's top")
    assert item.text.endswith("while those in favour of a softer Brexit say it goes too far.")


@needs_shared
def test_a_note_on_planning_is_an_advisory_and_reports_of_correspondents_correct_nothing(wire: Path) -> None:
    item = one(wire / "dpa-iptc7901/tests/data/output/lesestuecke.iptc")
    assert item.signal is not None
    assert (item.signal.kind, item.signal.text) == ("advisory", "(Achtung - Planungshinweis)")
    assert item.slugline == "Vorschau/International/Deutschland"
    paragraphs = item.text.split("\n\n")
    assert len(paragraphs) == 8
    assert paragraphs[0] == (
        "Fragen-und-Antworten «Was Israel im Libanon erreichen will - und was droht» vom 24.9. https://dpaq.de/XswLGji"
    )


def message(head: str, body: str, time: str = "031815 Mar 25", end: str = "\x03") -> bytes:
    return f"\x01{head}\r\n\r\nErfunden/\r\n\x02{body}\r\n{end}{time}\r\n\x04".encode()


HEAD = "bdt0101 3 vm 47  dpa 0202"


@pytest.mark.parametrize(
    ("line", "kind", "status"),
    [
        ("KILL KILL KILL", "kill", "canceled"),
        ("(Achtung) Bitte verwenden Sie die Meldung «Erfunden» nicht.", "kill", "canceled"),
        ("(Berichtigung: erster Absatz)\r\nErfundenes", "correction", "usable"),
        ("(Wiederholung)\r\nErfundenes", "repeat", "usable"),
        ("(Aktualisierung: neu)\r\nErfundenes", "update", "usable"),
        ("1ST LEAD\r\nInvented things happen", "update", "usable"),
        ("REFILE\r\nInvented things happen", "correction", "usable"),
        ("URGENT: Invented things happen", "flash", "usable"),
    ],
)
def test_the_title_says_what_the_copy_is(line: str, kind: str, status: str) -> None:
    (item,) = read(message(HEAD, f"{line} =\r\n\r\nBerlin (dpa) - Erfundener Satz.")).items
    assert item.signal is not None
    assert (item.signal.kind, item.status) == (kind, status)


@pytest.mark.parametrize(
    ("header", "title", "provider", "language", "headline", "kind", "version"),
    [
        ("VLR146 3 EMC 0240 N", "Verzonnen ramp erkend", "BELGA", "nl", "Verzonnen ramp erkend", None, None),
        ("TTB579 4 EMC 0903 F  INTL INVENTED", "Un titre", "BELGA", "fr", "Un titre", None, None),
        ("SDA241 4 EMC 0183 F", "Un avis", "BELGA", "fr", "Un avis", None, None),
        ("SPF045 3 GEN 0088 F BELGA-0210", "Cup (3DER): X gagne", "BELGA", "fr", "Cup: X gagne", "update", "3"),
        ("BIN001 3 POL 0432 N BELGA-....", "Vijf (CORRECT) liter", "BELGA", "nl", "Vijf liter", "correction", None),
        ("SPF1 3 REB 0088 B BELGA-1", "Cup - VERBETERING/RECTIFICATIF -", "BELGA", None, "Cup", "correction", None),
    ],
)
def test_titles_and_headers_of_belga_in_all_their_forms(
    header: str,
    title: str,
    provider: str,
    language: str | None,
    headline: str,
    kind: str | None,
    version: str | None,
) -> None:
    data = f"\x01{header}\nEXEMPLE/\n\x02{title}\n\n   EXEMPLE 31/07 (BELGA) = Texte.\n./.\n\x03310115 JUL 97\n"
    (item,) = read(data.encode()).items
    assert (item.provider, item.language, item.headline) == (provider, language, headline)
    assert (item.signal and item.signal.kind, item.version) == (kind, version)
    assert (item.text, item.slugline) == ("Texte.", "EXEMPLE")


APA = """APA0379    5 II 0386 AI/CI                      Do, 15.Mär 2012

Wirtschaft/Erfundenes/

Bank meldet erfundenen Gewinn
Utl.: Zahlen gibt es keine =

   Wien (APA) - Die Bank ist erfunden.

   Der Vorstand war erfreut. (Forts. mögl.)

Rückfragehinweis:
   Erfundene Bank

APA0379    2012-03-15/12:30

151230 Mär 12
"""


def test_apa_has_a_subtitle_contacts_and_its_number_at_the_end() -> None:
    (item,) = read(APA.encode()).items
    assert (item.provider, item.guid, item.urgency) == ("APA", "iptc7901:APA:APA0379:2012-03-15", 5)
    assert (item.headline, item.subheadline) == ("Bank meldet erfundenen Gewinn", "Zahlen gibt es keine")
    assert item.text == "Die Bank ist erfunden.\n\nDer Vorstand war erfreut."
    assert item.apparatus == ("(Forts. mögl.)", "Rückfragehinweis:", "Erfundene Bank", "APA0379    2012-03-15/12:30")
    assert item.version_created == datetime(2012, 3, 15, 11, 30, tzinfo=UTC)


AFP = """FRS0123 4 I 0120 FRA /AFP-AB12
France-ponts-invention

URGENT
Le pont reste =(PHOTO+VIDEO)=

   PARIS, 4 mars 2024 (AFP) - Le pont est inventé.
   abc/def

AFP 041230 GMT MAR 24
"""


def test_the_afp_sets_its_name_ahead_of_the_time_and_pictures_behind_the_headline() -> None:
    (item,) = read(AFP.encode()).items
    assert (item.provider, item.guid) == ("AFP", "iptc7901:AFP:FRS0123:2024-03-04")
    assert (item.slugline, item.headline, item.ed_note) == ("France-ponts-invention", "Le pont reste", "(PHOTO+VIDEO)")
    assert (item.signal and item.signal.kind, item.text) == ("flash", "Le pont est inventé.")
    assert item.version_created == datetime(2024, 3, 4, 12, 30, tzinfo=UTC)
    (plain,) = read(AFP.replace("URGENT\n", "").replace(" =(PHOTO+VIDEO)=", "").encode()).items
    assert (plain.slugline, plain.headline) == ("France-ponts-invention", "Le pont reste")


@pytest.mark.parametrize(
    "line",
    [
        "Bitte verwenden Sie die Meldung bdt0299 nicht",
        "Bitte die Meldung «Brücke eingestürzt» (bdt0299) nicht verwenden",
        "Meldung bdt0299 zurückgezogen",
        "Please disregard eca0199 on bridges",
    ],
)
def test_a_call_for_attention_on_a_line_of_its_own_makes_what_follows_a_kill(line: str) -> None:
    data = f"\x01bdt0300 2 pl 30  dpa 0102\n\nBrücke/\n\x02(Achtung)\n{line} =\n\n\x03041201 Mär 24\n\x04"
    (item,) = read(data.encode()).items
    assert (item.status, item.headline) == ("canceled", None)
    (other,) = read(data.replace("(Achtung)\n", "").encode()).items
    assert (other.status, other.headline) == ("usable", line)


def test_keywords_may_stand_alone_ahead_of_a_closed_title_and_the_dateline_may_name_the_house() -> None:
    data = (
        b"xyz001 4 su 17 abc 1388\n\nNotes inventees\n\nUn titre \ninvente = \n\nLyon (AFP) - Rien.\n\n211005 jan 19\n"
    )
    (item,) = read(data).items
    assert (item.slugline, item.headline, item.text) == ("Notes inventees", "Un titre invente", "Rien.")
    assert (item.provider, item.guid) == ("AFP", "iptc7901:AFP:xyz001:2019-01-21")
    (bare,) = read(data.replace(b"Notes inventees\n\n", b"")).items
    assert (bare.slugline, bare.headline) == (None, "Un titre invente")


def test_words_of_the_story_say_nothing_about_the_copy() -> None:
    body = (
        "Firma storniert Auftrag - Kill Bill im Kino =\r\n\r\nBerlin (dpa) - Die Meldung wird zurückgezogen, sagte er."
    )
    (item,) = read(message(HEAD, body)).items
    assert (item.signal, item.status) == (None, "usable")


def test_an_embargo_in_words_is_in_the_zone_of_the_agency() -> None:
    body = "(Vorschau Sperrfrist 4. März 14.20 Uhr)\r\nErfundenes =\r\n\r\nBerlin (dpa) - Satz."
    (item,) = read(message(HEAD, body)).items
    assert item.embargoed == datetime(2025, 3, 4, 13, 20, tzinfo=UTC)
    (item,) = read(message(HEAD, "(Sperrfrist beachten)\r\nErfundenes =\r\n\r\nBerlin (dpa) - Satz.")).items
    assert (item.embargoed, item.status) == (None, "withheld")


@pytest.mark.parametrize(
    ("time", "fetched", "made"),
    [
        ("031815 GMT Mar 25", None, "2025-03-03T18:15"),
        ("031815", "2025-03-04T00:00", "2025-03-03T17:15"),
        ("281815 Feb", "2025-03-01T09:00", "2025-02-28T17:15"),
        ("311815 Dez", "2025-01-01T09:00", "2024-12-31T17:15"),
        ("031815", None, None),
        ("311815 Feb 25", None, None),
        ("999999 Feb 25", None, None),
    ],
)
def test_what_is_missing_of_a_time_is_fixed_by_the_arrival_or_a_problem(
    time: str, fetched: str | None, made: str | None
) -> None:
    arrival = datetime.fromisoformat(f"{fetched}+00:00") if fetched else None
    (item,) = read(message(HEAD, "Titel =\r\n\r\nSatz.", time), fetched_at=arrival).items
    assert item.version_created == (datetime.fromisoformat(f"{made}+00:00") if made else None)
    assert bool(made) == (not {"time-unknown", "time-unreadable"} & {problem.code for problem in item.problems})


def test_the_same_bytes_have_the_same_identity_and_others_another() -> None:
    first, second = message(HEAD, "Titel =\r\n\r\nSatz."), message("bdt0102 3 vm 47  dpa 0203", "Titel =\r\n\r\nSatz.")
    assert read(first).items == read(first).items
    guids = [item.guid for item in read(first + second).items]
    assert guids == ["iptc7901:DPA:bdt0101:2025-03-03", "iptc7901:DPA:bdt0102:2025-03-03"]
    unnumbered = [message("bdt0000 3 vm 4  dpa 0000", f"{title} =\r\n\r\nSatz.") for title in ("Titel", "Anderer")]
    assert len({item.guid for data in unnumbered for item in read(data).items}) == 2


def test_a_message_without_its_end_is_withheld_and_one_without_its_beginning_is_told() -> None:
    whole = message(HEAD, "Titel =\r\n\r\nSatz eins.\r\n\r\nSatz zwei.")
    reading = read(b"mitten im Satz.\r\n\x03031800 Mar 25\r\n\x04" + whole + whole[:60])
    assert [item.status for item in reading.items] == ["usable", "withheld"]
    assert [problem.code for problem in reading.set_aside] == ["fragment"]
    assert "cut-off" in {problem.code for problem in reading.items[1].problems}


@pytest.mark.parametrize(
    ("data", "text", "charset"),
    [
        ("Länder können für Geräte".encode("cp437"), "Länder können für Geräte", "CP437"),
        (b"L\xc8ander k\xc8onnen caf\xc2e", "Länder können café", "ISO 6937"),
        (b"L{nder k|nnen f}r Ger{te", "Länder können für Geräte", "ISO 646-DE"),
        ("Länder können für Geräte".encode("latin-1"), "Länder können für Geräte", None),
        ("Länder «können» für – Geräte".encode("cp1252"), "Länder «können» für – Geräte", None),
        ("Länder können für Geräte".encode(), "Länder können für Geräte", None),
    ],
)
def test_the_bytes_say_in_what_character_set_they_are(data: bytes, text: str, charset: str | None) -> None:
    (item,) = read(message(HEAD, "Titel =\r\n\r\nSATZ").replace(b"SATZ", data)).items
    assert item.text == text
    repaired = [problem.excerpt for problem in item.problems if problem.code == "charset-repaired"]
    assert [charset is not None and charset in excerpt for excerpt in repaired] == [True] * (charset is not None)


@pytest.mark.parametrize(
    "text",
    [
        "Ein ganz gewöhnlicher Text.\n\nOhne alles.\n",
        "ABC123 is a code that someone wrote about.\nIt goes on.\n",
        "# Markdown\n\n- EXT010 3 GEN 0336 F BELGA-0102 is a header.\n",
        "",
    ],
)
def test_prose_is_no_message(text: str) -> None:
    with pytest.raises(Unreadable):
        detect(text.encode())


def test_a_line_that_begins_like_a_header_makes_no_message_of_a_story() -> None:
    assert detect(b"GPT4 3 of 5\n\nBerlin (dpa) - Satz.\n").name == "plain"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*"\x01\x02\x03\x04\x16\x7f\x00\r\n =+/()", HEAD, "Titel", "031815 Mar 25", "\xe4"])))
def test_no_order_of_control_characters_makes_it_fail(pieces: list[str]) -> None:
    data = "".join(["\x01", HEAD, "\r\n", *pieces]).encode("latin-1")
    reading = read(data, format="iptc7901")
    assert reading.items == read(data, format="iptc7901").items
    assert all(item.guid for item in reading.items)
    assert "words-differ" not in {problem.code for item in reading.items for problem in item.problems}


def test_a_file_without_any_header_is_told_and_gives_no_item() -> None:
    reading = read(b"Only the end of a story.\n", format="iptc7901")
    assert reading.items == ()
    assert [problem.code for problem in reading.set_aside] == ["fragment"]
    with pytest.raises(Unreadable):
        read(b"\n\n", format="iptc7901")


APA_SLUGGED = (
    "Feuer/Brände/Wien\r\nBrand in Halle gelöscht\r\nUtl.: Niemand verletzt =\r\n\r\n"
    "   Wien (APA) - Die Feuerwehr hat am Montag einen Brand in einer\r\nHalle gelöscht.\r\n(Schluss) abc/def\r\n"
)


@pytest.mark.parametrize(
    "tail",
    [
        "\x03APA0123    2025-11-24/10:12\r\n\r\n241012 Nov 25\r\n\x04",
        "\x03241012 Nov 25\r\n\x04",
        "\r\nAPA0123    2025-11-24/10:12\r\n\x03\r\n\x04",
    ],
)
def test_the_apa_s_slug_stands_above_its_headline_and_its_own_time_below_the_text(tail: str) -> None:
    data = f"\x01APA0123 5 CI 0099 II                 Mo, 24.Nov 2025\r\n\x02{APA_SLUGGED}{tail}".encode("cp1252")
    (item,) = read(data).items
    assert (item.headline, item.subheadline, item.slugline) == (
        "Brand in Halle gelöscht",
        "Niemand verletzt",
        "Feuer/Brände/Wien",
    )
    assert (item.keywords, item.guid) == (("Feuer", "Brände", "Wien"), "iptc7901:APA:APA0123:2025-11-24")
    assert item.version_created == datetime(2025, 11, 24, 9, 12, tzinfo=UTC)
    assert item.text == "Die Feuerwehr hat am Montag einen Brand in einer Halle gelöscht."


def test_words_in_capitals_with_hyphens_above_a_headline_are_its_slug() -> None:
    title = "FRANCE-INCENDIE\r\nIncendie à Lyon\r\n\r\nLYON (AFP) - Un incendie.\r\n"
    (item,) = read(
        f"\x01FRA0123 4 I 0250 FRA /AFP-AB12\r\n\x02{title}\x03AFP 240912 NOV 25\r\n\x04".encode("cp1252")
    ).items
    assert (item.slugline, item.headline, item.subjects[1:]) == ("FRANCE-INCENDIE", "Incendie à Lyon", ())


def marked(text: str) -> NewsItem:
    """A message in whose header nothing but the house counts."""
    data = f"\x01FRA0123 2 I 0085 POL /AFP-AB12\r\n\x02{text}\r\n\x03".encode()
    (item,) = read(data, fetched_at=datetime(2026, 3, 12, 20, tzinfo=UTC)).items
    return item


def test_a_mark_that_stands_alone_is_a_signal_and_the_line_below_it_the_headline() -> None:
    item = marked("URGENT\n\nUn pont inventé ouvre\n\nPARIS, 12 mars 2026 (AFP) - Un pont a ouvert.\n")
    assert item.headline == "Un pont inventé ouvre"
    assert item.signal is not None
    assert (item.signal.kind, item.signal.text) == ("flash", "URGENT")


def test_a_kill_that_is_all_of_a_title_is_no_headline() -> None:
    item = marked("ANNULATION\n\nAttention, veuillez ANNULER la dépêche transmise à 14h30 GMT.\n")
    assert (item.headline, item.status) == (None, "canceled")


def test_a_line_with_an_embargo_above_the_headline_is_its_embargo() -> None:
    item = marked("Sperrfrist: 13. März, 06.00 Uhr\nBrücke öffnet\n\nHamburg (dpa) - Sie ist offen.\n\n121530 Mär 26\n")
    assert item.headline == "Brücke öffnet"
    assert item.embargoed == datetime(2026, 3, 13, 6, tzinfo=UTC)  # the AFP's hours are UTC
    assert item.ed_note == "Sperrfrist: 13. März, 06.00 Uhr"


def test_the_moment_of_a_last_line_counts_where_none_stands_behind_the_text() -> None:
    item = marked("Un pont\n\nPARIS (AFP) - Un pont a ouvert.\n\nabc/de\n\nAFP 121530 GMT MAR 26\n")
    assert item.version_created == datetime(2026, 3, 12, 15, 30, tzinfo=UTC)
    assert "AFP 121530 GMT MAR 26" in item.apparatus


@pytest.mark.parametrize("keywords", ["Brücke/Bau/Österreich", "Autriche-pont-travaux"])
def test_keywords_that_stand_alone_above_the_headline_are_the_slugline(keywords: str) -> None:
    for between in ("\n\n", "\n"):
        item = marked(f"\n{keywords}{between}Brücke ist offen\n\n   Wien (APA) - Niemand hat sie gebaut.\n")
        assert (item.slugline, item.headline) == (keywords, "Brücke ist offen")
        assert item.text == "Niemand hat sie gebaut."


def test_the_line_that_the_apa_marks_below_its_headline_is_the_subheadline() -> None:
    title = "Brücke/Bau/Wien\n\nBrücke ist offen - 1. Zusammenfassung\n\nUtl.: Niemand hat\nsie gebaut =\n"
    item = marked(f"\n{title}\n   Wien (APA) - Satz.\n")
    assert (item.slugline, item.headline) == ("Brücke/Bau/Wien", "Brücke ist offen")
    assert item.subheadline == "Niemand hat sie gebaut"
    assert item.signal is not None
    assert item.signal.kind == "update"


def test_a_headline_of_one_word_is_none_of_keywords() -> None:
    item = marked("\nBrücken-Gipfel\n\n   Wien (APA) - Satz.\n")
    assert (item.slugline, item.headline) == (None, "Brücken-Gipfel")
