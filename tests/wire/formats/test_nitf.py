"""NITF alone in a file: what each element gives. All copy is invented."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.item import Link, Media, Signal, Subject

HEAD = """<docdata management-status="usable"><doc-id id-string="bureau-17" regsrc="bureau.example"/>
<urgency ed-urg="4"/><date.issue norm="20240105T113000+0100"/></docdata>"""
BODY_HEAD = "<hedline><hl1>Brug dicht</hl1></hedline>"


def nitf(
    head: str = HEAD, body_head: str = BODY_HEAD, content: str = "<p>Tekst.</p>", end: str = "", root: str = ""
) -> bytes:
    body = f"<body.head>{body_head}</body.head><body.content>{content}</body.content><body.end>{end}</body.end>"
    return f'<?xml version="1.0" encoding="utf-8"?><nitf {root}><head>{head}</head><body>{body}</body></nitf>'.encode()


def only(data: bytes, zone: ZoneInfo | None = None) -> NewsItem:
    reading = read(data, zone=zone)
    assert reading.format == "nitf"
    [found] = reading.items
    return found


def problems(found: NewsItem) -> list[str]:
    return [problem.code for problem in found.problems]


def test_identity_time_urgency_and_status() -> None:
    found = only(nitf())
    assert (found.guid, found.version, found.urgency, found.status) == ("bureau-17", None, 4, "usable")
    assert (found.version_created, found.precision) == (datetime(2024, 1, 5, 10, 30, tzinfo=UTC), "second")
    assert (found.headline, found.text, found.problems) == ("Brug dicht", "Tekst.", ())


@pytest.mark.parametrize(
    "root", ['xmlns="http://iptc.org/std/NITF/2006-10-18/"', 'version="-//IPTC//DTD NITF 2.5//EN"']
)
def test_a_namespace_or_an_old_version_changes_nothing(root: str) -> None:
    assert only(nitf(root=root)) == only(nitf())


@pytest.mark.parametrize(
    ("key", "guid", "version", "slugline"),
    [
        ('<du-key key="brug" version="3"/>', "bureau-17", "3", "brug"),
        ('<du-key key="bureau" version="3"/>', "bureau", "3", None),
        ('<du-key key="bureau-17" version="3"/>', "bureau-17", "3", None),
        ('<doc-id id-string=""/>', "bureau-17", None, None),
    ],
)
def test_the_key_of_a_story_is_its_slug_unless_it_is_its_identity(
    key: str, guid: str, version: str, slugline: str
) -> None:
    found = only(nitf(HEAD.replace("</docdata>", f"{key}</docdata>")))
    assert (found.guid, found.version, found.slugline) == (guid, version, slugline)


def test_a_guid_with_the_time_of_the_revision_behind_it_loses_it() -> None:
    found = only(nitf(HEAD.replace("bureau-17", "bureau-17:1704450600000")))
    assert (found.guid, found.version) == ("bureau-17", "1704450600000")


def test_without_an_id_the_guid_comes_from_what_the_copy_says() -> None:
    head = '<docdata><doc-id regsrc="XY"/><date.issue norm="20240105T113000Z"/></docdata>'
    later = head.replace("1130", "1230")
    other = BODY_HEAD.replace("dicht", "open")
    guids = [only(nitf(head)).guid, only(nitf(later, content="<p>Meer.</p>")).guid, only(nitf(head, other)).guid]
    assert guids[0] == guids[1] != guids[2]
    assert guids[0] is not None


@pytest.mark.parametrize(
    ("issue", "release", "embargoed"),
    [
        ("20240105T113000+0100", "20240105T120000+0100", datetime(2024, 1, 5, 11, tzinfo=UTC)),
        ("20240105T113000+0100", "20240105T113000+0100", None),
        ("20240105T113000+0100", "20240105T103000Z", None),
        ("20240105T113000", "20240105T120000", datetime(2024, 1, 5, 11, tzinfo=UTC)),
        ("20240105T113000+0100", "20240105T120000", datetime(2024, 1, 5, 11, tzinfo=UTC)),
    ],
)
def test_a_release_later_than_the_issue_is_the_embargo(issue: str, release: str, embargoed: datetime | None) -> None:
    head = f'<docdata><doc-id id-string="a"/><date.issue norm="{issue}"/><date.release norm="{release}"/></docdata>'
    found = only(nitf(head), zone=ZoneInfo("Europe/Brussels"))
    assert (found.status, found.embargoed) == ("usable", embargoed)


def test_embargoed_without_a_time_is_withheld() -> None:
    found = only(nitf(HEAD.replace('"usable"', '"embargoed"')))
    assert (found.status, found.embargoed) == ("withheld", None)
    assert problems(found) == ["embargo-unclear"]


def test_embargoed_with_a_release_is_usable_from_then_on() -> None:
    head = HEAD.replace('"usable"', '"embargoed"').replace(
        "</docdata>", '<date.release norm="20240105T113000+0100"/></docdata>'
    )
    found = only(nitf(head))
    assert (found.status, found.embargoed) == ("usable", datetime(2024, 1, 5, 10, 30, tzinfo=UTC))


def test_a_cancelled_document_is_a_kill_and_names_the_other_one() -> None:
    head = HEAD.replace('"usable"', '"canceled" management-doc-idref="bureau-16" management-idref-status="canceled"')
    found = only(nitf(head))
    assert found.status == "canceled"
    assert found.signal == Signal(kind="kill", target="bureau-16")
    assert found.links == (Link(guid="bureau-16", rel="canceled"),)


def test_a_correction_names_what_it_corrects() -> None:
    found = only(
        nitf(HEAD.replace("</docdata>", '<correction info="Naam verbeterd" id-string="bureau-16"/></docdata>'))
    )
    assert found.signal == Signal(kind="correction", text="Naam verbeterd", target="bureau-16")


def test_a_placeholder_is_no_time_and_holds_nothing() -> None:
    head = HEAD.replace("</docdata>", '<date.release norm="YYYYMMDD000000-HHMM"/><date.expire norm=""/></docdata>')
    found = only(nitf(head))
    assert (found.status, found.embargoed, found.expires) == ("usable", None, None)
    assert problems(found) == ["time-unreadable"]


def test_docdata_facts() -> None:
    head = HEAD.replace(
        "</docdata>",
        """<date.expire norm="20240205T000000Z"/><evloc city="Delft" iso-cc="NLD"/><ed-msg info="Foto volgt"/>
        <doc.copyright holder="Bureau" year="2024"/><doc.rights limitations="Niet op internet"/>
        <key-list><keyword key="brug"/><keyword>verkeer</keyword></key-list></docdata>""",
    )
    subjects = """<tobject tobject.type="news">
      <tobject.subject tobject.subject.refnum="11006005" tobject.subject.type="Politics"
        tobject.subject.matter="Government" tobject.subject.detail="Executive"/>
      <tobject.subject tobject.subject.refnum="04000000" tobject.subject.type="Economy"
        tobject.subject.matter="General"/>
      <tobject.subject tobject.subject.ipr="EIGEN" tobject.subject.refnum="F01" tobject.subject.matter="Bruggen"/>
      <tobject.subject tobject.subject.ipr="IPTC"/></tobject>"""
    found = only(nitf(subjects + head))
    assert found.expires == datetime(2024, 2, 5, tzinfo=UTC)
    assert (found.places, found.keywords, found.ed_note) == (("Delft",), ("brug", "verkeer"), "Foto volgt")
    assert (found.copyright, found.usage_terms) == ("© 2024 Bureau", "Niet op internet")
    assert found.subjects == (
        Subject(scheme="IptcSubjectCodes", code="11006005", name="Executive"),
        Subject(scheme="IptcSubjectCodes", code="04000000", name="Economy"),
        Subject(scheme="EIGEN", code="F01", name="Bruggen"),
    )


def test_the_title_stands_in_for_a_missing_headline_only() -> None:
    assert only(nitf("<title>Titel</title>" + HEAD)).headline == "Brug dicht"
    assert only(nitf("<title>Titel</title>" + HEAD, body_head="")).headline == "Titel"
    assert only(nitf("<title>Titel</title>" + HEAD, body_head="<hedline><hl1/></hedline>")).headline == "Titel"


def test_body_head() -> None:
    body_head = """<hedline><hl1>Brug <em>dicht</em></hl1><hl2>Tot mei</hl2></hedline>
      <note noteclass="editorsnote"><body.content><p>Let op.</p></body.content></note>
      <note type="std"><body.content><p>Voor lezers.</p></body.content></note>
      <byline>Door <person>Jan Bos</person><byttl>Bureau</byttl></byline>
      <dateline><location><city>Delft</city></location>
        <story.date norm="20240105T113000Z">20240105T113000Z</story.date></dateline>
      <abstract><p>Kort.</p></abstract>"""
    found = only(nitf(body_head=body_head))
    assert (found.headline, found.subheadline) == ("Brug dicht", "Tot mei")
    assert (found.ed_note, found.note) == ("Let op.", "Voor lezers.")
    assert found.byline == "Door Jan Bos, Bureau"
    assert found.abstract == "Kort."
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.places) == ("Delft", ("Delft",))


def test_an_abstract_that_the_body_says_too_is_none() -> None:
    found = only(
        nitf(
            body_head=f"{BODY_HEAD}<abstract><p>Eerste\n alinea.</p></abstract>",
            content="<p>Eerste alinea.</p><p>Meer.</p>",
        )
    )
    assert found.abstract is None


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ("<location><city>Delft</city> <state>ZH</state></location>", "Delft, ZH"),
        ("<location><city>Delft</city>, <state>ZH</state></location>", "Delft, ZH"),
        ("<location>Delft</location>", "Delft"),
    ],
)
def test_the_parts_of_a_location(location: str, text: str) -> None:
    found = only(nitf(body_head=f"{BODY_HEAD}<dateline>{location}</dateline>"))
    assert found.dateline is not None
    assert found.dateline.text == text


def test_the_date_of_a_dateline_stands_in_for_a_missing_issue() -> None:
    head = '<docdata><doc-id id-string="a"/></docdata>'
    body_head = f'{BODY_HEAD}<dateline><story.date norm="20240105T080200+0000"/></dateline>'
    assert only(nitf(head, body_head)).version_created == datetime(2024, 1, 5, 8, 2, tzinfo=UTC)


def test_media_of_the_body_come_out_of_the_text() -> None:
    content = """<p>Een.</p><media media-type="image"><media-metadata name="media-id" value="m1"/>
      <media-reference mime-type="image/jpeg" source="klein.jpg" width="80" height="60"/>
      <media-reference mime-type="image/jpeg" source="groot.jpg" width="800" height="600" alternate-text="Brug"/>
      <media-caption><p>De brug.</p></media-caption><media-producer><person>Ans Bos</person></media-producer></media>
      <media media-type="video"><media-reference source="brug.mp4" mime-type="video/mp4"/></media><p>Twee.</p>"""
    found = only(nitf(content=content))
    assert (found.kind, found.text) == ("text", "Een.\n\nTwee.")
    assert found.media == (
        Media(
            kind="picture",
            href="groot.jpg",
            guid="m1",
            mime_type="image/jpeg",
            caption="De brug.",
            byline="Ans Bos",
            width=800,
            height=600,
        ),
        Media(kind="video", href="brug.mp4", mime_type="video/mp4"),
    )


def test_a_picture_without_an_address_is_a_problem() -> None:
    found = only(nitf(content="<p>x</p><media media-type='image'><media-caption>De brug.</media-caption></media>"))
    assert [one.caption for one in found.media] == ["De brug."]
    assert problems(found) == ["media-incomplete"]


def test_footnotes_tables_and_the_end_of_the_body() -> None:
    content = """<p>Een.</p><nitf-table><table><tr><td>1</td><td>2</td></tr></table></nitf-table>
      <fn><body.content><p>Noot.</p></body.content></fn>"""
    found = only(nitf(content=content, end="<tagline>Met Ans.</tagline><bibliography>Boek.</bibliography>"))
    assert found.text == "Een.\n\n1\t2\n\nNoot."
    assert found.apparatus == ("Met Ans.", "Boek.")


def test_a_body_that_is_escaped_html() -> None:
    assert only(nitf(content="&lt;p&gt;Een&lt;/p&gt; &lt;p&gt;Twee&lt;/p&gt;")).text == "Een\n\nTwee"
    assert only(nitf(content="&amp;lt;p&amp;gt;Een&amp;lt;/p&amp;gt;")).text == "Een"


def test_escaped_markup_in_a_paragraph_is_its_text() -> None:
    found = only(nitf(content="<p>&lt;script&gt;x&lt;/script&gt;</p>"))
    assert (found.body, found.text) == ("<p>&lt;script&gt;x&lt;/script&gt;</p>", "<script>x</script>")


def test_a_document_without_headline_and_body_is_no_item() -> None:
    reading = read(b"<nitf><head><meta name='prioridad' content='3'/></head></nitf>")
    assert reading.items == ()
    assert [problem.code for problem in reading.set_aside] == ["not-an-item"]


def test_the_language_of_the_document() -> None:
    assert only(nitf(root='baselang="nl-be"')).language == "nl-BE"
    assert only(nitf(root='xml:lang="de"')).language == "de"


def test_several_documents_in_a_wrapper_are_as_many_items() -> None:
    one = nitf().decode().partition("?>")[2]
    other = one.replace("bureau-17", "bureau-18")
    found = read(f"<nitf-doc>{one}{other}</nitf-doc>".encode())
    assert (found.format, [item.guid for item in found.items]) == ("nitf", ["bureau-17", "bureau-18"])


def test_read_as_another_format_is_malformed() -> None:
    with pytest.raises(Unreadable) as caught:
        read(nitf(), format="newsml-1")
    assert caught.value.code == "malformed"


def test_the_parts_of_a_dateline_with_nothing_between_are_joined_by_commas() -> None:
    line = "<dateline><location>Newport News, <state>VA</state></location><story.date>May 1</story.date></dateline>"
    found = only(nitf(body_head=BODY_HEAD + line))
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.date) == (("Newport News, VA",), "May 1")


def test_lines_broken_at_a_width_are_joined() -> None:
    lines = [
        "The council decided last night after a long meeting that the",
        "bridge over the canal will be built after all, to the joy of",
        "many people in the town who had waited for it since the old",
        "one fell down.",
    ]
    found = only(nitf(content=f"<p>{' <br/>'.join(lines)}</p><p>Short<br/>lines</p>"))
    assert found.text == " ".join(lines) + "\n\nShort\nlines"
    assert found.body.startswith("<p>The council decided last night after a long meeting that the bridge")


@pytest.mark.parametrize(
    ("source", "written", "guid", "version"),
    [
        ("PA", "0a1b2c3d-0000-4000-8000-00000000000aHHH-3-1", "0a1b2c3d-0000-4000-8000-00000000000aHHH", "3"),
        ("PA", "0a1b2c3d-0000-4000-8000-00000000000aHHH-3-2", "0a1b2c3d-0000-4000-8000-00000000000aHHH-2", "3"),
        ("ritzau.dk", "20240512:RTZ:17:1", "20240512:RTZ:17", "1"),
        ("NTB", "20240512:RTZ:17:1", "20240512:RTZ:17:1", None),
    ],
)
def test_a_revision_inside_the_id_of_an_agency_goes(source: str, written: str, guid: str, version: str | None) -> None:
    head = f'<docdata><doc-id id-string="{written}" regsrc="{source}"/></docdata>'
    found = only(nitf(head))
    assert (found.guid, found.version) == (guid, version)


def test_the_source_among_the_meta_elements_and_the_place_of_the_event() -> None:
    place = '<docdata><evloc state-prov="Norden" county-dist="Sverige"/></docdata>'
    found = only(nitf('<meta name="aap-source" content="AAP"/>' + place))
    assert (found.provider, found.places) == ("AAP", ("Sverige",))


def test_xml_in_utf_16_without_a_mark_is_found() -> None:
    plain = nitf().decode().replace('encoding="utf-8"', 'encoding="utf-16"')
    assert only(plain.encode("utf-16-le")).text == "Tekst."


def test_a_line_above_the_headline_is_the_kicker() -> None:
    found = only(nitf(body_head="<hedline><hl2>Zutphen</hl2><hl1>Brug dicht</hl1><hl2>Bewoners boos</hl2></hedline>"))
    assert (found.kicker, found.headline, found.subheadline) == ("Zutphen", "Brug dicht", "Bewoners boos")


def test_a_line_of_the_class_kicker_is_the_kicker() -> None:
    lines = '<hl2 class="kicker">Zutphen</hl2><hl2 class="deck">Boos</hl2><hl2 class="iPad_kicker">Zutphen</hl2>'
    found = only(nitf(body_head=f"<hedline><hl1>Brug dicht</hl1>{lines}</hedline>"))
    assert (found.kicker, found.headline, found.subheadline) == ("Zutphen", "Brug dicht", "Boos")


@pytest.mark.parametrize(
    ("says", "credit"),
    [
        ('source-credit="Archief" copyright="Funke"', "Archief"),
        ('copyright="Funke"', "Funke"),
        ('source-credit="" copyright=""', None),
    ],
)
def test_a_reference_says_whose_a_picture_is(says: str, credit: str | None) -> None:
    media = f'<media media-type="image"><media-reference source="brug.jpg" {says}/></media>'
    assert only(nitf(content=f"<p>Een.</p>{media}")).media[0].credit == credit


def test_a_line_break_in_a_headline_keeps_its_words_apart() -> None:
    found = only(nitf(body_head="<hedline><hl1>Brug<br/>blijft <em>dicht</em>, zegt stad</hl1></hedline>"))
    assert found.headline == "Brug blijft dicht, zegt stad"


def test_a_dateline_with_an_agency_ahead_of_its_date() -> None:
    dateline = "<dateline><location>ZUTPHEN</location> (NNB) - <story.date>5 jan</story.date></dateline>"
    found = only(nitf(body_head=BODY_HEAD + dateline)).dateline
    assert found is not None
    assert (found.places, found.agencies, found.date) == (("Zutphen",), ("NNB",), "5 jan")


def test_several_headlines_are_headline_and_lines_below_it() -> None:
    hedline = "<hedline><hl1>Brug dicht</hl1><hl2>Tot mei</hl2><hl2>Omrijden</hl2><hl2>Brug dicht</hl2></hedline>"
    found = only(nitf(body_head=hedline))
    assert (found.headline, found.subheadline) == ("Brug dicht", "Tot mei\nOmrijden")


def test_bylines_and_titles_of_several_people_stand_one_after_another() -> None:
    bylines = """<byline>Ans Bos<byttl>verslaggever</byttl></byline><bytag>Bureau</bytag>
      <byline class="normalized_byline">Bos, Ans</byline>"""
    assert only(nitf(body_head=BODY_HEAD + bylines)).byline == "Ans Bos, verslaggever, Bureau"


def test_a_name_that_nothing_parts_from_the_word_ahead_of_it_is_a_word_of_its_own() -> None:
    byline = "<byline>By<person>Jo Bloggs</person><byttl>Bureau</byttl></byline>"
    assert only(nitf(body_head=BODY_HEAD + byline)).byline == "By Jo Bloggs, Bureau"


def test_a_picture_that_counts_readers_is_none() -> None:
    counter = '<p><img src="https://www.globenewswire.com/newsroom/ti?nf=MQ=="/><img src="brug.jpg"/></p>'
    assert [picture.href for picture in only(nitf(content="<p>Tekst.</p>" + counter)).media] == ["brug.jpg"]


def test_a_release_alone_is_the_time_of_the_version() -> None:
    found = only(nitf('<docdata><doc-id id-string="7"/><date.release norm="20240105"/></docdata>'))
    assert (found.version_created, found.precision, found.embargoed) == (datetime(2024, 1, 5, tzinfo=UTC), "day", None)


def test_the_release_of_an_embargo_is_no_time_of_the_version() -> None:
    docdata = '<docdata management-status="embargoed"><date.release norm="20240105T10Z"/></docdata>'
    found = only(nitf(docdata))
    assert (found.version_created, found.embargoed) == (None, datetime(2024, 1, 5, 10, tzinfo=UTC))


def test_first_paragraphs_that_the_whole_text_repeats_stand_once() -> None:
    content = (
        '<block class="lead_paragraph"><p>Een.</p></block><block class="full_text"><p>Een.</p><p>Twee.</p></block>'
    )
    assert only(nitf(content=content)).text == "Een.\n\nTwee."
    other = content.replace("<p>Een.</p></block><block", "<p>Nul.</p></block><block")
    assert only(nitf(content=other)).text == "Nul.\n\nEen.\n\nTwee."


def test_a_note_for_editors_in_the_text_is_not_for_readers() -> None:
    found = only(
        nitf(content='<p>Een.</p><note type="npa"><p>Bel Ans.</p></note><note type="pa"><p>Zie ook A.</p></note>')
    )
    assert found.text == "Een.\n\nZie ook A."
    assert found.apparatus == ("Bel Ans.",)


@pytest.mark.parametrize(
    ("head", "content", "language"),
    [
        ('<meta name="article-language" content="en"/>', "<p>Text.</p>", "en"),
        ("", '<lang lang="it"/><p>Testo.</p>', "it"),
        ("", '<p>Zeg maar <lang iso-lang="fr">adieu</lang>.</p>', None),
    ],
)
def test_a_language_may_stand_in_a_meta_or_in_an_empty_mark(head: str, content: str, language: str | None) -> None:
    assert only(nitf(head + HEAD, content=content)).language == language


def test_a_picture_beside_the_file_is_media_too() -> None:
    found = only(nitf(content='<img source="brug.jpg"/><img src="data:image/png;base64,AA=="/><p>Een.</p>'))
    assert [media.href for media in found.media] == ["brug.jpg"]


def test_identified_content_gives_subjects_and_places() -> None:
    content = """<identified-content><classifier type="category" value="s"/><org>Rijkswaterstaat</org>
      <location>Urk</location></identified-content>"""
    found = only(nitf(HEAD.replace("</docdata>", f"{content}</docdata>")))
    assert found.subjects == (Subject(scheme="category", code="s"), Subject(scheme="org", name="Rijkswaterstaat"))
    assert found.places == ("Urk",)


def test_two_line_breaks_part_paragraphs() -> None:
    found = only(nitf(content="<p>Een.<br/><br/>Twee.<br/>Drie. <b>Vier.<br/><br/>Vijf.</b></p>"))
    assert found.text == "Een.\n\nTwee.\nDrie. Vier.\n\nVijf."
    assert found.body == "<p>Een.</p>\n<p>Twee.<br>Drie. <b>Vier.</b></p>\n<p><b>Vijf.</b></p>"


def test_an_unknown_element_of_the_head_of_the_body_is_a_problem_with_its_words() -> None:
    found = only(nitf(body_head=f"{BODY_HEAD}<vak>Onbekend</vak>"))
    assert [(problem.code, problem.excerpt) for problem in found.problems] == [("content-unknown", "Onbekend")]


def test_an_abstract_in_html_is_read_as_such() -> None:
    found = only(nitf(body_head=f"{BODY_HEAD}<abstract><![CDATA[<p>Kort &amp; goed.</p>]]></abstract>"))
    assert found.abstract == "Kort & goed."


def test_an_identity_may_be_the_text_of_its_element() -> None:
    assert only(nitf("<docdata><doc-id>30257</doc-id></docdata>")).guid == "30257"


def test_an_abstract_that_is_cut_out_of_the_text_is_none_of_its_own() -> None:
    abstract = "<abstract><p>Een brug is dicht.,Dat blijft z</p></abstract>"
    content = "<p>Een brug is dicht.</p><p>Dat blijft zo.</p>"
    assert only(nitf(body_head=BODY_HEAD + abstract, content=content)).abstract is None
    assert only(nitf(body_head=BODY_HEAD + abstract, content="<p>Een brug.</p>")).abstract is not None


@pytest.mark.parametrize(
    ("content", "kind", "status"), [("<p>Tekst.</p>", "replacement", "usable"), ("", "kill", "canceled")]
)
def test_a_document_that_cancels_another_replaces_or_kills_it(content: str, kind: str, status: str) -> None:
    attributes = 'management-doc-idref="bureau-16" management-idref-status="Canceled" management-status'
    found = only(nitf(HEAD.replace("management-status", attributes), content=content))
    assert found.signal is not None
    assert (found.signal.kind, found.signal.target, found.status) == (kind, "bureau-16", status)


@pytest.mark.parametrize("release", ["<date.release/>", '<date.release norm=" "/>'])
def test_an_empty_release_is_for_a_person_to_ask_after(release: str) -> None:
    found = only(nitf(HEAD.replace("</docdata>", f"{release}</docdata>")))
    assert (found.status, found.embargoed) == ("withheld", None)
    assert "embargo-unclear" in [problem.code for problem in found.problems]


def test_the_lines_of_an_address_stay_apart() -> None:
    lines = "<addressee>Ans</addressee><delivery.point>Kade 1</delivery.point><postcode>8321</postcode>"
    assert only(nitf(content=f"<p><postaddr>{lines}</postaddr></p>")).text == "Ans\nKade 1\n8321"


def test_words_right_in_the_rights_are_terms_of_use() -> None:
    rights = "<rights>Niet doorgeven. <rights.owner>Bureau</rights.owner></rights>"
    assert only(nitf(body_head=BODY_HEAD + rights)).usage_terms == "Niet doorgeven."
