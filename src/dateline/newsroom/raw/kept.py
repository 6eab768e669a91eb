"""What the two ways of keeping large raw copy share."""

import secrets
from datetime import datetime
from typing import NamedTuple, Protocol

PIECE = 1024 * 1024
"""Bytes that are read and kept at a time."""


class Kept(NamedTuple):
    """Bytes that are kept: the fields of a Delivery that say where and what they are."""

    raw: bytes | None
    raw_file: str
    sha256: str
    size: int


class Readable(Protocol):
    """What bytes are read from, some at a time."""

    def read(self, size: int, /) -> bytes: ...


class RawMissing(Exception):
    """The bytes of a delivery are not there: taken by retention or a purge, or gone or changed."""


def own_name(sha256: str, at: datetime) -> str:
    """A name for bytes of this hash which arrive on this day, and that nobody else has: who lets go of bytes must not
    take those that another is about to store.
    """
    return f"{at:%Y/%m/%d}/{sha256}.{secrets.token_hex(8)}"
