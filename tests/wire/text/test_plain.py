"""Plain text: where a paragraph begins. All copy is invented."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.draft import Block
from dateline.wire.text.blocks import squash
from dateline.wire.text.plain import blocks_of_text, paragraphs_of_text, unwrap


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs_of_text("Een.\r\n\r\nTwee.\n \t\nDrie.\n") == ["Een.", "Twee.", "Drie."]


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    text = (
        "De raad heeft gisteren in een\nlange vergadering besloten dat de\n"
        "brug over de vaart er komt, tot\nvreugde van velen."
    )
    assert paragraphs_of_text(text) == [" ".join(text.split("\n"))]


def test_short_lines_are_paragraphs_of_their_own() -> None:
    assert paragraphs_of_text("- drie gewonden in Ons Dorp\n  Q burgemeester\n- brug dicht") == [
        "- drie gewonden in Ons Dorp",
        "Q burgemeester",
        "- brug dicht",
    ]


def test_an_indented_line_begins_a_paragraph_where_others_are_not_indented() -> None:
    assert paragraphs_of_text("   De raad besloot dat de brug\ner komt.\n   De bouw begint\nin mei.") == [
        "De raad besloot dat de brug er komt.",
        "De bouw begint in mei.",
    ]


def test_long_lines_are_paragraphs_whatever_the_carriage_returns() -> None:
    first, second = "a" * 50 + " " + "b" * 60, "c" * 120
    assert paragraphs_of_text(f"{first}\r{second}\r") == [first, second]


def test_items_of_a_broken_list_stay_apart() -> None:
    text = (
        "- de raad heeft besloten dat de\nbrug over de vaart er komt nu\n"
        "- de bouw begint al in mei van\nhet komende jaar zegt men"
    )
    assert len(paragraphs_of_text(text)) == 2


def test_text_is_never_markup() -> None:
    assert [block.html for block in blocks_of_text("a < b & c")] == ["<p>a &lt; b &amp; c</p>"]


@given(st.text(st.sampled_from("ab- 1.\n\r\t\v\f\u2028é\u00a0"), max_size=200))
def test_no_word_is_lost(text: str) -> None:
    assert squash("".join(paragraphs_of_text(text))) == squash(text)


def test_a_line_with_nothing_but_a_space_between_lines_of_a_width_is_no_word() -> None:
    full = "woord " * 11 + "einde"
    block = Block("p", f"<p>{full}<br>\xa0<br>{full}<br>{full}<br>{full}</p>", "\n".join((full, "\xa0", *[full] * 3)))
    unwrap([block])
    assert squash(block.text) == squash(full * 4)
