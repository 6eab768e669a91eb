"""Words as they are searched: what readers take for the same word is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.document import FILLER
from dateline.search.marking import Marker, Piece
from dateline.search.query import parse
from dateline.search.tokens import fold, split, token, tokens, variants, words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("nl", "verkiezing verkiezingen"),
        ("nl", "brand branden"),
        ("en", "election elections"),
        ("de", "Häuser Haus"),
        ("fr", "élection élections Election"),
        ("nl-BE", "soldaat soldaten"),
    ],
)
def test_forms_of_a_word_are_one_in_its_language(language, forms):
    assert len(set(tokens(forms.split(), language))) == 1


def test_a_language_that_is_not_stemmed_keeps_its_words():
    assert tokens(["elecciones", "elección"], "es") == ["elecciones", "eleccion"]


def test_capitals_accents_ligatures_and_letters_of_the_north_are_folded():
    assert [fold(word) for word in ("Ångström", "STRASSE", "straße", "Œuvre", "Gdańsk", "Łódź", "ＡＮＰ", "ﬁn")] == [
        "angstrom", "strasse", "strasse", "oeuvre", "gdansk", "lodz", "anp", "fin",
    ]  # fmt: skip


def test_what_joins_words_parts_them_and_endings_of_possession_go():
    assert split("Oost-Europa, foto's; Trump’s l'homme d'été (2)") == [
        "Oost", "Europa", "foto", "Trump", "homme", "été", "2",
    ]  # fmt: skip


def test_letters_written_apart_are_one_word_and_characters_without_spaces_one_each():
    assert split("cafe\u0301 日本語") == ["cafe\u0301", "日", "本", "語"]


def test_a_word_that_is_asked_is_found_in_copy_of_each_language():
    for language, written in [
        ("nl", "soldaten"),
        ("en", "soldiers"),
        ("de", "Soldaten"),
        ("fr", "soldats"),
        ("", "Ñandú"),
    ]:
        assert (token(written, language),) in variants([written])


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        ("5400", {"5400", "5 400"}),
        ("5.400", {"5 400", "5400"}),
        ("12,345,678", {"12 345 678", "12345678"}),
        ('"5.400 x 12000"', {"5 400 x 12000", "5400 x 12000", "5 400 x 12 000"}),
        *((same, {same.replace(".", " ").replace(":", " ")}) for same in (
            "400", "3.5", "12.5.2026", "3.11.2", "12:30", "0.125", "0612345678", "1234567890123"
        )),
    ],
)  # fmt: skip
def test_a_number_is_asked_for_in_one_piece_and_by_thousands_and_no_date_or_decimal_is(asked, ways):
    (phrase,) = parse(asked).phrases
    assert {" ".join(way) for way in variants(phrase.words)} == ways


@given(st.text(max_size=200), st.sampled_from(["nl", "en", "de", "fr", "es", ""]))
def test_tokens_are_never_empty_and_never_what_the_index_uses_for_itself(text, language):
    for found in tokens(split(text), language):
        assert found
        assert not set(found) & set("'\"\\: \t\n\x00")
        assert found == FILLER or not found.startswith("=")


@given(st.text(max_size=200))
def test_words_stand_where_they_are_said_to_stand(text):
    assert all(text[start:end] == word for word, start, end in words(text))


def marked(asked: str, text: str, language: str = "nl") -> str:
    pieces = Marker(parse(asked).phrases).pieces(text, language)
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_what_was_found_is_marked_in_every_form_and_phrases_only_whole():
    assert marked("verkiezing", "De verkiezingen, zei hij.") == "De [verkiezingen], zei hij."
    assert marked('"rode haan"', "Rode wijn, de Rode Haan en de haan") == "Rode wijn, de [Rode Haan] en de haan"
    assert marked("elections", "The election", "en") == "The [election]"
    assert (
        marked("5400", "5.400 of 5400, niet 5 of 400: 15.400, 5.4") == "[5.400] of [5400], niet 5 of 400: 15.400, 5.4"
    )


@given(st.text(max_size=120), st.text(max_size=60))
def test_marking_changes_no_word(text, asked):
    marker = Marker(parse(asked).phrases)
    assert "".join(piece.text for piece in marker.pieces(text, "nl")) == text


def test_an_excerpt_shows_where_most_of_it_is():
    text = "begin " * 100 + "de brand in de haven " + "einde " * 100
    pieces = Marker(parse("brand haven").phrases).excerpt(text, "nl", 120)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.marked] == ["brand", "haven"]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 130


def test_an_excerpt_without_anything_to_mark_is_the_beginning():
    pieces = Marker(()).excerpt("een twee " * 100, "nl", 50)
    assert "".join(piece.text for piece in pieces).startswith("een twee een")
    assert pieces[-1] == Piece("…", False)


@given(st.text(max_size=500), st.text(max_size=60), st.integers(1, 200))
def test_an_excerpt_is_of_the_text_and_no_longer_than_asked(text, asked, length):
    pieces = Marker(parse(asked).phrases).excerpt(text, "nl", length)
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) <= length + 2
    assert shown.strip("…") in " ".join(text.split()) or "…" in text
