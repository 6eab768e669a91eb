"""The file of a backup: a zip with the rows of each table, the large raw copy, and last a manifest with their hashes.

    tables/NAME      rows: four bytes that give a length (big-endian), then so many bytes of MessagePack, an array of
                     rows, each an array of values in the order of the columns; and so on to the end
    raw/SHA256       the bytes of a delivery that do not lie in its row
    manifest.json    what it is a backup of, and what every other member must be; without it nothing is a backup

Moments are MessagePack's timestamps. The same rows suit both databases (docs/adr/0050).
"""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

FORMAT = 1
WHAT = "backup of a Dateline newsroom"
MANIFEST = "manifest.json"

_LEVEL = 1
"""Of compression: wire copy shrinks to a fifth; level 6 takes two and a half times as long to save a fifth of that."""

_LENGTH = struct.Struct(">I")
_PIECE = 1024 * 1024
_LONGEST_MANIFEST = 256 * 1024 * 1024
_RAW = re.compile(r"raw/[0-9a-f]{64}")

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What zipfile raises for damaged bytes; the last two where they seem to be of a zip that it cannot read."""

Row = Sequence[Any]


class Unusable(Exception):
    """Why a file cannot be restored; a sentence for the person who named it."""


class Member(msgspec.Struct, frozen=True):
    """What a member's bytes must be, unpacked."""

    size: int
    sha256: str


class Table(msgspec.Struct, frozen=True):
    """A table: its columns in their order, each with its kind of value (serve/backup/tables.py), and how many rows."""

    columns: tuple[tuple[str, str], ...]
    rows: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is of. `gone` are the hashes of raw copy that was removed while the backup was taken."""

    what: str = WHAT
    format: int = FORMAT
    dateline: str
    made_at: datetime
    database: str
    migrations: tuple[str, ...]
    era: str
    edition: int
    change: int
    tables: dict[str, Table]
    members: dict[str, Member]
    gone: tuple[str, ...] = ()


class Writer:
    """Writes a backup to a file, member by member. `finish` makes it one; else it has to be given up."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self.members: dict[str, Member] = {}

    def table(self, name: str, chunks: Iterable[Sequence[Row]]) -> int:
        """Writes the rows of a table; gives how many."""
        encoder = msgspec.msgpack.Encoder()
        count = 0

        def pieces() -> Iterator[bytes]:
            nonlocal count
            for rows in chunks:
                packed = encoder.encode(rows)
                count += len(rows)
                yield _LENGTH.pack(len(packed)) + packed

        self._member(f"tables/{name}", pieces())
        return count

    def raw(self, sha256: str, pieces: Iterable[bytes]) -> None:
        """Writes the bytes of a delivery."""
        self._member(f"raw/{sha256}", pieces)

    def finish(self, manifest: Manifest) -> None:
        """Writes the manifest, and ends the zip."""
        self._zip.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        self._zip.close()

    def give_up(self) -> None:
        """Leaves the file as it is: a zip that nobody ends would try to, at some time, and fail."""
        self._zip.fp = None

    def _member(self, name: str, pieces: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self.members[name] = Member(size, digest.hexdigest())


class Archive:
    """A backup to read, once `opened`."""

    def __init__(self, packed: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = packed
        self.manifest = manifest

    def verify(self) -> None:
        """Reads all of it. Raises Unusable unless every member is there and is what the manifest says."""
        wanted, there = self.manifest.members, {info.filename for info in self._zip.infolist()}
        if missing := sorted(set(wanted) - there) or sorted(there - set(wanted) - {MANIFEST}):
            raise Unusable(f"its list of contents is wrong: {missing[0]}")
        for name in wanted:
            for _piece in self._pieces(name):
                pass

    def rows(self, table: str) -> Iterator[list[list[Any]]]:
        """The rows of a table, many at a time."""
        decoder = msgspec.msgpack.Decoder(list[list[Any]])
        data = b""
        for piece in self._pieces(f"tables/{table}"):
            data += piece
            start = 0
            while len(data) - start >= 4 and len(data) - start - 4 >= (size := _LENGTH.unpack_from(data, start)[0]):
                yield decoder.decode(data[start + 4 : start + 4 + size])
                start += 4 + size
            data = data[start:]

    def raws(self) -> list[str]:
        """The hashes of the raw copy that it holds."""
        return [name.removeprefix("raw/") for name in self.manifest.members if _RAW.fullmatch(name)]

    def raw(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a delivery, piece by piece. Raises Unusable at their end if they are not what they should be."""
        return self._pieces(f"raw/{sha256}")

    def close(self) -> None:
        """Lets go of the file."""
        self._zip.close()

    def _pieces(self, name: str) -> Iterator[bytes]:
        wanted = self.manifest.members[name]
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    yield piece
        except _DAMAGED as error:
            raise Unusable(f"{name} in it is damaged ({error})") from error
        if Member(size, digest.hexdigest()) != wanted:
            raise Unusable(f"{name} in it is not what was backed up")


def opened(file: Path) -> Archive:
    """The backup in a file, its manifest read. Raises Unusable for anything else, OSError."""
    try:
        packed = zipfile.ZipFile(file)
    except (*_DAMAGED, ValueError) as error:
        raise Unusable("it is no backup, or the end of it is missing") from error
    try:
        return Archive(packed, _manifest(packed))
    except BaseException:
        packed.close()
        raise


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    try:
        if packed.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
            raise Unusable("it is no backup: its manifest is too long")
        data = packed.read(MANIFEST)
    except KeyError:
        raise Unusable("it is no backup: it has no manifest") from None
    except _DAMAGED as error:
        raise Unusable(f"its manifest is damaged ({error})") from error
    try:
        head = msgspec.json.decode(data)
        if not isinstance(head, dict) or head.get("what") != WHAT:
            raise Unusable("it is no backup of Dateline")
        if head.get("format") != FORMAT:
            raise Unusable(f"it was made by a newer Dateline (format {head.get('format')}): update this one")
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise Unusable(f"its manifest cannot be read ({error})") from error
