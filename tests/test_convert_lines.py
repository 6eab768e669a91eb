"""`dateline convert` on files of many documents that are larger than a reader takes at once."""

import io
import json
import sys
from pathlib import Path

import pytest

from dateline.convert import Options, lines, outcome_of, pool
from dateline.wire.errors import Unreadable
from tests.test_convert import ITEM


def line(number: int) -> bytes:
    return json.dumps({"uri": f"urn:x:{number}", "headline": f"Kop {number}", "body_text": "Een zin."}).encode() + b"\n"


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    monkeypatch.setattr(lines, "LARGE_BYTES", 1000)
    monkeypatch.setattr(pool, "LARGE_BYTES", 1000)
    monkeypatch.setattr(lines, "PART_BYTES", 500)


def parts(data: bytes) -> list[tuple[int, bytes]]:
    return [(part.line, part.data) for part in lines.parts(io.BytesIO(data))]


def message(number: int) -> bytes:
    return (
        b"From ed@example.org Tue Mar  4 08:15:00 2025\nFrom: Redactie <ed@example.org>\n"
        b"Subject: Kop %d\nDate: Tue, 4 Mar 2025 08:15:00 +0100\nMessage-ID: <%d@example.org>\n\n"
        b"From here a line is text.\n\nFrom Leiden too.\n>From the start.\n\n" % (number, number)
    )


def test_the_parts_are_the_file_and_begin_and_end_between_lines():
    data = b"\xef\xbb\xbf" + b"".join(map(line, range(100))).rstrip()
    found = parts(data)
    assert len(found) > 10
    assert b"".join(part for _, part in found) == data
    for number, part in found:
        assert part.removeprefix(b"\xef\xbb\xbf").startswith(line(number - 1).rstrip())


def test_many_short_lines_are_several_parts_too(monkeypatch):
    monkeypatch.setattr(lines, "PART_LINES", 3)
    assert [number for number, _ in parts(b'{"a": 1}\n' * 200)] == list(range(1, 200, 3))


def test_a_part_does_not_end_beside_a_line_that_is_broken():
    data = b"".join(line(number)[: 20 if number % 3 == 2 else None].strip() + b"\n" for number in range(120))
    assert len(parts(data)) > 5
    for _, part in parts(data)[1:-1]:
        assert lines.has_parts(part + line(0))
        assert part.endswith(b"}\n")
    assert b"".join(part for _, part in parts(data)) == data


def test_lines_that_are_all_broken_are_parts_all_the_same():
    data = b"{}\n{}\n" + b"x\n" * 20_000
    found = parts(data)
    assert max(len(part) for _, part in found) < 1000
    assert b"".join(part for _, part in found) == data


@pytest.mark.parametrize(
    "data",
    [json.dumps([ITEM] * 20, indent=1).encode(), json.dumps(ITEM).encode() + b" " * 2000, b"<a>\n" * 900, b"{\n" * 900],
)
def test_any_other_file_stays_in_one_part(data):
    assert parts(data) == [(1, data)]


def test_a_line_that_is_larger_than_a_file_may_be_is_refused(monkeypatch):
    monkeypatch.setattr(lines, "MAX_BYTES", 3000)
    found = lines.parts(io.BytesIO(b"".join(map(line, range(20))) + b'{"a": "' + b"x" * 10_000))
    with pytest.raises(Unreadable, match="larger than"):
        list(found)


@pytest.mark.parametrize("way", ["file", "standard input"])
def test_all_items_come_in_their_order_and_a_broken_line_is_told_with_its_part(tmp_path: Path, way):
    data = b"".join(line(number) if number != 50 else b'{"uri": \n' for number in range(100))
    (tmp_path / "a.ndjson").write_bytes(data)
    path = str(tmp_path / "a.ndjson") if way == "file" else "-"
    found = list(pool.outcomes([path, path], Options(), io.BytesIO(data), jobs=2))
    items = [json.loads(item)["guid"] for _, outcome in found for item in outcome.items]
    expected = [f"urn:x:{number}" for number in range(100) if number != 50]
    assert items == (expected * 2 if way == "file" else expected)
    assert next(name for name, outcome in found if outcome.told and outcome.items).startswith(f"{path} from line ")


def test_a_file_that_cannot_be_opened_is_told_as_ever(tmp_path: Path):
    (found,) = pool.outcomes([str(tmp_path / "none")], Options(), sys.stdin.buffer)
    assert found[1].code == "no-access"


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_an_mbox_is_taken_in_parts_between_messages_and_reads_as_in_one(tmp_path: Path, ends):
    data = b"".join(map(message, range(40))).replace(b"\n", ends)
    found = parts(data)
    assert len(found) > 5
    assert b"".join(part for _, part in found) == data
    assert all(part.startswith(b"From ed@example.org ") for _, part in found)
    (tmp_path / "a.mbox").write_bytes(data)
    whole = outcome_of("a.mbox", Options(), data)
    apart = [outcome for _, outcome in pool.outcomes([str(tmp_path / "a.mbox")], Options(), io.BytesIO(), jobs=1)]
    assert [item for outcome in apart for item in outcome.items] == whole.items
    assert (len(whole.items), len(apart)) == (40, len(found))


def test_a_part_of_an_mbox_is_mail_whatever_its_first_message_has_for_headers():
    data = message(0) * 20 + b"From x@example.org Tue Mar  4 08:15:00 2025\nSubject: Kop\n\nTekst.\n\n" * 20
    found = list(lines.parts(io.BytesIO(data)))
    assert {part.format for part in found} == {"mail"}
    outcomes = [outcome_of("a", Options(), part.data, part.format) for part in found]
    assert [outcome.reason for outcome in outcomes] == [None] * len(found)
    assert sum(len(outcome.items) for outcome in outcomes) == 40


def test_a_message_of_an_mbox_that_is_larger_than_a_file_may_be_is_refused(monkeypatch):
    monkeypatch.setattr(lines, "MAX_BYTES", 3000)
    found = lines.parts(io.BytesIO(message(0) * 20 + message(1) + b"x\n" * 5000))
    with pytest.raises(Unreadable, match="larger than"):
        list(found)
