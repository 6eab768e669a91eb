"""Character sets of the old line formats, which declare none: what the bytes themselves say.

UTF-8 and Windows-1252 are as everywhere; beside them CP437 and 850 of DOS, ISO 6937 (T.61) with its diacritics ahead of
the letter, and the national variants of ISO 646, in which seven bits hold the letters of one country.
"""

import re
import unicodedata

from dateline.wire.problems import problem
from dateline.wire.text.charsets import Decoded, decode

_DOS_WORD = re.compile(rb"[A-Za-z][\x81-\x84\x87-\x8e\x90\x94\x99-\x9a\xa0-\xa5\xe1][A-Za-z]")
_LATIN_WORD = re.compile(rb"[A-Za-z][\xc0-\xd6\xd8-\xe0\xe2-\xf6\xf8-\xff\x92][A-Za-z]")
_DIACRITIC = re.compile(rb"[\xc1-\xc8\xca\xcb\xcd-\xcf](.)", re.DOTALL)
_INSIDE = re.compile(rb"[a-z][\xc1-\xc8\xca\xcb\xcd-\xcf][A-Za-z]|\b[\xc1-\xc8][a-z]")
_BASES = {
    0xC1: b"AEIOUaeiou",
    0xC2: b"ACEILNORSUYZaceilnorsuyz",
    0xC3: b"ACEGHIJOSUWYaceghijosuwy",
    0xC4: b"AINOUainou",
    0xC5: b"AEIOUaeiou",
    0xC6: b"AGUagu",
    0xC7: b"CEGIZcegz",
    0xC8: b"AEIOUYaeiouy",
    0xCA: b"AUau",
    0xCB: b"CGKLNRSTcgklnrst",
    0xCD: b"OUou",
    0xCE: b"AEIUaeiu",
    0xCF: b"CDELNRSTZcdelnrstz",
}
"""The letters above or below which ISO 6937 sets each diacritic."""

_COMBINING = {
    0xC1: "\u0300",
    0xC2: "\u0301",
    0xC3: "\u0302",
    0xC4: "\u0303",
    0xC5: "\u0304",
    0xC6: "\u0306",
    0xC7: "\u0307",
    0xC8: "\u0308",
    0xCA: "\u030a",
    0xCB: "\u0327",
    0xCD: "\u030b",
    0xCE: "\u0328",
    0xCF: "\u030c",
}
_ISO_6937 = dict(
    zip(
        range(0xA0, 0x100),
        "\u00a0¡¢£$¥#§¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿"
        "\u00c0\u00c1\u00c2\u00c3\u00c4\u00c5\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf"
        "―¹®©™♪¬¦ÔÕÖ×⅛⅜⅝⅞ΩÆÐªĦÙĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ\u00ad",
        strict=True,
    )
)
"""The characters of ISO 6937 from A0 on; C1 to CF are diacritics, kept as Latin-1 only where no letter follows."""

NATIONAL: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("DPA", "APA", "DDP", "SID"), ("ISO 646-DE", "[\\]{|}~ÄÖÜäöüß")),
    **dict.fromkeys(("STT", "TT"), ("ISO 646-SE", "[\\]{|}ÄÖÅäöå")),
    **dict.fromkeys(("NTB", "RITZAU"), ("ISO 646-NO", "[\\]{|}ÆØÅæøå")),
    "ANSA": ("ISO 646-IT", "{}~`@\\àèìù§ç"),
}
"""The variant of ISO 646 of an agency's country: its name, and signs beside the letters that stand in their places."""

_NATIONAL_WORD = re.compile(r"[A-Za-z][{|}~][A-Za-z]|[A-Za-z]{2}[{|}~](?=[\s.,])")


def decode_wire(data: bytes) -> Decoded:
    """The bytes of a message as text. A charset that is neither UTF-8 nor Windows-1252 is a problem entry."""
    if data.isascii():
        return Decoded(data.decode("ascii"), "us-ascii")
    plain = decode(data)
    if plain.charset == "utf-8":
        return plain
    if _is_iso_6937(data):
        return Decoded(_from_iso_6937(data), "iso-6937", (problem("charset-repaired", "", "none → ISO 6937"),))
    dos = len(_DOS_WORD.findall(data))
    if dos > len(_LATIN_WORD.findall(data)):
        return Decoded(data.decode("cp437"), "cp437", (problem("charset-repaired", "", "none → CP437"),))
    return plain


def national(text: str, agency: str | None) -> Decoded:
    """A text of seven bits with the letters of its agency's country, where signs stand inside its words for them."""
    variant = NATIONAL.get(agency or "")
    if variant is None or not text.isascii() or len(_NATIONAL_WORD.findall(text)) < 2:
        return Decoded(text, "us-ascii")
    name, table = variant
    half = len(table) // 2
    return Decoded(
        text.translate(str.maketrans(table[:half], table[half:])),
        name,
        (problem("charset-repaired", "", f"ASCII → {name}"),),
    )


def _is_iso_6937(data: bytes) -> bool:
    """Whether every diacritic stands ahead of a letter that can have it, some of them inside words."""
    if _INSIDE.search(data) is None:
        return False
    marks = 0
    for found in _DIACRITIC.finditer(data):
        if found[1][0] not in _BASES.get(found[0][0], b""):
            return False
        marks += 1
    high = len(data.translate(None, bytes(range(0x80)) + bytes(range(0xC1, 0xD0))))
    return marks > 0 and marks >= high


def _from_iso_6937(data: bytes) -> str:
    pieces: list[str] = []
    waiting = ""
    for byte in data:
        letter = chr(byte) if byte < 0x80 else _ISO_6937.get(byte, chr(byte))
        if waiting:
            pieces.append(unicodedata.normalize("NFC", letter + waiting))
            waiting = ""
        elif byte in _COMBINING:
            waiting = _COMBINING[byte]
        else:
            pieces.append(letter)
    return "".join(pieces)
