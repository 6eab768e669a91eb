"""NewsML 1.0 to 1.2: which components make one item, which several, and what becomes of media. All copy is invented."""

from datetime import UTC, datetime

import pytest

from dateline.wire import Unreadable, read
from dateline.wire.item import Link
from tests.wire.formats.newsml1_copy import IDENTIFICATION, LINES, MANAGEMENT, content, document, item, nitf


def lines(headline: str) -> str:
    return f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>"


def part(role: str, inside: str, attributes: str = "") -> str:
    return f'<NewsComponent {attributes}><Role FormalName="{role}"/>{inside}</NewsComponent>'


def media(href: str, kind: str = "Photo", properties: str = "") -> str:
    characteristics = f"<Characteristics>{properties}</Characteristics>"
    return f'<ContentItem Href="{href}"><MediaType FormalName="{kind}"/>{characteristics}</ContentItem>'


def test_several_items_in_a_file_come_in_their_order() -> None:
    second = IDENTIFICATION.replace("B-17", "B-18")
    component = f"<NewsComponent>{LINES}{nitf('A.')}</NewsComponent>"
    found = read(document(item(component), item(component, identification=second))).items
    assert [one.guid for one in found] == [f"urn:newsml:bureau.example:20240105:B-{number}" for number in (17, 18)]


def test_title_lead_and_body_are_one_item() -> None:
    inside = (
        part("Title", content("Brug dicht"))
        + part("Lead", content("De brug is dicht."))
        + part("Body", content("Tot mei."))
    )
    [found] = read(document(item(f"<NewsComponent>{inside}</NewsComponent>"))).items
    assert found.headline == "Brug dicht"
    assert found.text == "De brug is dicht.\n\nTot mei."


def test_two_languages_are_two_items() -> None:
    dutch = part("Short", lines("Brug dicht") + part("Body", content("Tot mei.")), 'Duid="11" xml:lang="nl"')
    french = part("Short", lines("Pont fermé") + part("Body", content("Jusqu'en mai.")), 'Duid="12" xml:lang="fr"')
    found = read(document(item(f"<NewsComponent Duid='1'>{lines('Brug')}{dutch}{french}</NewsComponent>"))).items
    assert [(one.guid, one.language, one.headline, one.text, one.version) for one in found] == [
        ("urn:newsml:bureau.example:20240105:B-17#11", "nl", "Brug dicht", "Tot mei.", "2"),
        ("urn:newsml:bureau.example:20240105:B-17#12", "fr", "Pont fermé", "Jusqu'en mai.", "2"),
    ]


def test_what_one_of_several_texts_says_does_not_reach_the_other() -> None:
    rights = "<RightsMetadata><UsageRights><UsageType>NO WEB</UsageType></UsageRights></RightsMetadata>"
    one = part("Main", lines("A") + rights + nitf("a"), 'Duid="1"')
    two = part("Main", lines("B") + nitf("b"), 'Duid="2"')
    first, second = read(document(item(f"<NewsComponent>{one}{two}</NewsComponent>"))).items
    assert (first.usage_terms, second.usage_terms) == ("NO WEB", None)


def test_metadata_nearer_to_the_text_wins_and_lists_grow() -> None:
    outer = (
        "<NewsLines><SlugLine>BUITEN</SlugLine><KeywordLine>a</KeywordLine><CopyrightLine>©</CopyrightLine></NewsLines>"
    )
    inner = (
        "<NewsLines><HeadLine>Brug dicht</HeadLine><SlugLine>BINNEN</SlugLine><KeywordLine>b</KeywordLine></NewsLines>"
    )
    [found] = read(
        document(item(f"<NewsComponent>{outer}<NewsComponent>{inner}{nitf('x')}</NewsComponent></NewsComponent>"))
    ).items
    assert (found.slugline, found.keywords, found.copyright) == ("BINNEN", ("a", "b"), "©")


def test_equivalents_in_one_language_are_one_text_in_its_best_form() -> None:
    alternatives = content("Plat.") + nitf("Opgemaakt.")
    [found] = read(document(item(f"<NewsComponent EquivalentsList='yes'>{LINES}{alternatives}</NewsComponent>"))).items
    assert found.text == "Opgemaakt."
    nested = part("Main", content("Plat.")) + part("Main", nitf("Opgemaakt."))
    [found] = read(document(item(f"<NewsComponent EquivalentsList='yes'>{LINES}{nested}</NewsComponent>"))).items
    assert found.text == "Opgemaakt."


def test_a_text_and_a_picture_are_one_text_with_media() -> None:
    size = """<SizeInBytes>1000</SizeInBytes><Property FormalName="Width" Value="800"/>
      <Property FormalName="Height" Value="600"/>"""
    picture = f"""<NewsComponent Duid="p1">{lines("Foto van de brug")}
      <AdministrativeMetadata><Creator><Party FormalName="Ans Bos"/></Creator></AdministrativeMetadata>
      {part("Main", media("brug.jpg", properties=size))}
      {part("Thumbnail", media("klein.jpg", properties='<Property FormalName="Width" Value="80"/>'))}
      {part("Caption", nitf("De brug bij dag."))}</NewsComponent>"""
    [found] = read(
        document(item(f"<NewsComponent>{LINES}{part('Main', nitf('Tekst.'))}{picture}</NewsComponent>"))
    ).items
    assert (found.kind, found.text) == ("text", "Tekst.")
    [one] = found.media
    assert (one.kind, one.href, one.caption, one.headline, one.byline) == (
        "picture",
        "brug.jpg",
        "De brug bij dag.",
        "Foto van de brug",
        "Ans Bos",
    )
    assert (one.width, one.height, one.size) == (800, 600, 1000)


def test_what_may_be_done_with_a_picture_is_said_of_the_picture() -> None:
    advice = """<NewsLine><NewsLineType FormalName="AdvisoryLine"/>
      <NewsLineText>RESTRICTED TO EDITORIAL USE</NewsLineText></NewsLine>
      <RightsLine>NO SALES</RightsLine></NewsLines>"""
    rights = "<RightsMetadata><UsageRights><Geography>Nederland</Geography></UsageRights></RightsMetadata>"
    own = lines("Brug").replace("</NewsLines>", advice) + rights + part("Main", media("brug.jpg"))
    pictures = part("Photo", own) + part("Photo", lines("Sluis") + part("Main", media("sluis.jpg")))
    [found] = read(document(item(f"<NewsComponent>{LINES}{nitf('Tekst.')}{pictures}</NewsComponent>"))).items
    assert [(one.href, one.usage_terms) for one in found.media] == [
        ("brug.jpg", "RESTRICTED TO EDITORIAL USE\nNO SALES\nNederland"),
        ("sluis.jpg", None),
    ]
    assert (found.usage_terms, found.ed_note, found.text) == (None, None, "Tekst.")


def test_a_caption_is_the_text_of_a_picture() -> None:
    inside = part("Caption", content("<p>De brug bij dag.</p>")) + part("Preview", media("brug.jpg"))
    admin = '<AdministrativeMetadata><Creator><Party FormalName="Ans Bos"/></Creator></AdministrativeMetadata>'
    [found] = read(document(item(f"<NewsComponent>{LINES}{admin}{inside}</NewsComponent>"))).items
    assert (found.kind, found.text, found.headline) == ("picture", "De brug bij dag.", "Brug dicht")
    assert [(one.href, one.byline) for one in found.media] == [("brug.jpg", "Ans Bos")]


def test_two_different_pictures_stay_two() -> None:
    [found] = read(
        document(item(f"<NewsComponent>{LINES}{nitf('x')}{media('een.jpg')}{media('twee.jpg')}</NewsComponent>"))
    ).items
    assert [one.href for one in found.media] == ["een.jpg", "twee.jpg"]


def test_an_item_that_calls_itself_a_video_is_one() -> None:
    inside = part(
        "Video", lines("Brug") + part("Body", content("De brug gaat open.")) + part("Clip", media("brug.mp4", "Video"))
    )
    [found] = read(document(item(f"<NewsComponent>{inside}</NewsComponent>"))).items
    assert (found.kind, found.text) == ("video", "De brug gaat open.")
    assert [(one.kind, one.href) for one in found.media] == [("video", "brug.mp4")]


def test_a_package_is_composite_and_its_parts_are_links_or_items_of_their_own() -> None:
    inner = item(
        f"<NewsComponent>{LINES}{nitf('x')}</NewsComponent>", identification=IDENTIFICATION.replace("B-17", "B-18")
    )
    component = f"""<NewsComponent>{lines("Dossier brug")}
      <NewsComponent>{lines("Deel een")}<NewsItemRef NewsItem="urn:x:1"/></NewsComponent>
      <NewsComponent>{inner}</NewsComponent></NewsComponent>"""
    package, embedded = read(document(item(component))).items
    assert (package.kind, package.headline) == ("composite", "Dossier brug")
    assert package.links == (Link(guid="urn:x:1", rel="component", title="Deel een"),)
    assert (embedded.guid, embedded.text) == ("urn:newsml:bureau.example:20240105:B-18", "x")


def test_other_files_are_links() -> None:
    pdf = """<ContentItem Href="https://x.example/b.pdf"><MimeType FormalName="application/pdf"/>
      <Characteristics><Property FormalName="Title" Value="Besluit"/></Characteristics></ContentItem>"""
    [found] = read(document(item(f"<NewsComponent>{LINES}{nitf('x')}{pdf}</NewsComponent>"))).items
    assert found.links == (Link(href="https://x.example/b.pdf", rel="attachment", title="Besluit"),)
    assert found.media == ()


def test_contacts_are_apparatus_and_style_sheets_nothing() -> None:
    inside = (
        part("Body", content("Tekst.")) + part("Contact", content("Bel 12345")) + part("StyleSheet", content("p{}"))
    )
    [found] = read(document(item(f"<NewsComponent>{LINES}{inside}</NewsComponent>"))).items
    assert (found.text, found.apparatus) == ("Tekst.", ("Bel 12345",))


def test_catalogs_and_topic_sets_are_no_items() -> None:
    management = MANAGEMENT.replace('Type FormalName="News"', 'Type FormalName="TopicSet"')
    reading = read(document(item(f"<NewsComponent>{content('<TopicSet/>')}</NewsComponent>", management=management)))
    assert reading.items == ()
    assert [(problem.code, problem.excerpt) for problem in reading.set_aside] == [("not-an-item", "TopicSet")]


def test_a_change_to_an_earlier_revision_is_withheld_with_a_problem() -> None:
    patch = IDENTIFICATION.replace('Update="N"', 'Update="U"')
    [found] = read(document(item('<Update><Delete DuidRef="a"/></Update>', identification=patch))).items
    assert found.status == "withheld"
    assert "content-unknown" in [problem.code for problem in found.problems]


def test_a_cancellation_by_management_alone_is_a_kill() -> None:
    patch = IDENTIFICATION.replace('Update="N"', 'Update="A"')
    management = MANAGEMENT.replace('Status FormalName="Usable"', 'Status FormalName="Canceled"')
    [found] = read(document(item("", identification=patch, management=management))).items
    assert (found.guid, found.status) == ("urn:newsml:bureau.example:20240105:B-17", "canceled")


def test_nitf_inside_fills_only_what_newsml_does_not_say_and_never_releases() -> None:
    inner = content(
        """<nitf baselang="fr"><head><title>Ander</title><docdata management-status="embargoed">
        <doc-id id-string="anders"/><urgency ed-urg="1"/><date.issue norm="20200101T000000Z"/>
        <date.release norm="20240110T000000Z"/><key-list><keyword key="brug"/></key-list></docdata></head>
        <body><body.head><hedline><hl1>Ander</hl1><hl2>Onder</hl2></hedline><byline>Jan Bos</byline></body.head>
        <body.content><p>Tekst.</p></body.content><body.end><tagline>Met Ans.</tagline></body.end></body></nitf>"""
    )
    [found] = read(document(item(f"<NewsComponent>{LINES}{inner}</NewsComponent>"))).items
    assert (found.guid, found.headline, found.urgency) == ("urn:newsml:bureau.example:20240105:B-17", "Brug dicht", 4)
    assert (found.byline, found.subheadline, found.keywords, found.language) == ("Jan Bos", "Onder", ("brug",), "fr")
    assert found.version_created == datetime(2024, 1, 5, 10, 30, tzinfo=UTC)
    assert found.embargoed == datetime(2024, 1, 10, tzinfo=UTC)
    assert found.apparatus == ("Met Ans.",)


def test_metadata_that_would_be_told_too_often_is_refused() -> None:
    subjects = (
        "<DescriptiveMetadata>"
        + "<SubjectCode><Subject FormalName='x'/></SubjectCode>" * 2_000
        + "</DescriptiveMetadata>"
    )
    texts = "".join(part("Main", lines(str(number)) + nitf("x")) for number in range(200))
    with pytest.raises(Unreadable) as caught:
        read(document(item(f"<NewsComponent>{subjects}{texts}</NewsComponent>")))
    assert caught.value.code == "too-many"
