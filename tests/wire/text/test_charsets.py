"""Character sets: what is declared, unless the bytes say otherwise. All texts are invented."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.errors import Unreadable
from dateline.wire.text.charsets import declared_charset, decode

COPY = "Café „Zürich” — 5 € voor één œuvre…"


def test_utf8_is_taken_as_declared() -> None:
    decoded = decode(COPY.encode("utf-8"), "UTF-8")
    assert (decoded.text, decoded.charset, decoded.problems) == (COPY, "utf-8", ())


def test_declared_utf8_that_is_windows_1252_is_repaired_with_a_problem() -> None:
    decoded = decode(COPY.encode("cp1252"), "utf-8")
    assert decoded.text == COPY
    assert decoded.charset == "windows-1252"
    assert [(found.code, found.excerpt) for found in decoded.problems] == [("charset-repaired", "utf-8 → windows-1252")]


def test_declared_utf8_that_is_iso_8859_15_keeps_the_euro_sign() -> None:
    copy = "Het café kost 5 € per jaar"
    decoded = decode(copy.encode("iso-8859-15"), "UTF-8")
    assert (decoded.text, decoded.charset) == (copy, "iso-8859-15")


def test_declared_iso_8859_1_with_windows_quotes_is_windows_1252() -> None:
    decoded = decode("“ja”, zei café".encode("cp1252"), "ISO-8859-1")
    assert decoded.text == "“ja”, zei café"
    assert [found.excerpt for found in decoded.problems] == ["ISO-8859-1 → windows-1252"]


def test_declared_iso_8859_1_that_is_really_utf8() -> None:
    decoded = decode("Zürich – café".encode(), "iso-8859-1")
    assert (decoded.text, decoded.charset) == ("Zürich – café", "utf-8")
    assert len(decoded.problems) == 1


@pytest.mark.parametrize("charset", ["iso-8859-1", "ISO-8859-15", "latin1", "windows-1252"])
def test_an_honest_western_charset_is_no_problem(charset: str) -> None:
    decoded = decode("één café in Zürich".encode(charset), charset)
    assert (decoded.text, decoded.problems) == ("één café in Zürich", ())


def test_ligature_inside_a_word_shows_iso_8859_15() -> None:
    decoded = decode("un c\u0153ur de B\u0153uf".encode("iso-8859-15"), "iso-8859-1")
    assert decoded.text == "un cœur de Bœuf"
    assert decoded.charset == "iso-8859-15"


def test_a_half_stays_a_half() -> None:
    decoded = decode("2½ uur".encode("iso-8859-1"), "iso-8859-1")
    assert (decoded.text, decoded.problems) == ("2½ uur", ())


def test_one_stray_byte_does_not_spoil_the_rest_of_a_utf8_text() -> None:
    decoded = decode("Zürich – ".encode() + b"\x93ja\x94" + " – München".encode(), "utf-8")
    assert decoded.text == "Zürich – “ja” – München"
    assert len(decoded.problems) == 1


def test_an_accent_at_the_very_end_is_not_taken_for_half_a_character() -> None:
    assert decode("één café".encode("cp1252"), "iso-8859-1").text == "één café"
    assert decode("café".encode("cp1252"), "utf-8").text == "café"


def test_a_character_cut_off_at_the_end_is_no_lie_of_the_charset() -> None:
    assert decode("Zürich café".encode()[:-1], "utf-8").problems == ()


def test_replacement_characters_of_the_copy_stay() -> None:
    decoded = decode("caf\ufffd".encode(), "utf-8")
    assert (decoded.text, decoded.problems) == ("caf\ufffd", ())


@pytest.mark.parametrize("name", ["zip", "rot13", "utf-7", "unicode_escape", "x-nonsense", "base64", "idna"])
def test_names_that_are_no_charset_never_reach_a_codec(name: str) -> None:
    decoded = decode("+ADw-script+AD4- één".encode(), name)
    assert decoded.text == "+ADw-script+AD4- één"
    assert [found.code for found in decoded.problems] == ["charset-repaired"]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_unicode_by_its_byte_order_mark_or_by_its_first_bytes(charset: str) -> None:
    text = "<?xml version='1.0'?><a>één</a>"
    decoded = decode(text.encode(charset), "iso-8859-1")
    assert decoded.text == text


def test_half_a_character_at_the_end_is_told() -> None:
    decoded = decode("<a>één</a>".encode("utf-16") + b"\x0a")
    assert decoded.text == "<a>één</a>"
    assert [(found.code, found.excerpt) for found in decoded.problems] == [("half-character", "0a")]


def test_utf16_that_is_declared_in_eight_bit_text_is_not_believed() -> None:
    decoded = decode("<a>één</a>".encode(), "UTF-16")
    assert decoded.text == "<a>één</a>"
    assert len(decoded.problems) == 1


def test_a_charset_that_the_bytes_do_not_fit_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        decode(b"\x81\x00\xff", "shift_jis")
    assert caught.value.code == "charset"


def test_without_a_declaration_utf8_is_tried_before_windows_1252() -> None:
    assert decode("één".encode()).charset == "utf-8"
    assert decode("één".encode("cp1252")).charset == "windows-1252"
    assert decode("één".encode("cp1252")).problems == ()


def test_declared_charset_is_found_in_an_xml_declaration_only_at_the_head() -> None:
    assert declared_charset(b'<?xml version="1.0" encoding="ISO-8859-15"?><a/>') == "ISO-8859-15"
    assert declared_charset(b"\n<?xml version='1.0' standalone='no' encoding='utf-8' ?><a/>") == "utf-8"
    assert declared_charset(b"<a><?xml version='1.0' encoding='utf-8'?></a>") is None


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_in_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(b"x" + text.encode(), "utf-8").text == "x" + text


# What begins with a byte order mark is in that charset, whatever was declared.
@given(st.text(st.characters(codec="cp1252", exclude_characters="¤")).filter(lambda text: text[:2] not in ("þÿ", "ÿþ")))
def test_any_text_in_windows_1252_comes_back_when_it_is_declared_so(text: str) -> None:
    data = text.encode("cp1252")
    decoded = decode(data, "windows-1252")
    assert decoded.text in (text, data.decode("utf-8-sig", "ignore"))


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "nonsense"]))
def test_no_bytes_make_the_western_charsets_fail(data: bytes, declared: str) -> None:
    starts = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0")
    with contextlib.suppress(Unreadable) if data.startswith(starts) else contextlib.nullcontext():
        assert isinstance(decode(data, declared).text, str)
