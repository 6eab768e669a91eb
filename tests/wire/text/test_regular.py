"""HTML that goes past html5ever is read as if it had gone through it. All markup is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import wire
from dateline.wire.formats import atom_reader
from dateline.wire.text import html
from dateline.wire.text.regular import is_regular, is_regular_tree
from dateline.wire.text.tree import Element
from dateline.wire.text.xml import parse_xml

TEXTS = (
    "twee",
    " ",
    "\n",
    "&amp;",
    "&nbsp;",
    "&#8217;",
    "&",
    "&eacute;",
    "&#150;",
    ">",
    "\u00a0",
    "\r",
    "\ufeff",
    "\x01",
    "é",
)
VOID = ("<br>", "<br />", '<img src="https://a.example/x.jpg" alt="een">', '<img src="data:x" alt="een">', "<hr>")
STARTS = (
    *("p", 'p class="x"', "h2", "ul", "ol", "li", "blockquote", "div", "figure", "figcaption", "table", "P"),
    *(
        "b",
        "em",
        "a",
        'a href="/x"',
        'a href="https://a.example/?b=1&amp;c"',
        "a href=x",
        'a href="https://a..example/"',
    ),
)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda start, inner: f"<{start}>{''.join(inner)}</{start.split()[0]}>",
        st.sampled_from(STARTS),
        st.lists(inside, max_size=4),
    )


MARKUP = st.lists(st.recursive(st.sampled_from(TEXTS + VOID), element, max_leaves=12), max_size=4).map("".join)


def read(markup: str, monkeypatch: pytest.MonkeyPatch, goes_past: bool) -> object:
    aside: list[Element] = []
    with monkeypatch.context() as patched:
        if not goes_past:
            patched.setattr(html, "is_regular", lambda markup: False)
        body = html.blocks_of_html(markup, aside, figures=True)
    told = [(img.get("src"), img.get("alt"), img.text) for one in aside for img in one.iter()]
    return [(block.tag, block.html, block.text) for block in body.blocks], body.words, told


@given(inner=MARKUP)
@settings(max_examples=150, deadline=None)
def test_what_goes_past_the_sanitiser_reads_as_if_it_had_not(inner: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        for markup in (inner, f"<p>{inner}</p>"):
            assert read(markup, monkeypatch, True) == read(markup, monkeypatch, False)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Een</p>\n<p>Twee<br/>en <strong>drie</strong></p>",
        '<h2>Een</h2><ul><li>a &amp; b</li><li><p>c</p></li></ul><p class="x">Zie <a href="https://a.example/b?c=1&amp;d=2">hier</a></p>',
        '<figure><img src="https://a.example/x.jpg" alt="een" /><figcaption>Twee</figcaption></figure>',
    ],
)
def test_paragraphs_lists_and_figures_are_regular(markup: str) -> None:
    assert is_regular(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Een<p>Twee",
        "<p>Een <b>twee</p></b>",
        "<p>Een</p></p>",
        "<p><ul><li>Een</li></ul></p>",
        "<li>Een</li>",
        '<a href="/een">een <a href="/twee">twee</a></a>',
        "<p/>Een",
        "<p>Een & twee</p>",
        "<p>Een < twee</p>",
        "<p>Een<script>twee</script></p>",
        "<p onclick=x>Een</p>",
        "<P>Een</P>",
        "<p>&#150; een</p>",
        "<p>een<!-- twee --></p>",
        '<a href="https://1.2.3.4.5/">een</a>',
        '<img src="javascript:een">',
        "<p>" + "<b>" * 40 + "</b>" * 40 + "</p>",
    ],
)
def test_what_a_browser_would_set_right_is_not_regular(markup: str) -> None:
    assert not is_regular(markup)


XHTML_TEXTS = ("twee", " ", "\n", "&amp;", "&#8217;", "&#160;", "é", "&lt;b&gt;", "]]")
XHTML_VOID = (
    "<br/>",
    "<br />",
    '<img src="https://a.example/x.jpg" alt="een"/>',
    '<img src="data:x" alt="een"/>',
    "<hr/>",
)
XHTML_STARTS = (*(start for start in STARTS if start != "a href=x"), "p", "p", "span", "x:p", "script")


def xhtml(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda start, inner: f"<{start}>{''.join(inner)}</{start.split()[0]}>",
        st.sampled_from(XHTML_STARTS),
        st.lists(inside, max_size=4),
    )


XHTML = st.lists(st.recursive(st.sampled_from(XHTML_TEXTS + XHTML_VOID), xhtml, max_leaves=12), max_size=4).map("".join)


@given(inner=XHTML, wrapped=st.booleans())
@settings(max_examples=150, deadline=None)
def test_xhtml_that_is_read_as_it_was_parsed_reads_as_if_it_had_been_parsed_as_html(inner: str, wrapped: bool) -> None:
    held = f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>' if wrapped else inner
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x"><id>x:1</id><title>Kop</title>'
        '<link rel="alternate" href="https://a.example/map/"/><entry><id>x:2</id><title>Een</title>'
        f'<updated>2026-03-04T10:00:00Z</updated><content type="xhtml">{held}</content></entry></feed>'
    ).encode()
    (straight,) = wire.read(feed).items
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(atom_reader, "is_regular_tree", lambda root: False)
        (around,) = wire.read(feed).items
    assert straight == around


@pytest.mark.parametrize(
    ("inner", "regular"),
    [
        ("<div><p>Een <b>twee</b><br/>drie</p><ul><li>vier</li></ul></div>", True),
        ('<div><figure><img src="https://a.example/x.jpg"/><figcaption>Vijf</figcaption></figure></div>', True),
        ("<p>Een</p>", False),
        ("<div><p>Een<br/> <br/>twee</p></div>", False),
        ("<div><p><p>Een</p></p></div>", False),
        ('<div><p><a href="https://a.example/">Een <b><a href="/x">twee</a></b></a></p></div>', False),
        ('<div><p><a href="javascript:x">Een</a></p></div>', False),
        ("<div><script>een</script></div>", False),
        ("<div><table><tr><td>een</td></tr></table></div>", False),
        (f"<div>{'<b>' * 40}een{'</b>' * 40}</div>", False),
    ],
)
def test_which_xhtml_is_regular(inner: str, regular: bool) -> None:
    root = parse_xml(f"<content>{inner}</content>".encode()).root
    assert is_regular_tree(root) is regular
