"""NewsML 1.0 to 1.2: what each element gives. All copy is invented; see test_newsml1_real.py for real files."""

import base64
import gc
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from dateline.wire import NewsItem, Unreadable, read
from dateline.wire.item import Link, Subject
from tests.wire.formats.newsml1_copy import IDENTIFICATION, LINES, MANAGEMENT, content, document, item, nitf, simple


def only(data: bytes, **known: object) -> NewsItem:
    reading = read(data, **known)  # type: ignore[arg-type]
    assert reading.format == "newsml-1"
    [found] = reading.items
    return found


def problems(found: NewsItem) -> list[str]:
    return [problem.code for problem in found.problems]


def test_identity_is_the_urn_without_its_revision() -> None:
    found = only(simple())
    assert (found.guid, found.version) == ("urn:newsml:bureau.example:20240105:B-17", "2")


@pytest.mark.parametrize("ending", ["2", "2N", "2U", "2A"])
def test_the_update_letter_goes_with_the_revision(ending: str) -> None:
    identification = IDENTIFICATION.replace(":B-17:2<", f":B-17:{ending}<")
    found = only(document(item(f"<NewsComponent>{LINES}{nitf('A.')}</NewsComponent>", identification=identification)))
    assert found.guid == "urn:newsml:bureau.example:20240105:B-17"


def test_a_number_at_the_end_that_is_not_the_revision_stays() -> None:
    identification = IDENTIFICATION.replace(":B-17:2<", ":B-17:22<")
    found = only(document(item(f"<NewsComponent>{LINES}{nitf('A.')}</NewsComponent>", identification=identification)))
    assert found.guid == "urn:newsml:bureau.example:20240105:B-17:22"


@pytest.mark.parametrize("urn", ["", "urn:newsml:bureau.example:20240105:B-17-v2:2"])
def test_a_revision_inside_the_id_of_the_item_is_none_of_the_guid(urn: str) -> None:
    identification = IDENTIFICATION.replace("urn:newsml:bureau.example:20240105:B-17:2", urn)
    identification = identification.replace(">B-17<", ">B-17-v2<")
    found = only(document(item(f"<NewsComponent>{LINES}{nitf('A.')}</NewsComponent>", identification=identification)))
    assert found.guid == "urn:newsml:bureau.example:20240105:B-17"


@pytest.mark.parametrize(
    ("city", "places"),
    [("DEN HAAG/BRUSSEL", ("Den Haag", "Brussel")), ("Frankfurt/Main", ("Frankfurt/Main",))],
)
def test_a_city_that_is_two_gives_two_places(city: str, places: tuple[str, ...]) -> None:
    location = (
        f'<DescriptiveMetadata><Location><Property FormalName="City" Value="{city}"/></Location></DescriptiveMetadata>'
    )
    found = only(document(item(f"<NewsComponent>{LINES}{location}{nitf('A.')}</NewsComponent>")))
    assert found.places == places


@pytest.mark.parametrize("urn", ["urn:newsml:bureau.example", "", "urn:newsml:www.bureau.example"])
def test_a_stub_of_a_urn_is_made_whole_from_the_parts(urn: str) -> None:
    identification = IDENTIFICATION.replace("urn:newsml:bureau.example:20240105:B-17:2", urn)
    found = only(document(item(f"<NewsComponent>{LINES}{nitf('A.')}</NewsComponent>", identification=identification)))
    assert found.guid == "urn:newsml:bureau.example:20240105:B-17"


def test_a_date_id_that_is_the_time_of_the_revision_does_not_get_into_a_made_guid() -> None:
    guids = set()
    for revision, moment in (("1", "20240105T235900"), ("2", "20240106T000400")):
        identification = (
            IDENTIFICATION.replace("urn:newsml:bureau.example:20240105:B-17:2", "")
            .replace(">20240105<", f">{moment}<")
            .replace(">2<", f">{revision}<")
        )
        found = only(
            document(item(f"<NewsComponent>{LINES}{nitf('A.')}</NewsComponent>", identification=identification))
        )
        guids.add(found.guid)
    assert guids == {"urn:newsml:bureau.example:20240105:B-17"}


def test_times_are_instants_in_utc() -> None:
    found = only(simple())
    assert found.first_created == datetime(2024, 1, 5, 9, 15, tzinfo=UTC)
    assert found.version_created == datetime(2024, 1, 5, 10, 30, tzinfo=UTC)
    assert found.precision == "second"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("20240705T120000Z", datetime(2024, 7, 5, 12, tzinfo=UTC)),
        ("20240705T120000+0200", datetime(2024, 7, 5, 10, tzinfo=UTC)),
        ("2024-07-05T12:00:00+02:00", datetime(2024, 7, 5, 10, tzinfo=UTC)),
        ("2024-07-05 12:00:00-05:00", datetime(2024, 7, 5, 17, tzinfo=UTC)),
        ("20240705T1200+0200", datetime(2024, 7, 5, 10, tzinfo=UTC)),
    ],
)
def test_forms_of_times(written: str, instant: datetime) -> None:
    management = MANAGEMENT.replace("20240105T113000+0100", written)
    assert only(simple(management=management)).version_created == instant


def test_a_time_without_a_zone_is_in_the_zone_of_the_source() -> None:
    management = MANAGEMENT.replace("20240105T113000+0100", "20240705T113000")
    found = only(simple(management=management), zone=ZoneInfo("Europe/Brussels"))
    assert found.version_created == datetime(2024, 7, 5, 9, 30, tzinfo=UTC)
    assert "no-zone" not in problems(found)
    fixed = only(simple(management=management), zone=timezone(timedelta(hours=-3)))
    assert fixed.version_created == datetime(2024, 7, 5, 14, 30, tzinfo=UTC)


def test_a_time_without_a_zone_of_an_unknown_agency_is_utc_with_one_problem() -> None:
    management = MANAGEMENT.replace("+0100", "")
    found = only(simple(management=management))
    assert found.version_created == datetime(2024, 1, 5, 11, 30, tzinfo=UTC)
    assert problems(found).count("no-zone") == 1


def test_a_date_alone_is_never_made_more_precise() -> None:
    management = MANAGEMENT.replace("20240105T113000+0100", "20240105")
    found = only(simple(management=management), zone=ZoneInfo("Europe/Amsterdam"))
    assert (found.version_created, found.precision) == (datetime(2024, 1, 4, 23, tzinfo=UTC), "day")


def test_a_time_that_cannot_be_read_is_a_problem_and_no_time() -> None:
    management = MANAGEMENT.replace("20240105T101500+0100", "gisteren")
    found = only(simple(management=management))
    assert found.first_created is None
    assert [(problem.code, problem.excerpt) for problem in found.problems] == [("time-unreadable", "gisteren")]


def test_urgency_is_the_item_s_own_and_not_the_envelope_s_priority() -> None:
    assert only(simple()).urgency == 4
    assert only(simple(management=MANAGEMENT.replace('<Urgency FormalName="4"/>', ""))).urgency is None


@pytest.mark.parametrize(
    ("written", "status"),
    [("Usable", "usable"), ("USABLE", "usable"), ("Withheld", "withheld"), ("", "usable")],
)
def test_status_in_any_spelling(written: str, status: str) -> None:
    management = MANAGEMENT.replace('Status FormalName="Usable"', f'Status FormalName="{written}"')
    assert only(simple(management=management)).status == status


@pytest.mark.parametrize("written", ["Canceled", "Cancelled", "CANCELED", "cancelled"])
def test_a_cancelled_item_is_a_kill_also_without_a_body(written: str) -> None:
    management = MANAGEMENT.replace('Status FormalName="Usable"', f'Status FormalName="{written}"')
    for component in (f"<NewsComponent>{LINES}{nitf()}</NewsComponent>", ""):
        found = only(document(item(component, management=management)))
        assert found.status == "canceled"
        assert found.signal is not None
        assert found.signal.kind == "kill"
        assert found.text == ""


def test_an_unknown_status_holds_the_item() -> None:
    found = only(simple(management=MANAGEMENT.replace('Status FormalName="Usable"', 'Status FormalName="Mwah"')))
    assert found.status == "withheld"
    assert problems(found) == ["unknown-value"]


def change(status: str, moment: str) -> str:
    return (
        f'<StatusWillChange><FutureStatus FormalName="{status}"/><DateAndTime>{moment}</DateAndTime></StatusWillChange>'
    )


def embargo(status: str, change: str) -> NewsItem:
    management = MANAGEMENT.replace('<Status FormalName="Usable"/>', f'<Status FormalName="{status}"/>{change}')
    return only(simple(management=management))


@pytest.mark.parametrize("status", ["Embargoed", "EMBARGOED", "Withheld"])
def test_an_embargo_ends_when_the_status_becomes_usable(status: str) -> None:
    found = embargo(status, change("Usable", "20240106T060000+0100"))
    assert (found.status, found.embargoed) == ("usable", datetime(2024, 1, 6, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("status", "change"),
    [
        ("Embargoed", ""),
        ("Embargoed", '<StatusWillChange><FutureStatus FormalName="usable"/><DateAndTime/></StatusWillChange>'),
        ("Usable", '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime/></StatusWillChange>'),
        (
            "Withheld",
            '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>straks</DateAndTime></StatusWillChange>',
        ),
    ],
)
def test_an_embargo_without_a_time_withholds_the_item(status: str, change: str) -> None:
    found = embargo(status, change)
    assert (found.status, found.embargoed) == ("withheld", None)
    assert "embargo-unclear" in problems(found)


def test_a_status_that_will_be_cancelled_is_an_expiry() -> None:
    found = embargo("Usable", change("Canceled", "20240107T000000Z"))
    assert (found.status, found.expires) == ("usable", datetime(2024, 1, 7, tzinfo=UTC))


def test_instructions_and_item_types_are_signals() -> None:
    for change, kind in (
        ('<Instruction FormalName="Correction"/>', "correction"),
        ('<Instruction FormalName="Update"/>', "update"),
        ('<Instruction FormalName="Kill"/>', "kill"),
    ):
        found = only(simple(management=MANAGEMENT.replace("</NewsManagement>", f"{change}</NewsManagement>")))
        assert found.signal is not None
        assert found.signal.kind == kind
    alert = only(simple(management=MANAGEMENT.replace('Type FormalName="News"', 'Type FormalName="Alert"')))
    assert alert.signal is not None
    assert alert.signal.kind == "flash"


def test_links_to_other_items() -> None:
    links = '<DerivedFrom NewsItem="urn:newsml:x:1"/><AssociatedWith NewsItem="https://x.example/2"><Comment>zie</Comment></AssociatedWith>'
    found = only(simple(management=MANAGEMENT.replace("</NewsManagement>", f"{links}</NewsManagement>")))
    assert found.links == (
        Link(guid="urn:newsml:x:1", rel="derivedFrom"),
        Link(href="https://x.example/2", rel="associatedWith", title="zie"),
    )


def test_news_lines() -> None:
    lines = """<NewsLines><HeadLine/><HeadLine> Brug
      dicht </HeadLine><HeadLine>Nog een</HeadLine><SubHeadLine>Tot mei</SubHeadLine><ByLine>Jan Bos</ByLine>
      <ByLineTitle>verslaggever</ByLineTitle><CreditLine>Bureau</CreditLine><CopyrightLine>© Bureau</CopyrightLine>
      <RightsLine>Niet op internet</RightsLine><SlugLine>BRUG</SlugLine><KeywordLine>verkeer; water;</KeywordLine>
      <NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>Foto volgt</NewsLineText></NewsLine>
      <NewsLine><NewsLineType FormalName="CatchWord"/><NewsLineText>Verkeer</NewsLineText></NewsLine></NewsLines>"""
    found = only(simple(lines))
    assert found.headline == "Brug dicht"
    assert found.subheadline == "Tot mei"
    assert found.byline == "Jan Bos, verslaggever"
    assert found.copyright == "© Bureau"
    assert found.usage_terms == "Niet op internet"
    assert found.slugline == "BRUG"
    assert found.keywords == ("verkeer", "water")
    assert found.ed_note == "Foto volgt"
    assert found.kicker == "Verkeer"


def test_empty_elements_are_no_facts() -> None:
    lines = """<NewsLines><HeadLine>X</HeadLine><SubHeadLine/><ByLine/><DateLine/><CopyrightLine/>
      <SlugLine> </SlugLine><KeywordLine/></NewsLines>"""
    metadata = """<AdministrativeMetadata><Provider><Party FormalName=""/></Provider></AdministrativeMetadata>
      <DescriptiveMetadata><Language FormalName=""/><SubjectCode><Subject FormalName=""/></SubjectCode>
      <Location><Property FormalName="City" Value=""/></Location>
      <Property FormalName="Keyword" Value=""/></DescriptiveMetadata>"""
    found = only(simple(lines, metadata))
    assert (found.subheadline, found.byline, found.copyright, found.slugline) == (None, None, None, "brug")
    assert (found.subjects, found.keywords, found.places, found.dateline) == ((), (), (), None)


def test_descriptive_metadata() -> None:
    metadata = """<DescriptiveMetadata><Language FormalName="NL-be"/>
      <SubjectCode><Subject FormalName="11000000"/>
      <SubjectMatter FormalName="11006000" Scheme="EigenSchema"/></SubjectCode>
      <SubjectCode><SubjectDetail FormalName="VRK" Vocabulary="urn:bureau:rubrieken"/></SubjectCode>
      <Location HowPresent="Origin"><Property FormalName="Country" Value="NL"/>
      <Property FormalName="City" Value="DELFT"/></Location>
      <Property FormalName="Keyword" Value="brug"/><Property FormalName="City" Value="Leiden"/></DescriptiveMetadata>"""
    found = only(simple(metadata=metadata))
    assert found.language == "nl-BE"
    assert found.subjects == (
        Subject(scheme="IptcSubjectCodes", code="11000000"),
        Subject(scheme="EigenSchema", code="11006000"),
        Subject(scheme="urn:bureau:rubrieken", code="VRK"),
    )
    assert found.places == ("Delft", "Leiden")
    assert found.keywords == ("brug",)


def test_names_and_vocabularies_from_topic_sets_and_catalogs() -> None:
    head = """<Catalog><Resource><Urn>urn:bureau:topics</Urn>
      <DefaultVocabularyFor Context="SubjectDetail"/></Resource></Catalog>
      <TopicSet FormalName="T"><Topic Duid="t1"><TopicType FormalName="x"/><FormalName Scheme="Eigen">BRG</FormalName>
      <Description xml:lang="en">Bridges</Description>
      <Description xml:lang="nl">Bruggen</Description></Topic></TopicSet>"""
    metadata = """<DescriptiveMetadata><Language FormalName="nl"/>
      <SubjectCode><SubjectDetail FormalName="BRG"/></SubjectCode>
      <TopicOccurrence Topic="#t1"/></DescriptiveMetadata>"""
    component = f"<NewsComponent>{LINES}{metadata}{nitf('A.')}</NewsComponent>"
    found = only(document(item(component), head=head))
    assert found.subjects == (
        Subject(scheme="urn:bureau:topics", code="BRG", name="Bruggen"),
        Subject(scheme="Eigen", code="BRG", name="Bridges"),
    )


def test_a_language_that_is_none_is_a_problem() -> None:
    found = only(simple(metadata='<DescriptiveMetadata><Language FormalName="GB"/></DescriptiveMetadata>'))
    assert found.language is None
    assert problems(found) == ["unknown-value"]


def test_usage_rights_and_notes_to_editors() -> None:
    metadata = """<AdministrativeMetadata>
      <Property FormalName="EditorialInfo" Value="Let op de cijfers"/></AdministrativeMetadata>
      <RightsMetadata><Copyright><CopyrightHolder>Bureau</CopyrightHolder><CopyrightDate>2024</CopyrightDate></Copyright>
      <UsageRights><UsageType>NO ARCHIVE</UsageType><Geography>Nederland</Geography></UsageRights></RightsMetadata>"""
    found = only(simple(metadata=metadata))
    assert found.ed_note == "Let op de cijfers"
    assert found.usage_terms == "NO ARCHIVE, Nederland"
    assert found.copyright == "© 2024 Bureau"


def test_the_provider_that_the_source_names_wins() -> None:
    assert only(simple(), provider="ANP").provider == "ANP"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<nitf><body><body.content><p>Een</p><hl2>Twee</hl2></body.content></body></nitf>", "Een\n\nTwee"),
        ("<body><body.content><p>Een</p></body.content></body>", "Een"),
        ("<p>Een</p> los <p>Twee</p>", "Een\n\nlos\n\nTwee"),
        ("<![CDATA[<P>Een</P><P>Twee</P>]]>", "Een\n\nTwee"),
        ("&lt;p&gt;Een&lt;/p&gt;&lt;p&gt;Twee&lt;/p&gt;", "Een\n\nTwee"),
        (
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>Nee</title></head><body><p>Een</p></body></html>",
            "Een",
        ),
        ("<![CDATA[<?xml version='1.0'?><nitf><body><body.content><p>Een</p></body.content></body></nitf>]]>", "Een"),
        (
            "<![CDATA[<html xmlns='http://www.w3.org/1999/xhtml'><head><title /></head>"
            "<body><p>Een</p></body></html>]]>",
            "Een",
        ),
        ("Een\n\nTwee", "Een\n\nTwee"),
        ("Een &lt;b&gt;vet&lt;/b&gt; woord", "Een vet woord"),
    ],
)
def test_every_form_of_a_body(data: str, text: str) -> None:
    assert only(simple(body=content(data))).text == text


def test_markup_of_an_unknown_kind_keeps_its_words_with_a_problem() -> None:
    for data in ("<uitslag><t>Ajax</t><d>3</d></uitslag>", "<![CDATA[<uitslag><t>Ajax</t><d>3</d></uitslag>]]>"):
        found = only(simple(body=content(data)))
        assert found.text == "Ajax 3"
        assert problems(found) == ["content-unknown"]


def test_words_beside_the_markup_in_a_body_are_kept() -> None:
    found = only(
        simple(body=content("vooraf<nitf><body><body.content><p>Een</p></body.content></body></nitf>achteraf"))
    )
    assert found.text == "vooraf\n\nEen\n\nachteraf"


def encoded(data: bytes, kind: str = "Text", notation: str = "Base64") -> str:
    packed = base64.b64encode(data).decode()
    return (
        f'<ContentItem><MediaType FormalName="{kind}"/><Encoding Notation="{notation}">'
        f"<DataContent>{packed}</DataContent></Encoding></ContentItem>"
    )


def test_a_text_in_base64_is_read() -> None:
    found = only(simple(body=encoded("<p>ZUTPHEN (NNB) - De brug is één dag dicht.</p>".encode())))
    assert (found.text, found.problems) == ("De brug is één dag dicht.", ())


@pytest.mark.parametrize("body", [encoded(b"a\0b"), encoded(b"A", notation="uuencode")])
def test_an_encoding_that_is_no_text_is_a_problem(body: str) -> None:
    found = only(simple(body=body))
    assert found.text == ""
    assert "content-unknown" in problems(found)


def test_a_picture_inside_the_file_is_one_whose_place_is_not_known() -> None:
    found = only(simple(body=encoded(b"\xff\xd8\xff", kind="Photo")))
    assert (found.kind, [media.href for media in found.media]) == ("picture", [None])
    assert problems(found) == ["media-incomplete"]


def test_the_same_words_in_two_forms_are_one_text() -> None:
    plain, marked = content("ZUTPHEN (NNB) - De brug is dicht."), nitf("ZUTPHEN (NNB) - De <b>brug</b> is dicht.")
    for body in (plain + marked, marked + plain):
        assert only(simple(body=body)).body.count("dicht") == 1


@pytest.mark.parametrize(
    ("words", "keywords"),
    [
        ("fax,malware,virus", ("fax", "malware", "virus")),
        ("fax, malware, virus", ("fax", "malware", "virus")),
        ("Jansen, Piet", ("Jansen, Piet",)),
        ("ECO/ECO10; POST-CAO", ("ECO/ECO10", "POST-CAO")),
        ("Film/Kunst/Emden/", ("Film", "Kunst", "Emden")),
    ],
)
def test_a_keyword_line_may_hold_several(words: str, keywords: tuple[str, ...]) -> None:
    lines = f"<NewsLines><HeadLine>Brug</HeadLine><KeywordLine>{words}</KeywordLine></NewsLines>"
    assert only(simple(lines)).keywords == keywords


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [("Delete", "kill", "canceled"), ("Annul", "kill", "canceled"), ("Rectify", "correction", "usable")],
)
def test_more_instructions(name: str, kind: str, status: str) -> None:
    management = MANAGEMENT.replace("</NewsManagement>", f'<Instruction FormalName="{name}"/></NewsManagement>')
    found = only(simple(management=management))
    assert found.signal is not None
    assert (found.signal.kind, found.status) == (kind, status)


def test_a_change_of_status_that_does_not_say_to_what_withholds() -> None:
    change = "<StatusWillChange><DateAndTime>20240106T060000Z</DateAndTime></StatusWillChange></NewsManagement>"
    found = only(simple(management=MANAGEMENT.replace("</NewsManagement>", change)))
    assert (found.status, problems(found)) == ("withheld", ["embargo-unclear"])


def test_an_agency_that_no_profile_knows_is_credited_by_its_id() -> None:
    found = only(simple())
    assert (found.provider, found.credit) == ("bureau.example", ("bureau.example",))


def test_a_namespace_changes_nothing() -> None:
    plain = simple()
    spaced = plain.replace(b"<NewsML ", b'<NewsML xmlns="http://iptc.org/std/NewsML/2003-10-10/" ')
    prefixed = (
        plain.replace(b"<", b"<n:")
        .replace(b"<n:/", b"</n:")
        .replace(b"<n:?", b"<?")
        .replace(b"<n:NewsML ", b'<n:NewsML xmlns:n="http://iptc.org/std/NewsML/2003-10-10/" ')
    )
    assert only(plain) == only(spaced) == only(prefixed)


def test_no_headline_is_null_and_a_problem() -> None:
    found = only(simple("<NewsLines><HeadLine/></NewsLines>"))
    assert found.headline is None
    assert problems(found) == ["no-headline"]


def test_a_document_without_items_is_set_aside() -> None:
    reading = read(document())
    assert reading.items == ()
    assert [problem.code for problem in reading.set_aside] == ["not-an-item"]


def test_a_document_that_breaks_off_is_refused_whole() -> None:
    with pytest.raises(Unreadable) as caught:
        read(simple()[:-20])
    assert caught.value.code == "cut-off"


def test_reading_leaves_no_parsed_document_to_the_garbage_collector() -> None:
    data = document(item(f"<NewsComponent>{LINES}<NewsComponent>{nitf('A.')}</NewsComponent></NewsComponent>"))
    read(data)
    gc.collect()
    gc.disable()
    try:
        read(data)
        assert gc.collect() == 0
    finally:
        gc.enable()
