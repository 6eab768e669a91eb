"""`dateline convert --explain`: what it prints, and that a terminal can bear it."""

import re
import subprocess
import sys
from io import StringIO

import pytest

from dateline.convert.screen import Screen
from dateline.wire import explain
from tests.accept import CORPUS
from tests.test_convert import dateline

STORY = str(CORPUS / "nitf-story.xml")


def test_it_prints_where_things_went_and_no_json():
    done = dateline("convert", "--explain", STORY)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0].endswith("nitf-story.xml: NITF 2.5 to 3.6, 1 item")
    assert any(re.match(r"  hedline/hl1:\d+ +headline +Sterrenwacht weer open$", line) for line in lines)
    assert any("→ dateline" in line and "LEIDEN" in line for line in lines)
    assert "in the file, and in no item" in lines
    assert len(lines) <= 40, "it is for one screen"


def test_no_line_is_wider_than_the_terminal():
    for width in (60, 80, 100, 200):
        for name in ("nitf-story.xml", "newsml-1-belga.xml", "anp-api-item.json", "page-html-rail.html"):
            found = explain((CORPUS / name).read_bytes())
            assert max(map(len, list(Screen(width, False).lines("x", found))[1:])) <= width


def test_colours_are_for_terminals_that_want_them(monkeypatch):
    plain = "\n".join(Screen(100, False).lines("x", explain((CORPUS / "nitf-story.xml").read_bytes())))
    coloured = "\n".join(Screen(100, True).lines("x", explain((CORPUS / "nitf-story.xml").read_bytes())))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain


@pytest.mark.parametrize(("no_colour", "expected"), [("", True), ("1", False)])
def test_no_color_is_respected(no_colour, expected):
    code = f"""
import os, pty, sys
def go(fd):
    data = os.read(fd, 1024); return data
os.environ["NO_COLOR"] = {no_colour!r}
pty.spawn([sys.executable, "-m", "dateline.cli", "convert", "--explain", {STORY!r}])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    assert b"headline" in done.stdout
    assert (b"\x1b[" in done.stdout) == expected


def test_hostile_copy_cannot_write_to_the_terminal():
    data = b"<nitf><body><body.head><hedline><hl1>a\xc2\x9b2Jb\xe2\x80\xaec</hl1></hedline></body.head>"
    data += b"<body.content><p>Een zin.</p></body.content></body></nitf>"
    out = StringIO("\n".join(Screen(100, False).lines("\x1b[2J", explain(data)))).read()
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\x9b" not in out


def test_a_file_that_cannot_be_read_is_told_and_the_next_follows(tmp_path):
    (tmp_path / "bad.xml").write_text("<nitf>")
    done = dateline("convert", "--explain", "bad.xml", STORY, "missing", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "bad.xml: It ends in the middle, at line 1.",
        "missing: It cannot be read: No such file or directory.",
    ]
    assert b"nitf-story.xml: NITF" in done.stdout


def test_out_and_explain_are_wrong_use(tmp_path):
    done = dateline("convert", "--explain", "--out", "x", STORY, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert not (tmp_path / "x").exists()


def test_an_agency_with_an_endless_name_takes_one_line():
    data = b'<NewsML><NewsItem><NewsManagement/><NewsComponent><AdministrativeMetadata><Provider><Party FormalName="'
    data += b"a " * 500 + b'"/></Provider></AdministrativeMetadata><NewsLines><HeadLine>Kop</HeadLine></NewsLines>'
    data += b"<ContentItem><DataContent><p>Een zin.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    assert max(map(len, Screen(80, False).lines("x", explain(data)))) <= 80
