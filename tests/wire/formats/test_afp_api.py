"""The AFP's API: invented documents in the form that its clients know."""

import json
from typing import Any

import pytest

from dateline.wire import NewsItem, read
from dateline.wire.formats.table import detect

DOCUMENT: dict[str, Any] = {
    "uno": "newsml.afp.com.20260312T101500Z.doc-0inv1",
    "class": "text",
    "status": "Usable",
    "revision": 1,
    "lang": "en",
    "urgency": 4,
    "published": "2026-03-12T10:15:00Z",
    "provider": "AFP",
    "headline": "Invented bridge opens",
    "news": ["PARIS, March 12, 2026 (AFP) - A bridge that nobody built opened.", "It is empty."],
}


def one(**changes: Any) -> NewsItem:
    (item,) = read(json.dumps(DOCUMENT | changes).encode()).items
    return item


def test_a_document_has_the_facts_of_its_fields() -> None:
    item = one()
    assert (item.format, item.provider, item.guid, item.version) == ("afp-api", "AFP", DOCUMENT["uno"], "1")
    assert (item.headline, item.text) == ("Invented bridge opens", "A bridge that nobody built opened.\n\nIt is empty.")
    assert item.dateline is not None
    assert (item.dateline.places, item.dateline.agencies) == (("Paris",), ("AFP",))


@pytest.mark.parametrize("wrap", [lambda d: {"response": {"docs": d}}, lambda d: {"docs": d}, lambda d: d])
def test_answers_and_lists_hold_a_document_each(wrap: Any) -> None:
    data = json.dumps(wrap([DOCUMENT, DOCUMENT | {"uno": "x"}, {"uno": ""}])).encode()
    assert detect(data).name == "afp-api"
    reading = read(data)
    assert [item.guid for item in reading.items] == [DOCUMENT["uno"], "x"]
    assert len(reading.set_aside) == 1


def test_a_document_that_is_cancelled_is_a_kill() -> None:
    item = one(status="Canceled", news=[])
    assert item.status == "canceled"
    assert item.signal is not None
    assert item.signal.kind == "kill"


def test_an_embargo_without_a_time_is_asked_about() -> None:
    held, until = one(status="Embargoed"), one(status="Embargoed", embargoed="2026-03-13T06:00:00Z")
    assert (held.status, until.status) == ("withheld", "usable")
    assert str(until.embargoed) == "2026-03-13 06:00:00+00:00"


@pytest.mark.parametrize("end", ["", "Friday evening"])
@pytest.mark.parametrize("status", ["Usable", "Embargoed"])
def test_an_embargo_whose_end_cannot_be_read_holds_the_document(status: str, end: str) -> None:
    item = one(status=status, embargoed=end)
    assert (item.status, item.embargoed) == ("withheld", None)
    assert [problem.code for problem in item.problems] == ["embargo-unclear"]


@pytest.mark.parametrize(
    ("said", "kind"), [("correction", "correction"), (["update", "cwarn"], "update"), ("cwarn", None)]
)
def test_what_a_document_says_of_itself_is_its_signal(said: Any, kind: str | None) -> None:
    item = one(signal=said)
    assert (item.signal and item.signal.kind) == kind
    assert item.problems == ()


def test_the_headline_of_what_is_urgent_may_be_the_first_line_but_of_a_lone_line_never() -> None:
    news = ["Invented bridge opens", "A bridge that nobody built opened."]
    item = one(headline=None, urgency=3, news=news)
    assert (item.headline, item.text, item.signal) == (news[0], news[1], None)
    alert = one(headline=None, urgency=2, news=news[1:])
    assert (alert.headline, alert.text) == (None, news[1])
    assert alert.signal is not None
    assert alert.signal.kind == "flash"
    assert one(headline=None, news=news).headline is None


def test_the_caption_of_a_picture_is_its_text() -> None:
    medias = [{"type": "Photo", "href": "https://afp.example/1.jpg", "width": 10}, {"type": "Text", "href": "x"}]
    item = one(**{"class": "picture"}, news=[], caption=["The bridge."], bagItem=[{"uno": "y", "medias": medias}])
    assert (item.kind, item.text, item.media[0].href) == ("picture", "The bridge.", "https://afp.example/1.jpg")


def test_a_picture_without_an_address_is_told() -> None:
    item = one(bagItem=[{"uno": "y", "medias": []}])
    assert [problem.code for problem in item.problems] == ["media-incomplete"]
