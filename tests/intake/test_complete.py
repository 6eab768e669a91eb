"""A file that was closed is taken at once only where its own form says that it is whole."""

import pytest

from dateline.intake.complete import reads_complete

from .helpers import newsml

WHOLE = [
    newsml(1),
    newsml(1) + b"\n\n",
    newsml(1) + b"\x1a",
    newsml(1).decode().encode("utf-16"),
    b"<a/>".replace(b"/>", b"></a>"),
    b'<?xml version="1.0"?><x:nitf xmlns:x="urn:x"><body/></x:nitf >\n<!-- sent by desk -->\n',
    b"<!DOCTYPE html><html><body>x</body></HTML>",
    b'{"a": [1, 2]}',
    b"\xef\xbb\xbf[]",
]

OPEN = [
    b"",
    b"   ",
    newsml(1)[:-3],
    newsml(1)[: len(newsml(1)) // 2],
    newsml(1) + b"<Next",
    b"<a><b></b>",
    b"<a>",
    b'{"a": [1, 2]',
    b'{"a"',
    b"plain text could always go on\n",
    b"\x01ANPA\x03",
    b"\xff\xfe\x00",
]


@pytest.mark.parametrize("data", WHOLE)
def test_whole(data: bytes):
    assert reads_complete(data)


@pytest.mark.parametrize("data", OPEN)
def test_could_go_on(data: bytes):
    assert not reads_complete(data)


def test_no_beginning_of_a_whole_file_reads_complete():
    data = newsml(1).rstrip()
    assert not any(reads_complete(data[:end]) for end in range(len(data)))


def test_deep_and_large_files_are_looked_at_quickly():
    assert not reads_complete(b"[" * 1_000_000)
    assert not reads_complete(b"<a>" * 1_000_000)
    assert reads_complete(b"<a>" + b"<b/>" * 1_000_000 + b"</a>")
