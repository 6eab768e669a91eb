"""NewsML-G2 as agencies send it: facts read from the files by a person."""

from datetime import UTC, datetime

from dateline.wire import NewsItem, Reading, read
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared

WIRE = SHARED / "wire"
CORE = "superdesk-core/io/fixtures"
DPA = "dpa-newsmlg2-testdata/data/20170629-dpa-sample/urn:newsml:dpa.com:20090101:"


def reading(name: str) -> Reading:
    return read((WIRE / name).read_bytes())


def only(name: str) -> NewsItem:
    [found] = reading(name).items
    return found


def test_reuters_text() -> None:
    found = only("superdesk-aap/io/fixtures/reuters_byline_in_body.xml")
    assert (found.provider, found.guid) == ("RTR", "tag:reuters.com,2018:newsml_L2N1PG091")
    assert (found.version, found.urgency, found.language) == ("1345039779", 3, "en")
    assert found.version_created == datetime(2018, 1, 21, 20, 23, 15, tzinfo=UTC)
    assert found.headline == "Statue of Liberty to reopen; shutdown keeps other parks, monuments closed"
    assert found.signal is not None
    assert (found.signal.kind, (found.signal.text or "")[:16]) == ("update", "(Adds Gov. Cuomo")
    assert found.dateline is not None
    assert (found.dateline.text, found.byline) == ("NEW YORK, Jan 21 (Reuters) -", "By Joseph Ax")
    assert found.apparatus == ("(Reporting by Joseph Ax; Editing by Frank McGurty and Jeffrey Benkoe)",)
    assert found.abstract is None


def test_reuters_package_and_picture() -> None:
    package = only(f"{CORE}/tag_reuters.com_2014_newsml_KBN0FL0NM_version_10")
    assert (package.kind, package.version, package.urgency) == ("composite", "10", 4)
    assert [(link.guid or "")[-9:] for link in package.links] == [
        "KBN0FL0NN", "MPEA6F13M", "MPEA6F0MS", "MPEA6F0MT", "KBN0FL0ZP",
    ]  # fmt: skip
    assert [link.rel for link in package.links] == ["Main"] * 4 + ["sidebars_0"]
    assert package.signal is not None
    assert package.signal.kind == "update"
    picture = only(f"{CORE}/tag_reuters.com_2014_newsml_LYNXMPEA6F0MS_version_2")
    [media] = picture.media
    assert (picture.kind, media.width, media.height, media.size) == ("picture", 1500, 1128, 588555)
    assert picture.text.startswith("A still image taken from video shows")
    assert (picture.dateline, picture.places, picture.byline) == (None, ("Bangalore",), "REUTERS TV")


def test_dpa_correction() -> None:
    found = only(f"{DPA}170629-99-43688.xml")
    assert (found.provider, found.version, found.urgency, found.section) == ("DPA", "5", 3, "Politik")
    assert found.signal is not None
    assert (found.signal.kind, found.signal.text) == ("correction", "zu Hotels und Gästen")
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("Hamburg (dpa) -", ("Hamburg",))
    assert (found.byline, found.headline) == (
        "Von Almut Kipp, dpa",
        "Check-in auf dem Gipfel: Wo schläft die G20-Prominenz?",
    )
    assert found.apparatus[0] == "Notizblock"
    assert "dpa akp yyno a3 alb/toz/hal" in found.apparatus
    assert found.text.startswith("Der Blick auf Ex-US-Außenminister Kerry beim Hamburger Weihnachtsmarkt")
    assert found.copyright == "Copyright 2017, dpa (www.dpa.de). Alle Rechte vorbehalten"


def test_dpa_repeat_and_advisory() -> None:
    kinds = [item.signal.kind for path in sorted((WIRE / DPA).parent.glob("*.xml"))
             for item in read(path.read_bytes()).items if item.signal]  # fmt: skip
    assert sorted(kinds) == ["advisory", "correction", "repeat", "update", "update", "update", "update"]


def test_stt_is_in_helsinki_and_holds_what_is_embargoed() -> None:
    found = only("stt-lehtikuva-g2/stt_lehtikuva_newsItems/95866991.xml")
    assert (found.provider, found.guid, found.version) == ("STT", "urn:newsml:stt.fi:20120728:95866991", "1")
    assert found.version_created == datetime(2012, 7, 28, 13, 20, 16, tzinfo=UTC)
    assert found.embargoed == datetime(2012, 7, 28, 14, 0, tzinfo=UTC)
    assert (found.language, found.status, found.signal) == ("fi-FI", "usable", None)
    assert found.dateline is not None
    assert (found.dateline.text, found.credit) == ("Helsinki", ("STT",))


def test_stt_signals() -> None:
    found = [item for path in (WIRE / "stt-lehtikuva-g2/stt_lehtikuva_newsItems").glob("*.xml")
             for item in read(path.read_bytes()).items]  # fmt: skip
    kinds = [item.signal.kind for item in found if item.signal]
    assert (len(found), kinds.count("update"), kinds.count("replacement"), len(kinds)) == (418, 38, 10, 48)
    assert sum(item.embargoed is not None for item in found) == 4


def test_ansa_html_in_plain_text_and_routing_below_the_text() -> None:
    found = only(f"{CORE}/ansa-newsmlg2-text.xml")
    assert (found.provider, found.language, found.urgency) == ("ANSA", "it", 5)
    assert found.version_created == datetime(2017, 10, 11, 9, 41, tzinfo=UTC)
    assert found.dateline is not None
    assert (found.dateline.text, found.subheadline) == (
        "(ANSA) - Rome, October 11 -",
        "Foreign minister expresses faith in Spanish government",
    )
    routed = only(f"{CORE}/ansa_culture.xml")
    assert (routed.text, routed.signal and routed.signal.kind, routed.urgency) == ("TEST FROM XAWES", "update", None)
    assert routed.apparatus == ("(ANSA).", "51 77 03 CRO01 1113 APE4800 GEST GEST03 MAE03 LOC03 QBXBSXB")


def test_apa_embargo_links_and_note() -> None:
    found = only("apa-xml-newsml-g2/t/expected/NewsItem_Text_2.28.xml")
    assert (found.provider, found.guid) == ("APA", "urn:newsml:apa.at:20120315:APA0379")
    assert (found.embargoed, found.credit) == (datetime(2012, 3, 15, 11, 0, tzinfo=UTC), ("APA",))
    assert [(link.guid or link.href or "")[-7:] for link in found.links] == ["APA0123", "9WgXcQa", "APA0120"]
    assert (found.apparatus, (found.ed_note or "")[:30]) == (("Schluss",), "frei für Dienstagsausgaben\nBil")


def test_a_message_with_a_package_and_its_items() -> None:
    found = reading("apa-xml-newsml-g2/t/expected/NewsMessagePackageItem_2.28.xml")
    assert [item.kind for item in found.items] == ["composite", "text", "picture"]
    events = reading("apa-xml-newsml-g2/t/expected/NewsMsg_withEvents_2.28.xml")
    assert (len(events.items), len(events.set_aside)) == (1, 2)


def test_the_titles_in_a_list_of_stories_are_no_signal() -> None:
    found = only("dpa-digitalwires/tests/data/output/lesestuecke.xml")
    assert (found.signal and found.signal.kind) == "advisory"  # the genre says so: Achtung
    assert "KORR-Bericht «Generalprobe im Landtag" in found.text


def test_what_dpa_puts_into_a_text_is_linked() -> None:
    found = only("dpa-digitalwires/tests/data/output/rubix_multimedia_real.xml")
    assert [link.rel for link in found.links] == ["youtubeembed", "wgchart", "twitterembed"]


def test_nitf_inside() -> None:
    found = only("newsml-g2/examples/LISTING_2_NewsML-G2_Text_Document.xml")
    assert (found.byline, found.slugline) == ("By Meredith Jameson, Staff Reporter", "US-Finance-Fed")
    assert found.text.startswith("(New York, NY - October 21) Et, sent luptat")
