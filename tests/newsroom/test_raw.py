"""Raw copy: small in its row, large in a file that lasts, and nothing but what arrived comes out."""

from pathlib import Path

import pytest
from django.conf import settings

from dateline.newsroom import raw
from dateline.newsroom.models import Delivery

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


def test_a_large_file_lies_by_its_date_and_hash_and_nothing_else_lies_there():
    row = stored(LARGE)
    path = Path(settings.DATA) / "raw" / row.raw_file
    assert row.raw_file == f"2026/03/02/{row.sha256}"
    assert [each.name for each in path.parent.iterdir()] == [row.sha256]


def test_bytes_that_were_changed_or_are_gone_are_never_given_out():
    row = stored(LARGE)
    path = Path(settings.DATA) / "raw" / row.raw_file
    path.write_bytes(b"something else")
    with pytest.raises(raw.RawMissing, match="not those that arrived"):
        raw.load(row)
    raw.forget(row.raw_file)
    raw.forget(row.raw_file)
    with pytest.raises(raw.RawMissing, match="missing"):
        raw.load(row)
    row.raw_file = ""
    with pytest.raises(raw.RawMissing, match="taken"):
        raw.load(row)
