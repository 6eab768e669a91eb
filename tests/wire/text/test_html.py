"""HTML from outside: the words come through, nothing that acts does. All markup is invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.errors import Unreadable
from dateline.wire.text.blocks import squash, text_of_blocks
from dateline.wire.text.html import blocks_of_html, is_html


def html(markup: str) -> str:
    return "".join(block.html for block in blocks_of_html(markup).blocks)


def test_paragraphs_lists_and_links() -> None:
    assert html('<P>Een <a href="https://a.example/" onclick="x()">twee</a></P><ul><li>drie</ul>') == (
        '<p>Een <a href="https://a.example/">twee</a></p><ul><li>drie</li></ul>'
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<p>voor<script>alert('stuk')</script>na</p>",
        "<p>voor<style>p{stuk:1}</style>na</p>",
        "<p>voor<!-- stuk -->na</p>",
        "<p onmouseover=stuk>voorna</p>",
        "<p>voor<iframe src=stuk>stuk</iframe>na</p>",
        "<p>voor<svg onload=stuk></svg>na</p>",
        "<p>voor<img src=x onerror=stuk>na</p>",
        "<p><a href='javascript:stuk'>voor</a>na</p>",
        "<p><a href='&#106;avascript:stuk'>voor</a>na</p>",
        "<p><a href='data:text/html,stuk'>voor</a>na</p>",
        "<p style='stuk'>voor<object data=stuk></object>na</p>",
        "<p>voor<math><mtext></mtext></math>na</p>",
    ],
)
def test_what_acts_is_taken_out_with_its_content_and_the_words_stay(markup: str) -> None:
    assert html(markup) == "<p>voorna</p>"


def test_self_closed_titles_of_xhtml_do_not_swallow_the_text() -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title /></head><body><p>tekst</p></body></html>'
    assert html(page) == "<p>tekst</p>"
    assert html("<title/><p>tekst</p>") == "<p>tekst</p>"


def test_markup_without_paragraphs_keeps_the_lines_of_the_text() -> None:
    assert (
        html("Jan <b>Bos</b> komt uit Leuven.\n\nHij is boer.")
        == "<p>Jan <b>Bos</b> komt uit Leuven.</p><p>Hij is boer.</p>"
    )


def test_codes_in_angle_brackets_are_words() -> None:
    assert html("<p>Aandeel <ABCD.AS> stijgt</p>") == "<p>Aandeel &lt;ABCD.AS&gt; stijgt</p>"


def test_unknown_elements_give_their_words() -> None:
    assert html("<p>a <x-y>b</x-y> c</p>") == "<p>a b c</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gewone tekst", False),
        ("a < b en b > c", False),
        ("koers <ABCD.AS> 3 procent", False),
        ("een <b>vet</b> woord", True),
        ("regel<BR>regel", True),
        ('zie <Ref idref="D1"/>', True),
        ("<mail@voorbeeld.example>", False),
    ],
)
def test_is_html(text: str, expected: bool) -> None:
    assert is_html(text) is expected


def test_elements_nested_without_end_are_refused_or_reduced_to_words() -> None:
    assert [block.text for block in blocks_of_html("<b>" * 400 + "woord").blocks] == ["woord"]
    with pytest.raises(Unreadable) as caught:
        blocks_of_html("<div>" * 100_000 + "woord")
    assert caught.value.code == "too-deep"
    with pytest.raises(Unreadable) as caught:
        blocks_of_html("<div></span>" * 100_000)
    assert caught.value.code == "too-deep"


def test_long_flat_html_is_read() -> None:
    assert len(blocks_of_html("<p>x<br>y</p>" * 5_000).blocks) == 5_000


TAGS = (
    "<p> </p> <b> </b> <div> <table> <td> </table> <li> <ul> </ul> </a> <br> <pre> </pre> <h1> <svg> <math> <style> "
    "</style> <script> </script> <x:y> <textarea> </textarea> <title> <!-- --> <![CDATA[ ]]> < & ' \" \0 een "
    "é &amp; &lt;k&gt;"
).split()
ACTING = ["<a href='java\tscript:k'>", "<a href=http://x.example/>", "<img onerror=k src=x>", "<p onclick='k'>"]
PIECES = st.sampled_from([*TAGS, *ACTING, "<td colspan=2>", " ", "\n"])


@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_unsafe_comes_through_and_the_words_add_up(markup: str) -> None:
    body = blocks_of_html(markup)
    assert squash(text_of_blocks(body.blocks)) == squash(body.words)
    for block in body.blocks:
        tags = re.findall(r"<[^>]*>", block.html)
        assert all(
            re.fullmatch(r'<a href="http://x\.example/">|<t[dh] colspan="2">|</?[a-z0-9]+>', tag) for tag in tags
        )
        assert not any(re.match(r"</?(script|style|svg|math|img|iframe|textarea|title)\b", tag) for tag in tags)
