"""What stands in an answer is read as it is meant, and believed only as far as it can be."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dateline.intake.anp import answers
from dateline.intake.anp.troubles import BadAnswer
from dateline.wire.reader import read

FIXTURES = "wire/superdesk-anp/io/fixtures"


def captured(shared: Path, what: str) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((shared / FIXTURES).glob(f"anp_news_api-{what}*.json"))}


@pytest.mark.needs_shared
def test_captured_answers_are_read(shared: Path):
    (sources,) = captured(shared, "sources").values()
    assert [service.title for service in answers.services_of(sources)] == [
        "AFN",
        "AFN Web",
        "AFP (Editorial)",
        "AFP EN (Editorial)",
        "ANP 101",
    ]
    pages = [answers.page_of(body) for body in captured(shared, "items-").values()]
    assert [(len(page.items), page.more) for page in pages] == [(2, True)] * 5
    assert all(entry.at is not None for page in pages for entry in page.items)
    for name, body in captured(shared, "item-detail-").items():
        item = name.rpartition("-")[2]
        assert answers.answer_of(body, item).data == body


@pytest.mark.needs_shared
def test_what_the_reader_reads_makes_a_difference_and_nothing_else(shared: Path):
    for name, body in captured(shared, "item-detail-").items():
        item = name.rpartition("-")[2]
        whole = json.loads(body)
        before, read_before = answers.answer_of(body, item).sha256, plain(body)
        for field in [*whole["data"], "servedBy"]:
            if field == "id":
                continue
            other = whole | {"data": whole["data"] | {field: changed(whole["data"].get(field))}}
            data = json.dumps(other).encode()
            differs = answers.answer_of(data, item).sha256 != before
            assert differs == (field in answers.READ), field
            if not differs:
                assert plain(data) == read_before, field


def plain(body: bytes) -> bytes:
    (item,) = read(body).items
    return msgspec.json.encode(item)


def changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [*value, "anders"]
    return f"{value or ''} anders"


def test_the_order_of_the_fields_makes_no_difference():
    one = answers.answer_of(b'{"data": {"id": "a", "title": "x", "isRead": true}}', "a")
    two = answers.answer_of(b'{"data":{"isRead":false,"title":"x","id":"a"},"hasError":false}', "a")
    assert one.sha256 == two.sha256
    assert one.data != two.data


ODD_IDS = [None, True, 1.5, [], {}, "", " ", "a b", ".", "..", "x" * 201, "a\x00", "é", "\u202e"]


@pytest.mark.parametrize("odd", ODD_IDS)
def test_ids_that_are_none_are_left_out(odd: Any):
    body = json.dumps({"data": {"items": [{"id": odd}, {"id": "good"}, {}, "x", 7]}}).encode()
    assert [entry.id for entry in answers.page_of(body).items] == ["good"]
    body = json.dumps({"data": [{"id": odd, "title": "X"}, {"id": 7, "title": 8}]}).encode()
    assert answers.services_of(body) == [("7", "")]
    with pytest.raises(BadAnswer):
        answers.answer_of(json.dumps({"data": {"id": odd}}).encode(), "good")


def test_a_number_is_an_id_too():
    assert answers.page_of(b'{"data": {"items": [{"id": 17}]}}').items[0].id == "17"
    assert answers.answer_of(b'{"data": {"id": 17}}', "17").data


def test_an_id_that_is_listed_twice_counts_once():
    body = b'{"data": {"items": [{"id": "a"}, {"id": "b"}, {"id": "a"}], "hasMore": "true"}}'
    page = answers.page_of(body)
    assert ([entry.id for entry in page.items], page.more) == (["a", "b"], True)


@pytest.mark.parametrize(
    "odd", ["", "gisteren", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00", "9999-12-31T23:59:59-23:00", 17, None, []]
)
def test_times_that_are_none_are_unknown(odd: Any):
    body = json.dumps({"data": {"items": [{"id": "a", "modified": odd}]}}).encode()
    assert answers.page_of(body).items[0].at is None


@pytest.mark.parametrize(
    ("body", "token"),
    [
        ('{"data": "0123456789abcdef"}', "0123456789abcdef"),
        ('{"data": {"token": "abc"}}', "abc"),
        ('{"data": {"access_token": "abc", "expires": 60}}', "abc"),
        ('{"accessToken": "abc"}', "abc"),
        ('{"data": "OK"}', None),
        ('{"data": {"token": "a b"}}', None),
        ('{"data": {"token": "a\\r\\nX-Evil: 1"}}', None),
        ('{"data": {"token": 17}}', None),
        ("{}", None),
    ],
)
def test_a_token_is_found_where_it_may_stand(body: str, token: str | None):
    assert answers.token_of(body.encode()) == token
