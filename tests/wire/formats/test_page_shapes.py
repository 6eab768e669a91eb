"""Pages in the shapes of sites that are met: what is furniture, whose copy it is, how browsers save text. Invented."""

import json
from datetime import UTC, datetime, timedelta, timezone
from time import perf_counter

import pytest

from dateline.wire import NewsItem, read
from dateline.wire.formats.page_text import without_references
from dateline.wire.formats.page_words import is_desk, is_inset, is_label

FETCHED = datetime(2025, 11, 24, 12, 37, tzinfo=timezone(timedelta(hours=1)))
FIRST = "De brandweer in Drostambacht heeft maandag een grote brand in een loods geblust. Niemand raakte gewond."
SECOND = "De brand ontstond rond zes uur. In de loods lagen banden en stond een caravan, aldus een woordvoerder."
TEXT = f"{FIRST}\n\n{SECOND}"


def page(article: str, *, title: str = "Brand geblust", data: dict[str, object] | None = None) -> NewsItem:
    told = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Brand geblust", **(data or {})}
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>'
    head = f"<head><title>{title}</title>{script}</head>"
    html = f'<html lang="nl">{head}<body><main><article>{article}</article></main></body></html>'
    return read(html.encode(), fetched_at=FETCHED).items[0]


def body(*between: str) -> str:
    return f"<h1>Brand geblust</h1><div><p>{FIRST}</p></div>{''.join(between)}<div><p>{SECOND}</p></div>"


@pytest.mark.parametrize(
    "between",
    [
        "<aside><p>Sign up to Headlines</p><p>Get the day’s headlines emailed direct to you every morning</p></aside>",
        "<p>Elke dag het belangrijkste nieuws in je inbox? Schrijf je in voor de nieuwsbrief!</p>",
        '<div class="article-meta"><span>Redactie</span><time>24-11-25, 08:12</time> <span>Bron: BELGA</span></div>',
        '<div id="relatedposts"><h3>Related</h3><p>Oude brand</p></div>',
    ],
)
def test_what_the_site_sets_between_two_paragraphs_is_none_of_the_text(between: str) -> None:
    assert page(body(between)).text == TEXT


def test_a_line_of_times_and_names_says_whose_copy_it_is() -> None:
    meta = '<div class="article-meta"><span>Redactie</span> <time>24-11-25, 08:12</time> <span>Bron: BELGA</span></div>'
    item = page(body(meta), data={"author": {"@type": "Person", "name": "Redactie"}})
    assert (item.provider, item.credit, item.byline) == ("BELGA", ("BELGA",), None)


def test_a_signature_below_the_article_says_so_too() -> None:
    item = page(f"{body()}<div><p>abc/dpa</p></div>")
    assert (item.credit, item.text) == (("DPA",), TEXT)


def test_the_house_s_own_desk_is_no_author() -> None:
    author = {"@type": "Organization", "name": "Omroep Nieuws"}
    assert (
        page(body(), data={"author": author, "publisher": {"@type": "Organization", "name": "Omroep"}}).byline is None
    )
    assert page(body(), data={"author": author}, title="Brand geblust - Omroep Nieuws").byline is None
    assert page(body(), data={"author": author}).byline == "Omroep Nieuws"


def test_a_heading_in_two_spans_has_the_space_of_the_page_s_own_data() -> None:
    spans = f"<h2><span>Zuidhaven</span><span>Brand geblust</span></h2><div><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert page(spans, data={"headline": "Zuidhaven: Brand geblust"}).headline == "Zuidhaven: Brand geblust"


def test_an_agency_alone_at_the_end_of_a_caption_is_its_credit() -> None:
    figure = "<figure><img src='https://site.example/a.jpg'><figcaption>De loods<span>ANP</span></figcaption></figure>"
    (picture,) = page(body(figure)).media
    assert (picture.caption, picture.credit) == ("De loods ANP", "ANP")
    inside = figure.replace("<span>ANP</span>", " in d<em>e</em> wei")
    (picture,) = page(body(inside)).media
    assert (picture.caption, picture.credit) == ("De loods in de wei", None)


RAIL = "DEN HAAG (ANP) - De burgemeester blijft nog een jaar aan, meldt de gemeente."


def test_text_of_firefox_has_stars_ahead_of_the_entries_of_lists() -> None:
    share = "Deel dit artikel\n\n  * Facebook <https://site.example/f>\n  * WhatsApp <https://site.example/w>\n"
    rail = f"    Meer uit Binnenland\n\n  * Burgemeester blijft aan\n    {RAIL}\n    1 uur geleden\n"
    head = "Brand geblust\n\nDoor onze redactie\n24 november 2025, 08:12\n"
    text = f"{head}\nDROSTAMBACHT (ANP) - {FIRST}\n\n{SECOND}\n\n{share}\n{rail}"
    article, below = read(text.encode(), fetched_at=FETCHED).items
    assert (article.headline, article.text, article.section) == ("Brand geblust", TEXT, "Binnenland")
    assert (below.headline, below.version_created) == (
        "Burgemeester blijft aan",
        datetime(2025, 11, 24, 10, 37, tzinfo=UTC),
    )


def test_text_of_lynx_has_numbers_of_links_and_a_list_of_their_addresses() -> None:
    head = "   [1]Naar de hoofdinhoud\n\n                 Brand geblust\n\n   24 november 2025 08:12\n"
    story = f"   DROSTAMBACHT (ANP) - {FIRST}\n\n   {SECOND.replace('banden', '[2]banden')}\n"
    rail = f"Meer uit Binnenland\n\n     * [3]{RAIL} 1 uur geleden\n"
    links = "References\n\n   1. https://site.example/#main\n   2. https://site.example/banden\n   3. https://site.example/b\n"
    article, below = read(f"{head}\n{story}\n{rail}\n{links}".encode(), fetched_at=FETCHED).items
    assert (article.headline, article.text) == ("Brand geblust", TEXT)
    assert below.dateline is not None
    assert (below.dateline.places, below.version_created) == (("Den Haag",), datetime(2025, 11, 24, 10, 37, tzinfo=UTC))


@pytest.mark.parametrize(
    "name", ["Door onze redactie", "Redactie", "La rédaction", "Staff writer", "Van onze correspondent"]
)
def test_nobody_in_particular(name: str) -> None:
    assert is_desk(name)
    assert is_label(name)


@pytest.mark.parametrize(
    "text", ["Temps de Lecture 2 min.", "Lesezeit: 3 Min.", "3-minute read", "* Facebook <https://a.example>"]
)
def test_more_labels(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for the vaccine at your surgery, the minister said.",
        "Get the headlines out of the way, he said, and the party can begin.",
        "Jetzt ist der Postbote da.",
        "Elke dag gaat de brug om zes uur open voor het verkeer.",
        "Recevez nos excuses, a dit le ministre.",
        "De redactie van het blad is verhuisd naar Zuidhaven.",
        "Staff at the hospital are on strike.",
    ],
)
def test_words_of_a_story_are_no_furniture(text: str) -> None:
    assert not is_inset(text)
    assert not is_label(text)


@pytest.mark.parametrize(
    "tail", ["\n" * 120_000, " " * 120_000, "\n   1. " + "x" * 120_000, "\n   Visible links:" * 6000]
)
def test_no_list_of_addresses_takes_long_to_look_for(tail: str) -> None:
    start = perf_counter()
    assert without_references(f"Brand\n\nReferences\n{tail}").startswith("Brand")
    assert perf_counter() - start < 1
