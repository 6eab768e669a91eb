"""What pages say for programs of their articles: JSON-LD, meta, microdata. The pages are invented."""

from datetime import UTC, datetime

import pytest

from tests.wire.formats.pages import ARTICLE, ITEMS, paragraphs, read_html

OWN = [text.removeprefix("LEIDEN (ANP/AFP) - ") for text in ARTICLE]
BODY = "<article><h1>Sterrenwacht Leiden weer open</h1>" + "".join(f"<p>{text}</p>" for text in OWN) + "</article>"


def article(head: str = "", body: str = BODY, **known):
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>", **known).drafts[0]


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


class TestJsonLd:
    @pytest.mark.parametrize(
        "text",
        [
            '{"@type": "NewsArticle", "author": {"name": "Noor de Wit"}}',
            '<!-- {"@type": "NewsArticle", "author": {"name": "Noor de Wit"}} -->',
            '{"@type": "NewsArticle", "description": "een\nregel", "author": {"name": "Noor de Wit"}}',
            '{"@type": "NewsArticle", "author": [{"name": "Noor de Wit"},],}',
            '[{"@type": "WebSite"}, {"@graph": [{"@type": "ReportageNewsArticle", "author": "Noor de Wit"}]}]',
            '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "author": {"name": "door Noor de Wit"}}}',
            '{"@graph": [{"@type": "NewsArticle", "author": {"@id": "#n"}}, {"@id": "#n", "name": "Noor de Wit"}]}',
        ],
        ids=["plain", "comment", "line break", "comma", "graph", "main entity", "reference"],
    )
    def test_it_is_read_in_whatever_form(self, text):
        assert article(json_ld(text)).byline == "Noor de Wit"

    def test_of_several_articles_it_is_the_one_of_this_page(self):
        others = '{"@type": "NewsArticle", "url": "https://bode.example/2", "author": {"name": "Anders"}}'
        this = '{"@type": "NewsArticle", "url": "https://bode.example/1", "author": {"name": "Noor de Wit"}}'
        head = f'<link rel="canonical" href="https://bode.example/1">{json_ld(others)}{json_ld(this)}'
        assert article(head).byline == "Noor de Wit"

    @pytest.mark.parametrize("name", ["ANP", "Algemeen Nederlands Persbureau"])
    def test_an_author_that_is_an_agency_is_credit(self, name):
        told = f'{{"@type": "NewsArticle", "author": [{{"name": "{name}"}}, {{"name": "Noor de Wit"}}]}}'
        draft = article(json_ld(told))
        assert (draft.provider, draft.credit, draft.byline) == ("ANP", ["ANP"], "Noor de Wit")

    @pytest.mark.parametrize(("name", "provider"), [("The Associated Press", "AP"), ("De Bode", None)])
    def test_a_publisher_is_an_agency_only_where_it_is_known_as_one(self, name, provider):
        draft = article(json_ld(f'{{"@type": "NewsArticle", "publisher": {{"name": "{name}"}}}}'))
        assert (draft.provider, draft.byline) == (provider, None)

    def test_a_house_that_signs_its_own_article_is_no_person(self):
        told = '"author": {"name": "Uitgeverij Bode"}, "publisher": {"name": "Uitgeverij Bode"}'
        assert article(json_ld(f'{{"@type": "NewsArticle", {told}}}')).byline is None

    def test_the_picture_where_the_text_shows_none(self):
        told = '"image": [{"@type": "ImageObject", "url": "/koepel.jpg", "width": "1200", "caption": "De koepel."}]'
        head = '<link rel="canonical" href="https://bode.example/1">' + json_ld(f'{{"@type": "NewsArticle", {told}}}')
        (picture,) = article(head).media
        assert (picture.href, picture.width) == ("https://bode.example/koepel.jpg", 1200)
        assert picture.caption == "De koepel."
        for shown in ('<img src="/deur.jpg">', '<img srcset="/klein.jpg 320w, /deur.jpg 1280w">'):
            draft = article(head, BODY.replace("</h1>", f"</h1><figure>{shown}</figure>"))
            assert [media.href for media in draft.media] == ["https://bode.example/deur.jpg"]

    def test_links_of_the_text_are_absolute(self):
        head = '<link rel="canonical" href="https://bode.example/nieuws/1">'
        draft = article(head, BODY.replace("<p>", '<p><a href="../leiden">Leiden</a> ', 1))
        assert 'href="https://bode.example/leiden"' in draft.blocks[0].html

    def test_keywords_where_the_json_ld_has_none(self):
        tags = '<meta property="article:tag" content="Leiden"><meta property="article:tag" content="sterren">'
        assert article(tags).keywords == ["Leiden", "sterren"]
        assert article(f'{tags}<meta name="news_keywords" content="maan, zon">').keywords == ["maan", "zon"]

    def test_the_dateline_of_the_text_goes_before(self):
        text = BODY.replace(OWN[0], ARTICLE[0])
        draft = article(json_ld('{"@type": "NewsArticle", "author": {"name": "Reuters"}}'), text)
        assert draft.provider == "ANP"

    def test_a_change_before_the_publication_is_none(self):
        told = '{"@type": "NewsArticle", "datePublished": "2025-11-28T09:00Z", "dateModified": "2025-11-28T08:00Z"}'
        draft = article(json_ld(told))
        assert draft.version_created == draft.first_created == datetime(2025, 11, 28, 9, tzinfo=UTC)

    def test_a_day_is_no_more_than_a_day(self):
        draft = article(json_ld('{"@type": "NewsArticle", "dateCreated": "2025-11-27"}'))
        assert (draft.first_created, draft.precision) == (datetime(2025, 11, 26, 23, tzinfo=UTC), "day")

    def test_a_live_blog_and_an_article_for_subscribers_say_so(self):
        live = article(json_ld('{"@type": "LiveBlogPosting"}'))
        closed = article(json_ld('{"@type": "NewsArticle", "isAccessibleForFree": "False"}'))
        assert "live-blog" in [found.code for found in live.problems]
        assert "for-subscribers" in [found.code for found in closed.problems]

    def test_the_text_in_it_is_taken_only_where_the_markup_has_none(self):
        text = "<p>Eerste alinea van het stuk.</p><p>Tweede.</p>"
        told = json_ld(f'{{"@type": "NewsArticle", "headline": "Kop", "articleBody": "{text}"}}')
        assert paragraphs(article(told)) == OWN
        draft = article(told, "<div id='app'></div>")
        assert (draft.headline, paragraphs(draft)) == ("Kop", ["Eerste alinea van het stuk.", "Tweede."])

    def test_the_section_is_said_or_the_last_step_of_the_path(self):
        steps = '{"@type": "ListItem", "name": "Home"}, {"@type": "ListItem", "item": {"name": "Cultuur"}}'
        last = '{"@type": "ListItem", "name": "Sterrenwacht Leiden weer open"}'
        path = json_ld(f'{{"@type": "BreadcrumbList", "itemListElement": [{steps}, {last}]}}')
        title = "<title>Sterrenwacht Leiden weer open</title>"
        assert article(title + path).section == "Cultuur"
        assert (
            article(title + path + json_ld('{"@type": "NewsArticle", "articleSection": "Leiden"}')).section == "Leiden"
        )

    def test_keywords(self):
        told = '{"@type": "NewsArticle", "keywords": "sterren, Leiden"}'
        assert article(json_ld(told)).keywords == ["sterren", "Leiden"]


class TestMeta:
    @pytest.mark.parametrize(
        "head",
        [
            '<meta name="parsely-author" content="Noor de Wit">',
            '<meta name="sailthru.author" content="Noor de Wit">',
            '<meta name="DC.creator" content="Noor de Wit">',
            '<meta name="byl" content="By Noor de Wit">',
            '<meta property="article:author" content="https://a.example/n"><meta name="byl" content="Noor de Wit">',
        ],
    )
    def test_authors(self, head):
        assert article(head).byline == "Noor de Wit"

    @pytest.mark.parametrize(
        "name", ["article:published_time", "parsely-pub-date", "sailthru.date", "DC.date.issued", "pubdate", "date"]
    )
    def test_times(self, name):
        draft = article(f'<meta name="{name}" content="2025-11-28T09:00:00+01:00">')
        assert draft.first_created == draft.version_created == datetime(2025, 11, 28, 8, tzinfo=UTC)

    @pytest.mark.parametrize("name", ["De Bode", "bode.example", "Bode"])
    def test_the_site_is_no_author_and_no_section(self, name):
        head = f'<meta property="og:site_name" content="De Bode"><meta name="author" content="{name}">'
        head += (
            f'<link rel="canonical" href="https://www.bode.example/1"><meta name="article:section" content="{name}">'
        )
        draft = article(head)
        assert (draft.byline, draft.section) == (None, None)


class TestMicrodata:
    def test_properties_of_the_article(self):
        scope = "<article itemscope itemtype='https://schema.org/NewsArticle'>"
        more = "<div itemprop='author' itemscope itemtype='https://schema.org/Person'>"
        more += "<b itemprop='name'>Noor de Wit</b></div>"
        more += "<meta itemprop='datePublished' content='2025-11-28T09:00:00Z'><span itemprop='dateline'>LEIDEN</span>"
        draft = article("", BODY.replace("<article>", scope).replace("</h1>", f"</h1>{more}"))
        assert (draft.byline, draft.dateline_field) == ("Noor de Wit", "LEIDEN")
        assert draft.first_created == datetime(2025, 11, 28, 9, tzinfo=UTC)
        assert paragraphs(draft) == OWN

    def test_those_of_a_picture_are_not_the_articles(self):
        picture = "<figure itemscope itemtype='https://schema.org/ImageObject'><img src='https://a.example/k.jpg'>"
        picture += "<figcaption><i itemprop='author'>Jan Jansen</i></figcaption></figure>"
        draft = article("", BODY.replace("</h1>", f"</h1>{picture}"))
        assert draft.byline is None
        assert draft.media[0].caption == "Jan Jansen"

    def test_hatom(self):
        more = "<abbr class='published' title='2025-11-28T09:00:00Z'>vrijdag</abbr>"
        draft = article("", BODY.replace("<article>", "<article class='hentry'>").replace("</h1>", f"</h1>{more}"))
        assert draft.first_created == datetime(2025, 11, 28, 9, tzinfo=UTC)


class TestRails:
    def rail(self, title: str, head: str = "") -> list:
        items = "".join(
            f"<li><a href='/{n}'><h3>Kop {n}</h3><p>{text}</p></a></li>" for n, (text, _) in enumerate(ITEMS)
        )
        body = f"<main>{BODY}<section><h2>{title}</h2><ul>{items}</ul></section></main>"
        return read_html(f"<html><head>{head}</head><body>{body}</body></html>").drafts

    def test_items_say_where_they_lead(self):
        drafts = self.rail("Meer uit Buitenland", '<link rel="canonical" href="https://bode.example/a/b">')
        assert [(draft.links[0].href, draft.links[0].rel) for draft in drafts[1:]] == [
            (f"https://bode.example/{number}", "alternate") for number in range(3)
        ]

    def test_without_an_address_of_the_page_there_is_none_for_its_items(self):
        assert [draft.links for draft in self.rail("Meer uit Buitenland")[1:]] == [[], [], []]

    def test_the_name_of_the_site_is_no_section(self):
        drafts = self.rail("Meer uit De Bode", '<meta property="og:site_name" content="De Bode">')
        assert [draft.section for draft in drafts] == [None] * 4

    def test_the_article_goes_on_below_a_pointer_in_the_middle(self):
        pointer = "<div><h3>Lees ook</h3><p><a href='/1'>Molen draait weer</a></p>"
        more = "".join(f"<p>Alinea {number} van het stuk over de sterrenwacht in Leiden.</p>" for number in range(4))
        drafts = read_html(
            f"<html><body>{BODY.replace('</article>', pointer + more + '</div></article>')}</body></html>"
        )
        assert [block.text for block in drafts.drafts[0].blocks][-1].startswith("Alinea 3")
        assert len(drafts.drafts) == 1


def test_the_identity_is_of_the_words_whatever_address_a_page_has() -> None:
    with_address = article('<link rel="canonical" href="https://bode.example/1">', BODY.replace(OWN[0], ARTICLE[0]))
    other = article('<link rel="canonical" href="https://other.example/x">', BODY.replace(OWN[0], ARTICLE[0]))
    assert with_address.guid == other.guid
