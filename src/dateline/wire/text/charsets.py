"""Character sets: bytes to text, as declared unless the bytes say otherwise.

Wire copy often declares UTF-8 or ISO-8859-1 and is really Windows-1252, ISO-8859-15, or the other way round. What is
declared wins as long as the bytes allow it; what had to be put right is a `charset-repaired` problem.
"""

import codecs
import re
from typing import Any, cast

import msgspec

from dateline.wire.errors import Unreadable
from dateline.wire.problems import Problem, problem


class Decoded(msgspec.Struct, frozen=True):
    """A file as text: without a byte order mark; `charset` is the IANA name of the one that was used."""

    text: str
    charset: str
    problems: tuple[Problem, ...] = ()


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_XML_BEGINS = (
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
)
"""How an XML declaration begins in the charsets that are not made of ASCII (XML 1.0, appendix F)."""

_TELLING = tuple(begin for begin, _ in (*_BYTE_ORDER_MARKS, *_XML_BEGINS))
"""The beginnings that tell the charset, whatever is declared."""

_XML_DECLARATION = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._:-]{0,40})["']""")

_LATIN = {"iso-8859-1", "iso-8859-15", "windows-1252"}
_KNOWN = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "us-ascii", "ascii", "ansi_x3.4-1968"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "8859-1"), "iso-8859-1"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "iso_8859-15", "latin9", "latin-9", "l9"), "iso-8859-15"),
    **dict.fromkeys(("windows-1252", "cp1252", "cp-1252", "ansi", "x-cp1252", "win1252"), "windows-1252"),
    **{f"windows-{page}": f"windows-{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"cp{page}": f"windows-{page}" for page in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **{f"iso-8859-{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 16)},
    **{name: name for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "koi8-r", "koi8-u", "macintosh")},
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "ucs-2": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    **{name: name for name in ("shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "big5", "gb2312", "gbk", "gb18030")},
}
"""Names of charsets as they are declared, in lower case, with the one that is meant. Nothing else is ever handed to a
codec: Python's own table also knows things that are no charsets (`zip`, `rot13`) and dangerous ones (UTF-7)."""

_PYTHON = {"windows-1252": "cp1252", "macintosh": "mac-roman"}
_C1_BYTES = bytes(range(0x80, 0xA0))
_LATIN9_SIGNS = (b"\xa6", b"\xa8", b"\xbc", b"\xbd", b"\xbe")
_LATIN9_WORD = re.compile(rb"[A-Za-z\xc0-\xff][\xa6\xa8\xbc\xbd\xbe][a-z\xe0-\xff]")
"""Š, š, Œ, œ or Ÿ of ISO-8859-15 inside a word, where ISO-8859-1 would have a sign."""

_CP1252_TABLE = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)
)  # the five bytes that Windows-1252 leaves out stay the control characters that they are in ISO-8859-1

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]"
)
_MAX_PIECES = 200_000
_MAX_RUN = 4096
"""Beyond these a file that is not quite UTF-8 is taken to be in one 8-bit charset: pieces would take too long."""


def declared_charset(data: bytes) -> str | None:
    """The charset that an XML declaration at the head of the bytes names, as written; None where there is none."""
    found = _XML_DECLARATION.match(data[:400])
    return found[1].decode("ascii") if found else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The bytes as text.

    `declared` is the charset that the file or its transport names; None takes UTF-8 where the bytes are that and
    Windows-1252 where they are not. Raises Unreadable("charset") where the bytes fit nothing.
    """
    if data.startswith(_TELLING):
        return _as_it_begins(data)
    if declared is None:
        return _undeclared(data)
    name = _KNOWN.get(declared.strip().lower())
    if name == "utf-8":
        return _as_utf8(data, declared)
    if name is None or (name.startswith(("utf-16", "utf-32")) and b"\0" not in data[:200]):
        return _wrongly_declared(data, declared)
    if name in _LATIN:
        return _as_latin(data, name, declared)
    return _as_other(data, name, declared)


def _as_it_begins(data: bytes) -> Decoded:
    """What begins with one of _TELLING."""
    if data.startswith(codecs.BOM_UTF8):
        return _as_utf8(data[len(codecs.BOM_UTF8) :], "utf-8")
    begins = (*_BYTE_ORDER_MARKS, *_XML_BEGINS)
    return _strict(data, next(charset for begin, charset in begins if data.startswith(begin)))


def _strict(data: bytes, charset: str) -> Decoded:
    try:
        return Decoded(data.decode(charset), charset)
    except UnicodeDecodeError as error:
        if error.reason in ("truncated data", "unexpected end of data"):
            half = problem("half-character", "", data[error.start :].hex(" "))
            return Decoded(data[: error.start].decode(charset), charset, (half,))
        raise Unreadable("charset", f"It begins as {charset}, but byte {error.start} is not.") from error


def _undeclared(data: bytes) -> Decoded:
    text = _utf8_or_none(data)
    return Decoded(text, "utf-8") if text is not None else Decoded(_latin_text(data, "windows-1252"), "windows-1252")


def _wrongly_declared(data: bytes, declared: str) -> Decoded:
    decoded = _undeclared(data)
    return _repaired(decoded.text, declared, decoded.charset)


def _as_utf8(data: bytes, declared: str) -> Decoded:
    text = _utf8_or_none(data)
    if text is not None:
        return Decoded(text, "utf-8")
    pieces = _pieces(data) or [data]
    charset = _latin_charset(b" ".join(piece for piece in pieces if isinstance(piece, bytes)))
    text = "".join(piece if isinstance(piece, str) else _latin_text(piece, charset) for piece in pieces)
    return _repaired(text, declared, charset)


def _as_latin(data: bytes, name: str, declared: str) -> Decoded:
    if data.isascii():
        return Decoded(data.decode("ascii"), name)
    text = _utf8_or_none(data)
    if text is not None:
        return _repaired(text, declared, "utf-8")
    if name == "windows-1252":
        return Decoded(_latin_text(data, name), name)
    charset = _latin_charset(data)
    if charset == "windows-1252" or (charset == "iso-8859-15" and name == "iso-8859-1"):
        return _repaired(_latin_text(data, charset), declared, charset)
    return Decoded(_latin_text(data, name), name)


def _as_other(data: bytes, name: str, declared: str) -> Decoded:
    text = None if data.isascii() else _utf8_or_none(data)
    if text is not None:
        return _repaired(text, declared, "utf-8")
    try:
        return Decoded(data.decode(_PYTHON.get(name, name)), name)
    except UnicodeDecodeError as error:
        raise Unreadable("charset", f"It says that it is {declared}, but byte {error.start} is not.") from error


def _utf8_or_none(data: bytes) -> str | None:
    """The text if the bytes are UTF-8. A character that is cut off at the very end does not count against it, where
    others before it show that it is one and not a letter of an 8-bit charset."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            return data[: error.start].decode("utf-8")
        return None


def _latin_charset(data: bytes) -> str:
    """Which charset of western Europe 8-bit bytes are in: C1 control characters never occur in copy, nor does `¤`."""
    if len(data.translate(None, _C1_BYTES)) < len(data):
        return "windows-1252"
    if b"\xa4" in data or (any(sign in data for sign in _LATIN9_SIGNS) and _LATIN9_WORD.search(data)):
        return "iso-8859-15"
    return "iso-8859-1"


def _latin_text(data: bytes, charset: str) -> str:
    if charset == "windows-1252":
        return codecs.charmap_decode(data, "strict", cast(Any, _CP1252_TABLE))[0]
    return data.decode(charset)


def _pieces(data: bytes) -> list[str | bytes] | None:
    """Bytes that are UTF-8 for the most part: what is UTF-8 as text, what is not as bytes. None past _MAX_PIECES."""
    pieces: list[str | bytes] = []
    at = 0
    for run in _HIGH_BYTES.finditer(data):
        if len(pieces) > _MAX_PIECES:
            return None
        pieces.append(data[at : run.start()].decode("ascii"))
        at = run.end()
        try:
            pieces.append(run[0].decode("utf-8"))
        except UnicodeDecodeError:
            if len(run[0]) > _MAX_RUN:
                return None
            pieces.extend(
                letter if len(letter) == 1 else letter.decode("utf-8") for letter in _UTF8_LETTER.findall(run[0])
            )
    pieces.append(data[at:].decode("ascii"))
    return pieces


def _repaired(text: str, declared: str, charset: str) -> Decoded:
    return Decoded(text, charset, (problem("charset-repaired", "", f"{declared} → {charset}"),))
