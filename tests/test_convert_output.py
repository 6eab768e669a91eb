"""What `dateline convert` keeps of the items of one document, and that it writes no half ones."""

import io
import json
import resource
import subprocess
import sys
import tempfile
import tracemalloc

import msgspec
import pytest

from dateline import cli
from dateline.convert import Outcome, output, writer, writers
from dateline.convert.output import BETWEEN, Output
from dateline.wire import NewsItem, write
from tests.test_convert import ITEM
from tests.wire.formats.test_writers import BARE, FULL

WHOLE = sorted(set(writers()) - set(BETWEEN))
"""Formats that are one document of all items."""

LONG = msgspec.structs.replace(FULL, status="usable", embargoed=None, body="<p>Een zin van tien.</p>" * 400)


def outcome(*items: NewsItem) -> Outcome:
    return Outcome(items=[msgspec.msgpack.encode(item) for item in items], names=[""] * len(items))


def test_the_formats_of_one_document_are_those_that_the_page_names():
    assert WHOLE == ["atom", "html", "jsonfeed", "newsml-g2", "nitf", "rss"]


@pytest.mark.parametrize("to", WHOLE)
@pytest.mark.parametrize("items", [(FULL,), (LONG, FULL, BARE), (BARE, LONG, LONG)], ids=len)
def test_a_document_of_the_items_of_several_files_is_what_the_library_writes(to, items, monkeypatch):
    monkeypatch.setattr(output, "SPOOL_BYTES", 100)
    stream = io.BytesIO()
    out = Output(writer(to), None, stream)
    for item in items:
        out.put(outcome(item))
        out.put(Outcome())
        assert stream.getvalue() == b""
    out.end()
    out.close()
    assert stream.getvalue() == write(items, to)


class Counting(io.RawIOBase):
    """A stream that keeps nothing but the number of bytes."""

    count = 0

    def write(self, data) -> int:
        self.count += len(data)
        return len(data)


@pytest.mark.parametrize("to", WHOLE)
def test_memory_does_not_grow_with_the_items_of_a_document(to, monkeypatch):
    monkeypatch.setattr(output, "SPOOL_BYTES", 2**16)
    monkeypatch.setattr(output, "COPY_BYTES", 2**16)
    one, stream = outcome(LONG), Counting()
    out = Output(writer(to), None, stream)
    out.put(one)
    tracemalloc.start()
    try:
        for _ in range(120):
            out.put(one)
        out.end()
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        out.close()
    assert stream.count > 1_000_000
    assert most < 400_000


def test_an_item_that_cannot_be_written_is_its_file_s_alone():
    class Fragile:
        def add(self, item: NewsItem) -> bytes:
            return f"<{item.headline.upper()}>".encode()

        def head(self) -> bytes:
            return b"["

        def foot(self) -> bytes:
            return b"]"

    stream = io.BytesIO()
    out = Output(msgspec.structs.replace(writer("rss"), document=Fragile), None, stream)
    codes = [out.put(outcome(*items)).code for items in ([FULL], [FULL, BARE], [FULL])]
    out.end()
    out.close()
    assert codes == [None, "mistake", None]
    assert stream.getvalue() == b"[<STERRENWACHT WEER OPEN><STERRENWACHT WEER OPEN>]"


def test_without_a_temporary_folder_the_reason_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(output, "SPOOL_BYTES", 100)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    out = Output(writer("rss"), None, io.BytesIO())
    with pytest.raises(OSError, match="TMPDIR names another place") as told:
        out.put(outcome(LONG))
    out.close()
    assert told.value.errno in cli.IN_THE_WAY
    assert told.value.filename == str(tmp_path / "none")


def bounded() -> None:
    """No file larger than 4 kB: the nearest to a full disk that a test can have."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_leaves_no_half_document(tmp_path):
    for name, zins in (("a.json", 1), ("b.json", 1000)):
        item = {**ITEM, "data": {**ITEM["data"], "id": name, "bodyText": "<p>Een zin.</p>" * zins}}
        (tmp_path / name).write_text(json.dumps(item))
    words = [sys.executable, "-m", "dateline.cli", "convert", "a.json", "b.json", "--out", "out", "--quiet"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, preexec_fn=bounded, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"dateline convert: out/ANP-b.json-1.json: File too large\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ANP-a.json-1.json"]


def test_no_room_for_the_parts_of_a_document_is_told_and_nothing_is_printed(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({**ITEM, "data": {**ITEM["data"], "bodyText": "<p>Zin.</p>" * 9000}}))
    code = "import sys; from dateline.convert import output; output.SPOOL_BYTES = 100; from dateline.cli import main"
    words = [
        sys.executable,
        "-c",
        f"{code}; sys.exit(main(sys.argv[1:]))",
        "convert",
        "a.json",
        "--to",
        "rss",
        "--quiet",
    ]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, preexec_fn=bounded, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"the parts of a document wait there; TMPDIR names another place" in done.stderr
    assert b"Traceback" not in done.stderr
