"""Embargoes in words: the moment that they give, and what must be asked. Invented lines."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from dateline.wire.copy import grammar
from dateline.wire.copy.embargoes import embargo_end
from dateline.wire.copy.habit import Habit
from dateline.wire.draft import Draft
from dateline.wire.problems import problem
from dateline.wire.text.blocks import paragraph

MADE = datetime(2025, 6, 2, 10, 46, tzinfo=UTC)
LONDON, AMSTERDAM = ZoneInfo("Europe/London"), ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("line", "zone", "end"),
    [
        ("Embargoed to 0001 Tuesday June 03", LONDON, datetime(2025, 6, 2, 23, 1)),
        ("EMBARGOED UNTIL 00.01 GMT, Tuesday 3 June 2025", None, datetime(2025, 6, 3, 0, 1)),
        ("Embargo: tot dinsdag 3 juni 12.00 uur", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("Sperrfrist: Dienstag, 3. Juni, 12.00 Uhr", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("Embargo until 3 June 2025, 1200 GMT", None, datetime(2025, 6, 3, 12)),
        ("Embargoed to 0001 Thursday January 01", LONDON, datetime(2026, 1, 1, 0, 1)),
        ("Embargoed to 0001 Tuesday", LONDON, datetime(2025, 6, 2, 23, 1)),
        ("Embargo tot woensdag 12.00 uur", AMSTERDAM, datetime(2025, 6, 4, 10)),
        ("EMBARGOED UNTIL 12.01am, Tuesday 3 June 2025", LONDON, datetime(2025, 6, 2, 23, 1)),
        ("Embargoed until 2:30 p.m. GMT Friday", None, datetime(2025, 6, 6, 14, 30)),
    ],
)
def test_a_line_with_time_and_day_gives_the_end(line: str, zone: tzinfo | None, end: datetime) -> None:
    assert embargo_end(line, MADE, zone) == end.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "Embargoed to 0001 Wednesday June 03",  # it was a Tuesday
        "Embargoed to 0001 June 31",
        "Embargoed to 0001",
        "Embargo tot 12.00 uur",
        "Embargoed to 0001 Tuesday June 03, then see note",
        "Embargoed to 0001 June 01 2024",
        "Embargoed to 0001 Monday",  # it was one, and later: that of next week, or past
        "Embargoed to 1301pm Tuesday",
        "Embargo until 3 June 2025",  # a day and its year, not 20:25
        "Embargoed until Tuesday 3 June 2025",
    ],
)
def test_what_is_not_plain_is_for_a_person_to_ask(line: str) -> None:
    assert embargo_end(line, MADE, LONDON) is None


def test_without_a_zone_or_the_time_of_the_copy_nothing_is_taken() -> None:
    assert embargo_end("Embargoed to 0001 Tuesday June 03", MADE, None) is None
    assert embargo_end("Embargoed to 0001 Tuesday June 03", None, LONDON) is None


def draft_with(note: str, body: str = "The programme is out.") -> Draft:
    announced = problem("embargo-unclear", "NewsManagement", "Embargoed")
    return Draft(
        format="newsml-1",
        status="withheld",
        version_created=MADE,
        ed_note=note,
        blocks=[paragraph(body), paragraph("It has a thousand shows in it.")],
        problems=[announced],
    )


def test_the_note_tells_the_time_of_an_embargo_that_the_status_announces() -> None:
    draft = draft_with("Embargoed to 0001 Tuesday June 03")
    grammar.apply(draft, Habit(zone=LONDON))
    assert (draft.status, draft.problems) == ("usable", [])
    assert draft.embargoed == datetime(2025, 6, 2, 23, 1, tzinfo=UTC)


def test_of_two_embargoes_the_later_counts_and_one_without_a_time_holds_the_item() -> None:
    draft = draft_with("Embargoed to 0001 Tuesday June 03\nEmbargoed to 0001 Wednesday June 04")
    grammar.apply(draft, Habit(zone=LONDON))
    assert draft.embargoed == datetime(2025, 6, 3, 23, 1, tzinfo=UTC)
    held = draft_with("Embargoed to 0001 Tuesday June 03", body="EMBARGO until noon")
    grammar.apply(held, Habit(zone=LONDON))
    assert (held.status, [one.where for one in held.problems]) == ("withheld", ["body"])
