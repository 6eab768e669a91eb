"""The walker: from a tree to blocks, with no word lost and nothing unsafe written. All copy is invented."""

import re
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dateline.wire.draft import Block
from dateline.wire.text.blocks import (
    NAMES,
    blocks_of_tree,
    body_html,
    body_text,
    fold,
    has_words,
    paragraph,
    safe_address,
    same_words,
    split_back,
    split_front,
    squash,
    text_of_blocks,
    words_of,
)
from dateline.wire.text.xml import parse_xml


def walk(inner: str) -> list[Block]:
    return blocks_of_tree(parse_xml(f"<body.content>{inner}</body.content>".encode()).root)


def both(inner: str) -> list[tuple[str, str]]:
    return [(block.html, block.text) for block in walk(inner)]


def test_paragraphs_have_their_white_space_folded() -> None:
    assert both("<p>  Een\n\t twee  </p>\n<p>drie</p>") == [("<p>Een twee</p>", "Een twee"), ("<p>drie</p>", "drie")]


def test_no_break_spaces_inside_a_paragraph_stay() -> None:
    assert both("<p>\u00a010\u00a0000 euro\u00a0</p>") == [("<p>10\u00a0000 euro</p>", "10\u00a0000 euro")]


def test_empty_paragraphs_are_dropped() -> None:
    assert both("<p/><p> \n </p><p>\u00a0</p><p><em/></p><block/><hr/>") == []


def test_text_after_inline_tags_is_kept() -> None:
    assert both("<p>De <em>grote</em> stad <person>Jan <name.family>Bos</name.family></person>, zei hij.</p>") == [
        ("<p>De <em>grote</em> stad Jan Bos, zei hij.</p>", "De grote stad Jan Bos, zei hij.")
    ]


def test_inline_elements_of_nitf_give_just_their_words() -> None:
    markup = "<p><org>A</org> <location><city>B</city></location> <chron>C</chron> <money>D</money> <num>E</num></p>"
    assert both(markup) == [("<p>A B C D E</p>", "A B C D E")]


def test_text_outside_paragraphs_becomes_a_paragraph_in_its_place() -> None:
    assert [text for _, text in both("los <p>een</p> tussen <b>vet</b> <p>twee</p> na")] == [
        "los",
        "een",
        "tussen vet",
        "twee",
        "na",
    ]


def test_headlines_in_the_body_become_subheadings() -> None:
    assert [html for html, _ in both("<hl1>A</hl1><hl2>B</hl2><h1>C</h1><h3>D</h3><h6>E</h6>")] == [
        "<h2>A</h2>",
        "<h2>B</h2>",
        "<h2>C</h2>",
        "<h3>D</h3>",
        "<h4>E</h4>",
    ]


def test_a_line_break_is_a_line_break() -> None:
    assert both("<p><br/>een <br/> twee<br/></p>") == [("<p>een <br>twee</p>", "een\ntwee")]


def test_paragraphs_in_paragraphs_and_in_inline_elements_come_apart() -> None:
    assert both("<p>a<p>b</p>c</p><b>d <p>e</p> f</b>") == [
        ("<p>a</p>", "a"),
        ("<p>b</p>", "b"),
        ("<p>c</p>", "c"),
        ("<p><b>d</b></p>", "d"),
        ("<p><b>e</b></p>", "e"),
        ("<p><b>f</b></p>", "f"),
    ]


def test_lists_give_an_item_a_line_and_keep_what_stands_outside_items() -> None:
    assert both("<ul><li>a <em>b</em></li> los <li><p>c</p></li><li>d<ol><li>e</li></ol></li></ul>") == [
        (
            "<ul><li>a <em>b</em></li><li>los</li><li>c</li><li><p>d</p><ol><li>e</li></ol></li></ul>",
            "a b\nlos\nc\nd\ne",
        )
    ]


def test_definition_lists() -> None:
    assert both("<dl><dt>term</dt><dd><block><p>uitleg</p></block></dd></dl>") == [
        ("<dl><dt>term</dt><dd>uitleg</dd></dl>", "term\nuitleg")
    ]


def test_tables_give_cells_with_tabs_between_and_rows_with_line_breaks() -> None:
    markup = (
        "<table><caption>Stand</caption><thead><tr><th colspan='2'>Club</th><th rowspan='x'>P</th></tr></thead>"
        "<tbody><tr><td/><td><p>Ajax</p></td><td>1<br/>2</td></tr></tbody></table>"
    )
    assert both(markup) == [
        (
            '<table><caption>Stand</caption><thead><tr><th colspan="2">Club</th><th>P</th></tr></thead>'
            "<tbody><tr><td></td><td>Ajax</td><td>1<br>2</td></tr></tbody></table>",
            "Stand\nClub\tP\n\tAjax\t1 2",
        )
    ]


def test_text_in_a_table_outside_its_cells_is_kept() -> None:
    assert text_of_blocks(walk("<table>een<tr>twee<td>drie</td></tr><p>vier</p></table>")) == "een\ntwee\tdrie\nvier"


def test_quotes_and_preformatted_pieces() -> None:
    assert both("<bq><block><p>Ja.</p><p>Nee.</p></block><credit>Jan</credit></bq><pre>\na  1\n bb 2\n</pre>") == [
        ("<blockquote><p>Ja.</p><p>Nee.</p><p>Jan</p></blockquote>", "Ja.\nNee.\nJan"),
        ("<pre>a  1\n bb 2</pre>", "a  1\n bb 2"),
    ]


def test_links_keep_only_addresses_that_are_safe() -> None:
    assert both('<p><a href="https://a.example/?b=1&amp;c=&quot;2">x</a> <a href=" JavaScript:alert(1)">y</a></p>') == [
        ('<p><a href="https://a.example/?b=1&amp;c=&quot;2">x</a> y</p>', "x y")
    ]


@pytest.mark.parametrize(
    "address",
    ["javascript:x", " data:text/html,x", "java\nscript:x", "vbscript:x", "/weg", "file:///x", "", None, "http://a b"],
)
def test_unsafe_addresses(address: str | None) -> None:
    assert safe_address(address) is None


def test_pictures_are_handed_back_and_their_words_are_not_in_the_text() -> None:
    root = parse_xml(b"<body.content><p>a</p><media><media-caption>b</media-caption></media>c</body.content>").root
    aside: list[Any] = []
    blocks = blocks_of_tree(root, NAMES, aside)
    assert [element.tag for element in aside] == ["media"]
    assert [block.text for block in blocks] == ["a", "c"]
    assert squash(words_of(root, aside)) == "ac"


def test_markup_in_text_stays_text() -> None:
    assert both("<p>&lt;script&gt; &amp;amp; 1 &gt; 0</p>") == [
        ("<p>&lt;script&gt; &amp;amp; 1 &gt; 0</p>", "<script> &amp; 1 > 0")
    ]


def test_body_html_and_text_hold_only_body_blocks() -> None:
    blocks = [Block("p", "<p>(ANP) -</p>", "(ANP) -", "dateline"), paragraph("een"), paragraph("twee")]
    assert body_html(blocks) == "<p>een</p>\n<p>twee</p>"
    assert body_text(blocks) == "een\n\ntwee"


def test_same_words_looks_past_any_white_space_and_nothing_else() -> None:
    assert same_words("a b\u00a0c\n", "ab c")
    assert not same_words("ab", "ba")
    assert not same_words("a\u200bb", "ab")


PIECES = st.text(alphabet="ab \n\u00a0", max_size=6)


@given(st.lists(PIECES, max_size=5), st.lists(PIECES, max_size=5))
def test_has_words_answers_what_same_words_does(texts: list[str], gaps: list[str]) -> None:
    blocks = [paragraph(text) for text in texts]
    for words in ("".join(gaps), " \n".join(texts), " ".join(texts) + "".join(gaps)):
        assert has_words(blocks, words) == same_words(text_of_blocks(blocks), words)


@given(st.text(alphabet="a \t\n\r\f\v\u00a0", max_size=12))
def test_fold_leaves_one_space_of_each_run_and_no_break_spaces_inside(text: str) -> None:
    assert fold(text) == re.sub("[ \t\r\n\f\v]+", " ", text).strip()


@pytest.mark.parametrize(
    ("markup", "chars", "front", "rest"),
    [
        ("ROME (X) - Tekst", 10, "<p>ROME (X) -</p>", "<p>Tekst</p>"),
        ("ROME (<b>X</b>) - <i>Te</i>kst", 10, "<p>ROME (<b>X</b>) -</p>", "<p><i>Te</i>kst</p>"),
        ("A &amp; B - C &lt; D", 7, "<p>A &amp; B -</p>", "<p>C &lt; D</p>"),
        ("<b>ROME - Tekst</b> na", 6, "<p><b>ROME -</b></p>", "<p><b>Tekst</b> na</p>"),
        ("ROME -<br/>Tekst", 6, "<p>ROME -</p>", "<p>Tekst</p>"),
        (
            '<a href="http://x.example/">ROME - T</a>',
            6,
            '<p><a href="http://x.example/">ROME -</a></p>',
            '<p><a href="http://x.example/">T</a></p>',
        ),
        ("Tekst", 0, "<p></p>", "<p>Tekst</p>"),
        ("Tekst", 99, "<p>Tekst</p>", "<p></p>"),
    ],
)
def test_split_front(markup: str, chars: int, front: str, rest: str) -> None:
    halves = split_front(walk(f"<p>{markup}</p>")[0], chars)
    assert [half.html for half in halves] == [front, rest]


def test_split_back_takes_the_last_characters() -> None:
    before, back = split_back(walk("<p>De tekst. <em>abc/def</em></p>")[0], 7)
    assert (before.html, back.html) == ("<p>De tekst.</p>", "<p><em>abc/def</em></p>")


WORDS = st.text(st.sampled_from("ab é<&>\"'\n\u00a0x1"), max_size=12)
TAGS = st.sampled_from([*sorted(NAMES), "person", "foo", "span"])


def trees() -> st.SearchStrategy[etree._Element]:
    def build(tag: str, text: str, children: list[tuple[etree._Element, str]]) -> etree._Element:
        element = etree.Element(tag)
        element.text = text
        if tag == "a":
            element.set("href", "https://x.example/" if len(text) % 2 else "javascript:x")
        for child, tail in children:
            child.tail = tail
            element.append(child)
        return element

    leaves = st.builds(build, TAGS, WORDS, st.just([]))
    return st.recursive(
        leaves,
        lambda inner: st.builds(build, TAGS, WORDS, st.lists(st.tuples(inner, WORDS), max_size=4)),
        max_leaves=20,
    )


@given(trees())
def test_no_word_is_lost_doubled_or_moved_whatever_the_markup(root: Any) -> None:
    wrapper: Any = etree.Element("body.content")
    wrapper.append(root)
    aside: list[Any] = []
    blocks = blocks_of_tree(wrapper, NAMES, aside)
    assert squash(text_of_blocks(blocks)) == squash(words_of(wrapper, aside))


ALLOWED = set(
    "p h2 h3 h4 ul ol dl li dt dd table caption thead tbody tfoot tr td th blockquote pre".split()
    + "em i strong b sub sup a br".split()
)


@given(trees())
def test_html_has_only_allowed_tags_is_well_formed_and_says_the_same_as_the_text(root: Any) -> None:
    wrapper: Any = etree.Element("body.content")
    wrapper.append(root)
    for block in blocks_of_tree(wrapper):
        names = set(re.findall(r"</?([^\s/>]+)", block.html))
        assert names <= ALLOWED
        for attributes in re.findall(r"<\w+\s+([^>]*)>", block.html):
            assert re.fullmatch(r'href="https://x\.example/"', attributes)
        parsed = etree.fromstring(block.html.replace("<br>", "<br/>"))
        assert squash("".join(parsed.itertext())) == squash(block.text)
        assert block.text == block.text.strip() or "<pre>" in block.html  # a list may hold one


@given(trees(), st.integers(0, 60))
def test_split_front_keeps_every_word_in_html_and_text(root: Any, chars: int) -> None:
    wrapper: Any = etree.Element("body.content")
    wrapper.append(root)
    for block in blocks_of_tree(wrapper):
        front, rest = split_front(block, chars)
        assert squash(front.text) == squash(block.text[:chars])
        assert squash(front.text + rest.text) == squash(block.text)
        for half in (front, rest):
            page = lxml.html.fragment_fromstring(half.html, create_parent="div")
            assert squash(page.text_content()) == squash(half.text)
            etree.fromstring(half.html.replace("<br>", "<br/>"))


@given(st.text())
def test_fold_keeps_every_character_that_is_no_white_space(text: str) -> None:
    assert squash(fold(text)) == squash(text)
