"""ZCZC messages and wire copy in plain text: AAP's fields, Medianet, News Bites, AsiaNet, records of fields."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.formats.table import detect
from tests.conftest import needs_shared


@pytest.fixture
def aap(shared: Path) -> Path:
    return shared / "wire/superdesk-aap/io/fixtures"


def one(path: Path, **more: str) -> NewsItem:
    (item,) = read(path.read_bytes(), **more).items  # type: ignore[arg-type]
    return item


@needs_shared
@pytest.mark.parametrize(
    ("name", "provider", "slugline", "headline"),
    [
        (
            "Standings__2014_14_635535729050675896.tst",
            "AAP",
            "Motor V8",
            "MOTOR: Collated results/standings after Sydney NRMA 500",
        ),
        ("Caulfield RA - Betting - Sat 11 Feb, 2017.tst", "AAP", "Caulfield Betting", "Caulfield Betting"),
        ("Wagga Trot VIC TAB DIVS 1-4 Friday.tst", "AAP", "Wagga Trot", "Wagga Trot"),
        ("vicomb004_8511.tst", "AAP", "POTTED", "Eagle Farm MARKET DAY"),
        ("viflda004_7257.tst", None, "RACING", "Racing.Com Park FIELDS Thursday"),
        ("viwhtn01_8594.tst", None, None, "Eagle Farm WEIGHTS EAGLE FARM"),
        (
            "ED_841066_2_1.tst",
            "AAP",
            "Australian Financial Security Authority",
            "Media release: Personal insolvencies rise 0.6% in the September quarter",
        ),
        ("AAP201606060716291.tst", "News Bites", "ACNB Comnews UGL.AX", "UGL continues project delay negotiation"),
    ],
)
def test_facts_of_real_messages(
    aap: Path, name: str, provider: str | None, slugline: str | None, headline: str | None
) -> None:
    item = one(aap / name)
    assert (item.format, item.status) == ("zczc", "usable")
    assert (item.provider, item.slugline, item.headline) == (provider, slugline, headline)


MEDIANET = """ZCZC AAP
%MGD
$K
:
:Invented Builders
*X
{first}
Work rose by a tenth.
http://www.medianet.com.au/releases/release-details.aspx/?id=1
SOURCE: Invented Builders

NNNN
"""


@pytest.mark.parametrize(
    ("first", "headline"),
    [("Invented builders are busy", "Invented builders are busy"), ("Invented builders are busy.", None)],
)
def test_a_release_of_medianet_begins_with_its_headline(first: str, headline: str | None) -> None:
    (item,) = read(MEDIANET.format(first=first).encode()).items
    assert item.headline == headline
    assert item.text.startswith("Work rose" if headline else first)


WARNING = """IDN99100
Australian Government Bureau of Meteorology
New South Wales

Cancellation of
Invented Weather Alert for Sydney

Issued at {issued} on Thursday 5 July 2018.

The alert has been cancelled.
"""


@pytest.mark.parametrize(
    ("issued", "moment"),
    [
        ("9:27 am EST", datetime(2018, 7, 4, 23, 27, tzinfo=UTC)),
        ("12:05 pm CST", datetime(2018, 7, 5, 2, 35, tzinfo=UTC)),
        ("1859UTC", datetime(2018, 7, 5, 18, 59, tzinfo=UTC)),
    ],
)
def test_a_warning_of_the_bureau_of_meteorology_is_known_by_its_number(issued: str, moment: datetime) -> None:
    (item,) = read(WARNING.format(issued=issued).encode()).items
    assert (item.format, item.provider, item.language, item.slugline) == ("plain", "BOM", "en", "IDN99100")
    assert (item.headline, item.status) == ("Cancellation of Invented Weather Alert for Sydney", "usable")
    assert (item.version_created, item.precision) == (moment, "minute")
    assert " ".join(item.text.split()).startswith("Australian Government Bureau of Meteorology New South Wales Issued")


def test_a_line_of_headlines_is_text_without_a_headline() -> None:
    (item,) = read(b"INVENTED PARTY WINS ** TOUGH DAY FOR SHARES ** RATE STAYS AT 5.4% **").items
    assert (item.headline, item.text) == (None, "INVENTED PARTY WINS ** TOUGH DAY FOR SHARES ** RATE STAYS AT 5.4% **")
    with pytest.raises(Unreadable):
        read(b"Two ** stars ** are no ticker **")


def test_the_results_of_a_lottery_are_known_by_their_lines() -> None:
    results = (
        "PELI75-rivi\nLauantai 06.08. Keksitty\nPELI75\n\nOikea rivi:\n1. lähtö: 11\n\nVoitonjako:\n7 oikein 9 e.\n"
    )
    (item,) = read(results.encode("latin-1")).items
    assert (item.format, item.headline) == ("plain", "PELI75-rivi")
    words = "Lauantai 06.08. Keksitty PELI75 Oikea rivi: 1. lähtö: 11 Voitonjako: 7 oikein 9 e."
    assert " ".join(item.text.split()) == words


def test_the_day_of_a_release_of_asianet_is_that_of_its_dateline() -> None:
    head = "Source: Invented\nMEDIA RELEASE PR99999\nInvented sells\n\nMUMBAI, July 25, 2018/PRNewswire-AsiaNet/"
    (item,) = read(f"{head}\n\nIt sold.\n".encode()).items
    assert (item.version_created, item.precision) == (datetime(2018, 7, 25, tzinfo=UTC), "day")


@needs_shared
def test_datelines_tables_and_closing_lines(aap: Path) -> None:
    item = one(aap / "Standings__2014_14_635535729050675896.tst")
    assert item.dateline is not None
    assert (item.dateline.text, item.dateline.places) == ("SYDNEY, Dec 7 AAP -", ("Sydney",))
    assert "1. Shane van Gisbergen (Holden)              1hr14mins50.0418sec" in item.text
    assert item.apparatus == ("AAP",)
    assert {subject.code for subject in item.subjects} == {"t", "15039001"}
    market = one(aap / "vicomb004_8511.tst")
    assert "51.00 Fira, Snapper, Voltaire Lumiere, Endless Puzzle, Get On" in market.text.split("\n\n")
    assert market.apparatus == ("AAP BETTING",)


@needs_shared
def test_a_message_of_fields_has_its_time_and_number(aap: Path) -> None:
    item = one(aap / "AAP201606060716291.tst")
    assert (item.guid, item.version_created) == ("zczc:News-Bites:26945219", datetime(2016, 6, 6, 14, tzinfo=UTC))
    assert item.abstract is not None
    assert item.abstract.startswith("UGL’s construction of the Ichthys SMP and CCPP projects continues")


@needs_shared
def test_press_releases_and_records_are_plain_copy(aap: Path, shared: Path) -> None:
    release = one(aap / "asianet_6.tst")
    assert (release.format, release.provider) == ("plain", "ASIANET")
    assert release.headline == "OnApp v5.3 Simplifies Add-on Services for Cloud Providers"
    assert release.guid is not None
    assert release.guid.startswith("plain:ASIANET:PR67266:")
    records = read((shared / "wire/depeches-fr/depeches.txt").read_bytes())
    assert (records.format, len(records.items)) == ("plain", 500)
    results = one(aap / "RR_20161025_CRANBOURNE_6.tst")
    assert (results.provider, results.apparatus) == ("AAP", ("more ug", "AAP RESULTS"))
    first = records.items[0]
    assert (first.section, first.headline, first.precision) == ("ENVIRONNEMENT-SCIENCES", None, "day")
    assert first.version_created == datetime(2008, 2, 14, tzinfo=UTC)
    assert first.text == "Des cellules souches ont été produites à partir de cellules adultes sans provoquer de tumeur."


def test_a_script_for_broadcasters_has_fields_behind_other_signs() -> None:
    data = (
        b"ZCZC AAP\n%A\n#Legal: Inv_BC6\n$Invented bridge is to stay \n\n:(MELBOURNE)\n&AAPIS\\Invented\n*02000000\n"
        b"@Vic\n~AM Service\nAn invented bridge stays.\n\n   $100,000 was invented too.\n\nAAP RTV\nNNNN"
    )
    (item,) = read(data).items
    assert (item.slugline, item.headline) == ("Legal: Inv_BC6", "Invented bridge is to stay")
    assert (item.places, item.subjects[0].code) == (("Melbourne", "Vic"), "02000000")
    assert (item.text, item.apparatus) == (
        "An invented bridge stays.\n\n$100,000 was invented too.",
        ("AAP RTV",),
    )


def test_a_message_of_a_racing_desk_is_routed_by_two_letters() -> None:
    (item,) = read(
        b"ZCZC FMG000\nHH TDCom\nInvented comment races 1-6\n   Race One is invented.\n   more\nNNNN\n"
    ).items
    assert (item.headline, item.text, item.apparatus) == (
        "Invented comment races 1-6",
        "Race One is invented.",
        ("more",),
    )


@pytest.mark.parametrize(
    ("head", "headline", "kind"),
    [
        ("Invented bridge\nis to stay\n\n", "Invented bridge is to stay", None),
        ("XIN0123 4 pl\n\nInvented bridge is to stay\nBy Ann Invented\n", "Invented bridge is to stay", None),
        ("Invented bridge is to stay\n(ADDS quotes)\n", "Invented bridge is to stay", "update"),
        ("An invented bridge stays.\n", None, None),
        ("", None, None),
    ],
)
def test_a_headline_of_no_field_stands_right_above_the_dateline(
    head: str, headline: str | None, kind: str | None
) -> None:
    (item,) = read(f"ZCZC\n{head}EXAMPLE, March 4 (Xinhua) -- The bridge stays.\nNNNN\n".encode()).items
    assert (item.headline, item.signal and item.signal.kind) == (headline, kind)
    assert item.text.endswith("The bridge stays.")
    assert headline is None or headline not in item.text


def test_several_messages_and_one_that_is_cut_off() -> None:
    data = b"lost words\nZCZC AAP\n:Slug\n\nOne.\nNNNN\n\nZCZC XYZ012\nTwo words here.\n"
    reading = read(data)
    assert [(item.slugline, item.text, item.status) for item in reading.items] == [
        ("Slug", "One.", "usable"),
        (None, "Two words here.", "withheld"),
    ]
    assert [problem.code for problem in reading.set_aside] == ["fragment"]
    assert read(data).items == reading.items


def test_a_bare_story_is_read_where_it_is_named() -> None:
    text = "Invented things happen\n\nINVENTED, March 4 (AP) - Nothing happened.\n\nNobody saw it.\n\nabc/def\n"
    (item,) = read(text.encode(), format="plain").items
    assert (item.headline, item.text) == ("Invented things happen", "Nothing happened.\n\nNobody saw it.")
    assert item.dateline is not None
    assert (item.dateline.agencies, item.apparatus) == (("AP",), ("abc/def",))
    with pytest.raises(Unreadable):
        detect(b"Only words.\n\nAnd more of them.")
    (bare,) = read(b"Only words.\n\nAnd more of them.", format="plain").items
    assert (bare.headline, bare.text) == (None, "Only words.\n\nAnd more of them.")


@pytest.mark.parametrize(
    "text", ["The word ZCZC begins a telegram.\n", "ZCZCX\n", "Source: someone\nIt is so.\nReally.\n"]
)
def test_prose_is_no_message(text: str) -> None:
    with pytest.raises(Unreadable):
        detect(text.encode())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["ZCZC", "NNNN", "\n", ":", "#", "$J", "*X", "TX#", "YY A", "word", "\x0f", "^", " "])))
def test_no_order_of_marks_makes_it_fail(pieces: list[str]) -> None:
    data = "".join(["ZCZC\nword", *pieces]).encode()
    for format in ("zczc", "plain"):
        reading = read(data, format=format)
        assert reading.items == read(data, format=format).items
        assert all(item.guid for item in reading.items)
