"""ANPA 1312: AP's wires, a capture of Bay City's line, Reuters of 1987; layout codes, takes, fragments."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.formats.table import detect
from tests.conftest import needs_shared


@pytest.fixture
def wire(shared: Path) -> Path:
    return shared / "wire"


def one(path: Path) -> NewsItem:
    (item,) = read(path.read_bytes()).items
    return item


@needs_shared
@pytest.mark.parametrize(
    ("name", "guid", "made", "urgency", "headline", "places", "signal"),
    [
        (
            "anpa-1.tst",
            "anpa1312:AP:W2870:2013-11-13:BC-LT--Argentina-CancerB",
            "2013-11-13T15:09",
            1,
            "For Argentine chemo patients, mirrors can hurt",
            ("Buenos Aires, Argentina",),
            "flash",
        ),
        (
            "anpa-3.tst",
            "anpa1312:AP:W2595:2013-11-13:BC-WEA--GlobalWeather-Fa",
            "2013-11-13T07:13",
            3,
            None,
            ("New York",),
            None,
        ),
        (
            "ap_anpa-2.tst",
            "anpa1312:AP:z9631:2016-05-17:BC-BBO--BaseballExpanded",
            "2016-05-17T06:20",
            4,
            "Baseball Expanded Standings",
            None,
            None,
        ),
        (
            "ap_anpa-3.tst",
            "anpa1312:AP:G7787:2016-08-29:BC-US--GiantLobsterDeath:1stLd-Writethru",
            "2016-08-29T16:26",
            4,
            "$210 lobster is found dead",
            ("Chatham, Mass.",),
            "update",
        ),
        (
            "ap_anpa-4.tst",
            "anpa1312:AP:W2346:2017-05-09:BC-AS--China-DaringEscap:3rdLd-Writethru",
            "2017-05-09T00:56",
            4,
            "AP Exclusive: China lawyer's family says US helped them flee",
            ("Beijing",),
            "update",
        ),
    ],
)
def test_facts_of_real_messages(
    wire: Path,
    name: str,
    guid: str,
    made: str,
    urgency: int,
    headline: str | None,
    places: tuple[str, ...] | None,
    signal: str | None,
) -> None:
    item = one(wire / "superdesk-core/io/fixtures" / name)
    assert (item.provider, item.guid, item.urgency, item.headline) == ("AP", guid, urgency, headline)
    assert (item.version_created, item.precision) == (datetime.fromisoformat(f"{made}+00:00"), "minute")
    assert (item.dateline.places if item.dateline else None) == places
    assert (item.signal.kind if item.signal else None) == signal
    assert item.credit == ("AP",)


@needs_shared
def test_notes_bylines_and_layout_codes_of_a_story(wire: Path) -> None:
    item = one(wire / "superdesk-core/io/fixtures/anpa-1.tst")
    assert item.ed_note == "AP Photo XNP101, XNP102, XNP103, XNP104, XNP105, XNP106\nEds: With AP Photos."
    assert item.byline == "By PAUL BYRNE and ALMUDENA CALATRAVA\nAssociated Press"
    assert item.dateline is not None
    assert item.dateline.text == "BUENOS AIRES, Argentina (AP) —"
    assert "“Look Good Feel Better” is a program that offers free lessons" in item.text
    assert item.apparatus[-1] == "APTN contributor Kacey Cherry in Buenos Aires helped with this story."
    story = one(wire / "superdesk-core/io/fixtures/ap_anpa-4.tst")
    assert story.version == "3"
    assert story.slugline == "BC-AS--China-Daring Escape-ABRIDGED"
    assert story.apparatus[0] == "———"
    assert story.apparatus[1].endswith("Grant Peck in Bangkok contributed to this report.")
    assert not set("_`{") & set(item.text + story.text)


def test_the_ap_s_copy_in_sgml_has_the_fields_of_its_messages() -> None:
    data = b"""<DOC>
<DOCNO> AP890301-0058 </DOCNO>
<FILEID>AP-NR-03-01-89 0556EST</FILEID>
<FIRST>r w PM-Invented 1stLd-Writethru a0512 03-01 0334</FIRST>
<SECOND>PM-Invented Bridge, 1st Ld-Writethru, a0512,300</SECOND>
<HEAD>Bridge Is Invented</HEAD>
<HEAD>Eds: For editors.</HEAD>
<BYLINE>By ANN INVENTED</BYLINE>
<BYLINE>Associated Press Writer</BYLINE>
<DATELINE>INVENTED, Texas (AP) </DATELINE>
<TEXT>
   Nothing happened to an
invented bridge.
   ``Nobody'' &amp; Co. saw it.
</TEXT>
</DOC>
<DOC>
<DOCNO> AP890301-0059 </DOCNO>
<FILEID>AP-NR-03-01-89 0601EST</FILEID>
<1ST_LINE>u w PM-Other   03-01 0034</1ST_LINE>
<2ND_LINE>PM-Other,30</2ND_LINE>
<HEAD>Other
</DOC>
"""
    item, cut = read(data).items
    assert (item.provider, item.version, item.urgency, item.slugline) == ("AP", "1", 4, "PM-Invented Bridge")
    assert (item.headline, item.byline) == ("Bridge Is Invented", "By ANN INVENTED\nAssociated Press Writer")
    assert item.version_created == datetime(1989, 3, 1, 10, 56, tzinfo=UTC)
    assert (item.dateline and item.dateline.places, item.ed_note) == (("Invented, Texas",), "Eds: For editors.")
    assert item.text == "Nothing happened to an invented bridge.\n\n“Nobody” & Co. saw it."
    assert (cut.slugline, cut.urgency) == ("PM-Other", 3)


def ap_message(slug: str, *lines: str) -> bytes:
    """A message of the AP that is invented, with its slug line."""
    head = "\x16\x16\x01a0101\x1fasian\r\nu a\x13\x11 BC-US--Invented   03-04 0093\r\n\x02"
    return (head + "\r\n".join((f"^{slug}<", *lines)) + "\r\n\x03AP-WF-03-04-24 1200GMT<\r\n\x04").encode()


def test_a_kill_names_the_headline_of_its_note_else_the_slug() -> None:
    note = "^Eds: Members using BC-US--Invented sent under the headline ``Bridge Invented,'' are asked to kill it.<"
    (item,) = read(ap_message("BC-US--Invented, KILL,93", "^URGENT<", note, "^The AP<")).items
    assert (item.status, item.headline, item.text, item.apparatus) == ("canceled", None, "", ("The AP",))
    assert item.signal is not None
    assert (item.signal.kind, item.signal.target) == ("kill", "Bridge Invented")
    (bare,) = read(ap_message("BC-US--Invented, KILL,93", "^Eds: Kill it.<")).items
    assert (bare.signal and bare.signal.target) == "BC-US--Invented"


def test_an_advance_in_its_own_line_and_slugs_of_other_desks() -> None:
    story = "\t   CHEYENNE, Wyo. (AP) _ It turns 10."
    (advance,) = read(ap_message("BC-US--Invented, ADV 10,93", "^$adv10<", "^Bridge turns 10<", story)).items
    assert (advance.status, advance.slugline, advance.headline) == ("withheld", "BC-US--Invented", "Bridge turns 10")
    closing = "\t   La periodista de The Associated Press Eva Ejemplo contribuyó a esta nota."
    lines = (
        "^El puente sigue<",
        "^Foto AP XYZ101<",
        "^Por ANA INVENTADA=",
        "^Associated Press=",
        story,
        "\t   ___",
        closing,
    )
    (spanish,) = read(ap_message("AMS-GEN--PUENTE INVENTADO", *lines)).items
    assert (spanish.slugline, spanish.headline) == ("AMS-GEN--PUENTE INVENTADO", "El puente sigue")
    assert (spanish.ed_note, spanish.text) == ("Foto AP XYZ101", "It turns 10.")
    assert spanish.apparatus == ("———", closing.strip())


@pytest.mark.parametrize(
    ("story", "text"),
    [
        (
            " LONDON, March 3 - The Bank of Nowhere said so\nto all.\n    It did.\n Reuter\n",
            "The Bank of Nowhere said so to all.\n\nIt did.",
        ),
        (
            "    LONDON, March 3 -The bank said so.\n    Shr 72 cts vs 71\n Reuter\n",
            "The bank said so.\n\nShr 72 cts vs 71",
        ),
        ("    London, March 3 - <Nowhere Ltd> said so.\n REUTER...\n", "<Nowhere Ltd> said so."),
    ],
)
def test_reuters_of_old_may_hardly_indent_and_closes_with_its_name(story: str, text: str) -> None:
    header = "\x16\x16\x01f0001\x1freute\nb f BC-INVENTED-BANK   03-03 0094\n\x02\nINVENTED BANK SAYS SO\n"
    (item,) = read(f"{header}{story}\x03\n\x04".encode()).items
    assert (item.headline, item.text) == ("INVENTED BANK SAYS SO", text)
    assert (item.dateline and item.dateline.places, len(item.apparatus)) == (("London",), 1)


def test_notes_in_brackets_cues_to_cut_and_the_time_of_upi() -> None:
    lines = (
        "^(adds quotes, background)=",
        "^Bridge to stay=",
        "^c. 1991 Invented News Service=",
        "\t   WASHINGTON (UPI) _ It stays.",
    )
    cues = ("\t   (BEGIN OPTIONAL TRIM)", "\t   It was long.", "\t   (END OPTIONAL TRIM)", "\t   Nobody came.")
    data = ap_message("AM-bridge 1stld-writethru", *lines, *cues)
    (item,) = read(data.replace(b"AP-WF-03-04-24 1200GMT", b"upi 03-04-91 0233pes")).items
    assert (item.provider, item.version_created) == ("UPI", datetime(1991, 3, 4, 19, 33, tzinfo=UTC))
    assert (item.slugline, item.version, item.headline) == ("AM-bridge", "1", "Bridge to stay")
    assert item.signal is not None
    assert (item.signal.kind, item.signal.text) == ("update", "(adds quotes, background)\n1stld-writethru")
    assert item.text == "It stays.\n\nIt was long.\n\nNobody came."
    assert item.apparatus == ("c. 1991 Invented News Service", "(BEGIN OPTIONAL TRIM)", "(END OPTIONAL TRIM)")


def test_a_note_to_readers_is_no_note_to_editors() -> None:
    head = b"\x01W1\x1fasian".replace(b"W1", b"W0001") + b"\r\nr a\x13\x11 BC-XX--Invented   11-13 0123\r\n\x02"
    lines = b"^BC-XX--Invented,12<\r\n^Invented<\r\n^Eds: For editors.<\r\n^EDITOR'S NOTE _ This is invented.<\r\n"
    story = b"\t   INVENTED, Texas (AP) _ Nothing happened.\r\n\x03AP-WF-11-13-13 0745GMT<\r\n\x04"
    (item,) = read(head + lines + story).items
    assert (item.note, item.ed_note) == ("EDITOR'S NOTE — This is invented.", "Eds: For editors.")
    assert item.text == "Nothing happened."


@needs_shared
def test_agate_is_a_table_with_every_cell(wire: Path) -> None:
    weather = one(wire / "superdesk-core/io/fixtures/anpa-3.tst")
    assert "<tr><td>Amsterdam</td><td>42</td><td>50</td><td>rn</td><td>0.08</td><td>39</td>" in weather.body
    assert "San Francisco\t57\t70\tpc\tT\t54\t70\tclr\t50\t70\tpc" in weather.text
    baseball = one(wire / "superdesk-core/io/fixtures/ap_anpa-2.tst")
    assert "Tampa Bay\t17\t19\t.472\t6\t3½\t5-5\tW-1\t10-11\t7-8" in baseball.text
    assert "<h3>West Division</h3>" in baseball.body
    assert "Kansas City 4, Atlanta 2, 13 innings" in baseball.text


@needs_shared
def test_a_capture_gives_an_item_for_each_message(wire: Path) -> None:
    reading = read((wire / "anpa-pozar/testfile.baycity").read_bytes())
    assert [item.guid.split(":")[2] for item in reading.items if item.guid] == [f"a00{n}" for n in range(43, 60)]
    assert {(item.provider, item.language, item.urgency, item.status) for item in reading.items} == {
        ("BCN", "en", 5, "usable")
    }
    bones = reading.items[4]
    assert bones.version_created == datetime(1995, 4, 21, 21, 47, tzinfo=UTC)
    assert (bones.headline, bones.slugline) == ("POLICE SEEK HELP IDENTIFYING LOS GATOS BONES", "bc-BONES47")
    assert bones.dateline is not None
    assert (bones.dateline.text, bones.dateline.places) == ("LOS GATOS (BCN)", ("Los Gatos",))
    assert bones.text.startswith(
        "Los Gatos police held a news conference this afternoon along a wooded park trail to display some items"
    )
    assert "red or maroon short-sleeved sport shirt" in bones.text
    assert bones.apparatus == (
        "BCN47:",
        "BCN47 -HUMAN BONES",
        "A.Christiansen/W.Ochoa247p4/21/95",
        "CONTACT: Sgt. Tricia Friedrich (408) 354-5257",
    )
    kinds = [item.signal.kind if item.signal else None for item in reading.items]
    assert kinds[:9] == ["update", "advisory", "advisory", "advisory", "update", "update", None, "addition", "addition"]


@needs_shared
def test_reuters_of_1987_has_the_header_that_came_over_the_wire(wire: Path) -> None:
    reading = read((wire / "corpora/reuters21578/reut2-000.sgm").read_bytes())
    first = reading.items[0]
    assert (first.provider, first.headline, first.urgency) == ("RTR", "BAHIA COCOA REVIEW", 3)
    assert first.guid == "anpa1312:RTR:f0704:1987-02-26:BC-BAHIA-COCOA-REVIEW"
    assert (first.version_created, first.precision) == (datetime(1987, 2, 26, 15, 1, 1, tzinfo=UTC), "second")
    assert first.dateline is not None
    assert (first.dateline.text, first.dateline.places) == ("SALVADOR, Feb 26 -", ("Salvador",))
    assert first.apparatus == ("Reuter",)
    assert len(first.text.split("\n\n")) == 17


def reuters(text: str, kind: str = "") -> NewsItem:
    """An invented story in the form of Reuters-21578."""
    head = "&#5;&#5;&#5;F\n&#22;&#22;&#1;f0001&#31;reute\nf f BC-INVENTED   03-04 0013"
    story = f"<REUTERS NEWID='1'>\n<DATE> 4-MAR-1987 09:30:05.16</DATE>\n<UNKNOWN>\n{head}</UNKNOWN>\n"
    (item,) = read(
        f'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n{story}<TEXT{kind}>&#2;\n{text}\n&#3;</TEXT>\n'.encode()
    ).items
    return item


def test_a_brief_of_reuters_21578_has_its_title_alone_for_headline() -> None:
    item = reuters("******<TITLE>INVENTED BANK LENDS 25,779\n</TITLE>Words, words.", ' TYPE="BRIEF"')
    assert (item.headline, item.text) == ("INVENTED BANK LENDS 25,779", "Words, words.")
    assert (item.version_created, item.precision) == (datetime(1987, 3, 4, 9, 30, 5, tzinfo=UTC), "second")


def test_a_headline_that_runs_on_into_the_dateline_ends_ahead_of_it() -> None:
    lines = (
        "INVENTED HARVEST LOWER AFTER RAIN NEW YORK, March\n4 - Nobody's crop is small, and\nwet.\n    It was.\n Reuter"
    )
    item = reuters(lines, ' TYPE="UNPROC"')
    assert (item.headline, item.text) == (
        "INVENTED HARVEST LOWER AFTER RAIN",
        "Nobody's crop is small, and wet.\n\nIt was.",
    )
    assert item.dateline is not None
    assert (item.dateline.text, item.dateline.places) == ("NEW YORK, March 4 -", ("New York",))


def test_figures_behind_leaders_stay_below_each_other() -> None:
    rows = " Reserves.............644 vs.....1,337\n Borrowings...............680 vs.......425\n"
    item = reuters(f"<TITLE>INVENTED REPORT</TITLE>\n<BODY>    Two weeks ended\n{rows} Reuter</BODY>")
    assert "Reserves.............644 vs.....1,337\n Borrowings" in item.text


def test_a_byline_may_begin_small() -> None:
    author = "<AUTHOR>    by Ann Other, Reuters</AUTHOR>"
    item = reuters(f"<TITLE>INVENTED BANK</TITLE>\n{author}\n<BODY>    It said so.\n Reuter</BODY>")
    assert (item.byline, item.text) == ("by Ann Other, Reuters", "It said so.")


def message(
    *,
    second: str = "r i\x13\x11 BC-XX--Invented 1stLd-Writethru   03-04 0123",
    head: str = "^BC-XX--Invented, 1st Ld-Writethru,99<\r\n^Invented headline<\r\n",
    body: str = "\t   INVENTED, Texas (AP) _ Nothing happened.\r\n",
    tail: str = "AP-WF-03-04-25 1509GMT<",
) -> bytes:
    return f"\x16\x16\x01W0001\x1fasian\r\n{second}\r\n\x02{head}{body}\x03{tail}\r\n\x0c\x04\r\n".encode("latin-1")


@pytest.mark.parametrize(
    ("take", "kind", "version"),
    [
        ("1st Ld-Writethru", "update", "1"),
        ("2nd Ld", "update", "2"),
        ("2nd Add", "addition", None),
        ("KILL", "kill", None),
        ("BULLETIN KILL", "kill", None),
        ("CORRECTIVE", "correction", None),
        ("Writethru", "update", None),
        ("Repeat", "repeat", None),
        ("ADVISORY", "advisory", None),
    ],
)
def test_the_take_of_the_slug_says_what_the_copy_is(take: str, kind: str, version: str | None) -> None:
    data = message(
        second="r i\x13\x11 BC-XX--Invented     03-04 0123", head=f"^BC-XX--Invented, {take},99<\r\n^Headline<\r\n"
    )
    (item,) = read(data).items
    assert item.signal is not None
    assert (item.signal.kind, item.version, item.slugline) == (kind, version, "BC-XX--Invented")
    assert item.status == ("canceled" if kind == "kill" else "usable")


def test_an_advance_is_withheld_because_its_hour_is_not_known() -> None:
    head = "^BC-XX--Invented, Adv13,99<\r\n^Headline<\r\n"
    (item,) = read(message(second="a i BC-XX--Invented Adv13   03-04 0123", head=head)).items
    assert item.status == "withheld"
    assert "embargo-unclear" in {problem.code for problem in item.problems}


@pytest.mark.parametrize(("fetched", "made"), [("2025-03-05T00:00", "2025-03-04"), ("2025-01-02T00:00", "2024-03-04")])
def test_the_year_that_a_header_leaves_out_is_that_of_the_arrival(fetched: str, made: str) -> None:
    (item,) = read(message(tail=""), fetched_at=datetime.fromisoformat(f"{fetched}+00:00")).items
    assert item.version_created == datetime.fromisoformat(f"{made}T00:00+00:00")
    assert (item.precision, item.guid) == ("day", f"anpa1312:AP:W0001:{made}:BC-XX--Invented:1stLd-Writethru")
    (unknown,) = read(message(tail="")).items
    assert unknown.version_created is None
    assert "time-unknown" in {problem.code for problem in unknown.problems}


def test_a_capture_that_begins_and_ends_inside_messages() -> None:
    whole = message()
    reading = read(b"the end of another story.\r\n\x03AP-WF-03-04-25 1400GMT<\r\n\x04" + whole + whole[:-40])
    assert [item.status for item in reading.items] == ["usable", "withheld"]
    assert [problem.code for problem in reading.set_aside] == ["fragment"]
    assert "cut-off" in {problem.code for problem in reading.items[1].problems}


def test_a_transport_may_have_dropped_the_control_characters() -> None:
    data = bytes(
        byte
        for byte in message(body="\tINVENTED, Texas (AP) _ Nothing.\r\n\r\n\t   ")
        if byte > 31 or byte in b"\t\r\n"
    )
    assert detect(data).name == "anpa1312"
    (item,) = read(data).items
    assert (item.headline, item.text, item.status) == ("Invented headline", "Nothing.", "usable")
    assert item.version_created == datetime(2025, 3, 4, 15, 9, tzinfo=UTC)


def test_the_same_bytes_have_the_same_identity() -> None:
    assert read(message()).items == read(message()).items


@pytest.mark.parametrize(
    "text", ["a1234 is a number.\nr i think so\n", "r i BC-XX 03-04\n", "^A heading\n\n``Quote''\n"]
)
def test_prose_is_no_message(text: str) -> None:
    with pytest.raises(Unreadable):
        detect(text.encode())


PIECES = [*"\x01\x02\x03\x04\x08\x10\x16\x1f\t\r\n^<=;_`{", "W0001\x1fasian\n", "r i BC-X  03-04 0123", "Word", "\xe4"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_no_order_of_control_characters_makes_it_fail(pieces: list[str]) -> None:
    data = "".join(["\x01W0001\x1fasian\nr i BC-X  03-04 0123\n\x02", *pieces]).encode("latin-1")
    reading = read(data, format="anpa1312")
    assert reading.items == read(data, format="anpa1312").items
    assert all(item.guid for item in reading.items)
    assert "words-differ" not in {problem.code for item in reading.items for problem in item.problems}


def test_a_file_without_any_header_is_told_and_gives_no_item() -> None:
    reading = read(b"Only the end of a story.\n", format="anpa1312")
    assert reading.items == ()
    assert [problem.code for problem in reading.set_aside] == ["fragment"]
    with pytest.raises(Unreadable):
        read(b"\n\n", format="anpa1312")
