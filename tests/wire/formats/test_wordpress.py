"""Exports of WordPress: texts of both editors, shortcodes, what is published and what is not."""

import pytest

from dateline.wire import NewsItem, Reading, read
from dateline.wire.formats.table import detect
from dateline.wire.formats.wordpress_text import text_of_post
from dateline.wire.text.html import blocks_of_html


def export(*items: str, version: str = "1.2") -> Reading:
    """An export of these items."""
    text = (
        f'<rss xmlns:wp="http://wordpress.org/export/{version}/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"><channel><link>https://www.example.org</link>'
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )
    return read(text.encode())


def post(content: str, more: str = "") -> NewsItem:
    """The item of a published post."""
    (found,) = export(
        f"<title>x</title><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{more}"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
    ).items
    return found


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Een.\n\nTwee.", "Een.\n\nTwee."),
        ("Een\r\nregel.\r\n\r\nTwee.", "Een\nregel.\n\nTwee."),
        ("<h2>Kop</h2>\nEen.\n\n\n\nTwee.", "Kop\n\nEen.\n\nTwee."),
        ("<ul>\n\n<li>a</li>\n\n<li>b</li>\n</ul>\nEen.", "a\nb\n\nEen."),
        ("<strong>Vet</strong>\nregel.", "Vet\nregel."),
        ("Een.\n\n<figure><img src='/a.jpg'></figure>\n\n<b>Twee.</b>", "Een.\n\nTwee."),
        ("Een.\n\n<hr>\n\n<em>Twee</em> drie.\n\nVier.", "Een.\n\nTwee drie.\n\nVier."),
        ("<pre>a\n\nb</pre>\nEen.", "a\n\nb\n\nEen."),
        ("<table>\n<tr>\n<td>a</td>\n\n<td>b</td></tr></table>", "a\tb"),
        ("<p>Een.</p>\n<p>Twee.</p>", "Een.\n\nTwee."),
        ("Een.<!--more-->\n\nTwee.<!--nextpage-->", "Een.\n\nTwee."),
        ("<blockquote>Een.\n\nTwee.</blockquote>", "Een.\nTwee."),
    ],
)
def test_a_text_of_the_classic_editor_has_the_paragraphs_that_wordpress_shows(content: str, text: str) -> None:
    assert post(content).text == text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Zei hij [de minister, red.].", "Zei hij [de minister, red.]."),
        ("[sic] en [...] en [1]", "[sic] en [...] en [1]"),
        ("[kader kleur='rood']Binnen[/kader] buiten", "Binnen buiten"),
        ("[vc_row][vc_column width='1/2']Binnen[/vc_column][/vc_row]", "Binnen"),
        ("[[gallery]] is een code", "[gallery] is een code"),
        ("[contact-form-7 id='1']Een.", "Een."),
        ("[contact_form]Een [red.] en [sic].", "Een [red.] en [sic]."),
        ("Prijs [lijst n=3] stijgt", "Prijs stijgt"),
    ],
)
def test_shortcodes_go_and_other_brackets_are_words(content: str, text: str) -> None:
    assert post(content).text == text


def test_a_video_and_a_sound_in_a_shortcode_are_media() -> None:
    item = post('[video mp4="https://a.example/a.mp4"][/video][audio src="https://a.example/a.mp3"]Een.')
    assert [(media.kind, media.href) for media in item.media] == [
        ("video", "https://a.example/a.mp4"),
        ("audio", "https://a.example/a.mp3"),
    ]


def test_a_block_that_posts_share_is_put_in() -> None:
    content = "<content:encoded><![CDATA[{}]]></content:encoded>".format
    shared = "<wp:post_id>7</wp:post_id><wp:post_type>wp_block</wp:post_type>" + content("<p>Gedeeld.</p>")
    own = content('<!-- wp:block {"ref":7} /--><!-- wp:paragraph --><p>Eigen.</p>')
    reading = export(f"<title>x</title><wp:post_type>post</wp:post_type>{own}", shared)
    assert reading.items[0].text == "Gedeeld.\n\nEigen."


@pytest.mark.parametrize("status", ["draft", "trash", "auto-draft", "eigen-status"])
def test_what_is_not_published_is_set_aside_with_the_reason(status: str) -> None:
    reading = export(f"<title>x</title><wp:post_type>post</wp:post_type><wp:status>{status}</wp:status>")
    assert not reading.items
    assert status in reading.set_aside[0].excerpt


def test_a_revision_inherits_and_a_post_without_parent_has_nothing_to_inherit_from() -> None:
    inherits = "<title>x</title><wp:post_type>post</wp:post_type><wp:status>inherit</wp:status>"
    assert not export(f"{inherits}<wp:post_parent>7</wp:post_parent>").items
    assert export(f"{inherits}<wp:post_parent>0</wp:post_parent>").items[0].status == "usable"


def test_a_post_behind_a_password_is_withheld() -> None:
    item = post("Een.", "<wp:post_password>geheim</wp:post_password>")
    assert item.status == "withheld"
    assert "geheim" not in str(item)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_known_by_its_namespace(version: str) -> None:
    assert export("<title>x</title>", version=version).format == "wordpress"
    assert detect(b"<rss version='2.0'><channel/></rss>").name == "rss"


def test_many_brackets_and_breaks_take_no_quadratic_time() -> None:
    for content in ("[" * 200_000, "[a " * 100_000, "\n" * 500_000, "<p" * 100_000, "[caption]" * 50_000):
        assert text_of_post(content, {}).markup is not None
    assert blocks_of_html(text_of_post("een\n\n" * 20_000, {}).markup).blocks
