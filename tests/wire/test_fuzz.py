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


@pytest.mark.slow
@pytest.mark.parametrize("name", readers())
def test_changed_copy_breaks_nothing(name: str) -> None:
    command = [sys.executable, "-m", "fuzz", name, "--fixed", str(COUNT)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, timeout=120)
    found = json.loads(done.stdout)
    assert found["broken"] == {}
    assert found["read"] > COUNT // 10
    assert found["megabytes"] < MEGABYTES


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
