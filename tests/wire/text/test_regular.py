"""HTML that goes past html5ever is read as if it had gone through it. All markup is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.wire.text import html
from dateline.wire.text.regular import is_regular
from dateline.wire.text.tree import Element

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
