"""The AP Media API, the PA API and Ritzau's XML: invented answers, and the real ones of ../shared, read by hand."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from dateline.wire import NewsItem, Reading, read
from dateline.wire.errors import Unreadable
from dateline.wire.item import Dateline, Link, Signal
from tests.conftest import SHARED, needs_shared

WIRE = SHARED / "wire"
AP = "superdesk-cp/ingest/parser/fixtures/ap"

AP_ITEM: dict[str, Any] = {
    "uri": "https://api.ap.example/media/v/content/0a1b?qt=x",
    "altids": {"itemid": "0a1b", "etag": "0a1b_1"},
    "version": 1,
    "type": "text",
    "urgency": 4,
    "language": "en",
    "versioncreated": "2025-03-04T10:20:30Z",
    "firstcreated": "2025-03-04T09:00:00Z",
    "pubstatus": "usable",
    "headline": "Observatory opens",
    "headline_extended": "The observatory opens at last",
    "slugline": "BC-Observatory",
    "bylines": [{"by": "By JO DOE", "title": "AP Science Writer"}],
    "located": "LEIDEN, Netherlands",
    "usageterms": ["Editorial use only.", "No archive."],
    "provider": "AP",
    "renditions": {"nitf": {"href": "https://api.ap.example/d", "mimetype": "text/xml"}},
}


def answer(**changes: Any) -> Reading:
    return read(json.dumps({"api_version": "2.1", "data": {"item": AP_ITEM | changes}}).encode())


def ap(**changes: Any) -> NewsItem:
    [found] = answer(**changes).items
    return found


def only(path: str) -> NewsItem:
    [found] = read((WIRE / path).read_bytes()).items
    return found


def test_an_answer_of_the_ap_without_its_text() -> None:
    found = ap()
    assert (found.format, found.provider, found.guid, found.version) == ("ap-media-api", "AP", "0a1b", "1")
    assert (found.headline, found.subheadline) == ("Observatory opens", "The observatory opens at last")
    assert (found.byline, found.places) == ("By JO DOE, AP Science Writer", ("Leiden, Netherlands",))
    assert found.usage_terms == "Editorial use only.\nNo archive."
    assert (found.text, [problem.code for problem in found.problems]) == ("", ["content-unknown"])


def test_the_place_of_a_dateline_is_named_once() -> None:
    found = ap(located="BUFFALO, N.Y.", place=[{"name": "Buffalo", "rels": ["direct"]}, {"name": "Erie County"}])
    assert found.places == ("Buffalo, N.Y.", "Erie County")


@pytest.mark.parametrize(
    ("kinds", "kind", "status"),
    [
        (["Lead"], "update", "usable"),
        (["Corrective", "Lead"], "correction", "usable"),
        (["Kill"], "kill", "canceled"),
        (["Disregard"], "kill", "canceled"),
        (["Withhold"], None, "withheld"),
        (["HoldForRelease"], None, "withheld"),
        (["Add"], "addition", "usable"),
    ],
)
def test_the_editorial_type_is_the_signal(kinds: list[str], kind: str | None, status: str) -> None:
    found = ap(editorialtypes=kinds)
    assert (found.signal.kind if found.signal else None, found.status) == (kind, status)


def test_an_embargo_of_the_ap() -> None:
    found = ap(pubstatus="embargoed", embargoed="2025-03-04T20:00:00Z")
    assert (found.status, found.embargoed) == ("usable", datetime(2025, 3, 4, 20, tzinfo=UTC))
    assert ap(pubstatus="embargoed").status == "withheld"
    assert ap(embargoed="on Tuesday").status == ap(embargoed="").status == "withheld"


def test_a_refusal_of_the_ap_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="Quota"):
        read(b'{"api_version": "2.1", "error": {"message": "Quota exceeded"}, "data": null}')


@needs_shared
def test_the_ap_s_items_as_they_stand_in_the_files() -> None:
    found = only(f"{AP}/ap-category.json")
    assert (found.guid, found.version, found.urgency) == ("70789a344b80ed450582be66a6bf54bb", "1", 4)
    assert found.version_created == datetime(2021, 1, 7, 15, 42, 53, tzinfo=UTC)
    assert found.headline == "US services sector grows for seventh consecutive month"
    assert found.signal is not None
    assert found.signal.kind == "update"
    assert found.links == (Link(href="https://apnews.com/70789a344b80ed450582be66a6bf54bb", rel="canonical"),)
    story = only(f"{AP}/item.json")
    assert story.dateline == Dateline(text="CHEYENNE, Wyo. (AP) —", places=("Cheyenne, Wyo.",), agencies=("AP",))
    assert story.text.startswith("Across the state of Wyoming, there are web developers")
    assert only(f"{AP}/ap-aps.json").credit == ("Precise Media",)
    picture = only(f"{AP}/picture.json")
    assert (picture.kind, picture.byline, picture.media[0].width) == ("picture", "Jae C. Hong", 512)
    assert picture.text.startswith("Pedestrians are silhouetted")
    assert only("superdesk-core/io/fixtures/ap_media_text_feed.json").guid == "5ee9b4b40ea5fe9c9ca60f890fb2e1d9"


PA_ITEM: dict[str, Any] = {
    "uri": "http://PA_API/HSX1/2025-03-04T10:20:30.000Z/2",
    "source-feed": "PA_API",
    "usn": "HSX1",
    "version": "2",
    "status": "",
    "type": "text",
    "format": "GOA-WIRES-NINJS",
    "versionCreated": "2025-03-04T10:20:30.000Z",
    "slug": "STARS",
    "headline": "Observatory opens",
    "subhead": "",
    "priority": "4",
    "subjects": {"code": ["iptccat:a", "service:HSX"]},
    "keywords": "stars+domes",
    "language": "en",
    "location": "Leiden",
    "body_text": "<p>It opens &amp; turns.</p>",
}


def test_an_item_of_the_pa_api() -> None:
    [found] = read(json.dumps(PA_ITEM).encode()).items
    assert (found.format, found.provider, found.guid, found.version) == ("pa-api", "PA", "HSX1", "2")
    assert (found.status, found.urgency, found.subheadline) == ("usable", 4, None)
    assert (found.text, found.keywords, found.places) == ("It opens & turns.", ("stars", "domes"), ("Leiden",))
    assert [(one.scheme, one.code) for one in found.subjects] == [("iptccat", "a"), ("service", "HSX")]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("feed", "holder", "provider"),
    [
        ("AP-Newswires", "", "AP"),
        ("REUTERS", "Reuters", "RTR"),
        ("USSPBBL", "", "AP"),
        ("APBIZWIR", "", "BUSINESS WIRE"),
    ],
)
def test_the_feed_says_whose_copy_it_is(feed: str, holder: str, provider: str) -> None:
    [found] = read(json.dumps(PA_ITEM | {"source-feed": feed, "copyrightHolder": holder}).encode()).items
    assert found.provider == provider


def test_a_status_of_the_pa_api() -> None:
    [found] = read(json.dumps(PA_ITEM | {"status": "canceled", "body_text": ""}).encode()).items
    assert (found.status, found.signal) == ("canceled", Signal(kind="kill"))
    [found] = read(json.dumps(PA_ITEM | {"status": "embargoed"}).encode()).items
    assert found.status == "withheld"


@needs_shared
def test_the_pa_item_as_it_stands_in_the_file() -> None:
    found = only("guardian-newswires/ingestion-lambda/test/fixtures/PA_API.json")
    assert (found.guid, found.version, found.headline) == (
        "8d588e55-f20e-4647-ad46-7d0e9d63e4b5",
        "1",
        "Politics Starmer",
    )
    assert (found.text, found.urgency, found.provider) == ("Anas Sarwar has said...", 6, "PA")


RITZAU = """<?xml version="1.0"?>
<RBNews xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
  <NewsID>abc</NewsID><PublishDate>2025-03-04T11:20:30</PublishDate><strapline>NU/STJERNER</strapline>
  <headline>Stjernevagt åben</headline><subtitle i:nil="true"/><town>Haag</town><origin>/ritzau/AFP/</origin>
  <section>Udland</section><version>2</version><Priority>3</Priority><format>Artikel</format>
  <content>&lt;p&gt;Den er &lt;b&gt;åben&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Den drejer.&lt;/p&gt;</content>
  <Annuleret>false</Annuleret><NyVersion>false</NyVersion><Korrektion>false</Korrektion><InfoFlash>false</InfoFlash>
  <byLine>Jo Opfundet</byLine><TilRedaktionen>Foto følger</TilRedaktionen><replacedID i:nil="true"/>
  <ContentShort>Den er åben...</ContentShort>
</RBNews>"""


def ritzau(*changes: tuple[str, str]) -> NewsItem:
    text = RITZAU
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    [found] = read(text.encode()).items
    return found


def test_an_item_of_ritzau() -> None:
    found = ritzau()
    assert (found.format, found.provider, found.guid, found.version) == ("ritzau", "RITZAU", "abc", "2")
    assert found.version_created == datetime(2025, 3, 4, 10, 20, 30, tzinfo=UTC)
    assert found.dateline == Dateline(text="Haag /ritzau/AFP/", places=("Haag",), agencies=("RITZAU", "AFP"))
    assert (found.headline, found.byline, found.section, found.ed_note) == (
        "Stjernevagt åben",
        "Jo Opfundet",
        "Udland",
        "Foto følger",
    )
    assert (found.text, found.abstract, found.signal, found.language) == (
        "Den er åben.\n\nDen drejer.",
        None,
        None,
        "da",
    )


def test_what_ritzau_says_of_an_item_is_its_signal() -> None:
    yes = "<{0}>true</{0}>"
    no = "<{0}>false</{0}>"
    for name, kind in (("Korrektion", "correction"), ("NyVersion", "update"), ("InfoFlash", "flash")):
        assert ritzau((no.format(name), yes.format(name))).signal == Signal(kind=kind)
    killed = ritzau((no.format("Annuleret"), yes.format("Annuleret")))
    assert (killed.status, killed.signal) == ("canceled", Signal(kind="kill"))
    replaced = ritzau(('<replacedID i:nil="true"/>', "<replacedID>old</replacedID>"))
    assert replaced.signal == Signal(kind="replacement", target="old")


def test_what_an_item_of_ritzau_replaces_may_be_told_at_length() -> None:
    former = "<RelatedNews><Headline>{}</Headline><NewsID>{}</NewsID><Version>{}</Version></RelatedNews>"
    news = former.format("Stjernevagt åben", "abb", 2) + former.format("", "aba", 1)
    found = ritzau(('<replacedID i:nil="true"/>', f"<Replaces>{news}</Replaces>"))
    assert found.signal == Signal(kind="replacement", target="abb")
    assert [(link.guid, link.title) for link in found.links] == [("abb", "Stjernevagt åben"), ("aba", None)]


def test_the_text_of_ritzau_may_stand_as_elements() -> None:
    escaped = "&lt;p&gt;Den er &lt;b&gt;åben&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Den drejer.&lt;/p&gt;"
    found = ritzau((escaped, "Den er åben.<br />Den drejer.<br />/ritzau/"))
    assert (found.text, found.apparatus) == ("Den er åben.\nDen drejer.", ("/ritzau/",))


def test_an_origin_of_ritzau_in_words_is_no_place() -> None:
    found = ritzau(("<town>Haag</town><origin>/ritzau/AFP/</origin>", "<town/><origin>Marketwire</origin>"))
    assert (found.dateline, found.credit, found.apparatus) == (None, ("RITZAU",), ("Marketwire",))


def test_an_answer_of_ritzaus_queue_holds_several() -> None:
    items = RITZAU.partition("?>")[2]
    answer = (
        '<XMLNewsQueuedResponse xmlns="http://tempuri.org/"><XMLNewsQueuedResult><error xmlns="">0</error>'
        f'<ListOfRBNews xmlns="">{items}{items.replace(">abc<", ">abd<")}</ListOfRBNews>'
        "</XMLNewsQueuedResult></XMLNewsQueuedResponse>"
    )
    assert [item.guid for item in read(answer.encode()).items] == ["abc", "abd"]


def test_what_ritzau_hands_on_is_shown_as_it_is_meant() -> None:
    found = ritzau(
        ("Foto følger", "&lt;p&gt;Foto følger.&lt;br /&gt;Snart.&lt;/p&gt;&lt;p&gt;Og video.&lt;/p&gt;"),
        ("Den er åben...", "Stjernevagt åben"),
        ('<subtitle i:nil="true"/>', "<subtitle>Leiden&amp;apos;s kuppel</subtitle>"),
        ("Den drejer", "&amp;amp;quot;Den drejer&amp;amp;quot;"),
    )
    assert (found.ed_note, found.abstract) == ("Foto følger.\nSnart.\nOg video.", None)
    assert (found.subheadline, found.text) == ("Leiden's kuppel", 'Den er åben.\n\n"Den drejer".')
    assert [problem.code for problem in found.problems] == ["markup-repaired"]


@needs_shared
def test_the_ritzau_item_as_it_stands_in_the_file() -> None:
    found = only("superdesk-core/io/fixtures/ritzau_news.xml")
    assert found.guid == "9a6955fc-11da-46b6-9903-439ebb288f2d"
    assert (found.headline, found.signal) == (None, Signal(kind="flash"))
    assert found.dateline == Dateline(text="Haag /ritzau/", places=("Haag",), agencies=("RITZAU",))
    assert found.text.startswith('Hollandske forskere har "i årevis" lavet forsøg')
