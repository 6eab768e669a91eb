"""A file of many lines of JSON, in parts: each line is a document of its own, so such a file may be of any size."""

import io
import json
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from dateline.convert.files import taken, too_large
from dateline.wire.formats.base import MAX_BYTES

LARGE_BYTES = 4 * 1024 * 1024
"""A file of no more bytes is read as it is."""

PART_BYTES = 1024 * 1024
PART_LINES = 2000
BROKEN_LINES = 100
"""What a part has, and how many lines more at the most to end it between two that are whole."""


def parts(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The bytes of a stream in parts, each with the number of its first line; in one part where it is no lines of JSON.

    Raises Unreadable for a line, or a file in one part, of more than MAX_BYTES; OSError.
    """
    head = stream.read(LARGE_BYTES + 1)
    if len(head) <= LARGE_BYTES or not is_lines(head):
        yield 1, taken(stream, head)
        return
    part, before = bytearray(), b""
    first = number = 1
    over = 0
    rest = iter(lambda: stream.readline(MAX_BYTES + 1), b"")
    for line in chain(io.BytesIO(head + stream.readline(MAX_BYTES + 1)), rest):
        # A reader takes a broken line among whole ones for that, and one at the edge for a file that is cut off.
        is_full = len(part) > PART_BYTES or number - first >= PART_LINES
        if part and (
            len(part) + len(line) > MAX_BYTES
            or (is_full and (over == BROKEN_LINES or (_is_whole(before) and _is_whole(line))))
        ):
            yield first, bytes(part)
            part, first, over, is_full = bytearray(), number, 0, False
        if len(line) > MAX_BYTES:
            raise too_large()
        part += line
        before = line
        number += 1
        over += is_full
    yield first, bytes(part)


def is_lines(head: bytes) -> bool:
    """Whether a file begins with one JSON object a line."""
    first, _, second = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    return first.startswith(b"{") and second.lstrip().startswith(b"{") and _is_whole(first)


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line.decode("utf-8-sig", "replace"), strict=False), dict)
    except (ValueError, RecursionError):
        return False
