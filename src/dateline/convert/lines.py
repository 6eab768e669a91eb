"""A file of many documents, in parts: lines of JSON and the messages of an mbox, so that it may be of any size."""

import io
import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from dateline.convert.files import taken, too_large
from dateline.wire.formats.base import MAX_BYTES, head_of

LARGE_BYTES = 4 * 1024 * 1024
"""A file of no more bytes is read as it is."""

PART_BYTES = 1024 * 1024
PART_LINES = 2000
BROKEN_LINES = 100
"""What a part has, and how many lines more at the most to end it between two that are whole."""


class Part(NamedTuple):
    """A piece of a file: the number of its first line, its bytes, and its format where the whole file has shown it."""

    line: int
    data: bytes
    format: str | None = None


class _Kind(NamedTuple):
    """A kind of file that is taken in parts: whether one may end between two lines, and whether it may anywhere."""

    may_end: Callable[[bytes, bytes], bool]
    anywhere: bool
    format: str | None = None


def parts(stream: BinaryIO) -> Iterator[Part]:
    """The bytes of a stream in parts; in one part where it is no file of many documents.

    Raises Unreadable for a document, or a file in one part, of more than MAX_BYTES; OSError.
    """
    head = stream.read(LARGE_BYTES + 1)
    kind = _kind_of(head) if len(head) > LARGE_BYTES else None
    if kind is None:
        yield Part(1, taken(stream, head))
        return
    part, before = bytearray(), b""
    first = number = 1
    over = 0
    rest = iter(lambda: stream.readline(MAX_BYTES + 1), b"")
    for line in chain(io.BytesIO(head + stream.readline(MAX_BYTES + 1)), rest):
        is_full = len(part) > PART_BYTES or number - first >= PART_LINES
        is_forced = kind.anywhere and (len(part) + len(line) > MAX_BYTES or (is_full and over == BROKEN_LINES))
        if part and (is_forced or (is_full and kind.may_end(before, line))):
            yield Part(first, bytes(part), kind.format)
            part, first, over, is_full = bytearray(), number, 0, False
        if len(part) + len(line) > MAX_BYTES:
            raise too_large()
        part += line
        before = line
        number += 1
        over += is_full
    yield Part(first, bytes(part), kind.format)


def has_parts(head: bytes) -> bool:
    """Whether a file that begins so can be taken in parts."""
    return _kind_of(head) is not None


def _kind_of(head: bytes) -> _Kind | None:
    if _is_lines(head):
        return _LINES
    if head.startswith(b"From "):
        from dateline.wire.formats import mail  # of no use to any other file

        if mail.FROM_LINE.match(head) and mail.looks_like(head_of(head)):
            return _Kind(
                lambda before, line: not before.strip() and mail.FROM_LINE.fullmatch(line) is not None, False, mail.NAME
            )
    return None


def _is_lines(head: bytes) -> bool:
    """Whether a file begins with one JSON object a line."""
    first, _, second = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    return first.startswith(b"{") and second.lstrip().startswith(b"{") and _is_whole(first)


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line.decode("utf-8-sig", "replace"), strict=False), dict)
    except (ValueError, RecursionError):
        return False


# A reader takes a broken line among whole ones for that, and one at the edge for a file that is cut off.
_LINES = _Kind(lambda before, line: _is_whole(before) and _is_whole(line), anywhere=True)
