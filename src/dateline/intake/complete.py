"""Whether a file that was closed is whole, as far as its own form tells."""

import codecs
import re

import msgspec

from dateline.wire.formats.base import head_of

_TAIL = 512
_AFTER_END = re.compile(r"(?:\s|<!--(?:[^-]|-[^-])*-->)*\Z")


def reads_complete(data: bytes) -> bool:
    """Whether the file surely is all there: XML or HTML that ends as it begins, or JSON.

    False for everything that could go on, as plain text always could, and for what is cut off. Of markup only the ends
    are looked at: a file that is broken inside is whole too, and is better shown in quarantine at once.
    """
    head = head_of(data[: 64 * 1024])
    if head.root is not None:
        return _ends(data, head.root)
    if head.text[:1] in ("{", "["):
        try:
            msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        return True
    return False


def _ends(data: bytes, root: str) -> bool:
    # The ends of markup are ASCII in every character set that is used; without the zero bytes UTF-16 is too.
    tail = data[-_TAIL:].replace(b"\0", b"").decode("ascii", "replace").rstrip("\x1a")
    found = tail.rfind("</")
    if found < 0:
        return False
    end = re.compile(rf"</(?:[^\s<>:/]+:)?{re.escape(root)}\s*>", re.IGNORECASE).match(tail, found)
    return end is not None and _AFTER_END.match(tail, end.end()) is not None
