"""Pages as recipes, bodies, static files: what needs no rows."""

import pytest

from dateline.site import assets
from dateline.site.addresses import cursor_text, parse_cursor
from dateline.site.body import article_body
from dateline.site.page import Entry, Part, Rendered


def rail(*ids: str, limit: int = 2) -> Rendered:
    return Rendered(b"<", frozenset(), None, tuple(Entry(i, i.encode()) for i in ids), limit, b">")


def test_a_list_leaves_out_what_its_page_shows_itself() -> None:
    assert rail("a", "b", "c").join("") == b"<ab>"
    assert rail("a", "b", "c").join("a") == b"<bc>"
    assert rail("a", "b", "c").join("a b") == b"<c>"
    assert rail("a").join("a") == b""
    assert rail().join("a") == b"<>"


def test_a_part_is_kept_once_whatever_it_leaves_out() -> None:
    assert Part("rail", "x", "a").key == Part("rail", "x", "b").key != Part("rail", "y", "a").key


def test_the_dateline_and_the_paragraph_are_one_text() -> None:
    assert article_body("<p>De.</p><p>Het.</p>", "A (B) - ", heads=False) == (
        '<p><span class="dateline">A (B) - </span>De.</p><p>Het.</p>'
    )
    assert article_body('<p dir="rtl">x</p>', "", heads=True) == '<p dir="rtl" role="heading" aria-level="1">x</p>'
    assert article_body("", "", heads=False) == ""
    assert "&lt;i&gt;" in article_body("<p>x</p>", "<i>", heads=False)


def test_headings_of_a_body_begin_below_the_headline_and_leave_no_level_out() -> None:
    body = article_body("<p>x</p><h3>a</h3><p>y</p><h4>b</h4>", "", heads=False)
    assert "<h2>a</h2>" in body
    assert "<h3>b</h3>" in body


def test_tables_scroll_in_a_box_of_their_own() -> None:
    body = article_body("<table><tr><td><table></table></td></tr></table><table></table>", "", heads=False)
    assert body.count('<div class="scroll"') == body.count("</div>") == 2


@pytest.mark.parametrize("text", ["", "x", "1.2", "1.2.", "1.2.A b", "1.2.x.y", "١.2.x", "1.-2.x", "9" * 30 + ".1.x"])
def test_no_cursor(text: str) -> None:
    assert parse_cursor(text) is None


def test_a_cursor_there_and_back() -> None:
    cursor = parse_cursor("1764327600000.3.abc123def456")
    assert cursor is not None
    assert cursor_text(cursor) == "1764327600000.3.abc123def456"


def test_static_files_change_their_address_with_what_they_hold() -> None:
    address = assets.asset("site/site.css")
    path, _mark, version = address.partition("?v=")
    found = assets.find(path)
    assert found is not None
    assert found.etag == f'"{version}"'
    assert found.content_type == "text/css; charset=utf-8"
    assert assets.find("/static/site/../settings.py") is None
    assert assets.find("/static/site/none.css") is None


def test_an_article_weighs_little() -> None:
    names = ("site/site.css", "site/site.js", "site/icon.svg")
    weight = sum(len(found.body) for name in names if (found := assets.find(f"/static/{name}")))
    assert weight < 30_000


def test_the_style_fetches_nothing() -> None:
    found = assets.find("/static/site/site.css")
    assert found is not None
    assert b"url(" not in found.body
    assert b"@import" not in found.body
