"""Ages in words, counted back from the moment at which a page was fetched."""

from datetime import UTC, datetime, timedelta

import pytest

from dateline.wire.copy.ages import parse_age

FETCHED = datetime(2025, 11, 28, 12, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "back", "precision", "language"),
    [
        ("1 uur geleden", timedelta(hours=1), "hour", "nl"),
        ("een uur geleden", timedelta(hours=1), "hour", "nl"),
        ("4 uur geleden", timedelta(hours=4), "hour", "nl"),
        ("12 minuten geleden", timedelta(minutes=12), "minute", "nl"),
        ("zojuist", timedelta(), "minute", "nl"),
        ("gisteren", timedelta(days=1), "day", "nl"),
        ("2 dagen geleden", timedelta(days=2), "day", "nl"),
        ("3 weken geleden", timedelta(weeks=3), "day", "nl"),
        ("1 hour ago", timedelta(hours=1), "hour", "en"),
        ("an hour ago", timedelta(hours=1), "hour", "en"),
        ("vor 2 Stunden", timedelta(hours=2), "hour", "de"),
        ("il y a 3 heures", timedelta(hours=3), "hour", "fr"),
        ("hace 2 horas", timedelta(hours=2), "hour", "es"),
        ("hace un día", timedelta(days=1), "day", "es"),
        ("un'ora fa", timedelta(hours=1), "hour", "it"),
        ("20 minuti fa", timedelta(minutes=20), "minute", "it"),
        ("för 2 timmar sedan", timedelta(hours=2), "hour", "sv"),
        ("for 2 timer siden", timedelta(hours=2), "hour", ""),
        ("3 dager siden", timedelta(days=3), "day", ""),
        ("en uge siden", timedelta(days=7), "day", ""),
    ],
)
def test_an_age_is_counted_back_exactly(text: str, back: timedelta, precision: str, language: str) -> None:
    age = parse_age(text, FETCHED)
    assert age is not None
    assert (age.length, age.moment, age.precision, age.language) == (back, FETCHED - back, precision, language)
    assert age.end == len(text)


def test_the_next_item_may_run_straight_into_the_age() -> None:
    age = parse_age("1 uur geledenWASHINGTON (ANP/RTR) - Het", FETCHED)
    assert age is not None
    assert age.end == len("1 uur geleden")


def test_without_a_time_of_fetching_there_is_a_length_and_no_moment() -> None:
    age = parse_age("1 uur geleden", None)
    assert age is not None
    assert age.moment is None
    assert age.length == timedelta(hours=1)


@pytest.mark.parametrize(
    "text",
    [
        "Twee dagen geleden besloot de raad het.",
        "Gisteren werd het besloten.",
        "Hier kwam hij vandaan.",
        "1 uur geledens",
        "Het is 1 uur geleden",
        "",
    ],
)
def test_a_sentence_is_no_age(text: str) -> None:
    assert parse_age(text, FETCHED) is None


def test_an_absurd_age_has_no_moment() -> None:
    age = parse_age("9999 weken geleden", datetime(100, 1, 1, tzinfo=UTC))
    assert age is not None
    assert age.moment is None


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("1 maand geleden", "2025-10-28T12:37", "day"),
        ("9 maanden geleden", "2025-02-28T12:37", "day"),
        ("1 jaar geleden", "2024-11-28T12:37", "day"),
        ("a month ago", "2025-10-28T12:37", "day"),
        ("2 years ago", "2023-11-28T12:37", "day"),
        ("vor 3 Monaten", "2025-08-28T12:37", "day"),
        ("il y a un an", "2024-11-28T12:37", "day"),
        ("1 maand en 3 dagen geleden", "2025-10-25T12:37", "day"),
        ("ongeveer 1 uur geleden", "2025-11-28T11:37", "hour"),
        ("ruim een uur geleden", "2025-11-28T11:37", "hour"),
        ("about 2 hours ago", "2025-11-28T10:37", "hour"),
        ("vor etwa 2 Stunden", "2025-11-28T10:37", "hour"),
        ("il y a environ 2 heures", "2025-11-28T10:37", "hour"),
        ("minder dan een minuut geleden", "2025-11-28T12:37", "minute"),
        ("less than a minute ago", "2025-11-28T12:37", "minute"),
        ("een half uur geleden", "2025-11-28T12:07", "hour"),
        ("anderhalf uur geleden", "2025-11-28T11:07", "hour"),
        ("half an hour ago", "2025-11-28T12:07", "hour"),
        ("1 uur en 20 minuten geleden", "2025-11-28T11:17", "minute"),
        ("1 uur, 20 minuten geleden", "2025-11-28T11:17", "minute"),
        ("2 hours and 5 minutes ago", "2025-11-28T10:32", "minute"),
        ("3u geleden", "2025-11-28T09:37", "hour"),
        ("15m ago", "2025-11-28T12:22", "minute"),
        ("twaalf uur geleden", "2025-11-28T00:37", "hour"),
        ("een paar minuten geleden", "2025-11-28T12:37", "hour"),
        ("a few seconds ago", "2025-11-28T12:37", "hour"),
    ],
)
def test_months_halves_and_rounded_or_joined_lengths_are_counted_back(text: str, moment: str, precision: str) -> None:
    for written in (text, f"{text}UTRECHT (ANP) - De"):
        age = parse_age(written, FETCHED)
        assert age is not None
        assert (age.moment, age.precision) == (datetime.fromisoformat(f"{moment}+00:00"), precision)
        assert age.end == len(text)


def test_a_month_before_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    age = parse_age("1 maand geleden", datetime(2025, 3, 31, 12, tzinfo=UTC))
    assert age is not None
    assert age.moment == datetime(2025, 2, 28, 12, tzinfo=UTC)


def test_some_days_ago_is_an_age_that_cannot_be_counted_back() -> None:
    age = parse_age("enkele dagen geleden", FETCHED)
    assert age is not None
    assert age.moment is None
