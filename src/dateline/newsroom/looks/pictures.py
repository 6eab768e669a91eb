"""Pictures that a person gives as a logo: looked through to their last byte, and written anew with the picture alone.

PNG is decoded. Of JPEG and WebP, for which there is no decoder here, every segment is walked, so that what is kept
begins, ends and is as large as its format says: their packed pixels are the browsers' matter, which have to live with
whatever the web holds. What cameras and programs add (places, names, profiles) is left out.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from dateline.newsroom.looks.drawing import cleaned

LARGEST = 20_000
"""Bytes of a logo: every page of the site carries it."""

LONGEST_SIDE = 4000
MOST_PIXELS = 4_000_000
MOST_SCANS = 32
"""Of a JPEG that becomes clearer as it comes: each goes over all its pixels again."""


class Picture(NamedTuple):
    """A picture as it is served. Its size is in pixels."""

    data: bytes
    ending: str
    width: int
    height: int


TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "svg": "image/svg+xml"}
"""The ending of a picture's name → its type."""


class NoPicture(ValueError):
    """It is none that can be used. `str()` is a sentence for people."""


def picture(data: bytes) -> Picture:
    """The picture that these bytes are. Raises NoPicture."""
    if len(data) > LARGEST:
        most = {"most": LARGEST // 1000, "size": -(-len(data) // 1000)}
        raise NoPicture(_("The file has %(size)s kB, but every page carries it: %(most)s kB at the most.") % most)
    try:
        found = _read(data)
    except (struct.error, zlib.error, IndexError):
        raise NoPicture(_("The file is damaged.")) from None
    if not (0 < found.width <= LONGEST_SIDE and 0 < found.height <= LONGEST_SIDE):
        raise NoPicture(_("The picture must be from 1 to %(most)s pixels wide and high.") % {"most": LONGEST_SIDE})
    if found.ending != "svg":
        _check_size(found.width, found.height)
    return found


def _read(data: bytes) -> Picture:
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    drawn = cleaned(data)
    if isinstance(drawn, str):
        raise NoPicture(drawn)
    return Picture(drawn.data, "svg", drawn.width, drawn.height)


def _damaged() -> NoPicture:
    return NoPicture(_("The file is damaged."))


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NoPicture(_("The picture has too many pixels."))


# PNG (ISO/IEC 15948)

_PNG = b"\x89PNG\r\n\x1a\n"
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_MOST_OF = {b"PLTE": 3 * 256, b"tRNS": 256}
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of each pass of an interlaced picture: its first column and row, and the steps from there."""


def _png(data: bytes) -> Picture:
    kept: dict[bytes, bytes] = {}
    for name, body in _chunks_of_png(data):
        if name in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            kept[name] = kept.get(name, b"") + body
        elif name[:1].isupper():
            raise _damaged()
    width, height, depth, kind, packing, filters, interlaced = struct.unpack(">IIBBBBB", kept.get(b"IHDR", b""))
    if (
        depth not in _DEPTHS.get(kind, ())
        or packing
        or filters
        or interlaced > 1
        or (kind == 3 and b"PLTE" not in kept)
        or any(len(kept.get(name, b"")) > most for name, most in _MOST_OF.items())
    ):
        raise _damaged()
    _check_size(width, height)  # ahead of unpacking it
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in passes]
    rows = [(1 + -(-columns * depth * _SAMPLES[kind] // 8), lines) for columns, lines in sizes if columns > 0 < lines]
    _check_pixels(kept.get(b"IDAT", b""), rows)
    made = _PNG + b"".join(
        struct.pack(">I", len(kept[name])) + name + kept[name] + struct.pack(">I", zlib.crc32(name + kept[name]))
        for name in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
        if name in kept
    )
    return Picture(made, "png", width, height)


def _chunks_of_png(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while True:
        size, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        if len(body) != size or struct.unpack_from(">I", data, at + 8 + size)[0] != zlib.crc32(name + body):
            raise _damaged()
        yield name, body
        if name == b"IEND":
            return
        at += 12 + size


def _check_pixels(packed: bytes, rows: list[tuple[int, int]]) -> None:
    whole = sum(length * lines for length, lines in rows)
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(packed, whole + 1)
    if len(pixels) != whole or not unpacking.eof or unpacking.unused_data:
        raise _damaged()
    at = 0
    for length, lines in rows:
        if any(pixels[place] > 4 for place in range(at, at + length * lines, length)):  # how a row is filtered
            raise _damaged()
        at += length * lines


# JPEG (ITU-T T.81)

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_KEPT = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0, 0xEE})
"""Frames, tables, scans, and the two markers that say what the colours are."""

_SAYS_COLOURS = {0xE0: (b"JFIF\0", 12, b"\0\0"), 0xEE: (b"Adobe", 12, b"")}
"""Of these two: how they begin, how many bytes count, and what stands for the rest (a small picture)."""


def _jpeg(data: bytes) -> Picture:
    made, at, width, height, scans = bytearray(b"\xff\xd8"), 2, 0, 0, 0
    while True:
        if data[at] != 0xFF:
            raise _damaged()
        while data[at] == 0xFF:
            at += 1
        marker, at = data[at], at + 1
        if marker == 0xD9:
            break
        size = struct.unpack_from(">H", data, at)[0]
        body, at = data[at : at + size], at + size
        if len(body) != size or size < 2 or marker in _ALONE:
            raise _damaged()
        if marker in _SAYS_COLOURS:
            begins, length, ends = _SAYS_COLOURS[marker]
            if not body[2:].startswith(begins):
                continue
            body = struct.pack(">H", 2 + length + len(ends)) + body[2 : 2 + length].ljust(length, b"\0") + ends
        if marker in _FRAMES:
            if width:
                raise _damaged()
            height, width = struct.unpack_from(">HH", body, 3)
        if marker in _KEPT:
            made += bytes((0xFF, marker)) + body
        if marker == 0xDA:
            end = _end_of_scan(data, at)
            made += data[at:end]
            at, scans = end, scans + 1
    if not width or not 0 < scans <= MOST_SCANS:
        raise _damaged()
    return Picture(bytes(made) + b"\xff\xd9", "jpg", width, height)


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the packed pixels end: at the first marker that is none of theirs."""
    while True:
        at = data.index(b"\xff", at) if b"\xff" in data[at:] else len(data)
        if data[at + 1] != 0 and data[at + 1] not in _ALONE:
            return at
        at += 2


# WebP (RFC 9649)


def _webp(data: bytes) -> Picture:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise _damaged()
    found: dict[bytes, bytes] = {}
    at = 12
    while at < end:
        name, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if len(body) != size or name in found:
            raise _damaged()
        if name in (b"ANIM", b"ANMF"):
            raise NoPicture(_("A logo that moves cannot be used."))
        found[name] = body
        at += 8 + size + size % 2
    width, height = _size_of_webp(found)
    has_alpha = b"VP8 " in found and b"ALPH" in found
    kept = [(b"ALPH", found[b"ALPH"])] if has_alpha else []
    kept += [(name, found[name]) for name in (b"VP8 ", b"VP8L") if name in found]
    if len(kept) != 1 + has_alpha:
        raise _damaged()
    if has_alpha:
        canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
        kept.insert(0, (b"VP8X", b"\x10\0\0\0" + canvas))
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2) for name, part in kept
    )
    return Picture(b"RIFF" + struct.pack("<I", len(body)) + body, "webp", width, height)


def _size_of_webp(found: dict[bytes, bytes]) -> tuple[int, int]:
    if b"VP8L" in found:
        head = found[b"VP8L"]
        bits = struct.unpack_from("<I", head, 1)[0]
        if head[0] != 0x2F:
            raise _damaged()
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    head = found.get(b"VP8 ", b"")
    if head[3:6] != b"\x9d\x01\x2a":
        raise _damaged()
    width, height = struct.unpack_from("<HH", head, 6)
    return width & 0x3FFF, height & 0x3FFF
