"""The file of a backup: what is in it is what was put in, or it is refused."""

import hashlib
import io
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.serve.backup import archive
from dateline.serve.backup.archive import Manifest, Table, Unusable, Writer, opened

pytestmark = pytest.mark.once

MOMENT = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
ROWS = [
    [[1, "één", b"\x00\xff", True, None, MOMENT, {"a": [1, None]}]],
    [[n, "x" * 1000, bytes(1000), False, None, MOMENT, []] for n in range(2, 3000)],
    [[-(2**63), "", b"", None, 2**63 - 1, datetime(1, 1, 1, tzinfo=UTC), "\u0000"]],
]
LARGE = hashlib.sha256(b"large").hexdigest()


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "b"
    with path.open("wb") as made:
        writer = Writer(made)
        assert writer.table("one", ROWS) == 3000 - 2 + 2
        assert writer.table("none", []) == 0
        writer.raw(LARGE, [b"lar", b"", b"ge"])
        columns = (("id", "integer"),)
        writer.finish(
            Manifest(
                dateline="0",
                made_at=MOMENT,
                database="sqlite",
                migrations=("a.0001",),
                era="e",
                edition=1,
                change=2,
                tables={"one": Table(columns, 3000), "none": Table(columns, 0)},
                members=writer.members,
            )
        )
    return path


def everything(file: Path) -> None:
    backup = opened(file)
    try:
        backup.verify()
    finally:
        backup.close()


def test_what_goes_in_comes_out(file):
    backup = opened(file)
    backup.verify()
    assert [row for chunk in backup.rows("one") for row in chunk] == [row for chunk in ROWS for row in chunk]
    assert list(backup.rows("none")) == []
    assert backup.raws() == [LARGE]
    assert b"".join(backup.raw(LARGE)) == b"large"
    assert backup.manifest.made_at == MOMENT
    backup.close()


def test_any_zip_program_reads_it(file):
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["tables/one", "tables/none", f"raw/{LARGE}", "manifest.json"]


def test_a_file_that_was_cut_off_is_refused(file):
    whole = file.read_bytes()
    for size in range(0, len(whole), max(1, len(whole) // 60)):
        file.write_bytes(whole[:size])
        with pytest.raises(Unusable):
            everything(file)


def test_a_bit_that_was_changed_is_found_wherever_it_makes_a_difference(file):
    whole = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        before = {name: packed.read(name) for name in packed.namelist()}
    found = 0
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        try:
            everything(file)
        except Unusable:
            found += 1
            continue
        # The zip says some things twice, and dates that mean nothing here.
        with zipfile.ZipFile(file) as packed:
            assert {name: packed.read(name) for name in packed.namelist()} == before
    assert found > 75


def test_a_bit_of_the_index_that_was_changed_is_refused_as_any_other(file):
    whole = file.read_bytes()
    for at in range(whole.index(b"PK\x01\x02"), len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x81]) + whole[at + 1 :])
        with suppress(Unusable, OSError):  # the system refuses to read at impossible places
            everything(file)


def test_a_member_that_was_exchanged_is_refused(file, tmp_path):
    other = tmp_path / "other"
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as made:
        for name in packed.namelist():
            made.writestr(name, b"LARGE" if name.startswith("raw/") else packed.read(name))
    with pytest.raises(Unusable, match="is not what was backed up"):
        everything(other)


def test_something_more_or_less_in_it_is_refused(file, tmp_path):
    for missing in (f"raw/{LARGE}", "tables/none", None):
        other = tmp_path / "other"
        with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as made:
            for name in packed.namelist():
                if name != missing:
                    made.writestr(name, packed.read(name))
            if missing is None:
                made.writestr("tables/more", b"")
        with pytest.raises(Unusable, match="list of contents"):
            everything(other)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(tmp_path, data):
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(Unusable, match="no backup"):
        everything(tmp_path / "b")


def test_a_manifest_is_not_read_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_LONGEST_MANIFEST", 1000)
    with zipfile.ZipFile(tmp_path / "b", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", b" " * 10_000)
    with pytest.raises(Unusable, match="too long"):
        everything(tmp_path / "b")
