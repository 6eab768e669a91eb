"""Real NewsML 1 and NITF of the folder ../shared, held against what a person reads in the files."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire import NewsItem, Reading, read
from dateline.wire.text.blocks import squash
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared
WIRE = SHARED / "wire"
AFP_ARABIC = WIRE / "afp-arabic-newsml12"


def reading(path: str) -> Reading:
    return read((WIRE / path).read_bytes())


def only(path: str) -> NewsItem:
    [found] = reading(path).items
    return found


def test_anp_replacement_with_reporter_and_category() -> None:
    found = only("superdesk-belga/_history/9222bf9_2019-02-10_anp_belga.xml")
    assert (found.provider, found.guid, found.version) == ("ANP", "urn:newsml:anp.nl:20181210:ANPX-101218-041", "2")
    assert found.headline == "FNV staat alleen met acties bij PostNL"
    assert found.signal is not None
    assert (found.signal.kind, found.signal.target) == ("replacement", "FNV staat alleen met ultimatum aan PostNL")
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.agencies) == (("Utrecht",), ("ANP",))
    assert found.text.startswith("FNV kondigt werkonderbrekingen aan")
    assert found.text.count("\n\n") == 3
    assert found.first_created == datetime(2018, 12, 10, 8, 35, 49, tzinfo=UTC)
    assert found.version_created == datetime(2018, 12, 10, 11, 37, 31, tzinfo=UTC)
    assert (found.urgency, found.language, found.places, found.copyright) == (
        3,
        "nl-NL",
        ("Utrecht",),
        "© 2018 ANP. Alle auteursrechten en databankrechten voorbehouden. All copyrights and database rights reserved.",
    )


def test_belga_in_two_languages() -> None:
    dutch, french = reading("superdesk-belga/io/fixtures/belga_newsml_1_2.xml").items
    assert (dutch.language, french.language) == ("nl", "fr")
    assert dutch.guid == "urn:newsml:belga.be:20190129:98055798#98055801"
    assert french.guid == "urn:newsml:belga.be:20190129:98055798#98056977"
    assert dutch.version == french.version == "4"
    assert dutch.version_created == datetime(2019, 1, 29, 12, 34, tzinfo=UTC)
    assert dutch.first_created == datetime(2019, 1, 29, 11, 45, 50, tzinfo=UTC)
    assert dutch.ed_note == "Qu'y a-t-il écrit ici?"
    assert french.ed_note is None
    assert dutch.body.startswith("<p>Steven <b>Van Geel</b> gaf zich op 31 mei 2014 aan")
    assert french.text.split("\n\n")[0] == "- drie doden in drugsloods Eksel"
    assert len(french.text.split("\n\n")) == 30
    assert dutch.places == ("Brussel",)


def test_belga_sound_and_video() -> None:
    found = reading("superdesk-belga/io/fixtures/belga_newsml_1_2_audio2.xml").items
    assert [one.kind for one in found] == ["audio"] * 4
    assert [one.headline for one in found] == [
        "17 QUOTE IEPER FUP",
        "18 QUOTE KOKSIJDE",
        "17 QUOTE BOLINGO",
        "belga 18:00",
    ]
    assert [one.href for item in found for one in item.media] == [
        "sample2.mp3",
        "sample3.mp3",
        "sample1.mp3",
        "sample2.mp3",
    ]
    assert "NewsComponentRef" not in found[3].text
    video = only("superdesk-belga/io/fixtures/belga_newsml_1_2_video.xml")
    assert video.kind == "video"
    assert [(one.kind, one.href) for one in video.media] == [
        ("video", "dog.mp4"),
        ("picture", "belga_remote_newsml_1_2.jpeg"),
    ]
    assert video.text.startswith("TRADE UNIONS FGTB ABVV CHAIRMAN DEBATE\n\n00:00:00:00")


def test_kyodo_and_ats_with_a_doctype() -> None:
    kyodo = only("superdesk-belga/io/fixtures/kyodo_newsml_1_2_belga.xml")
    assert kyodo.guid == "urn:newsml:kyodonews.jp:20190723:20161021KW___0003800010"
    assert (kyodo.language, kyodo.urgency, kyodo.slugline) == ("en", None, "Obit-Li Peng")
    assert kyodo.dateline is not None
    assert (kyodo.dateline.text, kyodo.dateline.places) == ("BEIJING, July 23", ("Beijing",))
    assert kyodo.apparatus == ("==Kyodo",)
    ats = only("superdesk-belga/io/fixtures/ats_newsml_1_2_belga.xml")
    assert (ats.guid, ats.version) == ("urn:newsml:www.sda-ats.ch:20190603:bsf153", "1")
    assert (ats.kicker, ats.language) == ("Animaux", "fr")
    assert ats.headline == "Un taureau entre dans un magasin à Landquart (GR)"
    assert ats.text.startswith("Un taureau âgé d'un an")


def test_solita_with_html_in_cdata_and_two_items() -> None:
    found = reading("superdesk-ntb/io/fixtures/solita_se_1.xml").items
    assert [one.language for one in found] == ["en", "no"]
    assert found[0].headline == "This is the title"
    assert "The is the lead text" in found[0].text.split("\n\n")
    assert [link.title for link in found[0].links] == [None, "NewsML 1.2 documentation for 3rd parties.pdf"]


def test_afp_usage_terms_links_and_sign_off() -> None:
    found = only("superdesk-core/io/fixtures/afp.xml")
    assert found.usage_terms == "NO ARCHIVAL USE"
    assert [link.guid for link in found.links] == ["urn:newsml:afp.com:20140829:ccd3ebb1-ff99-452d-a1c2-5dc0fa24c204"]
    assert found.apparatus == ("hh/ph/ts/hd",)
    assert found.keywords == ("Sweden", "China", "auto", "business", "bankruptcy", "Saab")


def test_ana_names_of_topics_in_the_language_of_the_item() -> None:
    found = only("superdesk-core/io/fixtures/ana1.xml")
    assert [(subject.code, subject.name) for subject in found.subjects] == [
        ("09003000", "Employment/Unemployment"),
        ("09003002", "Job Layoffs"),
        ("04008004", "Economic Indicator"),
    ]
    assert found.places == ("Athens",)


def test_business_wire_pictures_contact_and_parts() -> None:
    found = only("ninjs/examples/NewsML/businesswire-newsml-20130612006110.xml")
    assert found.language == "zh"
    assert found.subheadline == "旗下浆纸厂将于2013年8月全面停止接收天然林木材"
    assert len(found.apparatus) == 1
    assert "xfjiang@northheadcomms.com" in found.apparatus[0]
    assert "<ul><li>" in found.body
    assert [one.width for one in found.media] == [120]


@pytest.mark.parametrize("path", sorted(AFP_ARABIC.glob("afp/*/*.xml")), ids=lambda path: path.stem[-5:])
def test_afp_arabic_as_in_its_table(path: Path) -> None:
    with (AFP_ARABIC / "parsed_xml.csv").open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    [found] = read(path.read_bytes()).items
    assert found.first_created is not None
    moment = found.first_created.strftime("%Y-%m-%dT%H:%M:%S+0000")
    everything = (found.signal.text or "") if found.signal else ""
    everything += (found.dateline.text if found.dateline else "") + found.text + "".join(found.apparatus)
    same = [
        row for row in rows if row["Date"] == moment and squash(row["Content"].partition("\n")[0]) in squash(everything)
    ]
    assert same
    assert found.headline in (None, same[0]["Headline"])
    assert found.places == (same[0]["Location"].split(",")[0],)
    assert (found.provider, found.language) == ("AFP", "ar")


def test_nitf_of_the_canadian_press_with_placeholders_for_times() -> None:
    found = only("superdesk-core/io/fixtures/handle_invalid_fields.xml")
    assert (found.guid, found.urgency, found.status) == ("eed713d46d74499d86b3250fa47b341b", 2, "usable")
    assert (found.embargoed, found.expires) == (None, None)
    assert found.byline == "Mia Rabson and Jordan Press, The Canadian Press"
    assert found.signal is not None
    assert (found.signal.kind, found.signal.text) == ("update", "ADDS military statement")
    assert [problem.code for problem in found.problems] == ["time-unreadable", "time-unreadable"]


def test_nitf_of_the_standard_cancelled_with_an_embargo() -> None:
    found = only("superdesk-core/io/fixtures/nitf-fishing.xml")
    assert (found.guid, found.version, found.status) == ("iptc.321656141.b", "1", "canceled")
    assert found.embargoed == datetime(2002, 2, 26, 14, 30, tzinfo=UTC)
    assert found.expires == datetime(2012, 2, 26, 14, 30, tzinfo=UTC)
    assert [one.caption for one in found.media] == ["The tides, captured on film late yesterday."]
    assert found.apparatus == ("Stewart Klometers contributed to this article.",)
    assert "<ul><li><em>Deer Creek:</em> This area" in found.body


def test_nitf_of_dpa_with_bare_ampersands_in_its_addresses() -> None:
    found = only("dpa-nitf-s3push/extended/preprocess/data/nitf-starline.xml")
    assert found.guid == "urn-newsml-dpa-com-20090101-190617-99-676016"
    assert found.version == "1560755878000"
    assert (found.kicker, found.headline) == ("Ausgezeichnet", "Zwei Filme gewinnen Hauptpreis bei Emder Filmfest")
    assert [(one.width, one.height) for one in found.media] == [(800, 600)]
    assert found.media[0].href is not None
    assert "&Expires=1560760038&" in found.media[0].href
    assert [problem.code for problem in found.problems] == ["markup-repaired"]


def test_nitf_tables_of_the_ap() -> None:
    found = only("superdesk-core/io/fixtures/ap_media_text_nitf.xml")
    assert "McNeil NYM\t72\t271\t37\t95\t.351" in found.text
    assert "<tr><th></th><th>G</th><th>AB</th>" in found.body
    assert found.guid is not None


def test_nitf_with_names_of_other_namespaces() -> None:
    found = only("nitf-scala/nitf-example-3.6.xml")
    assert found.headline == "Astronauts take spacewalk No. 3 after suit snag"
    assert found.dateline is not None
    assert found.dateline.text.startswith("CAPE CANAVERAL, Fla. (EP) —")
    assert "big blobs of water could float" in found.text
    assert found.text.endswith("A Bold Statement.")
    assert [one.byline for one in found.media] == ["The Example Press, NASA"]
