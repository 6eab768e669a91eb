"""Which lines of an HTML page are its article, and which are the site's. The pages are invented."""

import time

import pytest

from dateline.wire.errors import Unreadable
from tests.wire.formats.pages import ARTICLE, paragraphs, read_html

TEXT = "".join(f"<p>{text}</p>" for text in ARTICLE)
MENU = "<div class='m'><a href='/b'>Binnenland</a></div><div class='m'><a href='/s'>Sport</a></div>"


def page(body: str, head: str = "<title>Sterrenwacht Leiden weer open | De Bode</title>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def article(body: str, head: str = "<title>Sterrenwacht Leiden weer open | De Bode</title>"):
    return read_html(page(body, head)).drafts[0]


HEADLINE = "<h1>Sterrenwacht Leiden weer open</h1>"


@pytest.mark.parametrize(
    "around",
    [
        MENU + "<div class='x'>{}</div>",
        "<form id='aspnetForm'>" + MENU + "<div class='x'>{}</div></form>",
        "<div class='x'>{}</div><div class='y'><p>De Bode is een krant, en alle rechten zijn voorbehouden.</p></div>",
        "<div class='x'>{}</div><ul class='teasers'>"
        + "<li><a href='/1'>Een molen in Gouda draait weer</a></li>" * 30
        + "</ul>",
        "<div class='x'>{}</div>"
        + "<div class='t'><h4><a href='/1'>Molen draait weer</a></h4><div>28 nov</div><p>Hij stond lang stil.</p></div>"
        * 20,
        "<div class='x'>{}</div><div class='comment_list'>"
        + "<p>Wat een mooi gebouw is dat toch, ik ga er zeker heen als het weer opengaat.</p>" * 20
        + "</div>",
        "<div class='x'>{}<h3>12 reacties</h3>"
        + "<p>Wat een mooi gebouw is dat toch, ik ga er zeker heen als het weer opengaat.</p>" * 20
        + "</div>",
    ],
    ids=["menu", "form", "foot", "links", "teasers", "comments", "heading of comments"],
)
def test_a_page_without_article_element_gives_its_running_text_alone(around: str) -> None:
    draft = article(around.format(HEADLINE + TEXT))
    assert draft.headline == "Sterrenwacht Leiden weer open"
    assert paragraphs(draft) == ARTICLE


def test_an_article_in_pieces_is_one_with_nothing_of_what_stands_between_them() -> None:
    between = "<div class='RecircMostPopular'><div>Meest gelezen</div>" + "<p><a href='/1'>Molen draait</a></p>" * 5
    pieces = f"</div>{between}</div><div class='chunk'>".join(f"<p>{text}</p>" for text in ARTICLE)
    assert paragraphs(article(f"<article>{HEADLINE}<div class='chunk'>{pieces}</div></article>")) == ARTICLE


def test_the_headline_is_what_the_page_calls_its_article() -> None:
    logo = "<div><h1>De Bode</h1></div>"
    other = "<div class='x'><h1>Meest gelezen artikelen</h1><ul><li><a href='/1'>Molen</a></li></ul></div>"
    draft = article(f"{logo}{other}<div class='t'><h2>Sterrenwacht Leiden weer open</h2>{TEXT}</div>")
    assert draft.headline == "Sterrenwacht Leiden weer open"
    assert paragraphs(draft) == ARTICLE


def test_a_headline_in_the_header_of_the_article_is_kept() -> None:
    body = f"<header><h1>De Bode</h1></header><article><header>{HEADLINE}</header>{TEXT}</article>"
    draft = article(body, head="")
    assert draft.headline == "Sterrenwacht Leiden weer open"


@pytest.mark.parametrize(
    "aside",
    [
        "<div class='caption'>De koepel van de sterrenwacht in Leiden, gezien vanaf de Witte Singel.</div>",
        "<div class='pull-quote'>Kaarten kosten 9 euro, zegt de beheerder.</div>",
        "<div class='InlineRelated'><p>Een molen in Gouda draait weer, na twee jaar stilstand.</p></div>",
        "<p><a href='/1'>Molen in Gouda draait weer</a></p>",
        "<ul><li><a href='/1'>Molen draait weer</a></li><li><a href='/2'>Park dicht</a></li></ul>",
        "<div class='newsletter'><p>Meld u aan voor de nieuwsbrief van De Bode, elke dag om zes uur.</p></div>",
    ],
    ids=["caption", "quote", "related", "link", "links", "newsletter"],
)
def test_what_only_stands_in_the_article_is_none_of_its_text(aside: str) -> None:
    text = "".join(f"<p>{text}</p>{aside}" for text in ARTICLE)
    assert paragraphs(article(f"<article>{HEADLINE}{text}</article>")) == ARTICLE


def test_paragraphs_that_a_site_marks_for_its_paywall_are_text() -> None:
    text = "".join(f"<p class='paywall'>{text}</p>" for text in ARTICLE)
    assert paragraphs(article(f"<article>{HEADLINE}{text}</article>")) == ARTICLE


def test_an_intro_with_the_dateline_is_the_first_paragraph() -> None:
    first, *rest = ARTICLE
    text = "".join(f"<p>{text}</p>" for text in rest)
    draft = article(f"<article>{HEADLINE}<div class='intro'>{first}</div><div class='text'>{text}</div></article>")
    assert paragraphs(draft) == ARTICLE
    assert draft.abstract is None


def test_an_intro_without_dateline_is_the_abstract() -> None:
    intro = "De koepel is hersteld en de eerste bezoekers kunnen dinsdag terecht, zegt de stad."
    text = "".join(f"<p>{text}</p>" for text in ARTICLE)
    draft = article(f"<article>{HEADLINE}<div class='intro'>{intro}</div><div class='text'>{text}</div></article>")
    assert (paragraphs(draft), draft.abstract) == (ARTICLE, intro)


def test_a_line_that_leads_on_to_the_first_paragraph_is_text() -> None:
    draft = article(f"<article>{HEADLINE}<p>Wat de stad zegt:</p><p>{ARTICLE[1]}</p><p>{ARTICLE[2]}</p></article>")
    assert paragraphs(draft) == ["Wat de stad zegt:", *ARTICLE[1:]]


def test_what_the_page_calls_the_body_of_its_article_is_that() -> None:
    told = f"<div itemprop='description'><p>{'De koepel is hersteld, zegt de stad. ' * 4}</p></div>"
    text = "".join(f"<p>{text}</p>" for text in ARTICLE[1:])
    draft = article(f"<article>{HEADLINE}{told}<div itemprop='articleBody'>{text}</div></article>")
    assert paragraphs(draft) == ARTICLE[1:]


def test_a_table_in_a_figure_is_text() -> None:
    table = "<figure class='wp-block-table'><table><tr><td>volwassene</td><td>9 euro</td></tr></table></figure>"
    draft = article(f"<article>{HEADLINE}{TEXT}{table}<p>Kinderen gaan gratis naar binnen, zegt de stad.</p></article>")
    assert [block.tag for block in draft.blocks] == ["p", "p", "p", "table", "p"]


def test_headings_are_text_only_with_text_below_them() -> None:
    body = f"<article>{HEADLINE}<p>{ARTICLE[0]}</p><h2>Kaarten</h2><p>{ARTICLE[2]}</p><h2>Volg ons</h2></article>"
    assert paragraphs(article(body)) == [ARTICLE[0], "Kaarten", ARTICLE[2]]


def test_paragraphs_each_in_an_element_of_its_own_name_are_one_text() -> None:
    text = "".join(f"<div class='{name}Par'><p>{text}</p></div>" for name, text in zip("abc", ARTICLE, strict=True))
    assert paragraphs(article(f"<div class='story'>{HEADLINE}{text}</div>")) == ARTICLE


@pytest.mark.parametrize("mark", ["'", '"', ""])
def test_an_element_with_too_many_attributes_is_refused_at_once(mark: str) -> None:
    attributes = " ".join(f"a{number}={mark}>{mark}" if mark else f"a{number}" for number in range(200_000))
    begun = time.process_time()
    with pytest.raises(Unreadable, match="attributes"):
        read_html(page(f"<div {attributes}>{TEXT}</div>"))
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "body",
    [
        "<div class='x'>" * 180 + TEXT * 2000,
        "".join(f"<div class='c{chr(97 + number % 26)}{number // 26 * 'x'}'>{TEXT}</div>" for number in range(200)),
        (HEADLINE + TEXT) * 2000,
        "<div itemprop='author headline datePublished' class='hentry published'>" * 180 + TEXT * 2000,
        "<p><a href='/1'>Molen draait weer</a></p>" * 9000 + TEXT,
        "<div class='related'>" + TEXT * 3000 + "</div>" + TEXT,
    ],
    ids=["deep", "unlike", "headlines", "properties", "links", "asides"],
)
def test_no_page_takes_more_than_linear_time(body: str) -> None:
    begun = time.process_time()
    assert read_html(page(body)).drafts
    assert time.process_time() - begun < 10
