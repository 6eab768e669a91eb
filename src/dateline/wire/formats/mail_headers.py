"""Headers of mail: as text, whatever charset or encoding they are in."""

import binascii
import re
from email.message import Message

from dateline.wire.errors import Unreadable
from dateline.wire.problems import Problem
from dateline.wire.text.blocks import fold
from dateline.wire.text.charsets import Decoded, decode

LONGEST = 4000
"""The longest header, in characters, that is read."""

_ENCODED = re.compile(r"=\?([A-Za-z0-9._:+-]{1,40})(?:\*[A-Za-z0-9-]{1,20})?\?([bBqQ])\?([^?\s]{0,4000})\?=")
_HEXADECIMAL = re.compile(rb"=([0-9A-Fa-f]{2})")
_NAMED = re.compile(r"(?P<name>[^<>]*?)\s*<\s*(?P<address>[^<>\s@]+@[^<>\s@]+)\s*>")
_ADDRESS = re.compile(r"[^<>\s@()\"]+@[^<>\s@()\"]+")
_SUBJECT_PREFIX = re.compile(
    r"(?:(?:fwd?|fw|re|aw|wg|tr|rv|enc|doorst|antw|vs|sv)\s*(?:\[\d\])?\s*:\s*)+", re.IGNORECASE
)
_LIST_PREFIX = re.compile(r"\[[\w .+-]{1,40}\]\s*")


def header_of(message: Message, name: str, problems: list[Problem] | None = None) -> str | None:
    """The first header of a name as text on one line; None where there is none or nothing in it."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    return words_of_header(str(raw)[:LONGEST], problems) if raw else None


def words_of_header(raw: str, problems: list[Problem] | None = None) -> str | None:
    """What a header says: 8-bit bytes (kept by the parser as surrogates) and encoded words (RFC 2047) as text."""
    if not raw.isascii():
        raw = text_in(raw.encode("ascii", "surrogateescape") if _is_raw(raw) else raw.encode(), None, problems)
    pieces: list[tuple[bytes, str] | str] = []
    at = 0
    for found in _ENCODED.finditer(raw):
        between = raw[at : found.start()]
        data, charset = _bytes_of(found), found[1].lower()
        last = pieces[-1] if pieces and not between.strip() else None
        if isinstance(last, tuple) and last[1] == charset:
            pieces[-1] = (last[0] + data, charset)  # a character may be parted between two encoded words
        else:
            if not isinstance(last, tuple):
                pieces.append(between)
            pieces.append((data, charset))
        at = found.end()
    pieces.append(raw[at:])
    return fold("".join(one if isinstance(one, str) else text_in(*one, problems) for one in pieces)) or None


def _is_raw(text: str) -> bool:
    return all(char < "\x80" or "\udc80" <= char <= "\udcff" for char in text)


def _bytes_of(found: re.Match[str]) -> bytes:
    """The bytes of an encoded word; those of the word itself where its base64 is broken."""
    data = found[3].encode("utf-8", "replace")
    if found[2] in "qQ":
        return _HEXADECIMAL.sub(lambda one: bytes([int(one[1], 16)]), data.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4), strict_mode=True)
    except (binascii.Error, ValueError):
        return found[0].encode("utf-8", "replace")


def text_in(data: bytes, charset: str | None, problems: list[Problem] | None = None) -> str:
    """Bytes as text: in the charset that they are declared in, else in the one that they are really in."""
    decoded: Decoded
    try:
        decoded = decode(data, charset)
    except Unreadable:
        decoded = decode(data)
    if problems is not None:
        problems.extend(found for found in decoded.problems if found not in problems)
    return decoded.text


def sender_of(message: Message) -> tuple[str | None, str | None]:
    """Name and address of the sender (`From`, else `Sender`)."""
    text = header_of(message, "From") or header_of(message, "Sender") or ""
    named = _NAMED.search(text)
    if named is not None:
        return fold(named["name"]).strip("\"'") or None, named["address"]
    address = _ADDRESS.search(text)
    return None, address[0] if address else None


def parted_subject(subject: str, is_list: bool) -> tuple[str, list[str]]:
    """A subject without what mail programs and lists set ahead of it (`Fwd: `, `[list]`), and those marks."""
    marks: list[str] = []
    for pattern in (_SUBJECT_PREFIX, *([_LIST_PREFIX] if is_list else []), _SUBJECT_PREFIX):
        found = pattern.match(subject)
        if found is not None and found.end() < len(subject):
            marks.append(found[0].strip())
            subject = subject[found.end() :]
    return subject, marks
