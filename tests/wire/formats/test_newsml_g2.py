"""NewsML-G2: what each element gives. All copy is invented."""

from base64 import b64encode
from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from dateline.wire import NewsItem, Reading, Unreadable, read
from dateline.wire.item import Link, Signal, Subject

ITEM_META = """<itemClass qcode="ninat:text"/><provider literal="bureau.example"/>
<versionCreated>2024-01-05T11:30:00+01:00</versionCreated>"""
CONTENT_META = "<headline>Brug dicht</headline>"
PARAGRAPH = "<p>Tekst van het bericht.</p>"
XHTML = f"<inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body>{PARAGRAPH}</body></html></inlineXML>"
NAMESPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def g2(
    item_meta: str = "",
    content_meta: str = CONTENT_META,
    content: str = XHTML,
    *,
    attributes: str = 'guid="bureau-17" version="2" xml:lang="nl"',
    around: str = "",
    meta: str = ITEM_META,
) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><newsItem {NAMESPACE} {attributes}>{around}'
        f"<itemMeta>{meta}{item_meta}</itemMeta><contentMeta>{content_meta}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    ).encode()


def only(data: bytes, zone: ZoneInfo | None = None) -> NewsItem:
    reading = read(data, zone=zone)
    assert reading.format == "newsml-g2"
    [found] = reading.items
    return found


def problems(found: NewsItem) -> list[str]:
    return [problem.code for problem in found.problems]


def test_identity_time_status_and_text() -> None:
    found = only(g2())
    assert (found.guid, found.version, found.status, found.kind) == ("bureau-17", "2", "usable", "text")
    assert (found.version_created, found.precision) == (datetime(2024, 1, 5, 10, 30, tzinfo=UTC), "second")
    assert (found.headline, found.text, found.language) == ("Brug dicht", "Tekst van het bericht.", "nl")
    assert (found.provider, found.signal, found.problems) == ("bureau.example", None, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NAMESPACE, ""),
        (NAMESPACE, 'xmlns="http://iptc.org/std/NewsML-G2/2.9/"'),
        ("<?xml", "<!-- from us -->\n<?xml"),
        (
            f"<newsItem {NAMESPACE}",
            f"<newsMessage {NAMESPACE}><header><priority>1</priority></header><itemSet><newsItem",
        ),
        (f"<newsItem {NAMESPACE}", f"<s:Envelope xmlns:s='urn:soap'><s:Body><answer {NAMESPACE}><newsItem"),
    ],
)
def test_what_is_around_an_item_changes_nothing(before: str, after: str) -> None:
    text = g2().decode().replace(before, after)
    if "<itemSet>" in after:
        text += "</itemSet></newsMessage>"
    if "<answer" in after:
        text += "</answer></s:Body></s:Envelope>"
    if after.startswith("<!--"):
        text = text.partition("?>")[2]
    assert only(text.encode()) == only(g2())


def test_prefixes_change_nothing() -> None:
    text = g2().decode().replace(NAMESPACE, "xmlns:n='http://iptc.org/std/nar/2006-10-01/'")
    for name in ("newsItem", "itemMeta", "contentMeta", "contentSet", "headline", "provider", "itemClass", "inlineXML"):
        text = text.replace(f"<{name}", f"<n:{name}").replace(f"</{name}", f"</n:{name}")
    assert only(text.replace("versionCreated", "n:versionCreated").encode()) == only(g2())


@pytest.mark.parametrize(
    ("guid", "version", "expected"),
    [
        ("tag:reuters.com,2018:newsml_X1:536317572", "536317572", "tag:reuters.com,2018:newsml_X1"),
        ("urn:newsml:bureau.example:20240105:id:2", "2", "urn:newsml:bureau.example:20240105:id"),
        ("urn:newsml:bureau.example:20240105:2", "2", "urn:newsml:bureau.example:20240105:2"),
        ("https://a.example/1:2", "2", "https://a.example/1:2"),
    ],
)
def test_a_guid_never_contains_the_version(guid: str, version: str, expected: str) -> None:
    found = only(g2(attributes=f'guid="{guid}" version="{version}"'))
    assert (found.guid, found.version) == (expected, version)


@pytest.mark.parametrize(
    ("status", "expected", "codes"),
    [
        ('qcode="stat:usable"', "usable", []),
        ('qcode="stat:withheld"', "withheld", []),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"', "withheld", []),
        ('qcode="x:Canceled"', "canceled", []),
        ('qcode="imext:draft"', "withheld", ["not-published"]),
        ('qcode="stat:odd"', "withheld", ["unknown-value"]),
    ],
)
def test_the_status_in_every_spelling(status: str, expected: str, codes: list[str]) -> None:
    found = only(g2(f"<pubStatus {status}/>"))
    assert (found.status, problems(found)) == (expected, codes)
    assert (found.signal == Signal(kind="kill")) == (expected == "canceled")


def test_a_cancellation_needs_no_content() -> None:
    found = only(g2('<pubStatus qcode="stat:canceled"/>', "", ""))
    assert (found.status, found.text, found.headline) == ("canceled", "", None)


@pytest.mark.parametrize(
    ("signal", "kind"),
    [
        ('qcode="sig:update"', "update"),
        ('qcode="other:correction"', "correction"),
        ('uri="http://cv.iptc.org/newscodes/signal/correction"', "correction"),
        ('qcode="action:replace"', "replacement"),
        ('qcode="sig:cancel"', "kill"),
        ('qcode="sig:repeat"', "repeat"),
    ],
)
def test_a_signal_by_any_alias(signal: str, kind: str) -> None:
    found = only(g2(f"<signal {signal}/><signal qcode='pmt:text'/>"))
    assert found.signal is not None
    assert found.signal.kind == kind


@pytest.mark.parametrize("element", ["<embargoed/>", "<embargoed>ask</embargoed>"])
def test_an_embargo_without_a_time_is_withheld(element: str) -> None:
    found = only(g2(element))
    assert (found.status, found.embargoed) == ("withheld", None)
    assert "embargo-unclear" in problems(found)


def test_times_without_a_zone_are_in_that_of_the_source() -> None:
    meta = ITEM_META.replace("+01:00", "") + "<embargoed>2024-01-06T00:00:00</embargoed>"
    found = only(g2(meta=meta), ZoneInfo("Europe/Helsinki"))
    assert found.version_created == datetime(2024, 1, 5, 9, 30, tzinfo=UTC)
    assert found.embargoed == datetime(2024, 1, 5, 22, 0, tzinfo=UTC)


def test_a_version_without_a_time_has_that_of_its_content() -> None:
    meta = ITEM_META.replace("2024-01-05T11:30:00+01:00", "")
    found = only(g2(meta=meta, content_meta="<contentCreated>2023-01-05T10:00:00Z</contentCreated>"))
    assert found.version_created == found.first_created == datetime(2023, 1, 5, 10, tzinfo=UTC)


def test_headlines_go_by_their_roles() -> None:
    found = only(
        g2(
            content_meta="<headline role='x:subtitle'>Onder</headline><headline role='x:kicker'>Boven</headline>"
            "<headline role='x:title'>Midden</headline><headline xml:lang='en'>Middle</headline>"
        )
    )
    assert (found.kicker, found.headline, found.subheadline) == ("Boven", "Midden", "Onder")


def test_located_is_a_place_and_no_dateline() -> None:
    found = only(g2(content_meta="<located qcode='geo:1'><name>Austin, Texas</name></located>"))
    assert (found.places, found.dateline) == (("Austin, Texas",), None)


def test_a_dateline_that_is_a_time_is_none() -> None:
    assert only(g2(content_meta="<dateline>2014-07-16 13:00:03 GMT+00:00</dateline>")).dateline is None


def test_subjects_with_the_schemes_that_the_file_states() -> None:
    found = only(
        g2(
            content_meta="<subject qcode='t:1'><name xml:lang='en'>One</name><name xml:lang='nl'>Een</name></subject>"
            "<subject qcode='medtop:20000350'/><subject qcode='subj:04000000'/><subject literal='Iets'/>"
            "<subject><bag><bit qcode='a:1'/><bit qcode='a:2'/></bag></subject>",
            around="<catalog><scheme alias='t' uri='http://cv.example/t/'/></catalog>",
        )
    )
    assert found.subjects == (
        Subject("http://cv.example/t/", "1", "Een"),
        Subject("medtop", "20000350"),
        Subject("IptcSubjectCodes", "04000000"),
        Subject(None, None, "Iets"),
        Subject("a", "1"),
        Subject("a", "2"),
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<inlineXML><html><body>Een regel.\n\nNog een.</body></html></inlineXML>", "Een regel.\n\nNog een."),
        ("<inlineXML><div><p>Een.</p>Twee.</div></inlineXML>", "Een.\n\nTwee."),
        ("<inlineXML><body.content><p>Een.</p></body.content></inlineXML>", "Een."),
        ("<inlineXML>&lt;p&gt;Een.&lt;/p&gt;&lt;p&gt;Twee.&lt;/p&gt;</inlineXML>", "Een.\n\nTwee."),
        ("<inlineData contenttype='text/plain'>Een.\n\nTwee.</inlineData>", "Een.\n\nTwee."),
        ("<inlineData><![CDATA[<p>Eén.</p>]]></inlineData>", "Eén."),
        (f"<inlineData encoding='encd:base64'>{b64encode('Eén.'.encode()).decode()}</inlineData>", "Eén."),
        ("<inlineXML><idf><group type='body'><element type='headline'>Brug dicht</element>"
         "<element type='body'>Een.</element></group></idf></inlineXML>", "Een."),
        ("<inlineXML><nitf><body><body.head><byline>Door Jan</byline></body.head><body.content><p>Een.</p>"
         "</body.content></body></nitf></inlineXML>", "Een."),
    ],
)  # fmt: skip
def test_the_text_in_any_form(content: str, text: str) -> None:
    found = only(g2(content=content))
    assert (found.text, problems(found)) == (text, [])


def test_renditions_of_one_text_are_read_once_and_the_best_one_is() -> None:
    plain = "<inlineData contenttype='text/plain'>Tekst van het bericht.</inlineData>"
    assert only(g2(content=plain + XHTML)).body == "<p>Tekst van het bericht.</p>"
    title = "<inlineXML><html><body><h1>Brug dicht</h1></body></html></inlineXML>"
    assert only(g2(content=title + plain)).text == "Tekst van het bericht."


def test_a_second_text_that_is_no_rendition_is_read_too() -> None:
    other = "<inlineXML><html><body><p>Heel andere woorden staan hier.</p></body></html></inlineXML>"
    assert only(g2(content=XHTML + other)).text == "Tekst van het bericht.\n\nHeel andere woorden staan hier."


def test_two_languages_are_two_items() -> None:
    content = "<inlineXML xml:lang='nl'><p>Goed.</p></inlineXML><inlineXML xml:lang='fr'><p>Bien.</p></inlineXML>"
    headlines = "<headline xml:lang='nl'>Een</headline><headline xml:lang='fr'>Un</headline>"
    nl, fr = read(g2(content_meta=headlines, content=content)).items
    assert (nl.guid, nl.language, nl.headline, nl.text) == ("bureau-17#nl", "nl", "Een", "Goed.")
    assert (fr.guid, fr.language, fr.headline, fr.text) == ("bureau-17#fr", "fr", "Un", "Bien.")


def test_text_at_an_address_is_an_item_with_a_problem() -> None:
    found = only(g2(content="<remoteContent contenttype='text/html' href='https://a.example/t.html'/>"))
    assert (found.text, problems(found)) == ("", ["content-unknown"])


PICTURE = ITEM_META.replace("ninat:text", "ninat:picture")
RENDITIONS = (
    "<remoteContent rendition='rnd:thumb' href='https://a.example/t.jpg' width='80' contenttype='image/jpeg'/>"
    "<remoteContent rendition='rnd:high' href='https://a.example/h.jpg' width='900' height='600' size='99'/>"
)


def test_a_picture_has_its_caption_as_text_and_its_widest_rendition() -> None:
    meta = "<creator role='x:photographer'><name>Noor de Wit</name></creator><creditline>ANP</creditline>"
    meta += "<headline>Brug</headline><description role='drol:caption'>De brug is dicht.</description>"
    found = only(g2(meta=PICTURE, content_meta=meta, content=RENDITIONS))
    [media] = found.media
    assert (found.kind, found.text, media.caption) == ("picture", "De brug is dicht.", "De brug is dicht.")
    assert (media.href, media.width, media.height, media.size) == ("https://a.example/h.jpg", 900, 600, 99)
    assert (media.byline, media.credit, media.role) == ("Noor de Wit", "ANP", "high")


def test_a_rendition_that_comes_again_in_a_text_is_another_picture() -> None:
    picture = "<remoteContent rendition='r:high' href='https://a.example/{}.jpg' contenttype='image/jpeg'/>"
    found = only(g2(content=XHTML + picture.format(1) + picture.format(2)))
    assert [media.href for media in found.media] == ["https://a.example/1.jpg", "https://a.example/2.jpg"]


@pytest.mark.parametrize(("duration", "seconds"), [("30", 30.0), ("00:01:30", 90.0), ("1.5", 1.5), ("x", None)])
def test_the_duration_of_a_video(duration: str, seconds: float | None) -> None:
    content = f"<remoteContent href='https://a.example/v.mp4' contenttype='video/mp4' duration='{duration}'/>"
    [media] = only(g2(meta=ITEM_META.replace("ninat:text", "ninat:video"), content=content)).media
    assert media.duration == seconds


def test_links_point_to_items_and_addresses() -> None:
    links = "<link rel='irel:seeAlso' residref='urn:x:1'><title>Eerder</title></link><link href='https://a.example/'/>"
    assert only(g2(links)).links == (
        Link(guid="urn:x:1", rel="seeAlso", title="Eerder"),
        Link(href="https://a.example/"),
    )


def test_a_link_to_a_picture_says_what_is_in_it() -> None:
    link = """<link rel="irel:associatedWith" href="https://a.example/1" contenttype="image/jpeg">
    <description>De brug.<a href="https://a.example/2">Groot</a></description></link>"""
    [picture] = only(g2(item_meta=link)).media
    assert (picture.href, picture.caption) == ("https://a.example/1", "De brug.")


def package(groups: str, root: str = "g") -> Reading:
    return read(
        f'<packageItem {NAMESPACE} guid="p"><itemMeta>{ITEM_META}</itemMeta>'
        f'<groupSet root="{root}">{groups}</groupSet></packageItem>'.encode()
    )


def test_a_package_is_one_line_with_its_references_in_the_order_of_its_groups() -> None:
    [found] = package(
        "<group id='b' role='r:side'><itemRef residref='3'/><groupRef idref='g'/></group>"
        "<group id='g' role='r:main'><itemRef residref='1'/><itemRef residref='2'/><groupRef idref='b'/></group>"
        "<group id='loose'><itemRef residref='4'/></group>"
    ).items
    assert [(link.guid, link.rel) for link in found.links] == [("1", "main"), ("2", "main"), ("3", "side"), ("4", None)]
    assert found.kind == "composite"


def test_groups_in_a_long_chain_take_no_recursion() -> None:
    groups = "".join(
        f"<group id='g{n}'><itemRef residref='{n}'/><groupRef idref='g{n + 1}'/></group>" for n in range(5000)
    )
    [found] = package(groups, "g0").items
    assert [link.guid for link in found.links] == [str(n) for n in range(5000)]


@pytest.mark.parametrize("name", ["conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_what_is_no_news_is_set_aside_with_a_reason(name: str) -> None:
    reading = read(f'<{name} {NAMESPACE} guid="c"><itemMeta/></{name}>'.encode())
    assert (reading.items, [(aside.code, aside.where) for aside in reading.set_aside]) == ((), [("not-an-item", "c")])
    assert reading.set_aside[0].excerpt


def test_events_and_items_without_content_are_set_aside() -> None:
    events = read(g2(content="<inlineXML><events><event><name>Feest</name></event></events></inlineXML>"))
    assert (events.items, len(events.set_aside)) == ((), 1)
    nothing = read(g2(content_meta="", content=""))
    assert (nothing.items, len(nothing.set_aside)) == ((), 1)


def test_an_assertion_disturbs_nothing() -> None:
    assertion = "<assert qcode='a:1'><name>Iets</name><geoAreaDetails/></assert><partMeta partid='p'/>"
    assert only(g2(around=assertion)) == only(g2())


def test_the_language_of_a_message_is_that_of_items_that_state_none() -> None:
    item = g2(attributes='guid="bureau-17" version="2"').decode().partition("?>")[2]
    for attribute in ('xml:lang="nl-BE"', 'lang="nl-BE"'):
        assert (
            only(f"<newsMessage {NAMESPACE} {attribute}><itemSet>{item}</itemSet></newsMessage>".encode()).language
            == "nl-BE"
        )
    assert only(g2(attributes='guid="bureau-17" version="2"')).language is None


def test_a_subject_that_the_text_tells_again_without_its_name_stands_once() -> None:
    inner = """<inlineXML><nitf><head><tobject><tobject.subject tobject.subject.refnum="16000000"/>
    <tobject.subject tobject.subject.refnum="11000000"/></tobject></head>
    <body><body.content><p>Tekst.</p></body.content></body></nitf></inlineXML>"""
    found = only(g2(content_meta='<subject qcode="subj:16000000"><name>oorlog</name></subject>', content=inner))
    assert [(subject.code, subject.name) for subject in found.subjects] == [("16000000", "oorlog"), ("11000000", None)]


def test_the_name_of_an_agency_of_the_dateline_closes_the_text() -> None:
    paragraphs = "<p>Jan. 12 (Streekdesk) - De brug is dicht.</p><p>(Streekdesk)</p>"
    found = only(g2(content=XHTML.replace(PARAGRAPH, paragraphs)))
    assert (found.text, found.apparatus, found.credit) == ("De brug is dicht.", ("(Streekdesk)",), ("Streekdesk",))


def test_a_date_that_reuters_has_only_been_told_is_no_place() -> None:
    meta = ITEM_META.replace("bureau.example", "reuters.com")
    found = only(g2(content_meta="<dateline>SAID TO BE JANUARY 4, 2024</dateline>", meta=meta))
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("SAID TO BE JANUARY 4, 2024", ())
    assert found.dateline.date == "JANUARY 4, 2024"


def test_what_the_apa_corrects_is_the_signal_and_its_service_is_not_for_readers() -> None:
    note = "-----\nKORREKTUR-HINWEIS\nIn APA0520 muss es heissen: Linz.\n-----"
    body = f"<pre>{note}</pre><p>Linz (APA) - Die Brücke ist zu.</p><p>(S E R V I C E - www.apa.example)</p>"
    meta = ITEM_META.replace("bureau.example", "apa.at")
    found = only(g2(content=XHTML.replace(PARAGRAPH, body), meta=meta))
    assert found.signal == Signal(kind="correction", text=note)
    assert (found.text, found.apparatus) == ("Die Brücke ist zu.", ("(S E R V I C E - www.apa.example)",))


def test_notes_and_the_closing_line() -> None:
    found = only(g2("<edNote role='x:closing'>ab/cd</edNote><edNote>Let op.</edNote><edNote>Met foto.</edNote>"))
    assert (found.ed_note, found.apparatus) == ("Let op.\nMet foto.", ("ab/cd",))


def test_a_heading_of_the_first_rank_is_the_headline_of_an_item_that_states_none() -> None:
    content = XHTML.replace(PARAGRAPH, f"<h1>Brug dicht</h1>{PARAGRAPH}")
    found = only(g2(content_meta="", content=content))
    assert (found.headline, found.text) == ("Brug dicht", "Tekst van het bericht.")
    below = XHTML.replace(PARAGRAPH, f"{PARAGRAPH}<h1>Brug dicht</h1>")
    assert only(g2(content_meta="", content=below)).headline is None


@pytest.mark.parametrize(
    ("stated", "guid", "provider"),
    [
        ('uri="http://cv.iptc.org/newscodes/newsprovider/AFP"', "x", "AFP"),
        ('uri="http://www.apa.at"', "x", "APA"),
        ('literal="unknown"', "urn:newsml:afp.com:20240105:TX1", "AFP"),
        ('literal="Streekblad"', "urn:newsml:afp.com:20240105:TX1", "Streekblad"),
    ],
)
def test_who_provides_an_item_is_its_uri_or_whose_name_the_guid_begins_with(
    stated: str, guid: str, provider: str
) -> None:
    meta = ITEM_META.replace('literal="bureau.example"', stated)
    assert only(g2(meta=meta, attributes=f'guid="{guid}" version="1"')).provider == provider


def test_each_note_may_say_what_the_copy_is() -> None:
    notes = "<edNote>frei für Dienstagsausgaben</edNote><edNote>Neu: Zusammenfassung mit mehr Details</edNote>"
    found = only(g2(notes))
    assert found.signal == Signal(kind="update", text="Neu: Zusammenfassung mit mehr Details")
    assert found.ed_note == "frei für Dienstagsausgaben\nNeu: Zusammenfassung mit mehr Details"


def test_a_note_to_editors_makes_no_advisory_of_an_item() -> None:
    found = only(g2("<edNote>ACHTUNG: Nur zur redaktionellen Verwendung</edNote>"))
    assert (found.signal, found.ed_note) == (None, "ACHTUNG: Nur zur redaktionellen Verwendung")


def test_a_caption_that_says_what_it_corrects_stays_the_text() -> None:
    caption = "CORRECTION - CORRECTING NAME A bridge in Zutphen."
    lines = f"<headline>Bridge</headline><description role='drol:caption'>{caption}</description>"
    found = only(g2(content_meta=lines, content="", meta=ITEM_META.replace("ninat:text", "ninat:picture")))
    assert (found.signal, found.text) == (Signal(kind="correction"), caption)
    killed = lines.replace("<headline>Bridge", "<headline>ATTENTION EDITORS - PICTURE KILL")
    assert only(g2(content_meta=killed, content="")).status == "canceled"


def test_the_caption_of_a_graphic_is_its_text_where_the_text_holds_only_the_headline() -> None:
    caption = "<headline>Brug dicht</headline><description role='drol:caption'>De brug op de kaart</description>"
    content = XHTML.replace(PARAGRAPH, "<h1>Brug dicht</h1>")
    found = only(g2(content_meta=caption, content=content, meta=ITEM_META.replace("ninat:text", "ninat:graphic")))
    assert (found.kind, found.text, found.abstract) == ("graphic", "De brug op de kaart", None)


def test_a_file_that_is_cut_off_is_unreadable() -> None:
    with pytest.raises(Unreadable) as caught:
        read(g2()[:-40])
    assert caught.value.code == "cut-off"


@pytest.mark.parametrize(
    ("where", "element"),
    [
        ("content_meta", "<by>Naam {}</by>"),
        ("content_meta", "<description>Woorden {}</description>"),
        ("content_meta", "<subject qcode='a:{}'/>"),
        ("item_meta", "<edNote role='x:notepad'>Blok {}</edNote><edNote>Blok {}</edNote>"),
        ("item_meta", "<signal qcode='a:{}'/>"),
        ("content", "<inlineXML xml:lang='nl'><p>Regel {}.</p></inlineXML>"),
        ("content", "<inlineData>Regel {}.</inlineData>"),
        ("content", "<remoteContent rendition='r:{}' href='h' contenttype='image/jpeg'/>"
                    "<remoteContent href='h' contenttype='video/mp4'/>"),
    ],
)  # fmt: skip
def test_many_elements_take_time_in_proportion(where: str, element: str) -> None:
    def seconds(count: int) -> float:
        data = g2(**{where: "".join(element.replace("{}", str(n)) for n in range(count))})
        start = process_time()
        read(data)
        return process_time() - start

    assert seconds(20_000) < 50 * max(seconds(2000), 0.05)
