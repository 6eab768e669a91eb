"""The set phrases of pages: times, titles of rails, bylines and labels."""

from datetime import UTC, datetime

import pytest

from dateline.wire.formats.page_times import Clock, parse_mark, parse_moment
from dateline.wire.formats.page_words import Rail, byline_of, credit_of, is_label, rail_of
from tests.wire.formats.pages import CET, FETCHED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28 november 2025 12:00", "2025-11-28T12:00+01:00"),
        ("vrijdag 28 nov. 2025, 12:00 uur", "2025-11-28T12:00+01:00"),
        ("28 nov 2025 om 12.05", "2025-11-28T12:05+01:00"),
        ("Nov 28, 2025, 1:05\u202fPM", "2025-11-28T13:05+01:00"),
        ("Friday, November 28th, 2025 at 12:15 a.m.", "2025-11-28T00:15+01:00"),
        ("28. November 2025 um 12:00 Uhr", "2025-11-28T12:00+01:00"),
        ("28 novembre 2025 à 12h30", "2025-11-28T12:30+01:00"),
        ("28-11-2025 12:00:09", "2025-11-28T12:00:09+01:00"),
        ("28.11.2025, 12:00", "2025-11-28T12:00+01:00"),
        ("28/11/2025 12:00", "2025-11-28T12:00+01:00"),
        ("2025-11-28T12:00:00Z", "2025-11-28T12:00+00:00"),
        ("2025-11-28 12:00 UTC", "2025-11-28T12:00+00:00"),
        ("28 november 2025 12:00 CEST", "2025-11-28T12:00+02:00"),
        ("28 november 2025", "2025-11-28T00:00+01:00"),
        ("Vandaag, 09:30", "2025-11-28T09:30+01:00"),
        ("gisteren om 23:10", "2025-11-27T23:10+01:00"),
    ],
)
def test_times_of_pages(text, expected):
    mark = parse_mark(text, Clock(FETCHED, CET))
    assert mark is not None
    assert (mark.moment, mark.end) == (datetime.fromisoformat(expected), len(text))


@pytest.mark.parametrize(
    "text", ["", "Hier is het 12:00", "31 februari 2025", "11/12/2025 10:00", "28 november", "Vandaag gaat het beter"]
)
def test_no_times(text):
    mark = parse_mark(text, Clock(FETCHED, CET))
    assert mark is None or mark.end < len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11:20", "2025-11-28T11:20+01:00"),
        ("11.20 uur", "2025-11-28T11:20+01:00"),
        ("23:50", "2025-11-27T23:50+01:00"),
        ("Bijgewerkt om 11:45", "2025-11-28T11:45+01:00"),
        ("Gepubliceerd: 11.30", "2025-11-28T11:30+01:00"),
        ("28 nov. 11:00", "2025-11-28T11:00+01:00"),
        ("vrijdag 28 november, 11:00 uur", "2025-11-28T11:00+01:00"),
        ("28. November, 11:00 Uhr", "2025-11-28T11:00+01:00"),
        ("30 december 11:00", "2024-12-30T11:00+01:00"),
        ("Eergisteren 14:32", "2025-11-26T14:32+01:00"),
    ],
)
def test_a_time_without_a_year_or_a_day_is_the_last_before_the_page_was_fetched(text, expected):
    mark = parse_mark(text, Clock(FETCHED, CET))
    assert mark is not None
    assert (mark.moment, mark.precision, mark.end) == (datetime.fromisoformat(expected), "minute", len(text))
    without = parse_mark(text, Clock(None, None))
    assert text.startswith("Eer") or (without is not None and without.moment is None)


@pytest.mark.parametrize(
    "text", ["11:20 gaat de trein", "3.50 euro", "28 november 12:00 gaat hij", "31 februari 12:00 u"]
)
def test_a_clock_in_a_sentence_is_no_time_of_the_page(text):
    assert parse_mark(text, Clock(FETCHED, CET)) is None


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "28 november 2025"), ("minute", "28 november 2025 12:00"), ("second", "2025-11-28T12:00:01")],
)
def test_no_time_is_made_more_precise_than_it_is(precision, text):
    mark = parse_moment(text, Clock(None, UTC))
    assert mark is not None
    assert mark.precision == precision


@pytest.mark.parametrize(
    ("text", "rail"),
    [
        ("Meer uit Buitenland", Rail("Buitenland", "nl")),
        ("MEER UIT BINNENLAND:", Rail("BINNENLAND", "nl")),
        ("More from Arts & Culture", Rail("Arts & Culture", "en")),
        ("More from Our Partners", Rail(None, "en")),
        ("Mehr aus dem Ressort Politik", Rail("Politik", "de")),
        ("Plus de Culture", Rail("Culture", "fr")),
        ("Plus d’actualités", Rail(None, "fr")),
        ("Lees ook", Rail(None, "nl")),
        ("Más de Internacional", Rail("Internacional", "es")),
        ("Altre notizie da Roma", Rail("Roma", "it")),
        ("Mer från Utrikes", Rail("Utrikes", "sv")),
        ("Mer fra Utenriks", Rail("Utenriks", "nb")),
        ("Leggi anche", Rail(None, "it")),
        ("Læs også", Rail(None, "da")),
        ("Most read", Rail(None, "en")),
        ("Meer uit het leven halen doet de club al jaren.", None),
        ("Plus de dix personnes ont été blessées dans l'accident", None),
        ("More from him later", None),
    ],
)
def test_titles_of_rails(text, rail):
    assert rail_of(text) == rail


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Door Noor de Wit", "Noor de Wit"),
        ("By Ann Lee and Bo Chan", "Ann Lee and Bo Chan"),
        ("Door brand is de brug dicht", None),
    ],
)
def test_bylines(text, byline):
    assert byline_of(text) == byline
    assert is_label(text) is (byline is not None)


@pytest.mark.parametrize("text", ["Von: dpa", "Door ANP", "Par AFP"])
def test_a_byline_that_is_an_agency_is_its_credit(text):
    assert is_label(text)
    assert credit_of(text) == [text.split()[-1]]


@pytest.mark.parametrize(
    "text",
    [
        "- Binnenland 14:20 Poppenkast op de Dam uitgeroepen tot erfgoed",
        "Follow De Bode on Twitter",
        "Please follow Money Game on Twitter and Facebook.",
        "Share this story",
    ],
)
def test_lines_that_only_point_elsewhere_are_labels(text):
    assert is_label(text)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Meer Binnenland", "Binnenland"),
        ("Meer uit: Buitenland", "Buitenland"),
        ("Meer uit buitenland", "Buitenland"),
        ("Meer nieuws uit Sport", "Sport"),
        ("Meer berichten uit de rubriek Cultuur", "Cultuur"),
        ("Het laatste nieuws uit Zeist", "Zeist"),
        ("More news from Europe", "Europe"),
        ("Mehr Politik", "Politik"),
    ],
)
def test_the_section_stands_in_the_title_of_a_rail_in_many_ways(text, section):
    rail = rail_of(text)
    assert rail is not None
    assert rail.section == section


@pytest.mark.parametrize("text", ["Lees ook deze artikelen", "Gerelateerd nieuws", "Zie ook:", "Recommended"])
def test_titles_of_rails_that_name_no_section(text):
    assert rail_of(text) in (Rail(None, "nl"), Rail(None, "en"))


@pytest.mark.parametrize("text", ["Meer doden in Gaza", "Meer regen", "Meer uit de kast", "Meer geld uit Brussel"])
def test_a_headline_that_begins_like_a_rail_is_none(text):
    assert rail_of(text) is None
