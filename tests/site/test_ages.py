"""What the script of the site is given to say: ages in words, and the day in the masthead."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from lxml import html

from dateline.newsroom.models import House
from dateline.site import ages, assets
from dateline.site.fragments import render
from dateline.site.page import Part
from dateline.site.times import day_of
from tests.site import make

JUST_BEFORE = datetime(2025, 11, 28, 22, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2025, 11, 28, 23, 0, tzinfo=UTC)
"""In Amsterdam, where the house is."""


def test_the_script_is_served_with_the_forms_of_each_unit_in_every_language() -> None:
    found = assets.find("/static/site/site.js")
    assert found is not None
    assert json.dumps(ages.words(), ensure_ascii=False, separators=(",", ":")).encode() in found.body
    assert b"AGES" not in found.body
    said = ages.words()
    assert said["nl"] == {
        "now": "nu",
        "minute": [(1, "# minuut geleden"), (2, "# minuten geleden")],
        "hour": [(1, "# uur geleden")],
        "day": [(1, "# dag geleden"), (2, "# dagen geleden")],
    }
    assert said["en"]["hour"] == [(1, "# hour ago"), (2, "# hours ago")]
    assert list(said) == [language for language, _name in settings.LANGUAGES]


def test_a_language_with_more_forms_than_two_has_each_from_its_number_on() -> None:
    forms = ["one", "few", "few", "many", "many", "one"]
    assert ages._runs(forms) == [(1, "one"), (2, "few"), (4, "many"), (6, "one")]


@pytest.mark.parametrize(
    ("now", "zone", "language", "words", "until"),
    [
        (JUST_BEFORE, "Europe/Amsterdam", "nl", "vrijdag 28 november 2025", "2025-11-28T23:00:00Z"),
        (MIDNIGHT, "Europe/Amsterdam", "nl", "zaterdag 29 november 2025", "2025-11-29T23:00:00Z"),
        (MIDNIGHT, "America/New_York", "en", "Friday 28 November 2025", "2025-11-29T05:00:00Z"),
        # The clock goes back, and forward, on these days; there is no midnight in Cairo on the last.
        (
            datetime(2025, 10, 26, 12, tzinfo=UTC),
            "Europe/Amsterdam",
            "nl",
            "zondag 26 oktober 2025",
            "2025-10-26T23:00:00Z",
        ),
        (
            datetime(2025, 3, 30, 0, tzinfo=UTC),
            "Europe/Amsterdam",
            "nl",
            "zondag 30 maart 2025",
            "2025-03-30T22:00:00Z",
        ),
        (datetime(2025, 4, 24, 12, tzinfo=UTC), "Africa/Cairo", "en", "Thursday 24 April 2025", "2025-04-24T22:00:00Z"),
    ],
)
def test_the_day_is_that_of_the_house_and_ends_at_its_midnight(
    now: datetime, zone: str, language: str, words: str, until: str
) -> None:
    day = day_of(now, House(zone=zone, language=language))
    assert (day.text, day.until, day.iso) == (words, until, now.astimezone(ZoneInfo(zone)).date().isoformat())


@pytest.mark.django_db
def test_the_head_of_the_paper_has_the_day_and_is_kept_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    make.paper()
    monkeypatch.setattr("django.utils.timezone.now", lambda: JUST_BEFORE)
    made = render(Part("masthead", "front front"))
    assert made.until == MIDNIGHT
    [day] = html.fromstring(made.join("")).cssselect("time")
    assert (day.text, day.get("datetime")) == ("vrijdag 28 november 2025", "2025-11-28")
    assert day.get("data-until") == "2025-11-28T23:00:00Z"
