"""Large raw copy in a backup: out of the place where this database keeps it, and back into that."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.db import connection

from dateline.newsroom import raw
from dateline.newsroom.models import Delivery
from dateline.newsroom.removals import Rows
from dateline.serve.backup.archive import Archive, Unusable, Writer
from dateline.serve.backup.snapshot import Snapshot

_NAME = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2}/([0-9a-f]{64})(\.[0-9a-f]{16})?")


def save(writer: Writer, moment: Snapshot) -> Iterator[str]:
    """Writes the raw copy that the deliveries of this moment name; gives the hashes of what is not there any more.

    What a purge or retention takes while a backup is made is rightly missing from it.
    """
    named = moment.query("SELECT DISTINCT raw_file, sha256 FROM newsroom_delivery WHERE raw_file <> '' ORDER BY 1")
    for name, sha256 in named:
        if f"raw/{sha256}" in writer.members or not _fits(name, sha256):
            continue
        try:
            writer.raw(sha256, _pieces(moment, name))
        except raw.RawMissing:
            yield sha256


def note_gone(hashes: Iterable[str]) -> None:
    """Has no delivery name raw copy that a backup lacks."""
    for sha256 in hashes:
        Delivery.objects.filter(sha256=sha256).update(raw_file="")


def put(backup: Archive) -> None:
    """Puts the raw copy of a backup where its deliveries name it, lasting, before anybody can see them."""
    held = set(backup.raws())
    for name, sha256 in Delivery.objects.exclude(raw_file="").values_list("raw_file", "sha256").distinct():
        if not _fits(name, sha256):
            raise Unusable(f"raw copy in it has a name that Dateline never gives: {name!r}")
        if sha256 in held:
            raw.put(name, backup.raw(sha256))


def left_behind(old: Rows) -> list[str]:
    """The names of raw copy that the old newsroom has and this one has not. On PostgreSQL it goes with its table."""
    if connection.vendor != "sqlite":
        return []
    names = {str(name) for (name,) in old("SELECT raw_file FROM newsroom_delivery WHERE raw_file <> ''")}
    return sorted(names.difference(Delivery.objects.exclude(raw_file="").values_list("raw_file", flat=True)))


def remove(names: Iterable[str]) -> None:
    """Removes raw copy that no delivery names any more. (`dateline doctor` tells of what cannot be.)"""
    for name in names:
        with suppress(OSError):
            raw.forget(name)


def _fits(name: str, sha256: str) -> bool:
    """Whether this is the name of bytes with this hash, and leads nowhere else."""
    found = _NAME.fullmatch(name)
    return found is not None and found[1] == sha256


def _pieces(moment: Snapshot, name: str) -> Iterator[bytes]:
    """The bytes of a name: of the same moment, where they are in the database. Raises RawMissing at once."""
    if connection.vendor == "sqlite":
        return raw.pieces(name)
    where = f"FROM newsroom_rawpart WHERE name = '{name}'"  # of hexadecimal digits and the like: see _fits
    if not moment.query(f"SELECT 1 {where} LIMIT 1"):
        raise raw.RawMissing(name)
    return (bytes(data) for (data,) in moment.stream(f"SELECT data {where} ORDER BY n", 1))
