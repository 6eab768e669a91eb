"""Raw copy: small in its row, large apart, and nothing but what arrived comes out."""

import hashlib
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from dateline.newsroom import raw
from dateline.newsroom.models import Delivery, RawPart
from dateline.newsroom.raw.kept import PIECE

from .helpers import NOW, delivery, newsroom

pytestmark = pytest.mark.django_db
LARGE = b"y" * (raw.IN_ROW + 1)


def stored(data: bytes) -> Delivery:
    kept = raw.keep(data, NOW)
    row = delivery(newsroom(), data, raw=kept.raw, raw_file=kept.raw_file)
    return Delivery.objects.get(pk=row.pk)


@pytest.mark.parametrize("data", [b"", b"small", b"x" * raw.IN_ROW, LARGE])
def test_what_is_kept_comes_back(data):
    row = stored(data)
    assert raw.load(row) == data
    assert (row.raw is None) == (len(data) > raw.IN_ROW)


@pytest.mark.sqlite
def test_a_large_file_lies_by_its_date_and_hash_and_nothing_else_lies_there():
    row = stored(LARGE)
    path = Path(settings.DATA) / "raw" / row.raw_file
    assert row.raw_file.startswith(f"2026/03/02/{row.sha256}.")
    assert path.read_bytes() == LARGE
    assert all(re.fullmatch("[0-9a-f]{64}[.][0-9a-f]{16}", each.name) for each in path.parent.iterdir())


@pytest.mark.postgresql
def test_large_bytes_lie_in_the_database_that_all_hosts_share():
    row = stored(b"z" * (2 * PIECE + 1))
    assert row.raw_file.startswith(f"2026/03/02/{row.sha256}.")
    lengths = [len(part.data) for part in RawPart.objects.filter(name=row.raw_file).order_by("n")]
    assert lengths == [PIECE, PIECE, 1]


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_stream_comes_back_whole(size):
    data = bytes(range(251)) * (size // 251 + 1)
    kept = raw.keep_stream(io.BytesIO(data[:size]), NOW)
    assert (kept.raw, kept.size, kept.sha256) == (None, size, hashlib.sha256(data[:size]).hexdigest())
    assert b"".join(raw.pieces(kept.raw_file)) == data[:size]


def test_a_stream_that_breaks_off_leaves_nothing():
    class Breaks:
        left = 2

        def read(self, size: int, /) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise OSError("gone")
            return b"x" * size

    with pytest.raises(OSError, match="gone"):
        raw.keep_stream(Breaks(), NOW)
    assert not RawPart.objects.exists()
    assert not list((Path(settings.DATA) / "raw").rglob("draft.*"))


def test_bytes_that_were_changed_or_are_gone_are_never_given_out():
    row = stored(LARGE)
    raw.put(row.raw_file, [b"something ", b"else"])
    with pytest.raises(raw.RawMissing, match="not those that arrived"):
        raw.load(row)
    raw.forget(row.raw_file)
    raw.forget(row.raw_file)
    with pytest.raises(raw.RawMissing, match="missing"):
        raw.load(row)
    row.raw_file = ""
    with pytest.raises(raw.RawMissing, match="taken"):
        raw.load(row)


def test_who_lets_go_takes_nothing_from_another_that_keeps_the_same():
    first, second = raw.keep(LARGE, NOW), raw.keep(LARGE, NOW)
    if first.raw_file == second.raw_file:
        pytest.skip("files are shared: intake/store.py looks for a delivery that names them")
    raw.forget(second.raw_file)
    assert b"".join(raw.pieces(first.raw_file)) == LARGE


@pytest.mark.postgresql
def test_what_a_crash_left_is_swept_and_nothing_else():
    row = stored(LARGE)
    raw.keep(LARGE, NOW)
    RawPart.objects.create(name="draft.x", n=0, data=b"x", kept_at=timezone.now())
    assert raw.sweep(timezone.now()) == 0, "somebody may be about to store it"
    assert raw.sweep(timezone.now() + timedelta(hours=7)) == 2
    assert raw.load(row) == LARGE
