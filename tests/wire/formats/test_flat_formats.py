"""Europa Press' and the Canadian Press' XML, press releases, Belga's archive: invented files, and real ones."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire import NewsItem, read
from dateline.wire.item import Signal
from tests.conftest import SHARED, needs_shared

WIRE = SHARED / "wire"


def only(data: str) -> NewsItem:
    [found] = read(data.encode()).items
    return found


EUROPA_PRESS = """<?xml version="1.0" encoding="UTF-8"?><NOTICIA>
<CODIGO>20250304112030</CODIGO><PRIORIDAD>20</PRIORIDAD>
<SECCION>POL</SECCION><FECHA>04/03/2025</FECHA><HORA>11:20:30</HORA><ANTETITULO>Cielo</ANTETITULO><TITULAR>Abre el
observatorio</TITULAR><ENTRADILLA>La cúpula gira.</ENTRADILLA><CONTENIDO>MADRID, 4 (EUROPA PRESS)

Abre.

Gira.</CONTENIDO><FIRMA>Ana Inventada</FIRMA><FOTO><NOMBRE>f.jpg</NOMBRE><PIE>Cúpula.</PIE></FOTO></NOTICIA>"""


def test_an_item_of_europa_press() -> None:
    found = only(EUROPA_PRESS)
    assert (found.format, found.provider, found.guid, found.urgency, found.language) == (
        "europa-press",
        "EUROPA PRESS",
        "20250304112030",
        2,
        "es",
    )
    assert found.version_created == datetime(2025, 3, 4, 11, 20, 30, tzinfo=UTC)
    assert (found.kicker, found.headline, found.abstract, found.byline) == (
        "Cielo",
        "Abre el observatorio",
        "La cúpula gira.",
        "Ana Inventada",
    )
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.agencies) == (("Madrid",), ("EUROPA PRESS",))
    assert (found.text, found.media[0].caption) == ("Abre.\n\nGira.", "Cúpula.")


CP = """<?xml version="1.0" encoding="utf-8"?><Publish><ContentItem><Headline>Observatory opens</Headline>
<ContentType>Text</ContentType><SystemSlug>00ff</SystemSlug><SlugProper>Stars</SlugProper>
<Credit>THE CANADIAN PRESS</Credit>
<UpdateNote>UPDATES: adds quotes</UpdateNote><WritethruValue>2</WritethruValue><WriteThruType>Writethru</WriteThruType>
<EmbargoTime>0001-01-01T00:00:00</EmbargoTime><Language>2</Language><RankingValue>3</RankingValue><HoldFlag>false</HoldFlag>
<UpdatedDateTime>2025-03-04T06:20:30.5-05:00</UpdatedDateTime><CreatedDateTime>2025-03-04T11:00:00</CreatedDateTime>
<IndexCode>Science</IndexCode><City>Ottawa</City><DirectoryText>It opens.</DirectoryText>
<ContentText>&lt;p&gt;It opens.&lt;/p&gt;&lt;p&gt;It turns.&lt;/p&gt;</ContentText></ContentItem></Publish>"""


def test_a_text_of_the_canadian_press() -> None:
    found = only(CP)
    assert (found.format, found.provider, found.guid, found.version, found.language) == (
        "cp-publish",
        "CP",
        "00ff",
        "2",
        "fr-CA",
    )
    assert found.first_created == datetime(2025, 3, 4, 11, tzinfo=UTC)
    assert found.version_created == datetime(2025, 3, 4, 11, 20, 30, 500_000, tzinfo=UTC)
    assert found.signal is not None
    assert found.signal.kind == "update"
    assert (found.embargoed, found.abstract, found.credit) == (None, None, ("CP",))
    assert (found.text, found.section, found.places) == ("It opens.\n\nIt turns.", "Science", ("Ottawa",))


def test_what_the_canadian_press_kills_or_holds() -> None:
    killed = only(CP.replace(">Writethru<", ">Kill<").replace("UPDATES: adds quotes", ""))
    assert (killed.status, killed.signal) == ("canceled", Signal(kind="kill"))
    held = only(CP.replace("<HoldFlag>false", "<HoldFlag>true"))
    assert (held.status, [problem.code for problem in held.problems]) == ("withheld", ["not-published"])
    embargoed = only(CP.replace("0001-01-01T00:00:00", "2025-03-04T15:00:00"))
    assert embargoed.embargoed == datetime(2025, 3, 4, 20, tzinfo=UTC)
    assert only(CP.replace("0001-01-01T00:00:00", "Tuesday noon")).status == "withheld"


def test_what_must_not_be_done_with_a_picture_is_no_note_to_editors() -> None:
    photo = CP.replace(">Text<", ">Photo<").replace("UPDATES: adds quotes", "")
    said = "<SpecialInstructions>NO SALES, TAKEN ON MARCH 3</SpecialInstructions><City>"
    assert (found := only(photo.replace("<City>", said))).usage_terms == "NO SALES, TAKEN ON MARCH 3"
    assert found.ed_note is None
    noted = only(photo.replace("<City>", said.replace("NO SALES, ", "")))
    assert (noted.usage_terms, noted.ed_note) == (None, "TAKEN ON MARCH 3")


RELEASE = """<?xml version="1.0" encoding="UTF-8"?><release id="77" lang="no">
<longurl>https://www.ntbinfo.no/pressemelding/oppdiktet?releaseId=77</longurl>
<body>&lt;p&gt;Fergen g&amp;aring;r.&lt;/p&gt;</body><boilerplate>Om oss.</boilerplate>
<contactsAsText>Jo, 900</contactsAsText>
<embargo/><leadtext>Den g&#229;r igjen.</leadtext><publicationDate>04.03.2025 11:20</publicationDate>
<title>Ferge</title>
<type id="19"><label>Pressemelding</label></type>
<images><image id="5"><url>https://example.org/f.jpg</url><caption>Fergen</caption></image></images>
<publisher id="1"><name>Oppdiktet AS</name></publisher></release>"""


def test_a_press_release() -> None:
    found = only(RELEASE)
    assert (found.format, found.provider, found.guid, found.credit) == (
        "solita-release",
        "NTB",
        "77",
        ("Oppdiktet AS",),
    )
    assert (found.version_created, found.precision) == (datetime(2025, 3, 4, 10, 20, tzinfo=UTC), "minute")
    assert (found.kicker, found.headline, found.abstract) == ("Pressemelding", "Ferge", "Den går igjen.")
    assert (found.text, found.apparatus) == ("Fergen går.\n\nOm oss.", ("Jo, 900",))
    assert (found.status, found.embargoed) == ("usable", None)
    assert found.media[0].href == "https://example.org/f.jpg"
    assert only(RELEASE.replace("<embargo/>", "<embargo>onsdag</embargo>")).status == "withheld"
    assert only(RELEASE.replace("<embargo/>", "<embargo>05.03.2025 08:00</embargo>")).embargoed == datetime(
        2025, 3, 5, 7, tzinfo=UTC
    )


def test_an_answer_of_belga_s_archive() -> None:
    def component(kind: str, text: str) -> dict[str, object]:
        return {"assetType": kind, "proxies": [{"varcharData": text, "clobData": ""}]}

    entry = {
        "newsObjectId": 7,
        "headLine": "Observatoire (2)",
        "topic": "ASTRES",
        "language": "fr",
        "source": "BELGA",
        "city": "Bruxelles",
        "createDate": 1741083600000,
        "validateDate": 1741083630000,
        "authors": [{"name": "ABC", "type": "AUTHOR"}],
        "packages": [{"newsService": "INT"}],
        "newsComponents": [component("Lead", "(BELGA) - Il ouvre."), component("Body", "Il tourne.\n\nBeaucoup.")],
    }
    found = only(json.dumps({"newsObjects": [entry]}))
    assert (found.format, found.provider, found.guid, found.headline) == ("belga-archive", "BELGA", "7", "Observatoire")
    assert found.version_created == datetime(2025, 3, 4, 10, 20, 30, tzinfo=UTC)
    assert (found.signal, found.section) == (Signal(kind="update", text="(2)"), "Intérieur")
    assert (found.text, found.apparatus) == ("Il ouvre.\n\nIl tourne.\n\nBeaucoup.", ("ABC",))


def test_pictures_and_articles_of_belga_s_searches() -> None:
    picture = {
        "imageId": 7,
        "createDate": "2025-03-04T12:00:00Z",
        "name": "20250304_a_011.jpg",
        "caption": "©Jan Verzonnen/VRZ - Een brug.",
        "credit": "VRZ",
        "detailUrl": "https://beeld.example/7",
        "width": 40,
    }
    found = only(json.dumps({"nrImages": 1, "images": [picture]}))
    assert (found.format, found.provider, found.guid, found.kind) == ("belga-archive", "BELGA", "7", "picture")
    assert (found.headline, found.text, found.credit) == (None, "©Jan Verzonnen/VRZ - Een brug.", ("VRZ",))
    assert (found.media[0].href, found.media[0].width) == ("https://beeld.example/7", 40)
    article = {
        "uuid": "a-1",
        "mediumTypeGroup": "ONLINE",
        "title": "Brug open",
        "lead": "<p>Hij is open.</p>",
        "publishDate": "2025-03-04T00:00:00+01:00",
        "source": "De Verzonnen Courant",
        "language": "nl",
    }
    found = only(json.dumps({"data": [article]}))
    assert (found.guid, found.headline, found.text, found.language) == ("a-1", "Brug open", "Hij is open.", "nl")
    assert (found.credit, found.abstract) == (("De Verzonnen Courant",), None)
    assert found.version_created == datetime(2025, 3, 3, 23, tzinfo=UTC)
    found = only(json.dumps({"data": [article | {"body": "Hij is al lang open."}]}))
    assert (found.text, found.abstract) == ("Hij is al lang open.", "Hij is open.")


def test_a_photo_of_ansa_s_archive() -> None:
    facts = {
        "idAnsa": "tag:ansa.example,2025:1",
        "title_B": "Ponte aperto",
        "description_B": "Il ponte inventato.",
        "pubDate_N": "2025-03-04T12:00:00+01:00",
        "status": "stat:usable",
        "creditline": "EPA",
        "city": "ROMA",
        "language": "it",
    }
    held = {key: {"fieldValues": [{"score": None, "value": value}]} for key, value in facts.items()}
    found = only(json.dumps({"renderResult": {"documents": [{"guid": "x", "metadataMap": held}]}}))
    assert (found.format, found.provider, found.guid) == ("ansa-photo", "ANSA", "tag:ansa.example,2025:1")
    assert (found.kind, found.headline, found.text) == ("picture", "Ponte aperto", "Il ponte inventato.")
    assert (found.credit, found.places, found.language) == (("EPA",), ("Roma",), "it")
    assert found.version_created == datetime(2025, 3, 4, 11, tzinfo=UTC)
    assert [problem.code for problem in found.problems] == ["media-incomplete"]


APPL = """<?xml version="1.0" encoding="utf-8"?><Publication Version="5.3.1" xmlns="http://ap.org/schemas/03/2005/appl">
<Identification><ItemId>00ff</ItemId><MediaType>{kind}</MediaType></Identification>
<PublicationManagement><ArrivalDateTime>2025-03-04T11:20:30</ArrivalDateTime>{management}</PublicationManagement>
<NewsLines><HeadLine>Ferry sails</HeadLine><LocationLine>Portland</LocationLine></NewsLines>{parts}</Publication>"""


def appl(management: str = "<Status>Usable</Status>", kind: str = "Text", parts: str = "") -> NewsItem:
    return only(APPL.format(kind=kind, management=management, parts=parts))


def test_a_video_of_the_ap_has_its_caption_and_its_largest_rendition_on_the_web() -> None:
    text = """<PublicationComponent Role="{}" MediaType="Text"><TextContentItem><DataContent><nitf><body.content><block>
        <p>{}</p></block></body.content></nitf></DataContent></TextContentItem></PublicationComponent>"""
    film = """<PublicationComponent Role="{role}" MediaType="{kind}"><{kind}ContentItem Id="{wide}" Href="\\\\A\\b.mp4">
        <BinaryLocation BinaryPath="URL">https://a.example/{wide}</BinaryLocation><Characteristics MimeType="video/mp4">
        <Width>{wide}</Width><TotalDuration>81500</TotalDuration></Characteristics></{kind}ContentItem></PublicationComponent>"""
    found = appl(
        kind="Video",
        parts=text.format("Caption", "It sails. (March 4)")
        + text.format("Script", "STORYLINE:")
        + film.format(role="Main", kind="Video", wide=640)
        + film.format(role="Main", kind="Video", wide=1920)
        + film.format(role="Preview", kind="Photo", wide=2000),
    )
    assert (found.kind, found.text, found.places) == ("video", "It sails. (March 4)\n\nSTORYLINE:", ("Portland",))
    [film_found] = found.media
    assert (film_found.href, film_found.width, film_found.duration) == ("https://a.example/1920", 1920, 81.5)
    assert (film_found.caption, film_found.mime_type) == ("It sails. (March 4)", "video/mp4")
    assert found.problems == ()


def test_what_the_ap_kills_or_holds_is_no_copy_to_publish() -> None:
    killed = appl("<Status>Canceled</Status><Editorial><Type>Kill</Type></Editorial>")
    assert (killed.status, killed.signal) == ("canceled", Signal(kind="kill"))
    held = appl("<Status>Usable</Status><Editorial><Type>Advance</Type></Editorial>")
    assert (held.status, [one.code for one in held.problems]) == ("withheld", ["embargo-unclear"])
    later = appl("<Status>Usable</Status><ReleaseDateTime>2025-03-04T20:00:00</ReleaseDateTime>")
    assert (later.status, later.embargoed) == ("usable", datetime(2025, 3, 4, 20, tzinfo=UTC))
    outed = appl('<Status>Usable</Status><Instruction Type="Outing">INTERNET</Instruction>')
    assert outed.usage_terms == "Outing: INTERNET"


def test_a_text_of_the_ap_that_stands_only_in_anpa_is_a_problem() -> None:
    part = (
        '<PublicationComponent Role="Main"><TextContentItem><DataContent><anpa>A</anpa></DataContent></TextContentItem>'
    )
    found = appl(parts=part + "</PublicationComponent>")
    assert [(one.code, one.excerpt) for one in found.problems] == [("content-unknown", "main")]


REAL = [
    *sorted(WIRE.glob("opennemas/**/EuropaPress/*valid.xml")),
    *sorted(WIRE.glob("superdesk-cp/**/*.xml")),
    *sorted(WIRE.glob("superdesk-ntb/io/fixtures/solita_[12].xml")),
    *sorted(WIRE.glob("superdesk-belga/fixtures/belga-*-search.json")),
    WIRE / "superdesk-ansa/fixtures/ansafoto.json",
]
FORMATS = {"europa-press", "cp-publish", "solita-release", "belga-archive", "ansa-photo"}


@needs_shared
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_real_file_is_read(path) -> None:
    reading = read(path.read_bytes())
    if reading.format not in FORMATS:
        return
    assert reading.items or path.name == "invalid.xml"
    for found in reading.items:
        assert found.guid
        assert found.headline or found.text
        assert {problem.code for problem in found.problems} <= {"media-incomplete", "time-unknown", "no-headline"}


@needs_shared
def test_facts_of_real_files() -> None:
    [story] = read((WIRE / "superdesk-cp/io/fixtures/0c828d30-d250-4aec-9739-b04961eb36fc.xml").read_bytes()).items
    assert (story.guid, story.urgency, story.credit) == ("41148a074e2caa8190926b25a2a940f8", 2, ("AP",))
    assert story.version_created == datetime(2020, 6, 6, 22, 10, 48, 893_000, tzinfo=UTC)
    assert story.text.startswith("Prosecutors say two Buffalo police officers have been charged")
    [release] = read((WIRE / "superdesk-ntb/io/fixtures/solita_1.xml").read_bytes()).items
    assert (release.guid, release.credit) == ("17854111", ("Nye Veier",))
    assert release.version_created == datetime(2018, 9, 28, 9, 15, tzinfo=UTC)
    assert release.text.startswith("– Dette er en merkedag for Nye Veier. Nå signerer vi kontrakten")


def test_a_story_of_a_corpus_of_reuters() -> None:
    story = (Path(__file__).parents[1] / "corpus/rcv1-story.xml").read_text(encoding="iso-8859-1")
    found = only(story)
    assert (found.format, found.provider, found.guid, found.language) == ("rcv1", "RTR", "17", "en")
    assert (found.version_created, found.precision) == (datetime(1997, 3, 4, tzinfo=UTC), "day")
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.date) == (("Zutphen",), "1997-03-04")
    assert (found.headline, found.byline) == ("Invented bridge opens.", "Ann Other")
    untitled = story.replace("<headline>Invented bridge opens.</headline>", "")
    assert only(untitled).headline == "NETHERLANDS: Invented bridge opens."
