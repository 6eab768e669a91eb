"""Embargoes in words: the moment that they give, and what must be asked. Invented lines."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from dateline.wire.copy import grammar
from dateline.wire.copy.embargo_times import embargo_end
from dateline.wire.copy.embargoes import announces_embargo
from dateline.wire.copy.gathering import gather
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
        ("EMBARGOED UNTIL 12.01AM AEST, TUESDAY JUNE 3", None, datetime(2025, 6, 2, 14, 1)),
        ("EMBARGO 22H00 GMT LE 3 JUIN", None, datetime(2025, 6, 3, 22)),
        ("Embargo jusqu'au mardi 3 juin à 12h00", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("Sperrfrist 3. Jänner 2026, 18.00 Uhr", AMSTERDAM, datetime(2026, 1, 3, 17)),
        ("HOLD FOR RELEASE until 12:01 a.m. EST Tuesday", ZoneInfo("UTC"), datetime(2025, 6, 3, 5, 1)),
        ("Sperrfrist: 03.06.2025, 12 Uhr", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("SPERREFRIST: 3. juni kl. 12.00", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("Klausuleret til tirsdag den 3. juni kl. 12.00", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("Må tidligst offentliggøres den 3. juni klokken 12.00", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("EMBARGO: Får publiceras tidigast 3 juni klockan 12.00.", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("JULKAISUVAPAA 3.6.2025 klo 12.00", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("EMBARGADA HASTA EL 3 DE JUNIO A LAS 12.00 HORAS", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("*** EMBARGO *** tot dinsdag 12.00 uur", AMSTERDAM, datetime(2025, 6, 3, 10)),
        ("Niet voor publicatie voor dinsdag 3 juni 12.00 uur", AMSTERDAM, datetime(2025, 6, 3, 10)),
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
        "EMBARGO ALLE ORE 18",
        "Sperrfrist: 1800",
        "EMBARGOED UNTIL 12.01AM EST, TUESDAY JUNE 3",  # of New York or of Sydney
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


@pytest.mark.parametrize(
    "line",
    [
        "For release at 6 a.m. EST Wednesday",
        "HOLD FOR RELEASE: Sunday, June 8",
        "Klausuleret til onsdag",
        "Må først offentliggøres kl. 12.00",
        "Ej för publicering före kl 12",
        "Ikke for publisering før kl. 12.00",
        "A ne pas diffuser avant 12h00",
        "No difundir antes de las 12.00",
        "Da non diffondere prima delle 12",
        "Nicht vor Mittwoch, 18.00 Uhr",
        "Achtung: Dieser Text ist gesperrt bis 18 Uhr",
        "Frei für Mittwoch, 18.00 Uhr",
        "Эмбарго до 12:00",
        "Не публиковать до 12:00",
        "محظور النشر حتى 12",
    ],
)
def test_every_agency_s_line_announces_an_embargo(line: str) -> None:
    assert announces_embargo(line)


@pytest.mark.parametrize(
    "line",
    [
        "For release of the hostages the group wants 3 million dollars.",
        "FOR IMMEDIATE RELEASE",
        "Embargo lifted as bridge opens",
        "Ne pas publier avant de vérifier, dit-il.",
        "Frei für Mittwoch war der Saal.",
        "Nicht vor 2030 soll die Brücke offen sein, heißt es.",
        "No publicar la lista fue un error.",
        "Не публиковать имена просит семья.",
        "Release notes for version 3.0 came at 12.00.",
    ],
)
def test_words_of_a_story_announce_none(line: str) -> None:
    assert not announces_embargo(line)


@pytest.mark.parametrize(
    ("written", "headline", "mark"),
    [
        ("Bridge plan out (embargo)", "Bridge plan out", "(embargo)"),
        ("Pont ouvert - EMBARGO 18H00", "Pont ouvert", "- EMBARGO 18H00"),
        ("PERSBERICHT onder embargo tot 6 uur: Brug open", "Brug open", "PERSBERICHT onder embargo tot 6 uur:"),
        ("EMBARGO - Un pont", "Un pont", "EMBARGO -"),
        ("(Achtung: Sperrfrist 18.00 Uhr) Brücke offen", "Brücke offen", "(Achtung: Sperrfrist 18.00 Uhr)"),
    ],
)
def test_a_mark_of_the_headline_holds_the_item_and_is_none_of_its_words(written: str, headline: str, mark: str) -> None:
    draft = Draft(format="x", headline=written, version_created=MADE, blocks=[paragraph("It is out.")])
    grammar.apply(draft, Habit(zone=LONDON))
    assert (draft.headline, draft.status) == (headline, "withheld")
    assert gather(draft).apparatus == (mark,)


def test_a_bare_mark_gives_way_to_the_line_that_has_the_hour() -> None:
    blocks = [paragraph("Embargoed to 0001 Tuesday June 03"), paragraph("It is out.")]
    draft = Draft(format="x", headline="Bridge plan out (embargo)", version_created=MADE, blocks=blocks)
    grammar.apply(draft, Habit(zone=LONDON))
    assert (draft.status, draft.problems, draft.embargoed) == ("usable", [], datetime(2025, 6, 2, 23, 1, tzinfo=UTC))


@pytest.mark.parametrize("headline", ["CUBA - EMBARGO", "Cuba hopes for end of embargo"])
def test_a_headline_about_an_embargo_holds_nothing(headline: str) -> None:
    draft = Draft(format="x", headline=headline, version_created=MADE, blocks=[paragraph("It is long.")])
    grammar.apply(draft, Habit(zone=LONDON))
    assert (draft.headline, draft.status) == (headline, "usable")


def test_an_embargo_between_dateline_and_story_holds_the_item() -> None:
    blocks = [paragraph("Wien (APA) - Achtung Sperrfrist: 18.00 Uhr!"), paragraph("Die Brücke ist offen.")]
    draft = Draft(format="x", version_created=MADE, blocks=blocks)
    grammar.apply(draft, Habit(zone=AMSTERDAM))
    assert (draft.status, [one.text for one in draft.blocks if one.role == "body"]) == (
        "withheld",
        ["Die Brücke ist offen."],
    )
