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
