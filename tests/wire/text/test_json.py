"""The JSON parser: what is refused, with which reason, and what is read and told."""

import pytest

from dateline.wire.errors import Unreadable
from dateline.wire.text.json import MAX_DEPTH, MAX_VALUES, parse_json


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (b'{"a": "b', "cut-off"),
        (b'{"a": "\\u12', "cut-off"),
        (b'{"a"', "cut-off"),
        (b'{"a": tru', "cut-off"),
        (b'{"a": 1}\n{"b": ', "cut-off"),
        (b'{"a": NaN}', "malformed"),
        (b'{"a": 1,}', "malformed"),
        (b'{"a": 1} b', "malformed"),
        (b'{\n"a": 1\n"b": 2}', "malformed"),
        (b'{"a": ' + b"1" * 5000 + b"}", "malformed"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "too-deep"),
        (b"[" * 100_000, "too-deep"),
        (b"[" + b"1," * (MAX_VALUES + 1) + b"1]", "too-many"),
        (b'"' + b"x" * (17 * 1024 * 1024) + b'"', "too-large"),
    ],
)
def test_what_is_no_whole_json_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_json(data)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 200


def test_brackets_in_texts_are_no_depth() -> None:
    assert parse_json(b'["' + b"[" * 1000 + b'", "\\"["]').values == [["[" * 1000, '"[']]


def test_a_key_that_stands_twice_is_told() -> None:
    document = parse_json(b'{"a": {"b": "first", "b": "second"}}')
    assert document.values == [{"a": {"b": "second"}}]
    assert [(problem.code, problem.where, problem.excerpt) for problem in document.problems] == [
        ("repeated-key", "b", "first")
    ]


def test_characters_that_no_text_may_have_go_and_are_told() -> None:
    document = parse_json(b'{"a": ["b\\u0000c", "\\ud800d", "\\ud83d\\ude00"], "e": "f\x01\tg"}')
    assert document.values == [{"a": ["bc", "\ufffdd", "\U0001f600"], "e": "f\tg"}]
    assert {problem.code for problem in document.problems} == {"control-characters"}


def test_a_line_break_in_a_text_is_read_and_told() -> None:
    document = parse_json(b'{"a": "b\nc"}')
    assert document.values == [{"a": "b\nc"}]
    assert [problem.code for problem in document.problems] == ["control-characters"]


def test_lines_are_documents_and_a_broken_one_holds_up_no_other() -> None:
    document = parse_json(b'\xef\xbb\xbf{"a": 1}\r\n\r\nfoo\n{"b": "\xe2\x80\xa8"}\n')
    assert document.values == [{"a": 1}, {"b": "\u2028"}]
    assert [(problem.code, problem.where) for problem in document.broken] == [("not-an-item", "line 3")]


def test_other_charsets_are_read() -> None:
    assert parse_json('{"a": "é"}'.encode("utf-16")).values == [{"a": "é"}]
    assert parse_json(b'{"a": "\xe9"}').values == [{"a": "é"}]
