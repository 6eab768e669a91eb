"""NewsML 1 as programs really write it: names misspelt, values in the wrong place, identities that are stubs."""

import pytest

from dateline.wire import NewsItem, read
from tests.wire.formats.newsml1_copy import IDENTIFICATION, LINES, MANAGEMENT, content, document, item, nitf, simple

BODY = nitf("Eerste alinea.", "Tweede alinea.")


def only(data: bytes) -> NewsItem:
    [found] = read(data).items
    return found


def identified(provider: str, date: str, number: str, public: str) -> str:
    return f"""<Identification><NewsIdentifier><ProviderId>{provider}</ProviderId><DateId>{date}</DateId>
      <NewsItemId>{number}</NewsItemId><RevisionId PreviousRevision="0" Update="N">0</RevisionId>
      <PublicIdentifier>{public}</PublicIdentifier></NewsIdentifier></Identification>"""


def test_misspelt_elements_are_read_as_what_they_mean() -> None:
    lines = "<NewsLines><Headline>Brug dicht</Headline><Slugline>BRUG</Slugline></NewsLines>"
    metadata = """<DescriptiveMetada><Language FormalName="nl"/>
      <Location><Property FormalName="City" value="Urk"/></Location></DescriptiveMetada>"""
    found = only(simple(lines, metadata))
    assert (found.headline, found.slugline, found.language, found.places) == ("Brug dicht", "BRUG", "nl", ("Urk",))


def test_a_value_that_stands_in_the_text_of_an_element_is_its_name() -> None:
    management = MANAGEMENT.replace('<Urgency FormalName="4"/>', "<Urgency>2</Urgency>")
    assert "<Urgency>2</Urgency>" in management
    assert only(simple(management=management)).urgency == 2


def test_a_headline_inside_a_news_line_is_the_headline() -> None:
    found = only(simple("<NewsLines><NewsLine><HeadLine>Brug dicht</HeadLine></NewsLine></NewsLines>"))
    assert found.headline == "Brug dicht"


@pytest.mark.parametrize("number", ["", "0"])
def test_an_identity_that_many_items_share_is_none(number: str) -> None:
    identification = identified("belga.be", "20190603T160217", number, "urn:newsml:www.belga.be")
    one = document(item(f"<NewsComponent>{LINES}{BODY}</NewsComponent>", identification=identification))
    other = one.replace(b"<HeadLine>", b"<HeadLine>Ook ")
    assert only(one).guid != only(other).guid


def test_a_guid_beside_the_metadata_is_the_guid() -> None:
    metadata = "<DescriptiveMetadata><guid>16AAC34C</guid></DescriptiveMetadata>"
    identification = (
        "<Identification><NewsIdentifier><ProviderId>www.itar-tass.com</ProviderId></NewsIdentifier></Identification>"
    )
    found = only(
        document(item(f"<NewsComponent>{LINES}{metadata}{BODY}</NewsComponent>", identification=identification))
    )
    assert (found.guid, found.provider) == ("16AAC34C", "TASS")


def test_a_revision_in_an_element_of_its_own_is_the_version() -> None:
    identification = IDENTIFICATION.replace(">2</RevisionId>", "><text>2</text></RevisionId>")
    assert "<text>2</text>" in identification
    assert (
        only(document(item(f"<NewsComponent>{LINES}{BODY}</NewsComponent>", identification=identification))).version
        == "2"
    )


def test_the_date_of_the_identity_stands_in_for_missing_times() -> None:
    identification = identified("abc.example", "2024-04-17 13:00:00", "ABC1", "")
    data = document(item(f"<NewsComponent>{LINES}{BODY}</NewsComponent>", identification=identification, management=""))
    found = only(data)
    assert found.version_created is not None
    assert (found.version_created.isoformat(), found.precision) == ("2024-04-17T13:00:00+00:00", "second")
    assert found.guid == "urn:newsml:abc.example:20240417:ABC1"


def test_the_name_of_an_item_for_people_is_its_slug_where_there_is_no_other() -> None:
    assert only(simple("<NewsLines><HeadLine>Brug dicht</HeadLine></NewsLines>")).slugline == "brug"


def test_a_comment_of_a_component_is_for_editors_and_one_with_a_name_for_programs() -> None:
    comments = '<Comment> Embargoed to 0001 Tuesday </Comment><Comment FormalName="Version">1.0</Comment>'
    found = only(simple(f"{comments}{LINES}"))
    assert (found.ed_note, found.status) == ("Embargoed to 0001 Tuesday", "withheld")


def test_a_comment_that_is_called_an_editorial_note_is_one() -> None:
    found = only(simple(f'<Comment FormalName="editorial-note">Nur für heute</Comment>{LINES}'))
    assert found.ed_note == "Nur für heute"


def test_what_is_to_become_of_other_revisions_kills_not_the_one_that_says_so() -> None:
    instruction = """<Instruction FormalName="Annul"><RevisionStatus Revision="1"><Status FormalName="Canceled"/>
      </RevisionStatus></Instruction>"""
    found = only(simple(management=MANAGEMENT.replace("</NewsManagement>", f"{instruction}</NewsManagement>")))
    assert found.status == "usable"
    assert found.signal is not None
    assert found.signal.kind == "replacement"


def test_a_tweet_is_no_second_body() -> None:
    tweet = f"<NewsComponent><Role FormalName='TweetText'/>{content('Brug is dicht!')}</NewsComponent>"
    found = only(simple(body=f"<NewsComponent><Role FormalName='Body'/>{BODY}</NewsComponent>{tweet}"))
    assert found.text == "Eerste alinea.\n\nTweede alinea."
    assert found.apparatus == ("Brug is dicht!",)


def test_properties_of_a_picture_may_stand_right_in_its_content() -> None:
    picture = """<ContentItem Href="brug.jpg"><MediaType FormalName="Picture"/>
      <Property FormalName="caption" value="De brug"/>
      <Property FormalName="width" Value="800"/></ContentItem>"""
    [media] = only(simple(body=BODY + picture)).media
    assert (media.kind, media.href, media.caption, media.width) == ("picture", "brug.jpg", "De brug", 800)


def test_content_inside_content_gives_the_address() -> None:
    video = '<ContentItem><ContentItem Href="https://video.example/7"/><MediaType FormalName="Video"/></ContentItem>'
    assert [media.href for media in only(simple(body=BODY + video)).media] == ["https://video.example/7"]


@pytest.mark.parametrize(
    ("written", "utc", "precision"),
    [
        ("20180716T093012+0200", "2018-07-16T07:30:12+00:00", "second"),
        ("20180716T093012z", "2018-07-16T09:30:12+00:00", "second"),
        ("20180716T0930+02", "2018-07-16T07:30:00+00:00", "minute"),
        ("2018-07-16 09:30:12 +0200", "2018-07-16T07:30:12+00:00", "second"),
        ("20180716T093012 0200", "2018-07-16T07:30:12+00:00", "second"),
        ("20180716093012", "2018-07-16T09:30:12+00:00", "second"),
        ("20180716T240000Z", "2018-07-17T00:00:00+00:00", "second"),
        ("20180716", "2018-07-16T00:00:00+00:00", "day"),
        ("Mon, 16 Jul 2018 09:30:12 +0200", "2018-07-16T07:30:12+00:00", "second"),
        ("16 Jul 2018 09:30 GMT", "2018-07-16T09:30:00+00:00", "minute"),
    ],
)
def test_times_are_read_however_they_are_written(written: str, utc: str, precision: str) -> None:
    management = f"<NewsManagement><ThisRevisionCreated>{written}</ThisRevisionCreated></NewsManagement>"
    found = only(simple(management=management))
    assert found.version_created is not None
    assert (found.version_created.isoformat(), found.precision) == (utc, precision)


def test_of_equivalent_pictures_the_widest_counts() -> None:
    sizes = "".join(
        f"""<ContentItem Href="brug-{width}.jpg"><MediaType FormalName="Photo"/><Characteristics>
          <Property FormalName="Width" Value="{width}"/></Characteristics></ContentItem>"""
        for width in (225, 800, 550)
    )
    photo = f"<NewsComponent EquivalentsList='yes'>{sizes}</NewsComponent>"
    body = f"<NewsComponent><NewsComponent>{BODY}</NewsComponent>{photo}</NewsComponent>"
    assert [media.href for media in only(simple(body=body)).media] == ["brug-800.jpg"]


def test_a_place_in_the_text_for_a_picture_of_the_item_is_no_picture() -> None:
    mark = '<media media-type="image"><media-reference data-location="#photo0" mime-type=""/></media><p>Tekst.</p>'
    found = only(simple(body=content(mark)))
    assert (found.text, found.media, found.problems) == ("Tekst.", (), ())


def test_texts_in_two_languages_under_one_headline_are_two_items() -> None:
    lines = """<NewsLines><HeadLine xml:lang="fr">Le pont est fermé</HeadLine>
      <HeadLine xml:lang="nl">Brug dicht</HeadLine><CopyrightLine>© Bureau</CopyrightLine></NewsLines>"""
    dutch = f'<NewsComponent Duid="n" xml:lang="nl">{content("<p>De brug is dicht.</p>")}</NewsComponent>'
    said = '<DescriptiveMetadata><Language FormalName="fr"/></DescriptiveMetadata>'
    french = f'<NewsComponent Duid="f">{said}{content("<p>Le pont est fermé.</p>")}</NewsComponent>'
    photo = '<NewsComponent><ContentItem Href="brug.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>'
    component = f'<NewsComponent EquivalentsList="yes">{lines}{dutch}{french}{photo}</NewsComponent>'
    found = read(document(item(component))).items
    assert [one.guid for one in found] == [f"urn:newsml:bureau.example:20240105:B-17#{part}" for part in "nf"]
    assert [(one.language, one.headline, one.text, one.copyright) for one in found] == [
        ("nl", "Brug dicht", "De brug is dicht.", "© Bureau"),
        ("fr", "Le pont est fermé", "Le pont est fermé.", "© Bureau"),
    ]
    assert [[media.href for media in one.media] for one in found] == [["brug.jpg"], ["brug.jpg"]]


def test_parts_of_one_text_in_one_language_are_one_item() -> None:
    parts = "".join(
        f'<NewsComponent xml:lang="{lang}"><Role FormalName="{role}"/>{content(f"Tekst {role}.")}</NewsComponent>'
        for role, lang in (("Lead", "nl"), ("Body", "nl-BE"))
    )
    assert only(simple(body=parts)).text == "Tekst Lead.\n\nTekst Body."


def test_an_item_without_its_document_and_a_root_in_small_letters_are_read_too() -> None:
    whole = only(simple())
    alone = simple().decode().partition("<NewsItem>")[2].partition("</NewsML>")[0]
    assert only(f"<NewsItem>{alone}".encode()) == whole
    assert only(simple().replace(b"NewsML", b"newsml")) == whole
