"""Messages between ZCZC and NNNN that their house numbers, and bare stories that a dateline marks. All invented."""

from datetime import UTC, datetime

import pytest

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.formats.table import detect

ARRIVED = datetime(2026, 3, 12, 20, tzinfo=UTC)

ANSA = """ZCZC5876/SXB
XEF62452_SXB_QBXB
U EST S0B QBXB
Bedacht: il ponte e' aperto, 'finalmente'
   (ANSA) - ROMA, 12 MAR - Il ponte che nessuno ha costruito e'
aperto da oggi.
   Lo dice un portavoce inventato. (ANSA).

     YAH-ABC
12-MAR-26 14:30 NNNN
"""
AGI = """ZCZC
AGI0123 3 CRO 0 R01 /
Ponte inventato: aperto =
(AGI) - Roma, 12 mar. - Il ponte che nessuno ha costruito e'
aperto. (AGI)
Rm1/Abc
 121430 MAR 26

NNNN
"""
ADNKRONOS = """ZCZC
ADN0123 7 POL 0 ADN POL NAZ

      PONTE: INVENTATO, 'E' APERTO' =

      Roma, 12 mar. (Adnkronos) - Il ponte che nessuno ha costruito e'
aperto.

      (Abc/Adnkronos)

ISSN 2465 - 1222
12-MAR-26 14:30

NNNN
"""
ASKANEWS = """ZCZC ASC0123 1 POL 0 R01 / +TLK XX ! 1 X
Il ponte inventato e' aperto
Nessuno lo ha costruito

Roma, 12 mar. (askanews) - Il ponte e' aperto.

Abc/Def

121430 MAR 26

NNNN
"""
ITALPRESS = """ZCZC IPN 123
POL --/T
PONTE INVENTATO: E' APERTO
ROMA (ITALPRESS) - Il ponte che nessuno ha costruito e' aperto.
(ITALPRESS).
abc/com
12-Mar-26 14:30
NNNN
"""
BELGA = """ZCZC
BIN010 3 POL 0336 N BELGA-0102
BRUG/BEDACHT/
Bedachte brug is open

   BRUSSEL 12/03 (BELGA) = De brug die niemand bouwde, is open.
./.
121430 MAR 26
NNNN
"""


def one(text: str, name: str | None = None) -> NewsItem:
    (item,) = read(text.encode(), fetched_at=ARRIVED, format=name).items
    return item


@pytest.mark.parametrize(
    ("text", "provider", "number", "headline", "urgency", "minute"),
    [
        (ANSA, "ANSA", "SXB5876", "Bedacht: il ponte e' aperto, 'finalmente'", 3, "13:30"),
        (AGI, "AGI", "AGI0123", "Ponte inventato: aperto", 3, "13:30"),
        (ADNKRONOS, "ADNKRONOS", "ADN0123", "PONTE: INVENTATO, 'E' APERTO'", 7, "13:30"),
        (ASKANEWS, "ASKANEWS", "ASC0123", "Il ponte inventato e' aperto", None, "13:30"),
        (ITALPRESS, "ITALPRESS", "IPN123", "PONTE INVENTATO: E' APERTO", None, "13:30"),
        (BELGA, "BELGA", "BIN010", "Bedachte brug is open", 3, "13:30"),
    ],
)
def test_a_message_is_known_by_the_number_and_the_moment_that_its_house_gave_it(
    text: str, provider: str, number: str, headline: str, urgency: int | None, minute: str
) -> None:
    item = one(text)
    assert (item.format, item.status, item.provider, item.headline) == ("zczc", "usable", provider, headline)
    assert (item.guid, item.urgency) == (f"zczc:{provider}:{number}:2026-03-12", urgency)
    assert item.version_created == datetime.fromisoformat(f"2026-03-12T{minute}Z")
    assert item.precision == "minute"
    assert item.dateline is not None
    assert item.dateline.agencies == (provider,)


@pytest.mark.parametrize(
    ("text", "body", "apparatus"),
    [
        (
            ANSA,
            "Il ponte che nessuno ha costruito e' aperto da oggi.\n\nLo dice un portavoce inventato.",
            ("(ANSA).", "YAH-ABC"),
        ),
        (AGI, "Il ponte che nessuno ha costruito e' aperto.", ("(AGI)", "Rm1/Abc")),
        (ADNKRONOS, "Il ponte che nessuno ha costruito e' aperto.", ("(Abc/Adnkronos)", "ISSN 2465 - 1222")),
        (ITALPRESS, "Il ponte che nessuno ha costruito e' aperto.", ("(ITALPRESS).", "abc/com")),
        (BELGA, "De brug die niemand bouwde, is open.", ("./.",)),
    ],
)
def test_what_closes_a_message_is_none_of_its_text(text: str, body: str, apparatus: tuple[str, ...]) -> None:
    item = one(text)
    assert (item.text, item.apparatus) == (body, apparatus)


def test_askanews_has_a_line_below_its_headline() -> None:
    assert one(ASKANEWS).subheadline == "Nessuno lo ha costruito"


def test_a_numbered_message_without_its_end_is_held_back() -> None:
    item = one(AGI.replace("NNNN", ""))
    assert item.status == "withheld"
    assert "cut-off" in [problem.code for problem in item.problems]


STORY = """XINHUA 0123
(2nd LD) Invented bridge opens

   BEIJING, March 12 (Xinhua) -- A bridge that nobody built opened on Thursday.
   Nobody crossed it. Enditem
"""


def test_a_bare_story_is_recognised_by_a_dateline_with_an_agency() -> None:
    item = one(STORY)
    assert (item.format, item.provider, item.headline) == ("plain", "XINHUA", "Invented bridge opens")
    assert item.signal is not None
    assert item.signal.kind == "update"
    assert item.text == "A bridge that nobody built opened on Thursday. Nobody crossed it."
    assert item.guid is not None
    assert item.guid.startswith("plain:XINHUA:0123:")


def test_points_above_a_dateline_are_text_and_the_line_above_them_is_the_headline() -> None:
    item = one(
        "UPDATE 2-Invented oil falls\n\n* Brent down 2 pct\n* OPEC meets\n    By Ann Invented\n"
        "    LONDON, March 12 (Reuters) - Oil that nobody has fell.\n"
    )
    assert (item.headline, item.byline) == ("Invented oil falls", "By Ann Invented")
    assert item.text == "* Brent down 2 pct\n\n* OPEC meets\n\nOil that nobody has fell."


@pytest.mark.parametrize(
    "text",
    [
        "# Notes on copy\n\nLONDON (Reuters) - is how a story begins.\n",
        "place,agency\nLONDON,Reuters\n",
        f"{'A long sentence that goes on and on. ' * 9}\nLONDON (Reuters) - A bridge opened.\n",
        "Dear all,\n\nwe met in LONDON (CDU) - all of us.\n",
    ],
)
def test_what_only_mentions_a_dateline_is_no_story(text: str) -> None:
    with pytest.raises(Unreadable, match="plain text of a kind that is not known"):
        detect(text.encode())
