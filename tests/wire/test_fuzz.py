"""Changed copy, the same each time: every reader gives items or a reason, every writer takes what the readers give."""

import json
import subprocess
import sys

import pytest

from fuzz.check import Broken, check
from fuzz.seeds import readers
from tests.conftest import REPO

COUNT = 100
MEGABYTES = 200
PARTS = 4
"""How many processes share the readers: to start one, with all the seeds, takes longer than to read for one reader."""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_changed_copy_breaks_nothing(part: int) -> None:
    names = readers()[part::PARTS]
    command = [sys.executable, "-m", "fuzz", *names, "--fixed", str(COUNT)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=120)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert tuple(each["format"] for each in found) == names
    assert [each["broken"] for each in found if each["broken"]] == []
    assert [each["format"] for each in found if each["read"] <= COUNT // 10] == []
    assert max(each["megabytes"] for each in found) < MEGABYTES


def test_a_reader_that_breaks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.wire.formats import nitf_parts

    def broken(*_words: object) -> None:
        raise IndexError("oops")

    monkeypatch.setattr(nitf_parts, "fill", broken)
    with pytest.raises(Broken, match="the reader broke"):
        check(b"<nitf><body/></nitf>", "nitf")


@pytest.mark.parametrize(
    "body", ["<script>x</script>", '<p onclick="x">a</p>', '<a href="java\tscript:x">a</a>', "<p><!-- x --></p>"]
)
def test_markup_that_gets_through_is_noticed(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    from dateline.wire import reader

    monkeypatch.setattr(reader, "body_html", lambda _blocks: body)
    with pytest.raises(Broken, match="in the body"):
        check(b"<nitf><body><body.content><p>Een zin.</p></body.content></body></nitf>", "nitf")
