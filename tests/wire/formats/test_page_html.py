"""Saved pages as HTML: what their markup and their own data say. The pages are invented."""

from datetime import UTC, datetime, timedelta

import pytest

from dateline.wire.errors import Unreadable
from dateline.wire.formats import page_html
from dateline.wire.formats.base import Source
from tests.wire.formats.pages import ARTICLE, FETCHED, ITEMS, html_page, paragraphs, read_html


class TestHtml:
    def test_metadata_says_when_and_where(self):
        data = """{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
          "headline": "Anders", "datePublished": "2025-11-28T08:00:00Z", "dateModified": "2025-11-28T09:15:00+01:00",
          "author": [{"@type": "Person", "name": "Noor de Wit"}]}]}"""
        head = f'<head><script type="application/ld+json">{data}</script><link rel="canonical" href="https://bode.example/1">'
        page = html_page().replace("<html><head>", f'<html lang="nl-BE">{head}')
        article, item = read_html(page).drafts[:2]
        assert article.headline == "Sterrenwacht Leiden weer open"
        assert article.first_created == datetime(2025, 11, 28, 8, 0, tzinfo=UTC)
        assert (article.version_created, article.precision) == (datetime(2025, 11, 28, 8, 15, tzinfo=UTC), "second")
        assert (article.byline, article.language, item.language) == ("Noor de Wit", "nl-BE", "nl-BE")
        assert [(link.href, link.rel) for link in article.links] == [("https://bode.example/1", "canonical")]
        assert article.problems == []

    def test_open_graph_times_and_section(self):
        metas = '<meta property="article:published_time" content="2025-11-28T08:00">'
        metas += '<meta property="article:section" content="Cultuur">'
        page = html_page(items=[], title="").replace("<meta charset", f"{metas}<meta charset")
        (article,) = read_html(page).drafts
        assert article.version_created == datetime(2025, 11, 28, 7, 0, tzinfo=UTC)
        assert (article.precision, article.section) == ("minute", "Cultuur")

    def test_the_time_element_is_exact_where_its_words_are_not(self):
        page = html_page([]).replace(
            "<ul>", f'<ul><li><p>{ITEMS[0][0]}</p><time datetime="2025-11-28T11:20:30Z">12 minuten geleden</time></li>'
        )
        item = read_html(page).drafts[1]
        assert (item.version_created, item.precision) == (datetime(2025, 11, 28, 11, 20, 30, tzinfo=UTC), "second")
        assert item.language == "nl"

    @pytest.mark.parametrize(
        "time",
        [
            '<time datetime="{}">28 november 2025, rond 11:00</time>',
            '<time datetime="{}" data-age="hour">zojuist</time>',
        ],
    )
    def test_a_time_that_says_how_exact_it_is(self, time):
        rail = f"<ul><li><p>{ITEMS[0][0]}</p>{time.format('2025-11-28T11:00:00+01:00')}</li>"
        item = read_html(html_page([]).replace("<ul>", rail)).drafts[1]
        assert (item.version_created, item.precision) == (datetime(2025, 11, 28, 10, 0, tzinfo=UTC), "hour")

    def test_a_label_ahead_of_a_time(self):
        times = '<p>Gepubliceerd op <time datetime="2025-11-27T10:00+01:00">gisteren</time></p>' + (
            '<p>Bijgewerkt: <time datetime="2025-11-28T10:00+01:00">28 nov.</time></p>'
        )
        draft = read_html(html_page().replace("</h1>", f"</h1>{times}")).drafts[0]
        assert draft.first_created == datetime(2025, 11, 27, 9, 0, tzinfo=UTC)
        assert draft.version_created == datetime(2025, 11, 28, 9, 0, tzinfo=UTC)
        assert paragraphs(draft) == ARTICLE

    def test_a_time_in_a_sentence_stays_there(self):
        page = html_page().replace("dinsdag", '<time datetime="2025-12-02">dinsdag</time>')
        assert paragraphs(read_html(page).drafts[0]) == ARTICLE

    def test_markup_of_the_article_is_kept(self):
        more = '<ul><li>een</li><li>twee</li></ul><table><tr><td>1</td><td>2</td></tr></table><h2>Kop</h2><p>Zie <a href="https://a.example/">hier</a>.</p>'
        page = html_page().replace('</p>\n      <div class="share">', f'</p>{more}\n      <div class="share">')
        blocks = read_html(page).drafts[0].blocks[3:]
        assert [block.tag for block in blocks] == ["ul", "table", "h2", "p"]
        assert blocks[-1].html == '<p>Zie <a href="https://a.example/">hier</a>.</p>'

    def test_pictures_of_the_article(self):
        caption = "De koepel. © ANP / Jan Jansen"
        figure = f'<figure><img src="https://a.example/k.jpg" alt=""><figcaption>{caption}</figcaption></figure>'
        (picture,) = read_html(html_page().replace("</h1>", f"</h1>{figure}")).drafts[0].media
        assert (picture.kind, picture.href) == ("picture", "https://a.example/k.jpg")
        assert (picture.caption, picture.credit) == (caption, "ANP / Jan Jansen")

    def test_subheadline_and_intro(self):
        page = html_page().replace(
            "</h1>", "</h1><h2>Na twee jaar</h2><p class='intro'>De koepel draait weer, en dat is te zien.</p>"
        )
        draft = read_html(page).drafts[0]
        assert (draft.subheadline, draft.abstract) == ("Na twee jaar", "De koepel draait weer, en dat is te zien.")
        assert paragraphs(draft) == ARTICLE

    def test_an_article_without_dateline(self):
        page = "<html><body><h1>Kop</h1><p>De raad van Delft stemt vandaag over de tram.</p>"
        page += "<p>Meer volgt later vandaag, zegt de raad.</p></body></html>"
        (draft,) = read_html(page).drafts
        assert (draft.headline, draft.provider) == ("Kop", None)
        assert len(draft.blocks) == 2

    def test_the_agency_may_be_named_only_as_the_author(self):
        page = "<html><head><meta name='author' content='Reuters'></head><body><h1>Kop</h1>"
        page += "<p>De raad stemt vandaag over de tram.</p></body></html>"
        assert read_html(page).drafts[0].provider == "RTR"

    def test_the_charset_of_the_page(self):
        page = html_page().replace("utf-8", "windows-1252").replace("Sterrenwacht Leiden", "Café Leiden")
        draft = page_html.read(Source(data=page.encode("windows-1252"), fetched_at=FETCHED)).drafts[0]
        assert draft.headline == "Café Leiden weer open"

    def test_a_page_over_which_the_last_resort_trips_has_no_article(self):
        with pytest.raises(Unreadable, match="no article"):
            read_html("<svg><html><head>e<title>Kop</title>tekst</body></html>")

    def test_no_script_gets_through(self):
        evil = '<p>Goed <script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">woord</a>'
        evil += "<img src=x onerror=y()>.</p>"
        page = html_page().replace(f"<p>{ARTICLE[1]}</p>", evil)
        written = "".join(block.html for draft in read_html(page).drafts for block in draft.blocks)
        assert "<p>Goed <a" not in written
        assert not any(word in written for word in ("script", "onclick", "onerror", "alert"))

    @pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><p>Log in</p></body></html>"])
    def test_a_page_without_an_article_is_refused(self, page):
        with pytest.raises(Unreadable):
            read_html(page)


def test_an_age_that_runs_into_the_text_of_its_item_is_its_time() -> None:
    first = "<li><a><span>GENT (ANP/BELGA) - De stad legt fietsbruggen aan.</span></a><time>1 uur geleden</time></li>"
    second = "<li>OSLO (ANP/RTR) - Een veerboot is op een zandbank gelopen.<span>4 uur geleden</span></li>"
    page = (
        f"<html><body><article><h1>Sterrenwacht</h1><p>{ARTICLE[0]}</p></article>"
        f"<aside><h2>Meer uit Buitenland</h2><ul>{first}{second}</ul></aside></body></html>"
    )
    found = page_html.read(Source(data=page.encode(), fetched_at=FETCHED))
    assert [draft.version_created for draft in found.drafts[1:]] == [
        FETCHED - timedelta(hours=1),
        FETCHED - timedelta(hours=4),
    ]
    assert "geleden" not in "".join(block.text for draft in found.drafts for block in draft.blocks)


def test_a_pointer_to_another_article_in_the_middle_of_one_is_left_out() -> None:
    page = (
        f"<html><body><article><h1>Sterrenwacht</h1><p>{ARTICLE[0]}</p>"
        "<p><strong>Lees ook:</strong> <a href='/x'>Molen in Leiden draait weer</a></p>"
        f"<p>{ARTICLE[1]}</p><div class='related'><p>Meer over sterren</p></div>"
        f"<p>{ARTICLE[2]}</p></article></body></html>"
    )
    [draft] = page_html.read(Source(data=page.encode())).drafts
    assert [block.text for block in draft.blocks] == ARTICLE
