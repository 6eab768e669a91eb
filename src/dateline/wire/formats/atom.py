"""Atom 0.3 and 1.0 (RFC 4287)."""

from dateline.wire.formats.atom_reader import NAME, looks_like, read
from dateline.wire.formats.atom_writer import AtomFeed
from dateline.wire.formats.base import Format

FORMAT = Format(name=NAME, title="Atom 0.3 and 1.0", looks_like=looks_like, read=read, document=AtomFeed)
