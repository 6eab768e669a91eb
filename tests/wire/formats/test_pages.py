"""Saved pages, as text and as HTML: invented pages, and the page that it all started with."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.copy.datelines import parse_dateline
from dateline.wire.errors import Unreadable
from dateline.wire.formats import page_html, page_text
from dateline.wire.formats.base import Source, head_of
from dateline.wire.formats.page_drafts import page_guid
from dateline.wire.text.blocks import squash
from tests.wire.formats.pages import ARTICLE, FETCHED, ITEMS, html_page, paragraphs, read_html, read_text, text_page


@pytest.mark.parametrize(("read", "page"), [(read_text, text_page), (read_html, html_page)], ids=["text", "html"])
class TestBoth:
    def test_the_article_comes_first_and_then_each_item_of_the_rail(self, read, page):
        article, *items = read(page()).drafts
        assert article.headline == "Sterrenwacht Leiden weer open"
        assert paragraphs(article) == ARTICLE
        assert [paragraphs(item) for item in items] == [[text] for text, _ in ITEMS]
        assert [item.headline for item in items] == [None, None, None]

    def test_section_language_and_provider(self, read, page):
        for draft in read(page()).drafts:
            assert (draft.section, draft.language, draft.provider) == ("Buitenland", "nl", "ANP")

    def test_ages_are_counted_back_exactly(self, read, page):
        article, *items = read(page()).drafts
        assert (article.version_created, article.precision) == (None, None)
        assert [problem.code for problem in article.problems] == ["time-unknown"]
        assert [(item.version_created, item.precision) for item in items] == [
            (datetime(2025, 11, 28, 11, 25, tzinfo=UTC), "minute"),
            (datetime(2025, 11, 28, 10, 37, tzinfo=UTC), "hour"),
            (datetime(2025, 11, 26, 11, 37, tzinfo=UTC), "day"),
        ]
        assert not any(item.problems for item in items)

    def test_without_the_time_of_fetching_the_times_are_unknown(self, read, page):
        for draft in read(page(), fetched_at=None).drafts:
            assert (draft.version_created, draft.first_created, draft.precision) == (None, None, None)
            assert [problem.code for problem in draft.problems] == ["time-unknown"]

    def test_whoever_took_the_page_in_knows_the_provider(self, read, page):
        assert {draft.provider for draft in read(page(), provider="BELGA").drafts} == {"BELGA"}

    def test_an_item_is_the_same_as_an_article_and_in_a_rail(self, read, page):
        article = read(page()).drafts[0]
        (in_rail,) = read(page([(ARTICLE[0], "3 uur geleden")])).drafts[1:]
        assert article.guid == in_rail.guid
        assert len({draft.guid for draft in read(page()).drafts}) == 4

    def test_lees_ook_names_no_section(self, read, page):
        assert {draft.section for draft in read(page(title="Lees ook")).drafts} == {None}


def test_text_and_html_give_the_same_items():
    from_text, from_html = read_text(text_page()), read_html(html_page())
    for a, b in zip(from_text.drafts, from_html.drafts, strict=True):
        assert (a.guid, a.headline, a.version_created, paragraphs(a)) == (
            b.guid,
            b.headline,
            b.version_created,
            paragraphs(b),
        )
    assert from_text.set_aside == from_html.set_aside == []


def test_the_guid_is_documented_to_the_letter():
    # printf 'anp\nleiden (anp/afp) -\nde oude sterrenwacht is open.' | sha256sum
    found = parse_dateline("LEIDEN (ANP/AFP) \u2013 De oude\u00a0 Sterrenwacht is open.")
    assert found is not None
    guid = page_guid("ANP", found.dateline, "De oude\u00a0 Sterrenwacht is open.")
    assert guid == "page:4f56a817c34d87e5a39bf55c0dff8191"


def test_lines_ahead_of_the_headline_are_not_the_article():
    page = "De Bode\nNaar de inhoud\nBinnenland\nBuitenland\n\n" + text_page()
    assert read_text(page).drafts[0].headline == "Sterrenwacht Leiden weer open"
    assert read_text(page).drafts[0].guid == read_text(text_page()).drafts[0].guid


def test_times_labels_and_bylines_between_headline_and_text():
    lines = text_page().split("\n")
    lines[1:1] = [
        "Gepubliceerd: 28 november 2025 09:00",
        "Bijgewerkt: 28 november 2025 10:30",
        "Door Noor de Wit",
        "Delen",
    ]
    draft = read_text("\n".join(lines)).drafts[0]
    assert draft.headline == "Sterrenwacht Leiden weer open"
    assert draft.byline == "Noor de Wit"
    assert draft.first_created == datetime(2025, 11, 28, 8, 0, tzinfo=UTC)
    assert (draft.version_created, draft.precision) == (datetime(2025, 11, 28, 9, 30, tzinfo=UTC), "minute")
    assert draft.problems == []
    assert paragraphs(draft) == ARTICLE


def test_a_time_without_zone_is_unknown_where_nothing_says_the_zone():
    lines = text_page().split("\n")
    lines.insert(1, "28 november 2025 09:00")
    draft = read_text("\n".join(lines), fetched_at=None).drafts[0]
    assert (draft.version_created, [found.code for found in draft.problems]) == (None, ["time-unknown"])
    assert draft.problems[0].excerpt == "28 november 2025 09:00"


def test_a_rail_with_headlines():
    page = text_page(
        [
            ("Bruggen\nGENT (ANP) - Gent krijgt bruggen.", "1 uur geleden"),
            ("Tunnel\nBERN (ANP) - Er komt een tunnel.", "1 dag geleden"),
        ]
    )
    items = read_text(page).drafts[1:]
    assert [(item.headline, paragraphs(item)) for item in items] == [
        ("Bruggen", ["GENT (ANP) - Gent krijgt bruggen."]),
        ("Tunnel", ["BERN (ANP) - Er komt een tunnel."]),
    ]


def test_a_rail_with_times_between_headline_and_text():
    rail = "Bruggen\n1 uur geleden\nGENT (ANP) - Gent krijgt bruggen."
    rail += "\nTunnel\n1 dag geleden\nBERN (ANP) - Er komt een tunnel."
    items = read_text("\n".join(["Kop", *ARTICLE, "Meer uit Buitenland", rail])).drafts[1:]
    assert [(item.headline, item.precision) for item in items] == [("Bruggen", "hour"), ("Tunnel", "day")]


def test_a_rail_with_times_ahead():
    rail = "1 uur geleden\nBruggen\nGENT (ANP) - Gent krijgt bruggen.\n1 dag geleden\nBERN (ANP) - Er komt een tunnel."
    items = read_text("\n".join(["Kop", *ARTICLE, "Meer uit Buitenland", rail])).drafts[1:]
    assert [(item.headline, item.precision) for item in items] == [("Bruggen", "hour"), (None, "day")]


def test_a_rail_without_any_times():
    rail = "\n".join(f"Kop {number}\n{text}" for number, (text, _) in enumerate(ITEMS))
    items = read_text("\n".join(["Kop", *ARTICLE, "Meer uit Buitenland", rail])).drafts[1:]
    assert [item.headline for item in items] == ["Kop 0", "Kop 1", "Kop 2"]
    assert [paragraphs(item) for item in items] == [[text] for text, _ in ITEMS]


def test_headlines_alone_are_set_aside_with_a_reason():
    found = read_text(text_page() + "\nLees ook\nBrug gesloten\nTram rijdt weer")
    assert [problem.excerpt for problem in found.set_aside] == [
        "A headline without its text: Brug gesloten",
        "A headline without its text: Tram rijdt weer",
    ]


def test_an_inset_does_not_cut_the_article_short():
    lines = ["Kop", ARTICLE[0], "Lees ook", "Brug gesloten", *ARTICLE[1:], "Meer uit Buitenland", *ITEMS[0]]
    found = read_text("\n".join(lines))
    assert paragraphs(found.drafts[0]) == ARTICLE
    assert len(found.drafts) == 2


OWN = """Naar het nieuws

De Bode

Binnenland
Buitenland
Sport

Gepubliceerd: 28 november 2025, 12:00 · Bijgewerkt: 28 november 2025, rond 13:00

{headline}{article}

Bronnen: Algemeen Nederlands Persbureau, Agence France-Presse

© ANP, alle rechten voorbehouden

Meer uit Buitenland
{item}

28 november 2025, rond 11:00

Brug dicht

28 november 2025, 10:30
De Bode
Binnenland RSS

Terug naar boven
"""
"""A page of Dateline's own as a browser copies it."""


@pytest.mark.parametrize("headline", ["Sterrenwacht Leiden weer open", None])
def test_a_page_of_dateline_s_own_is_read_back(headline):
    page = OWN.format(headline=f"{headline}\n\n" if headline else "", article="\n\n".join(ARTICLE), item=ITEMS[1][0])
    assert page_text.looks_like(head_of(page.encode()))
    article, item = read_text(page).drafts
    assert (article.headline, item.headline) == (headline, None)
    assert (article.guid, item.guid) == tuple(draft.guid for draft in read_text(text_page()).drafts if draft.guid)[:3:2]
    assert article.first_created == datetime(2025, 11, 28, 11, 0, tzinfo=UTC)
    assert (article.version_created, article.precision) == (datetime(2025, 11, 28, 12, 0, tzinfo=UTC), "hour")
    assert paragraphs(article) == ARTICLE
    assert (paragraphs(item), item.precision) == ([ITEMS[1][0]], "hour")
    assert [problem.excerpt for problem in read_text(page).set_aside] == ["A headline without its text: Brug dicht"]


def test_the_name_of_the_section_is_no_headline():
    page = "De Bode\n\nBuitenland\n\n{}Gepubliceerd: 28 november 2025, 12:00\n\n" + text_page().partition("\n")[2]
    assert read_text(page.format("")).drafts[0].headline is None
    assert read_text(page.format("Kort\n\n")).drafts[0].headline == "Kort"
    label_below = "De Bode\n\nSterrenwacht Leiden open\n\nBuitenland\n\n" + text_page().partition("\n")[2]
    assert read_text(label_below).drafts[0].headline == "Sterrenwacht Leiden open"


def test_several_rails_each_with_its_section():
    page = text_page() + "\nMeer uit Economie\nDELFT (ANP) - Een fabriek bouwt een nieuwe hal.\n3 uur geleden"
    assert [draft.section for draft in read_text(page).drafts] == ["Buitenland"] * 4 + ["Economie"]


def test_a_date_inside_the_text_stays_in_the_text():
    lines = ["Kop", ARTICLE[0], "12 maart 2022", ARTICLE[1], "Meer uit Buitenland", *ITEMS[0]]
    assert paragraphs(read_text("\n".join(lines)).drafts[0]) == [ARTICLE[0], "12 maart 2022", ARTICLE[1]]


def test_the_front_of_a_section_is_a_list_of_items():
    page = "Buitenland\n" + "\n".join(f"{text}\n{age}" for text, age in ITEMS)
    drafts = read_text(page).drafts
    assert [paragraphs(draft) for draft in drafts] == [[text] for text, _ in ITEMS]
    assert [draft.precision for draft in drafts] == ["minute", "hour", "day"]


def test_paragraphs_broken_into_lines_are_whole_again():
    page = (
        "   De Bode\n\n   Sterrenwacht Leiden weer open\n\n"
        "   LEIDEN (ANP/AFP) - De oude sterrenwacht gaat volgende week weer\n   open voor publiek, meldt de stad.\n\n"
        "   Het gebouw was twee jaar dicht voor herstel van de koepel.\n\n   Meer uit Buitenland\n\n"
        "   OSLO (ANP/RTR) - Een veerboot is zonder gewonden op een zandbank\n   gelopen, meldt de kustwacht.\n"
        "   1 uur geleden\n"
    )
    article, item = read_text(page).drafts
    assert paragraphs(article) == ARTICLE[:2]
    assert paragraphs(item) == [ITEMS[1][0]]


@pytest.mark.parametrize(
    ("language", "title", "section", "age"),
    [
        ("en", "More from World", "World", "2 hours ago"),
        ("de", "Mehr aus Ausland", "Ausland", "vor 2 Stunden"),
        ("fr", "Plus de Monde", "Monde", "il y a 2 heures"),
        ("fr", "Plus d'actualités", None, "il y a 2 heures"),
        ("nl", "Meer nieuws", None, "2 uur geleden"),
    ],
)
def test_other_languages(language, title, section, age):
    for draft in read_text(text_page([(ITEMS[0][0], age), (ITEMS[1][0], age)], title)).drafts:
        assert (draft.language, draft.section) == (language, section)


def test_no_word_of_the_article_or_an_item_is_lost():
    found = read_text(text_page())
    kept = "".join(squash(text) for draft in found.drafts for text in paragraphs(draft))
    assert kept == squash("".join(ARTICLE) + "".join(text for text, _ in ITEMS))


class TestDetection:
    def test_the_right_format_and_no_other(self):
        text, page = head_of(text_page().encode()), head_of(html_page().encode())
        assert (page_text.looks_like(text), page_html.looks_like(text)) == (True, False)
        assert (page_text.looks_like(page), page_html.looks_like(page)) == (False, True)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Gewoon een zin.",
            "LEIDEN (ANP) - De oude sterrenwacht gaat open.",
            "Kop\nLEIDEN (ANP) - De oude sterrenwacht gaat open.",
            "Meer uit Buitenland",
            "\x01\x16ANP0012 4 bui 123\nKop\x02LEIDEN (ANP) - Tekst.\n1 uur geleden\x03",
            '{"a": "1 uur geleden"}',
            "Lieve Anna,\nGisteren was ik in Leiden.\n1 uur geleden belde Piet.",
        ],
    )
    def test_other_texts_are_no_pages(self, text):
        assert not page_text.looks_like(head_of(text.encode()))

    def test_an_article_with_a_time_is_a_page(self):
        assert page_text.looks_like(head_of(b"Kop\n28 november 2025 12:00\nLEIDEN (ANP) - De sterrenwacht gaat open."))


PIECES = st.sampled_from(
    [
        *ARTICLE,
        *(piece for item in ITEMS for piece in item),
        *("Meer uit Buitenland", "Lees ook", "Kop", "", " ", "Delen", "Bron: ANP", "28 november 2025 12:00", "\n"),
        *(
            "<p>",
            "</p>",
            "<h1>",
            "<article>",
            "</article>",
            "<ul><li>",
            "<aside>",
            "<h2>Meer uit Sport</h2>",
            "<br><br>",
        ),
        *(
            '<time datetime="2025-11-28T10:00Z">',
            "</time>",
            "<time datetime='x'>",
            "&#1;",
            "\x0c",
            "<figure><img src=x>",
        ),
    ]
)


class TestAnything:
    """Whatever the page: drafts or a reason, never a crash, and no words that were not on it."""

    @given(st.lists(PIECES | st.text(max_size=30), max_size=25).map("\n".join), st.sampled_from([None, FETCHED]))
    def test_text(self, text, fetched_at):
        page_text.looks_like(head_of(text.encode("utf-8", "replace")))
        self.check(page_text.read, text, fetched_at)

    @given(st.lists(PIECES | st.text(max_size=30), max_size=25).map("".join), st.sampled_from([None, FETCHED]))
    def test_html(self, text, fetched_at):
        self.check(page_html.read, f"<html><body>{text}", fetched_at)

    @staticmethod
    def check(read, text, fetched_at):
        data = text.encode("utf-8", "replace")
        try:
            found = read(Source(data=data, fetched_at=fetched_at))
        except Unreadable:
            return
        for draft in found.drafts:
            assert draft.blocks
            assert draft.guid
            assert (draft.version_created is None) == (draft.precision is None)

    @given(st.lists(PIECES.filter(lambda piece: "<" not in piece), max_size=25))
    def test_the_words_of_a_text_stay_in_order(self, pieces):
        text = "\n".join(pieces)
        try:
            found = page_text.read(Source(data=text.encode()))
        except Unreadable:
            return
        words = iter(squash(text))
        for draft in found.drafts:
            for block in draft.blocks:
                assert all(char in words for char in squash(block.text))


class TestShared:
    """The page in ../shared, with the facts of its README."""

    def test_the_page_that_started_it(self, shared):
        data = (shared / "seed" / "page.txt").read_bytes()
        assert page_text.looks_like(head_of(data))
        article, *items = page_text.read(Source(data=data, fetched_at=FETCHED)).drafts
        assert article.headline == "Kremlin: geen deals gesloten tussen Rusland en Noord-Korea"
        assert len(article.blocks) == 4
        assert (article.section, article.language, article.version_created) == ("Buitenland", "nl", None)
        found = []
        for draft in [article, *items]:
            dateline = parse_dateline(draft.blocks[0].text)
            assert dateline is not None
            hours = draft.version_created and (FETCHED - draft.version_created) / timedelta(hours=1)
            found.append((*dateline.dateline.places, "/".join(dateline.dateline.agencies), hours))
        assert found == [
            ("Moskou", "ANP/AFP/RTR", None),
            ("Kyiv", "ANP/RTR", 1),
            ("Washington", "ANP/RTR", 1),
            ("Parijs", "ANP/AFP", 2),
            ("Berlijn", "ANP/RTR/AFP", 3),
            ("Bisjkek", "ANP/RTR/BLOOMBERG", 4),
            ("Washington", "ANP", 4),
            ("Manchester", "ANP", 4),
        ]
        lines = data.decode().split("\n")
        assert [block.text for block in article.blocks] == lines[1:5]
        assert squash("".join(block.text for item in items for block in item.blocks)) == squash(
            "".join(line[line.find("geleden") + 7 :] if "geleden" in line else line for line in lines[6:])
        )


def test_an_entry_of_the_menu_ahead_of_the_article_opens_no_rail():
    page = (
        "Zeister Courant\nLaatste nieuws\nSport\nPark blijft dicht\n"
        "ZEIST (ANP) - Het park blijft dicht na de storm. Dat meldt de gemeente.\n"
        "De bomen zijn niet veilig, zegt de wethouder van de gemeente.\n"
        "Meer uit Regio\nUTRECHT (ANP) - De trein rijdt weer, meldt de vervoerder.\n1 uur geleden\n"
    )
    drafts = read_text(page).drafts
    assert [(draft.headline, draft.section) for draft in drafts] == [("Park blijft dicht", "Regio"), (None, "Regio")]


def test_paragraphs_on_lines_of_their_own_are_not_joined_for_a_blank_line_elsewhere():
    page = (
        "Park blijft dicht\n"
        "ZEIST (ANP) - Het park blijft dicht na de storm. Dat meldt de gemeente aan allen.\n"
        "De bomen zijn niet veilig, zegt de wethouder van de gemeente.\n\n"
        "Meer uit Regio\nUTRECHT (ANP) - De trein rijdt weer, meldt de vervoerder.\n1 uur geleden\n"
    )
    article = read_text(page).drafts[0]
    assert [block.text for block in article.blocks][1:] == [
        "De bomen zijn niet veilig, zegt de wethouder van de gemeente."
    ]


HEADLINE, REST = text_page().split("\n", 1)


@pytest.mark.parametrize(
    "line",
    [
        "ANP",
        "Beeld ANP",
        "© ANP / Noor de Wit",
        "De koepel van de sterrenwacht | Foto: ANP",
        "0 reacties",
        "ANP • 3 reacties",
        "Tags: sterren, Leiden",
    ],
)
def test_a_line_of_the_page_below_the_headline_is_no_headline(line):
    assert read_text(f"{HEADLINE}\n{line}\n{REST}").drafts[0].headline == HEADLINE


@pytest.mark.parametrize("headline", ["Foto Reuters wint prijs", "Beeld van sterren blijft scherp | Leiden"])
def test_a_headline_about_pictures_is_one(headline):
    assert read_text(f"{headline}\n{REST}").drafts[0].headline == headline


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("15 sep 2023, 12:04 · Aangepast: 15 sep 2023, 13:00", datetime(2023, 9, 15, 13, 0, tzinfo=FETCHED.tzinfo)),
        ("15 sep 2023, 12:04 • Aangepast 13:00", datetime(2023, 9, 15, 12, 4, tzinfo=FETCHED.tzinfo)),
        ("ANP • 2 uur geleden", FETCHED - timedelta(hours=2)),
        ("Door Noor de Wit | 2 uur geleden | 3 reacties", FETCHED - timedelta(hours=2)),
    ],
)
def test_times_and_labels_on_one_line_are_told_apart(line, made):
    article = read_text(f"{HEADLINE}\n{line}\n{REST}").drafts[0]
    assert (article.headline, article.version_created) == (HEADLINE, made)
    assert article.byline == ("Noor de Wit" if "Door" in line else None)


def test_a_last_paragraph_that_names_a_picture_stays():
    page = text_page().replace(ARTICLE[2], "De koepel draait weer. (Foto: ANP)")
    assert paragraphs(read_text(page).drafts[0])[-1] == "De koepel draait weer. (Foto: ANP)"


def test_a_rail_of_headlines_alone_names_the_section_of_the_article():
    page = text_page(items=[]) + "Brug open\n1 uur geleden\nTunnel dicht\n2 uur geleden\n"
    (article,) = read_text(page).drafts
    assert article.section == "Buitenland"


@pytest.mark.parametrize("between", ["", " ", "\u200b"])
def test_an_age_may_stand_on_the_line_of_its_item_and_run_into_the_next(between):
    rail = between.join(f"{text} {age}{between}" for text, age in ITEMS)
    drafts = read_text("\n".join([HEADLINE, *ARTICLE, "Meer uit Buitenland", rail])).drafts
    assert [paragraphs(draft) for draft in drafts[1:]] == [[text] for text, _ in ITEMS]
    assert [draft.precision for draft in drafts[1:]] == ["minute", "hour", "day"]


def test_an_age_in_the_sentences_of_an_article_stays_there():
    sentence = "De koepel was dicht. Twee jaar geleden ging hij weer open. Dat was lang geleden. Eén uur geleden"
    page = text_page().replace(ARTICLE[1], sentence)
    assert sentence in paragraphs(read_text(page).drafts[0])


def test_the_date_of_a_dateline_is_no_time_of_the_page():
    page = (
        "Home\nNieuws\n\nLe pont inventé reste\n\nPARIS, 4 mars 2024 (AFP) - Le pont inventé reste, a dit une dame.\n\n"
        "Il n'existe pas.\n\nMeer uit Buitenland\n\nBrug dicht\n\nWASHINGTON (ANP/RTR) - De brug is dicht.\n\n"
        "1 uur geleden\n"
    )
    article = read_text(page).drafts[0]
    found = parse_dateline(article.blocks[0].text)
    assert found is not None
    assert (found.dateline.places, found.dateline.date) == (("Paris",), "4 mars 2024")
    assert article.version_created is None
